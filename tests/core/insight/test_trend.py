"""Trend: Mann-Kendall and Theil-Sen against published figures, and what has none."""

from __future__ import annotations

from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight.small_samples import slopes_of
from kpitui.core.insight.trend import (
    Direction,
    broken_line,
    direction_of,
    kendall,
    step_or_slope,
    trend_of,
    weekly_means,
)

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


# Direction: rises and falls since when, steps and bad quarters that are none, and how rare it is in noise.


def by_week(days: list[float]) -> Direction | None:
    """Return which way days go by their weeks."""
    count = len(days) // 7
    weeks = [fmean(days[7 * week : 7 * week + 7]) for week in range(count)]
    return direction_of(range(count), weeks, range(len(days)), days, 7)


def around(levels: list[float], seed: int, size: float = 10.0) -> list[float]:
    """Return days around their levels."""
    random = Random(seed)
    return [level + random.gauss(0, size) for level in levels]


def test_a_rise_that_began_lately() -> None:
    """Twelve flat weeks and twelve in which it goes up by a fifth: since when, how steeply, and bit by bit."""
    seen = by_week(around([100.0] * 84 + [100 + 40 * day / 84 for day in range(84)], 1))
    assert seen is not None
    assert seen.shape == "slope"
    assert seen.rises
    assert 8 <= seen.begin <= 15
    assert seen.trend.slope == pytest.approx(40 / 12, rel=0.25)
    assert seen.trend.low < 40 / 12 < seen.trend.high
    assert seen.early == pytest.approx(100, abs=4)
    assert seen.late == pytest.approx(130, abs=5)


def test_a_step_is_not_told_as_a_trend() -> None:
    """Two and three standard deviations, looked at in each of the weeks after it."""
    told = 0
    for seed in range(30):
        for size in (20.0, 30.0):
            days = around([100.0] * 80 + [100.0 + size] * 60, seed)
            shapes = [seen.shape for weeks in range(12, 21) if (seen := by_week(days[: 7 * weeks]))]
            told += "slope" in shapes
    assert told <= 4


def test_down_and_back_is_no_fall() -> None:
    """Ten bad weeks, and as good as before: no steady way down."""
    days = around([100.0] * 84 + [30.0] * 70 + [100.0] * 28, 2)
    for weeks in range(13, 27):
        seen = by_week(days[: 7 * weeks])
        assert seen is None or seen.shape == "step"


def test_noise_seldom_goes_anywhere() -> None:
    """At one look, about one flat series in fifty."""
    told = sum(by_week(around([100.0] * 84, seed)) is not None for seed in range(200))
    assert told <= 12


def test_one_odd_week_is_no_direction() -> None:
    """Ranks take it for what it is, the highest of twenty."""
    line = broken_line([*([10.0, 11.0, 9.0, 10.5] * 5), 1000.0], range(21))
    assert line is not None
    assert not line.clear


def test_too_few_and_constant_values() -> None:
    """There is nothing to tell of them."""
    assert broken_line([1.0, 2.0, 3.0], range(3)) is None
    assert broken_line([4.0] * 20, range(20)) is None
    assert step_or_slope(range(20), [4.0] * 20, 5) == "open"
    straight = broken_line([float(week) for week in range(12)], range(12))
    assert straight is not None
    assert straight.clear
    assert straight.kink == 0


@given(st.lists(st.integers(-500, 500), max_size=40), st.integers(-50, 50), st.integers(1, 9))
def test_the_unit_and_the_zero_do_not_matter(whole: list[int], moved: int, scale: int) -> None:
    """Whatever the unit, it goes the same way; no series makes it fail."""
    slots = range(len(whole))
    one, other = (broken_line([float(a * value + b) for value in whole], slots) for a, b in ((1, 0), (scale, moved)))
    assert one == other
    assert step_or_slope(slots, [float(value) for value in whole], 5) in ("slope", "step", "open")
