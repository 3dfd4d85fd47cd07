"""Weekday weights: how a sum is spread over the week, learned from a KPI's own days where they have a rhythm.

A shop that is closed on Sunday is not behind on Sunday, and one that earns half its money on Saturday is not behind on
Friday. Part of every glance at a goal, so it loads nothing that is slow to import.
"""

from __future__ import annotations

from math import fsum

from kpitui.core.insight.outliers import without_outliers
from kpitui.core.insight.season import season_of
from kpitui.core.insight.slots import Slots
from kpitui.core.series import DayValues

LOOK = 91
"""Days before today that the rhythm is learned from."""

WEEKS = 4
"""Full weeks it takes."""


def weekday_weights(values: DayValues, slots: Slots) -> list[float] | None:
    """Return the weight of each weekday, Monday first, mean 1 over seven days; None when none can be learned.

    *values* are those of the last 91 days, with gaps; *slots* says on which weekdays an entry is expected, the others
    weigh nothing. A weekday's mean is shrunk towards the others as in `season`, and is never below 0.
    """
    pairs = [(slot, value) for day, value in zip(*values, strict=True) if (slot := slots.of(day)) is not None]
    if len(pairs) < WEEKS * slots.season:
        return None
    logged_slots, logged = [slot for slot, _value in pairs], [value for _slot, value in pairs]
    logged = without_outliers(logged_slots, logged, slots.season)
    season = season_of(logged_slots, logged, slots.season)
    level = fsum(logged) / len(logged)
    if season.length == 1 or level <= 0:
        return None
    weights = [0.0] * 7
    for place, weekday in enumerate(slots.weekdays):
        weights[weekday] = max(0.0, level + season.effects[place])
    whole = fsum(weights)
    return [7 * weight / whole for weight in weights] if whole > 0 else None
