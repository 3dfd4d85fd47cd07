"""Whitening: one-step residuals in standard deviations, in which neighbours no longer resemble each other.

A day says little that is new where it resembles the day before it; what it brings beyond that is its residual. The
level, the spread and the likeness of neighbours are those of a baseline of earlier values.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt
from typing import NamedTuple

from kpitui.core.insight.limits import lag_one, tolerance

MOST_ALIKE = 0.8
"""The correlation of neighbours that is reckoned with at the most."""


class Baseline(NamedTuple):
    """What values were like before: first-order autoregression around a level."""

    centre: float
    spread: float
    """Their standard deviation."""
    memory: float
    """The correlation of neighbours, 0 to 0.8."""
    values: int

    def residual(self, value: float, before: float, gap: int) -> float:
        """Return what *value* brings beyond the value *before* it, *gap* slots earlier, in standard deviations."""
        memory = self.memory**gap
        expected = self.centre + memory * (before - self.centre)
        return (value - expected) / (self.spread * sqrt(1 - memory**2))


def baseline_of(values: Sequence[float]) -> Baseline | None:
    """Return the baseline of *values* in the order of time; None for fewer than two, or when all are equal.

    A short series underrates the likeness of neighbours r by about (1 + 3 r) / n (Kendall 1954), which is added.
    """
    if len(values) < 2:
        return None
    centre = fsum(values) / len(values)
    spread = sqrt(fsum((value - centre) ** 2 for value in values) / (len(values) - 1))
    if spread <= tolerance(centre):
        return None
    memory = lag_one(values)
    memory += (1 + 3 * max(0.0, memory)) / len(values)
    return Baseline(centre, spread, min(MOST_ALIKE, max(0.0, memory)), len(values))
