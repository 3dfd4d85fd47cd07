"""A change held against the one that was expected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.goal import Expectation
from kpitui.core.insight.effect import Effect
from kpitui.core.insight.expectation import outcome_of, size_of


def effect(low: float, high: float) -> Effect:
    """Return an effect with this range."""
    return Effect((low + high) / 2, low, high, 28, 14)


@pytest.mark.parametrize(
    ("low", "high", "expected", "outcome"),
    [
        (6, 22, 14, "as expected"),
        (6, 22, 30, "less"),
        (6, 22, 5, "more"),
        (-22, -6, 14, "other way"),
        (-5, 12, 10, "open"),
        (-5, 12, 20, "less"),
        (-22, -6, -14, "as expected"),
        (-22, -6, -30, "less"),
        (-22, -6, -5, "more"),
        (6, 22, -14, "other way"),
        (14, 14, 14, "as expected"),
    ],
)
def test_the_range_decides(low: float, high: float, expected: float, outcome: str) -> None:
    """What was expected lies in the range, above it, below it or on the other side of no change."""
    assert outcome == outcome_of(effect(low, high), expected)


@given(st.floats(-100, 100), st.floats(0, 100), st.floats(0.1, 100))
def test_up_and_down_are_judged_alike(low: float, width: float, expected: float) -> None:
    """A fall that was wanted is judged as its mirror image, the rise."""
    mirrored = effect(-(low + width), -low)
    assert outcome_of(effect(low, low + width), expected) == outcome_of(mirrored, -expected)


@given(st.floats(-100, 100), st.floats(0, 100), st.floats(0.1, 100))
def test_nothing_is_called_as_expected_that_may_be_no_change(low: float, width: float, expected: float) -> None:
    """A range that holds no change at all is never praised."""
    if low <= 0 <= low + width:
        assert outcome_of(effect(low, low + width), expected) in ("open", "less")


def test_percent_are_of_the_level_before() -> None:
    """Ten percent of 140 are 14, of a level below 0 as much up; of an unknown level or of 0 nothing is known."""
    assert 14 == size_of(Expectation(10, percent=True), 140.0)
    assert 14 == size_of(Expectation(10, percent=True), -140.0)
    assert size_of(Expectation(10, percent=True), None) is None
    assert size_of(Expectation(10, percent=True), 0.0) is None
    assert -5 == size_of(Expectation(-5), None)
