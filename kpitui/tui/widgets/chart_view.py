"""A chart on a page: painted with the colours of the theme, and which chart of which KPI it is.

The drawing is kept, so that a change of focus or theme draws nothing anew. The chart of a KPI is worked out in the
background, once the cursor rests.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from kpitui.charts import CHARTS, draw
from kpitui.charts.spec import ROLES, ChartData, Row
from kpitui.core.calendar import MEAN_DAYS, By
from kpitui.core.goal import Goal
from kpitui.core.model import Kpi
from kpitui.services.charts import OWN_DAYS, chart_data, charts_of, dual_data, level_chart, with_bounds
from kpitui.services.reading import adds_up, days_before
from kpitui.wording.charts import chart_words

if TYPE_CHECKING:
    from kpitui.charts.spec import ChartData
    from kpitui.services.workspace import Workspace
    from kpitui.tui.page import Page


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


# The chart of a KPI on a page: which kind is chosen, and drawing it in the background once the cursor rests.


class ChartRequest(NamedTuple):
    """A KPI and the days, both inclusive, that its chart is to cover."""

    kpi: Kpi
    first: date
    last: date
    goal: Goal | None = None
    """The goal that the chart is about, by whose type it is chosen."""
    beside: Beside | None = None
    """What is drawn with it, by the chart ``dual``."""
    asked: tuple[float, float] | None = None
    """What stands for its target instead of that of its goal, and of how many days that is; of periods only."""
    chosen: bool = False
    """Whether the person chose how many days; without, some charts have days of their own."""


class Beside(NamedTuple):
    """A KPI that is drawn with another one."""

    other: Kpi
    by: By | None
    """The length of the periods; None for what both are logged by."""
    lag: int
    """By how many periods the values of the other KPI are earlier."""


GOAL_CHARTS = {"level": "trend", "recurring": "periods"}
"""The chart of a goal by its type; of all others it is the running total."""


def request_data(workspace: Workspace, request: ChartRequest, kind: str) -> ChartData:
    """Return the chart called *kind* of what was asked for; a level goal is drawn as the measure it is judged by."""
    kpi, goal, beside = request.kpi, request.goal, request.beside
    own = None if request.chosen or goal is not None else OWN_DAYS.get(kind)
    if own is not None:
        request = request._replace(first=days_before(request.last, own))
    if kind == "dual" and beside is not None:
        return dual_data(workspace, kpi, beside.other, request.first, request.last, by=beside.by, lag=beside.lag)
    data = with_bounds(workspace, kpi, chart_data(workspace, kpi, kind, request.first, request.last, goal=goal))
    if request.asked is not None and data.by is not None:
        figure, days = request.asked
        asked = figure * MEAN_DAYS[data.by] / days if adds_up(workspace, kpi) else figure
        data = data._replace(bar_target=asked, bar_other=None)
    return level_chart(workspace, kpi, goal, data) if goal is not None and goal.type == "level" else data


TALL = 34
"""Lines of a screen from which a page with little on it has room for a chart below."""

LAST_MONTHS = 91
"""Days of such a chart."""


class KpiChart(ChartView):
    """The chart of what *request* returns when it is drawn, nothing where that is None; *page* is the page it is on."""

    def __init__(
        self, page: Page, request: Callable[[], ChartRequest | None], *, id: str | None = None, group: str = "chart"
    ) -> None:
        super().__init__(id=id)
        self.page = page
        self.request = request
        self.group = group
        """Of what is drawn for the same group only the newest counts: two charts on a page have two."""
        self.kind = "trend"
        """A key of `CHARTS`."""

    def draw_soon(self) -> None:
        """Draw the chart once nobody asks for another one."""
        self.debounce(self.draw)

    def draw(self) -> None:
        """Draw the chart that is chosen, unless the page is gone."""
        if not self.page.is_there:
            return
        kind, request = self.kind, self.request()
        if request is None:
            self.show(kind, None)
            return
        if request.goal is not None:
            kind = GOAL_CHARTS.get(request.goal.type, "cumulative")
        elif kind not in self._kinds(request):
            kind = self.kind = "trend"
        self.page.run_in_background(
            lambda workspace: request_data(workspace, request, kind),
            lambda data: self.show(kind, data),
            group=self.group,
        )

    def _kinds(self, request: ChartRequest) -> list[str]:
        return [*charts_of(self.page.workspace, request.kpi), *(["dual"] if request.beside is not None else [])]

    def next_kind(self) -> None:
        """Show the next kind of chart that there is of the KPI."""
        request = self.request()
        kinds = list(CHARTS) if request is None else self._kinds(request)
        self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)] if self.kind in kinds else kinds[0]
        self.draw()
