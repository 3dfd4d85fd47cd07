"""A page with a list and what is told of the line under the cursor: below the list, beside it on a wide screen.

On a wide screen the chart of what the line is about stands under what is told of it; it is drawn once the cursor rests.
"""

from __future__ import annotations

from textual.containers import Container
from textual.widget import Widget

from kpitui.tui.kpi_chart import ChartRequest, KpiChart
from kpitui.tui.page import ListPage
from kpitui.tui.widgets.lines import Lines

WIDE = 110
"""Columns from which the details stand beside the list."""

LIST_SHARE = 0.56
"""How much of a wide page the list takes."""


class DetailPage(ListPage):
    """The base of such pages."""

    HORIZONTAL_BREAKPOINTS = [(0, "-one-column"), (WIDE, "-beside")]  # noqa: RUF012
    DEFAULT_CSS = """
    DetailPage {
        & #beside { height: 1fr; layout: vertical; }
        & #aside { height: auto; }
        & #aside KpiChart { display: none; }
        & #beside > Lines { height: 1fr; min-height: 3; }
        &.-beside #beside { layout: horizontal; }
        &.-beside #beside > Lines { width: 56%; height: 100%; }
        &.-beside #aside { width: 1fr; height: 100%; border-left: solid $foreground-muted; padding: 0 1 0 1; }
        &.-beside #aside > Plain { padding: 0; }
        &.-beside #aside KpiChart { display: block; height: 1fr; min-height: 8; margin: 1 0 0 0; }
    }
    """

    def beside(self, lines: Lines, *details: Widget) -> Container:
        """Return *lines* with the *details* of the line under the cursor."""
        chart = KpiChart(self, self.chart_request)
        return Container(lines, Container(*details, chart, id="aside"), id="beside")

    @property
    def is_wide(self) -> bool:
        """Whether the details stand beside the list."""
        return self.size.width >= WIDE

    @property
    def list_width(self) -> int:
        """How many cells the lines of the list have."""
        return round(LIST_SHARE * self.size.width) if self.is_wide else self.size.width

    @property
    def detail_width(self) -> int:
        """How many cells the lines of the details have."""
        width = self.size.width
        return width - round(LIST_SHARE * width) - 5 if self.is_wide else width - 2

    def chart_request(self) -> ChartRequest | None:
        """Return what the line under the cursor is about, None where that is no KPI."""
        return None

    def draw_beside(self) -> None:
        """Draw the chart of the line under the cursor where there is room for it, once the cursor rests."""
        if self.is_wide:
            self.query_one(KpiChart).draw_soon()

    def on_lines_pointed(self, _message: Lines.Pointed) -> None:
        """Follow the cursor."""
        self.draw_beside()

    def on_resize(self) -> None:
        """Draw what is seen only now that there is room."""
        self.draw_beside()
