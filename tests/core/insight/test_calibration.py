"""Calibration: one chance a goal, the one of half-time, counted by word."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.core.goal import Goal, GoalState, Target
from kpitui.core.insight.calibration import JudgedGoal, calibration_of, with_stated_chances

START = date(2026, 1, 1)


def goal(number: int, state: GoalState) -> Goal:
    """Return a goal over a hundred days."""
    end = START + timedelta(days=100)
    return Goal(number, "", "", 1, "total", START, end, (Target(START, 1.0),), state=state)


def test_a_goal_counts_with_the_chance_of_half_time() -> None:
    """The last one stated up to then; a later one only when there is none; open and dropped goals do not count."""
    day = START.replace
    stated = {
        1: [(day(day=5), 0.5), (START + timedelta(days=50), 0.7), (START + timedelta(days=99), 0.98)],
        2: [(START + timedelta(days=80), 0.2), (START + timedelta(days=90), 0.1)],
        3: [(day(day=5), 0.9)],
        4: [(day(day=5), 0.9)],
    }
    goals = [goal(1, "achieved"), goal(2, "missed"), goal(3, "open"), goal(4, "dropped"), goal(5, "achieved")]
    first, second = with_stated_chances(goals, stated)
    assert (first.goal.id, first.chance, first.came_true) == (1, 0.7, True)
    assert (second.goal.id, second.chance, second.came_true) == (2, 0.2, False)
    assert first.milestones == stated[1]
    assert second.milestones == stated[2], "the first one is the one that counts"


def test_goals_are_counted_by_the_word_they_were_given() -> None:
    """Of nine called likely seven came true; the chances themselves expected about as many."""
    chances = [(number, 0.75 if number < 9 else 0.02) for number in range(10)]
    goals = [
        JudgedGoal(goal(number, "achieved" if number < 7 else "missed"), START, chance, ((START, chance),))
        for number, chance in chances
    ]
    calibration = calibration_of(goals)
    assert [(row.word, row.goals, row.came_true) for row in calibration.rows] == [
        ("likely", 9, 7), ("very unlikely", 1, 0),
    ]  # fmt: skip
    assert calibration.rows[0].expected == pytest.approx(6.75)
    assert calibration.brier == pytest.approx((7 * 0.0625 + 2 * 0.5625 + 0.0004) / 10)
    assert calibration.enough
    assert not calibration_of(goals[:9]).enough


def test_without_a_finished_goal_there_is_nothing_to_say() -> None:
    """No goal, no figure."""
    assert calibration_of([]) == ((), 0, None, ())
