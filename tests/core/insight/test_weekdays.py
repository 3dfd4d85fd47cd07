"""Weekday weights: learned from a rhythm, none without one, never negative, mean 1."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight.slots import slots_of
from kpitui.core.insight.weekdays import weekday_weights
from kpitui.core.series import DayValues

MONDAY = date(2026, 8, 24)


def days(values: list[float]) -> DayValues:
    """Return values on successive days from a Monday on."""
    return DayValues(tuple(MONDAY + timedelta(days=at) for at in range(len(values))), tuple(values))


def test_a_closed_sunday_weighs_nothing() -> None:
    """Six days of about 100 and a Sunday of 0."""
    random = Random(1)
    found = weekday_weights(days([0.0 if at % 7 == 6 else random.gauss(100, 5) for at in range(84)]), slots_of("day"))
    assert found is not None
    assert found[6] < 0.05
    assert sum(found) == pytest.approx(7)
    assert found[0] == pytest.approx(7 / 6, abs=0.1)


def test_only_days_on_which_something_is_expected_weigh() -> None:
    """Of a KPI of working days Saturday and Sunday weigh nothing."""
    values = [(300.0 if at % 7 == 0 else 100.0) + at % 3 for at in range(84)]
    found = weekday_weights(days(values), slots_of("workday"))
    assert found is not None
    assert found[5:] == [0.0, 0.0]
    assert found[0] / found[1] == pytest.approx(3, abs=0.2)


@pytest.mark.parametrize("values", [[], [5.0] * 60, [1.0, 9.0] * 13, [-1.0] * 60])
def test_without_a_rhythm_there_are_none(values: list[float]) -> None:
    """Nothing, a constant, less than four weeks, or nothing but losses."""
    assert weekday_weights(days(values), slots_of("day")) is None


@given(st.lists(st.floats(-1e6, 1e6), max_size=91))
def test_weights_are_never_negative_and_share_the_week(values: list[float]) -> None:
    """Whatever the values."""
    found = weekday_weights(days(values), slots_of("day"))
    assert found is None or (min(found) >= 0 and sum(found) == pytest.approx(7))
