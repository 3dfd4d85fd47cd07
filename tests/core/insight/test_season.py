"""The rhythm of a series: found where it is, shrunk by doubt, and none in noise."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight.season import NO_SEASON, season_of

WEEK = 7
EFFECTS = (10.0, 5.0, 0.0, 0.0, -5.0, -20.0, 10.0)


def weekly(weeks: int, noise: float, seed: int = 1) -> list[float]:
    """Return weeks with a rhythm and noise."""
    random = Random(seed)
    return [100 + EFFECTS[at % WEEK] + random.gauss(0, noise) for at in range(weeks * WEEK)]


def test_a_rhythm_is_found() -> None:
    """Ten weeks with little noise give nearly the effects they were made of."""
    season = season_of(range(70), weekly(10, 1.0), WEEK)
    assert season.effects == pytest.approx(EFFECTS, abs=2.5)
    assert season.shrunk > 0.9


def test_doubt_shrinks_it() -> None:
    """With more noise less of it is kept."""
    assert season_of(range(70), weekly(10, 8.0), WEEK).shrunk < season_of(range(70), weekly(10, 2.0), WEEK).shrunk


def test_noise_has_hardly_any() -> None:
    """In many series without a rhythm none is seen, and what is seen is small."""
    random = Random(2)
    found = [season_of(range(70), [random.gauss(0, 1) for _at in range(70)], WEEK) for _run in range(200)]
    assert sum(season == NO_SEASON for season in found) > 60
    assert max(max(map(abs, season.effects)) for season in found) < 1.2


@pytest.mark.parametrize(
    ("slots", "values"),
    [(range(0), []), (range(13), [1.0] * 13), (range(70), [5.0] * 70), (range(0, 140, 2), weekly(10, 1.0)[:70])],
)
def test_too_little_or_nothing_to_see(slots: range, values: list[float]) -> None:
    """No values, under two weeks and a constant have no rhythm; every second day has one of its own or none."""
    assert season_of(slots, values, WEEK).length in (1, WEEK)


@given(st.lists(st.integers(0, 200), min_size=14, max_size=60), st.integers(-50, 50))
def test_adding_a_constant_changes_no_effect(whole: list[int], shift: int) -> None:
    """Effects are what is added to the level, wherever that lies; they sum to nothing."""
    one = season_of(range(len(whole)), [float(value) for value in whole], WEEK)
    other = season_of(range(len(whole)), [float(value + shift) for value in whole], WEEK)
    assert one.effects == pytest.approx(other.effects, abs=1e-6)
    assert sum(one.effects) == pytest.approx(0, abs=1e-6)
