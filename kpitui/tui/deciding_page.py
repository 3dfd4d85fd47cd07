"""What the review and the guided page have in common: a period, what is found in it, and deciding about a matter.

The rows are made in `review_rows`, the dialogs are `decision_dialogs`'; what is stored is decided by the services.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.binding import Binding, BindingType

from kpitui.core.errors import mark
from kpitui.i18n import _
from kpitui.services.reviewing import review
from kpitui.services.reviewing.deciding import accept
from kpitui.services.reviewing.period import Stretch, stretch_of
from kpitui.services.workspace import Workspace
from kpitui.tui.page import Page
from kpitui.tui.review_rows import ReviewRow, Shown, shown
from kpitui.tui.screens.decision_dialogs import ActDialog, LaterDialog, RemarkDialog

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

    def __init__(self, stretch: Stretch | None = None) -> None:
        super().__init__()
        self.stretch = stretch
        self.shown = Shown("", (), ())

    def reload(self) -> None:
        """Review the period in the background, saying how far it is."""
        stretch = self.stretch = self.stretch or stretch_of(self.workspace, "week")
        progress, ascii_only = self._progress(), self.desk.ascii

        def work(workspace: Workspace) -> Shown:
            return shown(workspace, review(workspace, stretch, progress), ascii=ascii_only)

        self.work_out(work, self.show)

    def forget_figures(self) -> None:
        """Take the matters away too; they are found again in the background."""
        super().forget_figures()
        self.shown = Shown(self.shown.heading, (), ())

    def show(self, review: Shown) -> None:
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
            self.desk.inform(_("There is nothing to decide on this line"))
        elif choice == "accept":
            accept(self.workspace, row.matter, row.said)
            self.desk.announce()
            self.desk.inform(_("Left as it is; {key} takes it back").format(key=self.key_for("undo")))
        else:
            dialogs = {"act": ActDialog, "note": RemarkDialog, "snooze": LaterDialog}
            self.app.push_screen(dialogs[choice](row.matter, row.said, row.text))

    def _progress(self) -> Progress:
        loop = asyncio.get_running_loop()

        def told(done: int, count: int) -> None:
            loop.call_soon_threadsafe(self.say_progress, done, count)

        return told
