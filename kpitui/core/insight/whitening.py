"""Whitening: one-step residuals in standard deviations, in which neighbours no longer resemble each other.

A day says little that is new where it resembles the day before it; what it brings beyond that is its residual. The
level, the spread and the likeness of neighbours are those of a baseline of earlier values.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import fsum, sqrt
from typing import NamedTuple

from kpitui.core.insight.xmr_limits import tolerance

MOST_ALIKE = 0.8
"""The correlation of neighbours that is reckoned with at the most."""


class ReferenceWindow(NamedTuple):
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


class Baselines:
    """The baselines of any stretch of the same values, from running sums: they are asked for at every step."""

    def __init__(self, values: Sequence[float]) -> None:
        # Sums of squares lose digits far from 0, so the values are taken from their own middle.
        self.middle = fsum(values) / len(values) if values else 0.0
        plain = [value - self.middle for value in values]
        self.plain = plain
        self.sums = list(accumulate(plain, initial=0.0))
        self.squares = list(accumulate((value * value for value in plain), initial=0.0))
        self.products = list(accumulate((former * latter for former, latter in pairwise(plain)), initial=0.0))

    def of(self, begin: int, end: int) -> ReferenceWindow | None:
        """Return the baseline of the values from *begin* to *end*, exclusive; None for under two or a constant.

        A short series underrates the likeness of neighbours r by about (1 + 3 r) / n (Kendall 1954), which is added.
        """
        count = end - begin
        if count < 2:
            return None
        total = self.sums[end] - self.sums[begin]
        mean = total / count
        whole = self.squares[end] - self.squares[begin] - total * mean
        if whole <= (count - 1) * tolerance(self.middle + mean) ** 2:
            return None
        ends = 2 * total - self.plain[begin] - self.plain[end - 1]
        alike = self.products[end - 1] - self.products[begin] - mean * ends + (count - 1) * mean**2
        memory = alike / whole
        memory += (1 + 3 * max(0.0, memory)) / count
        memory = min(MOST_ALIKE, max(0.0, memory))
        return ReferenceWindow(self.middle + mean, sqrt(whole / (count - 1)), memory, count)
