"""Shift: a level that moved and stayed, told by CUSUM, by how much it moved, and whether it is still there.

A run of eight on one side of a centre from the first twenty values spoke of every fourth flat series within a quarter,
and of a jump of three standard deviations only after eight days; see `cusum` and `benchmarks/claims.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

from kpitui.core.insight.cusum import Alarm, next_alarm
from kpitui.core.insight.effect import Effect, pooled_effect

NEWS = 14
"""Slots after its completion in which a shift may still be told; later on it is a proposal for new limits."""

LOOK = 365
"""Values that are looked through for shifts, at the most."""

NEWEST = 7
"""Values by which it is judged whether a shifted level is still there, at the most."""


class Shift(NamedTuple):
    """A level that moved."""

    first: int
    """The index of its first value."""
    completed: int
    """The index of the value with which it could be told."""
    above: bool
    effect: Effect
    """The values from the first one on against those of the level before."""


def shifts_of(slots: Sequence[int], values: Sequence[float], begin: int = 0) -> list[Shift]:
    """Return the shifts of *values* without their rhythm, at ascending *slots*, from index *begin* on, ascending.

    Each is held against the whole level before it, and goes up to the next one.
    """
    start = max(begin, len(values) - LOOK)
    alarms: list[tuple[int, Alarm]] = []
    while (alarm := next_alarm(slots, values, start)) is not None:
        alarms.append((start, alarm))
        start = alarm.first
    result = []
    for index, (level, alarm) in enumerate(alarms):
        end = alarms[index + 1][1].first if index + 1 < len(alarms) else len(values)
        effect = pooled_effect(values[level : alarm.first], values[alarm.first : max(end, alarm.completed + 1)])
        if effect is not None and effect.clear:
            result.append(Shift(alarm.first, alarm.completed, alarm.above, effect))
    return result


def lasting_shift(shifts: Sequence[Shift], values: Sequence[float]) -> Shift | None:
    """Return the last of *shifts*, if the newest *values* are still nearer to its level than to the one before."""
    if not shifts:
        return None
    last = shifts[-1]
    after = values[last.first :]
    newest = after[-min(NEWEST, len(after)) :]
    old = fsum(after) / len(after) - last.effect.difference
    away = fsum(newest) / len(newest) - old
    seen = values[last.first : last.completed + 1]
    moved = fsum(seen) / len(seen) - old
    return last if away * moved > 0 and abs(away) > abs(moved) / 2 else None


def is_news(shift: Shift, values: Sequence[float]) -> bool:
    """Tell whether a shift of *values* was completed so lately that it is still told."""
    return shift.completed > len(values) - 1 - NEWS
