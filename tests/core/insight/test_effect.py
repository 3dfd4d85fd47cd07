"""Before and after: what is clear, what is not, how units matter, and Student's t against printed tables."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight.effect import effect_of, student


@pytest.mark.parametrize(
    ("freedom", "printed"), [(2, 4.302653), (3, 3.182446), (5, 2.570582), (10, 2.228139), (30, 2.042272)]
)
def test_student_against_the_printed_table(freedom: int, printed: float) -> None:
    """The two-sided 95 % points of Student's t (scipy.stats.t.ppf(0.975, n))."""
    assert student(0.975, freedom) == pytest.approx(printed, rel=0.01)
    assert student(0.975, 1e9) == pytest.approx(1.959964, abs=1e-6)


def test_a_large_change_is_clear_and_a_small_one_is_not() -> None:
    """Twice the noise is found within ten days, a fifth of it is not."""
    random = Random(4)
    before = [100 + random.gauss(0, 10) for _day in range(28)]
    plain = [random.gauss(0, 10) for _day in range(10)]
    found = effect_of(before, [120 + each for each in plain])
    assert found is not None
    assert found.clear
    assert found.low < 20 < found.high
    small = effect_of(before, [102 + each for each in plain])
    assert small is not None
    assert not small.clear
    assert (small.before, small.after) == (28, 10)


def test_values_that_remember_need_more_to_be_clear() -> None:
    """The same means and spread say less when neighbours resemble each other."""
    steady = [0.0, 1.0] * 14
    slow = [0.0] * 14 + [1.0] * 14
    one = effect_of(steady, [value + 0.6 for value in steady])
    other = effect_of(slow, [value + 0.6 for value in slow])
    assert one is not None
    assert other is not None
    assert other.high - other.low > 2 * (one.high - one.low)


def test_too_few_values_and_constant_ones() -> None:
    """One value on a side says nothing; two constants differ by what they differ by."""
    assert effect_of([1.0], [2.0, 3.0]) is None
    found = effect_of([1.0, 1.0, 1.0], [4.0, 4.0])
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
    one = effect_of([float(each) for each in before], [float(each) for each in after])
    other = effect_of([float(scale * each + shift) for each in before], [float(scale * each + shift) for each in after])
    assert one is not None
    assert other is not None
    assert other.difference == pytest.approx(scale * one.difference, abs=1e-6)
    assert other.high == pytest.approx(scale * one.high, abs=1e-6)
