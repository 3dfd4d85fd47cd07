"""Accidents: single values so far from their neighbours and from their place in the season that they tell nothing.

A typing error of a factor ten must not bend a forecast. What is replaced here is only left out of what a forecast
learns from; the entry itself, charts and sums keep it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log

from kpitui.core.quantiles import median, median_low

AROUND = 3
"""Neighbours looked at on each side, and values of the same place in the season before and after."""

FAR = 8.0
"""Scales from both that make a value an accident."""

ONE_IN = 40
"""In so many values, or steps of a stock, one at the most is an accident where all others are alike."""

STEADY = 0.5
"""How large the usual step of a stock is at the least, in scales of its steps, that moves steadily."""

FACTOR = 3.0
"""The largest value over the smallest from which on logarithms describe a series better than its values do."""


def without_outliers(slots: Sequence[int], values: Sequence[float], length: int) -> list[float]:
    """Return *values* with each accident replaced by the median of its neighbours; *length* is that of a season.

    A closed Sunday is no accident: it is like other Sundays.
    """
    if len(values) < 2 * AROUND:
        return list(values)
    near = [_median_around(values, index) for index in range(len(values))]
    far = _beyond([value - middle for value, middle in zip(values, near, strict=True)])
    if not any(far) or length == 1:
        return [middle if out else value for value, middle, out in zip(values, near, far, strict=True)]
    by_place: dict[int, list[int]] = {}
    for index, slot in enumerate(slots):
        by_place.setdefault(slot % length, []).append(index)
    cleaned = list(values)
    for places in by_place.values():
        own = [values[index] for index in places]
        for place, index in enumerate(places):
            if far[index] and _alone(own, place):
                cleaned[index] = near[index]
    return cleaned


def varies_by_factors(slots: Sequence[int], values: Sequence[float], length: int) -> bool:
    """Tell whether *values*, but for accidents, are all above 0 and the largest is more than three times the smallest.

    Such series are worked out on logarithms; one typing error alone must not decide that. *length* is that of a season.
    """
    if min(values) <= 0 or max(values) <= FACTOR * min(values):
        return False
    usual = without_outliers(slots, [log(value) for value in values], length)
    return max(usual) - min(usual) > log(FACTOR)


def _median_around(values: Sequence[float], index: int) -> float:
    near = [*values[max(0, index - AROUND) : index], *values[index + 1 : index + 1 + AROUND]]
    near.sort()  # not by a call of `median`: this is asked for each value of every KPI that is reviewed
    middle = len(near) // 2
    return near[middle] if len(near) % 2 else (near[middle - 1] + near[middle]) / 2


def lasting_jumps(values: Sequence[float]) -> dict[int, float]:
    """Return by index the few jumps after which a stock that moves steadily stays where it came: a list cleaned up.

    Each is told as what it is more than the usual step. Empty for a series that wanders, where no step is unusual.
    """
    steps = [after - before for before, after in pairwise(values)]
    if len(steps) < ONE_IN:
        return {}
    middle = median(steps)
    sizes = [abs(step - middle) for step in steps]
    scale = 1.4826 * (median(sizes) or median_low([size for size in sizes if size] or [0.0]))
    if scale <= 0 or abs(middle) < STEADY * scale:
        return {}
    jumps = {}
    for index, step in enumerate(steps, 1):
        if sizes[index - 1] > FAR * scale:
            jump = step - middle
            came = median(values[index : index + AROUND]) - median(values[max(0, index - AROUND) : index])
            if jump * came <= 0 or abs(came) < abs(jump) / 2:
                return {}  # an accident goes back, which is another step of its size
            jumps[index] = jump
    return jumps if len(jumps) <= len(steps) // ONE_IN else {}


def _beyond(deviations: Sequence[float]) -> list[bool]:
    """Tell of each deviation whether it is far beyond what deviations usually are.

    Where most values equal their neighbours, those that do not are compared with each other; where hardly one does not,
    it is what is far, unless two follow each other, as where values move to another level.
    """
    sizes = [abs(deviation) for deviation in deviations]
    odd = [bool(size) for size in sizes]
    if ONE_IN * sum(odd) <= len(odd) and not any(one and other for one, other in pairwise(odd)):
        return odd
    scale = 1.4826 * (median(sizes) or median_low([size for size in sizes if size] or [0.0]))
    return [scale > 0 and size > FAR * scale for size in sizes]


def _alone(own: Sequence[float], place: int) -> bool:
    """Tell whether a value is far from the others of its place in the season, or has too few to be like."""
    others = [*own[max(0, place - AROUND) : place], *own[place + 1 : place + 1 + AROUND]]
    if len(others) < 2:
        return True
    middle = median(others)
    spread = max(abs(deviation - middle) for deviation in others)
    return abs(own[place] - middle) > 3 * spread
