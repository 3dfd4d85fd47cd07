"""Effect: how much higher or lower a series lies after a day than before it, with a range that is honest about noise.

Neighbouring days resemble each other, so that a plain comparison of means claims an effect in one flat series of seven
or even of three; the variances are widened for that. What brought a change about cannot be told from figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt
from statistics import NormalDist, variance
from typing import NamedTuple

from kpitui.core.insight.whitening import MOST_ALIKE
from kpitui.core.insight.xmr_limits import lag_one

FEWEST_BEFORE = {"day": 14, "week": 8, "month": 6, "quarter": 4}
FEWEST_AFTER = {"day": 7, "week": 4, "month": 3, "quarter": 3}
"""Values needed before and after, by the length of a period."""

SPAN = {"day": 84, "week": 26, "month": 12, "quarter": 8}
"""How many periods before are looked at, at the most."""

SURE = 0.95
"""The share of outcomes within a range, where nothing else is asked for."""


class Effect(NamedTuple):
    """How the values after differ from those before, in their unit."""

    difference: float
    low: float
    high: float
    """The range of the difference, of 95 % where nothing else was asked for."""
    before: int
    after: int
    """On how many values it rests."""

    @property
    def clear(self) -> bool:
        """Whether no difference at all lies outside the range."""
        return self.low > 0 or self.high < 0


def effect_of(before: Sequence[float], after: Sequence[float], *, sure: float = SURE) -> Effect | None:
    """Return how *after* differs from *before*, both in the order of time; None for fewer than two values of either.

    *sure* is the share of outcomes within its range; who looks often takes a wider one.

    Welch's comparison of two means, both variances multiplied by (1+r)/(1-r). Here r is the pooled lag-1 correlation,
    within 0 to 0.8; a short series underrates it by about (1+3r)/n (Kendall 1954), so (1.5+3r)/n is added on each side.
    """
    if min(len(before), len(after)) < 2:
        return None
    difference = fsum(after) / len(after) - fsum(before) / len(before)
    memories = [(lag_one(values), len(values)) for values in (before, after)]
    alike = fsum(n * memory + 1.5 + 3 * max(0.0, memory) for memory, n in memories) / (len(before) + len(after))
    alike = min(MOST_ALIKE, max(0.0, alike))
    shares = [variance(values) * (1 + alike) / (1 - alike) / len(values) for values in (before, after)]
    spread = fsum(shares)
    if spread <= 0:
        return Effect(difference, difference, difference, len(before), len(after))
    freedom = spread**2 / fsum(
        share**2 / (len(values) - 1) for share, values in zip(shares, (before, after), strict=True)
    )
    apart = student((1 + sure) / 2, freedom) * sqrt(spread)
    return Effect(difference, difference - apart, difference + apart, len(before), len(after))


def pooled_effect(before: Sequence[float], after: Sequence[float]) -> Effect | None:
    """Return how *after* differs from *before* where *after* may be a handful of values; None for under two before.

    The noise of both is taken to be that of *before*, whose neighbours may resemble each other as in `effect_of`.
    """
    if len(before) < 2 or not after:
        return None
    difference = fsum(after) / len(after) - fsum(before) / len(before)
    memory = lag_one(before)
    alike = min(MOST_ALIKE, max(0.0, memory + (1.5 + 3 * max(0.0, memory)) / len(before)))
    spread = variance(before) * (1 + alike) / (1 - alike) * (1 / len(before) + 1 / len(after))
    apart = student((1 + SURE) / 2, len(before) - 1) * sqrt(spread)
    return Effect(difference, difference - apart, difference + apart, len(before), len(after))


def student(share: float, freedom: float) -> float:
    """Return the value below which *share* of Student's t with *freedom* degrees lies, good to 1 % from two degrees on.

    The expansion around the normal distribution of Abramowitz and Stegun, 26.7.5.
    """
    x = NormalDist().inv_cdf(share)
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return x + fsum(term / freedom ** (index + 1) for index, term in enumerate(terms))
