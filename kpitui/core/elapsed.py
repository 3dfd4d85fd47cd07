"""How far along a goal is in time, in days without pauses and in shares, and what its KPI did per day lately.

All dates are inclusive, and pauses are taken to hold for the KPI in question. What those days should have
brought is `pace`'s work, when an entry is expected `cadence`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from math import fsum

from kpitui.core.cadence import Span, cadence_by, expected_count, weekday_counts
from kpitui.core.calendar import STANDARD, Calendar, period_of, previous_period, shifted
from kpitui.core.goal import Goal
from kpitui.core.model import Pause
from kpitui.core.series import DayValues

DAY = timedelta(days=1)
ZERO = timedelta()


def days_between(first: date, last: date, pauses: Sequence[Pause]) -> int:
    """Return the number of days from *first* to *last* that are not paused; 0 when *first* is later."""
    return sum(weekday_counts(first, last, pauses)) if pauses else max(0, (last - first).days + 1)


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


# What a KPI did lately: its rate per day, robust to gaps and slow cadences.
#
# Used where a goal is judged, by `pace`. What comes next is forecasting's work, and what is normal that of the natural
# limits.

_RATE_DAYS = 28
_RATE_PERIODS = {"week": 4, "month": 3, "quarter": 3}
_TOO_EARLY_DAYS = 7


def daily_rate(
    values: DayValues,
    start: date,
    as_of: date,
    *,
    cadence: str,
    weights: Sequence[float] | None = None,
    pauses: Sequence[Pause] = (),
    calendar: Calendar = STANDARD,
    unusual: Collection[date] = (),
) -> float | None:
    """Return what a day of average weekday weight brought in the last 28 days, or since *start* if that is later.

    *Unusual* days count as if they were missing. A missing entry does not lower it: it is the sum over the logged days,
    or, where an entry stands for more than its own day, over the days that the logged ones among the expected entries
    stand for. Of weeks, months and quarters the last four, three and three count, the running one by its days so far.
    None before the seventh day.
    """
    span, first = cadence_by(cadence), rate_from(start, as_of, cadence, calendar)
    recent = values.between(first, as_of)
    if unusual:
        usual = [(day, value) for day, value in zip(*recent, strict=True) if day not in unusual]
        recent = DayValues(tuple(day for day, _value in usual), tuple(value for _day, value in usual))
    if min(days_between(first, as_of, pauses), len(recent.days) if cadence == "day" else 7) < _TOO_EARLY_DAYS:
        return None
    if cadence == "day":
        base = fsum(weight_between(day, day, weights, ()) for day in recent.days)
    else:
        last = as_of if span == "day" else period_of(span, as_of, calendar).end
        expected = expected_count(cadence, first, last, calendar, pauses)
        logged = len({period_of(span, day, calendar).start for day in recent.days})
        coverage = min(1.0, logged / expected) if expected else 0.0
        base = weight_between(first, as_of, weights, pauses) * coverage
    return fsum(recent.values) / base if base > 0 else None


def rate_from(start: date, as_of: date, cadence: str, calendar: Calendar = STANDARD) -> date:
    """Return the first of the days that a `daily_rate` is taken from."""
    span = cadence_by(cadence)
    return max(start, _back(as_of, _RATE_DAYS) if span == "day" else _periods_back(as_of, span, calendar))


def _back(last: date, days: int) -> date:
    """Return the first of the *days* days that end on *last*, no earlier than there are dates."""
    return shifted(last, 1 - days)


def _periods_back(last: date, span: Span, calendar: Calendar) -> date:
    """Return the first day of the periods of *span* that a rate is taken from, the last of which *last* lies in."""
    period = period_of(span, last, calendar)
    for _step in range(_RATE_PERIODS[span] - 1):
        period = previous_period(period, calendar)
    return period.start
