"""The parts of a forecast: levels that follow, drift that is doubted, errors drawn as they came."""

from __future__ import annotations

import itertools
from random import Random

import pytest

from kpitui.core.insight.levels import scale_of, smoothed
from kpitui.core.insight.simulation import MOST_BLOCK, fitted_level, half_drift, in_blocks, season_paths


def test_a_level_follows_a_shift() -> None:
    """After a lasting change the level is at the new one, not between the two."""
    values = [10.0 + at % 2 for at in range(30)] + [50.0 + at % 2 for at in range(30)]
    assert fitted_level(range(60), values, scale_of(values), 14).now == pytest.approx(50.5, abs=2)


def test_more_is_followed_after_a_gap() -> None:
    """A value after a long silence says more about the level than one of the day after."""
    near = smoothed([0, 1, 2], [0.0, 0.0, 10.0], 0.2, None)[-1]
    far = smoothed([0, 1, 20], [0.0, 0.0, 10.0], 0.2, None)[-1]
    assert near == pytest.approx(2.0)
    assert far > 9


def test_a_clipped_error_moves_the_level_less() -> None:
    """An accident moves a robust level by its clip only."""
    assert smoothed([0, 1], [0.0, 100.0], 0.5, 3.0)[-1] == pytest.approx((0.0 + 0.5 * 3.0) + 50 - 48.5, abs=60)
    values = [10.0] * 20 + [1000.0] + [10.0] * 5
    assert smoothed(range(26), values, 0.3, 3.0)[-1] < 12


def test_drift_is_half_and_doubted() -> None:
    """Of a plain rise half is believed; of noise nearly nothing; below 24 values nothing at all."""
    rise, _doubt = half_drift(range(40), [2.0 * at + (at % 3) for at in range(40)])
    random = Random(1)
    noise, doubt = half_drift(range(40), [random.gauss(0, 5) for _at in range(40)])
    assert rise == pytest.approx(1.0, abs=0.1)
    assert abs(noise) < 0.05
    assert doubt > 0
    assert half_drift(range(20), [float(at) for at in range(20)]) == (0.0, 0.0)


def test_errors_are_drawn_in_the_order_they_came() -> None:
    """Neighbours stay neighbours within a block, and there are as many as asked for."""
    errors = [float(at) for at in range(50)]
    drawn = in_blocks(errors, 30, Random(1))
    assert len(drawn) == 30
    steps = [later - value for value, later in itertools.pairwise(drawn)]
    assert steps.count(1.0) >= 30 * (MOST_BLOCK - 1) / MOST_BLOCK - 4


def test_an_accident_of_the_last_season_is_not_repeated() -> None:
    """A Black Friday does not come back every Friday."""
    values = [100.0 + at % 7 for at in range(70)]
    values[-3] = 5000.0
    paths = season_paths(range(70), values, 7, 14, Random(1), 50)
    assert max(max(path) for path in paths) < 1000
