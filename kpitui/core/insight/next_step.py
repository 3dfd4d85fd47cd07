"""What to do next: how a goal stands joined with the signal of its KPI, and one step for each pair of them.

The status, which follows from the chance where there is one, says whether it is enough, not enough, or could go either
way; the signal whether anything changed. Either alone misleads: to be behind without a signal is the process as it is,
and no pep talk changes that.
"""

from __future__ import annotations

from typing import Literal

from kpitui.core.goal import SUMS, Goal
from kpitui.core.insight.outlook import word_of
from kpitui.core.model import Direction
from kpitui.core.pace import comes_down
from kpitui.core.standing import Status

Step = Literal[
    "keep going", "hold what helped", "look before it costs", "change the process", "build on what helped", "act now",
    "plan an action", "repeat what helped", "turn it round", "log first",
]  # fmt: skip
"""What to do next, as `kpitui.wording.signals` words it."""

GOOD: tuple[Status, ...] = ("on track", "reached")
BAD: tuple[Status, ...] = ("at risk", "off track")


def next_step(status: Status, signal: bool | None, chance: float | None = None) -> Step | None:
    """Return the step for a goal with *status* whose KPI showed a signal for the better (True), the worse, or none.

    At risk it can go either way, unless a printed *chance* says that it is unlikely. None for a goal that has not
    started or is over.
    """
    if status == "no data":
        return "log first"
    if status in GOOD:
        return "keep going" if signal is None else "hold what helped" if signal else "look before it costs"
    if status == "at risk" and (chance is None or word_of(chance) == "could go either way"):
        return "plan an action" if signal is None else "repeat what helped" if signal else "turn it round"
    if status in BAD:
        return "change the process" if signal is None else "build on what helped" if signal else "act now"
    return None


def for_the_better(goal: Goal, direction: Direction, *, above: bool, value: float) -> bool:
    """Tell whether a change of the KPI of *goal* upwards (*above*) or downwards helps the goal.

    For a recurring goal it does when *value*, where a period of it is now, is inside or the change leads towards it.
    """
    if goal.type in SUMS:
        return above == (goal.type == "total")
    if goal.type == "level":
        return above != comes_down(goal, direction)
    target = goal.targets[-1]
    if target.low is None or target.high is None:
        return above == (target.high is None)
    return above if value < target.low else not above if value > target.high else True
