"""A target against natural limits: met by the process as it is, at times, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.goal import Goal, GoalType, Target
from kpitui.core.insight.assurance import Assurance, assurance_of
from kpitui.core.insight.xmr_limits import Limits, natural_limits
from kpitui.core.model import Direction

LIMITS = Limits(10.0, 8.0, 12.0, 2.457, 20)


def goal(
    kind: GoalType, target: float, low: float | None = None, high: float | None = None, down: bool | None = None
) -> Goal:
    """Return a goal with this target."""
    day = date(2026, 1, 1)
    targets = (Target(day, target, low, high),)
    return Goal(1, "", "", 1, kind, day, date(2026, 12, 31), targets, per="week", down=down)


@pytest.mark.parametrize(
    ("what", "direction", "said"),
    [
        (goal("level", 7.0), "higher", "normally met"),
        (goal("level", 11.0), "higher", "hit and miss"),
        (goal("level", 13.0), "higher", "out of reach"),
        (goal("level", 13.0), "lower", "normally met"),
        (goal("level", 13.0, down=True), "higher", "normally met"),
        (goal("level", 7.0), "lower", "out of reach"),
        (goal("recurring", 13.0, 7.0, 13.0), "band", "normally met"),
        (goal("recurring", 11.0, 9.0, 11.0), "band", "hit and miss"),
        (goal("recurring", 20.0, 15.0, 20.0), "band", "out of reach"),
        (goal("recurring", 7.0, 7.0), "higher", "normally met"),
        (goal("recurring", 7.0, None, 7.0), "higher", "out of reach"),
        (goal("total", 500.0), "higher", None),
    ],
)
def test_where_the_target_lies(what: Goal, direction: Direction, said: Assurance | None) -> None:
    """On the good side, inside, or on the bad side of the limits; sums are not judged so."""
    assert assurance_of(what, direction, LIMITS) == said


def test_it_never_contradicts_the_chance() -> None:
    assert assurance_of(goal("level", 7.0), "higher", LIMITS, 0.55) is None
    assert assurance_of(goal("level", 7.0), "higher", LIMITS, 0.6) == "normally met"
    assert assurance_of(goal("level", 13.0), "higher", LIMITS, 0.2) is None
    assert assurance_of(goal("level", 13.0), "higher", LIMITS, 0.02) == "out of reach"
    for chance, assurance in ((0.02, None), (0.15, None), (0.2, "hit and miss"), (0.8, "hit and miss"), (0.85, None)):
        assert assurance_of(goal("level", 11.0), "higher", LIMITS, chance) == assurance
    assert assurance_of(goal("level", 7.0), "higher", LIMITS, left=True) is None


def test_a_limit_that_cannot_be_crossed_counts_as_the_farthest_the_values_go() -> None:
    """Zero errors is within reach of a count whose lower limit would lie below nothing."""
    limits = natural_limits([0.0, 3.0, 1.0, 4.0, 0.0, 2.0], floor=0.0)
    assert limits is not None
    assert limits.lower is None
    assert assurance_of(goal("level", 0.0), "lower", limits) == "hit and miss"
    assert assurance_of(goal("level", 5.0), "higher", limits._replace(slope=1.0)) is None
