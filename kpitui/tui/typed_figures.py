"""Figures as they can be typed again into a field; how they are shown elsewhere is decided by `kpitui.core.figures`."""

from __future__ import annotations

from kpitui.core.figures import NumberStyle, format_typed


def typed_figure(value: float, style: NumberStyle, decimals: int | None = None) -> str:
    """Return a figure without its unit and without signs between its thousands, every decimal there."""
    return format_typed(value, style, decimals)
