"""What to do next: how a goal stands against the limits and the signal of its KPI, and one step for each pair of them.

`assurance_of` holds a target against natural limits, `next_step` and `advice_of` join status and signal.
"""

from __future__ import annotations

from typing import Literal

from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import MEAN_DAYS
from kpitui.core.goal import SUMS, Goal, Keep
from kpitui.core.insight.outlook import word_of
from kpitui.core.insight.xmr_limits import LIMITS, RANGE_LIMIT, Limits
from kpitui.core.model import Direction
from kpitui.core.pace import comes_down, on_the_line
from kpitui.core.record import Record
from kpitui.core.recurring import PeriodVerdict, at_least, needed_of, share_to_allow
from kpitui.core.standing import BEYOND, OFF_TRACK, ON_TRACK, Standing, Status

# Assurance: a target held against natural limits, whether the process as it is meets it always, at times, or never.
#
# After the "making data count" charts of the NHS. It is asked of levels and bands; whether a sum is reached is a matter
# of its paths, in `probability`.

Assurance = Literal["normally met", "hit and miss", "out of reach"]


FEWEST_KEPT = 6
"""Periods that were all kept, from which on it is not said that a goal is reached sometimes only."""


def assurance_of(
    goal: Goal,
    direction: Direction,
    limits: Limits,
    chance: float | None = None,
    *,
    left: bool = False,
    standing: Standing | None = None,
) -> Assurance | None:
    """Return how the target of *goal* lies to the *limits* of its KPI; None for sums, and for limits around a trend.

    A limit that cannot be crossed counts as the farthest the values go. Nothing is said where it would contradict the
    printed *chance*, or the *standing* of a goal that was kept every time, or when the series has *left* its limits for
    good: a new level is not judged by the old one.
    """
    if goal.type in SUMS or limits.slope or left or not goal.targets:
        return None
    if standing is not None and (standing.status in ENDED or not standing.days_ahead):
        return None  # it goes on no more
    apart = limits.range_limit / RANGE_LIMIT * LIMITS
    kept_all = standing is not None and (standing.judged or 0) >= FEWEST_KEPT and standing.kept == standing.judged
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
        if kept_all:
            return None  # what was reached every time is not reached sometimes, though the range be a little wider
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


# What to do next: how a goal stands joined with the signal of its KPI, and one step for each pair of them.
#
# The status, which follows from the chance where there is one, says whether it is enough, not enough, or could go
# either way; the signal whether anything changed. Either alone misleads: to be behind without a signal is the process
# as it is, and no pep talk changes that.

Step = Literal[
    "keep going", "hold what helped", "look before it costs", "catching up", "change the process",
    "build on what helped", "act now", "plan an action", "repeat what helped", "turn it round", "make it last",
    "act before it slips", "so many of ten", "fewer of ten", "raise or close", "extend or lower",
    "close it", "log first", "decide", "no total", "log to decide", "log to see",
]  # fmt: skip
"""What to do next, as `kpitui.wording.signals` words it."""

BAD: tuple[Status, ...] = ("at risk", "off track")
SETTLED: tuple[PeriodVerdict, ...] = ("kept", "missed", "left out")
"""What became of periods that no number changes any more, such as those of a part of a week that counts for none."""
ENDED: tuple[Status, ...] = ("reached", "missed", "undecided")

Sense = Literal["floor", "ceiling", "band"]
"""What would break a goal: not enough, too much, or either of them."""


class Advice(Record):
    """What to do next for a goal, with what its sentence is made of."""

    step: Step
    sense: Sense = "floor"
    """Whether it lacks something or is too much; of a goal between two edges that is inside them "band"."""
    down: bool = False
    """Whether a harder target would be a lower one."""
    edge: float | None = None
    """The edge of its band that it nears from inside; None where it nears none."""
    upper: bool = False
    """Whether that is the upper edge."""
    share: Keep | None = None
    """The share of its periods that a goal that missed too many can still be kept in."""
    early: bool = False
    """Whether there are too few values to tell whether anything changes."""


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

FEWEST_VALUES = 8
"""Values below which no change can be told from normal ups and downs: a run is eight of them."""


def next_step(
    status: Status, signal: bool | None, chance: float | None = None, *, enough: bool | None = None
) -> Step | None:
    """Return the step for a goal with *status* whose KPI showed a signal for the better (True), the worse, or none.

    At risk it can go either way, unless a printed *chance* says that it is unlikely. *enough* is whether it is where
    it should be by now, which the chance of the deadline may contradict; None where that is not known. None for a goal
    that has not started or was missed.
    """
    without_pace: dict[Status, Step] = {"no data": "log first", "reached": "close it", "undecided": "decide"}
    if status in without_pace:
        return without_pace[status]
    if status == "on track":
        case: _Case = "behind" if enough is False else "on track"
    elif status not in BAD:
        return None
    elif status == "at risk" and (chance is None or word_of(chance) == "could go either way"):
        case = "either way"
    else:
        case = "enough" if enough else "not enough"
    return _STEPS[case][0 if signal is None else 1 if signal else 2]


def step_when_lost(goal: Goal, standing: Standing) -> Step:
    """Return what is left to do for a goal that can be reached no more."""
    if goal.type == "recurring" and share_to_allow(standing.periods, goal.keep) is not None:
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
    if standing.at_least or (standing.measured is not None and standing.measured.at_least):
        return False  # what is missing may bring it
    if goal.type == "total":
        return standing.effort is not None and standing.effort >= BEYOND
    if goal.type == "level" and standing.measured is not None:
        measured = standing.measured
        by_days = cadence_by(standing.cadence) == "day"
        stretch = measured.expected if by_days else (measured.last - measured.first).days + 1
        # What is missing may come to anything, as what is left may.
        missing = standing.days_elapsed - standing.days_logged
        if not by_days:
            missing = round(missing * MEAN_DAYS[cadence_by(standing.cadence)])
        return standing.measured.expected > 1 and 4 * (standing.days_left + missing) <= stretch
    return False


