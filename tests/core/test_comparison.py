"""Like with like: how far a running period counts, what its counterpart is, and what a difference may say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.aggregation import PeriodValue, aggregate
from kpitui.core.calendar import STANDARD, By, Period, period_last_year, period_of, previous_period, same_part
from kpitui.core.comparison import Bound, Comparison, as_far_as, counterpart
from kpitui.core.model import Kpi
from tests.core.business import ORDERS, Entries, data, day, one

DAY = timedelta(days=1)


def valued(kpi: Kpi, entries: Entries, period: Period, today: date) -> PeriodValue:
    """Return the value of one period."""
    (found,) = aggregate(kpi, data((kpi, entries)), [period], today=today, calendar=STANDARD)
    return found


def slow_sum(values: Mapping[date, float], first: date, last: date) -> float | None:
    """Add up what was logged from *first* to *last*, day by day."""
    there = [value for when, value in values.items() if first <= when <= last]
    return sum(there) if there else None


def slow_counterpart(until: date, start: date, by: By, years: int) -> tuple[date, date]:
    """Return the days that are as far along in the period before, or the one a year earlier, counted one by one."""
    if by == "week":
        back = timedelta(days=364 if years else 7)
        return start - back, until - back
    months = 12 * years or {"month": 1, "quarter": 3, "year": 12}[by]
    first = date(start.year - (months - start.month + 12) // 12, (start.month - months - 1) % 12 + 1, 1)
    year, month = until.year - (months - until.month + 12) // 12, (until.month - months - 1) % 12 + 1
    last = date(year, month, 1)
    while (last + DAY).month == month and last.day < until.day:
        last += DAY
    return first, last


@given(
    logged=st.dictionaries(st.integers(0, 800), st.integers(0, 99).map(float), max_size=400),
    now=st.integers(400, 800),
    by=st.sampled_from(["week", "month", "quarter", "year"]),
    years=st.integers(0, 1),
)
def test_a_running_period_meets_as_many_days_as_were_logged(
    logged: dict[int, float], now: int, by: By, years: int
) -> None:
    """Both sides are sums over days counted by hand up to the last one logged, over leap days and unequal months."""
    begin = date(2023, 6, 1)
    today = begin + now * DAY
    values = {begin + at * DAY: value for at, value in logged.items() if at <= now}
    kpi = ORDERS._replace(created=begin)
    period = period_of(by, today, STANDARD)
    found = valued(kpi, list(values.items()), period, today)
    assert found.value == slow_sum(values, period.start, today)
    mine = [when for when in values if period.start <= when <= today]
    until = max(mine) if mine else max(today - DAY, period.start)
    assert as_far_as(found, today, STANDARD) == until
    earlier = period_last_year(period, STANDARD) if years else previous_period(period, STANDARD)
    part = same_part(period, until, earlier)
    assert (part.start, part.end) == slow_counterpart(until, period.start, by, years)
    assert valued(kpi, list(values.items()), part, today).value == slow_sum(values, part.start, part.end)


def test_a_weekly_figure_stands_for_its_whole_week() -> None:
    """Logged on Monday, a week that is over counts to its Sunday; the running one no further than its entry."""
    weekly = ORDERS._replace(cadence="week")
    month = period_of("month", day(0), STANDARD)
    over = valued(weekly, [(day(0), 1.0), (day(7), 1.0)], month, day(15))
    assert as_far_as(over, day(15), STANDARD) == day(13)
    running = valued(weekly, [(day(0), 1.0), (day(14), 1.0)], month, day(15))
    assert as_far_as(running, day(15), STANDARD) == day(14)


@given(
    weekday=st.integers(0, 6),
    today=st.dates(date(2020, 1, 1), date(2025, 8, 1)),
    by=st.sampled_from(["month", "quarter", "year"]),
    years=st.integers(0, 1),
)
def test_as_many_weeks_meet_as_many_weeks(weekday: int, today: date, by: By, years: int) -> None:
    """The same figure every week is no rise and no fall, over week 53 and leap days, whatever weekday it is logged on.

    Only at the end of a period that has one week more than the earlier one there is nothing left to meet it.
    """
    monday = date(2018, 1, 1)
    entries = [(monday + timedelta(days=7 * week + weekday), 100.0) for week in range(400)]
    weekly = ORDERS._replace(cadence="week", created=monday)
    logged = [(when, value) for when, value in entries if when <= today]
    period = period_of(by, today, STANDARD)
    running = valued(weekly, logged, period, today)
    earlier = period_last_year(period, STANDARD) if years else previous_period(period, STANDARD)
    whole = valued(weekly, logged, earlier, today)
    before = valued(weekly, logged, counterpart(running, whole, today, STANDARD), today)
    ends = [when + timedelta(days=6 - weekday) for when, _value in logged]
    mine = sum(period.start <= end <= period.end for end in ends)
    theirs = sum(earlier.start <= end <= earlier.end for end in ends)
    assert running.value == (100.0 * mine or None)
    if mine:
        assert before.value == 100.0 * min(mine, theirs)


def test_two_entries_in_a_week_are_compared_by_the_day() -> None:
    """They don't stand for weeks, so the days up to the newest one meet the same days of the month before."""
    weekly = ORDERS._replace(cadence="week", created=day(-400))
    logged = [(day(after), 1.0) for after in (-31, -30, -28, -24, 0, 1)]
    running = valued(weekly, logged, period_of("month", day(1), STANDARD), day(1))
    whole = valued(weekly, logged, period_of("month", day(-31), STANDARD), day(1))
    assert counterpart(running, whole, day(1), STANDARD).end == date(2026, 10, 3)


