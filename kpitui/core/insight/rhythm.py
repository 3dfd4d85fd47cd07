"""Rhythm: whether the places of a season, such as the weekdays, differ by more than noise makes them differ.

An F test at 5 % with the seasons as blocks (Fisher's randomised blocks), asked of ranks so that a single odd value
neither makes a rhythm nor hides one (Conover and Iman 1981). A rhythm that is merely estimated, without a test, is
"found" in more than half of all series without one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import fsum

from kpitui.core.insight.distributions import f_tail
from kpitui.core.insight.ranks import ranks

SEASONS = 2
"""Full seasons before a rhythm is looked for."""

LEVEL = 0.04
"""How rare the differences must be in noise; of ranks, and where neighbours resemble each other, 5 % come of it."""

POLISHES = 6
"""How often the means of weekdays and of weeks are taken out in turn at the most."""


def has_rhythm(slots: Sequence[int], values: Sequence[float], length: int) -> bool:
    """Tell whether the places of a season of *length* slots differ at 5 %; never for under two seasons.

    A straight line is taken out first, for a rise within each week is no rhythm, and then the mean of each season.
    Slots and values are those of the periods with data, ascending; gaps are allowed.
    """
    if length < 2 or len(values) < SEASONS * length or slots[-1] - slots[0] + 1 < SEASONS * length:
        return False
    blocks = [(slot - slots[0]) // length for slot in slots]
    places = [slot % length for slot in slots]
    ranked = ranks(_rounded(_less_means(_without_line(slots, values), blocks)))
    columns = len(set(places))
    freedom = len(values) - columns - (len(set(blocks)) - 1)
    if columns < 2 or freedom < 1:
        return False
    alone = _less_means(ranked, blocks)
    both = alone
    # With days missing, the means of weeks and of weekdays depend on each other: they are taken out in turn.
    explained = left = fsum(rank**2 for rank in alone)
    for _time in range(POLISHES):
        before = left
        both = _less_means(_less_means(both, places), blocks)
        left = fsum(rank**2 for rank in both)
        if before - left <= 1e-3 * left:
            break
    if left <= 1e-9 * explained:
        return explained > 0
    return f_tail((explained - left) / (columns - 1) / (left / freedom), columns - 1, freedom) < LEVEL


def _without_line(slots: Sequence[int], values: Sequence[float]) -> list[float]:
    """Return *values* less the straight line of least squares through them; as they are when most of them are equal.

    A line through days that are mostly nothing makes a slope of them within each week, which is no rhythm.
    """
    if 2 * max(Counter(values).values()) > len(values):
        return list(values)
    centre, level = fsum(slots) / len(slots), fsum(values) / len(values)
    spread = fsum((slot - centre) ** 2 for slot in slots)
    slope = fsum((slot - centre) * (value - level) for slot, value in zip(slots, values, strict=True)) / spread
    return [value - slope * (slot - centre) for slot, value in zip(slots, values, strict=True)]


def _less_means(values: Sequence[float], groups: Sequence[int]) -> list[float]:
    """Return *values* less the mean of their group."""
    by_group: dict[int, list[float]] = {}
    for group, value in zip(groups, values, strict=True):
        by_group.setdefault(group, []).append(value)
    means = {group: fsum(own) / len(own) for group, own in by_group.items()}
    return [value - means[group] for group, value in zip(groups, values, strict=True)]


def _rounded(values: Sequence[float]) -> list[float]:
    """Return *values* so rounded that those which differ by the errors of floats alone share a rank."""
    scale = max(abs(value) for value in values) or 1.0
    return [round(value / scale, 12) for value in values]
