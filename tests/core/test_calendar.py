"""Guards how periods are cut and named, how they are compared, and that no year breaks them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.calendar import (
    BYS,
    STANDARD,
    By,
    Calendar,
    a_year_earlier,
    is_whole,
    period_last_year,
    period_of,
    periods_between,
    previous_period,
    same_part,
    stretch_end,
)

CALENDARS = st.builds(Calendar, st.integers(0, 6), st.integers(1, 12))
NEAR_THE_ENDS = st.one_of(
    st.dates(),
    st.dates(max_value=date(2, 2, 1)),
    st.dates(min_value=date(9998, 11, 1)),
)


@pytest.mark.parametrize(
    ("by", "label", "start", "end"),
    [
        ("day", "2026-11-23", date(2026, 11, 23), date(2026, 11, 23)),
        ("week", "2026-W48", date(2026, 11, 23), date(2026, 11, 29)),
        ("month", "2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("quarter", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("year", "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_each_length_has_its_name_and_days(by: By, label: str, start: date, end: date) -> None:
    """A day falls in the period of each length that a plain calendar shows."""
    period = period_of(by, date(2026, 11, 23), STANDARD)
    assert (label, start, end) == (period.label, period.start, period.end)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 1), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_iso_weeks_keep_their_own_year(day: date, label: str) -> None:
    """Days around New Year belong to the ISO week, and its year, that holds their Thursday."""
    assert label == period_of("week", day, STANDARD).label


def test_a_week_from_sunday_is_named_by_its_first_day() -> None:
    """With weeks from Sunday, a Sunday belongs to the days after it; from Saturday the ISO week still names it."""
    week = period_of("week", date(2026, 11, 22), Calendar(week_start=6))
    assert ("2026-11-22", date(2026, 11, 22), date(2026, 11, 28)) == (week.label, week.start, week.end)
    assert period_of("week", date(2026, 11, 21), Calendar(week_start=5)).label == "2026-W48"


def test_a_business_year_is_named_by_the_year_it_ends_in() -> None:
    """With a fiscal year from July, its quarters and its year carry the later calendar year."""
    calendar = Calendar(fiscal_month=7)
    labels = [period_of("quarter", date(2026, month, 1), calendar).label for month in (1, 4, 7, 10)]
    assert labels == ["FY2026-Q3", "FY2026-Q4", "FY2027-Q1", "FY2027-Q2"]
    year = period_of("year", date(2025, 8, 15), calendar)
    assert ("FY2026", date(2025, 7, 1), date(2026, 6, 30)) == (year.label, year.start, year.end)


def test_quarters_follow_a_fiscal_month_that_starts_no_calendar_quarter() -> None:
    """With a business year from February, its first quarter is February to April."""
    quarter = period_of("quarter", date(2026, 1, 31), Calendar(fiscal_month=2))
    assert ("FY2026-Q4", date(2025, 11, 1), date(2026, 1, 31)) == (quarter.label, quarter.start, quarter.end)


def test_lengths_are_real() -> None:
    """Months and years have their true number of days, leap years included."""
    assert [period_of("month", date(year, 2, 10), STANDARD).days for year in (2028, 2026)] == [29, 28]
    assert [period_of("year", date(year, 2, 10), STANDARD).days for year in (2028, 2026)] == [366, 365]


@given(day=NEAR_THE_ENDS, by=st.sampled_from(BYS), calendar=CALENDARS)
def test_a_day_lies_in_its_period_from_year_1_to_9999(day: date, by: By, calendar: Calendar) -> None:
    """Every day has a period that holds it, and all days of that period agree on it."""
    period = period_of(by, day, calendar)
    assert period.start <= day <= period.end
    assert period == period_of(by, period.start, calendar) == period_of(by, period.end, calendar)


@given(first=NEAR_THE_ENDS, days=st.integers(0, 500), by=st.sampled_from(BYS), calendar=CALENDARS)
def test_periods_follow_each_other_without_gap(first: date, days: int, by: By, calendar: Calendar) -> None:
    """The periods between two days cover them, touch, and have distinct ascending names within a year's digits."""
    last = date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))
    periods = periods_between(by, first, last, calendar)
    assert periods[0].start <= first <= periods[0].end
    assert periods[-1].start <= last <= periods[-1].end
    for before, after in pairwise(periods):
        assert timedelta(days=1) == after.start - before.end
        assert before == previous_period(after, calendar)
    assert len(periods) == len({period.label for period in periods})


def test_no_periods_between_days_in_the_wrong_order() -> None:
    """A stretch that ends before it starts holds nothing."""
    assert periods_between("day", date(2026, 1, 2), date(2026, 1, 1), STANDARD) == []


