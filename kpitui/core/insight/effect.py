"""Effect: how much a series changed with a day, how long that takes to see, and what was expected of it.

`effect_between` compares the days before with those since; `values_needed` and `smallest_told` plan such a comparison,
`latest_look` and `next_look` say on which days it is looked at, and `outcome_of` holds it against an expected size.
What brought a change about cannot be told from figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import fsum, sqrt
from statistics import NormalDist, variance
from typing import Literal

from kpitui.core.cadence import Span
from kpitui.core.goal import Expectation
from kpitui.core.insight.small_samples import MOST_ALIKE, lag_one, student_t
from kpitui.core.record import Record

# Effect: how much higher or lower a series lies after a day than before it, with a range that is honest about noise.
#
# Neighbouring days resemble each other, so that a plain comparison of means claims an effect in one flat series of
# seven or even of three; the variances are widened for that. What brought a change about cannot be told from figures.

FEWEST_BEFORE = {"day": 14, "week": 8, "month": 6, "quarter": 4}
FEWEST_AFTER = {"day": 7, "week": 4, "month": 3, "quarter": 3}
"""Values needed before and after, by the length of a period."""

SPAN = {"day": 84, "week": 26, "month": 12, "quarter": 8}
"""How many periods before are looked at, at the most."""

SURE = 0.95
"""The share of outcomes within a range, where nothing else is asked for."""


class Effect(Record):
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


def effect_between(before: Sequence[float], after: Sequence[float], *, sure: float = SURE) -> Effect | None:
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
    apart = student_t((1 + sure) / 2, freedom) * sqrt(spread)
    return Effect(difference, difference - apart, difference + apart, len(before), len(after))


def pooled_effect(before: Sequence[float], after: Sequence[float]) -> Effect | None:
    """Return how *after* differs from *before* where *after* may be a handful of values; None for under two before.

    The noise of both is taken to be that of *before*, whose neighbours may resemble each other as in `effect_between`.
    """
    if len(before) < 2 or not after:
        return None
    difference = fsum(after) / len(after) - fsum(before) / len(before)
    memory = lag_one(before)
    alike = min(MOST_ALIKE, max(0.0, memory + (1.5 + 3 * max(0.0, memory)) / len(before)))
    spread = variance(before) * (1 + alike) / (1 - alike) * (1 / len(before) + 1 / len(after))
    apart = student_t((1 + SURE) / 2, len(before) - 1) * sqrt(spread)
    return Effect(difference, difference - apart, difference + apart, len(before), len(after))


# Effect day: the earliest day on which an effect of a size can be told from the ups and downs of a KPI.
#
# A comparison of means, planned beforehand: the days before against those since, so many that an effect of that size is
# told in four of five cases (`benchmarks/effect_days.py`). Within four weeks those are single days, as a whole second
# or third week would tell far more than that; later ones are whole weeks. The noise is that of half a year, for four
# weeks alone underrate it too often.

POWER = 0.80
"""How often an effect of that size is told on that day."""
ONE_SIDED = 0.975
WEEKS_AHEAD = 13
"""Weeks of days that are looked ahead; a day that lies farther off is not named, for it is too uncertain itself."""
SINGLE_WEEKS = 4
"""Within so many weeks an effect may be told on any day, after them at the end of a week."""
LONGEST: dict[Span, int] = {"week": 26, "month": 12, "quarter": 8}
"""The same for values of longer periods, in those."""
NOISE: dict[Span, int] = {"day": 26, "week": 52, "month": 36, "quarter": 16}
"""How many of the latest seasons of days, or weeks, months, quarters, tell the noise."""
RISING, FALLING = 1.3, 0.75
"""The power of the factor by which the variance of amounts grows: 0 where an effect adds, 2 where it multiplies."""
LEAST_FACTOR = 0.1
FEWEST_NOISE: dict[Span, int] = {"day": 28, "week": 8, "month": 6, "quarter": 4}


class Noise(Record):
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
    return factor if counted else factor ** (RISING if factor > 1 else FALLING)


def values_needed(
    noise: Noise, size: float, before: int, *, period: Span = "day", season: int = 7, grow: float = 1.0
) -> int | None:
    """Return how many values since tell an effect of *size* in four of five cases; None for never.

    Of days they are whole weeks from four weeks on. *before* values are held beside them. *grow* is by how much the
    effect makes the variance larger, see `growth`.
    """
    fewest, longest, second = FEWEST_AFTER[period], longest_of(period, season), SINGLE_WEEKS * season
    for after in range(fewest, longest + 1):
        is_step = period != "day" or after < second or after % season == 0
        if is_step and abs(size) >= smallest_told(noise, before, after, grow=grow):
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
    return (student_t(ONE_SIDED, max(1.0, freedom)) + NormalDist().inv_cdf(POWER)) * spread


def least_told(noise: Noise, level: float, size: float, before: int, after: int, *, counted: bool) -> float:
    """Return the least size that is told by so many values *before* and *after*, the way of *size*, which is not told.

    A larger effect makes the variance larger, so that it is told by that of its own.
    """
    way = -1.0 if size < 0 else 1.0

    def is_told(least: float) -> bool:
        return least >= smallest_told(noise, before, after, grow=growth(level, way * least, counted=counted))

    low, high = abs(size), 2 * abs(size)
    while not is_told(high):  # what is told grows more slowly than the size
        low, high = high, 2 * high
    for _halving in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if is_told(middle) else (middle, high)
    return high


def longest_of(period: Span, season: int) -> int:
    """Return how many values since are looked ahead at the most."""
    return WEEKS_AHEAD * season if period == "day" else LONGEST[period]


def usable_before(period: Span, count: int) -> int | None:
    """Return how many of *count* values before are held beside those since; None where they are too few."""
    return None if count < max(FEWEST_BEFORE[period], FEWEST_NOISE[period]) else min(count, SPAN[period])


# Whether a change came out as it was expected: the range of the change that was seen, held against one size.
#
# Only the size is judged. What brought the change about cannot be told from figures.

Outcome = Literal["as expected", "more", "less", "other way", "open"]
"""How a change came out; ``open`` while both no change at all and what was expected are within its range."""


def size_of(expected: Expectation, level: float | None) -> float | None:
    """Return an expected change in the unit of the KPI, whose *level* before it was; None when that is not known."""
    if not expected.percent:
        return expected.size
    return None if not level else abs(level) * expected.size / 100


def outcome_of(effect: Effect, expected: float) -> Outcome:
    """Return how *effect* came out against a change of *expected*, which is not 0, in the same unit."""
    low, high = (effect.low, effect.high) if expected > 0 else (-effect.high, -effect.low)
    size = abs(expected)
    if high < 0:
        return "other way"
    if high < size:
        return "less"
    if low > size:
        return "more"
    return "as expected" if low > 0 else "open"


# Looks: the days, named beforehand, on which it is judged whether a level moved since a day.
#
# Whoever looks daily sees an effect in every fifth flat series within four weeks. Two looks, on a named day and once
# more after twice that time, keep it at one in ten (`benchmarks/claims.py`).

FIRST_LOOK: dict[Span, int] = {"day": 14, "week": 4, "month": 3, "quarter": 3}
"""Slots until the first look where no day was named."""


def latest_look(passed: int, first: int, *, again: int = 1) -> int | None:
    """Return how many slots the latest look covers when *passed* are over; None before the *first*.

    It is looked *again* so many times, each after twice the time of the one before.
    """
    if passed < first:
        return None
    look = first
    for _time in range(again):
        if 2 * look > passed:
            break
        look *= 2
    return look


def next_look(passed: int, first: int, *, again: int = 1) -> int | None:
    """Return how many slots the next look will cover; None when there is none left."""
    latest = latest_look(passed, first, again=again)
    if latest is None:
        return first
    return 2 * latest if latest < first * 2**again else None
