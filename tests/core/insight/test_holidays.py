"""Holidays: dates that were closed in earlier years, and no others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.core.insight.holidays import closed_years, with_holidays

CHRISTMAS = date(2026, 12, 25)


def shop(
    years: int, *, closed: tuple[tuple[int, int], ...] = ((12, 25), (12, 26)), sunday: bool = True
) -> dict[date, float]:
    """Return days of 100 up to November 2026, with dates, and maybe Sundays, that bring nothing."""
    last = date(2026, 11, 22)
    days = [last - timedelta(days=back) for back in range(round(365.25 * years))]
    return {
        day: 0.0 if (day.month, day.day) in closed or (not sunday and day.weekday() == 6) else 100.0 for day in days
    }


def test_dates_that_were_closed_are_closed_again() -> None:
    """In as many years as are known; the day after is open, and a day that was open once is not closed."""
    for years in (1, 2, 3):
        assert closed_years(CHRISTMAS, shop(years)) == years
    assert closed_years(date(2026, 12, 27), shop(3)) == 0
    assert closed_years(date(2027, 2, 28), shop(3)) == 0
    assert closed_years(date(2028, 2, 29), shop(3)) == 0
    assert closed_years(CHRISTMAS, {**shop(3), date(2024, 12, 25): 80.0}) == 0
    assert closed_years(CHRISTMAS, {}) == 0


def test_a_closed_weekday_is_no_holiday() -> None:
    """20 December 2024 was a Friday, 2025 a Saturday, 22 December 2024 a Sunday: that it was closed tells nothing."""
    values = shop(2, closed=(), sunday=False)
    assert date(2024, 12, 22).weekday() == 6
    assert closed_years(date(2026, 12, 22), values) == 0
    assert closed_years(date(2026, 12, 21), values) == 0


def test_where_days_are_often_empty_one_more_is_nothing_special() -> None:
    values = {day: value if day.toordinal() % 3 else 0.0 for day, value in shop(3).items()}
    assert closed_years(CHRISTMAS, values) == 0


def test_a_date_that_is_blank_tells_nothing() -> None:
    """What is missing is not 0."""
    values = {day: value for day, value in shop(3).items() if (day.month, day.day) != (12, 25)}
    assert closed_years(CHRISTMAS, values) == 0


@pytest.mark.parametrize(("years", "share"), [(1, 0.5), (2, 1.0)])
def test_paths_have_nothing_on_them(years: int, share: float) -> None:
    """On half of the paths where it was closed in one year only: that counts as a year seen once."""
    days = [CHRISTMAS - timedelta(days=1), CHRISTMAS, CHRISTMAS + timedelta(days=2)]
    paths = with_holidays([(10.0, 10.0, 10.0)] * 10, days, shop(years))
    assert [sum(path[place] == 0 for path in paths) / 10 for place in range(3)] == [0, share, 0]
