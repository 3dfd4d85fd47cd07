"""The rows of the review page as texts: the three questions as headings, and what is found below each.

They are made in the background, together with the review itself, so that no key waits for a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kpitui.core.model import Kpi
from kpitui.core.review import Matter
from kpitui.i18n import _, plural
from kpitui.services.reviewing import Review
from kpitui.services.reviewing.telling import ReviewTeller
from kpitui.services.workspace import Workspace
from kpitui.wording.words import STATUS_SIGNS

STATUS_STYLES = {
    "on track": "good",
    "reached": "good",
    "at risk": "warn",
    "no data": "warn",
    "off track": "bad",
    "missed": "bad",
}


class ReviewRow(NamedTuple):
    """One line of the page."""

    sign: str
    text: str
    style: str = "plain"
    below: str = ""
    """What is told of it besides, when the cursor is on it: what to do next, what was decided last time."""
    matter: Matter | None = None
    kpi: Kpi | None = None
    goal: int | None = None
    said: str = ""
    """The sentence of the matter with its figures, to be kept with what is decided."""


class Shown(NamedTuple):
    """A review as the page shows it."""

    heading: str
    rows: tuple[ReviewRow, ...]
    open: tuple[ReviewRow, ...]
    """The matters that are not decided yet, in their order."""


def shown(workspace: Workspace, review: Review, *, ascii: bool) -> Shown:
    """Return a review as rows."""
    teller = ReviewTeller(workspace, review)
    openly = teller if not workspace.hidden else ReviewTeller(workspace.openly(), review)
    matters = {
        each.key: _matter(review, teller, each, ascii=ascii)._replace(said=openly.matter(each.key).text)
        for each in review.matters.open
    }
    rows = [
        _heading(_("Are the goals being reached?") + "  " + teller.answer()),
        *_goals(review, teller, ascii=ascii),
        _heading(_("Where must action be taken?")),
        *matters.values(),
        *_settled(review, teller, ascii=ascii),
        *_actions(teller),
        _heading(_("What are the strong and the weak points?")),
        *_points(review, teller, ascii=ascii),
        _heading(_("What changed since the last review")),
        *(_quiet(text) for text in teller.changed()),
    ]
    return Shown(teller.heading(), tuple(rows), tuple(matters.values()))


def _goals(review: Review, teller: ReviewTeller, *, ascii: bool) -> Iterator[ReviewRow]:
    for line in review.goals:
        status = line.view.standing.status
        sign, goal = STATUS_SIGNS[status][ascii], line.view.goal
        style = STATUS_STYLES.get(status, "plain") if goal.state == "open" else "quiet"
        yield ReviewRow(sign, teller.goal(line), style, kpi=line.view.kpi, goal=goal.id)
    if not review.goals:
        yield _quiet(_("No goal was under way"))


def _matter(review: Review, teller: ReviewTeller, matter: Matter, *, ascii: bool) -> ReviewRow:
    told, before = teller.matter(matter.key), review.decided_last(matter)
    below = told.step
    if before is not None:
        below += "\n" + _("last time: {decided}").format(decided=teller.decided(before))
    kpi = review.kpis.get(matter.kpi or 0)
    return ReviewRow("!" if ascii else "▸", told.text, "warn", below, matter, kpi, matter.goal)


def _settled(review: Review, teller: ReviewTeller, *, ascii: bool) -> Iterator[ReviewRow]:
    for matter in review.matters.decided:
        decision = review.decided_last(matter)
        choice = teller.choice(decision) if decision else ""
        kpi = review.kpis.get(matter.kpi or 0)
        text = teller.matter(matter.key).text
        yield ReviewRow("+" if ascii else "✔", f"{choice}: {text}", "quiet", "", None, kpi, matter.goal)
    if not review.matters.open and not review.matters.decided:
        yield _quiet(_("Nothing asks for action."))
    put_off, untold = len(review.matters.put_off), review.matters.untold
    if put_off:
        yield _quiet(plural("{n} matter is put off", "{n} matters are put off", put_off).format(n=put_off))
    if untold:
        said = plural(
            "{n} more signal is on the page of its KPI", "{n} more signals are on the pages of the KPIs", untold
        )
        yield _quiet(said.format(n=untold))


def _actions(teller: ReviewTeller) -> Iterator[ReviewRow]:
    said = teller.actions()
    if said:
        yield _heading(_("What became of the actions"))
        yield from (ReviewRow("", text) for text in said)


def _points(review: Review, teller: ReviewTeller, *, ascii: bool) -> Iterator[ReviewRow]:
    for points, sign, style in ((review.strong, "+", "good"), (review.weak, "-", "bad")):
        for point in points:
            yield ReviewRow(sign, teller.point(point), style, kpi=review.kpis[point.kpi], goal=point.goal)
    if not review.strong and not review.weak:
        yield _quiet(_("no point stands out"))


def _heading(text: str) -> ReviewRow:
    return ReviewRow("", text, "head")


def _quiet(text: str) -> ReviewRow:
    return ReviewRow("", text, "quiet")
