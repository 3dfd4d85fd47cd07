"""Which day a text means, in English and Dutch, for a logged day and for a deadline."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.calendar import STANDARD, Calendar
from kpitui.core.day import is_in_doubt, may_end_in_time, moment_with_zone, parse_day, parse_period, split_time
from kpitui.core.errors import Refused

TODAY = date(2026, 11, 23)
"""A Monday."""

LOGGED = [
    ("today", "2026-11-23"), ("vandaag", "2026-11-23"), ("yesterday", "2026-11-22"), ("gisteren", "2026-11-22"),
    ("eergisteren", "2026-11-21"), ("-3", "2026-11-20"), ("mon", "2026-11-23"), ("ma", "2026-11-23"),
    ("last monday", "2026-11-16"), ("last friday", "2026-11-20"), ("afgelopen vrijdag", "2026-11-20"),
    ("zo", "2026-11-22"), ("2026-11-20", "2026-11-20"), ("20/11", "2026-11-20"), ("20-11-2026", "2026-11-20"),
    ("20.11.26", "2026-11-20"), ("20 nov", "2026-11-20"), ("nov 20", "2026-11-20"), ("November 20, 2026", "2026-11-20"),
    ("31 december", "2026-12-31"), ("2 days ago", "2026-11-21"), ("3 dagen geleden", "2026-11-20"),
    ("1 week ago", "2026-11-16"), ("the 20th november", "2026-11-20"), ("1 juli", "2026-07-01"),
    ("2026-W47", "2026-11-16"), ("week 47", "2026-11-16"),
    ("15", "2026-11-15"), ("23", "2026-11-23"), ("24", "2026-10-24"), ("31", "2026-10-31"), ("de 2e", "2026-11-02"),
    ("Tue Dec 1, 2026", "2026-12-01"),
    ("di 1 dec 2026", "2026-12-01"), ("Fri 20 Nov", "2026-11-20"),
    ("29 feb", "2024-02-29"), ("1 may", "2026-05-01"), ("15/5", "2026-05-15"), ("24/12", "2026-12-24"),
]  # fmt: skip

DEADLINES = [
    ("end of Q2", "2027-06-30"), ("eind Q2", "2027-06-30"), ("einde tweede kwartaal", "2027-06-30"),
    ("end of Q4", "2026-12-31"), ("end of second quarter 2028", "2028-06-30"), ("31 december", "2026-12-31"),
    ("1 march", "2027-03-01"), ("end of month", "2026-11-30"), ("eind volgende maand", "2026-12-31"),
    ("end of the year", "2026-12-31"), ("eind 2027", "2027-12-31"), ("end of february", "2027-02-28"),
    ("eind februari 2028", "2028-02-29"), ("friday", "2026-11-27"), ("volgende vrijdag", "2026-11-27"),
    ("in 2 weeks", "2026-12-07"), ("over 10 dagen", "2026-12-03"), ("tomorrow", "2026-11-24"),
    ("week 50", "2026-12-13"), ("2026-W50", "2026-12-13"), ("15", "2026-12-15"),
    ("23", "2026-11-23"), ("30", "2026-11-30"),
]  # fmt: skip

NO_DAYS = ["", "2026-02-30", "31/4", "abc", "32 nov", "0/0", "13/13", "99999-01-01", "end of", "week 99",
           "32", "0", "2026-W54", "Mon 1 Dec 2026", "foo 1 dec", "\x1b[31m",
           "29/2/2025", "morgenochtend", "1" * 99, "+99999", "٣/١١"]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), LOGGED)
def test_a_logged_day_lies_near_today(text: str, day: str) -> None:
    """A day without its year is the nearest one, a weekday the latest one, today included."""
    assert day == parse_day(text, TODAY).isoformat()


@pytest.mark.parametrize(("text", "day"), DEADLINES)
def test_a_deadline_lies_ahead(text: str, day: str) -> None:
    """A deadline that names no year is the next one to come, and a period ends on its last day."""
    assert day == parse_day(text, TODAY, future=True).isoformat()


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day_is_refused(text: str) -> None:
    """Days that do not exist and texts that are none are refused as dates."""
    with pytest.raises(Refused) as refused:
        parse_day(text, TODAY)
    assert refused.value.field == "date"


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_iso_day_is_itself(day: date, today: date) -> None:
    """A complete day does not depend on today."""
    assert day == parse_day(day.isoformat(), today) == parse_day(f"{day.day}-{day.month}-{day.year}", today)


@given(st.text(max_size=50), st.dates(date(1, 1, 1), date(9999, 12, 31)), st.booleans())
def test_any_text_is_a_day_or_refused(text: str, today: date, future: bool) -> None:
    """Nothing that can be typed, on any day of the calendar, makes anything but a day or a refusal."""
    try:
        assert isinstance(parse_day(text, today, future=future), date)
    except Refused as refused:
        assert refused.field == "date"


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("12/1", "2026-01-12", "2026-12-01"),
        ("1/12", "2026-12-01", "2026-01-12"),
        ("11-12-2026", "2026-12-11", "2026-11-12"),
        ("11/12/26", "2026-12-11", "2026-11-12"),
        ("23/11", "2026-11-23", "2026-11-23"),
        ("11/23", "2026-11-23", "2026-11-23"),
        ("12.1", "2026-01-12", "2026-01-12"),
        ("2026-12-01", "2026-12-01", "2026-12-01"),
        ("1 dec", "2026-12-01", "2026-12-01"),
    ],
)
def test_the_region_decides_what_comes_first(text: str, day_first: str, month_first: str) -> None:
    """Only where the text leaves it open; what can be read in one way is read in that way everywhere."""
    assert parse_day(text, TODAY).isoformat() == day_first
    assert parse_day(text, TODAY, month_first=True).isoformat() == month_first
    if day_first != month_first:
        assert is_in_doubt(text)


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.sampled_from("/-"), st.booleans())
def test_doubt_is_exactly_where_the_orders_differ(day: date, sign: str, future: bool) -> None:
    """A day with its year is in doubt when and only when the other order would make it another day."""
    text = f"{day.day}{sign}{day.month}{sign}{day.year}"
    other = parse_day(text, TODAY, future=future, month_first=True)
    assert parse_day(text, TODAY, future=future) == day
    assert is_in_doubt(text) == (other != day)
    assert parse_day(f"{day.month}{sign}{day.day}{sign}{day.year}", TODAY, month_first=True) == day


@pytest.mark.parametrize(
    ("text", "day", "deadline"),
    [
        ("15", "2026-11-15", "2026-12-15"),
        ("23", "2026-11-23", "2026-11-23"),
        ("31", "2026-10-31", "2026-12-31"),
        ("w16", "2026-04-13", "2026-04-19"),
    ],
)
def test_a_number_is_a_day_of_the_month(text: str, day: str, deadline: str) -> None:
    """The latest day with that number, or for a deadline the next; a month that is too short is passed over."""
    assert parse_day(text, TODAY).isoformat() == day
    assert parse_day(text, TODAY, future=True).isoformat() == deadline


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("last week", "2026-W47"), ("vorige week", "2026-W47"), ("this week", "2026-W48"), ("deze week", "2026-W48"),
        ("2026-W16", "2026-W16"), ("2026W16", "2026-W16"), ("w16", "2026-W16"), ("week 16", "2026-W16"),
        ("week 52", "2025-W52"), ("week 16 2025", "2025-W16"), ("afgelopen maand", "2026-10"),
        ("last month", "2026-10"),
        ("april", "2026-04"), ("december", "2025-12"), ("april 2024", "2024-04"), ("2026-04", "2026-04"),
        ("last quarter", "2026-Q3"), ("vorig", ""), ("Q1", "2026-Q1"), ("2025-Q4", "2025-Q4"), ("q4 2025", "2025-Q4"),
        ("yesterday", ""), ("mon", ""), ("15", ""), ("1 april", ""), ("23/11", ""), ("2026-11-23", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_period_by_its_name(text: str, label: str) -> None:
    """A week, month or quarter is the latest that has begun; days are none."""
    period = parse_period(text, TODAY, STANDARD)
    assert (period.label if period else "") == label


def test_a_period_is_that_of_the_business() -> None:
    """Weeks begin on the day that they do, quarters follow the business year; a week that is not there is refused."""
    week = parse_period("last week", TODAY, Calendar(week_start=6))
    assert week is not None
    assert (week.start, week.end) == (date(2026, 11, 15), date(2026, 11, 21))
    numbered = parse_period("2026-W47", TODAY, Calendar(week_start=6))
    assert numbered is not None
    assert (numbered.start, numbered.end) == (date(2026, 11, 15), date(2026, 11, 21))
    quarter = parse_period("2026-Q1", TODAY, Calendar(fiscal_month=7))
    assert quarter is not None
    assert (quarter.start, quarter.end) == (date(2025, 7, 1), date(2025, 9, 30))
    with pytest.raises(Refused):
        parse_period("2025-W53", TODAY, STANDARD)


@given(st.text(max_size=50), st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_any_text_is_a_period_or_none_or_refused(text: str, today: date) -> None:
    """Nothing that can be typed makes anything else."""
    try:
        period = parse_period(text, today, STANDARD)
    except Refused as refused:
        assert refused.field == "date"
        return
    assert period is None or period.start <= period.end


# A time beside a day: what is read as one, and what is not on the clock.


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("14:00", "", "14:00"), ("today 9:05", "today", "09:05"), ("2026-11-23T14:00", "2026-11-23", "14:00"),
        ("2026-11-23 23:59:59.5", "2026-11-23", "23:59"), ("gisteren om 14:00", "gisteren", "14:00"),
        ("yesterday at 2:30 pm", "yesterday", "14:30"), ("mon 2pm", "mon", "14:00"), ("12am", "", "00:00"),
        ("14u30", "", "14:30"), ("gisteren 9u30", "gisteren", "09:30"), ("vandaag om 9 uur", "vandaag", "09:00"),
        ("gisteren om 14.30", "gisteren", "14:30"), ("14:30u", "", "14:30"), ("14.30 uur", "", "14:30"),
        ("om 9", "", "09:00"), ("at 9.05", "", "09:05"), ("9u", "", "09:00"), ("14h30", "", "14:30"),
        ("20.11", "20.11", None), ("9 march", "9 march", None),
        ("12:15 pm", "", "12:15"), ("last friday", "last friday", None), ("23 Nov", "23 Nov", None), ("", "", None),
    ],
)  # fmt: skip
def test_a_time_at_the_end_is_read(text: str, day: str, time: str | None) -> None:
    """In the forms of people and of programs; what is before it is the day, left as it was typed."""
    assert split_time(text) == (day, time)
    assert may_end_in_time(text) or time is None


@pytest.mark.parametrize("text", ["24:00", "today 12:60", "0:75", "13 pm", "0am", "25u", "9u75", "om 24"])
def test_what_is_not_on_the_clock_is_refused(text: str) -> None:
    """And named, with a time that would do."""
    with pytest.raises(Refused, match="Not a time"):
        split_time(text)


def test_a_moment_with_its_zone() -> None:
    """An offset or Z makes it a moment; without one it is a time of the clock here."""
    plus_one = datetime(2026, 11, 23, 14, 0, tzinfo=timezone(timedelta(hours=1)))
    assert moment_with_zone("2026-11-23T14:00+01:00") == plus_one
    assert moment_with_zone("2026-11-23 13:00:00Z") == plus_one
    assert moment_with_zone("2026-11-23T14:00") is None
    with pytest.raises(Refused, match="does not exist"):
        moment_with_zone("2026-02-30T14:00Z")
