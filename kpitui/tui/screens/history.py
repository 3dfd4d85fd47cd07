"""The latest changes, newest first; undo takes back the last one that stands."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.core.errors import mark
from kpitui.core.model import Change
from kpitui.i18n import _
from kpitui.services.history import changes
from kpitui.tui.page import ListPage
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading
from kpitui.tui.widgets.rows import Columns, Line, Lines, WholeLine
from kpitui.wording.changes import described, moment_text

SHOWN = 500


class HistoryPage(ListPage):
    """The history."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", mark("undo"), id="history.undo"),
        Binding("U,ctrl+r", "redo", mark("redo"), id="history.redo"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("History"))
        yield Lines(opens=False, wraps=True)
        yield WholeLine()
        yield FindLine(_("find a change"))
        yield KeyBar()

    def reload(self) -> None:
        """Load the latest changes."""
        columns = Columns((_("when"), _("change"), ""), wide=1)
        lines = [self._line(change) for change in changes(self.workspace, SHOWN)]
        self.query_one(Lines).show(lines, columns, _("no changes yet"))

    def _line(self, change: Change) -> Line:
        state = _("undone") if change.undone else ""
        return Line(
            (
                moment_text(change, self.workspace.settings.text("timezone")),
                described(change, self.workspace.hidden),
                state,
            ),
            "quiet" if change.undone else "plain",
        )
