"""How far along goals are in time: pauses, weights and shares."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.elapsed import daily_rate, days_between, time_share, weight_between, weight_share
from kpitui.core.model import Pause
from kpitui.core.series import DayValues
from tests.core.goals import START, each, goal, on

REST = Pause(1, None, on(3), on(4), "ill")


def test_shares_without_days_are_not_defined() -> None:
    """Guard goals that are paused all along, and the way of a goal of one day."""
    assert weight_share(goal(), on(5), None, [Pause(1, None, on(0), on(20), "away")]) is None
    assert time_share(goal(deadline=on(1)), on(1), []) is None


@given(st.integers(1, 60), st.integers(0, 60), st.lists(st.floats(0, 3), min_size=7, max_size=7))
def test_weights_add_up(length: int, split: int, weights: list[float]) -> None:
    """Guard that two parts make the whole, and that even weights count days."""
    first, middle, last = on(1), on(min(split, length)), on(length)
    whole = weight_between(first, last, weights, [REST])
    parts = weight_between(first, middle, weights, [REST]) + weight_between(
        on(min(split, length) + 1), last, weights, [REST]
    )
    assert abs(whole - parts) < 1e-9
    assert days_between(first, last, [REST]) == weight_between(first, last, None, [REST])


# What a KPI did lately: daily rates over gaps, weekdays and slow cadences.


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
