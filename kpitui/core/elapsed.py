"""How far along a goal is in time: the last day that counts, its days without pauses, shares, missing entries.

All dates are inclusive, and pauses are taken to hold for the KPI in question. What those days should have
brought is `pace`'s work, when an entry is expected `cadence`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kpitui.core.cadence import WEEKDAYS, cadence_by, expected_count, slots
from kpitui.core.calendar import STANDARD, Calendar, period_of
from kpitui.core.goal import Goal
from kpitui.core.model import Pause
from kpitui.core.series import DayValues

DAY = timedelta(days=1)


def counted_until(goal: Goal, values: DayValues, today: date, cadence: str, calendar: Calendar = STANDARD) -> date:
    """Return the last day that counts: today once it has a value, else yesterday, and at most the deadline.

    A week, month or quarter that is still running and has no value yet does not count either, or every KPI
    that is logged by the week would fall behind from Monday on.
    """
    if today > goal.deadline:
        return goal.deadline
    if values.on(today) is not None:
        return today
    running = period_of(cadence_by(cadence), today, calendar)
    return (today if values.between(running.start, today).days else running.start) - DAY


def with_zeros(
    goal: Goal, values: DayValues, today: date, cadence: str, *, pauses: Sequence[Pause], calendar: Calendar = STANDARD
) -> DayValues:
    """Return *values* with a 0 on the last day of every expected slot of *goal* that is over and has no value."""
    known = dict(zip(*values, strict=True))
    for start, end in slots(cadence, goal.start, min(goal.deadline, today - DAY), calendar, pauses):
        if not values.between(start, end).days:
            known[end] = 0.0
    days = tuple(sorted(known))
    return DayValues(days, tuple(known[day] for day in days))


def missing_slots(last: date, until: date, cadence: str, pauses: Sequence[Pause], calendar: Calendar = STANDARD) -> int:
    """Count the slots that began after *last*, the day of the last value, and are over at the end of *until*."""
    return sum(start > last for start, _ in slots(cadence, last, until, calendar, pauses))


def days_between(first: date, last: date, pauses: Sequence[Pause]) -> int:
    """Return the number of days from *first* to *last* that are not paused; 0 when *first* is later."""
    return expected_count("day", first, last, STANDARD, pauses)


def paused(day: date, pauses: Sequence[Pause]) -> bool:
    """Tell whether *day* is part of a pause."""
    return any(pause.start <= day <= pause.end for pause in pauses)


def weight_between(first: date, last: date, weights: Sequence[float] | None, pauses: Sequence[Pause]) -> float:
    """Return the summed weekday weights (Monday first; None: all 1) of the days that are not paused."""
    if weights is None:
        return float(days_between(first, last, pauses))
    counts = (expected_count(name, first, last, STANDARD, pauses) for name in WEEKDAYS)
    return sum(weight * count for weight, count in zip(weights, counts, strict=True))


def weight_share(goal: Goal, day: date, weights: Sequence[float] | None, pauses: Sequence[Pause]) -> float | None:
    """Return which share of the goal's weight lies on its days up to and including *day*; None when it has none."""
    whole = weight_between(goal.start, goal.deadline, weights, pauses)
    return weight_between(goal.start, min(day, goal.deadline), weights, pauses) / whole if whole > 0 else None


def time_share(goal: Goal, day: date, pauses: Sequence[Pause]) -> float | None:
    """Return which share of the way from the first day (0) to the last (1) lies behind *day*; None for a single day."""
    return weight_share(goal._replace(start=goal.start + DAY), day, None, pauses)
