"""Rhythm: found where weekdays differ, with gaps and closed days, and in one of twenty series of noise."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight import rhythm
from kpitui.core.insight.distributions import f_tail, t_tails
from kpitui.core.insight.season import NO_SEASON, recent_season


@pytest.mark.parametrize(
    ("above", "below", "ratio", "tail"),
    [(6, 6, 4.2839, 0.05), (6, 72, 2.2274, 0.05), (1, 1, 161.4476, 0.05), (3, 10, 6.5523, 0.01)],
)
def test_the_tail_of_f_against_printed_tables(above: int, below: int, ratio: float, tail: float) -> None:
    """NIST/SEMATECH e-Handbook, 1.3.6.7.3: upper critical values of the F distribution."""
    assert f_tail(ratio, above, below) == pytest.approx(tail, rel=0.001)


def test_the_tails_of_student() -> None:
    """The two-sided 5 % points of Student's t."""
    for freedom, t in ((2, 4.302653), (5, 2.570582), (30, 2.042272)):
        assert t_tails(t, freedom) == pytest.approx(0.05, rel=1e-5)
        assert t_tails(-t, freedom) == pytest.approx(0.05, rel=1e-5)


@pytest.mark.parametrize("days", [14, 28, 56, 91])
def test_noise_has_none(days: int) -> None:
    """A rhythm that is there by chance is claimed of one series in twenty."""
    random = Random(days)
    claims = sum(rhythm.has_rhythm(range(days), [random.gauss(0, 1) for _day in range(days)], 7) for _run in range(400))
    assert claims <= 400 * 0.05 + 2.5 * (400 * 0.05 * 0.95) ** 0.5


def test_a_rise_is_none() -> None:
    """That every Sunday lies above the Monday before it is a matter of the rise."""
    random = Random(3)
    claims = sum(
        rhythm.has_rhythm(range(56), [day + random.gauss(0, 3) for day in range(56)], 7) for _run in range(200)
    )
    assert claims <= 20


def test_days_that_are_mostly_nothing_have_none() -> None:
    """Invoices on one day in fourteen come on any day."""
    random = Random(5)
    claims = sum(
        rhythm.has_rhythm(range(126), [random.uniform(2500, 6000) * (random.random() < 0.07) for _day in range(126)], 7)
        for _run in range(200)
    )
    assert claims <= 20


def test_a_good_saturday() -> None:
    """It is found from four weeks on, also with gaps, with a closed Sunday, and beside one odd value."""
    random = Random(4)
    days = [100 + 40 * (day % 7 == 5) + random.gauss(0, 10) for day in range(42)]
    slots = list(range(42))
    assert rhythm.has_rhythm(slots, days, 7)
    assert recent_season(slots, days, 7).at(5) > 20
    some = [day for day in slots if day % 5]
    assert rhythm.has_rhythm(some, [days[day] for day in some], 7)
    open_days = [day for day in slots if day % 7 != 6]
    assert rhythm.has_rhythm(open_days, [days[day] for day in open_days], 7)
    days[10] = 5000.0
    assert rhythm.has_rhythm(slots, days, 7)


def test_too_little_to_tell() -> None:
    """Under two weeks, or without any difference."""
    assert not rhythm.has_rhythm(range(13), [float(day % 7) for day in range(13)], 7)
    assert not rhythm.has_rhythm(range(28), [5.0] * 28, 7)
    assert not rhythm.has_rhythm(range(28), [float(day) for day in range(28)], 1)
    assert recent_season(range(28), [5.0] * 28, 7) == NO_SEASON
    assert rhythm.has_rhythm(range(28), [float(day % 7 == 6) for day in range(28)], 7)


@given(st.lists(st.floats(-1e9, 1e9), max_size=60), st.lists(st.integers(1, 9), min_size=60, max_size=60))
def test_any_series(values: list[float], gaps: list[int]) -> None:
    """No series, with whatever gaps, makes it fail."""
    slots = [sum(gaps[: index + 1]) for index in range(len(values))]
    assert rhythm.has_rhythm(slots, values, 7) in (True, False)
