"""How far along a goal is in time: the last day that counts, its days without pauses, shares, missing entries.

All dates are inclusive, and pauses are taken to hold for the KPI in question. What those days should have
brought is `pace`'s work, when an entry is expected `cadence`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kpitui.core.cadence import weekday_counts
from kpitui.core.goal import Goal
from kpitui.core.model import Pause

DAY = timedelta(days=1)
ZERO = timedelta()


def days_between(first: date, last: date, pauses: Sequence[Pause]) -> int:
    """Return the number of days from *first* to *last* that are not paused; 0 when *first* is later."""
    return sum(weekday_counts(first, last, pauses)) if pauses else max(0, (last - first).days + 1)


def paused(day: date, pauses: Sequence[Pause]) -> bool:
    """Tell whether *day* is part of a pause."""
    return any(pause.start <= day <= pause.end for pause in pauses)


def weight_between(first: date, last: date, weights: Sequence[float] | None, pauses: Sequence[Pause]) -> float:
    """Return the summed weekday weights (Monday first; None: all 1) of the days that are not paused."""
    if weights is None:
        return float(days_between(first, last, pauses))
    counts = weekday_counts(first, last, pauses)
    return sum(weight * count for weight, count in zip(weights, counts, strict=True))


def weight_share(goal: Goal, day: date, weights: Sequence[float] | None, pauses: Sequence[Pause]) -> float | None:
    """Return which share of the goal's weight lies on its days up to and including *day*; None when it has none."""
    whole = weight_between(goal.start, goal.deadline, weights, pauses)
    return weight_between(goal.start, min(day, goal.deadline), weights, pauses) / whole if whole > 0 else None


def time_share(goal: Goal, day: date, pauses: Sequence[Pause]) -> float | None:
    """Return which share of the way from the first day (0) to the last (1) lies behind *day*; None for a single day."""
    return weight_share(goal._replace(start=goal.start + DAY), day, None, pauses)
