"""What a KPI did lately: daily rates over gaps, weekdays and slow cadences."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kpitui.core.recent import daily_rate
from kpitui.core.series import DayValues
from tests.core.goals import START, each, on


def series(values: Mapping[int, float]) -> DayValues:
    """Return a series from numbered days."""
    return DayValues(tuple(on(n) for n in sorted(values)), tuple(values[n] for n in sorted(values)))


def test_a_rate_looks_back_four_weeks() -> None:
    """Guard that older days leave the window, and that it does not reach before the start."""
    values = series({day: 100 if day <= 10 else 10 for day in range(1, 39)})
    assert daily_rate(values, START, on(38), cadence="day") == 10
    assert daily_rate(values, on(1), on(20), cadence="day") == 55


def test_missing_days_do_not_lower_a_rate() -> None:
    """Guard the sum over logged days, and that too few of them say nothing."""
    assert daily_rate(series(dict.fromkeys(range(1, 15, 2), 10)), START, on(14), cadence="day") == 10
    assert daily_rate(series(each(10, 6)), START, on(14), cadence="day") is None


def test_weekdays_weigh_in_a_rate() -> None:
    """Guard that a closed Sunday is part of the week that was earned on the other days."""
    weights = (7 / 6,) * 6 + (0.0,)
    open_days = series({day: 70 for day in range(1, 15) if day % 7})
    assert pytest.approx(daily_rate(open_days, START, on(14), cadence="day", weights=weights)) == 60


def test_working_days_stand_for_the_week() -> None:
    """Guard a rate per calendar day where only working days are expected, with one of them missing."""
    values = series(dict.fromkeys((1, 2, 3, 4, 8, 9, 10, 11, 12), 70))
    assert pytest.approx(daily_rate(values, START, on(14), cadence="workday")) == 50
