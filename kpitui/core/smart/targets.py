"""Targets and deadlines worked out: from a change of the baseline, or from what each day brings.

All dates are inclusive. What the baseline is comes
from `baseline`; whether what follows is any good is asked by the checks.
"""

from __future__ import annotations

from datetime import date
from math import ceil, floor

from kpitui.core.calendar import shifted
from kpitui.core.errors import Refused, mark
from kpitui.core.smart.draft import GoalDraft


def target_of(draft: GoalDraft) -> float | None:
    """Return the target, worked out from the baseline when a change is wanted; None while it is not known.

    A target that is given wins from a change, and points from percent; a percentage of 0 is not known either. Of a
    recurring goal it is what a period may bring at most, else what it must at least.
    """
    if draft.type == "recurring":
        return draft.low if draft.high is None else draft.high
    if draft.target is not None or draft.baseline is None:
        return draft.target
    if draft.change_points is not None:
        return whole_target(points_target(draft.baseline, draft.change_points), draft.change_points, draft.counted)
    if draft.change_percent is None or draft.baseline == 0:
        return None
    return whole_target(relative_target(draft.baseline, draft.change_percent), draft.change_percent, draft.counted)


def whole_target(target: float, change: float, counted: bool) -> float:
    """Return a target that follows from a *change*; of what is *counted* the whole number that is at least as far."""
    if not counted:
        return target
    return float(ceil(round(target, 6)) if change >= 0 else floor(round(target, 6)))


def relative_target(baseline: float, percent: float) -> float:
    """Return *baseline* changed by *percent* of its size: B + |B| * p / 100, so that more is up below 0 too.

    Raises Refused when the baseline is 0, of which no percentage is anything.
    """
    if baseline == 0:
        raise Refused(
            mark("the baseline is 0, so {value}% of it is 0 too: type the target itself"),
            field="change",
            value=percent,
        )
    return baseline + abs(baseline) * percent / 100


def points_target(baseline: float, points: float) -> float:
    """Return *baseline* plus *points*, both in the unit of the KPI: 2.8 % and 4 points make 6.8 %."""
    return baseline + points


def target_for(start: date, deadline: date, rate: float) -> float:
    """Return what *rate* a day comes to. Raises Refused when the deadline is before the start."""
    return rate * _days(start, deadline)


def deadline_for(target: float, start: date, rate: float) -> date:
    """Return the first day on which *rate* a day has come to *target*, at the earliest *start* itself.

    Raises Refused when the rate does not lead there, or not while there are dates.
    """
    days = ceil(round(target / rate, 9)) if rate > 0 else 0
    if rate <= 0 or start.toordinal() + days - 1 > date.max.toordinal():
        raise Refused(
            mark("{value} a day never reaches {target}: choose a larger number"),
            field="rate",
            value=rate,
            target=target,
        )
    return shifted(start, max(days, 1) - 1)


def _days(start: date, deadline: date) -> int:
    if deadline < start:
        raise Refused(
            mark("the deadline {value} is before the start {start}: choose a later day"),
            field="deadline",
            value=deadline,
            start=start,
        )
    return deadline.toordinal() - start.toordinal() + 1
