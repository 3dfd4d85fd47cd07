"""A target against natural limits: met by the process as it is, at times, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.goal import Goal, Shape, Target
from kpitui.core.insight.assurance import Assurance, assurance_of
from kpitui.core.insight.limits import Limits, natural_limits
from kpitui.core.model import Direction

LIMITS = Limits(10.0, 8.0, 12.0, 2.457, 20)


def goal(shape: Shape, target: float, low: float | None = None) -> Goal:
    """Return a goal with this target."""
    day = date(2026, 1, 1)
    return Goal(1, "", "", 1, shape, day, date(2026, 12, 31), (Target(day, target, low),))


@pytest.mark.parametrize(
    ("shape", "target", "low", "direction", "said"),
    [
        ("level", 7.0, None, "higher", "normally met"),
        ("level", 11.0, None, "higher", "hit and miss"),
        ("level", 13.0, None, "higher", "out of reach"),
        ("level", 13.0, None, "lower", "normally met"),
        ("reduce", 13.0, None, "lower", "normally met"),
        ("reduce", 7.0, None, "lower", "out of reach"),
        ("band", 13.0, 7.0, "band", "normally met"),
        ("band", 11.0, 9.0, "band", "hit and miss"),
        ("band", 20.0, 15.0, "band", "out of reach"),
        ("cumulative", 500.0, None, "higher", None),
    ],
)
def test_where_the_target_lies(
    shape: Shape, target: float, low: float | None, direction: Direction, said: Assurance | None
) -> None:
    """On the good side, inside, or on the bad side of the limits; sums are not judged so."""
    assert assurance_of(goal(shape, target, low), direction, LIMITS) == said


def test_a_limit_that_cannot_be_crossed_counts_as_the_farthest_the_values_go() -> None:
    """Zero errors is within reach of a count whose lower limit would lie below nothing."""
    limits = natural_limits([0.0, 3.0, 1.0, 4.0, 0.0, 2.0], floor=0.0)
    assert limits is not None
    assert limits.lower is None
    assert assurance_of(goal("reduce", 0.0), "lower", limits) == "hit and miss"
    assert assurance_of(goal("level", 5.0), "higher", limits._replace(slope=1.0)) is None
