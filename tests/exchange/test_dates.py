"""Days in files: the order of day and month is found from the whole column or asked for."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.exchange.dates import DayForm, Moment, moment_of, order_in, time_of

DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("2026-11-03", None),
        ("2026/11/03", None),
        ("20261103", None),
        ("03-11-2026", None),
        ("3.11.2026", None),
        ("2026-11-03 9:05", "09:05"),
        ("2026-11-03T09:05:59.123+01:00", "09:05"),
    ],
)
def test_the_forms_of_a_day(cell: str, time: str | None) -> None:
    """Days of files in the usual forms, with the clock they were written by."""
    assert Moment(DAY, time) == moment_of(cell, DayForm())


def test_months_first() -> None:
    """In an American file the month comes first."""
    assert Moment(DAY, None) == moment_of("11/03/2026", DayForm("mdy"))


@pytest.mark.parametrize("cell", ["2026-02-30", "2026-11-03T25:00", "2026-11-03T09:05Z", "yesterday", "", "2026-1103"])
def test_no_day(cell: str) -> None:
    """Days that do not exist, moments without a local day, and words are none."""
    assert moment_of(cell, DayForm()) is None


def test_the_order_is_found_from_the_column() -> None:
    """A number above 12 decides; without one, or with a contradiction, the option is named."""
    assert order_in("date", ["03-04-2026", "23-04-2026"], None) == DayForm("dmy")
    assert order_in("date", ["03/04/2026", "04/23/2026"], None) == DayForm("mdy")
    assert order_in("date", ["2026-04-03"], None) == DayForm("dmy")
    assert order_in("date", ["03/04/2026"], "mdy") == DayForm("mdy")
    for cells in (["03/04/2026"], ["23/04/2026", "04/23/2026"]):
        with pytest.raises(Refused, match="--dates"):
            order_in("date", cells, None)


def test_the_region_decides_what_the_column_leaves_open() -> None:
    """And says of which date; a choice and the column go before it, and it settles no contradiction."""
    assert order_in("date", ["03/04/2026"], None, "mdy") == DayForm("mdy", "03/04/2026")
    assert order_in("date", ["03/04/2026"], None, "dmy") == DayForm("dmy", "03/04/2026")
    assert order_in("date", ["03/04/2026"], "dmy", "mdy") == DayForm("dmy")
    assert order_in("date", ["03/04/2026", "23/04/2026"], None, "mdy") == DayForm("dmy")
    with pytest.raises(Refused, match="--dates"):
        order_in("date", ["23/04/2026", "04/23/2026"], None, "mdy")


@pytest.mark.parametrize(("cell", "time"), [("9:30", "09:30"), ("23:59:59", "23:59"), ("24:00", None), ("9", None)])
def test_times(cell: str, time: str | None) -> None:
    """A time of day, or none."""
    assert time == time_of(cell)


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    """Any day, written in each order, is itself."""
    year = f"{day.year:04}"
    assert Moment(day, None) == moment_of(f"{year}-{day.month:02}-{day.day:02}", DayForm())
    assert Moment(day, None) == moment_of(f"{day.day}/{day.month}/{year}", DayForm())
    assert Moment(day, None) == moment_of(f"{day.month}/{day.day}/{year}", DayForm("mdy"))


@pytest.mark.parametrize(
    ("cell", "zone"), [("0001-01-01T00:30Z", "America/New_York"), ("9999-12-31T23:30Z", "Asia/Tokyo")]
)
def test_a_moment_in_no_year_of_the_clock_here_is_none(cell: str, zone: str) -> None:
    """A moment in UTC whose local day would lie before the first or after the last year."""
    assert moment_of(cell, DayForm(zone=ZoneInfo(zone))) is None
