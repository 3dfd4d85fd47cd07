"""What charts are drawn from: days, periods, pace and notes of one KPI."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.charts import CHARTS
from kpitui.charts.spec import titled
from kpitui.services.actions import add_action
from kpitui.services.charts import chart_data, charts_of
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.kpi_editing import add_kpi
from kpitui.services.notes import add_note
from kpitui.services.pauses import add_pause
from kpitui.services.workspace import Workspace
from kpitui.store import goals
from kpitui.wording.charts import chart_words, spoken

TODAY = date(2026, 11, 23)
FIRST = TODAY - timedelta(days=40)


@pytest.fixture
def busy(shop: Workspace) -> Workspace:
    """A shop with three weeks of orders and visitors, a goal on the orders, and a note."""
    for back in range(1, 22):
        day = TODAY - timedelta(days=back)
        log(shop, [EntryInput("orders", "10", day), EntryInput("visitors", "400", day)])
    typed = {"title": "T", "kpi": "orders", "target": "620", "start": "2026-11-01", "deadline": "2026-12-31"}
    save_goal(shop, read_draft(shop, typed).draft)
    add_note(shop, find_kpi(shop, "orders"), TODAY - timedelta(days=3), "[b]market[/b]")
    return shop


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("key", ["orders", "conversion", "revenue", "subscribers"])
def test_every_chart_of_every_kind_loads(busy: Workspace, chart: str, key: str) -> None:
    """No combination of chart and KPI fails, also without data."""
    data = chart_data(busy, find_kpi(busy, key), chart, FIRST, TODAY)
    assert data.first <= data.last


def test_the_trend_has_days_target_and_notes(busy: Workspace) -> None:
    """The trend holds one point a day, what a day must bring, and the notes by number."""
    data = chart_data(busy, find_kpi(busy, "orders"), "trend", FIRST, TODAY)
    assert (21, 1, "[b]market[/b]") == (len(data.points), data.marks[0].number, data.marks[0].text)
    assert data.target is not None and data.target > 10


def test_the_running_total_covers_the_goal(busy: Workspace) -> None:
    """With a goal on a sum the running total runs from its start, beside a pace that ends at the target."""
    data = chart_data(busy, find_kpi(busy, "orders"), "cumulative", FIRST, TODAY)
    assert (date(2026, 11, 1), date(2026, 12, 31)) == (data.first, data.last)
    assert pytest.approx(620) == data.total_pace[-1][1]
    assert 210 == data.total[-1][1]


def test_the_running_week_is_partial(busy: Workspace) -> None:
    """The newest bar is marked as not over."""
    data = chart_data(busy, find_kpi(busy, "orders"), "periods", FIRST, TODAY)
    assert [False, True] == [bar.partial for bar in data.bars[-2:]]


def test_started_actions_are_marked_on_the_charts_they_bear_on(busy: Workspace) -> None:
    """Notes and starts are numbered in the order of days; an action on another KPI, or only planned, is no mark."""
    orders = find_kpi(busy, "orders")
    goal = goals.all_goals(busy.store)[0]
    add_action(busy, "call", kpi=orders, started=TODAY - timedelta(days=5))
    add_action(busy, "move", started=TODAY - timedelta(days=2))
    add_action(busy, "ads", kpi=find_kpi(busy, "visitors"), goal=goal, started=TODAY - timedelta(days=1))
    add_action(busy, "mail", kpi=find_kpi(busy, "revenue"), started=TODAY)
    add_action(busy, "later", kpi=orders)
    for chart in ("trend", "periods", "limits", "cumulative"):
        data = chart_data(busy, orders, chart, FIRST, TODAY)
        assert [(mark.number, mark.text) for mark in titled(data, chart_words()).marks] == [
            (1, "started: call"), (2, "[b]market[/b]"), (3, "started: move"), (4, "started: ads"),
        ]  # fmt: skip


def test_the_line_of_months_is_what_a_month_must_bring(shop: Workspace) -> None:
    """A need of a day would lie at a thirtieth of the values; while a month is under way there is no line."""
    add_kpi(shop, {"name": "Turnover", "key": "turnover", "every": "month"})
    for month in range(1, 11):
        log(shop, [EntryInput("turnover", "100", date(2026, month, 28))])
    typed = {"title": "T", "kpi": "turnover", "target": "1300", "start": "2026-01-01", "deadline": "2026-12-31"}
    save_goal(shop, read_draft(shop, typed).draft)
    data = chart_data(shop, find_kpi(shop, "turnover"), "trend", date(2026, 1, 1), TODAY)
    assert (data.target, data.target_is) == (150, "needed per month")
    assert "needed per month: 150" in spoken("trend", data)
    log(shop, [EntryInput("turnover", "20", date(2026, 11, 20))])
    assert chart_data(shop, find_kpi(shop, "turnover"), "trend", date(2026, 1, 1), TODAY).target is None


def test_this_year_lies_beside_last_year(workspace: Workspace) -> None:
    """Recounted day by day over a leap day: the total of this year, and of the same days a year earlier."""
    workspace.today = date(2028, 3, 20)
    kpi = add_kpi(workspace, {"name": "Orders"})
    first = date(2027, 1, 3)
    days = [first + timedelta(days=n) for n in range((workspace.today - first).days) if n % 5]
    log(workspace, [EntryInput("orders", str(day.day), day) for day in days])
    data = chart_data(workspace, kpi, "years", workspace.today, workspace.today)
    assert (data.first, data.last, len(data.total_before)) == (date(2028, 1, 1), date(2028, 12, 31), 366)
    for day, total in data.total:
        assert total == sum(other.day for other in days if date(2028, 1, 1) <= other <= day)
    for day, total in data.total_before:
        same = date(2027, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
        assert total == sum(other.day for other in days if other <= same)
    late = add_kpi(workspace, {"name": "Late"})
    log(workspace, [EntryInput("late", "1", date(2027, 2, 1)), EntryInput("late", "1", workspace.today)])
    assert chart_data(workspace, late, "years", workspace.today, workspace.today).total_before == ()
    assert "years" in charts_of(workspace, late)


def test_pauses_are_marked_on_the_charts_of_their_kpi(busy: Workspace) -> None:
    """A pause is told with its last day and reason, one that began before the chart on its first day."""
    add_pause(busy, None, FIRST - timedelta(days=5), FIRST + timedelta(days=2), "trip")
    add_pause(busy, find_kpi(busy, "orders"), TODAY - timedelta(days=9), TODAY - timedelta(days=8), "")
    add_pause(busy, find_kpi(busy, "visitors"), TODAY - timedelta(days=9), TODAY - timedelta(days=8), "elsewhere")
    data = titled(chart_data(busy, find_kpi(busy, "orders"), "trend", FIRST, TODAY), chart_words())
    last = TODAY - timedelta(days=8)
    assert [(mark.day, mark.text) for mark in data.marks][:2] == [
        (FIRST, f"paused until {FIRST.day + 2} Oct: trip"),
        (TODAY - timedelta(days=9), f"paused until {last.day} Nov"),
    ]
    assert len(data.marks) == 3
