"""The rhythm of a series: what each weekday, or each month, adds to its level, shrunk towards nothing.

A rhythm that was seen a few times only is mostly noise, so each effect is drawn back by how much the effects differ
beyond what noise alone would make them differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from kpitui.core.median import median
from kpitui.core.record import Record

SEASONS = 2
"""Full seasons before a rhythm is looked for."""

WEAKEST = 0.3
"""A rhythm that is mostly noise is left out altogether."""


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
    """Return the rhythm of *values* at ascending *slots*, `NO_SEASON` for under two seasons or mere noise."""
    if length < 2 or len(values) < SEASONS * length or slots[-1] - slots[0] + 1 < SEASONS * length:
        return NO_SEASON
    deviations: list[list[float]] = [[] for _place in range(length)]
    for slot, value, middle in zip(slots, values, _moving_middle(slots, values, length), strict=True):
        deviations[slot % length].append(value - middle)
    if not all(deviations):
        return NO_SEASON
    raw = [median(each) for each in deviations]
    mean = fsum(raw) / length
    effects = [each - mean for each in raw]
    left = [abs(each - middle) for of_place, middle in zip(deviations, raw, strict=True) for each in of_place]
    # 1.4826 makes the median of absolute deviations the standard deviation of normal noise.
    noise = (1.4826 * median(left)) ** 2 * len(left) / max(1, len(left) - length)
    noise_of_effect = noise * length / len(values)
    seen = fsum(each * each for each in effects) / (length - 1)
    real = max(0.0, seen - noise_of_effect)
    if real <= 0.0:
        return NO_SEASON
    kept = real / (real + noise_of_effect)
    return NO_SEASON if kept < WEAKEST else Season(tuple(kept * each for each in effects), kept)


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
