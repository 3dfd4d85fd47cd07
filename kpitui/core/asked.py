"""What a goal asks of a stretch of days, so that what came in it can be held against the target."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kpitui.core import elapsed
from kpitui.core.aggregation import KpiData
from kpitui.core.cadence import expected_count
from kpitui.core.calendar import By, Calendar, period_of, shifted
from kpitui.core.goal import SUMS, Goal, Target
from kpitui.core.measure import stretch
from kpitui.core.model import Pause
from kpitui.core.pace import expected_on, level_over, target_on


def asked_in(
    goal: Goal,
    data: KpiData,
    start: date,
    end: date,
    *,
    weights: Sequence[float] | None = None,
    pauses: Sequence[Pause] = (),
) -> float | None:
    """Return what *goal* asks from *start* to *end*, both inclusive, by the target of the last of these days.

    Of a total or a cap its share by pace, of a level and of what does not add up the target itself, of a recurring goal
    so many of its periods as the days make. *weights* and *pauses* are as for `pace.expected_on`. None while it has no
    target, and for days outside the goal.
    """
    first, last = max(start, goal.start), min(end, goal.deadline)
    if not goal.targets or last < first:
        return None
    target = target_on(goal, last)
    if goal.type in SUMS:
        until, before = (expected_on(goal, day, weights, pauses) for day in (last, first - elapsed.DAY))
        return None if until is None or before is None else until - before
    if goal.type == "recurring":
        edge = _edge(target)
        return edge * _periods(goal.per or "week", start, end, data.calendar) if data.rule == "sum" else edge
    if data.rule != "sum":
        return target.value
    if goal.per is not None:
        return target.value * expected_count(data.kpi.cadence, start, end, data.calendar)
    measured_from, measured_to = stretch(level_over(goal, data), data.kpi.cadence, last, data.calendar)
    return target.value * ((end - start).days + 1) / ((measured_to - measured_from).days + 1)


def _edge(target: Target) -> float:
    """Return what a period is to bring: at least, and of a goal with a ceiling alone at most."""
    return target.low if target.low is not None else target.high if target.high is not None else target.value


def _periods(per: str, start: date, end: date, calendar: Calendar) -> float:
    """Return how many periods of a recurring goal so many days make; the days of a month are parts of that month."""
    if per in ("day", "workday"):
        return float(expected_count(per, start, end, calendar))
    by: By = "month" if per == "month" else "quarter" if per == "quarter" else "week"
    count, day = 0.0, start
    while day <= end:
        period = period_of(by, day, calendar)
        last = min(period.end, end)
        count += ((last - day).days + 1) / period.days
        day = shifted(last, 1)
    return count
