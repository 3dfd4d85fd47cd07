"""The median and other quantiles agree with the standard library's."""

from __future__ import annotations

import statistics
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.quantiles import median, median_low, quantile, usual_range
from kpitui.core.series import DayValues


@given(st.lists(st.floats(-1e15, 1e15), min_size=1))
def test_it_is_the_median(values: list[float]) -> None:
    """Any values give what `statistics.median` gives, and its lower one."""
    assert statistics.median(values) == median(values)
    assert statistics.median_low(values) == median_low(values)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2))
def test_the_other_quantiles_are_interpolated(values: list[float]) -> None:
    """The first and the last tenth are those of `statistics.quantiles`, of one value it is itself."""
    first, *_between, last = statistics.quantiles(values, n=10, method="inclusive")
    assert quantile(sorted(values), 0.1) == pytest.approx(first, abs=1e-6)
    assert quantile(sorted(values), 0.9) == pytest.approx(last, abs=1e-6)
    assert quantile(values[:1], 0.3) == values[0]


# What is usual: the middle of the recent values, silent when there are too few.

TODAY = date(2026, 11, 23)


def recent(values: list[float]) -> DayValues:
    """Return *values* on the days before today."""
    days = tuple(TODAY - timedelta(days=len(values) - at) for at in range(len(values)))
    return DayValues(days, tuple(values))


def test_eight_in_ten_values_lie_within() -> None:
    """Of eleven even steps the tenth and the ninetieth percentile are the second and the last but one."""
    found = usual_range(recent([float(n) for n in range(11)]), TODAY)
    assert found is not None
    assert (1.0, 9.0, 11) == found


def test_too_few_values_say_nothing() -> None:
    """Five values are no basis for what is usual."""
    assert usual_range(recent([1, 2, 3, 4, 5]), TODAY) is None


def test_the_day_itself_does_not_count() -> None:
    """A value being judged is not part of what it is judged by."""
    values = DayValues((*recent([1.0] * 6).days, TODAY), (*[1.0] * 6, 1000.0))
    found = usual_range(values, TODAY)
    assert found is not None
    assert 1.0 == found.high


def test_the_first_days_of_the_calendar_do_not_fail() -> None:
    """Year one has no eight weeks before it."""
    assert usual_range(DayValues(), date(1, 1, 2)) is None


@given(values=st.lists(st.floats(-1e9, 1e9), min_size=6, max_size=56))
def test_the_range_lies_within_the_values(values: list[float]) -> None:
    """Low and high are in order and never beyond what was seen."""
    found = usual_range(recent(values), TODAY)
    assert found is not None
    assert min(values) <= found.low <= found.high <= max(values)
