"""How a goal stands on a day: what it is at, where it should be, what is still needed, and the word for it by its pace.

`GOAL_KINDS` has a row for each kind of goal. Where there is a chance of reaching it (`insight.probability`), the word
follows from that; the baseline is `baseline`'s, and whether a goal is any good `smart`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from itertools import groupby, pairwise
from math import ceil, fsum

from kpitui.core import elapsed
from kpitui.core.aggregation import KpiData
from kpitui.core.cadence import Span, cadence_by, expected_count, pauses_of, slots
from kpitui.core.calendar import period_of, shifted
from kpitui.core.elapsed import daily_rate
from kpitui.core.figures import apart, is_counted
from kpitui.core.goal import MEASURED_DAYS, SUMS, Goal, GoalType, Keep, Over, Target
from kpitui.core.kinds import KINDS
from kpitui.core.measure import (
    ENOUGH,
    Measured,
    as_a_whole,
    by_of,
    cadence_of,
    expected_in,
    measure,
    measured,
    over_of,
    stretch,
)
from kpitui.core.missing import (
    AWAY,
    LUMPY,
    NEARLY,
    USUAL_DAYS,
    UsualAmounts,
    missing_amount,
    usual_share,
    with_missing,
)
from kpitui.core.model import Direction, Kpi, Pause
from kpitui.core.record import Record
from kpitui.core.recurring import (
    JudgedPeriod,
    at_least,
    could_still_be_kept,
    fits,
    goal_periods,
    judged_periods,
    must_still_keep,
    needed_of,
    over_high,
)
from kpitui.core.series import DayValues
from kpitui.core.standing import OPEN, Standing, Status

_CLOSE = 0.1
"""Up to this share behind the pace a goal is at risk rather than off track: a rule, not statistics."""

DUST = 1e-9
"""The share of a figure that is rounding, as in `recurring.at_least`."""

ALIKE = 0.005
"""Up to this share behind the pace line a goal is on it: no more than a person would call the same."""

_FEWEST = 6
"""Entries below which there is no word by pace yet; of a goal for which few are expected, a quarter of them."""

_FEWEST_ON_A_LINE = 3
"""Entries of a stretch below which it has no line."""

_LATE = 1.25
"""How many times the longest gap between lumps may go by before the next one is late."""


class _Case(Record):
    """A goal with all that is needed to judge it."""

    goal: Goal
    data: KpiData
    as_of: date | None
    """The last day that counts; None without data."""
    cadence: str
    weights: Sequence[float] | None
    pauses: Sequence[Pause]
    """Those of its KPI."""
    every_pause: Sequence[Pause]
    unusual: Collection[date] = ()
    """Days that tell nothing of its recent average."""

    @property
    def today(self) -> date:
        return self.data.today

    @property
    def over(self) -> bool:
        """Tell whether no day is left on which an entry can come, so that only a verdict remains.

        On the last day it is when that day is logged or has passed, and when nothing is expected any more; of a KPI of
        working days or chosen weekdays that is so as soon as the last of those is logged. Of one that is logged by the
        week or longer nothing is expected after the last week that ends by then; a level has that of its last day, too.
        """
        deadline, as_of = self.goal.deadline, self.as_of
        if self.today > deadline or (self.today == deadline and (self.data.day_is_over or self.all_in)):
            return True
        if as_of is None or as_of >= deadline:
            return as_of is not None
        if as_of < self.goal.start or (cadence_by(self.cadence) != "day" and not self._ends_by_slots(as_of)):
            return False
        # A pause may still be taken back, until the deadline itself.
        pauses = self.every_pause if self.today == deadline else ()
        return not expected_in(self.data, as_of + elapsed.DAY, deadline, pauses)

    @property
    def all_in(self) -> bool:
        """Tell whether the one number of the week, month or quarter that the deadline ends is in, before that is over.

        Then no other is expected in the goal, though some days of it are left.
        """
        by = cadence_by(self.cadence)
        if by == "day" or self.as_of is None or self.as_of < self.goal.start or self.today > self.goal.deadline:
            return False
        slot = period_of(by, self.today, self.data.calendar)
        return slot.end == self.goal.deadline and self.data.has_its_number

    def _ends_by_slots(self, as_of: date) -> bool:
        """Tell whether a goal on a KPI of weeks or longer is over once none of those ends between *as_of* and it.

        What is measured may have its last entry until that day: a week that the deadline cuts has a value, and no part
        of a sum.
        """
        if KINDS[self.data.kpi.kind].derived:
            return False
        if self.goal.type != "level":
            return self.data.rule == "sum"
        if self.today < self.goal.deadline:
            return False
        if self.data.rule == "sum":
            return True
        last = period_of(cadence_by(self.cadence), self.goal.deadline, self.data.calendar)
        return any(last.start <= day <= as_of for day in self.data.days)

    @property
    def counted(self) -> Goal:
        return counted_goal(self.goal, self.data)

    @property
    def target(self) -> Target:
        return target_on(self.goal, min(self.today, self.goal.deadline))

    @property
    def next_day(self) -> date:
        """Return the first day that still lies ahead: today while it does not count yet."""
        open_today = not self.over and not self.data.day_is_over and (self.as_of is None or self.as_of < self.today)
        ahead = self.today if open_today else self.today + elapsed.DAY
        return max(ahead, self.goal.start)

    @property
    def days_left(self) -> int:
        return 0 if self.over else self.days_to_log(self.next_day)

    @property
    def days_ahead(self) -> int:
        cadence = "workday" if self.cadence == "workday" else "day"
        first = self.today + elapsed.DAY if self.data.day_is_over else self.today
        return expected_count(cadence, first, self.goal.deadline, self.data.calendar)

    def days_to_log(self, first: date) -> int:
        """Return the days from *first* to the deadline on which an entry can come, by the rhythm of its KPI."""
        cadence = self.cadence if cadence_by(self.cadence) == "day" else "day"
        return expected_count(cadence, first, self.goal.deadline, self.data.calendar, self.pauses)

    @property
    def by_now(self) -> date:
        """Return the last day whose entries are expected by now: that of the newest one, or else yesterday.

        It is the deadline once that is over.
        """
        if self.over:
            return self.goal.deadline
        return min(max(_yesterday(self), self.as_of or date.min), self.goal.deadline)

    def logged(self, last: date) -> tuple[int, int]:
        """Return how many of the entries expected from the start to *last* are there, and how many were expected."""
        if last < self.goal.start:
            return 0, 0
        expected = expected_in(self.data, self.goal.start, last, self.every_pause)
        return min(self.data.slots_with_data(self.goal.start, last), expected), expected


class _Judged(Record):
    """What the row of a kind of goal finds; the rest of a standing is the same for all."""

    status: Status
    actual: float | None = None
    progress: float | None = None
    expected: float | None = None
    gap: float | None = None
    decided: bool = False
    at_target: bool = False
    needed: float | None = None
    left: float | None = None
    logged: tuple[int, int] = (0, 0)
    kept: int | None = None
    judged: int | None = None
    periods: tuple[JudgedPeriod, ...] = ()
    measured: Measured | None = None
    ending: Measured | None = None
    """Of a level that is over the stretch up to its deadline, which the verdict rests on."""
    lost: bool = False
    gaps_decide: bool = False
    paused: int = 0
    no_total: bool = False
    slips: bool = False
    paced_until: date | None = None
    """The day that a total or a stock is held against its pace as of, where that is not the last one that counts."""


def target_on(goal: Goal, day: date) -> Target:
    """Return the version of the target that judges *day*: the latest one since then, before all of them the first."""
    return next((target for target in reversed(goal.targets) if target.since <= day), goal.targets[0])


def counted_goal(goal: Goal, data: KpiData) -> Goal:
    """Return *goal* with the first and last of the days whose entries count in it, by which its sum is spread.

    Of a total or a cap on what is logged by the week or longer they are those of the weeks (months, quarters) that end
    in it; where none does, and for any other goal, its own.
    """
    if goal.type not in SUMS:
        return goal
    first, last = data.counted_days(goal.start, goal.deadline)
    return goal._replace(start=first, deadline=last) if first <= last else goal


def comes_down(goal: Goal, direction: Direction) -> bool:
    """Tell whether the level of *goal* is to fall: by the words of the goal, else by the direction of its KPI."""
    return direction == "lower" if goal.down is None else goal.down


def kpi_of_goal(goal: Goal, kpi: Kpi, actual: float | None = None) -> Kpi:
    """Return *kpi* with the decimals that tell the baseline, the target and what there is (*actual*) of *goal* apart.

    Of a level no figure is rounded by more than a tenth of the way from its baseline to its target.
    """
    if is_counted(kpi, actual):
        return kpi
    newest, baseline = goal.targets[-1] if goal.targets else None, goal.baseline.value if goal.baseline else None
    if goal.type == "recurring":
        return apart(kpi, (actual, *((newest.low, newest.high) if newest else ())))
    target = newest.value if newest else None
    if goal.type != "level" or baseline is None or target is None:
        return apart(kpi, (actual, target))
    # The way sees to the baseline: what is within a tenth of it may look the same.
    return apart(kpi, (actual, target), way=target - baseline)


def level_over(goal: Goal, data: KpiData) -> Over:
    """Return what the level of *goal* is measured over."""
    return goal.over or over_of(data.rule, cadence_of(data))


def is_summed_over_longer(goal: Goal, kpi: Kpi, *, summed: bool, share: bool = False) -> bool:
    """Tell whether the target of *goal*, a level, is a total of more than one entry of *kpi* brings: 4,000 a month.

    Beside the entries themselves it is no line to be reached by each of them. *summed* says whether figures of the KPI
    add up, *share* whether it is the share of a stock, whose target is for the week or month that was asked for.
    """
    if goal.type != "level" or goal.per is not None:
        return False
    if share:
        return by_of(goal.over) not in ("day", cadence_by(kpi.cadence))
    return summed and (goal.over or over_of("sum", kpi.cadence)) != cadence_by(kpi.cadence)


def is_judged_as_logged(goal: Goal, data: KpiData) -> bool:
    """Tell whether *goal* is judged by sums of several entries, to which one that is not logged brings nothing.

    A recurring one is not: a period that its missing entries would turn is unknown (`recurring.judged_periods`).
    """
    if data.rule != "sum" or goal.type == "recurring":
        return False
    return goal.type != "level" or goal.per is None


def usually_logged(data: KpiData, first: date, last: date) -> float:
    """Return how much of what is expected is usually logged, by the days from *first* to *last*.

    On which weekdays a shop is closed is told by the quarter that ends there.
    """
    due, _there = data.slots_due(first, last)
    _all_due, there = data.slots_due(min(first, shifted(last, -USUAL_DAYS)), last)
    return usual_share(due, there, data.step)


def level_on(goal: Goal, data: KpiData, day: date, pauses: Sequence[Pause] = ()) -> Measured | None:
    """Return the level of the KPI of *goal* as of *day*, by the measure that the goal is judged by."""
    return measure(data, level_over(goal, data), day, per=goal.per, pauses=pauses)


def expected_on(
    goal: Goal,
    day: date,
    weights: Sequence[float] | None = None,
    pauses: Sequence[Pause] = (),
    *,
    direction: Direction | None = None,
) -> float | None:
    """Return where *goal* should be at the end of *day*, by the target of that day: the pace line.

    A sum is spread over its days, those of `counted_goal`, by *weights* (seven, Monday first; None: evenly). A level
    goes evenly from the baseline on the first day to the target on the last; one that is there at its start, by its
    words or the *direction* of its KPI, is to stay there. *pauses*, those of its KPI, take no share.
    Days outside the goal are taken as its nearest end. None for a recurring goal, without a baseline or a target, or
    with no days to spread over.
    """
    day = min(day, goal.deadline)
    if goal.type == "recurring" or not goal.targets:
        return None
    target = target_on(goal, day).value
    if goal.type in SUMS:
        if day < goal.start:
            return 0.0
        share = elapsed.weight_share(goal, day, weights, pauses)
        return None if share is None else target * share
    gone = elapsed.time_share(goal, day, pauses)
    if goal.baseline is None or gone is None:
        return None
    if is_to_stay(goal, target, direction):
        return target
    return goal.baseline.value + (target - goal.baseline.value) * gone


def is_to_stay(goal: Goal, target: float, direction: Direction | None) -> bool:
    """Tell whether a level was at its *target*, or better, at its start: then there is no way to go, only to stay."""
    if goal.type != "level" or goal.baseline is None or (goal.down is None and direction is None):
        return False
    sense = -1 if comes_down(goal, direction or "higher") else 1
    return at_least(sense * goal.baseline.value, sense * target)


def standing(
    goal: Goal,
    data: KpiData,
    *,
    weights: Sequence[float] | None = None,
    pauses: Sequence[Pause] = (),
    unusual: Collection[date] = (),
) -> Standing:
    """Judge *goal* by its pace as of the day that *data*, of its KPI, is looked at from.

    *data* reaches back as far as a level is measured over (`measure.longest_stretch`) before the start; *pauses* may be
    those of all KPIs, *weights* are as for `expected_on`; the recent average is told without *unusual* days. A total is
    reached as soon as it is, a cap that is passed is missed at once where no value is below 0; all else is decided at
    the deadline, when half of what was expected is there or what is missing cannot change it. So is a total that is not
    above 0, which is there before it begins.
    What is judged as a whole is held to the target of today on every day of its way: where it should have been by the
    last number, too. A recurring goal holds every period to its own.
    """
    if goal.type != "recurring" and goal.targets:
        goal = goal._replace(targets=(target_on(goal, min(data.today, goal.deadline)),))
    cadence = cadence_of(data)
    as_of = counted_until(goal, data, cadence)
    own = pauses_of(data.kpi, pauses)
    case = _Case(goal, data, as_of, cadence, weights, own, pauses, unusual)
    judged = GOAL_KINDS[goal.type].judge(case) if goal.targets else _judge_measuring(case)
    if data.today < goal.start and goal.measure_until is None:
        judged = judged._replace(status="not started", decided=False, at_target=False, expected=None, gap=None)
    elif as_of is None and not case.over and not (data.grows_today and judged.decided):
        waiting: Status = "no data" if _missing(case) else "too early"
        judged = judged._replace(status="measuring" if judged.status == "measuring" else waiting)
        if waiting == "too early":
            judged = judged._replace(expected=None, gap=None)
    silent = _is_unheard(case, judged)
    decides = not (silent or case.over) and (judged.gaps_decide or _missing_decide(case, judged))
    if silent:
        judged = judged._replace(status="too early", slips=False, gaps_decide=False)
    elif case.all_in and not case.over and not decides:
        judged = _settled(case, judged)
    elif decides:
        # What was missed by what is usual needs better numbers than that; all else is not said before they are there.
        undecided = judged.status == "on track" or (judged.status == "off track" and goal.type != "recurring")
        judged = judged._replace(status="at risk" if undecided else judged.status, gaps_decide=True)
    rests_on = as_of
    if as_of is not None and judged.measured is not None and goal.type == "level":
        rests_on = min(as_of, judged.measured.last)
    if judged.status == "measuring" and as_of is not None and goal.measure_from is not None:
        rests_on = as_of if as_of >= goal.measure_from else None  # what was logged before is not measured
    begin = max(case.next_day, goal.start)
    sums = goal.type == "total" and judged.needed is not None
    return Standing(
        as_of=rests_on,
        status=judged.status,
        actual=judged.actual,
        expected=_without_dust(judged.expected, judged.actual, case),
        target=case.target.value if goal.targets else None,
        progress=None if judged.progress is None else judged.progress + 0.0,
        gap=_without_dust(judged.gap, judged.actual, case),
        needed_per_day=judged.needed,
        left_per_day=judged.left,
        effort=_effort(case, begin, judged) if sums and not (silent or decides) else None,
        days_left=case.days_left,
        days_ahead=0 if case.over else case.days_ahead,
        days_logged=judged.logged[0],
        days_elapsed=judged.logged[1],
        cadence=cadence,
        needed_next=_needed_next(case, begin, judged) if sums else None,
        needed_per_period=_per_entry(case, judged, below=True),
        left_per_period=_per_entry(case, judged, below=False),
        entries_left=None if (ahead := _ahead(case, judged)) is None else ahead.entries,
        safe_days=_safe_days(case, judged) if judged.status == "on track" and goal.type == "total" else None,
        old=rests_on is not None and rests_on < min(data.today, goal.deadline) - elapsed.DAY,
        missing=_missing(case) if as_of is not None else 0,
        at_target=judged.at_target,
        decided=judged.decided,
        kept=judged.kept,
        judged=judged.judged,
        periods=judged.periods,
        lost=judged.lost and not case.over,
        paused=judged.paused,
        measured=judged.measured,
        ending=judged.ending if judged.status == "undecided" else None,
        days_behind=_days_behind(case, judged),
        zeros=_zeros(case, judged),
        measuring=measured_days(goal, data, pauses) if judged.status == "measuring" else None,
        early=case.over and data.today < goal.deadline,
        at_least=_is_at_least(case, judged),
        counted=_counted(case),
        first_ends=_first_ends(case) if judged.status == "too early" else None,
        no_total=judged.no_total,
        share_of=share_told_for(goal, data) if goal.type == "level" and data.is_share_of_stock else None,
        gaps_decide=judged.gaps_decide and not case.over,
        silent=silent or decides,
        slips=judged.slips,
        paced_until=judged.paced_until,
        summed_until=data.today if data.grows_today and goal.type in SUMS else None,
    )


def _settled(case: _Case, judged: _Judged) -> _Judged:
    """Return how a goal under way stands whose last expected number is in: as it will at its deadline, or as it did.

    Where less than half of the numbers are there, that is nothing to go by.
    """
    goal, (logged, expected) = case.goal, judged.logged
    if judged.status not in OPEN or judged.decided or logged < ENOUGH * expected:
        return judged
    holds = judged.at_target if goal.type == "level" else goal.type == "cap"
    if goal.type == "recurring":
        ended = [
            turn._replace(verdict="kept" if fits(turn.target, turn.value or 0.0) else "missed")
            if turn.verdict == "running" else turn
            for turn in judged.periods
        ]  # fmt: skip
        verdict = _recurring_verdict(ended, case.target.keep)
        if verdict == "undecided":
            return judged
        holds = verdict == "reached"
    word: Status = "on track" if holds else "off track"
    # What is missing may still be logged, and come to more than is usual.
    lost = not holds and (goal.type == "recurring" or logged >= expected)
    settled = judged._replace(status=word, decided=True, lost=lost, needed=None, left=None)
    return settled._replace(slips=False, gaps_decide=False)


def share_told_for(goal: Goal, data: KpiData) -> Span:
    """Return how long a time the share of a stock is for in a level: what was asked for, else one of its steps."""
    by = by_of(goal.over, goal.per)
    return data.step if by == "day" else "week" if by == "week" else "month"


def on_the_line(gap: float, expected: float) -> bool:
    """Tell whether a goal that is *gap* ahead (below 0: behind) of what is *expected* is where it should be by now."""
    return at_least(gap, -ALIKE * abs(expected))


def _without_dust(value: float | None, actual: float | None, case: _Case) -> float | None:
    """Return a figure without what is left of rounding in its last digits; none of it beside *actual* is 0."""
    if value is None:
        return None
    size = max(abs(actual or 0.0), abs(case.target.value) if case.goal.targets else 0.0)
    return float(f"{value:.12g}") if abs(value) > DUST * size else 0.0


def _is_at_least(case: _Case, judged: _Judged) -> bool:
    """Tell whether what there is, a sum, lacks entries that were expected in it and can only add to it."""
    goal, data = case.goal, case.data
    if data.rule != "sum" or judged.actual is None or data.negative or not goal.targets:
        return False
    if goal.type in SUMS:
        # What is missing since the last day that counts is told as the age of what there is.
        logged, expected = judged.logged if case.over else case.logged(min(case.as_of or case.by_now, goal.deadline))
        return logged < expected
    if goal.type == "level":
        return judged.measured is not None and judged.measured.at_least and goal.per is None
    shown = _shown_period(judged.periods)
    if shown is None or case.as_of is None:
        return False
    first, last = shown.period.start, min(shown.period.end, case.as_of)
    return data.slots_with_data(first, last) < expected_in(data, first, last, case.every_pause)


def _shown_period(periods: Sequence[JudgedPeriod]) -> JudgedPeriod | None:
    """Return the period that a recurring goal is told by: the one that runs, else the last with a figure."""
    running = next((period for period in periods if period.verdict == "running"), None)
    return running or next((period for period in reversed(periods) if period.value is not None), None)


def _counted(case: _Case) -> tuple[date, date] | None:
    """Return the days whose entries count in a sum, where they are not those of the goal."""
    goal = case.goal
    if goal.type not in SUMS or _has_no_total(case.data):
        return None
    counted = case.data.counted_days(goal.start, goal.deadline)
    return None if counted == (goal.start, goal.deadline) else counted


def _first_ends(case: _Case) -> date | None:
    """Return when the first period ends that something is expected in: what the goal is for, else what its KPI is."""
    goal, calendar = case.goal, case.data.calendar
    if goal.type == "recurring":
        periods = judged_periods(goal, case.data, case.every_pause)
        return periods[0].period.end if periods and periods[0].period.end >= case.today else None
    if case.logged(case.today - elapsed.DAY)[1]:
        return None
    number = case.as_of if goal.type != "level" else _day_of_stock(case) or case.as_of
    if number is not None and number >= goal.start and (goal.type == "level" or cadence_by(case.cadence) == "day"):
        return None  # the first number is in
    coming = slots(case.cadence, max(goal.start, case.today), goal.deadline, calendar, case.pauses)
    return coming[0][1] if coming else None


def _days_behind(case: _Case, judged: _Judged) -> int | None:
    """Return since how many days the pace line is beyond what there is, by halving the days so far."""
    goal, actual = case.goal, judged.actual
    if actual is None or judged.gap is None or judged.gap >= 0 or goal.type not in ("total", "level"):
        return None
    if goal.type == "total" and case.target.value <= 0:
        return None  # its line goes down, and what there is has nothing to catch up with
    goal = case.counted
    last = goal.deadline if case.over else min(judged.paced_until or case.as_of or case.today, goal.deadline)
    direction = case.data.kpi.direction
    first, final = (
        expected_on(goal, day, case.weights, case.pauses, direction=direction)
        for day in (goal.start - elapsed.DAY, goal.deadline)
    )
    if last < goal.start or first is None or final is None or first == final:
        return None
    sense = 1 if final > first else -1
    if goal.type == "level" and not at_least(sense * actual, sense * first):
        return None  # it was there on no day of the line
    low, high = -1 if goal.type == "total" else 0, (last - goal.start).days
    while low < high:
        middle = (low + high) // 2
        expected = expected_on(goal, goal.start + middle * elapsed.DAY, case.weights, case.pauses) or 0.0
        low, high = (low, middle) if sense * expected >= sense * actual else (middle + 1, high)
    expected = expected_on(goal, goal.start + low * elapsed.DAY, case.weights, case.pauses) or 0.0
    # Where the line passed it in the course of that day, a part of the day counts as one.
    whole = low < 0 or at_least(sense * actual, sense * expected)
    return elapsed.days_between(goal.start + (low + whole) * elapsed.DAY, last, case.pauses)


def _zeros(case: _Case, judged: _Judged) -> int:
    """Return how many of the entries that are counted as there have none, and are zero because the KPI says so."""
    first, last = case.goal.start, min(case.as_of or case.today, case.goal.deadline)
    if judged.measured is not None:
        first, last = judged.measured.first, judged.measured.last
    return min(case.data.zeros(first, last), judged.logged[0])


def counted_until(goal: Goal, data: KpiData, cadence: str) -> date | None:
    """Return the last day that counts, at most the deadline: that of the last entry; None without data.

    Of a KPI that is logged by the week or longer it is the last day of the last such period with data, or yesterday, or
    today when something is logged on it, while that period runs. The hours of this morning are no day yet.
    """
    until = min(data.last_whole_day, goal.deadline)
    days = [day for day in data.days[-400:] if day <= until] or [day for day in data.days if day <= until]
    if not days:
        return None
    if cadence_by(cadence) == "day":
        return days[-1]
    end = period_of(cadence_by(cadence), days[-1], data.calendar).end
    return min(end, until if days[-1] == data.today or data.today > goal.deadline else data.today - elapsed.DAY, until)


def _missing(case: _Case, begin: date = date.min) -> int:
    """Return how many entries are missing from *begin* on since the last day that counts, or without one the start.

    On weekdays on which a shop is closed none is.
    """
    first = case.goal.start if case.as_of is None else case.as_of + elapsed.DAY
    first, last = max(begin, first), _yesterday(case)
    missing = expected_count(case.cadence, first, last, case.data.calendar, case.pauses)
    if not missing or case.as_of is None or cadence_by(case.cadence) != "day":
        return missing
    from kpitui.core.baseline import closed_weekdays  # most goals that `status` reads lack nothing

    closed = closed_weekdays(case.data, shifted(case.as_of, -USUAL_DAYS), case.as_of, case.pauses)
    days = slots(case.cadence, first, last, case.data.calendar, case.pauses) if closed else ()
    return sum(day.weekday() not in closed for day, _last in days) if closed else missing


def _yesterday(case: _Case) -> date:
    """Return the last day whose numbers could be there: yesterday, or today once it is over; at most the deadline."""
    return min(case.today - (elapsed.ZERO if case.data.day_is_over else elapsed.DAY), case.goal.deadline)


def _is_unheard(case: _Case, judged: _Judged) -> bool:
    """Tell whether too little is there of a goal under way to say how it stands, and that is no accident.

    Too little is less than half of what was expected since the start, of a recurring goal of its periods; of what comes
    in lumps only once nothing came for longer than ever. Of a level, which rests on its last stretch (a stock on its
    last number), the newest are missing and there are none for longer than it ever went without: more than half of that
    and of what was expected since, more than half of its whole time, or so much of the stretch at its end that half of
    that cannot be there any more.
    """
    goal, last = case.goal, _yesterday(case)
    settled = judged.decided and judged.status == "off track"
    if case.over or settled or judged.lost or judged.no_total or judged.status not in OPEN:
        return False
    if case.as_of is None or last < goal.start:
        return False
    logged, expected = case.logged(last)
    missing = _missing(case, goal.start)
    if not _are_several(case, missing if goal.type == "level" else expected - logged):
        return False
    if goal.type == "recurring":
        judged_ones, unknown = judged.judged or 0, sum(period.verdict == "unknown" for period in judged.periods)
        return judged_ones < ENOUGH * (judged_ones + unknown)
    if goal.type != "level":
        return logged < ENOUGH * expected and (
            not UsualAmounts(case.data, goal.start, last).in_lumps or _is_quiet_for_long(case)
        )
    first, until = stretch(level_over(goal, case.data), case.cadence, goal.deadline, case.data.calendar)
    last_whole = expected_in(case.data, first, until, case.every_pause)
    is_old = judged.logged[0] < ENOUGH * judged.logged[1] and _is_quiet_for_long(case)
    return is_old or missing > ENOUGH * expected or _missing(case, first) > max(1, (1 - ENOUGH) * last_whole)


def _missing_decide(case: _Case, judged: _Judged) -> bool:
    """Tell whether a total can be reached by what is missing, since the last day that counts or before, and not else.

    That is so where the days that are left would have to bring more than is usual, and with the missing ones they would
    not, or hardly. A cap has room for what is usual, and with those no more, or hardly. Few that are missing decide
    only where no more are to come, or those before the last day that counts bring more than a tenth of what is to come:
    for what follows it the chance counts them as the others.
    """
    goal, cap = case.goal, case.goal.type == "cap"
    has_rest = goal.type in SUMS and (judged.left if cap else judged.needed) is not None
    if not has_rest or case.over or judged.decided or case.as_of is None or case.as_of < goal.start:
        return False
    counted = case.counted
    usual = UsualAmounts(case.data, counted.start, _yesterday(case), case.unusual, case.goal.start)
    begin, calendar = case.next_day, case.data.calendar
    coming = () if case.all_in else slots(case.cadence, begin, counted.deadline, calendar, case.pauses)
    ahead = [last for _first, last in coming]
    rest, rate = case.target.value - (judged.actual or 0.0), usual.of(ahead)
    gaps = usual.of_missing(case.as_of)
    much = len(usual.missing) >= len(ahead) or abs(gaps) > (NEARLY - 1) * abs(rate)
    if not usual.missing or not (much or _is_no_accident(case)):
        return False
    without, with_them = rate * _lately_logged(case), rate + usual.amount
    if cap:
        return at_least(rest, without) and at_least(rate + NEARLY * usual.amount, rest)
    return (rest > NEARLY * without and at_least(NEARLY * with_them, rest)) or (
        not at_least(without, rest) and at_least(with_them, rest)
    )


def _is_no_accident(case: _Case) -> bool:
    """Tell whether so many entries are missing that it is no accident.

    Those are five days (two weeks, months) and more in a row, the newest where nobody seems to log any more, and more
    than a tenth now and then.
    """
    return _in_long_gaps(case) > 0 or _has_stopped(case) or _lately_logged(case) < 1


def _lately_logged(case: _Case) -> float:
    """Return how much of what is due was logged lately, by the days that a rate is taken from."""
    as_of = min(case.as_of or case.today, case.goal.deadline)
    return usually_logged(case.data, elapsed.rate_from(case.goal.start, as_of, case.cadence, case.data.calendar), as_of)


def _in_long_gaps(case: _Case) -> int:
    """Return how many entries are missing five days (two weeks, months, quarters) and more in a row, up to the last.

    Where more than half are missing, as between invoices, a gap is nothing out of the ordinary.
    """
    if case.as_of is None:
        return 0
    due, there = case.data.slots_due(case.goal.start, min(case.as_of, case.goal.deadline))
    if len(there) < ENOUGH * len(due):
        return 0
    runs = (sum(1 for _day in run) for is_there, run in groupby(due, key=there.__contains__) if not is_there)
    return sum(length for length in runs if length >= AWAY[cadence_by(case.cadence)])


def _are_several(case: _Case, missing: int) -> bool:
    """Tell whether so many entries are *missing* that it is no accident: two; of days six, or more than half of all."""
    whole = expected_in(case.data, case.goal.start, case.goal.deadline, case.every_pause)
    return missing >= max(2, min(_FEWEST, whole // 2 + 1) if cadence_by(case.cadence) == "day" else 2)


def _has_stopped(case: _Case) -> bool:
    """Tell whether so many of the newest entries are missing that nobody seems to log any more."""
    return _are_several(case, _missing(case, case.goal.start)) and _is_quiet_for_long(case)


def _is_quiet_for_long(case: _Case) -> bool:
    """Tell whether nothing came for longer than ever before since the start, as nothing comes between two invoices."""
    as_of, eve = case.as_of or case.goal.start, case.goal.start - elapsed.DAY
    days = [day for day in case.data.days if eve < day <= as_of]
    gaps = [(after - before).days for before, after in pairwise([eve, *days])]
    return (_yesterday(case) - as_of).days > _LATE * max(gaps, default=0)


def _has_no_total(data: KpiData) -> bool:
    """Tell whether a total of it means nothing: a number for a whole period, a stock, an average, a quotient."""
    return data.rule != "sum"


def _judge_no_total(case: _Case) -> _Judged:
    """Tell that a total or a cap of what is never added up, of an earlier version, cannot be judged."""
    return _Judged("undecided", decided=True, logged=case.logged(case.by_now), no_total=True)


def _judge_sum(case: _Case) -> tuple[float | None, float, tuple[int, int]]:
    """Return the sum so far, None before anything was logged in the goal; what is expected; and how much is there.

    What is expected is that of the last day that counts; once only a verdict remains, the whole target. What the hours
    of today brought so far is there all the same.
    """
    last = case.as_of if case.as_of is not None else case.data.last_whole_day
    total, goal = sum_until(case.goal, case.data, case.today if case.data.grows_today else last), case.counted
    expected = expected_on(goal, goal.deadline if case.over else last, case.weights, case.pauses) or 0.0
    logged = case.logged(case.by_now)
    return total, expected, logged if total is not None else (0, logged[1])


def sum_until(goal: Goal, data: KpiData, day: date) -> float | None:
    """Return what a total or a cap has come to by *day*: of a KPI of weeks or longer in those that end in the goal."""
    first, last = data.counted_days(goal.start, goal.deadline)
    return data.logged_value(first, min(day, last)) if first <= min(day, last) else None


def _judge_total(case: _Case) -> _Judged:
    """Judge a sum to reach: reached at once, missed at the deadline, at risk up to a tenth behind."""
    if _has_no_total(case.data):
        return _judge_no_total(case)
    target = case.target.value
    total, expected, logged = _judge_sum(case)
    there = total is not None and at_least(total, target)
    enough = total is not None and logged[0] >= ENOUGH * logged[1]
    decided, until = case.over, None
    turned = case.over and not there and at_least(max(with_missing(total or 0.0, _amount_missing(case))), target)
    if there and (enough or not case.data.negative if case.over else target > 0):
        status: Status = "reached"
        decided = True
    elif case.over:
        status = "missed" if enough and not turned else "undecided" if case.as_of is not None else "no data"
    elif total is None or _is_first_morning(case):
        status = "too early"
    else:
        until = None if at_least(total, expected) else _last_lump(case)
        if until is not None:
            expected = expected_on(case.counted, until, case.weights, case.pauses) or 0.0
        if on_the_line(total - expected, expected):
            status = "on track"
        elif _is_too_early(case):
            status = "too early"
        else:
            status = "at risk" if expected > 0 and at_least(total, (1 - _CLOSE) * expected) else "off track"
    missing = target - (total or 0.0)
    # Where all that is left of it is paused, only a number that is missing could bring the rest.
    all_paused = not case.over and not case.days_left and case.next_day <= case.goal.deadline
    lost = all_paused and total is not None and not there and target > 0 and logged[0] >= logged[1]
    needed = missing / case.days_left if case.days_left and missing > 0 and not there else None
    progress = None if total is None or target <= 0 else total / target
    gap = None if total is None else total - expected
    shown = expected if total is not None or expected else None
    if lost:
        status, decided = "off track", True
    return _Judged(
        status, total, progress, shown, gap, decided, needed=needed, logged=logged, paced_until=until, lost=lost
    )  # fmt: skip


def _amount_missing(case: _Case) -> float:
    """Return what is missing of a sum that is over, by what is usual."""
    counted = case.counted
    last = min(counted.deadline, case.by_now)
    return missing_amount(case.data, counted.start, last, case.unusual, case.goal.start)


def _lumps(case: _Case) -> list[date] | None:
    """Return the days of a sum that bring anything, from the start on; None where it does not come in lumps."""
    goal, last = case.counted, case.as_of
    if case.data.rule != "sum" or last is None or last < goal.start:
        return None
    logged = case.data.values(goal.start, last)
    days = [day for day, value in zip(logged.days, logged.values, strict=True) if value]
    return days if len(days) <= LUMPY * len(logged.days) else None


def _last_lump(case: _Case) -> date | None:
    """Return the day of the last lump of a sum while the next one is not late; None where it is, and without lumps.

    An invoice a month is not behind before the day on which it usually comes, if that is in its time still.
    """
    lumps = _lumps(case)
    if not lumps or len(lumps) < 2 or case.as_of is None:
        return None
    gaps = [after - before for before, after in pairwise([case.counted.start - elapsed.DAY, *lumps])]
    if lumps[-1] + sorted(gaps)[len(gaps) // 2] > case.counted.deadline:
        return None
    return lumps[-1] if case.as_of - lumps[-1] <= _LATE * max(gaps) else None


def _is_too_early(case: _Case) -> bool:
    """Tell whether too little was logged since the start to say by pace that a goal is behind.

    Of a sum that comes in lumps that is so before the second one, for the first quarter of its time.
    """
    goal = case.goal
    logged, _expected = case.logged(min(case.as_of or case.today, goal.deadline))
    lumps = _lumps(case)
    if lumps is not None and len(lumps) < 2 and 4 * case.days_left >= 3 * _days_in(case):
        return True
    return logged < min(_FEWEST, ceil(expected_in(case.data, goal.start, goal.deadline, case.every_pause) / 4))


def _is_first_morning(case: _Case) -> bool:
    """Tell whether all that there is of a goal are some hours of today."""
    return case.data.grows_today and (case.as_of is None or case.as_of < case.goal.start)


def _days_in(case: _Case) -> int:
    return case.days_to_log(case.goal.start)


def _judge_cap(case: _Case) -> _Judged:
    """Judge a sum that must not pass its target: at risk while the allowance so far is 90 % of what was used."""
    if _has_no_total(case.data):
        return _judge_no_total(case)
    target = case.target.value
    total, expected, logged = _judge_sum(case)
    held = total is None or at_least(target, total)
    enough = total is not None and logged[0] >= ENOUGH * logged[1]
    decided = case.over
    lost = not held and not case.data.negative
    if lost:
        status: Status = "missed"
        decided = True
    elif case.over:
        turned = held and not at_least(target, max(with_missing(total or 0.0, _amount_missing(case))))
        sure = enough and not turned
        status = ("reached" if held else "missed") if sure else "undecided" if case.as_of is not None else "no data"
    elif total is None or _is_first_morning(case):
        status = "too early"
    elif on_the_line(expected - total, expected):
        status = "on track"
    elif held and _is_too_early(case):
        status = "too early"
    else:
        status = "at risk" if held and at_least(expected, (1 - _CLOSE) * total) else "off track"
    left = (target - (total or 0.0)) / _days_to_share(case) if case.days_left and held else None
    progress = None if total is None or not target else total / target
    gap = None if total is None else expected - total
    shown = expected if total is not None or expected else None
    return _Judged(status, total, progress, shown, gap, decided, left=left, logged=logged, lost=lost)


def _days_to_share(case: _Case) -> int:
    """Return the days that share what may still be used: those left, and so many that are missing as are no accident.

    What these used is not told yet: as if it were nothing, who follows the room would pass the cap.
    """
    begin = case.goal.start if case.as_of is None else max(case.goal.start, case.as_of + elapsed.DAY)
    if case.as_of is None or not _has_stopped(case):
        return case.days_left
    return max(case.days_left, case.days_to_log(begin))


def _judge_level(case: _Case) -> _Judged:
    """Judge a level: reached or missed at the deadline only; at the target before it is on track."""
    goal, target, data = case.goal, case.target.value, case.data
    down = comes_down(goal, data.kpi.direction)
    sense = -1 if down else 1
    over = level_over(goal, data)
    now = measure(data, over, min(data.last_whole_day, goal.deadline), per=goal.per, pauses=case.every_pause)
    period_end = period_of(cadence_by(case.cadence), goal.deadline, data.calendar).end
    if case.today == goal.deadline == period_end and case.as_of is not None and case.as_of >= goal.deadline:
        now = measured(data, over, goal.deadline, case.cadence, per=goal.per, pauses=case.every_pause)  # it is over too
    if now is None or now.value is None:
        empty: Status = "no data" if now is None else "undecided" if case.over else "too early"
        return _Judged(empty, decided=case.over, measured=now)
    value, last = now.value, case.as_of or now.last
    logged_on = _day_of_stock(case) or last
    paced_until = None if case.over or logged_on >= last else max(logged_on, goal.start)
    last = min(last, logged_on)
    start = goal.baseline.value if goal.baseline else None
    stays = is_to_stay(goal, target, data.kpi.direction)
    way = 0.0 if start is None or stays else target - start
    progress = (value - start) / way if start is not None and way else None
    expected = expected_on(
        goal, goal.deadline if case.over else max(last, goal.start), pauses=case.pauses, direction=data.kpi.direction
    )
    gone = elapsed.time_share(goal, max(last, goal.start), case.pauses)
    held: Measured | None = None
    there = at_least(sense * value, sense * target)
    filled = _filled(case, now, over)
    gaps_decide = any(there != at_least(sense * figure, sense * target) for figure in filled)
    if not there and not case.over and expected is not None:
        close = sense * expected - _CLOSE * abs(expected)
        gaps_decide |= at_least(sense * filled[0], close) and not at_least(sense * value, close)
    if case.over:
        held = measured(data, over, goal.deadline, case.cadence, per=goal.per, pauses=case.every_pause)
        decided = held.covered and now.enough and not gaps_decide
        status: Status = ("reached" if there else "missed") if decided else "undecided"
    elif not now.enough or _is_silent(case):
        status = "too early"
    elif not there and last < min(goal.start, stretch(over, case.cadence, goal.deadline, data.calendar)[0]):
        status = "too early"  # no number that it will be judged by is in, so nothing shows yet how it goes
    elif there or (progress is not None and gone is not None and on_the_line(progress - gone, gone)):
        status = "on track"
    elif _is_too_early(case):
        status = "at risk"  # there is a level, so it is not too early; that it is lost is not said of so few entries
    elif progress is None or gone is None:
        status = "at risk" if at_least(_CLOSE * abs(target), abs(value - target)) else "off track"
    else:
        status = "at risk" if at_least(progress + _CLOSE, gone) else "off track"
    slips = status == "on track" and not case.over and _slips(case, now, over, sense)
    gap = None if expected is None else sense * (value - expected)
    # What is missing since the last day with data lies in no stretch that ends there, and is missing all the same.
    missing = 0 if case.over else _missing(case)
    return _Judged(
        "at risk" if slips else status, value, progress, expected, gap, case.over, at_target=there and not case.over,
        logged=(now.values, now.expected + missing), measured=now, ending=held, slips=slips, paced_until=paced_until,
        gaps_decide=gaps_decide,
    )  # fmt: skip


def _filled(case: _Case, now: Measured, over: Over) -> tuple[float, float]:
    """Return what a level comes to with the missing entries of its stretch at what is usual, and nearly at that.

    Only those of a sum are nothing without it.
    """
    value, data = now.value or 0.0, case.data
    if data.rule != "sum" or case.goal.per is not None or not now.at_least or not now.covered:
        return value, value
    amount = missing_amount(data, now.first, now.last, case.unusual, case.goal.start)
    return with_missing(value, amount * as_a_whole(over, case.cadence))


def _day_of_stock(case: _Case) -> date | None:
    """Return the day of the last number of a stock, which it is held against its pace as of; None of anything else.

    One of the 1st of a month is not behind by the 31st for want of the next one.
    """
    if case.data.rule != "last":
        return None
    until = min(case.today, case.goal.deadline)
    return next((day for day in reversed(case.data.days) if day <= until), None)


def _is_silent(case: _Case) -> bool:
    """Tell whether more than one entry was expected since the start, and none is there: its pace says nothing of it."""
    before = case.as_of is not None and case.as_of < case.goal.start
    return before and _missing(case, case.goal.start) > 1


def _slips(case: _Case, now: Measured, over: Over, sense: int) -> bool:
    """Tell whether a level will miss its target by what is in its last stretch, if the rest is as what came lately.

    A good month that is out of the stretch by the deadline holds nothing up. The rest is as the entries of the present
    stretch, on average or by the line through them, whichever is better; of what is not a mean of entries, and before
    the last stretch has any, nothing is told.
    """
    data, deadline = case.data, case.goal.deadline
    first, last = stretch(over, case.cadence, deadline, data.calendar)
    until = case.as_of
    if data.rule in ("last", "stamped", "min", "max") or data.is_share_of_stock or until is None or until < first:
        return False
    if cadence_by(case.cadence) == "day":
        return False  # there are enough of days for a chance
    there, due = data.slots_with_data(first, until), expected_in(data, until + elapsed.DAY, last, case.every_pause)
    lately = data.values(now.first, min(now.last, until)).values
    so_far = data.value(first, until)
    if not there or not due or so_far is None or now.value is None or len(lately) < _FEWEST_ON_A_LINE:
        return False
    target, mean, begun = case.target.value, now.value, so_far
    if data.rule == "sum":
        mean, begun = fsum(lately) / len(lately), so_far / there
        if case.goal.per is None:
            target /= (there + due) * as_a_whole(over, case.cadence)
    middle = (len(lately) - 1) / 2
    slope = fsum((place - middle) * value for place, value in enumerate(lately)) / fsum(
        (place - middle) ** 2 for place in range(len(lately))
    )
    ahead = max(sense * mean, sense * (mean + slope * (middle + (due + 1) / 2)))
    return not at_least((sense * begun * there + ahead * due) / (there + due), sense * target)


def _judge_recurring(case: _Case) -> _Judged:
    """Judge a recurring goal: by the periods that are over, and by the pace of the one that is running."""
    goal, data = case.goal, case.data
    periods = judged_periods(goal, data, case.every_pause, over=case.over)
    kept = sum(period.verdict == "kept" for period in periods)
    judged = kept + sum(period.verdict == "missed" for period in periods)
    unknown = sum(period.verdict == "unknown" for period in periods)
    ahead = sum(period.verdict in ("running", "ahead") for period in periods)
    keep = case.target.keep
    short = kept + ahead < needed_of(keep, judged + ahead)
    must = max(must_still_keep(periods, keep, ahead))
    falls_short = must > ahead
    late = sum(could_still_be_kept(data, period, goal.start) for period in periods) if falls_short else 0
    lost = short and kept + ahead + late < needed_of(keep, judged + unknown + ahead)
    broken = short and (keep is None or not unknown or lost)
    could_be = falls_short and not lost and late > 0
    spare = kept + ahead - needed_of(keep, judged + ahead)
    running, shown = next((period for period in periods if period.verdict == "running"), None), _shown_period(periods)
    pace = _running_pace(case, running, periods) if running else None
    if case.over:
        status: Status = _recurring_verdict(periods, keep)
    elif broken:
        status = "off track"
    elif judged and kept < needed_of(keep, judged):
        status = "at risk" if needed_of(keep, judged) - kept <= 1 else "off track"
    elif not judged and _says_too_little(case, running, pace):  # nothing that could be judged yet
        status = "too early"
    elif pace is not None and pace.behind and must > 0:
        status = "at risk"
    else:
        status = "on track"
    return _Judged(
        status,
        shown.value if shown else None,
        kept / judged if judged else None,
        pace.expected if pace else None,
        pace.gap if pace else None,
        case.over or (broken and not could_be) or (bool(periods) and not ahead),
        needed=pace.needed if pace and not broken and must > 0 else None,
        left=pace.left if pace and not broken and must > 0 else None,
        logged=case.logged(case.by_now),
        kept=kept,
        judged=judged,
        periods=tuple(periods),
        lost=lost,
        gaps_decide=could_be or _gaps_decide_running(case, running, spare=spare),
        paused=_paused_periods(case, periods),
    )


def _gaps_decide_running(case: _Case, running: JudgedPeriod | None, *, spare: int) -> bool:
    """Tell whether numbers that are missing decide if the running period is kept, where no period may be missed.

    It is worked out twice, as for `_missing_decide`.
    """
    data = case.data
    if running is None or running.value is None or spare != 0 or data.rule != "sum":
        return False
    first, last = data.stretch(running.period.start, running.period.end, running.period.by)
    usual = UsualAmounts(data, first, min(last, _yesterday(case)), case.unusual, case.goal.start)
    if not usual.missing:
        return False
    coming = slots(case.cadence, max(first, case.next_day), last, data.calendar, case.pauses)
    rate = usual.of([end for _begin, end in coming])
    as_logged = fits(running.target, running.value + rate * _lately_logged(case))
    filled = with_missing(running.value + rate, usual.amount)
    return any(as_logged != fits(running.target, figure) for figure in filled)


def _paused_periods(case: _Case, periods: Sequence[JudgedPeriod]) -> int:
    """Return how many periods that have begun nothing was expected in, because of a pause."""
    starts = {judged.period.start for judged in periods}
    begun = (
        period for period in goal_periods(case.goal, case.cadence, case.data.calendar) if period.start <= case.today
    )
    return sum(period.start not in starts for period in begun)


def _says_too_little(case: _Case, running: JudgedPeriod | None, pace: _RunningPace | None) -> bool:
    """Tell whether the first period, which runs, is not enough yet to say by pace how a recurring goal stands."""
    if running is None or running.value is None or pace is None:
        return True
    if running.target.low is not None and _lumps(case) is not None:
        return not fits(running.target, running.value)
    return pace.behind and _is_too_early(case)


def _recurring_verdict(periods: Sequence[JudgedPeriod], keep: Keep | None) -> Status:
    """Return the verdict of a recurring goal that is over; what is unknown may have been kept or missed.

    It is decided by the periods that were judged where those are half of all, and it is the same with the others as
    they usually are; or where those cannot change it: one that missed breaks a goal for every period however little is
    known of the rest.
    """
    verdicts = [turn.verdict for turn in periods]
    kept, unknown = verdicts.count("kept"), verdicts.count("unknown")
    judged = kept + verdicts.count("missed")
    if judged and judged >= ENOUGH * (judged + unknown):
        outcomes = {must <= 0 for must in must_still_keep(periods, keep, 0)}
        if len(outcomes) == 1:
            return "reached" if True in outcomes else "missed"
    if kept + unknown < needed_of(keep, judged + unknown):
        return "missed"
    return "reached" if periods and kept >= needed_of(keep, judged + unknown) else "undecided"


class _RunningPace(Record):
    expected: float | None
    gap: float | None
    needed: float | None
    left: float | None
    behind: bool


def _running_pace(case: _Case, running: JudgedPeriod, periods: Sequence[JudgedPeriod]) -> _RunningPace:
    """Return where the running period should be by now, and what its remaining days must bring or may use.

    It has no pace to be held against where a period that was kept was no further by the same day.
    """
    period, target, data = running.period, running.target, case.data
    if data.rule != "sum":
        value = running.value
        return _RunningPace(None, None, None, None, behind=value is not None and not fits(target, value))
    value = running.value or 0.0
    counted = min(case.as_of or period.start - elapsed.DAY, period.end)
    whole = elapsed.weight_between(period.start, period.end, case.weights, case.pauses)
    gone = elapsed.weight_between(period.start, counted, case.weights, case.pauses) if counted >= period.start else 0.0
    share = gone / whole if whole else 0.0
    days = case.cadence if cadence_by(case.cadence) == "day" else "day"
    left = expected_count(days, max(case.next_day, period.start), period.end, data.calendar, case.pauses)
    needed = (target.low - value) / left if target.low is not None and left and value < target.low else None
    room = (target.high - value) / left if target.high is not None and left and value <= target.high else None
    if running.value is None and not share:
        return _RunningPace(None, None, needed, room, behind=False)  # nothing is expected of it yet
    if target.low is not None:
        expected = target.low * share
        if (
            not over_high(target, value)
            and not at_least(value, expected)
            and _came_later(case, running, periods, counted)
        ):
            return _RunningPace(None, None, needed, room, behind=False)
        behind = not at_least(value, (1 - _CLOSE) * expected) or over_high(target, value)
        return _RunningPace(expected, value - expected, needed, room, behind)
    expected = (target.high or 0.0) * share
    behind = over_high(target, value) or not at_least(expected, (1 - _CLOSE) * value)
    return _RunningPace(expected, expected - value, needed, room, behind and running.value is not None)


def _came_later(case: _Case, running: JudgedPeriod, periods: Sequence[JudgedPeriod], counted: date) -> bool:
    """Tell whether a period that was kept had no more by as many days than the running one has."""
    gone = counted - running.period.start
    for earlier in periods:
        if earlier.verdict == "kept":
            start = earlier.period.start
            until = min(start + gone, earlier.period.end)
            then = case.data.logged_value(start, until, earlier.period.by) if gone.days >= 0 else None
            if at_least(running.value or 0.0, then or 0.0):
                return True
    return False


def measured_days(goal: Goal, data: KpiData, pauses: Sequence[Pause] = ()) -> tuple[date, date]:
    """Return the first and last day that the baseline of *goal* is measured over first.

    They are the four weeks that were agreed; once those are over with less than half of their entries, it goes on, and
    they are the latest four weeks before the day that *data* is looked at from.
    """
    until = goal.measure_until or goal.start
    begin = goal.measure_from or goal.start
    if until < data.today and data.slots_with_data(begin, until) < ENOUGH * expected_in(data, begin, until, pauses):
        until = max(until, min(data.today - elapsed.DAY, goal.deadline))
        begin = until - (MEASURED_DAYS - 1) * elapsed.DAY
    return begin, until


def _judge_measuring(case: _Case) -> _Judged:
    """Tell how far the measuring of a baseline is: its entries so far of those of the four weeks."""
    begin, until = measured_days(case.goal, case.data, case.every_pause)
    if case.today > case.goal.deadline:
        return _Judged("undecided", logged=case.logged(case.goal.deadline), decided=True)
    expected = expected_in(case.data, begin, until, case.every_pause)
    last = min(until, case.today)
    there = case.data.slots_with_data(begin, last) if last >= begin else 0
    if case.goal.type == "level":
        now = level_on(case.goal, case.data, last, case.every_pause)
        return _Judged("measuring", now.value if now else None, logged=(min(there, expected), expected), measured=now)
    begin, last = case.data.counted_days(begin, until)
    value = case.data.value(begin, min(last, case.today)) if case.today >= begin else None
    return _Judged("measuring", value, logged=(min(there, expected), expected))


class GoalKind(Record):
    """How a kind of goal is judged and told; a row of `GOAL_KINDS`."""

    name: GoalType
    measure: str
    """What its figure is: ``sum`` since the start, ``level`` over a stretch, ``periods`` each by itself."""
    judge: Callable[[_Case], _Judged]
    facts: tuple[str, ...]
    """Which facts are told of it besides its figure, by name and in order; see `kpitui.wording.goals`."""


GOAL_KINDS: dict[GoalType, GoalKind] = {
    kind.name: kind
    for kind in (
        GoalKind(
            "total", "sum", _judge_total,
            ("expected", "gap", "needed", "effort", "safe", "days"),
        ),
        GoalKind("cap", "sum", _judge_cap, ("expected", "gap", "left", "days")),
        GoalKind("level", "level", _judge_level, ("over", "expected", "gap", "days")),
        GoalKind(
            "recurring", "periods", _judge_recurring,
            ("kept", "running", "needed", "left", "days"),
        ),
    )
}  # fmt: skip
"""The kinds of goal, one row each."""


def _needed_next(case: _Case, begin: date, judged: _Judged) -> tuple[date, float] | None:
    """Return the first day ahead which weighs anything, with its share of what is missing."""
    goal, weights = case.counted, case.weights
    rest = elapsed.weight_between(begin, goal.deadline, weights, case.pauses)
    if weights is None or rest <= 0:
        return None
    day = begin
    while elapsed.weight_between(day, day, weights, case.pauses) <= 0:
        day += elapsed.DAY
    missing = case.target.value - (judged.actual or 0.0)
    return day, missing * elapsed.weight_between(day, day, weights, case.pauses) / rest


def _safe_days(case: _Case, judged: _Judged) -> int:
    """Return how many days from those ahead the pace line stays below the sum, by halving the days left."""
    eve = case.next_day - elapsed.DAY
    low, high, total = 0, max(0, (case.goal.deadline - eve).days), judged.actual or 0.0
    goal = case.counted
    while low < high:
        middle = (low + high + 1) // 2
        expected = expected_on(goal, eve + middle * elapsed.DAY, case.weights, case.pauses) or 0.0
        low, high = (middle, high) if at_least(total, expected) else (low, middle - 1)
    return low


class _Ahead(Record):
    """What is still to be logged of a KPI of weeks, months or quarters."""

    entries: int
    """How many of them are not over, or have no number yet; the running one is one of them."""
    so_far: float
    """What the running one has."""
    edges: tuple[float | None, float | None]
    """What they and all before them must come to, at least and at most."""
    actual: float


def _ahead(case: _Case, judged: _Judged) -> _Ahead | None:
    """Return what is still to be logged in a goal, or in the running period of one; None of a KPI of days."""
    by, goal, data = cadence_by(case.cadence), case.goal, case.data
    if by == "day" or case.over or goal.type == "level" or not goal.targets:
        return None
    first, last, target, actual = goal.start, goal.deadline, case.target, judged.actual or 0.0
    edges: tuple[float | None, float | None] = (target.value, None) if goal.type == "total" else (None, target.value)
    if goal.type == "recurring":
        running = next((period for period in judged.periods if period.verdict == "running"), None)
        if running is None:
            return None
        first, last, actual = running.period.start, running.period.end, running.value or 0.0
        edges = running.target.low, running.target.high
    so_far = 0.0
    # A week that began before the first day is one of those that end from then on.
    if case.as_of is not None and case.as_of >= data.counted_days(first, last)[0]:
        slot = period_of(by, case.as_of, data.calendar)
        is_in = data.is_number_in and slot.start <= data.today <= slot.end
        running_slot = slot.end > case.as_of and slot.end <= last and not is_in
        first = max(first, case.as_of + elapsed.DAY if running_slot else slot.end + elapsed.DAY)
        so_far = (data.logged_value(slot.start, case.as_of) or 0.0) if running_slot else 0.0
    if _missing(case, goal.start) > 1:
        first = max(first, case.next_day)  # the one that has just ended may still come, older ones are missing
    entries = expected_count(case.cadence, first, last, data.calendar, case.pauses) if first <= last else 0
    return _Ahead(entries, so_far, edges, actual)


def _per_entry(case: _Case, judged: _Judged, *, below: bool) -> float | None:
    """Return what each week, month or quarter to be logged must bring (*below* a target), or may use; else None.

    What the running one has already counts in it, unless it is more than that: then the others have the rest.
    """
    ahead = _ahead(case, judged)
    if ahead is None or (judged.needed if below else judged.left) is None:
        return None
    edge = ahead.edges[0 if below else 1]
    if edge is None or not ahead.entries:
        return None
    rest = edge - ahead.actual
    with_running = (rest + ahead.so_far) / ahead.entries
    if ahead.so_far <= with_running:
        return with_running
    return rest / (ahead.entries - 1) if ahead.entries > 1 else None


def _effort(case: _Case, begin: date, judged: _Judged) -> float | None:
    """Return the rate that is needed over the recent one, both per day of average weekday weight.

    A month that is logged as a whole will bring what its days so far did too: it counts from its first day on.
    """
    goal = case.counted
    if case.as_of is not None and cadence_by(case.cadence) != "day":
        begin = max(goal.start, case.as_of + elapsed.DAY)
    rest = elapsed.weight_between(begin, goal.deadline, case.weights, case.pauses)
    if case.as_of is None or case.as_of < goal.start:
        return None
    as_of = min(case.as_of, goal.deadline)
    logged: DayValues = case.data.values(goal.start, as_of)
    rate = daily_rate(
        logged,
        goal.start,
        as_of,
        cadence=case.cadence,
        weights=case.weights,
        pauses=case.pauses,
        calendar=case.data.calendar,
        unusual=case.unusual,
    )
    missing = case.target.value - (judged.actual or 0.0)
    if not rate or rate <= 0 or rest <= 0:
        return None
    return missing / rest / (rate * _lately_logged(case))
