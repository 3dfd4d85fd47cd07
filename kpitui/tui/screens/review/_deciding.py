"""Deciding about a matter of a review: what the review and the guided page have in common, and the dialogs for it.

The rows are made in `rows`; what is stored is decided by the services.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from textual.binding import Binding, BindingType

from kpitui.core.calendar import Period
from kpitui.core.errors import Refused, mark
from kpitui.core.review import ReviewItem
from kpitui.i18n import _
from kpitui.services.reviews import review
from kpitui.services.reviews.decisions import accept, act, note, snooze
from kpitui.services.reviews.period import ReviewPeriod
from kpitui.services.workspace import Workspace
from kpitui.tui.dialogs import Dialog
from kpitui.tui.page import Page
from kpitui.tui.screens.review.rows import ReviewRow, ReviewRows, review_rows
from kpitui.tui.widgets.form import Field, TextField
from kpitui.wording.dates import day_text

DECIDE: tuple[BindingType, ...] = (
    Binding("a", "decide('act')", mark("plan an action"), id="decide.act"),
    Binding("m", "decide('note')", mark("note"), id="decide.note"),
    Binding("o", "decide('accept')", mark("accept"), id="decide.accept"),
    Binding("s", "decide('snooze')", mark("snooze"), id="decide.snooze"),
)
"""For pages on which a matter of a review is decided."""


def load_review(
    page: Page, period: ReviewPeriod, show: Callable[[ReviewRows], None], say_progress: Callable[[int, int], None]
) -> None:
    """Review *period* in the background of *page*, saying how many KPIs of all were looked at, and *show* it."""
    loop, ascii_only = asyncio.get_running_loop(), page.app.ascii

    def progress(done: int, count: int) -> None:
        loop.call_soon_threadsafe(say_progress, done, count)

    def work(workspace: Workspace) -> ReviewRows:
        return review_rows(workspace, review(workspace, period, progress), ascii=ascii_only)

    page.run_in_background(work, show)


def decide(page: Page, row: ReviewRow | None, choice: str) -> None:
    """Decide about the matter in a *row* of *page*: act, note, accept or snooze."""
    if row is None or row.matter is None:
        page.app.inform(_("Nothing to decide on this line"))
    elif choice == "accept":
        accept(page.workspace, row.matter, row.with_figures)
        page.app.publish_change()
        page.app.inform(_("Accepted ({key} to undo)").format(key=page.key_for("undo")))
    else:
        dialogs = {"act": ActDialog, "note": RemarkDialog, "snooze": LaterDialog}
        page.app.push_screen(dialogs[choice](row.matter, row.with_figures, row.text))


def why_of_row(page: Page, row: ReviewRow | None, period: ReviewPeriod | None) -> None:
    """Open why the KPI of a *row* changed over the days of a review, with the goal that the row is about."""
    from kpitui.tui.screens.why import open_why

    if row is None or row.kpi is None or period is None:
        page.app.inform(_("No KPI on this line"))
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
            TextField("due", _("Due"), hint=_("the last day to do it: fri, 1 Dec, next week")),
            TextField(
                "effect",
                _("Effect"),
                hint=_("the change you expect, such as +10%, -0.5 or 4pp; KPITUI checks it later"),
            ),
            TextField(
                "by",
                _("Result expected by"),
                hint=_("if empty: the first day on which such an effect can be seen"),
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
        return (TextField("until", _("Snooze until"), hint=_("mon, 1 Dec, next week; hidden until then")),)

    def save(self, values: Mapping[str, str]) -> str:
        """Put it off."""
        try:
            until = self.workspace.read_day(values["until"], future=True)
        except Refused as error:
            error.field = "until"
            raise
        snooze(self.workspace, self.matter, self.text, until)
        return _("Snoozed until {day}").format(day=day_text(until))
