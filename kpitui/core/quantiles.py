"""Median and quantiles without `statistics`, which is slow to import, and what is usual for a KPI by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from kpitui.core.record import Record
from kpitui.core.series import DayValues


def median(values: Iterable[float]) -> float:
    """Return the middle of *values* in any order, at least one; of an even number the mean of the middle two."""
    ascending = sorted(values)
    middle = len(ascending) // 2
    return ascending[middle] if len(ascending) % 2 else (ascending[middle - 1] + ascending[middle]) / 2


def median_low(values: Iterable[float]) -> float:
    """Return the middle of *values* in any order, at least one; of an even number the lower of the middle two."""
    ascending = sorted(values)
    return ascending[(len(ascending) - 1) // 2]


def quantile(ascending: Sequence[float], share: float) -> float:
    """Return the value below which *share* of the *ascending* values lie, interpolated between neighbours."""
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (ascending[above] - ascending[below]) * (place - below)


# What is usual for a KPI: the range that most of its recent values lie in.
#
# It is what a number being typed is compared with. Whether a value is a signal is decided by natural limits, not here.

USUAL_DAYS = 56
"""Days before that are looked at."""

FEWEST_USUAL = 6
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
    if before.toordinal() <= USUAL_DAYS:
        return None
    recent = sorted(values.between(before - timedelta(days=USUAL_DAYS), before - timedelta(days=1)).values)
    if len(recent) < FEWEST_USUAL:
        return None
    return Usual(quantile(recent, 0.1), quantile(recent, 0.9), len(recent))
