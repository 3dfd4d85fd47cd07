"""Effect day: the earliest day on which an effect of a size can be told from the ups and downs of a KPI.

A comparison of means, planned beforehand: the days before against those since, so many whole weeks that an effect of
that size is told in four of five cases (`benchmarks/effect_days.py`). The noise is that of half a year, for four weeks
alone underrate it too often.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import fsum, sqrt
from statistics import NormalDist
from typing import NamedTuple

from kpitui.core.cadence import Span
from kpitui.core.insight.effect import FEWEST_AFTER, FEWEST_BEFORE, SPAN, student
from kpitui.core.insight.whitening import MOST_ALIKE

POWER = 0.80
"""How often an effect of that size is told on that day."""
SURE = 0.975
WEEKS = 13
"""Weeks of days that are looked ahead; a day that lies farther off is not named, for it is too uncertain itself."""
LONGEST: dict[Span, int] = {"week": 26, "month": 12, "quarter": 8}
"""The same for values of longer periods, in those."""
NOISE: dict[Span, int] = {"day": 26, "week": 52, "month": 36, "quarter": 16}
"""How many of the latest seasons of days, or weeks, months, quarters, tell the noise."""
BETWEEN = 1.5
"""The power of the factor by which the variance of amounts grows: 0 where an effect adds, 2 where it multiplies."""
LEAST_FACTOR = 0.1
FEWEST_NOISE: dict[Span, int] = {"day": 28, "week": 8, "month": 6, "quarter": 4}


class Noise(NamedTuple):
    """How much single values of a series go up and down."""

    variance: float
    alike: float
    """The correlation of neighbours, 0 to 0.8, with what a short series underrates it by."""


def noise_of(values: Sequence[float], season: int, *, places: Sequence[int] | None = None) -> Noise:
    """Return the noise of *values* in the order of time without their rhythm of *season* places.

    *places* are their places in the season where some are missing.
    """
    count = len(values)
    places = places or [index % season for index in range(count)]
    sums: dict[int, list[float]] = {}
    for place, value in zip(places, values, strict=True):
        sums.setdefault(place, []).append(value)
    means = {place: fsum(own) / len(own) for place, own in sums.items()}
    rest = [value - means[place] for place, value in zip(places, values, strict=True)]
    whole = fsum(error * error for error in rest)
    alike = fsum(a * b for a, b in pairwise(rest)) / whole if whole else 0.0
    widened = alike + (1.5 + 3 * max(0.0, alike)) / count
    return Noise(whole / max(1, count - len(means)), min(MOST_ALIKE, max(0.0, widened)))


def growth(level: float, size: float, *, counted: bool) -> float:
    """Return by how much an effect of *size* on *level* makes the variance larger.

    By as much as the level where heads are *counted* and of ratios. Of amounts it may add to every day or multiply it:
    the power between the two has either told in four of five cases, but for a tenth.
    """
    factor = max(LEAST_FACTOR, 1 + size / level) if level > 0 else 1.0
    return factor if counted else factor**BETWEEN


def values_needed(
    noise: Noise, size: float, before: int, *, period: Span = "day", season: int = 7, grow: float = 1.0
) -> int | None:
    """Return how many values since tell an effect of *size* in four of five cases; of days whole weeks; None for never.

    *before* values are held beside them. *grow* is by how much the effect makes the variance larger, see `growth`.
    """
    steps = range(season, WEEKS * season + 1, season) if period == "day" else range(1, LONGEST[period] + 1)
    fewest = FEWEST_AFTER[period]
    for after in steps:
        if after >= fewest and abs(size) >= smallest_told(noise, before, after, grow=grow):
            return after
    return None


def smallest_told(noise: Noise, before: int, after: int, *, grow: float = 1.0) -> float:
    """Return the size of an effect that is told in four of five cases by so many values *before* and *after*.

    Welch's comparison of means, both variances multiplied by (1+r)/(1-r) for the correlation r of neighbours.
    """
    a, b = noise.variance / before, noise.variance * grow / after
    if a + b <= 0:
        return 0.0
    spread = sqrt((a + b) * (1 + noise.alike) / (1 - noise.alike))
    freedom = (a + b) ** 2 / (a * a / max(1, before - 1) + b * b / max(1, after - 1))
    return (student(SURE, max(1.0, freedom)) + NormalDist().inv_cdf(POWER)) * spread


def longest_of(period: Span, season: int) -> int:
    """Return how many values since are looked ahead at the most."""
    return WEEKS * season if period == "day" else LONGEST[period]


def usable_before(period: Span, count: int) -> int | None:
    """Return how many of *count* values before are held beside those since; None where they are too few."""
    return None if count < max(FEWEST_BEFORE[period], FEWEST_NOISE[period]) else min(count, SPAN[period])
