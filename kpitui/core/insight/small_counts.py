"""Small counts: a KPI that is mostly nothing, or hardly one a day, is judged by the week.

Natural limits of such days fire on two stable series in three; those of their weekly sums do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from kpitui.core.insight.trend import weekly_means


def are_small_counts(values: Sequence[float]) -> bool:
    """Tell whether *values* of days are below one on average, or more than half of them zero; never without values."""
    return bool(values) and (fsum(values) / len(values) < 1 or 2 * sum(value == 0 for value in values) > len(values))


def by_week(slots: Sequence[int], values: Sequence[float], days: int) -> tuple[list[int], list[float]]:
    """Return the weeks, ascending, and what each brought; of weeks that have *days* slots a day.

    Days that are missing count as the mean of the others; weeks that are not over, or less than half logged, are left
    out.
    """
    weeks, means = weekly_means(slots, values, days)
    return weeks, [mean * days for mean in means]
