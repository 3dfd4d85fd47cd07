"""What to do next: the pace of a goal joined with the signal of its KPI, four cells and one step for each.

The pace says whether it is enough, the signal whether anything changed. Either alone misleads: to be behind without a
signal is the process as it is, and no pep talk changes that.
"""

from __future__ import annotations

from typing import Literal

from kpitui.core.goal import SUMS, Goal
from kpitui.core.model import Direction
from kpitui.core.pace import comes_down
from kpitui.core.standing import Status

Step = Literal[
    "keep going", "hold what helped", "look before it costs", "change the process", "build on what helped", "act now",
    "log first",
]  # fmt: skip
"""What to do next, as `kpitui.i18n.signals` words it."""

GOOD: tuple[Status, ...] = ("on pace", "reached")
BAD: tuple[Status, ...] = ("at risk", "off pace")


def next_step(status: Status, signal: bool | None) -> Step | None:
    """Return the step for a goal with *status* whose KPI showed a signal for the better (True), the worse, or none.

    None for a goal that has not started or is over.
    """
    if status == "no data":
        return "log first"
    if status in GOOD:
        return "keep going" if signal is None else "hold what helped" if signal else "look before it costs"
    if status in BAD:
        return "change the process" if signal is None else "build on what helped" if signal else "act now"
    return None


def for_the_better(goal: Goal, direction: Direction, *, above: bool, value: float) -> bool:
    """Tell whether a change of the KPI of *goal* upwards (*above*) or downwards helps the goal.

    In a band it does when *value*, where the KPI is now, lies within it or the change leads towards it.
    """
    target = goal.targets[-1]
    if goal.shape == "band":
        low = target.low if target.low is not None else target.value
        return above if value < low else not above if value > target.value else True
    if goal.shape in SUMS:
        return above == (goal.shape == "cumulative")
    return above != comes_down(goal, direction, target)
