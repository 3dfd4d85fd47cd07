"""Assurance: a target held against natural limits, whether the process as it is meets it always, at times, or never.

After the "making data count" charts of the NHS. It is asked of levels and bands; whether a sum is reached is a matter
of its paths, in `probability`.
"""

from __future__ import annotations

from typing import Literal

from kpitui.core.goal import SUMS, Goal
from kpitui.core.insight.xmr_limits import LIMITS, RANGE_LIMIT, Limits
from kpitui.core.model import Direction
from kpitui.core.pace import comes_down
from kpitui.core.standing import OFF_TRACK, ON_TRACK

Assurance = Literal["normally met", "hit and miss", "out of reach"]


def assurance_of(
    goal: Goal, direction: Direction, limits: Limits, chance: float | None = None, *, left: bool = False
) -> Assurance | None:
    """Return how the target of *goal* lies to the *limits* of its KPI; None for sums, and for limits around a trend.

    A limit that cannot be crossed counts as the farthest the values go. Nothing is said where it would contradict the
    printed *chance*, or when the series has *left* its limits for good: a new level is not judged by the old one.
    """
    if goal.type in SUMS or limits.slope or left or not goal.targets:
        return None
    apart = limits.range_limit / RANGE_LIMIT * LIMITS
    lower = limits.centre - apart if limits.lower is None else limits.lower
    upper = limits.centre + apart if limits.upper is None else limits.upper
    target = goal.targets[-1]
    if goal.type == "recurring":
        low, high = lower if target.low is None else target.low, upper if target.high is None else target.high
    else:
        down = comes_down(goal, direction)
        low, high = (lower, target.value) if down else (target.value, upper)
    if low <= lower and upper <= high:
        assurance: Assurance = "normally met"
    else:
        assurance = "out of reach" if upper < low or high < lower else "hit and miss"
    return assurance if chance is None or _agrees(assurance, chance) else None


def _agrees(assurance: Assurance, chance: float) -> bool:
    """Tell whether a printed chance says the same: met as a rule from 60 %, out of reach below 20 %, else in between.

    Single days may reach a target now and then that the level over four weeks hardly ever reaches.
    """
    if assurance == "normally met":
        return chance >= ON_TRACK
    if assurance == "out of reach":
        return chance < OFF_TRACK
    return OFF_TRACK <= chance <= 1 - OFF_TRACK
