"""Figures of a KPI as text: a value with its unit, and a difference between two, which of percentages is points."""

from __future__ import annotations

from kpitui.core.figures import NumberStyle, decimals_for, format_number, format_value
from kpitui.core.model import Kpi
from kpitui.i18n import _


def written(kpi: Kpi, value: float, style: NumberStyle) -> str:
    """Return a value in the unit of *kpi*."""
    return format_value(value, kpi.unit, style, kpi.decimals)


def difference(kpi: Kpi, value: float, style: NumberStyle, *, signed: bool = False) -> str:
    """Return how far two values of *kpi* lie apart; between two percentages that is a number of points."""
    if kpi.unit != "%":
        return format_value(value, kpi.unit, style, kpi.decimals, signed=signed)
    points = format_number(value, decimals_for(value, "%", kpi.decimals), style, signed=signed)
    return _("{n} points").format(n=points)
