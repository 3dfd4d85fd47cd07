"""Will a goal be reached, and when: counted on the paths of a forecast, in words that promise no more than that.

What is decided already is not foretold, and below ten values nothing is. A chance is shown between 2 and 98 %, in steps
of 5 %: the third digit would be an invention.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from statistics import fmean
from typing import Literal, NamedTuple

from kpitui.core.goal import SUMS, Goal
from kpitui.core.insight.forecast import Forecast, quantiles
from kpitui.core.model import Direction
from kpitui.core.pace import comes_down
from kpitui.core.standing import Standing

Likelihood = Literal["very likely", "likely", "could go either way", "unlikely", "very unlikely"]

WORDS: tuple[tuple[float, Likelihood], ...] = (
    (0.90, "very likely"),
    (0.66, "likely"),
    (0.33, "could go either way"),
    (0.10, "unlikely"),
    (0.0, "very unlikely"),
)
"""The words of the IPCC, each from its chance on."""

LEVEL_SLOTS = {"day": 7, "week": 4, "month": 1, "quarter": 1}
"""Over how many of its last slots a level is judged: a single last value is mostly noise."""

ARRIVING = 0.5
"""The share of paths that must arrive before a day of arrival is named."""


class Arrival(NamedTuple):
    """The slots in which eight in ten paths arrive, and the middle one."""

    early: int
    middle: int
    late: int | None
    """None when more than one in ten paths does not arrive while it was looked."""


class Outlook(NamedTuple):
    """What paths say about a goal."""

    chance: float
    """Between 0.02 and 0.98, in steps of 0.05."""
    arrival: Arrival | None
    """None when too few paths arrive."""
    values: int
    """On how many values it rests."""

    @property
    def word(self) -> Likelihood:
        """Return the chance as a word."""
        return next(word for least, word in WORDS if self.chance >= least)


def outlook(
    goal: Goal, direction: Direction, standing: Standing, found: Forecast, period: str, deadline: int
) -> Outlook | None:
    """Return the chance and the arrival of *goal*, which stands as *standing* says, on the paths *found*.

    The paths begin with the first slot that is still to come; *deadline* is the last slot that counts, and those after
    it serve the day of arrival only. None when no slot is left or the goal is decided.
    """
    within = [at for at, slot in enumerate(found.slots) if slot <= deadline]
    if not within or (standing.status in ("reached", "missed") and goal.shape in SUMS):
        return None
    last = within[-1] + 1
    done = standing.actual or 0.0
    target = goal.targets[-1]
    if goal.shape in SUMS:
        totals = [done + total for total in found.sums(0, last)]
        fits = _at_least(target.value) if goal.shape == "cumulative" else _at_most(target.value)
        chance = shown(_share(totals, fits))
        way = [[done + each for each in accumulate(path)] for path in found.paths] if goal.shape == "cumulative" else []
        return Outlook(chance, _arrival(found.slots, way, fits), found.values)
    count = min(LEVEL_SLOTS[period], last)
    levels = [fmean(path[last - count : last]) for path in found.paths]
    if goal.shape == "band":
        low = target.low if target.low is not None else target.value
        return Outlook(shown(_share(levels, lambda level: low <= level <= target.value)), None, found.values)
    fits = _at_most(target.value) if comes_down(goal, direction, target) else _at_least(target.value)
    way = [_moving_means(path, count) for path in found.paths]
    return Outlook(shown(_share(levels, fits)), _arrival(found.slots, way, fits), found.values)


def shown(chance: float) -> float:
    """Return a chance as it may be shown."""
    return min(0.98, max(0.02, round(chance * 20) / 20))


def _share(outcomes: Sequence[float], fits: Callable[[float], bool]) -> float:
    """Return the share of outcomes that fit; one more each way is counted, for a path is not a certainty."""
    return (sum(map(fits, outcomes)) + 1) / (len(outcomes) + 2)


def _arrival(slots: Sequence[int], ways: Sequence[Sequence[float]], fits: Callable[[float], bool]) -> Arrival | None:
    """Return when paths first fit."""
    if not ways:
        return None
    never = len(slots)
    firsts = [next((at for at, value in enumerate(way) if fits(value)), never) for way in ways]
    if sum(first < never for first in firsts) < ARRIVING * len(firsts):
        return None
    early, middle, late = (min(never, round(each)) for each in quantiles(firsts, 0.8))
    if middle >= never:
        return None
    return Arrival(slots[early], slots[middle], slots[late] if late < never else None)


def _moving_means(path: Sequence[float], count: int) -> list[float]:
    """Return the mean of up to *count* values that end at each place."""
    totals = [0.0, *accumulate(path)]
    return [
        (totals[at + 1] - totals[max(0, at + 1 - count)]) / (at + 1 - max(0, at + 1 - count)) for at in range(len(path))
    ]


def _at_least(target: float) -> Callable[[float], bool]:
    return lambda value: value >= target


def _at_most(target: float) -> Callable[[float], bool]:
    return lambda value: value <= target
