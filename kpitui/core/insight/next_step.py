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
from kpitui.core.recurring import at_least, needed_of
from kpitui.core.standing import Standing, Status

Step = Literal[
    "keep going", "hold what helped", "look before it costs", "catching up", "change the process",
    "build on what helped", "act now", "plan an action", "repeat what helped", "turn it round", "make it last",
    "act before it slips", "so many of ten", "fewer of ten", "raise or close", "extend or lower",
    "close it", "log first",
]  # fmt: skip
"""What to do next, as `kpitui.wording.signals` words it."""

BAD: tuple[Status, ...] = ("at risk", "off track")

_Case = Literal["on track", "behind", "either way", "enough", "not enough"]

_STEPS: dict[_Case, tuple[Step, Step, Step]] = {
    "on track": ("keep going", "hold what helped", "look before it costs"),
    "behind": ("catching up", "hold what helped", "look before it costs"),
    "either way": ("plan an action", "repeat what helped", "turn it round"),
    "enough": ("make it last", "make it last", "act before it slips"),
    "not enough": ("change the process", "build on what helped", "act now"),
}
"""The steps without a signal, with one for the better, and with one for the worse."""

HARDLY = 0.02
"""The lowest chance that is printed."""

BEYOND = 3.0
"""How many times the recent average each day would have to bring, from which on no plausible rest reaches a total."""


def next_step(
    status: Status, signal: bool | None, chance: float | None = None, *, enough: bool | None = None
) -> Step | None:
    """Return the step for a goal with *status* whose KPI showed a signal for the better (True), the worse, or none.

    At risk it can go either way, unless a printed *chance* says that it is unlikely. *enough* is whether it is where
    it should be by now, which the chance of the deadline may contradict; None where that is not known. None for a goal
    that has not started or was missed.
    """
    if status in ("no data", "reached"):
        return "log first" if status == "no data" else "close it"
    if status == "on track":
        case: _Case = "behind" if enough is False else "on track"
    elif status not in BAD:
        return None
    elif status == "at risk" and (chance is None or word_of(chance) == "could go either way"):
        case = "either way"
    else:
        case = "enough" if enough else "not enough"
    return _STEPS[case][0 if signal is None else 1 if signal else 2]


def step_when_lost(goal: Goal) -> Step:
    """Return what is left to do for a goal that can be reached no more."""
    if goal.type == "recurring":
        return "so many of ten" if goal.keep is None else "fewer of ten"
    return "raise or close" if goal.type == "cap" else "extend or lower"


def is_lost(goal: Goal, standing: Standing, chance: float | None) -> bool:
    """Tell whether a goal under way can be reached no more: for sure, or by any rest that is plausible.

    That is so of a total that the lowest printed *chance* is of, and that would need several times the recent average;
    and of a level of which too little is left of its stretch at the deadline to change it.
    """
    if standing.lost:
        return True
    if standing.status not in BAD or chance is None or chance > HARDLY:
        return False
    if goal.type == "total":
        return standing.effort is not None and standing.effort >= BEYOND
    if goal.type == "level" and standing.measured is not None:
        stretch = (standing.measured.last - standing.measured.first).days + 1
        return standing.measured.expected > 1 and 4 * standing.days_left <= stretch
    return False


def is_enough(goal: Goal, standing: Standing) -> bool | None:
    """Tell whether a goal is where it should be by now: by its pace, or by its periods and that of the running one.

    None where neither can be said.
    """
    if goal.type == "recurring":
        if not standing.judged or standing.kept is None:
            return None
        return standing.kept >= needed_of(goal.keep, standing.judged) and at_least(standing.gap or 0.0, 0.0)
    if standing.at_target:
        return True
    return None if standing.gap is None else at_least(standing.gap, 0.0)


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
