"""Shift: a level that moved and stayed, worth a sentence; and whether a steady trend explains it better.

A run of eight alone is told of one in nine flat series that remember their past. Asking as well whether the values
since differ from those before, by the rule for actions, halves that and costs next to no power.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kpitui.core.insight.effect import Effect, effect_of
from kpitui.core.insight.limits import tolerance, trended_limits
from kpitui.core.insight.limits_chart import LimitsChart

NEWS = 14
"""Slots after its completion in which a signal may still speak; later on it is a mark on the chart."""

BEFORE = 28
"""Values before the run that it is compared with, at the most."""


class Shift(NamedTuple):
    """A level that moved and has stayed there up to the newest value."""

    first: int
    """The index of its first value."""
    above: bool
    effect: Effect


def shift_of(chart: LimitsChart, values: Sequence[float]) -> Shift | None:
    """Return the shift that the newest value of *values* is part of, as their limits *chart* has it; None without."""
    newest = len(values) - 1
    for signal in reversed(chart.signals):
        if signal.rule == 2 and signal.points[-1] == newest and signal.completed > newest - NEWS:
            first = signal.points[0]
            begin = max(first - BEFORE, *(each.first for each in chart.segments if each.first <= first))
            effect = effect_of(values[begin:first], values[first:])
            return Shift(first, signal.above, effect) if effect is not None and effect.clear else None
    return None


def breaks_trend(values: Sequence[float]) -> bool:
    """Tell whether a value of a series that rises or falls lies beyond the limits around its line."""
    limits = trended_limits(values)
    if limits is None or limits.lower is None or limits.upper is None:
        return False
    slack = tolerance(limits.centre)
    rises = [value - limits.slope * at for at, value in enumerate(values)]
    return any(not limits.lower - slack <= value <= limits.upper + slack for value in rises)
