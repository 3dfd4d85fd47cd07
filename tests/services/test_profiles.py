"""Figures by the hour and what is usual by hour and weekday, recounted; clocks that skip and repeat."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random
from statistics import fmean, quantiles

import pytest

from kpitui.core.errors import Refused
from kpitui.services import kpi_editing, profiles
from kpitui.services.charts import charts_of
from kpitui.services.entries import EntryInput, edit_entry, find_kpi, log, moment_typed
from kpitui.services.parts import split_kpi
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace
from kpitui.store import entries
from tests.services.conftest import NOW

TODAY = date(2026, 11, 23)
FIRST = TODAY - timedelta(days=40)
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
        key: profiles.by_hour(shop, find_kpi(shop, key), FIRST, TODAY) for key in ("orders", "site-speed", "conversion")
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
    cells = profiles.by_weekday_and_hour(shop, kpi, FIRST, TODAY)
    for (weekday, hour), cell in cells.items():
        values = [value for (day, of), value in sums.items() if of == hour and day.weekday() == weekday]
        assert cell.n == len(values) and (not values or cell.value == pytest.approx(fmean(values)))
    log(shop, [EntryInput("orders", "9000", TODAY)])
    by_day: dict[date, int] = defaultdict(int)
    for (day, _hour), value in sums.items():
        by_day[day] += value
    for weekday, cell in profiles.by_weekday(shop, kpi, FIRST, TODAY).items():
        assert cell.value == pytest.approx(fmean(value for day, value in by_day.items() if day.weekday() == weekday))


def test_blanks_that_are_zero(shop: Workspace) -> None:
    """Where a blank day is a zero, a blank hour of a measured day is one, and a blank day counts for its weekday."""
    kpi = find_kpi(shop, "orders")
    kpi = kpi_editing.edit_kpi(shop, kpi, {**kpi_editing.fields_of(shop, kpi), "blank": "zero"})
    monday = TODAY - timedelta(days=14)
    log(
        shop,
        [
            EntryInput("orders", "6", monday, time="10:00"),
            EntryInput("orders", "4", TODAY - timedelta(days=1), time="11:00"),
        ],
    )
    hours = profiles.by_hour(shop, kpi, monday, TODAY)
    assert (hours[10].value, hours[11].value, hours[3].value, hours[3].n) == (3.0, 2.0, 0.0, 2)
    assert profiles.by_weekday(shop, kpi, monday, TODAY)[0] == (3.0, None, None, 2)


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
    shown = [(hour.day.day, hour.hour, hour.value) for hour in profiles.hour_figures(shop, kpi, 6)]
    assert shown == [(28, 22, None), (28, 23, 1.0), (29, 0, None), (29, 1, None), (29, 3, None), (29, 4, 2.0)]
    log(shop, [EntryInput("orders", value, date(2026, 10, 25), time="02:30") for value in ("3", "4")])
    assert [(hour.hour, hour.value, hour.entries) for hour in profiles.hour_figures(shop, kpi, 2)] == [
        (1, None, 0),
        (2, 7.0, 2),
    ]
    assert len(profiles.hour_figures(shop, kpi, 26)) == 26


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
    with pytest.raises(Refused, match="does not exist"):
        moment_typed(shop, "orders", text)


def test_a_sum_of_parts_has_the_hours_that_all_have(shop: Workspace) -> None:
    """An hour that lacks a part is none; charts of hours are there once something has a time."""
    whole = split_kpi(shop, find_kpi(shop, "visitors"), ["organic", "social"]).whole
    assert "hours" not in charts_of(shop, whole)
    for key, times in (("organic", ("09:00", "10:00")), ("social", ("09:30",))):
        log(shop, [EntryInput(key, "5", TODAY, time=time) for time in times])
    assert [(hour.hour, hour.value) for hour in profiles.hour_figures(shop, whole, 1)] == [(9, 10.0)]
    assert {"hours", "heat", "weekday"} <= set(charts_of(shop, whole))
    with pytest.raises(Refused, match="no numbers with a time"):
        profiles.hour_figures(shop, find_kpi(shop, "orders"))


def test_an_entry_gets_another_time(shop: Workspace) -> None:
    """A time is changed with the day, and taken away where the form has none any more."""
    kpi = find_kpi(shop, "orders")
    log(shop, [EntryInput("orders", "5", TODAY, time="09:00")])
    for time in ("10:30", None):
        (entry,) = entries.entries_between(shop.store, kpi.id, TODAY, TODAY)
        assert edit_entry(shop, kpi, entry, text=None, note="", day=TODAY, time=time)
        (entry,) = entries.entries_between(shop.store, kpi.id, TODAY, TODAY)
        assert entry.time == time