GAPS = [(day(i), 5.0) for i in range(5)]
FULL = [(day(i), 5.0) for i in range(7)]


@pytest.mark.parametrize(
    ("now", "before", "new", "bound"),
    [
        (FULL, FULL, False, "exact"),
        (GAPS, FULL, False, "at least"),
        (FULL, GAPS, False, "at most"),
        (GAPS, GAPS, False, "incomplete"),
        ([(day(0), -1.0)], FULL, False, "incomplete"),
        (FULL, [(day(0), -1.0)], False, "incomplete"),
        (FULL, FULL, True, "incomplete"),
    ],
)
def test_a_difference_says_what_its_figures_say(now: Entries, before: Entries, new: bool, bound: Bound) -> None:
    """Of two sums over gaps the difference is no figure to go by; of one it is a bound, on the right side."""
    compared = Comparison(one(ORDERS, data((ORDERS, now))), one(ORDERS, data((ORDERS, before))), new)
    assert compared.bound == bound
    assert compared.difference == sum(value for _, value in now) - sum(value for _, value in before)


def test_without_a_figure_there_is_no_difference() -> None:
    """No data is not zero on either side, and a share of nothing is none."""
    full, none = one(ORDERS, data((ORDERS, FULL))), one(ORDERS, data((ORDERS, [])))
    zero = one(ORDERS, data((ORDERS, [(day(i), 0.0) for i in range(7)])))
    assert (Comparison(full, none).difference, Comparison(none, full).difference) == (None, None)
    assert (Comparison(full, zero).change, Comparison(zero, full).change) == (None, -1.0)


@pytest.mark.parametrize(
    ("now", "before", "change"),
    [
        # Days of a week with a figure, now and before, each day 10: what half of it is missing of has no percentage.
        (7, 4, (70 - 40) / 40),
        (7, 3, None),
        (4, 7, (40 - 70) / 70),
        (3, 7, None),
        (3, 3, None),
    ],
)
def test_a_percentage_of_less_than_half_is_none(now: int, before: int, change: float | None) -> None:
    later, earlier = (one(ORDERS, data((ORDERS, [(day(i), 10.0) for i in range(days)]))) for days in (now, before))
    compared = Comparison(later, earlier)
    assert (compared.change, compared.difference) == (change, 10.0 * (now - before))
