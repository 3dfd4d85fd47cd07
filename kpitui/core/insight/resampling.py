"""Resampling: paths of days drawn from the days of the past, for series that a level and errors do not describe.

Days without a sale, counts of one or two, and few large invoices have no "usual error": what may come is what came
before (the bootstrap, Efron 1979). Newer days are drawn more often, and each path weighs them anew (the Bayesian
bootstrap, Rubin 1981), since their mean is not known for certain either.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from math import fsum
from random import Random

from kpitui.core.cadence import Span
from kpitui.core.insight.rhythm import has_rhythm

ZEROS = 0.35
"""The share of zeros from which on a series is resampled."""

COUNTS = 4.0
"""The mean below which whole numbers are."""

HALF_LIFE: dict[Span, float] = {"day": 120.0, "week": 26.0, "month": 12.0, "quarter": 8.0}
"""After how many slots a value is drawn half as often."""

WEEKS = 4
"""Full seasons before places of the season are told apart."""


def is_resampled(values: Sequence[float]) -> bool:
    """Tell whether *values*, at least one, have so many zeros, or are counts so small, that they are resampled."""
    if min(values) < 0:
        return False
    zeros = sum(value == 0 for value in values)
    few = fsum(values) / len(values) < COUNTS and all(float(value).is_integer() for value in values)
    return zeros >= ZEROS * len(values) or few


def resampled_paths(
    slots: Sequence[int],
    values: Sequence[float],
    ahead: Sequence[int],
    *,
    period: Span,
    length: int,
    random: Random,
    count: int,
) -> list[list[float]]:
    """Return *count* paths over the slots *ahead*, of values drawn from *values* at ascending *slots*.

    Where a test finds that places of the season of *length* slots differ, a value is carried from its place to another
    by the ratio of their means.
    """
    factors = _factors(slots, values, length) if period == "day" else [1.0] * length
    weights = [0.5 ** ((slots[-1] - slot) / HALF_LIFE[period]) for slot in slots]
    plain = [value / factors[slot % length] if factors[slot % length] > 0 else 0.0
             for slot, value in zip(slots, values, strict=True)]  # fmt: skip
    paths = []
    for _path in range(count):
        heaped = list(accumulate(weight * random.expovariate(1.0) for weight in weights))
        paths.append([plain[bisect(heaped, random.random() * heaped[-1])] * factors[slot % length] for slot in ahead])
    return paths


def _factors(slots: Sequence[int], values: Sequence[float], length: int) -> list[float]:
    """Return the mean of each place of the season over the mean of all, drawn back by its doubt; 1 without a rhythm."""
    mean = fsum(values) / len(values)
    places: list[list[float]] = [[] for _place in range(length)]
    for slot, value in zip(slots, values, strict=True):
        places[slot % length].append(value)
    if len(values) < WEEKS * length or not all(places) or mean <= 0 or not has_rhythm(slots, values, length):
        return [1.0] * length
    means = [fsum(own) / len(own) for own in places]
    left = fsum((value - middle) ** 2 for own, middle in zip(places, means, strict=True) for value in own)
    noise = left / (len(values) - length) * length / len(values)
    spread = fsum((middle - mean) ** 2 for middle in means) / (length - 1)
    share = max(0.0, spread - noise) / spread if spread > 0 else 0.0
    return [max(0.0, 1 + share * (middle / mean - 1)) for middle in means]
