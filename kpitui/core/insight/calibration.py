"""Calibration: whether what was called likely came true, counted over goals that are over.

A goal counts once, with the chance that was stated when half of its time had gone: the day before the deadline it is no
art to foretell, and many statements about one goal are no evidence of many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import fsum

from kpitui.core.goal import Goal
from kpitui.core.insight.outlook import WORDS, Likelihood
from kpitui.core.record import Record

FEWEST = 10
"""Finished goals below which nothing is said of how good the chances were."""


StatedChance = tuple[date, float]
"""A chance, and the day on which it was stated."""


class JudgedGoal(Record):
    """A finished goal with the chance that it counts by, and all that were stated of it."""

    goal: Goal
    day: date
    """On which the chance that counts was stated."""
    chance: float
    stated: tuple[StatedChance, ...]
    """Every chance stated, by days ascending."""

    @property
    def came_true(self) -> bool:
        """Tell whether it was achieved."""
        return self.goal.state == "achieved"

    @property
    def milestones(self) -> list[StatedChance]:
        """Return the first chance stated, the one that counts and the last one, each once."""
        return sorted({self.stated[0], (self.day, self.chance), self.stated[-1]})


class CalibrationRow(Record):
    """What came of the goals that were given the same word."""

    word: Likelihood
    goals: int
    came_true: int
    expected: float
    """How many should have come true by the chances stated."""


class Calibration(Record):
    """How stated chances turned out."""

    rows: tuple[CalibrationRow, ...]
    """By word, the most likely first; words that were never used are left out."""
    goals: int
    brier: float | None
    """The mean squared distance between chance and outcome: 0 is perfect, 0.25 a coin; None without a goal."""
    judged: tuple[JudgedGoal, ...] = ()
    """The goals themselves."""

    @property
    def enough(self) -> bool:
        """Whether there are enough goals to judge by."""
        return self.goals >= FEWEST


def with_stated_chances(goals: Sequence[Goal], stated: Mapping[int, Sequence[StatedChance]]) -> list[JudgedGoal]:
    """Return the goals that were achieved or missed and of which a chance was stated, by *stated* days ascending.

    The chance is the last one stated in the first half of the goal's time, or the first one after it.
    """
    result = []
    for goal in goals:
        chances = tuple(stated.get(goal.id, ()))
        if goal.state in ("achieved", "missed") and chances:
            half = goal.start + (goal.deadline - goal.start) / 2
            early = [pair for pair in chances if pair[0] <= half]
            day, chance = early[-1] if early else chances[0]
            result.append(JudgedGoal(goal, day, chance, chances))
    return result


def calibration_of(goals: Sequence[JudgedGoal]) -> Calibration:
    """Return how the chances of finished goals turned out."""
    rows = []
    highest = 1.1
    for least, word in WORDS:
        own = [goal for goal in goals if least <= goal.chance < highest]
        highest = least
        if own:
            rows.append(
                CalibrationRow(word, len(own), sum(goal.came_true for goal in own), fsum(goal.chance for goal in own))
            )
    brier = fsum((goal.chance - goal.came_true) ** 2 for goal in goals) / len(goals) if goals else None
    return Calibration(tuple(rows), len(goals), brier, tuple(goals))
