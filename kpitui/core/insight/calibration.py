"""Calibration: whether what was called likely came true, counted over goals that are over.

A goal counts once, with the chance that was stated when half of its time had gone: the day before the deadline it is no
art to foretell, and many statements about one goal are no evidence of many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import fsum
from typing import NamedTuple

from kpitui.core.goal import Goal
from kpitui.core.insight.outlook import WORDS, Likelihood

FEWEST = 10
"""Finished goals below which nothing is said of how good the chances were."""


class Judged(NamedTuple):
    """A finished goal with the chance that was stated of it."""

    goal: int
    stated: date
    chance: float
    came_true: bool


class CalibrationRow(NamedTuple):
    """What came of the goals that were given the same word."""

    word: Likelihood
    goals: int
    came_true: int
    expected: float
    """How many should have come true by the chances stated."""


class Calibration(NamedTuple):
    """How stated chances turned out."""

    rows: tuple[CalibrationRow, ...]
    """By word, the most likely first; words that were never used are left out."""
    goals: int
    brier: float | None
    """The mean squared distance between chance and outcome: 0 is perfect, 0.25 a coin; None without a goal."""

    @property
    def enough(self) -> bool:
        """Whether there are enough goals to judge by."""
        return self.goals >= FEWEST


def judged(goals: Sequence[Goal], stated: Mapping[int, Sequence[tuple[date, float]]]) -> list[Judged]:
    """Return the goals that were achieved or missed and of which a chance was stated, by *stated* days ascending.

    The chance is the last one stated in the first half of the goal's time, or the first one after it.
    """
    found = []
    for goal in goals:
        chances = stated.get(goal.id, ())
        if goal.state in ("achieved", "missed") and chances:
            half = goal.start + (goal.deadline - goal.start) / 2
            early = [each for each in chances if each[0] <= half]
            day, chance = early[-1] if early else chances[0]
            found.append(Judged(goal.id, day, chance, goal.state == "achieved"))
    return found


def calibration_of(found: Sequence[Judged]) -> Calibration:
    """Return how the chances of finished goals turned out."""
    rows = []
    highest = 1.1
    for least, word in WORDS:
        own = [each for each in found if least <= each.chance < highest]
        highest = least
        if own:
            rows.append(
                CalibrationRow(word, len(own), sum(each.came_true for each in own), fsum(each.chance for each in own))
            )
    brier = fsum((each.chance - each.came_true) ** 2 for each in found) / len(found) if found else None
    return Calibration(tuple(rows), len(found), brier)
