"""What a KPI follows from, and each of its parts from theirs: its tree as a list, of which every part can be opened.

Below the list, beside it on a wide screen, stands what the part under the cursor was and is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from kpitui.core.errors import NotFound
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.parts import split_in
from kpitui.services.reading import kpi_with
from kpitui.services.why import figures_beside, lengths_of, tree_of, whole_period
from kpitui.tui.page import DetailPage
from kpitui.tui.widgets.chart_view import ChartRequest, KpiChart
from kpitui.tui.widgets.columns import labelled_lines
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.rows import Columns, Line, Lines, WholeLine
from kpitui.wording.why import part_facts, rest_facts, tree_rows

if TYPE_CHECKING:
    from kpitui.core.calendar import Period
    from kpitui.core.comparison import Against


CHART_ROWS = 7
"""Rows below the list and the details from which the chart stands there."""

BAR_ROWS = 10
"""Rows of the chart from which bars can be told apart; a lower one is the line of the days, of four levels a row."""

LONG_DAYS = 31
"""Days of a period from which on the chart reaches further back."""


class TreePage(DetailPage):
    """The tree of *kpi*; a part opens as why it changed in *period*, else in its last whole one.

    Its figures are those of that period and, *against* it, of the one before or of last year.
    """

    DEFAULT_CSS = """
    TreePage.-one-column {
        & #beside > Lines { height: auto; }
        & #aside { height: 1fr; }
        & #aside KpiChart { height: 1fr; min-height: 0; margin: 1 0 0 0; }
    }
    """

    def __init__(self, kpi: Kpi, period: Period | None = None, against: Against = "previous") -> None:
        super().__init__()
        self.kpi = kpi
        self.period = period
        self.against: Against = against
        self.parts: list[Kpi | None] = []
        self.chart_rows = 0
        """Rows that are left for the chart below the list."""
        self.wholes: list[Kpi] = []
        """Of what each line is a part; of the KPI itself that one."""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("{kpi}: parts").format(kpi=harmless(self.kpi.name, 200)))
        yield self.beside(Lines(wraps=True), Plain(id="details"))
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
        self.wholes = []
        above: dict[int, Kpi] = {}
        for depth, _text, kpi in rows:
            self.wholes.append(above.get(depth - 1, self.kpi))
            if kpi is not None:
                above[depth] = kpi
        lines = [Line((f"{'  ' * depth}{harmless(text, 400)}",)) for depth, text, _kpi in rows]
        self.query_one(Lines).show(lines, Columns(coloured=frozenset()))
        lone = _("This KPI is not calculated from other KPIs, and has no parts")
        self.query_one("#hint", Plain).update("" if len(rows) > 1 else lone)
        self._paint_details()

    def clear_figures(self) -> None:
        """Take the numbers away."""
        super().clear_figures()
        self.query_one("#details", Plain).update("")

    @property
    def _compared_period(self) -> Period:
        return self.period or whole_period(self.workspace, lengths_of(self.workspace, self.kpi)[0])

    def chart_request(self) -> ChartRequest | None:
        """Return the part under the cursor over half a year, or over two years of periods longer than weeks.

        Of the rest it is what that is a part of.
        """
        part = self.under_cursor(self.parts) or self.under_cursor(self.wholes)
        if part is None:
            return None
        today, days = self.workspace.today, 730 if self._compared_period.days > LONG_DAYS else 182
        return ChartRequest(part, today - timedelta(days=days), today)

    def draw_beside(self) -> None:
        """Draw what is split as its parts on top of each other, every other part as its periods where there is room."""
        request = self.chart_request()
        chart = self.query_one(KpiChart)
        bars = self.is_wide or self.chart_rows >= BAR_ROWS
        chart.kind = "parts" if request is not None and request.kpi.split else "periods" if bars else "trend"
        if chart.display:
            chart.draw_soon()

    def _paint_details(self) -> None:
        """Tell what the part under the cursor was and is, and on how much that rests."""
        details = self._details()
        self.query_one("#details", Plain).update(details)
        self._make_room(details.plain.count("\n") + 1)
        self.draw_beside()

    def _make_room(self, below: int) -> None:
        """Let the list be as long as it is where so many lines stand *below* it, with the chart where there is room."""
        room, lines = self.query_one("#beside").size.height - below, self.query_one(Lines)
        self.chart_rows = room - len(self.parts) - 1
        with_chart = self.is_wide or self.chart_rows >= CHART_ROWS
        self.query_one(KpiChart).display = with_chart
        lines.styles.max_height = None if self.is_wide else max(3, room - (CHART_ROWS + 1 if with_chart else 0))

    def _details(self) -> Content:
        whole, part = self.under_cursor(self.wholes), self.under_cursor(self.parts)
        if whole is None:
            return Content("")
        workspace, style = self.workspace, self.workspace.settings.numbers
        compared = figures_beside(workspace, part or whole, self._compared_period, self.against)
        if part is not None:
            facts = part_facts(part, compared, style)
        elif whole.split is not None:
            stretches = [compared.before.period, compared.now.period]
            facts = rest_facts(whole, split_in(workspace, whole, stretches), style)
        else:
            facts = []
        name = harmless(part.name, 200) if part is not None else _("the rest")
        lines = labelled_lines(facts, self.detail_width)
        return Content.assemble((name, "bold"), *(f"\n{line}" for line in lines))

    def on_lines_pointed(self, _message: Lines.Pointed) -> None:
        """Tell of the part the cursor came to."""
        self._paint_details()

    def on_resize(self) -> None:
        """Fit what is told to the width."""
        self._paint_details()

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
