"""A goal for every day, working day, week, month or quarter: each period judged by its own figure.

Only whole periods count: one that the goal begins or ends in the middle of is left out. So is a period that a pause
touches and that brought too little for it; what it brought too much, or enough, counts. A period without data, or with
less than half of what was expected where the rest could change it, is unknown: neither kept nor missed. The running
period is not judged before its time, except where nothing can change it: more than an "at most" allows, of a KPI that
is never below 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil, isclose

from kpitui.core.aggregation import KpiData
from kpitui.core.cadence import WEEKDAYS, cadence_by, expected_count, pauses_of
from kpitui.core.calendar import By, Calendar, Period, period_of, periods_between
from kpitui.core.goal import Goal, Keep, Per, Target
from kpitui.core.measure import ENOUGH, cadence_of, expected_in
from kpitui.core.model import Pause
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

PeriodVerdict: TypeAlias = 'Literal["kept", "missed", "unknown", "left out", "running", "ahead"]'
"""What became of a period; one that is running or ahead has no verdict yet."""


class JudgedPeriod(Record):
    """A period of a recurring goal with its figure and what became of it."""

    period: Period
    value: float | None
    """What it came to, or has come to so far; None without data."""
    verdict: PeriodVerdict
    target: Target
    """The version of the target that judges it."""
    touched: bool = False
    """Whether a pause covers a part of what is expected in it."""


def by_of(per: Per) -> By:
    """Return the length of a goal's periods; a working day is a day."""
    return "day" if per == "workday" else per


def goal_periods(goal: Goal, cadence: str, calendar: Calendar) -> list[Period]:
    """Return the whole periods of a recurring goal, ascending; of days those on which something is expected."""
    per = goal.per or "week"
    periods = periods_between(by_of(per), goal.start, goal.deadline, calendar)
    whole = [each for each in periods if goal.start <= each.start and each.end <= goal.deadline]
    if by_of(per) != "day":
        return whole
    weekdays = set(range(5)) if per == "workday" else set(range(7))
    if cadence_by(cadence) == "day" and cadence != "day":
        weekdays &= set(range(5)) if cadence == "workday" else {WEEKDAYS.index(name) for name in cadence.split(",")}
    return [each for each in whole if each.start.weekday() in weekdays]


def judged_periods(
    goal: Goal, data: KpiData, pauses: Sequence[Pause] = (), *, over: bool = False
) -> list[JudgedPeriod]:
    """Return every period of *goal* that something is expected in, judged as of the day *data* is looked at from.

    *pauses* may be those of all KPIs; a period that is paused altogether is not there. Of a goal that is *over* on its
    last day, because that day is logged, the period that ends on it is judged too: the verdict rests on all of them.
    """
    cadence = cadence_of(data)
    own = pauses_of(data.kpi, pauses)
    judged = []
    for period in goal_periods(goal, cadence, data.calendar):
        days = expected_count("day", period.start, period.end, data.calendar, own)
        if days:
            target = _target_on(goal, min(period.end, max(data.today, period.start)))
            touched = days < period.days and _touches(data, period, pauses)
            ended = period.end < data.today or (period.end == data.today and (over or data.day_is_over))
            judged.append(_judged(data, period, target, pauses, touched=touched, ended=ended))
    return judged


def _touches(data: KpiData, period: Period, pauses: Sequence[Pause]) -> bool:
    """Tell whether less is expected in *period* because of a pause; a slow KPI is touched by any paused day."""
    if any(cadence_by(kpi.cadence) != "day" for kpi in data.logged):
        return True
    return expected_in(data, period.start, period.end, pauses) < expected_in(data, period.start, period.end)


def _judged(
    data: KpiData, period: Period, target: Target, pauses: Sequence[Pause], *, touched: bool, ended: bool
) -> JudgedPeriod:
    if period.start > data.today:
        return JudgedPeriod(period, None, "ahead", target, touched)
    value = data.value(period.start, min(period.end, data.today), period.by)
    certain = data.rule == "sum" and not data.negative and value is not None
    if certain and value is not None and over_high(target, value):
        return JudgedPeriod(period, value, "missed", target, touched)
    if not ended:
        return JudgedPeriod(period, value, "running", target, touched)
    return JudgedPeriod(period, value, _verdict(data, period, target, value, pauses, touched), target, touched)


def _verdict(
    data: KpiData, period: Period, target: Target, value: float | None, pauses: Sequence[Pause], touched: bool
) -> PeriodVerdict:
    if value is None:
        return "unknown"
    enough = data.slots_with_data(period.start, period.end) >= ENOUGH * expected_in(
        data, period.start, period.end, pauses
    )
    if fits(target, value):
        certain = data.rule == "sum" and not data.negative and target.high is None
        return "kept" if enough or certain else "unknown"
    if touched and data.rule == "sum" and not over_high(target, value):
        return "left out"
    return "missed" if enough else "unknown"


def fits(target: Target, value: float) -> bool:
    """Tell whether the figure of a period is what *target* wants of it."""
    return (target.low is None or at_least(value, target.low)) and not over_high(target, value)


def over_high(target: Target, value: float) -> bool:
    """Tell whether the figure of a period is more than *target* allows."""
    return target.high is not None and not at_least(target.high, value)


def at_least(value: float, bound: float) -> bool:
    """Compare, taking figures that differ only by rounding in the ninth digit for equal."""
    return value >= bound or isclose(value, bound, rel_tol=1e-9, abs_tol=1e-12)


def needed_of(keep: Keep | None, periods: int) -> int:
    """Return how many of *periods* must be kept: all, or the share that *keep* names, rounded up."""
    return periods if keep is None else ceil(round(periods * keep[0] / keep[1], 9))


def period_at(calendar: Calendar, per: Per, day: date) -> Period:
    """Return the period of *per* that *day* lies in."""
    return period_of(by_of(per), day, calendar)


def _target_on(goal: Goal, day: date) -> Target:
    return next((target for target in reversed(goal.targets) if target.since <= day), goal.targets[0])
