"""The next step: four cells of pace and signal, and what is better for which goal."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.goal import Baseline, Goal, Shape, Target
from kpitui.core.insight.next_step import Step, for_the_better, next_step
from kpitui.core.standing import Status


@pytest.mark.parametrize(
    ("status", "signal", "step"),
    [
        ("on pace", None, "keep going"),
        ("on pace", True, "hold what helped"),
        ("reached", False, "look before it costs"),
        ("at risk", None, "change the process"),
        ("off pace", True, "build on what helped"),
        ("off pace", False, "act now"),
        ("no data", False, "log first"),
        ("not started", None, None),
        ("missed", False, None),
    ],
)
def test_each_cell_has_its_step(status: Status, signal: bool | None, step: Step | None) -> None:
    """Good or bad pace, with a signal for the better, for the worse or none."""
    assert next_step(status, signal) == step


def goal(shape: Shape, low: float | None = None) -> Goal:
    """Return a goal with the target 10."""
    return Goal(1, "", "", 1, shape, date(2026, 1, 1), date(2026, 12, 31), (Target(date(2026, 1, 1), 10.0, low),))


@pytest.mark.parametrize(
    ("shape", "better"), [("cumulative", True), ("level", True), ("reduce", False), ("cap", False)]
)
def test_what_is_better_depends_on_the_goal(shape: Shape, better: bool) -> None:
    """More of a sum to reach helps, more of a sum not to pass does not."""
    assert for_the_better(goal(shape), "higher", above=True, value=5.0) is better
    assert for_the_better(goal(shape), "higher", above=False, value=5.0) is not better


def test_a_level_that_is_better_low() -> None:
    """The baseline decides, and the direction of the KPI where there is none and the shape leaves it open."""
    assert for_the_better(goal("level"), "lower", above=False, value=12.0)
    assert for_the_better(goal("level")._replace(baseline=Baseline(20)), "higher", above=False, value=12.0)


def test_in_a_band_the_way_towards_it_is_better() -> None:
    """Below the band up, above it down, inside it either."""
    band = goal("band", 5.0)
    assert for_the_better(band, "band", above=True, value=4.0)
    assert not for_the_better(band, "band", above=False, value=4.0)
    assert not for_the_better(band, "band", above=True, value=11.0)
    assert for_the_better(band, "band", above=True, value=7.0)
