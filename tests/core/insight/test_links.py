"""Links: one that is there is found at its lag, shared rhythm and shared growth are none, few values say nothing."""

from __future__ import annotations

from random import Random

import pytest

from kpitui.core.insight.links import link_of, spearman

WEEK = (3.0, 1.0, 0.0, 2.0, 5.0, 9.0, -6.0)


def noise(seed: int, count: int = 120) -> list[float]:
    """Return normal noise."""
    random = Random(seed)
    return [random.gauss(0, 1) for _day in range(count)]


def test_spearman_against_scipy() -> None:
    """scipy.stats.spearmanr on the example of its documentation, and on one with ties."""
    assert spearman(list(zip([1, 2, 3, 4, 5], [5, 6, 7, 8, 7], strict=True))) == pytest.approx(0.8207826816681233)
    assert spearman([(1.0, 2.0), (1.0, 3.0)]) is None


def test_a_link_is_found_at_its_lag() -> None:
    """What visitors do, orders do three days later, whatever the weekday adds."""
    visitors, other = noise(1), noise(2)
    first = {day: visitors[day] + WEEK[day % 7] for day in range(120)}
    second = {day: 0.8 * visitors[day - 3] + 0.5 * other[day] + WEEK[day % 7] for day in range(3, 120)}
    found = link_of(first, second, season=7, lags=14)
    assert found is not None
    assert found.clear
    assert (found.lag, found.values) == (3, 117)
    assert found.correlation > 0.5


def test_a_shared_rhythm_or_growth_is_no_link() -> None:
    """Two KPIs with the same weekdays, and two that both grow, are not said to move together."""
    rhythm = [{day: value + 2 * WEEK[day % 7] for day, value in enumerate(noise(seed))} for seed in (3, 4)]
    growth = [{day: value + 0.1 * day for day, value in enumerate(noise(seed))} for seed in (5, 6)]
    for first, second in (rhythm, growth):
        found = link_of(first, second, season=7, lags=14)
        assert found is not None
        assert not found.clear


def test_gaps_do_not_shift_the_lag() -> None:
    """Missing days take their pairs with them and nothing else."""
    values = noise(7, 150)
    first = {day: value for day, value in enumerate(values) if day % 11}
    second = {day: values[day - 1] for day in range(1, 150) if day % 13}
    found = link_of(first, second, season=7, lags=14)
    assert found is not None
    assert found.lag == 1
    assert found.correlation > 0.9


def test_what_says_nothing() -> None:
    """Under forty common days, and a series that never changes, have no link."""
    few = dict(enumerate(noise(8, 39)))
    assert link_of(few, few, season=7, lags=14) is None
    still = dict.fromkeys(range(100), 5.0)
    assert link_of(still, dict(enumerate(noise(9, 100))), season=7, lags=14) is None
    assert link_of({}, {}, season=7, lags=14) is None
