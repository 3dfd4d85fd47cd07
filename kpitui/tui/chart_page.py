"""A page with the chart of a KPI on it: which kind is shown, and drawing it in the background once the cursor rests."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kpitui.charts import CHARTS
from kpitui.core.model import Kpi
from kpitui.services.charts import chart_data
from kpitui.tui.page import Page
from kpitui.tui.widgets.chart_view import ChartView


class Wanted(NamedTuple):
    """A KPI and the days, both inclusive, that its chart is to cover."""

    kpi: Kpi
    first: date
    last: date


class ChartPage(Page):
    """The base of pages with a chart; such a page says in `wanted` what it is of."""

    def __init__(self) -> None:
        super().__init__()
        self.chart_name = "trend"
        """A key of `CHARTS`."""

    def wanted(self) -> Wanted | None:
        """Return what the chart is to show now, None when there is nothing."""
        raise NotImplementedError

    def draw_soon(self) -> None:
        """Draw the chart once nobody asks for another one."""
        self.query_one(ChartView).when_at_rest(self.draw)

    def draw(self) -> None:
        """Draw the chart that is chosen, unless the page is gone."""
        if not self.is_there:
            return
        name, request, view = self.chart_name, self.wanted(), self.query_one(ChartView)
        if request is None:
            view.show(name, None)
            return
        self.work_out(
            lambda workspace: chart_data(workspace, request.kpi, name, request.first, request.last),
            lambda data: view.show(name, data),
            group="chart",
        )

    def action_next_chart(self) -> None:
        """Show the next kind of chart."""
        names = list(CHARTS)
        self.chart_name = names[(names.index(self.chart_name) + 1) % len(names)]
        self.draw()
