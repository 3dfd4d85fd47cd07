"""Broken line: flat up to some value, and from there a steady way up or down; the test whether a series does so.

A test against a straight line through all values sees a rise late that began lately. Here the line may begin anywhere,
and its level counts the tries: over a quarter of weekly looks about one flat series in ten is claimed to rise or fall
(`benchmarks/claims.py`). It is asked of ranks, so that one odd value makes no trend, and of errors that may resemble
their neighbours: the t is reduced by sqrt((1 - r) / (1 + r)), r being their lag-1 correlation.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, fsum, sqrt
from typing import NamedTuple

from kpitui.core.insight.distributions import t_tails
from kpitui.core.insight.ranks import ranks
from kpitui.core.insight.whitening import MOST_ALIKE
from kpitui.core.insight.xmr_limits import lag_one

LEVEL = 0.005
"""How rare, in flat series, so steady a direction must be to be clear at one look; found by simulation."""

SHORTEST = 6
"""Values on the way up or down at the least, the one from which it begins among them."""

NEARLY = 3.84
"""Twice the difference of log-likelihoods within which a kink is nearly as good: the 95 % point of chi square."""


class BrokenLine(NamedTuple):
    """The line that describes a series best."""

    kink: int
    """The index of the value from which it rises or falls; 0 for a straight line."""
    rises: bool
    p: float
    """How often flat series show so steady a direction, for the one kink."""
    kinks: range
    """The kinks that describe the series nearly as well, the best one among them."""

    @property
    def clear(self) -> bool:
        """Whether it is rare enough in flat series, all kinks and looks reckoned with."""
        return self.p < LEVEL


def broken_line(values: Sequence[float], slots: Sequence[float]) -> BrokenLine | None:
    """Return the line that describes *values* at ascending *slots* best; None for fewer than six, or all equal."""
    count = len(values)
    if count < SHORTEST or min(values) == max(values):
        return None
    ranked = ranks(values)
    middle = fsum(ranked) / count
    ranked = [rank - middle for rank in ranked]
    lines = [_line(ranked, slots, kink) for kink in range(count - SHORTEST + 1)]
    best = min(lines, key=lambda line: line.p)
    border = min(line.squares for line in lines) * exp(NEARLY / count) + 1e-9
    likely = [line.kink for line in lines if line.squares <= border and line.rises == best.rises]
    kinks = range(min(best.kink, *likely), max(best.kink, *likely) + 1)
    return BrokenLine(best.kink, best.rises, best.p, kinks)


class _Fit(NamedTuple):
    kink: int
    rises: bool
    p: float
    squares: float
    """The sum of the squares of its errors."""


def _line(ranked: Sequence[float], slots: Sequence[float], kink: int) -> _Fit:
    """Return the line with one *kink* through ranks whose mean is 0, by least squares."""
    count = len(ranked)
    way = [max(0.0, slot - slots[kink]) for slot in slots]
    middle = fsum(way) / count
    way = [step - middle for step in way]
    spread = fsum(step * step for step in way)
    slope = fsum(step * rank for step, rank in zip(way, ranked, strict=True)) / spread
    errors = [rank - slope * step for step, rank in zip(way, ranked, strict=True)]
    variance = fsum(error * error for error in errors) / (count - 2)
    if variance <= 1e-12:
        return _Fit(kink, slope > 0, 0.0, 0.0)
    memory = min(MOST_ALIKE, max(0.0, lag_one(errors)))
    t = slope * sqrt(spread / variance * (1 - memory) / (1 + memory))
    return _Fit(kink, slope > 0, t_tails(t, count - 2), variance * (count - 2))
