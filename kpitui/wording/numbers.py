"""Figures of a KPI as text: a value with its unit, several that stand side by side, and a difference between two.

A *value* was typed, or follows from what was typed by adding and dividing. An *estimate* was worked out by statistics
and has no more digits than say something: what is counted is whole there. A difference of percentages is a number of
points.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpitui.core.figures import (
    NumberStyle,
    decimals_together,
    estimate_decimals,
    format_exact,
    format_number,
    format_together,
    is_currency,
    is_hours,
    own_decimals,
    rate_decimals,
    rounded,
)
from kpitui.core.model import Kpi
from kpitui.i18n import _


def written(kpi: Kpi, value: float, style: NumberStyle) -> str:
    """Return a value in the unit of *kpi*."""
    return values_together(kpi, (value,), style)[0]


def typed(kpi: Kpi, value: float, style: NumberStyle) -> str:
    """Return a value as it was typed, a target or an entry: none of its decimals is rounded away."""
    return format_exact(value, kpi.unit, style, kpi.decimals)


def typed_together(kpi: Kpi, values: Sequence[float], style: NumberStyle) -> list[str]:
    """Return values as they were typed, alike in their decimals where they stand in one sentence."""
    return format_together(values, kpi.unit, style, _typed_decimals(kpi, values))


def _typed_decimals(kpi: Kpi, values: Sequence[float]) -> int | None:
    """Return the decimals that values have, two at the most, of money two or none; None where they were worked out."""
    if is_hours(kpi.unit) or any(value != round(value, 2) for value in values):
        return kpi.decimals
    own = max((own_decimals(value, 2) for value in values), default=0)
    if own == 1 and is_currency(kpi.unit):
        own = 2
    return max(own, kpi.decimals or 0)


def value_and_typed(kpi: Kpi, values: Sequence[float], style: NumberStyle) -> list[str]:
    """Return a value and one that was typed, alike in their decimals, of which none that was typed is lost."""
    typed_places, places = _typed_decimals(kpi, values[1:]), decimals_together(values, kpi.unit, kpi.decimals)
    more = typed_places is not None and typed_places > places
    return format_together(values, kpi.unit, style, typed_places if more else kpi.decimals)


def values_together(kpi: Kpi, values: Sequence[float], style: NumberStyle) -> list[str]:
    """Return values of *kpi* that stand in one sentence or column, alike in their decimals."""
    return format_together(values, kpi.unit, style, kpi.decimals)


def estimate(kpi: Kpi, value: float, style: NumberStyle) -> str:
    """Return an estimate in the unit of *kpi*."""
    return estimates_together(kpi, (value,), style)[0]


def estimates_together(kpi: Kpi, values: Sequence[float], style: NumberStyle) -> list[str]:
    """Return estimates of *kpi* that stand in one sentence or column, alike in their decimals."""
    return format_together(values, kpi.unit, style, estimate_decimals(kpi, values))


def difference(kpi: Kpi, value: float, style: NumberStyle, *, signed: bool = False) -> str:
    """Return how far two values of *kpi* lie apart, where they do not stand beside it."""
    return _apart(kpi, (value,), kpi.decimals, style, signed=signed)[0]


def difference_as_written(kpi: Kpi, before: float, after: float, style: NumberStyle, *, signed: bool = False) -> str:
    """Return how far two values lie apart as they are written side by side, which is what a reader works out.

    So € 35,192 is € 474 more than € 34,718 also where the exact amounts are 474.60 apart.
    """
    if is_hours(kpi.unit) and kpi.decimals is None:
        return _apart(kpi, ((rounded(after * 60) - rounded(before * 60)) / 60,), None, style, signed=signed)[0]
    places = places_beside(kpi, before, after)
    return _apart(kpi, (rounded(after, places) - rounded(before, places),), places, style, signed=signed)[0]


def places_beside(kpi: Kpi, before: float, after: float) -> int:
    """Return the decimals of two values that are compared: percentages less than a point apart have two."""
    places = decimals_together((before, after), kpi.unit, kpi.decimals)
    return max(places, 2) if kpi.decimals is None and kpi.unit == "%" and abs(after - before) < 1 else places


def estimated_differences(kpi: Kpi, values: Sequence[float], style: NumberStyle, *, signed: bool = False) -> list[str]:
    """Return how far values of *kpi* lie apart by an estimate, as they stand in one sentence."""
    return _apart(kpi, values, estimate_decimals(kpi, values), style, signed=signed)


def rates_of_change(kpi: Kpi, values: Sequence[float], style: NumberStyle) -> list[str]:
    """Return rates at which *kpi* changes, as they stand in one sentence; the first is not told as 0 unless it is."""
    return _apart(kpi, values, rate_decimals(kpi, values), style, signed=False)


def _apart(kpi: Kpi, values: Sequence[float], decimals: int | None, style: NumberStyle, *, signed: bool) -> list[str]:
    if kpi.unit != "%":
        return format_together(values, kpi.unit, style, decimals, signed=signed)
    places = decimals_together(values, "%", decimals)
    return [_("{n} percentage points").format(n=format_number(value, places, style, signed=signed)) for value in values]


def arrow_in_words(text: str) -> str:
    """Return *text* for a screen reader: ``30 → 31`` is "from 30 to 31", what has no arrow stays as it is."""
    before, arrow, now = (part.strip() for part in text.partition("→"))
    return _("from {before} to {now}").format(before=before, now=now) if arrow else text
