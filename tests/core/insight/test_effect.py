"""Before and after: what is clear, what is not, how units matter, and Student's t against printed tables."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.effect_days import amounts, counts, ratios, told_by_its_day
from kpitui.core.goal import Expectation
from kpitui.core.insight.effect import (
    Effect,
    Noise,
    effect_between,
    growth,
    latest_look,
    least_told,
    next_look,
    noise_of,
    outcome_of,
    size_of,
    smallest_told,
    usable_before,
    values_needed,
)
from kpitui.core.insight.small_samples import student_t


@pytest.mark.parametrize(
    ("freedom", "printed"), [(2, 4.302653), (3, 3.182446), (5, 2.570582), (10, 2.228139), (30, 2.042272)]
)
def test_student_against_the_printed_table(freedom: int, printed: float) -> None:
    """The two-sided 95 % points of Student's t (scipy.stats.t.ppf(0.975, n))."""
    assert student_t(0.975, freedom) == pytest.approx(printed, rel=0.01)
    assert student_t(0.975, 1e9) == pytest.approx(1.959964, abs=1e-6)


def test_a_large_change_is_clear_and_a_small_one_is_not() -> None:
    """Twice the noise is found within ten days, a fifth of it is not."""
    random = Random(4)
    before = [100 + random.gauss(0, 10) for _day in range(28)]
    plain = [random.gauss(0, 10) for _day in range(10)]
    found = effect_between(before, [120 + each for each in plain])
    assert found is not None
    assert found.clear
    assert found.low < 20 < found.high
    small = effect_between(before, [102 + each for each in plain])
    assert small is not None
    assert not small.clear
    assert (small.before, small.after) == (28, 10)


def test_values_that_remember_need_more_to_be_clear() -> None:
    """The same means and spread say less when neighbours resemble each other."""
    steady = [0.0, 1.0] * 14
    slow = [0.0] * 14 + [1.0] * 14
    one = effect_between(steady, [value + 0.6 for value in steady])
    other = effect_between(slow, [value + 0.6 for value in slow])
    assert one is not None
    assert other is not None
    assert other.high - other.low > 2 * (one.high - one.low)


def test_too_few_values_and_constant_ones() -> None:
    """One value on a side says nothing; two constants differ by what they differ by."""
    assert effect_between([1.0], [2.0, 3.0]) is None
    found = effect_between([1.0, 1.0, 1.0], [4.0, 4.0])
    assert found is not None
    assert (found.difference, found.low, found.high, found.clear) == (3.0, 3.0, 3.0, True)


@given(
    st.lists(st.integers(-500, 500), min_size=3, max_size=30),
    st.lists(st.integers(-500, 500), min_size=3, max_size=30),
    st.integers(-50, 50),
    st.integers(1, 9),
)
def test_adding_changes_nothing_and_scaling_scales(before: list[int], after: list[int], shift: int, scale: int) -> None:
    """The unit and the zero of a measure do not change the claim."""
    one = effect_between([float(each) for each in before], [float(each) for each in after])
    other = effect_between(
        [float(scale * each + shift) for each in before], [float(scale * each + shift) for each in after]
    )
    assert one is not None
    assert other is not None
    assert other.difference == pytest.approx(scale * one.difference, abs=1e-6)
    assert other.high == pytest.approx(scale * one.high, abs=1e-6)


# The earliest day on which an effect can be told: by hand, in which direction it moves, and kept in simulations.


@pytest.mark.parametrize(
    ("alike", "days"),
    [(0.0, 16), (0.3, 35), (0.6, None)],
)
def test_days_for_a_fifth_more(alike: float, days: int | None) -> None:
    """A standard deviation of 25 around 100, a size of 20, 84 days before: 20.6 after 15 days, 19.9 after 16.

    Neighbours that resemble each other take more than four weeks, and so a whole number of them: 19.5 after 35 days.
    """
    assert values_needed(Noise(625.0, alike), 20.0, 84) == days
    assert values_needed(Noise(625.0, alike), -20.0, 84) == days


def test_a_day_within_the_second_week() -> None:
    """A size of 30 takes 31.5 after 7 days, 28.9 after 8: no whole second week, in which it would show too often."""
    assert values_needed(Noise(625.0, 0.0), 30.0, 84) == 8
    assert values_needed(Noise(625.0, 0.0), 30.0, 60, season=5) == 8, "29.2, a working day of the second week"
    assert smallest_told(Noise(625.0, 0.0), 84, 8) == pytest.approx(28.9, abs=0.1)
    # The least size that would show is told by the variance that it makes itself, whatever size was tried before.
    for counted, tried in ((True, 5.0), (False, 5.0), (False, 20.0), (False, -5.0)):
        least = least_told(Noise(625.0, 0.0), 100.0, tried, 84, 8, counted=counted)
        way = 1 if tried > 0 else -1
        shown = [
            smallest_told(Noise(625.0, 0.0), 84, 8, grow=growth(100.0, way * size, counted=counted)) <= size
            for size in (least * 0.99, least * 1.01)
        ]
        assert shown == [False, True]


def test_days_for_half_more_of_a_ratio() -> None:
    """3 % of 100 visitors a day, up by half: the variance of a share, half larger after it: 1.49 points by 19 days."""
    noise = Noise(0.03 * 0.97 / 100, 0.0)
    assert values_needed(noise, 0.015, 84, grow=growth(0.03, 0.015, counted=True)) == 19


def test_longer_periods_and_weeks_of_five_days() -> None:
    """Weeks one by one from four on, months from three on, working days by fives after four weeks of them."""
    assert values_needed(Noise(25.0, 0.0), 10.0, 26, period="week") == 4
    assert values_needed(Noise(25.0, 0.0), 10.0, 12, period="month") == 4
    assert values_needed(Noise(625.0, 0.0), 20.0, 60, season=5) == 17, "20.45 after 16, 19.91 after 17"
    assert values_needed(Noise(625.0, 0.0), 16.0, 60, season=5) == 30, "16.3 after 28, and 29 is no end of a week"
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


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("name", "factor"),
    [("adds", 1.2), ("adds", 1.3), ("adds", 0.8), ("multiplies", 1.2), ("falls", 0.8), ("heads", 1.2), ("share", 1.5)],
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


# A change held against the one that was expected.


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


# Looks: on the named day, after twice that time, and on no other day.


def test_two_looks() -> None:
    """Nothing before the first, the first until the second, the second for ever."""
    assert [latest_look(passed, 14) for passed in (0, 13, 14, 27, 28, 500)] == [None, None, 14, 14, 28, 28]
    assert [next_look(passed, 14) for passed in (0, 13, 14, 27, 28, 500)] == [14, 14, 28, 28, None, None]


def test_looks_that_go_on() -> None:
    """Each after twice as long as the one before."""
    assert [latest_look(passed, 14, again=3) for passed in (28, 56, 112, 900)] == [28, 56, 112, 112]
    assert next_look(60, 14, again=3) == 112
