"""What insight adds to charts: bands with signals, and a fan that ends at the deadline."""

from __future__ import annotations

from datetime import date, timedelta

from kpitui.charts import draw, to_text
from kpitui.services.charts import chart_data
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import view_of
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.insight.charts import with_fan
from kpitui.services.workspace import Workspace
from kpitui.wording.charts import chart_words

MONDAY = date(2026, 11, 23)


def fill(workspace: Workspace) -> None:
    """Log forty days of orders, one of them far too high."""
    past = [MONDAY - timedelta(days=back) for back in range(40, 0, -1)]
    log(workspace, [EntryInput("orders", "90" if at == 30 else str(20 + at % 3), day) for at, day in enumerate(past)])


def test_limits_with_the_signal_marked(shop: Workspace) -> None:
    """One segment, its limits, and the day that lies beyond; drawn in Unicode and ASCII."""
    fill(shop)
    data = chart_data(shop, find_kpi(shop, "orders"), "limits", MONDAY - timedelta(days=45), MONDAY)
    assert len(data.bands) == 1
    assert MONDAY - timedelta(days=10) in data.signals
    assert "●" in to_text(draw("limits", data, chart_words(), 80, 16), colour=False)
    assert "O" in to_text(draw("limits", data, chart_words(), 80, 16, ascii=True), colour=False)


def test_the_fan_of_a_sum_begins_where_it_is_and_ends_at_the_deadline(shop: Workspace) -> None:
    """Running totals, ascending, from the first open day to the last."""
    fill(shop)
    typed = {"title": "Orders", "kpi": "orders", "target": "1500", "baseline": "50", "start": "2026-11-01",
             "deadline": "2026-12-31", "why": "w", "acceptable": "a", "drivers": "visitors"}  # fmt: skip
    view = view_of(shop, save_goal(shop, read_draft(shop, typed).draft))
    data = chart_data(shop, view.kpi, "cumulative", MONDAY, MONDAY, goal=view.goal)
    fan = with_fan(shop, view, data).fan
    assert (fan[0][0], fan[-1][0]) == (MONDAY, date(2026, 12, 31))
    assert all(low <= middle <= high for _day, low, middle, high in fan)
    assert fan[0][2] > (view.standing.actual or 0)
    young = view._replace(kpi=find_kpi(shop, "visitors"))
    assert with_fan(shop, young, data).fan == ()
