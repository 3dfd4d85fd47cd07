"""What is usual: the middle of the recent values, silent when there are too few."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.series import DayValues
from kpitui.core.usual import usual_range

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
