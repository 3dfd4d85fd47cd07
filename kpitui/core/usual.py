"""What is usual for a KPI: the range that most of its recent values lie in.

It is what a number being typed is compared with. Whether a value is a signal is decided by natural limits, not here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kpitui.core.record import Record
from kpitui.core.series import DayValues

DAYS = 56
FEWEST = 6


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
    return Usual(_percentile(recent, 0.1), _percentile(recent, 0.9), len(recent))


def _percentile(ascending: Sequence[float], share: float) -> float:
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (ascending[above] - ascending[below]) * (place - below)
