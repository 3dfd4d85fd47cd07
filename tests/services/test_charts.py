"""What charts are drawn from: days, periods, pace and notes of one KPI."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random
from statistics import fmean, quantiles

import pytest

from kpitui.charts import CHARTS, draw, to_text
from kpitui.charts.spec import titled
from kpitui.core.errors import Refused
from kpitui.services import charts, kpis
from kpitui.services.actions import add_action
from kpitui.services.charts import chart_data, charts_of, dual_data, goal_chart, lag_typed, level_chart, with_fan
from kpitui.services.entries import EntryInput, edit_entry, find_kpi, log, moment_typed
from kpitui.services.goals import daily_need, view_of
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.kpis import add_kpi
from kpitui.services.notes import add_note
from kpitui.services.parts import split_kpi
from kpitui.services.pauses import add_pause
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace
from kpitui.store import entries, goals
from kpitui.wording.charts import chart_words, spoken, together_sentence
from tests.services.conftest import NOW

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
    """A need of a day would lie at a thirtieth of the values; the running month is one of them, with what it has."""
    add_kpi(shop, {"name": "Turnover", "key": "turnover", "every": "month"})
    for month in range(1, 11):
        log(shop, [EntryInput("turnover", "100", date(2026, month, 28))])
    typed = {"title": "T", "kpi": "turnover", "target": "1300", "start": "2026-01-01", "deadline": "2026-12-31"}
    save_goal(shop, read_draft(shop, typed).draft)
    data = chart_data(shop, find_kpi(shop, "turnover"), "trend", date(2026, 1, 1), TODAY)
    assert (data.target, data.target_is) == (150, "needed per month")
    assert "needed per month: 150" in spoken("trend", data)
    log(shop, [EntryInput("turnover", "20", date(2026, 11, 20))])
    assert chart_data(shop, find_kpi(shop, "turnover"), "trend", date(2026, 1, 1), TODAY).target == 150


def test_the_target_of_a_month_is_no_line_among_days(busy: Workspace) -> None:
    """310 a month lies at 31 times the 10 of a day: the line stands among months and levels of 28 days, not days."""
    orders = find_kpi(busy, "orders")
    (total,) = goals.all_goals(busy.store)
    level = total._replace(type="level", over="month", targets=(total.targets[0]._replace(value=310.0),))
    trend = chart_data(busy, orders, "trend", FIRST, TODAY, goal=level)
    assert (trend.target, trend.pace) == (None, ()) and trend.points
    assert chart_data(busy, orders, "periods", FIRST, TODAY, goal=level).bar_target is None, "these are weeks"
    weekly = level._replace(over="week", targets=(level.targets[0]._replace(value=70.0),))
    assert chart_data(busy, orders, "periods", FIRST, TODAY, goal=weekly).bar_target == 70.0
    four_weeks = level._replace(over=None, targets=(level.targets[0]._replace(value=280.0),))
    assert chart_data(busy, orders, "periods", FIRST, TODAY, goal=four_weeks).bar_target is None
    assert level_chart(busy, orders, level, trend).target == 310.0, "its points are levels too"
    view = view_of(busy, total, foretell=False)
    assert daily_need(busy, view._replace(goal=level)) is None, "no day is to bring what a month is to bring"
    a_day = level._replace(per="day", over=None, targets=(level.targets[0]._replace(value=10.0),))
    assert chart_data(busy, orders, "trend", FIRST, TODAY, goal=a_day).target == 10.0


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


Logged = list[tuple[date, int, int]]


def _filled(shop: Workspace, key: str, seed: int, share: float = 0.7) -> Logged:
    """Log some hours of forty days, two entries in some of them, and return day, hour and value of each."""
    chance = Random(seed)
    logged = [
        (FIRST + timedelta(days=n), hour, chance.randint(1, 99))
        for n in range(40)
        for hour in (8, 9, 13, 20, 20)
        if chance.random() < share
    ]
    log(shop, [EntryInput(key, str(value), day, time=f"{hour:02d}:15") for day, hour, value in logged])
    return logged


def _sums(logged: Logged) -> dict[tuple[date, int], int]:
    sums: dict[tuple[date, int], int] = defaultdict(int)
    for day, hour, value in logged:
        sums[day, hour] += value
    return sums


def test_an_hour_is_averaged_over_the_days_that_have_it(shop: Workspace) -> None:
    """A sum per day, a mean per entry, a ratio sum over sum of the hours with both; with their days and middle half."""
    orders, visitors, speed = _filled(shop, "orders", 1), _filled(shop, "visitors", 2), _filled(shop, "site-speed", 3)
    above, below = _sums(orders), _sums(visitors)
    hours = {
        key: charts.by_hour(shop, find_kpi(shop, key), FIRST, TODAY) for key in ("orders", "site-speed", "conversion")
    }
    for hour in range(24):
        values = [value for (_day, of), value in above.items() if of == hour]
        cell = hours["orders"][hour]
        if not values:
            assert cell == (None, None, None, 0)
            continue
        low, _middle, high = quantiles(values, n=4, method="inclusive")
        assert [cell.value, cell.low, cell.high] == pytest.approx([fmean(values), low, high])
        assert cell.n == len(values)
        assert hours["site-speed"][hour].value == pytest.approx(fmean(value for _day, of, value in speed if of == hour))
        both = [slot for slot in above if slot in below and slot[1] == hour]
        rate = 100 * sum(above[slot] for slot in both) / sum(below[slot] for slot in both)
        assert hours["conversion"][hour].value == pytest.approx(rate)
        assert hours["conversion"][hour].n == len(both)


def test_hours_of_weekdays_and_weekdays(shop: Workspace) -> None:
    """The map has a cell for every hour of every weekday; a weekday is the average of its days; today is not over."""
    sums = _sums(_filled(shop, "orders", 5))
    kpi = find_kpi(shop, "orders")
    cells = charts.by_weekday_and_hour(shop, kpi, FIRST, TODAY)
    for (weekday, hour), cell in cells.items():
        values = [value for (day, of), value in sums.items() if of == hour and day.weekday() == weekday]
        assert cell.n == len(values) and (not values or cell.value == pytest.approx(fmean(values)))
    log(shop, [EntryInput("orders", "9000", TODAY)])
    by_day: dict[date, int] = defaultdict(int)
    for (day, _hour), value in sums.items():
        by_day[day] += value
    for weekday, cell in charts.by_weekday(shop, kpi, FIRST, TODAY).items():
        assert cell.value == pytest.approx(fmean(value for day, value in by_day.items() if day.weekday() == weekday))


def test_blanks_that_are_zero(shop: Workspace) -> None:
    """Where a blank day is a zero, a blank hour of a measured day is one, and a blank day counts for its weekday."""
    kpi = find_kpi(shop, "orders")
    kpi = kpis.edit_kpi(shop, kpi, {**kpis.fields_of(shop, kpi), "blank": "zero"})
    monday = TODAY - timedelta(days=14)
    log(
        shop,
        [
            EntryInput("orders", "6", monday, time="10:00"),
            EntryInput("orders", "4", TODAY - timedelta(days=1), time="11:00"),
        ],
    )
    hours = charts.by_hour(shop, kpi, monday, TODAY)
    assert (hours[10].value, hours[11].value, hours[3].value, hours[3].n) == (3.0, 2.0, 0.0, 2)
    assert charts.by_weekday(shop, kpi, monday, TODAY)[0] == (3.0, None, None, 2)


def test_the_latest_hours_follow_the_clock(shop: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """In spring an hour is skipped, in autumn the one that the clock has twice is one; what lacks is no zero."""
    change_setting(shop, "timezone", "Europe/Amsterdam")
    shop.refresh(NOW)
    kpi = find_kpi(shop, "orders")
    log(
        shop,
        [
            EntryInput("orders", "1", date(2026, 3, 28), time="23:30"),
            EntryInput("orders", "2", date(2026, 3, 29), time="04:10"),
        ],
    )
    shown = [(hour.day.day, hour.hour, hour.value) for hour in charts.hour_figures(shop, kpi, 6)]
    assert shown == [(28, 22, None), (28, 23, 1.0), (29, 0, None), (29, 1, None), (29, 3, None), (29, 4, 2.0)]
    log(shop, [EntryInput("orders", value, date(2026, 10, 25), time="02:30") for value in ("3", "4")])
    assert [(hour.hour, hour.value, hour.entries) for hour in charts.hour_figures(shop, kpi, 2)] == [
        (1, None, 0),
        (2, 7.0, 2),
    ]
    assert len(charts.hour_figures(shop, kpi, 26)) == 26


def test_a_time_is_that_of_the_clock_here(shop: Workspace) -> None:
    """A moment of another zone is converted; one that the clock skips is refused; a night belongs to the day before."""
    change_setting(shop, "timezone", "Europe/Amsterdam")
    shop.refresh(NOW)
    assert moment_typed(shop, "orders", "2026-11-22T23:30Z") == (TODAY, "00:30")
    assert moment_typed(shop, "orders", "yesterday 9:05") == (TODAY - timedelta(days=1), "09:05")
    assert moment_typed(shop, "orders", "") == (TODAY, None)
    with pytest.raises(Refused, match="skips"):
        moment_typed(shop, "orders", "2026-03-29 02:30")
    change_setting(shop, "day-starts", "4")
    shop.refresh(NOW)
    assert moment_typed(shop, "orders", "2026-11-22T23:30Z") == (TODAY - timedelta(days=1), "00:30")
    assert moment_typed(shop, "orders", "2026-03-29 02:30") == (date(2026, 3, 29), "02:30")
    with pytest.raises(Refused, match="skips"):
        moment_typed(shop, "orders", "2026-03-28 02:30")


@pytest.mark.parametrize(
    ("zone", "starts", "text"),
    [
        ("auto", "0", "0001-01-01T00:00+14:00"),
        ("auto", "0", "9999-12-31T23:59-12:00"),
        ("Asia/Tokyo", "0", "9999-12-31T23:30Z"),
        ("America/New_York", "0", "0001-01-01T00:30Z"),
        ("Etc/UTC", "4", "0001-01-01T00:30Z"),
        ("Asia/Tokyo", "0", "0001-01-01 02:30"),
        ("Etc/UTC", "4", "9999-12-31 02:30"),
    ],
)
def test_a_moment_in_no_year_of_the_clock_is_refused(shop: Workspace, zone: str, starts: str, text: str) -> None:
    """Before the first year and after the last one, by an offset from UTC, by the zone or by where a day begins."""
    change_setting(shop, "timezone", zone)
    change_setting(shop, "day-starts", starts)
    shop.refresh(NOW)
    with pytest.raises(Refused, match=r"does not exist|Check the date"):
        moment_typed(shop, "orders", text)


def test_a_sum_of_parts_has_the_hours_that_all_have(shop: Workspace) -> None:
    """An hour that lacks a part is none; charts of hours are there once something has a time."""
    whole = split_kpi(shop, find_kpi(shop, "visitors"), ["organic", "social"]).whole
    assert "hours" not in charts_of(shop, whole)
    for key, times in (("organic", ("08:00", "09:00")), ("social", ("08:30",))):
        log(shop, [EntryInput(key, "5", TODAY, time=time) for time in times])
    assert [(hour.hour, hour.value) for hour in charts.hour_figures(shop, whole, 1)] == [(8, 10.0)]
    assert {"hours", "heat", "weekday"} <= set(charts_of(shop, whole))
    with pytest.raises(Refused, match="no numbers with a time"):
        charts.hour_figures(shop, find_kpi(shop, "orders"))


def test_an_entry_gets_another_time(shop: Workspace) -> None:
    """A time is changed with the day, and taken away where the form has none any more."""
    kpi = find_kpi(shop, "orders")
    log(shop, [EntryInput("orders", "5", TODAY, time="09:00")])
    for time in ("09:20", None):
        (entry,) = entries.entries_between(shop.store, kpi.id, TODAY, TODAY)
        assert edit_entry(shop, kpi, entry, text=None, note="", day=TODAY, time=time)
        (entry,) = entries.entries_between(shop.store, kpi.id, TODAY, TODAY)
        assert entry.time == time


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
    later = chart_data(shop, find_kpi(shop, "orders"), "limits", MONDAY - timedelta(days=8), MONDAY)
    assert later.points and not (later.signals or later.jumps)


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
    silent = view._replace(standing=view.standing._replace(silent=True))
    assert with_fan(shop, silent, data).fan == (), "where no chance is given"
    young = view._replace(kpi=find_kpi(shop, "visitors"))
    assert with_fan(shop, young, data).fan == ()


def test_two_kpis_stand_beside_each_other_with_a_lag(shop: Workspace) -> None:
    """By hand: orders of a day beside visitors of two days before; of weeks the running one is left out."""
    for back in range(70, 0, -1):
        day = TODAY - timedelta(days=back)
        log(shop, [EntryInput("orders", str(back), day), EntryInput("visitors", str(1000 + back), day)])
    orders, visitors = find_kpi(shop, "orders"), find_kpi(shop, "visitors")
    days = dual_data(shop, orders, visitors, TODAY - timedelta(days=28), TODAY, lag=2)
    assert (days.by, days.points[-1]) == ("day", (TODAY - timedelta(days=1), 1.0))
    assert dict(days.other_points)[TODAY - timedelta(days=1)] == 1003.0
    weeks = dual_data(shop, orders, visitors, TODAY - timedelta(days=63), TODAY, lag=1)
    monday = TODAY - timedelta(days=7)
    assert (TODAY.weekday(), weeks.by, weeks.points[-1]) == (0, "week", (monday, sum(range(1, 8))))
    assert weeks.other_points[-1] == (TODAY, 7 * 1000 + sum(range(1, 8)))
    assert dict(weeks.other_points)[monday] == 7 * 1000 + sum(range(8, 15))
    later = dual_data(shop, orders, visitors, TODAY - timedelta(days=28), TODAY, by="day", lag=-1)
    assert dict(later.other_points)[TODAY - timedelta(days=3)] == 1002.0
    assert dual_data(shop, orders, orders, TODAY - timedelta(days=28), TODAY, lag=7).points
    with pytest.raises(Refused, match="with itself"):
        dual_data(shop, orders, orders, TODAY - timedelta(days=28), TODAY)
    with pytest.raises(Refused, match="at most 120 periods"):
        dual_data(shop, orders, visitors, TODAY, TODAY, lag=121)
    assert [lag_typed(text) for text in ("", "2", " -3 ", "+4")] == [0, 2, -3, 4]
    for text in ("2w", "1.5", "--", "999999"):
        with pytest.raises(Refused, match="Not a whole number"):
            lag_typed(text)


def test_what_moves_together_is_counted(shop: Workspace) -> None:
    """Seven steps of which four have the same direction; a step that stands still is none; too few are not counted."""
    days = [TODAY - timedelta(days=back) for back in range(8, 0, -1)]
    for day, first, second in zip(days, (1, 2, 3, 2, 1, 2, 2, 3), (1, 2, 1, 1, 0, 1, 2, 3), strict=True):
        log(shop, [EntryInput("orders", str(first), day), EntryInput("visitors", str(second), day)])
    data = dual_data(shop, find_kpi(shop, "orders"), find_kpi(shop, "visitors"), days[0], TODAY)
    assert together_sentence(data).startswith("The two KPIs rose or fell together 4 out of 7 times.")
    assert together_sentence(data._replace(points=data.points[:5])) == ""


@pytest.mark.parametrize(
    ("kpi", "asked", "chart"),
    [
        ("orders", {"type": "total", "target": "400"}, "trend"),
        ("orders", {"type": "recurring", "per": "week", "at_least": "24"}, "periods"),
        ("site-speed", {"type": "level", "target": "2", "baseline": "3"}, "trend"),
    ],
)
def test_a_goal_that_begins_today_shows_the_history_of_its_kpi(
    shop: Workspace, kpi: str, asked: dict[str, str], chart: str
) -> None:
    """Not an empty page: what came before, with what is needed; from its first number on it is the goal's own chart."""
    for back in range(1, 31):
        log(shop, [EntryInput(kpi, "3", TODAY - timedelta(days=back))])
    typed = {"title": "T", "kpi": kpi, "start": TODAY.isoformat(), "deadline": "2027-01-31", "settled": "unit", **asked}
    goal = save_goal(shop, read_draft(shop, typed).draft)
    name, data = goal_chart(shop, view_of(shop, goal))
    assert name == chart
    assert data.first < goal.start
    assert len(data.points) >= 17 or len(data.bars) >= 4  # a level once half of its 28 days are there
    assert data.target is not None or data.bar_target is not None
    log(shop, [EntryInput(kpi, "3", TODAY)])
    assert goal_chart(shop, view_of(shop, goal))[1].first == goal.start


def test_a_level_with_few_days_shows_its_single_numbers(shop: Workspace) -> None:
    """Ten of 28 days are no level yet, and are no empty page; a goal that begins in June has no empty spring."""
    for back in range(1, 11):
        log(shop, [EntryInput("orders", "3", TODAY - timedelta(days=back)), EntryInput("visitors", "100", TODAY)])
        log(shop, [EntryInput("visitors", "100", TODAY - timedelta(days=back))])
    asked = {"title": "T", "type": "level", "target": "5", "why": "w", "acceptable": "a", "settled": "unit"}
    for key, start in (("conversion", TODAY.isoformat()), ("orders", "2027-06-01")):
        kind = {"type": "level"} if key == "conversion" else {"type": "total", "target": "900"}
        typed = {**asked, **kind, "kpi": key, "start": start, "deadline": "2027-07-31"}
        name, data = goal_chart(shop, view_of(shop, save_goal(shop, read_draft(shop, typed).draft)))
        assert (name, len(data.points)) == ("trend", 10)
        assert data.target is not None
        assert data.last <= TODAY + timedelta(days=14)
