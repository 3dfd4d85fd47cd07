"""A chart on a page: paints the rows of `kpitui.charts` with the colours of the theme.

The drawing is kept, so that a change of focus or theme draws nothing anew; which chart of which KPI it is, is the
page's business.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from kpitui.charts import draw
from kpitui.charts.spec import ROLES, ChartData, Row
from kpitui.wording.charts import chart_words

REST = 0.15
"""Seconds the cursor must rest before a chart is drawn: over a slow line, passing by costs nothing."""


class ChartView(Widget):
    """One chart, as large as its place."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"chart--{name}" for name in ROLES.values()}
    DEFAULT_CSS = """
    ChartView {
        height: 1fr;
        & .chart--axis { color: $foreground-muted; }
        & .chart--line { color: $primary; }
        & .chart--target { color: $success; }
        & .chart--pace { color: $accent; }
        & .chart--mark { color: $warning; text-style: bold; }
        & .chart--bar { color: $primary; }
        & .chart--partial { color: $secondary; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.chart = ""
        self.data: ChartData | None = None
        self._drawn: tuple[object, list[Row]] = (None, [])
        self._rest: Timer | None = None

    def debounce(self, load: Callable[[], object]) -> None:
        """Call *load*, which shows a chart here, once nobody has asked for another one for a moment."""
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, load)

    def show(self, chart: str, data: ChartData | None) -> None:
        """Draw *data* as the chart called *chart*; nothing happens when it is what is shown already."""
        if (chart, data) != (self.chart, self.data):
            self.chart, self.data = chart, data
            self._drawn = (None, [])
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one row of the chart."""
        base = self.visual_style.rich_style
        rows = self._rows()
        if y >= len(rows):
            return Strip.blank(self.size.width, base)
        segments = [
            Segment(text, base + self.get_component_rich_style(f"chart--{ROLES[role]}", partial=True))
            for text, role in rows[y]
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _rows(self) -> list[Row]:
        if self.data is None:
            return []
        ascii_only = self.app.has_class("-ascii")
        key = (self.size, ascii_only)
        if self._drawn[0] != key:
            self._drawn = (key, draw(self.chart, self.data, chart_words(), *self.size, ascii=ascii_only))
        return self._drawn[1]
