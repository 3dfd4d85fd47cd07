"""Whitening: a baseline from running sums is that of its values, and residuals forget the value before."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from statistics import fmean, stdev

import pytest

from kpitui.core.insight.whitening import Baselines
from kpitui.core.insight.xmr_limits import lag_one


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
