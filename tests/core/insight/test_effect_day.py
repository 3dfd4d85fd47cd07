"""The earliest day on which an effect can be told: by hand, in which direction it moves, and kept in simulations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.effect_days import amounts, counts, ratios, told_by_its_day
from kpitui.core.insight.effect_day import (
    Noise,
    growth,
    noise_of,
    smallest_told,
    usable_before,
    values_needed,
)


@pytest.mark.parametrize(
    ("alike", "days"),
    [(0.0, 21), (0.3, 35), (0.6, None)],
)
def test_days_for_a_fifth_more(alike: float, days: int | None) -> None:
    """A standard deviation of 25 around 100, a size of 20, 84 days before: as planned by hand in whole weeks."""
    assert values_needed(Noise(625.0, alike), 20.0, 84) == days
    assert values_needed(Noise(625.0, alike), -20.0, 84) == days


def test_days_for_half_more_of_a_ratio() -> None:
    """3 % of 100 visitors a day, up by half: the variance of a share, half larger after it."""
    noise = Noise(0.03 * 0.97 / 100, 0.0)
    assert values_needed(noise, 0.015, 84, grow=growth(0.03, 0.015, counted=True)) == 21


def test_longer_periods_and_weeks_of_five_days() -> None:
    """Weeks one by one from four on, months from three on, working days by fives."""
    assert values_needed(Noise(25.0, 0.0), 10.0, 26, period="week") == 4
    assert values_needed(Noise(25.0, 0.0), 10.0, 12, period="month") == 4
    assert values_needed(Noise(625.0, 0.0), 20.0, 60, season=5) == 20
    assert values_needed(Noise(0.0, 0.0), 1.0, 84) == 7


def test_noise_without_its_rhythm() -> None:
    """A rhythm of the week is none; four values by hand; where days are missing their places tell."""
    assert noise_of([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0] * 8, 7).variance == 0
    errors = [1.0, -1.0, 1.0, -1.0] * 7
    noise = noise_of([100 + error for error in errors], 1)
    assert noise.variance == pytest.approx(28 / 27) and noise.alike == 0.0
    series = [(place, 10.0 * place) for place in [*range(7)] * 6 if place != 3]
    assert noise_of([value for _p, value in series], 7, places=[place for place, _v in series]).variance == 0
    rising = noise_of([float(n) for n in range(60)], 1)
    assert rising.alike == 0.8


def test_how_many_values_before_count() -> None:
    """None below four weeks of days, eight weeks; at most twelve weeks of days."""
    assert [usable_before("day", count) for count in (27, 28, 182)] == [None, 28, 84]
    assert [usable_before("week", count) for count in (7, 8, 60)] == [None, 8, 26]


@given(
    st.floats(1, 1000), st.floats(0, 0.7), st.integers(28, 84), st.integers(1, 13), st.floats(1.01, 3),
)  # fmt: skip
def test_more_noise_takes_longer_and_more_size_less(
    variance: float, alike: float, before: int, weeks: int, more: float
) -> None:
    """The smallest size that is told grows with variance and likeness, and falls with the values on either side."""
    least = smallest_told(Noise(variance, alike), before, 7 * weeks)
    assert smallest_told(Noise(variance * more, alike), before, 7 * weeks) > least
    assert smallest_told(Noise(variance, min(0.8, alike + 0.05)), before, 7 * weeks) > least
    assert smallest_told(Noise(variance, alike), before + 7, 7 * weeks) <= least * (1 + 1e-9)
    assert smallest_told(Noise(variance, alike), before, 7 * weeks + 7) < least
    needed, sooner = (values_needed(Noise(variance, alike), size, before) for size in (least, least * more))
    assert needed is not None and sooner is not None and sooner <= needed


@pytest.mark.parametrize(
    ("name", "factor"), [("adds", 1.2), ("multiplies", 1.2), ("falls", 0.8), ("heads", 1.2), ("share", 1.5)]
)
def test_an_effect_of_that_size_is_told_by_that_day(name: str, factor: float) -> None:
    """In 70 to 90 % of simulated series, as far as 120 can tell (0.07); `benchmarks.effect_days` has the rest."""
    makers = {
        "adds": (amounts(0.25, 0.0, adds=True), "amount"),
        "multiplies": (amounts(0.25, 0.3, adds=False), "amount"),
        "falls": (amounts(0.25, 0.0, adds=False), "amount"),
        "heads": (counts(10.0), "count"),
        "share": (ratios(30.0, 0.1), "ratio"),
    }
    make, kind = makers[name]
    result = told_by_its_day(make, factor, runs=120, kind=kind, seed=11)
    assert result.none <= 0.4 and result.told is not None
    assert 0.63 <= result.told <= 0.97
    quiet = told_by_its_day(make, 1.0 + 1e-9, runs=10, kind=kind)
    assert quiet.none == 1.0, "no day for no effect"
