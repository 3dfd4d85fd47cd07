"""How a goal stands on a day: what it is at, where it should be, what is still needed, and the word for it.

The rules are those of sums to reach, levels to rise or come down to, sums not to pass and bands to keep. The
chance of arriving is forecasting's work, the baseline is `baseline`'s, and whether a goal is any good `smart`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from math import fsum, inf, isclose

from kpitui.core import elapsed
from kpitui.core.calendar import STANDARD, Calendar
from kpitui.core.goal import SUMS, Goal, Shape, Target
from kpitui.core.model import Direction, Pause
from kpitui.core.recent import daily_rate, level_now
from kpitui.core.record import Record
from kpitui.core.series import DayValues
from kpitui.core.standing import Standing, Status

STALE_SLOTS = 3
"""With more than this many expected entries missing in a row, the last one no longer says how things are."""

_CLOSE = 0.1
"""Up to this share behind the pace a goal is at risk rather than off pace: a convention, not statistics."""


class _Case(Record):
    """A goal with all that is needed to judge it; `logged` holds only values from its start to `as_of`."""

    goal: Goal
    target: Target
    logged: DayValues
    as_of: date
    cadence: str
    direction: Direction
    weights: Sequence[float] | None
    pauses: Sequence[Pause]

    @property
    def over(self) -> bool:
        """Tell whether no day is left, so that only a verdict remains."""
        return self.as_of >= self.goal.deadline

    @property
    def total(self) -> float:
        return fsum(self.logged.values)

    @property
    def expected(self) -> float | None:
        return expected_on(self.goal, self.as_of, self.weights, self.pauses)


class _Judged(Record):
    status: Status
    actual: float | None = None
    progress: float | None = None
    gap: float | None = None


def target_on(goal: Goal, day: date) -> Target:
    """Return the version of the target that judges *day*: the latest one since then, before all of them the first."""
    return next((target for target in reversed(goal.targets) if target.since <= day), goal.targets[0])


def comes_down(goal: Goal, direction: Direction, target: Target) -> bool:
    """Tell whether the level of *goal* has to come down to *target*, seen from its baseline, else by shape and KPI."""
    if goal.baseline is not None and goal.baseline.value != target.value:
        return target.value < goal.baseline.value
    return goal.shape == "reduce" or direction == "lower"


def expected_on(
    goal: Goal, day: date, weights: Sequence[float] | None = None, pauses: Sequence[Pause] = ()
) -> float | None:
    """Return where *goal* should be at the end of *day*, by the target of that day: the pace line.

    A sum is spread over its days by *weights*, seven of them with Monday first (None: evenly); a level goes
    evenly from the baseline on the first day to the target on the last. *pauses* take no share. Days outside
    the goal are taken as its nearest end. None for a band, without a baseline, or with no days to spread over.
    """
    day = min(day, goal.deadline)
    target = target_on(goal, day).value
    if goal.shape == "band":
        return None
    if goal.shape in SUMS:
        if day < goal.start:
            return 0.0
        share = elapsed.weight_share(goal, day, weights, pauses)
        return None if share is None else target * share
    gone = elapsed.time_share(goal, day, pauses)
    if goal.baseline is None or gone is None:
        return None
    return goal.baseline.value + (target - goal.baseline.value) * gone


def standing(
    goal: Goal,
    values: DayValues,
    today: date,
    *,
    cadence: str,
    direction: Direction,
    weights: Sequence[float] | None = None,
    pauses: Sequence[Pause] = (),
    blank_zero: bool = False,
    calendar: Calendar = STANDARD,
) -> Standing:
    """Judge *goal* as of *today* from the values per day of its KPI; those outside the goal do not count.

    *pauses* are taken to hold for the KPI, *weights* are as for `expected_on`. With *blank_zero* an expected
    entry that is missing on a day that is over counts as 0. A sum is reached as soon as it is; a level while it
    is at or beyond the target; a cap or a band only when the deadline is over and it held. A broken cap is
    missed at once when no value is negative. A good word never rests on stale data (see `STALE_SLOTS`).
    """
    if blank_zero:
        values = elapsed.with_zeros(goal, values, today, cadence, pauses=pauses, calendar=calendar)
    as_of = elapsed.counted_until(goal, values, today, cadence, calendar)
    logged = values.between(goal.start, as_of)
    case = _Case(goal, target_on(goal, min(today, goal.deadline)), logged, as_of, cadence, direction, weights, pauses)
    judged = _JUDGES[goal.shape](case) if logged.days else _Judged("no data")
    if today < goal.start:
        judged = _Judged("not started")
    elif logged.days and not _stands(case, judged.status, calendar):
        judged = judged._replace(status="no data")
    return _standing(case, judged)


def _standing(case: _Case, judged: _Judged) -> Standing:
    goal, as_of, pauses = case.goal, case.as_of, case.pauses
    days_left = elapsed.days_between(max(as_of + elapsed.DAY, goal.start), goal.deadline, pauses)
    needed, left = _still(case, days_left)
    return Standing(
        as_of=as_of,
        status=judged.status,
        actual=judged.actual,
        expected=case.expected,
        target=case.target.value,
        progress=judged.progress,
        gap=judged.gap,
        needed_per_day=needed,
        left_per_day=left,
        effort=None if needed is None else _effort(case),
        days_left=days_left,
        days_logged=sum(not elapsed.paused(day, pauses) for day in case.logged.days),
        days_elapsed=elapsed.days_between(goal.start, as_of, pauses),
        needed_next=None if needed is None else _needed_next(case),
        safe_days=_safe_days(case) if judged.status == "on pace" and goal.shape == "cumulative" else None,
    )


def _judge_cumulative(case: _Case) -> _Judged:
    target, total, expected = case.target.value, case.total, case.expected or 0.0
    if _at_least(total, target):
        status: Status = "reached"
    elif case.over:
        status = "missed"
    elif _at_least(total, expected):
        status = "on pace"
    else:
        status = "at risk" if expected > 0 and _at_least(total, (1 - _CLOSE) * expected) else "off pace"
    return _Judged(status, total, total / target if target else None, total - expected)


def _judge_cap(case: _Case) -> _Judged:
    """Judge a sum that must not pass its target: at risk while the allowance so far is 90 % of what was used."""
    target, total, expected = case.target.value, case.total, case.expected or 0.0
    held = _at_least(target, total)
    if case.over or (not held and min(case.logged.values) >= 0):
        status: Status = "reached" if held else "missed"
    elif _at_least(expected, total):
        status = "on pace"
    else:
        status = "at risk" if held and _at_least(expected, (1 - _CLOSE) * total) else "off pace"
    return _Judged(status, total, total / target if target else None, expected - total)


def _judge_level(case: _Case) -> _Judged:
    """Judge a level by the share of the way made against the share of the time gone.

    It is at risk up to ten points of the whole way behind, which at the end is the 90 % that holds for sums. A
    ratio of the two would swing wildly in the first days, when hardly any change is expected and levels wobble.
    """
    target, expected = case.target.value, case.expected
    sense = -1 if comes_down(case.goal, case.direction, case.target) else 1
    now = level_now(case.logged, case.as_of, case.cadence)
    start = case.goal.baseline.value if case.goal.baseline else None
    way = 0.0 if start is None else target - start
    progress = (now - start) / way if start is not None and way else None
    there = _at_least(sense * now, sense * target)
    if case.over:
        status: Status = "reached" if there else "missed"
    elif there:
        status = "on pace" if start == target else "reached"
    elif progress is None or (gone := elapsed.time_share(case.goal, case.as_of, case.pauses)) is None:
        status = "at risk" if _at_least(_CLOSE * abs(target), abs(now - target)) else "off pace"
    elif _at_least(progress, gone):
        status = "on pace"
    else:
        status = "at risk" if _at_least(progress + _CLOSE, gone) else "off pace"
    return _Judged(status, now, progress, None if expected is None else sense * (now - expected))


def _judge_band(case: _Case) -> _Judged:
    """Judge a band: at risk while outside by no more than a tenth of its width.

    It held when more than half of the logged days were inside the band of their own day.
    """
    now = level_now(case.logged, case.as_of, case.cadence)
    low, high = -inf if case.target.low is None else case.target.low, case.target.value
    margin = min(now - low, high - now)
    width = high - low if case.target.low is not None else abs(high)
    if case.over:
        inside = [_inside(value, target_on(case.goal, day)) for day, value in zip(*case.logged, strict=True)]
        status: Status = "reached" if 2 * sum(inside) > len(inside) else "missed"
    elif _inside(now, case.target):
        status = "on pace"
    else:
        status = "at risk" if _at_least(margin, -_CLOSE * width) else "off pace"
    return _Judged(status, now, None, margin)


_JUDGES: dict[Shape, Callable[[_Case], _Judged]] = {
    "cumulative": _judge_cumulative,
    "cap": _judge_cap,
    "level": _judge_level,
    "reduce": _judge_level,
    "band": _judge_band,
}


def _still(case: _Case, days_left: int) -> tuple[float | None, float | None]:
    """Return what a sum still needs and what a cap still leaves, per remaining day."""
    missing = case.target.value - case.total
    if days_left == 0 or missing < 0 or case.goal.shape not in SUMS:
        return None, None
    if case.goal.shape == "cap":
        return None, missing / days_left
    return None if _at_least(case.total, case.target.value) else missing / days_left, None


def _needed_next(case: _Case) -> tuple[date, float] | None:
    """Return the first day after those that count which weighs anything, with its share of what is missing."""
    goal, weights = case.goal, case.weights
    begin = max(case.as_of + elapsed.DAY, goal.start)
    rest = elapsed.weight_between(begin, goal.deadline, weights, case.pauses)
    if weights is None or rest <= 0:
        return None
    day = begin
    while elapsed.weight_between(day, day, weights, case.pauses) <= 0:
        day += elapsed.DAY
    return day, (case.target.value - case.total) * elapsed.weight_between(day, day, weights, case.pauses) / rest


def _safe_days(case: _Case) -> int:
    """Return how many days after those that count the pace line stays below the sum, by halving the days left."""
    low, high = 0, (case.goal.deadline - case.as_of).days
    while low < high:
        middle = (low + high + 1) // 2
        expected = expected_on(case.goal, case.as_of + middle * elapsed.DAY, case.weights, case.pauses) or 0.0
        low, high = (middle, high) if _at_least(case.total, expected) else (low, middle - 1)
    return low


def _effort(case: _Case) -> float | None:
    """Return the rate that is needed over the recent one, both per day of average weekday weight."""
    rest = elapsed.weight_between(case.as_of + elapsed.DAY, case.goal.deadline, case.weights, case.pauses)
    rate = daily_rate(
        case.logged, case.goal.start, case.as_of, cadence=case.cadence, weights=case.weights, pauses=case.pauses
    )
    return (case.target.value - case.total) / rest / rate if rate and rate > 0 and rest > 0 else None


def _stands(case: _Case, status: Status, calendar: Calendar) -> bool:
    """Tell whether *status* can be said: it is certain however old the last value is, or that is not stale."""
    if status == "missed" or (case.goal.shape == "cumulative" and status == "reached"):
        return True
    missing = elapsed.missing_slots(case.logged.days[-1], case.as_of, case.cadence, case.pauses, calendar)
    return missing <= STALE_SLOTS


def _inside(value: float, band: Target) -> bool:
    return (band.low is None or _at_least(value, band.low)) and _at_least(band.value, value)


def _at_least(value: float, bound: float) -> bool:
    """Compare, taking figures that differ only by rounding in the ninth digit for equal."""
    return value >= bound or isclose(value, bound, rel_tol=1e-9)
