"""What a KPI follows from, and each of its parts from theirs: its tree as a list, of which every part can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from kpitui.core.errors import NotFound
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.reading import kpi_with
from kpitui.services.why import tree_of
from kpitui.tui.page import ListPage
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.rows import Columns, Line, Lines, WholeLine
from kpitui.wording.why import tree_rows

if TYPE_CHECKING:
    from kpitui.core.calendar import Period


class TreePage(ListPage):
    """The tree of *kpi*; a part opens as why it changed in *period*, else in its last whole one."""

    def __init__(self, kpi: Kpi, period: Period | None = None) -> None:
        super().__init__()
        self.kpi = kpi
        self.period = period
        self.parts: list[Kpi | None] = []

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("{kpi}: parts").format(kpi=harmless(self.kpi.name, 200)))
        yield Lines()
        yield WholeLine()
        yield Plain(id="hint")
        yield FindLine(_("find a part"))
        yield KeyBar()

    def reload(self) -> None:
        """Load the tree."""
        try:
            self.kpi = kpi_with(self.workspace, self.kpi.id)
        except NotFound:
            # It was taken back while its page was open.
            self.app.pop_screen()
            return
        rows = tree_rows(tree_of(self.workspace, self.kpi))
        self.parts = [kpi for _depth, _text, kpi in rows]
        lines = [Line((f"{'  ' * depth}{harmless(text, 400)}",)) for depth, text, _kpi in rows]
        self.query_one(Lines).show(lines, Columns(coloured=frozenset()))
        lone = _("This KPI is not calculated from other KPIs, and has no parts")
        self.query_one("#hint", Plain).update("" if len(rows) > 1 else lone)

    def on_lines_opened(self, _message: Lines.Opened) -> None:
        """Go back to the KPI itself, open why a part changed, or the page of one that has no parts."""
        part = self.under_cursor(self.parts)
        if part is None:
            return
        if part.id == self.kpi.id:
            self.app.pop_screen()
        elif tree_of(self.workspace, part).parts:
            from kpitui.tui.screens.why import WhyPage

            self.app.push_screen(WhyPage(part, self.period))
        else:
            self.open_kpi(part.key)
