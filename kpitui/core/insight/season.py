"""The rhythm of a series: what each weekday, or each month, adds to its level, shrunk towards nothing.

Estimated without a test, a rhythm is seen in more than half of all series that have none; so a test comes first. What
passes it is still partly noise, so each effect is drawn back by how much the effects differ beyond what noise alone
would make them differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from kpitui.core.insight.rhythm import SEASONS, has_rhythm
from kpitui.core.insight.trend import slopes_of
from kpitui.core.median import median
from kpitui.core.record import Record

WEAKEST = 0.3
"""A rhythm that is mostly noise is left out altogether."""

LATEST = 26
"""Seasons that the rhythm of a KPI is learned from where it is looked at as such."""

ONCE = 0.5
"""How much counts of a year that was seen once."""


class Season(Record):
    """What each place in the season adds; the effects sum to nothing."""

    effects: tuple[float, ...]
    """By slot modulo the length; of length 1 when there is no rhythm."""
    shrunk: float
    """The share that was kept of what was seen, 0 to 1."""

    @property
    def length(self) -> int:
        """Return how many places there are."""
        return len(self.effects)

    def at(self, slot: int) -> float:
        """Return what *slot* adds."""
        return self.effects[slot % len(self.effects)]

    def without(self, slots: Sequence[int], values: Sequence[float]) -> list[float]:
        """Return *values* without what their slots add."""
        return [value - self.at(slot) for slot, value in zip(slots, values, strict=True)]


NO_SEASON = Season((0.0,), 0.0)


def season_of(slots: Sequence[int], values: Sequence[float], length: int) -> Season:
    """Return the rhythm of *values* at ascending *slots*, `NO_SEASON` for under two seasons or mere noise.

    A place without any value, as a weekday on which nothing is ever logged, adds nothing.
    """
    if not has_rhythm(slots, values, length):
        return NO_SEASON
    deviations: list[list[float]] = [[] for _place in range(length)]
    for slot, value, middle in zip(slots, values, _moving_middle(slots, values, length), strict=True):
        deviations[slot % length].append(value - middle)
    places = [own for own in deviations if own]
    middles = [median(own) for own in places]
    mean = fsum(middles) / len(middles)
    left = [abs(value - middle) for own, middle in zip(places, middles, strict=True) for value in own]
    # 1.4826 makes the median of absolute deviations the standard deviation of normal noise.
    noise = (1.4826 * median(left)) ** 2 * len(left) / max(1, len(left) - len(places))
    noise_of_effect = noise * len(places) / len(values)
    spread = fsum((middle - mean) ** 2 for middle in middles) / (len(places) - 1)
    real = max(0.0, spread - noise_of_effect)
    if real <= 0.0:
        return NO_SEASON
    share = real / (real + noise_of_effect)
    if share < WEAKEST:
        return NO_SEASON
    return Season(tuple(share * (median(own) - mean) if own else 0.0 for own in deviations), share)


def recent_season(slots: Sequence[int], values: Sequence[float], length: int) -> Season:
    """Return the rhythm of the latest half year of *values*; a year of months counts as a week of days does."""
    return season_of(slots[-LATEST * length :], values[-LATEST * length :], length)


def year_once(slots: Sequence[int], values: Sequence[float], length: int) -> Season:
    """Return half of what the places of a year of *length* slots differed from a straight line, where it was seen once.

    `NO_SEASON` for a year or less, and from two years on, which `season_of` looks at. A December that was twice as high
    once may have been so by chance: half of it is expected again.
    """
    if length < 2 or not length < slots[-1] - slots[0] + 1 < SEASONS * length or len(values) <= length:
        return NO_SEASON
    slope = median(slopes_of(values, slots))
    centre = median(value - slope * slot for slot, value in zip(slots, values, strict=True))
    places: list[list[float]] = [[] for _place in range(length)]
    for slot, value in zip(slots, values, strict=True):
        places[slot % length].append(ONCE * (value - centre - slope * slot))
    means = [fsum(own) / len(own) if own else 0.0 for own in places]
    whole = fsum(means) / length
    return Season(tuple(mean - whole for mean in means), ONCE)


def _moving_middle(slots: Sequence[int], values: Sequence[float], length: int) -> list[float]:
    """Return at each value the lightly trimmed mean of the season around it, moved inwards at the ends."""
    half, first, last = length // 2, slots[0], slots[-1]
    middles = []
    low = high = 0
    for slot in slots:
        begin = min(max(slot - half, first), max(first, last - length + 1))
        while slots[low] < begin:
            low += 1
        while high < len(slots) and slots[high] < begin + length:
            high += 1
        window = sorted(values[low:high])
        trimmed = window[1:-1] if len(window) >= 5 else window
        middles.append(fsum(trimmed) / len(trimmed))
    return middles
