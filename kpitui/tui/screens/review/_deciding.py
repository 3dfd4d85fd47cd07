"""Deciding about a matter of a review: what the review and the guided page have in common, and the dialogs for it.

The rows are made in `rows`; what is stored is decided by the services.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from textual.binding import Binding, BindingType

from kpitui.core.errors import Refused, mark
from kpitui.core.review import ReviewItem
from kpitui.i18n import _
from kpitui.services.reviews import review
from kpitui.services.reviews.decisions import accept, act, note, snooze
from kpitui.services.reviews.period import ReviewPeriod, review_period
from kpitui.services.workspace import Workspace
from kpitui.tui.dialogs import Dialog
from kpitui.tui.page import Page
from kpitui.tui.screens.review.rows import ReviewRow, ReviewRows, review_rows
from kpitui.tui.widgets.fields import Field, TextField
from kpitui.wording.dates import day_text

Progress = Callable[[int, int], None]

DECIDE: tuple[BindingType, ...] = (
    Binding("a", "decide('act')", mark("act on it"), id="decide.act"),
    Binding("m", "decide('note')", mark("note"), id="decide.note"),
    Binding("l", "decide('accept')", mark("leave it"), id="decide.accept"),
    Binding("z", "decide('snooze')", mark("later"), id="decide.snooze"),
)
"""For pages on which a matter of a review is decided."""


class DecidingPage(Page):
    """The base of pages on which matters of a period are decided."""

    def __init__(self, period: ReviewPeriod | None = None) -> None:
        super().__init__()
        self.period = period
        self.shown = ReviewRows("", (), ())

    def reload(self) -> None:
        """Review the period in the background, saying how far it is."""
        period = self.period = self.period or review_period(self.workspace, "week")
        progress, ascii_only = self._progress(), self.app.ascii

        def work(workspace: Workspace) -> ReviewRows:
            return review_rows(workspace, review(workspace, period, progress), ascii=ascii_only)

        self.run_in_background(work, self.show)

    def clear_figures(self) -> None:
        """Take the matters away too; they are found again in the background."""
        super().clear_figures()
        self.shown = ReviewRows(self.shown.heading, (), ())

    def show(self, review: ReviewRows) -> None:
        """Paint what was found."""
        raise NotImplementedError

    def say_progress(self, done: int, count: int) -> None:
        """Say how many KPIs have been looked at, as long as there is nothing to see yet."""

    def row(self) -> ReviewRow | None:
        """Return the row that is decided about."""
        raise NotImplementedError

    def action_decide(self, choice: str) -> None:
        """Decide about the matter under the cursor."""
        row = self.row()
        if row is None or row.matter is None:
            self.app.inform(_("There is nothing to decide on this line"))
        elif choice == "accept":
            accept(self.workspace, row.matter, row.with_figures)
            self.app.publish_change()
            self.app.inform(_("Left as it is; {key} takes it back").format(key=self.key_for("undo")))
        else:
            dialogs = {"act": ActDialog, "note": RemarkDialog, "snooze": LaterDialog}
            self.app.push_screen(dialogs[choice](row.matter, row.with_figures, row.text))

    def _progress(self) -> Progress:
        loop = asyncio.get_running_loop()

        def progress(done: int, count: int) -> None:
            loop.call_soon_threadsafe(self.say_progress, done, count)

        return progress


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
            TextField("what", _("Action"), hint=_("what you are going to do about it")),
            TextField("due", _("Due"), hint=_("the day on which it is to be done: fri, 1/12, next week")),
            TextField(
                "effect", _("Effect"), hint=_("the change you expect: +10%, -0.5, 4pp; it is held against it later")
            ),
            TextField("by", _("By"), hint=_("the day by which the effect is to be seen")),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Plan the action."""
        act(self.workspace, self.matter, self.text, values)
        return _("An action is planned; {key} takes it back").format(key=self.key_for("undo"))


class RemarkDialog(DecisionDialog):
    """A note about it, which shows on the chart."""

    def fields(self) -> Sequence[Field]:
        """Return the text."""
        return (TextField("note", _("Note"), hint=_("what happened, or what you found out")),)

    def save(self, values: Mapping[str, str]) -> str:
        """Save the note."""
        note(self.workspace, self.matter, self.text, values["note"])
        return _("Noted; {key} takes it back").format(key=self.key_for("undo"))


class LaterDialog(DecisionDialog):
    """The day on which to look at it again."""

    def fields(self) -> Sequence[Field]:
        """Return the day."""
        return (TextField("until", _("Look again on"), hint=_("mon, 1/12, next week; until then it is left out")),)

    def save(self, values: Mapping[str, str]) -> str:
        """Put it off."""
        try:
            until = self.workspace.read_day(values["until"], future=True)
        except Refused as error:
            error.field = "until"
            raise
        snooze(self.workspace, self.matter, self.text, until)
        return _("Put off until {day}").format(day=day_text(until))