@pytest.mark.parametrize("by", BYS)
def test_nothing_comes_before_the_first_period(by: By) -> None:
    """The first period there is is its own predecessor instead of a failure."""
    first = period_of(by, date.min, STANDARD)
    assert first == previous_period(first, STANDARD)


@pytest.mark.parametrize(
    ("by", "today", "start", "end"),
    [
        ("day", date(2026, 3, 1), date(2026, 2, 28), date(2026, 2, 28)),
        ("week", date(2026, 11, 25), date(2026, 11, 16), date(2026, 11, 18)),
        ("month", date(2026, 3, 12), date(2026, 2, 1), date(2026, 2, 12)),
        ("month", date(2026, 3, 31), date(2026, 2, 1), date(2026, 2, 28)),
        ("month", date(2026, 2, 28), date(2026, 1, 1), date(2026, 1, 28)),
        ("quarter", date(2026, 5, 31), date(2026, 1, 1), date(2026, 2, 28)),
        ("year", date(2028, 2, 29), date(2027, 1, 1), date(2027, 2, 28)),
    ],
)
def test_a_running_period_meets_the_same_part_of_the_one_before(by: By, today: date, start: date, end: date) -> None:
    """The compared part ends on the same weekday or day of the month, clamped for short months."""
    period = period_of(by, today, STANDARD)
    part = same_part(period, today, previous_period(period, STANDARD))
    assert (start, end) == (part.start, part.end)


@pytest.mark.parametrize(
    ("by", "today", "start", "end"),
    [
        ("week", date(2026, 11, 25), date(2025, 11, 24), date(2025, 11, 26)),
        ("week", date(2026, 12, 29), date(2025, 12, 29), date(2025, 12, 30)),
        ("month", date(2028, 2, 29), date(2027, 2, 1), date(2027, 2, 28)),
        ("quarter", date(2026, 11, 25), date(2025, 10, 1), date(2025, 11, 25)),
        ("year", date(2027, 2, 28), date(2026, 1, 1), date(2026, 2, 28)),
    ],
)
def test_a_running_period_meets_the_same_part_of_last_year(by: By, today: date, start: date, end: date) -> None:
    """A week meets that of 52 weeks before, on the same weekdays; all others meet the same days of the year before."""
    period = period_of(by, today, STANDARD)
    part = same_part(period, today, period_last_year(period, STANDARD))
    assert (start, end) == (part.start, part.end)


@given(today=NEAR_THE_ENDS, by=st.sampled_from(BYS), calendar=CALENDARS)
def test_the_compared_part_lies_in_the_period_before(today: date, by: By, calendar: Calendar) -> None:
    """From year 1 to 9999 the compared part starts with the previous period and stays within it."""
    period = period_of(by, today, calendar)
    previous = previous_period(period, calendar)
    part = same_part(period, today, previous)
    assert previous.start == part.start <= part.end <= previous.end


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2026, 11, 23), date(2025, 11, 23)),
        (date(2026, 12, 31), date(2025, 12, 31)),
        (date(1, 5, 1), date(1, 5, 1)),
    ],
)
def test_a_year_earlier_is_the_same_day(day: date, expected: date) -> None:
    """The day keeps its month and number, leap day and year 1 aside."""
    assert expected == a_year_earlier(day)


@pytest.mark.parametrize(
    ("first", "months", "days", "last"),
    [
        (date(2026, 11, 23), 0, 84, date(2027, 2, 14)),
        (date(2027, 5, 15), 3, 0, date(2027, 8, 14)),
        (date(2027, 1, 1), 12, 0, date(2027, 12, 31)),
        (date(2027, 1, 31), 1, 0, date(2027, 2, 28)),
        (date(2027, 1, 31), 3, 0, date(2027, 4, 30)),
        (date(2028, 2, 29), 12, 0, date(2029, 2, 28)),
    ],
)
def test_a_stretch_has_its_first_day_in_it(first: date, months: int, days: int, last: date) -> None:
    assert stretch_end(first, months, days) == last


@given(by=st.sampled_from(BYS), day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), calendar=CALENDARS)
def test_a_period_that_is_cut_off_is_not_whole(by: By, day: date, calendar: Calendar) -> None:
    """29 days of November are no November, though February has fewer; a day is only itself."""
    period = period_of(by, day, calendar)
    assert is_whole(period) == (by != "day")
    if by != "day":
        assert not is_whole(period._replace(end=period.end - timedelta(days=1)))
        assert not is_whole(period._replace(start=period.start + timedelta(days=1)))
