"""Direction: whether a series rises or falls, since when, by how much, and whether bit by bit.

That it does is told by the broken line (`broken_line`), how steeply by Theil-Sen on the way up or down alone
(`trend`), and whether a step explains it better by `step_or_slope`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

from kpitui.core.insight.broken_line import SHORTEST, broken_line
from kpitui.core.insight.step_or_slope import Shape, shape_of
from kpitui.core.insight.trend import Trend, trend_of


class Direction(NamedTuple):
    """A series that went up or down by more than flat series do."""

    trend: Trend
    """Of the way up or down alone."""
    begin: int
    """The index of the step from which it goes up or down."""
    shape: Shape
    early: float
    late: float
    """The means of the first and of the last quarter of the steps."""

    @property
    def rises(self) -> bool:
        """Whether it goes up."""
        return self.trend.slope > 0


def direction_of(
    step_slots: Sequence[int], steps: Sequence[float], slots: Sequence[int], values: Sequence[float], season: int
) -> Direction | None:
    """Return which way *steps* at ascending slots *at* go, such as the weeks of a series of days; None when unclear.

    *values* at *slots* are what the steps are made of, without their rhythm, *season* of them in a step; where the
    steps are the values themselves, the same again and 1.
    """
    line = broken_line(steps, step_slots)
    if line is None or not line.clear:
        return None
    for begin in (line.kink, 0):
        trend = trend_of(steps[begin:], step_slots[begin:])
        if trend is not None and trend.clear and (trend.slope > 0) == line.rises:
            trend = _widened(trend, step_slots, steps, line.kinks)
            quarter = max(2, len(steps) // 4)
            early, late = fsum(steps[:quarter]) / quarter, fsum(steps[-quarter:]) / quarter
            return Direction(trend, begin, shape_of(slots, values, (SHORTEST - 1) * season), early, late)
    return None


def _widened(trend: Trend, step_slots: Sequence[int], steps: Sequence[float], kinks: range) -> Trend:
    """Return *trend* with a range that reckons with the doubt about where the way up or down begins."""
    ways = [way for kink in kinks if (way := trend_of(steps[kink:], step_slots[kink:])) is not None]
    same = [way for way in ways if way.clear and (way.slope > 0) == (trend.slope > 0)]
    return trend._replace(
        low=min([trend.low, *(way.low for way in same)]), high=max([trend.high, *(way.high for way in same)])
    )
