"""The window of a chart over days: from where to where, with round values and days marked at its edges."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from kpitui.charts.figure import Frame
from kpitui.charts.spec import ChartData, ChartWords, Point
from kpitui.charts.ticks import day_ticks, value_ticks
from kpitui.core.figures import row_decimals


def frame_of(
    data: ChartData, values: Sequence[float], width: int, height: int, words: ChartWords, *, from_zero: bool = False
) -> Frame:
    """Return the window for *values*, at least one, over the days of *data*; with *from_zero* it begins at 0."""
    low, high = span_of(values, from_zero=from_zero)
    marked = value_ticks(low, high, max(2, height // 3))
    decimals = row_decimals(marked, data.unit)
    y_ticks = [(value, data.written(value, decimals)) for value in marked]
    room = width - max((len(label) for _value, label in y_ticks), default=0) - 2
    first, last = data.first.toordinal(), max(data.last.toordinal(), data.first.toordinal() + 1)
    x_ticks = [
        (float(day.toordinal()), label)
        for day, label in day_ticks(data.first, data.last, room, words.months)
        # One that would run over the edge is left out: plotext would move it onto its neighbour.
        if (day.toordinal() - first) / (last - first) * (room - 1) + len(label) / 2 <= room
    ]
    return Frame((first, last), (low, high), x_ticks, y_ticks)


FENCE = 10.0
"""How many times the spread of the middle half of the values a value may lie beyond it and still set the scale."""

FEWEST, SHARE = 12, 0.03
"""Values needed to speak of a middle half, and the share of them that may be off the scale."""


def off_scale(points: Sequence[Point]) -> list[Point]:
    """Return the few *points* that lie so far out that to show them would flatten all others; often none.

    A typing error of a factor ten must be seen, and must not hide the rest: a chart names these beside its title.
    """
    ordered = sorted(value for _day, value in points)
    if len(ordered) < FEWEST:
        return []
    low, high = ordered[len(ordered) // 4], ordered[-1 - len(ordered) // 4]
    reach = FENCE * (high - low)
    outside = [point for point in points if reach and not low - reach <= point[1] <= high + reach]
    return outside if len(outside) <= max(1, SHARE * len(ordered)) else []


def span_of(values: Sequence[float], *, from_zero: bool = False) -> tuple[float, float]:
    """Return the lowest and the highest value with a little air; from 0 where asked for, and where that is near."""
    finite = [value for value in values if isfinite(value)] or [0.0]
    low, high = min(finite), max(finite)
    if from_zero or (low >= 0 and low < 0.5 * high):
        low = min(low, 0.0)
    air = (high - low) * 0.06 or abs(high) * 0.06 or 1.0
    return (low if low == 0 else low - air), high + air
