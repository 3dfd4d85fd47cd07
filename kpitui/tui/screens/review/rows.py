"""The rows of the review page as texts: the three questions as headings, and what is found below each.

They are made in the background, together with the review itself, so that no key waits for a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kpitui.core.model import Kpi
from kpitui.core.review import ReviewItem
from kpitui.i18n import _
from kpitui.services.reviews import Review
from kpitui.services.why import WhyView
from kpitui.services.workspace import Workspace
from kpitui.wording.reviews import ReviewWording, review_heads, to_date_head
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
    """What is said of it besides, when the cursor is on it: what to do next, what was decided last time."""
    matter: ReviewItem | None = None
    kpi: Kpi | None = None
    goal: int | None = None
    with_figures: str = ""
    """The sentence of the matter with its figures, to be kept with what is decided."""
    why: WhyView | None = None
    """How its KPI changed in the period, taken apart; None where it can't be."""


class ReviewRows(NamedTuple):
    """A review as the page shows it."""

    heading: str
    rows: tuple[ReviewRow, ...]
    open: tuple[ReviewRow, ...]
    """The matters that are not decided yet, in their order."""


def review_rows(workspace: Workspace, review: Review, *, ascii: bool) -> ReviewRows:
    """Return a review as rows."""
    wording = ReviewWording(review, workspace.settings.numbers)
    openly = ReviewWording(review, workspace.openly().settings.numbers)
    matters = {
        matter.key: _matter(review, wording, matter, ascii=ascii)._replace(with_figures=openly.matter(matter.key).text)
        for matter in review.matters.open
    }
    rows = [
        _heading(review_heads().goals + "  " + wording.answer()),
        *_goals(review, wording, ascii=ascii),
        _heading(review_heads().to_act),
        *matters.values(),
        *_settled(review, wording, ascii=ascii),
        *_actions(wording),
        *_runways(review, wording),
        _heading(review_heads().points),
        *_points(review, wording, ascii=ascii),
        _heading(review_heads().changed),
        *(_quiet(text) for text in wording.changed()),
        *_to_date(wording),
    ]
    return ReviewRows(wording.heading(), tuple(rows), tuple(matters.values()))


def _goals(review: Review, wording: ReviewWording, *, ascii: bool) -> Iterator[ReviewRow]:
    for line in review.goals:
        status = line.view.standing.status
        sign, goal = STATUS_SIGNS[status][ascii], line.view.goal
        style = STATUS_STYLES.get(status, "plain") if goal.state == "open" else "quiet"
        yield ReviewRow(sign, wording.goal(line), style, kpi=line.view.kpi, goal=goal.id)
    if not review.goals:
        yield _quiet(wording.answer())


def _matter(review: Review, wording: ReviewWording, matter: ReviewItem, *, ascii: bool) -> ReviewRow:
    worded, before = wording.matter(matter.key), review.decided_last(matter)
    view = review.why_of(matter)
    below = f"{wording.parts(matter)}\n{worded.step}" if view is not None else worded.step
    if before is not None:
        below += "\n" + _("last time: {decided}").format(decided=wording.decided(before))
    kpi = review.kpis.get(matter.kpi or 0)
    return ReviewRow("!" if ascii else "▸", worded.text, "warn", below, matter, kpi, matter.goal, why=view)


def _settled(review: Review, wording: ReviewWording, *, ascii: bool) -> Iterator[ReviewRow]:
    for matter in review.matters.decided:
        decision = review.decided_last(matter)
        choice = wording.choice(decision) if decision else ""
        kpi = review.kpis.get(matter.kpi or 0)
        text = wording.matter(matter.key).text
        yield ReviewRow("+" if ascii else "✔", f"{choice}: {text}", "quiet", "", None, kpi, matter.goal)
    if not review.matters.open and not review.matters.decided:
        yield _quiet(review_heads().nothing)
    yield from map(_quiet, wording.left_out())


def _actions(wording: ReviewWording) -> Iterator[ReviewRow]:
    sentences = wording.actions()
    if sentences:
        yield _heading(review_heads().actions)
        yield from (ReviewRow("", text) for text in sentences)


def _runways(review: Review, wording: ReviewWording) -> Iterator[ReviewRow]:
    if review.runways:
        yield _heading(review_heads().lasts)
    for view, text in zip(review.runways, wording.runways(), strict=True):
        is_news = view.runway is not None and (view.runway.is_below or view.runway.early is not None)
        yield ReviewRow("", text, "plain" if is_news else "quiet", kpi=view.kpi)


def _to_date(wording: ReviewWording) -> Iterator[ReviewRow]:
    figures = wording.to_date()
    if figures:
        yield _heading(to_date_head())
    yield from (ReviewRow("", text, kpi=kpi) for kpi, text in figures)


def _points(review: Review, wording: ReviewWording, *, ascii: bool) -> Iterator[ReviewRow]:
    for points, sign, style in ((review.strong, "+", "good"), (review.weak, "-", "bad")):
        for point in points:
            kpi, below = review.kpis[point.kpi], wording.parts(point)
            yield ReviewRow(sign, wording.point(point), style, below, kpi=kpi, goal=point.goal)
    if not review.strong and not review.weak:
        yield _quiet(_("nothing stands out"))


def _heading(text: str) -> ReviewRow:
    return ReviewRow("", text, "head")


def _quiet(text: str) -> ReviewRow:
    return ReviewRow("", text, "quiet")
