"""The rhythm of a series: what each weekday, or each month, adds to its level, shrunk towards nothing.

Estimated without a test, a rhythm is seen in more than half of all series that have none; so a test comes first. What
passes it is still partly noise, so each effect is drawn back by how much the effects differ beyond what noise alone
would make them differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt

from kpitui.core.insight.trend import slopes_of
from kpitui.core.median import median
from kpitui.core.record import Record

SEASONS = 2
"""Full seasons before a rhythm is looked for."""

WEAKEST = 0.3
"""A rhythm that is mostly noise is left out altogether."""

FAR, ONE_IN_TWENTY = 3.0, 1.645
"""Scales beyond which a value is drawn in before a test; what a standard normal exceeds in one of twenty cases."""

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
    if length < 2 or len(values) < SEASONS * length or slots[-1] - slots[0] + 1 < SEASONS * length:
        return NO_SEASON
    deviations: list[list[float]] = [[] for _place in range(length)]
    for slot, value, middle in zip(slots, values, _moving_middle(slots, values, length), strict=True):
        deviations[slot % length].append(value - middle)
    places = [own for own in deviations if own]
    # A mean was taken out of each season.
    if not differ(places, spent=len(values) // length - 1):
        return NO_SEASON
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


def differ(places: Sequence[Sequence[float]], *, spent: int = 0) -> bool:
    """Tell whether groups of values, none empty, differ by more than noise, by an F test at 5 %.

    *spent* degrees of freedom are gone, of means that were taken out of the values before.
    One-way analysis of variance (Fisher 1925) on values drawn in to three scales around the median of their group, so
    that an accident neither makes a rhythm nor hides one. The tail of F is that of the normal distribution after the
    cube root of Wilson and Hilferty (Paulson 1942).
    """
    values = [value for own in places for value in own]
    above, below = len(places) - 1, len(values) - len(places) - spent
    if above < 1 or below < 1:
        return False
    middles = [median(own) for own in places]
    far = (
        FAR * 1.4826 * median(abs(value - middle) for own, middle in zip(places, middles, strict=True) for value in own)
    )
    if far > 0:
        places = [
            [max(middle - far, min(middle + far, value)) for value in own]
            for own, middle in zip(places, middles, strict=True)
        ]
        values = [value for own in places for value in own]
    means = [fsum(own) / len(own) for own in places]
    mean = fsum(values) / len(values)
    between = fsum(len(own) * (middle - mean) ** 2 for own, middle in zip(places, means, strict=True)) / above
    within = fsum((value - middle) ** 2 for own, middle in zip(places, means, strict=True) for value in own) / below
    if within <= 1e-18 * between or within <= 0:
        return between > 0
    root: float = (between / within) ** (1 / 3)
    of_above, of_below = 2 / (9 * above), 2 / (9 * below)
    score = ((1 - of_below) * root - (1 - of_above)) / sqrt(of_below * root * root + of_above)
    return score > ONE_IN_TWENTY


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
