"""What a KPI did lately: its rate per day, robust to gaps and slow cadences.

Used where a goal is judged, by `pace`. What comes next is forecasting's work, and what is normal that of the
natural limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import fsum

from kpitui.core.cadence import cadence_by, expected_count
from kpitui.core.calendar import STANDARD, shifted
from kpitui.core.elapsed import days_between, weight_between
from kpitui.core.model import Pause
from kpitui.core.series import DayValues

_RATE_DAYS = {"day": 28, "week": 28, "month": 92, "quarter": 276}
_TOO_EARLY_DAYS = 7


def daily_rate(
    values: DayValues,
    start: date,
    as_of: date,
    *,
    cadence: str,
    weights: Sequence[float] | None = None,
    pauses: Sequence[Pause] = (),
) -> float | None:
    """Return what a day of average weekday weight brought in the last 28 days, or since *start* if that is later.

    A missing entry does not lower it: it is the sum over the logged days, or, where an entry stands for more
    than its own day, over the days that the logged ones among the expected entries stand for; months and
    quarters look back over three of them. None before the seventh day.
    """
    first = max(start, _back(as_of, _RATE_DAYS[cadence_by(cadence)]))
    recent = values.between(first, as_of)
    if min(days_between(first, as_of, pauses), len(recent.days) if cadence == "day" else 7) < _TOO_EARLY_DAYS:
        return None
    if cadence == "day":
        base = fsum(weight_between(day, day, weights, ()) for day in recent.days)
    else:
        expected = expected_count(cadence, first, as_of, STANDARD, pauses)
        coverage = min(1.0, len(recent.days) / expected) if expected else 0.0
        base = weight_between(first, as_of, weights, pauses) * coverage
    return fsum(recent.values) / base if base > 0 else None


def _back(last: date, days: int) -> date:
    """Return the first of the *days* days that end on *last*, no earlier than there are dates."""
    return shifted(last, 1 - days)
