"""A title follows its goal where it states what the goal was, and is the person's own in all else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpitui.core.goal import Baseline, Goal, GoalType, Target
from kpitui.core.goal_title import TitleWords, contradictions_of, retitled

WORDS = TitleWords(False, lambda value: f"{value:g}", lambda day: f"until {day.day}/{day.month}/{day.year}")
JUNE, JULY, DECEMBER = date(2026, 6, 30), date(2026, 7, 15), date(2026, 12, 31)


def goal(title: str, type: GoalType, deadline: date, *targets: Target, baseline: float | None = None) -> Goal:
    start = date(2026, 1, 1) if deadline == DECEMBER else date(2026, 3, 2)
    measured = Baseline(baseline) if baseline is not None else None
    return Goal(
        1, "u", title, 1, type, start, deadline, targets, baseline=measured, created=date(2026, 3, 2),
    )  # fmt: skip


def week(low: float | None, high: float | None, keep: tuple[int, int] | None = None) -> Target:
    return Target(date(2026, 3, 2), (high if high is not None else low) or 0, low, high, keep)


def total(value: float) -> Target:
    return Target(date(2026, 3, 2), value)


@pytest.mark.parametrize(
    ("title", "type", "was", "now", "expected"),
    [
        ("at least 20 orders a week until 30 June 2026", "recurring", (JUNE, week(20, None)),
         (JULY, week(30, None)), "at least 30 orders a week until 15/7/2026"),
        ("maximaal 40 uur per week t/m 30 juni", "recurring", (JUNE, week(None, 40)), (JUNE, week(None, 36)),
         "maximaal 36 uur per week t/m 30 juni"),
        ("10k revenue in 2026", "total", (DECEMBER, total(10000)), (DECEMBER, total(12500)), "12.5k revenue in 2026"),
        ("8000 sales in 2026", "total", (DECEMBER, total(8000)), (JULY, total(8000)), "8000 sales until 15/7/2026"),
        ("15% more revenue by the end of June", "total", (JUNE, total(1150)), (JUNE, total(1200)),
         "20% more revenue by the end of June"),
        ("20 more clients by 30 June", "level", (JUNE, total(1020)), (JUNE, total(1050)), "50 more clients by 30 June"),
        ("conversion from 2% to 4% by 30 June", "level", (JUNE, total(4)), (JUNE, total(5)),
         "conversion from 2% to 5% by 30 June"),
        ("between 15 and 25 hours a week until 30 June", "recurring", (JUNE, week(15, 25)), (JUNE, week(10, 25)),
         "between 10 and 25 hours a week until 30 June"),
        ("20 orders in 9 of 10 weeks until 30 June", "recurring", (JUNE, week(20, None, (9, 10))),
         (JUNE, week(20, None, (7, 10))), "20 orders in 7 of 10 weeks until 30 June"),
        ("My big year", "total", (JUNE, total(100)), (JULY, total(200)), "My big year"),
        ("Project 7 pays the rent: 500 by 30 June", "total", (JUNE, total(900)), (JUNE, total(950)),
         "Project 7 pays the rent: 500 by 30 June"),
        ("Twenty orders a week until 30 June", "recurring", (JUNE, week(20, None)), (JUNE, week(30, None)), "Twenty"),
        ("at most 40 hours a week until 30 June", "recurring", (JUNE, week(None, 40)), (JUNE, week(20, None)), "40"),
        ("double the revenue by 30 June", "total", (JUNE, total(2000)), (JUNE, total(2500)), "double"),
    ],
)  # fmt: skip
def test_a_title_follows_its_goal(title: str, type: GoalType, was: Any, now: Any, expected: str) -> None:
    """Of what can't be said in other words the words themselves are told instead."""
    old = goal(title, type, *was, baseline=1000)
    new = goal(title, type, now[0], was[1], now[1], baseline=1000)
    made = retitled(old, new, WORDS)
    if made.conflicts:
        assert (made.title, [words.split()[0] for words in made.conflicts]) == (title, [expected])
    else:
        assert made.title == expected


def test_a_title_of_ones_own_may_state_another_figure_or_day() -> None:
    own = goal("300 orders by 1 July", "total", JUNE, total(200))
    assert contradictions_of(own, date(2026, 3, 2), month_first=False) == ("300", "by 1 July")
    assert contradictions_of(own._replace(title="200 orders by 30 June"), date(2026, 3, 2), month_first=False) == ()
    assert contradictions_of(own._replace(title="Many orders"), date(2026, 3, 2), month_first=False) == ()
