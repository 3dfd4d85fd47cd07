"""Days in words come from our own catalogue and follow the language in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.core.calendar import By, Calendar, period_of
from kpitui.i18n import use
from kpitui.wording.dates import (
    day_name,
    day_text,
    label_text,
    named,
    near_day_text,
    period_name,
    period_title,
    short_months,
    span_text,
    weekdays,
    with_short_months,
)

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(("code", "expected"), [("en", "Mon 23 Nov 2026"), ("nl", "ma 23 nov 2026")])
def test_a_day_in_words(code: str, expected: str) -> None:
    """Weekday, day, month and year stand in this order in both languages."""
    use(code)
    assert expected == day_text(MONDAY)


def test_a_day_without_its_year() -> None:
    """Where the year is plain it can be left out."""
    assert "Mon 23 Nov" == day_text(MONDAY, year=False)


def test_the_region_puts_the_month_first_in_english() -> None:
    """As in the US; Dutch is written in one way everywhere."""
    use("en", month_first=True)
    assert day_text(MONDAY) == "Mon Nov 23, 2026"
    assert day_text(MONDAY, year=False) == "Mon Nov 23"
    assert span_text(MONDAY, MONDAY) == "Nov 23"
    assert span_text(MONDAY - timedelta(days=22), MONDAY) == "Nov 1–23"
    assert span_text(date(2026, 9, 28), date(2026, 10, 3)) == "Sep 28 – Oct 3"
    use("nl", month_first=True)
    assert day_text(MONDAY) == "ma 23 nov 2026"
    use("en")
    assert day_text(MONDAY) == "Mon 23 Nov 2026"


def test_a_single_digit_is_not_padded() -> None:
    """The first of May is written as people write it."""
    use("nl")
    assert "vr 1 mei 2026" == day_text(date(2026, 5, 1))


@pytest.mark.parametrize("code", ["en", "nl"])
def test_names_are_short_and_all_different(code: str) -> None:
    """The columns of the sheet rely on weekdays and months of at most three letters."""
    use(code)
    assert 7 == len(set(weekdays()))
    assert 12 == len(set(short_months()))
    assert all(2 <= len(name) <= 3 for name in (*weekdays(), *short_months()))


def test_the_week_starts_on_monday() -> None:
    """The names follow the days in order, Monday first."""
    week = [day_name(MONDAY + timedelta(days=step)) for step in range(7)]
    assert list(weekdays()) == week
    assert ("Mon", "Sun") == (week[0], week[-1])


@pytest.mark.parametrize(
    ("by", "name", "older"),
    [
        ("day", "Mon 23 Nov", "Mon 23 Nov 2026"),
        ("week", "week 48 (23–29 Nov)", "week 48 (23–29 Nov 2026)"),
        ("month", "Nov 2026", "Nov 2026"),
        ("quarter", "Q4 2026", "Q4 2026"),
        ("year", "2026", "2026"),
    ],
)
def test_a_period_has_the_name_that_people_use(by: By, name: str, older: str) -> None:
    """Of a day or week the year is said when it is another one; a program reads the ISO label instead."""
    period = period_of(by, date(2026, 11, 23), Calendar())
    assert (name, older) == (period_name(period, date(2026, 12, 31)), period_name(period, date(2027, 1, 1)))


def test_a_week_that_begins_on_sunday_is_named_by_its_first_day() -> None:
    """As where such weeks are customary."""
    assert period_name(period_of("week", date(2026, 11, 23), Calendar(week_start=6)), date(2026, 11, 23)) == (
        "week of 22 Nov"
    )


def test_a_business_year_keeps_its_letters() -> None:
    """The quarter stands before it."""
    calendar = Calendar(fiscal_month=7)
    assert period_title(period_of("quarter", date(2026, 8, 1), calendar)) == "Q1 FY2027"
    assert (label_text("2026-W47"), label_text("2026-Q4")) == ("week 47 of 2026", "2026-Q4")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20% more between 1 January and 31 December", "20% more between 1 Jan and 31 Dec"),
        ("voor 31 december 2026", "voor 31 dec 2026"),
        ("van 1 maart tot mei", "van 1 mrt tot mei"),
        ("March on: 3 more", "March on: 3 more"),
        ("december 2027", "dec 2027"),
    ],
)
def test_months_of_dates_are_shortened(text: str, expected: str) -> None:
    assert expected == with_short_months(text)


def test_the_year_of_today_goes_without_saying() -> None:
    """On a screen a day of this year has no year; without a today, and in another year, it has."""
    assert near_day_text(date(2026, 11, 23)) == "Mon 23 Nov 2026"
    use("en", this_year=2026)
    try:
        assert near_day_text(date(2026, 11, 23)) == "Mon 23 Nov"
        assert near_day_text(date(2027, 1, 4)) == "Mon 4 Jan 2027"
    finally:
        use("en")


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "About 7 higher since Mon 2 Nov", "Revenue: about 7 higher since Mon 2 Nov"),
        ("en", "Mon 2 Nov: 7, unusually high", "Revenue: Mon 2 Nov: 7, unusually high"),
        ("en", "€ 7", "Revenue: € 7"),
        ("en", "KPI of all", "Revenue: KPI of all"),
        ("nl", "Sinds ma 2 nov hoger", "Revenue: sinds ma 2 nov hoger"),
    ],
)
def test_a_capital_stands_first_in_a_line_only(code: str, text: str, expected: str) -> None:
    use(code)
    try:
        assert named("Revenue", text) == expected
    finally:
        use("en")
