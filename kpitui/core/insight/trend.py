"""Trend: whether a series rises or falls (Mann-Kendall) and by how much (Theil-Sen).

Mann-Kendall with the variance corrected for ties and a continuity correction, two-sided at 5 %, is exact enough from
ten values on. It is asked of weekly means and not of days, where neighbours resemble each other and flat series look
like trends.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Sequence
from math import erf, sqrt
from statistics import fmean, median
from typing import NamedTuple

FEWEST = 4
"""Values below which there is no trend."""

LEVEL = 0.05
"""How rare, in flat series, a direction must be to be clear."""

Z95 = 1.959963984540054
"""Standard deviations on each side that hold 95 % of a normal distribution."""


class Trend(NamedTuple):
    """What is known of the direction of a series."""

    score: int
    """Mann-Kendall's S: rising pairs less falling ones."""
    z: float
    p: float
    slope: float
    """Theil-Sen: the median of all slopes, in units per slot."""
    low: float
    high: float
    """The 95 % range of the slope, after Sen (1968)."""
    values: int

    @property
    def clear(self) -> bool:
        """Whether so steady a direction is rare in flat series."""
        return self.p < LEVEL


def trend_of(values: Sequence[float], slots: Sequence[float] | None = None) -> Trend | None:
    """Return the trend of *values* in the order of time at ascending *slots* (0, 1, 2... when left out).

    None for fewer than four values, and when all are equal.
    """
    if len(values) < FEWEST or min(values) == max(values):
        return None
    score, variance = kendall(values)
    if variance <= 0:
        return None
    z = (score - (score > 0) + (score < 0)) / sqrt(variance)
    slopes = slopes_of(values, slots or range(len(values)))
    apart = Z95 * sqrt(variance)
    low, high = _rank(slopes, (len(slopes) - apart) / 2), _rank(slopes, (len(slopes) + apart) / 2 + 1)
    return Trend(score, z, 2 * (1 - 0.5 * (1 + erf(abs(z) / sqrt(2)))), median(slopes), low, high, len(values))


def weekly_means(slots: Sequence[int], values: Sequence[float], days: int) -> tuple[list[int], list[float]]:
    """Return the weeks, ascending, and the mean of the values in each; of weeks that have *days* slots a day.

    A week with values on fewer than half of its days is left out, and so is the newest one while its last day is
    missing: it may not be over.
    """
    by_week: dict[int, list[float]] = {}
    for slot, value in zip(slots, values, strict=True):
        by_week.setdefault(slot // days, []).append(value)
    if slots and slots[-1] % days != days - 1:
        by_week.popitem()
    means = {week: fmean(logged) for week, logged in by_week.items() if 2 * len(logged) >= days}
    return list(means), list(means.values())


def kendall(values: Sequence[float]) -> tuple[int, float]:
    """Return Mann-Kendall's S and its variance, corrected for ties."""
    score = 0
    seen: list[float] = []
    for value in values:
        score += bisect_left(seen, value) - (len(seen) - bisect_right(seen, value))
        insort(seen, value)
    n = len(values)
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    return score, (n * (n - 1) * (2 * n + 5) - ties) / 18


def slopes_of(values: Sequence[float], slots: Sequence[float]) -> list[float]:
    """Return the slopes between all pairs of values, ascending."""
    return sorted(
        (values[later] - values[index]) / (slots[later] - slots[index])
        for index in range(len(values))
        for later in range(index + 1, len(values))
    )


def _rank(ascending: Sequence[float], rank: float) -> float:
    """Return the value of a rank counted from 1, the nearest there is."""
    return ascending[max(0, min(len(ascending) - 1, round(rank) - 1))]
