"""What is usual for a KPI: the range that most of its recent values lie in.

It is what a number being typed is compared with. Whether a value is a signal is decided by natural limits, not here.
"""

from __future__ import annotations

from datetime import date, timedelta

from kpitui.core.median import quantile
from kpitui.core.record import Record
from kpitui.core.series import DayValues

DAYS = 56
"""Days before that are looked at."""

FEWEST = 6
"""Values below which nothing is called usual."""


class Usual(Record):
    """The middle eight tenths of the recent values."""

    low: float
    high: float
    values: int
    """On how many values it rests."""


def usual_range(values: DayValues, before: date) -> Usual | None:
    """Return the range that eight in ten values of the 56 days before *before* lie in, None below six values.

    The edges are the tenth and the ninetieth percentile, interpolated between neighbouring values.
    """
    if before.toordinal() <= DAYS:
        return None
    recent = sorted(values.between(before - timedelta(days=DAYS), before - timedelta(days=1)).values)
    if len(recent) < FEWEST:
        return None
    return Usual(quantile(recent, 0.1), quantile(recent, 0.9), len(recent))
