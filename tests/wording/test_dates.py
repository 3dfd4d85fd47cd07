"""Days in words come from our own catalogue and follow the language in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.core.calendar import By, Calendar, period_of
from kpitui.i18n import use
from kpitui.wording.dates import (
    day_name,
    day_text,
    ends_text,
    full_day_text,
    label_text,
    period_name,
    period_title,
    short_months,
    span_text,
    weekdays,
    with_short_dates,
)

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(("code", "expected"), [("en", "Mon 23 Nov 2026"), ("nl", "ma 23 nov 2026")])
def test_a_day_in_words(code: str, expected: str) -> None:
    """Weekday, day, month and year stand in this order in both languages."""
    use(code)
    assert expected == day_text(MONDAY)


def test_the_region_puts_the_month_first_in_english() -> None:
    """As in the US; Dutch is written in one way everywhere."""
    use("en", month_first=True, this_year=2026)
    assert full_day_text(MONDAY) == "Mon Nov 23, 2026"
    assert day_text(MONDAY) == "Mon Nov 23"
    assert day_text(date(2027, 1, 4)) == "Mon Jan 4, 2027"
    assert span_text(MONDAY, MONDAY) == "Nov 23"
    assert span_text(date(2025, 12, 29), date(2026, 1, 4)) == "Dec 29, 2025 – Jan 4"
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
    use("en", this_year=2026)
    assert period_name(period) == name
    use("en", this_year=2027)
    assert period_name(period) == older


def test_a_week_that_begins_on_sunday_is_named_by_its_first_day() -> None:
    """As where such weeks are customary."""
    use("en", this_year=2026)
    assert period_name(period_of("week", date(2026, 11, 23), Calendar(week_start=6))) == "week of 22 Nov"
    assert period_name(period_of("week", date(2027, 1, 20), Calendar(week_start=6))) == "week of 17 Jan 2027"


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
        ("elke week 150 tot en met 27 december", "elke week 150 t/m 27 dec"),
        ("van top tot en met teen", "van top tot en met teen"),
    ],
)
def test_dates_are_shortened(text: str, expected: str) -> None:
    assert expected == with_short_dates(text)


def test_the_year_of_today_goes_without_saying() -> None:
    """On a screen a day of this year has no year; without a today, and in another year, it has."""
    assert day_text(MONDAY) == "Mon 23 Nov 2026"
    use("nl", this_year=2026)
    assert (day_text(MONDAY), day_text(date(2027, 1, 4))) == ("ma 23 nov", "ma 4 jan 2027")
    assert full_day_text(MONDAY) == "ma 23 nov 2026"


@pytest.mark.parametrize(
    ("first", "last", "ends", "span"),
    [
        (date(2026, 7, 1), date(2026, 12, 31), ("Wed 1 Jul", "Thu 31 Dec"), "1 Jul – 31 Dec"),
        (date(2027, 1, 1), date(2027, 3, 31), ("Fri 1 Jan", "Wed 31 Mar 2027"), "1 Jan – 31 Mar 2027"),
        (date(2025, 11, 1), date(2025, 11, 22), ("Sat 1 Nov", "Sat 22 Nov 2025"), "1–22 Nov 2025"),
        (date(2026, 12, 28), date(2027, 1, 3), ("Mon 28 Dec", "Sun 3 Jan 2027"), "28 Dec – 3 Jan 2027"),
        (date(2025, 12, 29), date(2026, 1, 4), ("Mon 29 Dec 2025", "Sun 4 Jan"), "29 Dec 2025 – 4 Jan"),
        (date(2024, 12, 30), date(2025, 1, 5), ("Mon 30 Dec 2024", "Sun 5 Jan 2025"), "30 Dec 2024 – 5 Jan 2025"),
    ],
)
def test_the_ends_of_a_stretch_share_their_year(first: date, last: date, ends: tuple[str, str], span: str) -> None:
    """Seen in 2026: the year of the other years stands behind the last day, and with both where they differ."""
    use("en", this_year=2026)
    assert ends_text(first, last) == ends
    assert span_text(first, last) == span