def is_enough(goal: Goal, standing: Standing, record: tuple[int, int] | None = None) -> bool | None:
    """Tell whether a goal is where it should be by now: by its pace, or by its periods and that of the running one.

    Before the first of them is over by the *record* of earlier ones, kept and of how many. None where neither can be
    said.
    """
    if goal.type == "recurring":
        if not standing.judged or standing.kept is None:
            return None if record is None else record[0] >= needed_of(goal.keep, record[1])
        in_time = standing.gap is None or on_the_line(standing.gap, standing.expected or 0.0)
        return standing.kept >= needed_of(goal.keep, standing.judged) and in_time
    if standing.at_target:
        return True
    if goal.type == "level" and standing.as_of is not None and standing.as_of <= goal.start:
        return None  # it is where it was: nothing was to come yet
    return None if standing.gap is None else on_the_line(standing.gap, standing.expected or 0.0)


def _is_silent(goal: Goal, standing: Standing) -> bool:
    """Tell whether it is too early to say how *goal* stands for want of numbers: those since its start are missing.

    One day may be late; a week, month or quarter that is over may not.
    """
    before = standing.as_of is not None and standing.as_of < goal.start
    longer = cadence_by(standing.cadence) != "day"
    late = standing.missing > (0 if longer else 1) and (before or (longer and goal.type == "level"))
    return standing.status == "too early" and (standing.silent or late)


def measured_value(standing: Standing, *, summed: bool) -> float | None:
    """Return where a goal is now: of a recurring one, the figure of the newest period that says so.

    A running period whose days add up (*summed*) is a part, and says nothing of that yet.
    """
    whole = (
        judged.value
        for judged in reversed(standing.periods)
        if judged.value is not None and not (summed and judged.verdict == "running")
    )
    return next(whole, None if summed and standing.periods else standing.actual)


def is_improvement(goal: Goal, direction: Direction, *, above: bool, value: float | None) -> bool | None:
    """Tell whether a change of the KPI of *goal* upwards (*above*) or downwards helps the goal.

    Between two edges it does when it leads towards their middle from *value*, where a period of it is now; None where
    no value says so.
    """
    if goal.type in SUMS:
        return above == (goal.type == "total")
    if goal.type == "level":
        return above != comes_down(goal, direction)
    target = goal.targets[-1]
    if target.low is None or target.high is None:
        return above == (target.high is None)
    return None if value is None else above == (value < (target.low + target.high) / 2)


def change_helps(
    goal: Goal, direction: Direction, standing: Standing, *, above: bool, value: float | None
) -> bool | None:
    """Tell whether a change upwards (*above*) or downwards helps a goal as it stands; None where that is not known.

    It does not where a goal was kept between its edges as often as it should, is there now at *value*, and is not
    likely to stay: then it is the change that takes it out of them.
    """
    inside = value is not None and sense_of(goal, value) == "band"
    if inside and standing.status in BAD and is_enough(goal, standing) is not False:
        return False
    return is_improvement(goal, direction, above=above, value=value)


def sense_of(goal: Goal, value: float | None) -> Sense:
    """Tell what would break *goal*, which is at *value*: not enough of it, too much of it, or either."""
    if goal.type == "cap":
        return "ceiling"
    if goal.type != "recurring" or not goal.targets:
        return "floor"
    low, high = goal.targets[-1].low, goal.targets[-1].high
    if high is None:
        return "floor"
    if low is None:
        return "ceiling"
    if value is None or (at_least(value, low) and at_least(high, value)):
        return "band"
    return "floor" if value < low else "ceiling"


def advice_of(
    goal: Goal,
    direction: Direction,
    standing: Standing,
    chance: float | None,
    *,
    above: bool | None,
    value: float | None,
    record: tuple[int, int] | None = None,
) -> Advice | None:
    """Return what to do next for a goal under way whose KPI moves upwards (*above*), downwards, or not (None).

    *value* is where it is now (`measured_value`), *record* as for `is_enough`. None for a goal that has not started or
    was missed.
    """
    if standing.no_total:
        return Advice("no total")
    if standing.gaps_decide and standing.status in BAD:
        return Advice("log to decide")
    sense = sense_of(goal, value)
    down = goal.type == "cap" or sense == "ceiling" or (goal.type == "level" and comes_down(goal, direction))
    if is_lost(goal, standing, chance):
        share = share_to_allow(standing.periods, goal.keep) if goal.type == "recurring" else None
        return Advice(step_when_lost(goal, standing), sense, down, share=share)
    better = None
    if above is not None:
        better = change_helps(goal, direction, standing, above=above, value=value)
    # What slips is in time now, as what the chance says will not be enough.
    status: Status = "off track" if standing.slips else "no data" if _is_silent(goal, standing) else standing.status
    step = next_step(status, better, chance, enough=standing.slips or is_enough(goal, standing, record))
    if step is None:
        return None
    waits = goal.type != "recurring" or any(turn.verdict not in SETTLED for turn in standing.periods)
    if step == "keep going" and standing.lacks_newest and waits:
        step = "log to see"  # whether nothing is unusual cannot be seen
    if sense != "band" or better is not False or above is None:
        return Advice(step, sense, down)
    target = goal.targets[-1]
    return Advice(step, sense, down, target.high if above else target.low, upper=above)
