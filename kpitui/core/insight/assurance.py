"""Assurance: a target held against natural limits, whether the process as it is meets it always, at times, or never.

After the "making data count" charts of the NHS. It is asked of levels and bands; whether a sum is reached is a matter
of its paths, in `reach`.
"""

from __future__ import annotations

from typing import Literal

from kpitui.core.goal import SUMS, Goal
from kpitui.core.insight.limits import LIMITS, RANGE_LIMIT, Limits
from kpitui.core.model import Direction
from kpitui.core.pace import comes_down

Assurance = Literal["normally met", "hit and miss", "out of reach"]


def assurance_of(goal: Goal, direction: Direction, limits: Limits) -> Assurance | None:
    """Return how the target of *goal* lies to the *limits* of its KPI; None for sums, and for limits around a trend.

    A limit that cannot be crossed counts as the farthest the values go.
    """
    if goal.shape in SUMS or limits.slope:
        return None
    apart = limits.range_limit / RANGE_LIMIT * LIMITS
    lower = limits.centre - apart if limits.lower is None else limits.lower
    upper = limits.centre + apart if limits.upper is None else limits.upper
    target = goal.targets[-1]
    if goal.shape == "band":
        low = lower if target.low is None else target.low
        if low <= lower and upper <= target.value:
            return "normally met"
        return "out of reach" if upper < low or target.value < lower else "hit and miss"
    if lower <= target.value <= upper:
        return "hit and miss"
    return "normally met" if (target.value > upper) == comes_down(goal, direction, target) else "out of reach"
