"""The rows of a review and deciding about one of them: what the page and the guided review have in common.

What is in a review, and what a decision stores, is decided by the services.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding, BindingType

from kpitui.core.calendar import Period
from kpitui.core.errors import Refused, mark
from kpitui.core.figures import NumberStyle
from kpitui.core.model import Kpi
from kpitui.core.review import ReviewItem
from kpitui.i18n import _
from kpitui.services.reviews import Review, ReviewGoal, ReviewPeriod, accept, act, note, review, snooze
from kpitui.services.why import WhyView
from kpitui.services.workspace import Workspace
from kpitui.tui.dialogs import Dialog
from kpitui.tui.page import Page
from kpitui.tui.widgets.form import Field, TextField
from kpitui.wording.dates import day_text
from kpitui.wording.reviews import ReviewWording, review_heading, review_heads, reviewed_goal, to_date_head
from kpitui.wording.words import STATUS_SIGNS

if TYPE_CHECKING:
    from textual.worker import Worker

SIGNED_STYLES = {
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
    whole: bool = True
    """Whether that is all of it; the goals are there before the rest."""


NOTHING_YET = ReviewRows("", (), (), whole=False)


def review_rows(workspace: Workspace, review: Review, *, ascii: bool) -> ReviewRows:
    """Return a review as rows."""
    wording = ReviewWording(review, workspace.settings.numbers)
    openly = ReviewWording(review, workspace.openly().settings.numbers)
    matters = {
        matter.key: _matter(review, wording, matter, ascii=ascii)._replace(with_figures=openly.matter(matter.key).text)
        for matter in review.matters.open
    }
    rows = [
        _heading("  ".join((review_heads().goals, *([wording.answer()] if review.goals else [])))),
        *_goals(review.goals, workspace.settings.numbers, ascii=ascii),
        *([] if review.goals else [_quiet(wording.answer())]),
        _heading(review_heads().to_act),
        *matters.values(),
        *_settled(review, wording, ascii=ascii),
        *_actions(review, wording),
        *_runways(review, wording),
        _heading(review_heads().points),
        *_points(review, wording, ascii=ascii),
        _heading(review_heads().changed),
        *(_quiet(text) for text in wording.changed()),
        *_to_date(wording),
    ]
    return ReviewRows(wording.heading(), tuple(rows), tuple(matters.values()))


def goal_rows(workspace: Workspace, period: ReviewPeriod, lines: Sequence[ReviewGoal], *, ascii: bool) -> ReviewRows:
    """Return the goals that were judged so far as rows, while the rest is worked out."""
    rows = (_heading(review_heads().goals), *_goals(lines, workspace.settings.numbers, ascii=ascii))
    return ReviewRows(review_heading(period), rows, (), whole=False)


def _goals(lines: Sequence[ReviewGoal], style: NumberStyle, *, ascii: bool) -> Iterator[ReviewRow]:
    for line in lines:
        status = line.view.standing.status
        sign, goal = STATUS_SIGNS[status][ascii], line.view.goal
        colour = SIGNED_STYLES.get(status, "plain") if goal.state == "open" else "quiet"
        yield ReviewRow(sign, reviewed_goal(line, style), colour, kpi=line.view.kpi, goal=goal.id)


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


def _actions(review: Review, wording: ReviewWording) -> Iterator[ReviewRow]:
    if review.actions:
        yield _heading(review_heads().actions)
    for (action, effect), text in zip(review.actions, wording.actions(), strict=True):
        yield ReviewRow("", text, kpi=effect.kpi if effect else None, goal=action.goal)


def _runways(review: Review, wording: ReviewWording) -> Iterator[ReviewRow]:
    if review.runways:
        yield _heading(review_heads().lasts)
    for view, text in zip(review.runways, wording.runways(), strict=True):
        is_news = view.runway is not None and (view.runway.is_below or view.runway.early is not None)
        yield ReviewRow("", text, "plain" if is_news else "quiet", kpi=view.kpi)


def _to_date(wording: ReviewWording) -> Iterator[ReviewRow]:
    figures = wording.to_date()
    if figures:
        yield _heading(to_date_head(figure.to_date for figure in wording.review.figures))
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


DECIDE: tuple[BindingType, ...] = (
    Binding("a", "decide('act')", mark("plan an action"), id="decide.act"),
    Binding("m", "decide('note')", mark("note"), id="decide.note"),
    Binding("o", "decide('accept')", mark("accept"), id="decide.accept"),
    Binding("s", "decide('snooze')", mark("snooze"), id="decide.snooze"),
)
"""For pages on which a matter of a review is decided."""


SELDOM = 0.3
"""Seconds between two looks at what a review has so far: each of them is sent over the line."""


class PaintNowAndThen:
    """What is to be painted while work goes on, the first at once and then the newest of each kind, seldom enough."""

    def __init__(self, paint: Callable[[Callable[[], None]], object], clock: Callable[[], float] = monotonic) -> None:
        self._paint, self._clock = paint, clock
        self._waiting: dict[str, Callable[[], None]] = {}
        self._next = clock()

    def ask(self, kind: str, painter: Callable[[], None]) -> None:
        """Have *painter* called now, or let it take the place of one of its *kind* that waits."""
        self._waiting[kind] = painter
        if self._clock() >= self._next:
            for ready in self._waiting.values():
                self._paint(ready)
            self._waiting.clear()
            self._next = self._clock() + SELDOM


def load_review(
    page: Page,
    period: ReviewPeriod,
    show: Callable[[ReviewRows], None],
    say_progress: Callable[[int, int], None],
    show_goals: Callable[[ReviewRows], None] | None = None,
) -> None:
    """Review *period* in the background of *page*, saying how many KPIs of all were looked at, and *show* it.

    Its goals are shown as they are judged, where *show_goals* is given, now and then. It stops soon after the page or
    the app was left, and when another review is asked for.
    """
    loop, ascii_only, leaving = asyncio.get_running_loop(), page.app.ascii, page.app.background.leaving
    worker: Worker[None] | None = None

    def is_left() -> bool:
        return leaving.is_set() or not page.is_running or (worker is not None and worker.is_cancelled)

    painting = PaintNowAndThen(loop.call_soon_threadsafe)

    def progress(done: int, count: int) -> None:
        if is_left():
            raise _ReviewLeft
        painting.ask("progress", partial(say_progress, done, count))

    def show_so_far(rows: ReviewRows) -> None:
        if show_goals is not None and not is_left():
            show_goals(rows)

    def work(workspace: Workspace) -> ReviewRows | None:
        def judged(lines: tuple[ReviewGoal, ...]) -> None:
            rows = goal_rows(workspace, period, lines, ascii=ascii_only)
            painting.ask("goals", partial(show_so_far, rows))

        try:
            return review_rows(workspace, review(workspace, period, progress, judged), ascii=ascii_only)
        except _ReviewLeft:
            return None

    worker = page.run_in_background(work, partial(_show_all, page, show))


def _show_all(page: Page, show: Callable[[ReviewRows], None], rows: ReviewRows | None) -> None:
    page.app.ignore_own_write()  # what was worked out is kept
    if rows is not None:
        show(rows)


class _ReviewLeft(Exception):
    """The review is wanted no more."""


def decide(page: Page, row: ReviewRow | None, choice: str) -> None:
    """Decide about the matter in a *row* of *page*: act, note, accept or snooze."""
    if row is None or row.matter is None:
        page.app.inform(_("Nothing to decide on this line"))
    elif choice == "accept":
        accept(page.workspace, row.matter, row.with_figures)
        page.saved(_("Accepted ({key} to undo)").format(key=page.key_for("undo")))
    else:
        dialogs = {"act": ActDialog, "note": RemarkDialog, "snooze": LaterDialog}
        page.app.push_screen(dialogs[choice](row.matter, row.with_figures, row.text))


def why_of_row(page: Page, row: ReviewRow | None, period: ReviewPeriod | None) -> None:
    """Open why the KPI of a *row* changed over the days of a review, with the goal that the row is about.

    Of a row that tells a change since a day, since that day.
    """
    from kpitui.tui.screens.why import open_why

    if row is None or row.kpi is None or period is None:
        page.app.inform(_("No KPI on this line"))
    elif row.why is not None and row.why.taken.after.by == "day":
        open_why(page, row.kpi, row.why.taken.after, row.goal)
    else:
        open_why(page, row.kpi, Period(period.by or "day", period.start, period.end, period.label), row.goal)


class DecisionDialog(Dialog):
    """What the three have in common: the matter, the sentence that is kept of it, and the one that is shown."""

    def __init__(self, matter: ReviewItem, text: str, shown: str) -> None:
        super().__init__()
        self.matter = matter
        self.text = text
        self.shown = shown

    def heading(self) -> str:
        """Return the sentence of the matter."""
        return self.shown

    def draft_name(self) -> str:
        """Return of which matter what is kept."""
        return f"{type(self).__name__} {self.matter.key}"


class ActDialog(DecisionDialog):
    """A corrective action against it."""

    def fields(self) -> Sequence[Field]:
        """Return what will be done, by when, and what is expected of it."""
        return (
            TextField("what", _("Action"), hint=_("what you will do about it")),
            TextField("due", _("Due"), hint=_("the last day to do it, such as fri, 1 Dec or next week")),
            TextField(
                "effect",
                _("Effect"),
                hint=_("the change you expect, such as +10%, -0.5 or 4pp. KPITUI checks it later"),
            ),
            TextField(
                "by",
                _("Effect expected by"),
                hint=_("leave empty for the first day on which the effect can be seen"),
            ),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Plan the action."""
        from kpitui.services.actions import actions
        from kpitui.tui.screens.action_form import with_seen

        decision = act(self.workspace, self.matter, self.text, values)
        text = _("Action planned ({key} to undo)").format(key=self.key_for("undo"))
        planned = next((view.action for view in actions(self.workspace) if view.action.uid == decision.action), None)
        return text if planned is None else with_seen(self.workspace, planned, text)


class RemarkDialog(DecisionDialog):
    """A note about it, which shows on the chart."""

    def fields(self) -> Sequence[Field]:
        """Return the text."""
        return (TextField("note", _("Note"), hint=_("what happened, or what you found out")),)

    def save(self, values: Mapping[str, str]) -> str:
        """Save the note."""
        note(self.workspace, self.matter, self.text, values["note"])
        return _("Note saved ({key} to undo)").format(key=self.key_for("undo"))


class LaterDialog(DecisionDialog):
    """The day on which to look at it again."""

    def fields(self) -> Sequence[Field]:
        """Return the day."""
        return (
            TextField("until", _("Snooze until"), hint=_("such as mon, 1 Dec or next week. It is hidden until then")),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Put it off."""
        try:
            until = self.workspace.read_day(values["until"], future=True)
        except Refused as error:
            error.field = "until"
            raise
        snooze(self.workspace, self.matter, self.text, until)
        return _("Snoozed until {day}").format(day=day_text(until))
