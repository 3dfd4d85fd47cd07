"""Shifts: the known one of the Nile, how soon one is told, for how long, and that noise is not told as one."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight.shift import Baselines, Shift, is_news, lasting_shift, shifts_of
from kpitui.core.insight.small_samples import lag_one

NILE = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
    1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
]  # fmt: skip
"""The annual flow of the Nile from 1871, 10^8 m3 (Cobb 1978); R finds the break after the 28th value, 1898."""


def noise(count: int, seed: int, level: float = 10.0) -> list[float]:
    """Return so many values around a level."""
    random = Random(seed)
    return [random.gauss(level, 1) for _value in range(count)]


def last(values: list[float], begin: int = 0) -> Shift | None:
    """Return the shift that the newest value is part of."""
    return lasting_shift(shifts_of(range(len(values)), values, begin), values)


def told_after(values: list[float], moved: int) -> int:
    """Return with which value after the move a shift is told, far beyond the end if never."""
    return next((count - moved for count in range(moved + 1, len(values) + 1) if last(values[:count])), 999)


def test_the_shift_of_the_nile() -> None:
    """It began with the 29th year and was lower; it is told within seven years."""
    years = [float(value) for value in NILE]
    assert last(years[:28]) is None
    assert told_after(years, 28) <= 7
    found = last(years)
    assert found is not None
    assert (found.first, found.above) == (28, False)
    assert -400 < found.effect.difference < -150
    assert found.effect.before == 28


def test_how_soon_a_shift_is_told() -> None:
    """Two standard deviations in at least four of five series within seven days, three within four days."""
    for size, days in ((2, 7), (3, 4)):
        soon = sum(
            told_after([*noise(63, seed), *noise(14, 1000 + seed, 10.0 + size)], 63) <= days for seed in range(60)
        )
        assert soon >= 48


def test_a_quarter_of_noise_is_seldom_told_as_a_shift() -> None:
    """Whatever the day on which one looks: in at most one flat series of eight."""
    told = sum(any(shift.completed >= 63 for shift in shifts_of(range(154), noise(154, seed))) for seed in range(100))
    assert told <= 12


def test_a_shift_is_news_for_two_weeks_and_lasts_until_it_goes_back() -> None:
    """After that it is a proposal for new limits; and one that ended is not told at all."""
    before, after = noise(30, 12), noise(30, 13, 14.0)
    early, late = [*before, *after[:10]], [*before, *after]
    for values, news in ((early, True), (late, False)):
        shift = last(values)
        assert shift is not None
        assert shift.first == 30
        assert is_news(shift, values) is news
    assert last([*before, *after[:8], *noise(8, 14)]) is None


def test_a_level_that_went_up_and_further_up() -> None:
    """Each move is held against the level before it."""
    values = [*noise(30, 21), *noise(30, 22, 14.0), *noise(30, 23, 18.0)]
    shifts = shifts_of(range(90), values)
    assert [(shift.first + 1) // 10 for shift in shifts] == [3, 6]
    assert all(3 < shift.effect.difference < 5 for shift in shifts)


def test_nothing_is_told_of_what_lies_before_a_new_baseline() -> None:
    """Once it was agreed that the limits begin anew, the level is the new normal."""
    values = [*noise(30, 2), *noise(15, 3, 14.0)]
    assert last(values) is not None
    assert last(values, 30) is None


def test_one_odd_value_is_no_shift() -> None:
    """Nor are two; a typing error of a factor ten moves no level."""
    assert last([*noise(40, 5), 100.0]) is None
    assert last([*noise(40, 5), 100.0, 100.0]) is None
    assert last([*noise(40, 5), 100.0, *noise(5, 6)]) is None


@given(st.lists(st.integers(-500, 500), max_size=60), st.integers(-50, 50), st.integers(1, 9))
def test_the_unit_and_the_zero_do_not_matter(whole: list[int], moved: int, scale: int) -> None:
    """Adding changes nothing and scaling scales; no series makes it fail."""
    values = [float(value) for value in whole]
    one, other = (shifts_of(range(len(values)), each) for each in (values, [scale * v + moved for v in values]))
    assert [shift[:3] for shift in one] == [shift[:3] for shift in other]


# Whitening: a baseline from running sums is that of its values, and residuals forget the value before.


def remembering(count: int, memory: float) -> list[float]:
    """Return values of which each remembers a share of the one before."""
    random, values = Random(1), [0.0]
    while len(values) < count:
        values.append(memory * values[-1] + random.gauss(0, (1 - memory**2) ** 0.5))
    return [1000 + 10 * value for value in values]


def test_a_baseline_is_that_of_its_values() -> None:
    """Mean, standard deviation and lag-1 correlation of a stretch, the last with what short series lack."""
    values = remembering(80, 0.5)
    baseline = Baselines(values).of(20, 60)
    own = values[20:60]
    assert baseline is not None
    assert baseline.centre == pytest.approx(fmean(own))
    assert baseline.spread == pytest.approx(stdev(own))
    memory = lag_one(own)
    assert baseline.memory == pytest.approx(memory + (1 + 3 * memory) / 40)
    assert baseline.values == 40


def test_residuals_forget() -> None:
    """They are of one standard deviation and no longer resemble each other, also after a gap."""
    values = remembering(2000, 0.6)
    baseline = Baselines(values).of(0, 2000)
    assert baseline is not None
    residuals = [baseline.residual(value, before, 1) for before, value in pairwise(values)]
    assert abs(lag_one(residuals)) < 0.07
    assert stdev(residuals) == pytest.approx(1, abs=0.07)
    assert baseline.residual(1010.0, 1010.0, 50) == pytest.approx((1010 - baseline.centre) / baseline.spread, rel=1e-6)


def test_too_few_and_constant_values() -> None:
    """There is nothing to hold a value against."""
    assert Baselines([]).of(0, 0) is None
    assert Baselines([5.0]).of(0, 1) is None
    assert Baselines([0.1 + 0.2, 0.3] * 10).of(0, 20) is None
