"""The days of late that tell nothing of what is usual: single ones far from all others, as a forecast finds them.

What a KPI is *now* is told without them, so that it is what its forecast goes on from.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import log

from kpitui.core.cadence import Slots
from kpitui.core.insight.lumps import is_resampled
from kpitui.core.insight.outliers import varies_by_factors, without_outliers
from kpitui.core.insight.season import WEEKS, open_places, renumbered
from kpitui.core.series import DayValues


def unusual_days(values: DayValues, slots: Slots) -> list[date]:
    """Return the days of *values*, with gaps, that are accidents; *slots* are the days on which one is expected.

    None with less than four weeks of them, and where large single values are what the KPI is made of, as of invoices.
    Days beside each other that are alike are none either: another level may begin there.
    """
    dated = [(day, slot, value) for day, value in zip(*values, strict=True) if (slot := slots.of(day)) is not None]
    length = slots.season
    places = open_places([slot for _day, slot, _value in dated], [value for _day, _slot, value in dated], length)
    if places is not None:
        numbers = renumbered([slot for _day, slot, _value in dated], places, length)
        dated = [
            (day, number, value)
            for (day, _slot, value), number in zip(dated, numbers, strict=True)
            if number is not None
        ]
        length = len(places)
    if len(dated) < WEEKS * length:
        return []
    numbered, plain = [slot for _day, slot, _value in dated], [value for _day, _slot, value in dated]
    worked = [log(value) for value in plain] if varies_by_factors(numbered, plain, length) else plain
    clean = without_outliers(numbered, worked, length)
    days = [dated[place][0] for place, middle in enumerate(clean) if _stands_alone(worked, place, middle)]
    return [] if is_resampled(plain) else days


def _stands_alone(values: Sequence[float], place: int, middle: float) -> bool:
    """Tell whether a value is none of its neighbours' kind: *middle* is what is taken for it, itself if it is usual."""
    own = values[place]
    beside = (*values[max(0, place - 1) : place], *values[place + 1 : place + 2])
    return own != middle and all(abs(own - other) > abs(own - middle) / 2 for other in beside)
