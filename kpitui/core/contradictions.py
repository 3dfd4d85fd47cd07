"""Goals that cannot both be reached: at least so much and at most less, of the same figure over the same days.

A sum that never falls below zero is held against every stretch around it: what a month brings at least, its quarter
does too. A part of a whole is at most the whole. Only what is certain counts: a goal that may miss some of its periods
contradicts none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

from kpitui.core.calendar import STANDARD, Calendar, periods_between
from kpitui.core.goal import SUMS, Goal
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.core.pace import comes_down
from kpitui.core.record import Record
from kpitui.core.recurring import at_least, by_of, goal_periods

Why = Literal["apart", "part above whole"]
"""Of two goals on one figure: they exclude each other. Of a part and its whole: more is asked of the part."""


class Contradiction(Record):
    """Two goals that do not go together."""

    goal: Goal
    """The one that asks for more; of a part and its whole that on the part."""
    other: Goal
    why: Why


class _Bound(Record):
    """What a figure is to be over the days from *first* to *last*, when a goal is reached."""

    first: date
    last: date
    low: float | None = None
    high: float | None = None


def contradictions(
    goals: Sequence[Goal], kpis: Iterable[Kpi], calendar: Calendar = STANDARD, *, of: Goal | None = None
) -> list[Contradiction]:
    """Return the pairs among the open *goals* that cannot both be reached; with *of* only those that it is one of.

    *kpis* are those whose figures are never below zero, or whose sums are not asked about.
    """
    by_id = {kpi.id: kpi for kpi in kpis}
    open_goals = [goal for goal in goals if goal.state == "open" and goal.targets and goal.kpi in by_id]
    pairs = list[Contradiction]()
    for place, goal in enumerate(open_goals):
        for other in open_goals[place + 1 :]:
            if of is None or of in (goal, other):
                pairs += _between(goal, other, by_id, calendar)
    return pairs


def _between(goal: Goal, other: Goal, kpis: dict[int, Kpi], calendar: Calendar) -> list[Contradiction]:
    kpi, second = kpis[goal.kpi], kpis[other.kpi]
    for more, less in ((goal, other), (other, goal)):
        if goal.kpi == other.kpi and _is_apart(more, less, kpi, calendar):
            return [Contradiction(more, less, "apart")]
    for part, whole in ((kpi, second), (second, kpi)):
        if part.part_of == whole.id and _adds_up(part) and _adds_up(whole):
            on_part, on_whole = (goal, other) if part is kpi else (other, goal)
            if _is_apart(on_part, on_whole, part, calendar):
                return [Contradiction(on_part, on_whole, "apart")]
            if _asks_more(on_part, on_whole, part, whole, calendar):
                return [Contradiction(on_part, on_whole, "part above whole")]
    return []


def _is_apart(more: Goal, less: Goal, kpi: Kpi, calendar: Calendar) -> bool:
    """Tell whether what *more* asks at least is more than *less* allows."""
    summed = _adds_up(kpi) and more.type != "level" and less.type != "level"
    lows = [bound for bound in _bounds(more, kpi, calendar) if bound.low is not None]
    highs = [bound for bound in _bounds(less, kpi, calendar) if bound.high is not None]
    if lows and highs and _above(max(bound.low or 0.0 for bound in lows), min(bound.high or 0.0 for bound in highs)):
        if not summed and KINDS[kpi.kind].rule in ("mean", "ratio") and _holds_all_along(more, less):
            return True
        pairs = ((low, high) for low in lows for high in highs if _above(low.low or 0.0, high.high or 0.0))
        if any(_same_days(low, high) or (summed and _lies_within(low, high)) for low, high in pairs):
            return summed or more.type == less.type
    return summed and _many_periods(more, less, kpi, calendar)


def _many_periods(more: Goal, less: Goal, kpi: Kpi, calendar: Calendar) -> bool:
    """Tell whether so much of every period is together more than a longer stretch allows, or the other way round."""
    lows, highs = _bounds(more, kpi, calendar), _bounds(less, kpi, calendar)
    for stretch in highs:
        within = [low.low for low in lows if low.low and stretch.first <= low.first and low.last <= stretch.last]
        if stretch.high is not None and len(within) > 1 and not at_least(stretch.high, sum(within)):
            return True
    for stretch in lows:
        across = [high for high in highs if high.first <= stretch.last and stretch.first <= high.last]
        covers = across and across[0].first <= stretch.first and stretch.last <= across[-1].last
        allowed = [high.high for high in across if high.high is not None]
        too_much = stretch.low and len(allowed) == len(across) > 1 and not at_least(sum(allowed), stretch.low)
        if covers and too_much and all((after.first - before.last).days == 1 for before, after in pairwise(across)):
            return True
    return False


def _asks_more(part: Goal, whole: Goal, part_kpi: Kpi, whole_kpi: Kpi, calendar: Calendar) -> bool:
    """Tell whether more is asked of a part than of its whole over days that the whole is judged by as well."""
    if "level" in (part.type, whole.type):
        return part.type == whole.type and part.over == whole.over and part.per == whole.per and _above(
            part.targets[-1].value, whole.targets[-1].value
        ) and abs((part.deadline - whole.deadline).days) <= 1  # fmt: skip
    lows, of_whole = _bounds(part, part_kpi, calendar), _bounds(whole, whole_kpi, calendar)
    return any(
        low.low is not None and high.low is not None and _above(low.low, high.low) and _same_days(low, high)
        for low in lows
        for high in of_whole
    )


def _above(value: float, other: float) -> bool:
    return not at_least(other, value)


def _holds_all_along(more: Goal, less: Goal) -> bool:
    """Tell whether the one is for every period up to the deadline of the other, which is of a level."""
    every, level = (more, less) if more.type == "recurring" else (less, more)
    return every.type == "recurring" and level.type == "level" and every.start <= level.deadline <= every.deadline


def _lies_within(low: _Bound, high: _Bound) -> bool:
    return high.first <= low.first and low.last <= high.last


def _same_days(low: _Bound, high: _Bound) -> bool:
    return abs((low.first - high.first).days) <= 1 and abs((low.last - high.last).days) <= 1


def _bounds(goal: Goal, kpi: Kpi, calendar: Calendar) -> list[_Bound]:
    """Return what the figure is to be over which days when *goal* is reached; nothing where some may be missed."""
    target = goal.targets[-1]
    if goal.type in SUMS:
        low, high = (target.value, None) if goal.type == "total" else (None, target.value)
        return [_Bound(goal.start, goal.deadline, low, high)]
    if goal.type == "level":
        down = comes_down(goal, kpi.direction)
        day = goal.deadline
        return [_Bound(day, day, None if down else target.value, target.value if down else None)]
    if target.keep is not None and target.keep[0] < target.keep[1]:
        return []
    periods = goal_periods(goal, kpi.cadence, calendar)
    if by_of(goal.per or "week") == "day" and kpi.cadence == "day":
        periods = periods_between("day", goal.start, goal.deadline, calendar)
    return [_Bound(period.start, period.end, target.low, target.high) for period in periods]


def _adds_up(kpi: Kpi) -> bool:
    return KINDS[kpi.kind].rule == "sum"
