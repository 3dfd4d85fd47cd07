"""Trend: Mann-Kendall and Theil-Sen against published figures, and what has none."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight.trend import kendall, slopes_of, trend_of, weekly_means

GILBERT = [20, 20, 20, 20, 15, 20, 20, 30, 27, 26, 23, 35, 25, 28, 70, 26, 24, 34, 32, 23, 50, 30]
"""Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987), p. 212."""


def test_a_plain_rise() -> None:
    """Pymannkendall on 1 to 100: S 4950, variance 112750, z 14.7387."""
    found = trend_of([float(at) for at in range(1, 101)])
    assert found is not None
    assert kendall(list(range(1, 101))) == (4950, 112750.0)
    assert found.z == pytest.approx(14.73869998208331)
    assert found.slope == 1.0
    assert found.clear


def test_the_example_of_gilbert_with_ties() -> None:
    """A one-sided z of 3.1, the variance corrected for the eight twenties."""
    found = trend_of([float(value) for value in GILBERT])
    assert found is not None
    assert found.z == pytest.approx(3.1, abs=0.05)
    assert found.clear


def test_the_slope_of_sen_with_its_range() -> None:
    """Sen's own way: the median of all slopes, between two of them that the variance of S names."""
    assert slopes_of([1.0, 3.0, 2.0], [0, 1, 3]) == pytest.approx([-0.5, 1 / 3, 2.0])
    found = trend_of([1.0, 2.0, 4.0, 3.0, 5.0, 6.0, 8.0, 7.0])
    assert found is not None
    assert found.low <= found.slope <= found.high
    assert found.slope == pytest.approx(1.0)


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0, 3.0], [5.0] * 30])
def test_what_has_no_trend(values: list[float]) -> None:
    """Too few values, or all equal: no figure and no failure."""
    assert trend_of(values) is None


def test_weekly_means_leave_out_what_is_not_over_or_hardly_logged() -> None:
    """A week with three of seven days is left out, and so is the newest one until its Sunday is there."""
    slots = [*range(7), 7, 8, 9, *range(14, 21), 21, 22, 23, 24, 25]
    values = [float(slot // 7) for slot in slots]
    assert weekly_means(slots, values, 7) == ([0, 2], [0.0, 2.0])
    assert weekly_means([*slots, 27], [*values, 3.0], 7) == ([0, 2, 3], [0.0, 2.0, 3.0])
    assert weekly_means([], [], 7) == ([], [])


def test_noise_seldom_claims_a_trend() -> None:
    """At 5 %, about one in twenty flat series of twelve weeks looks like a trend."""
    random = Random(5)
    claims = sum(
        bool((found := trend_of([random.gauss(0, 1) for _at in range(12)])) and found.clear) for _run in range(600)
    )
    assert claims / 600 <= 0.075


@given(st.lists(st.integers(-500, 500), min_size=4, max_size=30), st.integers(-50, 50), st.integers(1, 9))
def test_adding_changes_nothing_and_scaling_scales(whole: list[int], shift: int, scale: int) -> None:
    """The slope scales with the unit; the claim depends on neither unit nor zero."""
    one, other = (
        trend_of([float(value) for value in whole]),
        trend_of([float(scale * value + shift) for value in whole]),
    )
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert (one.p, one.score) == (other.p, other.score)
        assert other.slope == pytest.approx(scale * one.slope)
