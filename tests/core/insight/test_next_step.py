"""The next step: four cells of pace and signal, and what is better for which goal."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.goal import Goal, GoalType, Target
from kpitui.core.insight.next_step import Step, for_the_better, is_lost, next_step, step_when_lost
from kpitui.core.measure import Measured
from kpitui.core.standing import Standing, Status


@pytest.mark.parametrize(
    ("status", "signal", "step"),
    [
        ("on track", None, "keep going"),
        ("on track", True, "hold what helped"),
        ("reached", False, "close it"),
        ("reached", None, "close it"),
        ("at risk", None, "plan an action"),
        ("at risk", True, "repeat what helped"),
        ("at risk", False, "turn it round"),
        ("off track", None, "change the process"),
        ("off track", True, "build on what helped"),
        ("off track", False, "act now"),
        ("no data", False, "log first"),
        ("not started", None, None),
        ("missed", False, None),
    ],
)
def test_each_cell_has_its_step(status: Status, signal: bool | None, step: Step | None) -> None:
    """Good or bad pace, with a signal for the better, for the worse or none."""
    assert next_step(status, signal) == step


def test_a_goal_at_risk_that_is_unlikely_is_not_enough() -> None:
    """55 in 100 can go either way, and so can 35; 30 in 100 is not enough."""
    steps = [next_step("at risk", None, chance) for chance in (0.55, 0.35, 0.3, 0.2)]
    assert steps == ["plan an action", "plan an action", "change the process", "change the process"]
    assert next_step("at risk", False, 0.25) == "act now"


def test_what_is_enough_by_now_is_not_called_not_enough() -> None:
    """By its pace a goal is where it should be, and by its chance it is not: the step says both."""
    assert next_step("off track", None, 0.15, enough=True) == "make it last"
    assert next_step("off track", False, 0.15, enough=True) == "act before it slips"
    assert next_step("off track", None, 0.15, enough=False) == "change the process"
    assert next_step("on track", None, 0.7, enough=False) == "catching up"


def stands(
    status: Status, *, days_left: int, effort: float | None = None, measured: Measured | None = None
) -> Standing:
    """Return how a goal stands, with what tells whether it can be reached still."""
    return Standing(
        as_of=date(2026, 12, 1), status=status, actual=1.0, expected=5.0, target=10.0, progress=0.1, gap=-4.0,
        needed_per_day=None, left_per_day=None, effort=effort, days_left=days_left, days_logged=9, days_elapsed=9,
        measured=measured,
    )  # fmt: skip


def test_what_no_plausible_rest_can_reach_is_lost() -> None:
    """A total at several times the pace, and a level whose last days cannot change four weeks; nothing else."""
    total, level = goal("total"), goal("level")
    four_weeks = Measured(1.0, date(2026, 11, 4), date(2026, 12, 1), 28, 28)
    assert is_lost(total, stands("off track", days_left=20, effort=3.5), 0.02)
    assert not is_lost(total, stands("off track", days_left=20, effort=2.0), 0.02)
    assert not is_lost(total, stands("off track", days_left=20, effort=3.5), 0.1)
    assert is_lost(level, stands("off track", days_left=5, measured=four_weeks), 0.02)
    assert not is_lost(level, stands("off track", days_left=20, measured=four_weeks), 0.02)
    assert not is_lost(total, stands("reached", days_left=20, effort=3.5), None)
    assert [step_when_lost(goal(kind)) for kind in ("total", "level", "cap", "recurring")] == [
        "extend or lower", "extend or lower", "raise or close", "so many of ten",
    ]  # fmt: skip


def goal(kind: GoalType, low: float | None = None, high: float | None = None) -> Goal:
    """Return a goal with the target 10."""
    day = date(2026, 1, 1)
    return Goal(1, "", "", 1, kind, day, date(2026, 12, 31), (Target(day, 10.0, low, high),), per="week")


@pytest.mark.parametrize(("kind", "better"), [("total", True), ("level", True), ("cap", False)])
def test_what_is_better_depends_on_the_goal(kind: GoalType, better: bool) -> None:
    """More of a sum to reach helps, more of a sum not to pass does not."""
    assert for_the_better(goal(kind), "higher", above=True, value=5.0) is better
    assert for_the_better(goal(kind), "higher", above=False, value=5.0) is not better


def test_a_level_that_is_better_low() -> None:
    """The words of the goal decide, else the direction of the KPI."""
    assert for_the_better(goal("level"), "lower", above=False, value=12.0)
    assert for_the_better(goal("level")._replace(down=True), "higher", above=False, value=12.0)


def test_of_periods_the_way_towards_their_edges_is_better() -> None:
    """Below both edges up, above them down, between them either; with one edge only its own side."""
    band = goal("recurring", 5.0, 10.0)
    assert for_the_better(band, "band", above=True, value=4.0)
    assert not for_the_better(band, "band", above=False, value=4.0)
    assert not for_the_better(band, "band", above=True, value=11.0)
    assert for_the_better(band, "band", above=True, value=7.0)
    assert for_the_better(goal("recurring", 5.0), "higher", above=True, value=9.0)
    assert not for_the_better(goal("recurring", None, 10.0), "higher", above=True, value=2.0)
