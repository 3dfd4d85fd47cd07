"""A goal for every day, working day, week, month or quarter: each period judged by its own figure.

Only whole periods count: one that the goal begins or ends in the middle of is left out. So is a period that is paused
for more than half of its expected entries, unless the rest cannot change it, and one that adds up to too little where
its paused entries, each as good as its best day, could have made up for it: see `is_left_out`. A period without data,
or with less than half of what was expected where the rest could change it, is unknown: neither kept nor missed. So is
one that adds up to something else with its missing entries at what is usual. The running period is not judged before
its time, except where nothing can change it: more than an "at most" allows, of a KPI that is never below 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil, isclose

from kpitui.core.aggregation import KpiData
from kpitui.core.cadence import WEEKDAYS, cadence_by, expected_count, pauses_of
from kpitui.core.calendar import By, Calendar, Period, period_of, periods_between, shifted
from kpitui.core.goal import Goal, Keep, Per, Target
from kpitui.core.measure import ENOUGH, cadence_of, expected_in
from kpitui.core.missing import UsualAmounts, missing_amount, with_missing
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
    expected: int = 0
    """How many entries are expected in it, without paused ones."""
    paused: int = 0
    """How many more would be expected if there were no pause."""
    usual: bool | None = None
    """Of one that is unknown, whether it was kept if its missing entries are as usual; None where nothing says so."""


def by_of(per: Per) -> By:
    """Return the length of a goal's periods; a working day is a day."""
    return "day" if per == "workday" else per


def goal_periods(goal: Goal, cadence: str, calendar: Calendar) -> list[Period]:
    """Return the whole periods of a recurring goal, ascending; of days those on which something is expected."""
    per = goal.per or "week"
    periods = periods_between(by_of(per), goal.start, goal.deadline, calendar)
    whole = [period for period in periods if goal.start <= period.start and period.end <= goal.deadline]
    if by_of(per) != "day":
        return whole
    weekdays = set(range(5)) if per == "workday" else set(range(7))
    if cadence_by(cadence) == "day" and cadence != "day":
        weekdays &= set(range(5)) if cadence == "workday" else {WEEKDAYS.index(name) for name in cadence.split(",")}
    return [period for period in whole if period.start.weekday() in weekdays]


def first_counted(per: Per, data: KpiData, deadline: date | None, pauses: Sequence[Pause] = ()) -> Period:
    """Return the first period that a goal set on the day *data* is looked at from counts: the first that is whole.

    That is the one that begins on that day. The one that runs counts where at most half of it has gone by, and all of
    it that was expected so far is logged; or where no later one is over by the *deadline*.
    """
    today = data.today
    running = period_of(by_of(per), today, data.calendar)
    following = period_of(by_of(per), shifted(running.end, 1), data.calendar)
    if running.start == today or (deadline is not None and following.end > deadline):
        return running
    eve = shifted(today, -1)
    there = data.slots_with_data(running.start, eve) >= expected_in(data, running.start, eve, pauses)
    if cadence_by(cadence_of(data)) != "day":
        # Of what is logged by the week nothing may be due yet: then it is there where the KPI was there before.
        there = there and all(kpi.created <= running.start for kpi in data.logged)
        there = there or (bool(data.days) and data.days[0] < running.start)
    early = 2 * (today - running.start).days < running.days
    return running if early and there else following


def judged_periods(
    goal: Goal, data: KpiData, pauses: Sequence[Pause] = (), *, over: bool = False
) -> list[JudgedPeriod]:
    """Return every period of *goal* that something is expected in, judged as of the day *data* is looked at from.

    *pauses* may be those of all KPIs; a period that is paused altogether is not there, nor one without data of which
    all the expected entries are paused. Of a goal that is *over*, because no entry can come any more until its last
    day, the period that runs is judged too: the verdict rests on all of them.
    """
    cadence = cadence_of(data)
    own = pauses_of(data.kpi, pauses)
    judged = []
    for period in goal_periods(goal, cadence, data.calendar):
        days = expected_count("day", period.start, period.end, data.calendar, own)
        if days:
            target = _target_on(goal, min(period.end, max(data.today, period.start)))
            ended = period.end < data.today or over or (period.end == data.today and data.day_is_over)
            expected = expected_in(data, period.start, period.end, pauses)
            paused = expected_in(data, period.start, period.end) - expected if pauses else 0
            ahead = JudgedPeriod(period, None, "ahead", target, expected, paused)
            turn = _judged(data, ahead, goal.start, ended=ended)
            if expected or not paused or turn.value is not None:
                judged.append(turn)
    return judged


def _judged(data: KpiData, turn: JudgedPeriod, start: date, *, ended: bool) -> JudgedPeriod:
    """Return *turn* of a goal from *start* on with its figure and verdict."""
    period = turn.period
    if period.start > data.today:
        return turn
    value = data.logged_value(period.start, min(period.end, data.today), period.by)
    turn = turn._replace(value=value)
    if value is not None and over_high(turn.target, value) and data.rule == "sum" and not data.negative:
        return turn._replace(verdict="missed")
    if not ended:
        return turn._replace(verdict="running")
    verdict = _verdict(data, turn, start, value)
    if verdict != "unknown" or data.rule != "sum":
        return turn._replace(verdict=verdict)
    filled = (value or 0.0) + _amount_missing(data, turn, start)
    return turn._replace(verdict=verdict, usual=fits(turn.target, filled))


def _amount_missing(data: KpiData, turn: JudgedPeriod, start: date) -> float:
    return missing_amount(data, *data.stretch(turn.period.start, turn.period.end, turn.period.by), start=start)


