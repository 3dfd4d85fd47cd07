"""The chart of a KPI on a page: which kind is chosen, and drawing it in the background once the cursor rests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kpitui.charts import CHARTS
from kpitui.core.goal import Goal
from kpitui.core.model import Kpi
from kpitui.services.charts import chart_data, charts_of, level_chart
from kpitui.tui.page import Page
from kpitui.tui.widgets.chart_view import ChartView

if TYPE_CHECKING:
    from kpitui.charts.spec import ChartData
    from kpitui.services.workspace import Workspace


class ChartRequest(NamedTuple):
    """A KPI and the days, both inclusive, that its chart is to cover."""

    kpi: Kpi
    first: date
    last: date
    goal: Goal | None = None
    """The goal that the chart is about, by whose type it is chosen."""


GOAL_CHARTS = {"level": "trend", "recurring": "periods"}
"""The chart of a goal by its type; of all others it is the running total."""


def request_data(workspace: Workspace, request: ChartRequest, kind: str) -> ChartData:
    """Return the chart called *kind* of what was asked for; a level goal is drawn as the measure it is judged by."""
    kpi, goal = request.kpi, request.goal
    data = chart_data(workspace, kpi, kind, request.first, request.last, goal=goal)
    return level_chart(workspace, kpi, goal, data) if goal is not None and goal.type == "level" else data


class KpiChart(ChartView):
    """The chart of what *request* returns when it is drawn, nothing where that is None; *page* is the page it is on."""

    def __init__(self, page: Page, request: Callable[[], ChartRequest | None]) -> None:
        super().__init__()
        self.page = page
        self.request = request
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
        elif kind not in charts_of(self.page.workspace, request.kpi):
            kind = self.kind = "trend"
        self.page.run_in_background(
            lambda workspace: request_data(workspace, request, kind),
            lambda data: self.show(kind, data),
            group="chart",
        )

    def next_kind(self) -> None:
        """Show the next kind of chart that there is of the KPI."""
        request = self.request()
        kinds = list(CHARTS) if request is None else charts_of(self.page.workspace, request.kpi)
        self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)] if self.kind in kinds else kinds[0]
        self.draw()