def _verdict(data: KpiData, turn: JudgedPeriod, start: date, value: float | None) -> PeriodVerdict:
    period = turn.period
    if value is None:
        return "left out" if turn.expected < turn.paused else "unknown"
    days = data.stretch(period.start, period.end, period.by)
    best = max(data.values(*days).values, default=0.0) if turn.paused else 0.0
    if is_left_out(data, turn, turn.target, value, best):
        return "left out"
    there = data.slots_with_data(period.start, period.end)
    is_met = fits(turn.target, value)
    if is_met and _is_certain(data, turn.target, value):
        return "kept"
    if there < ENOUGH * turn.expected:
        return "unknown"
    if there < turn.expected and data.rule == "sum":
        filled = with_missing(value, _amount_missing(data, turn, start))
        # Between two edges it may be too little without them, too much with them, and right in between.
        low = turn.target.low
        crosses = low is not None and value < low and over_high(turn.target, max(filled))
        if crosses or any(fits(turn.target, figure) != is_met for figure in filled):
            return "unknown"
    return "kept" if is_met else "missed"


def _is_certain(data: KpiData, target: Target, value: float) -> bool:
    """Tell whether no further entry can change what became of a period: a sum that only grows, at least or too much."""
    if data.rule != "sum" or data.negative:
        return False
    return over_high(target, value) or (target.high is None and fits(target, value))


def is_left_out(data: KpiData, turn: JudgedPeriod, target: Target, value: float, best: float) -> bool:
    """Tell whether a pause took too much of a period to judge it by its figure *value*; *best* is its best day.

    It did when less than half of the expected entries lie outside of the pause. Of what adds up it also did when as
    many entries as were paused, of *best* each, could have made up for what is missing. What no entry can change is
    judged.
    """
    if not turn.paused or _is_certain(data, target, value):
        return False
    if turn.expected < turn.paused:
        return True
    short = data.rule == "sum" and not fits(target, value) and not over_high(target, value)
    return short and fits(target._replace(high=None), value + turn.paused * best)


def could_still_be_kept(data: KpiData, turn: JudgedPeriod, start: date) -> bool:
    """Tell whether numbers that are missing in a period that was not kept could show that it was, were they logged.

    Of what adds up each may be as good as the best one of the period, but for those of weekdays that never have one, by
    what was logged since the *start* of the goal and before it.
    """
    if turn.verdict == "unknown":
        return True
    if turn.verdict != "missed" or turn.value is None:
        return False
    missing = turn.expected - data.slots_with_data(turn.period.start, turn.period.end)
    if missing <= 0 or data.rule != "sum":
        return missing > 0
    if over_high(turn.target, turn.value):
        return data.negative
    days = data.stretch(turn.period.start, turn.period.end, turn.period.by)
    best = max(data.values(*days).values, default=0.0)
    open_missing = len(UsualAmounts(data, *days, start=start).missing)
    return fits(turn.target._replace(high=None), turn.value + open_missing * best)


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


def must_still_keep(periods: Sequence[JudgedPeriod], keep: Keep | None, ahead: int) -> tuple[int, int]:
    """Return how many of so many periods *ahead* a goal must keep, besides those it has; and with those unknown.

    Each of those that are unknown is taken as it usually is, where that is known.
    """
    verdicts = [turn.verdict for turn in periods]
    kept, missed = verdicts.count("kept"), verdicts.count("missed")
    usual = [turn.usual for turn in periods if turn.verdict == "unknown" and turn.usual is not None]
    with_unknown = needed_of(keep, kept + missed + len(usual) + ahead) - kept - sum(usual)
    return needed_of(keep, kept + missed + ahead) - kept, with_unknown


FEWEST_JUDGED = 6
"""Judged periods below which they tell too little of how often a goal can be kept."""


def share_to_allow(
    periods: Sequence[JudgedPeriod], keep: Keep | None, record: tuple[int, int] | None = None
) -> Keep | None:
    """Return in how many of ten periods a goal that can't be kept in *keep* of them can still be kept.

    That is the share of ten that was kept so far, which what is ahead can always bring, or else half of them: less
    asks for nothing. Where half is out of reach too it is all that can still be kept; None where even one of ten is, or
    is asked for already. Of few periods it is the most that asks no more of them: two of three are 6 of 10. Of fewer
    than six judged ones, the *record* (kept, of how many) of earlier periods too tells the share, where there is one.
    """
    verdicts = [period.verdict for period in periods]
    kept_so_far = verdicts.count("kept")
    judged = kept_so_far + verdicts.count("missed")
    ahead = verdicts.count("running") + verdicts.count("ahead")
    if not judged:
        return None
    of = record if record is not None and judged < FEWEST_JUDGED <= record[1] else (kept_so_far, judged)
    possible = 10 * (kept_so_far + ahead) // (judged + ahead)
    whole = judged + ahead
    least = min(9, max(1, 10 * of[0] // of[1], min(5, possible)))
    as_many = (
        tenths for tenths in range(9, least, -1) if needed_of((tenths, 10), whole) == needed_of((least, 10), whole)
    )
    share = (next(as_many, least), 10)
    easier = keep is None or share[0] * keep[1] < keep[0] * share[1]
    return share if easier and kept_so_far + ahead >= needed_of(share, whole) else None


def period_at(calendar: Calendar, per: Per, day: date) -> Period:
    """Return the period of *per* that *day* lies in."""
    return period_of(by_of(per), day, calendar)


def _target_on(goal: Goal, day: date) -> Target:
    return next((target for target in reversed(goal.targets) if target.since <= day), goal.targets[0])
