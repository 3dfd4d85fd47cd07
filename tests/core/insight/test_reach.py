"""Will it be reached: chances and arrivals on paths, what is decided, and how a chance may be shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpitui.core.goal import Baseline, Goal, Target
from kpitui.core.insight.forecast import Forecast
from kpitui.core.insight.reach import Outlook, outlook, shown
from kpitui.core.insight.season import NO_SEASON
from kpitui.core.model import Direction
from kpitui.core.standing import Standing

START, DEADLINE = date(2026, 11, 1), date(2026, 11, 30)


def goal(shape: Any, target: float, low: float | None = None) -> Goal:
    """Return a goal of November."""
    return Goal(1, "u", "g", 1, shape, START, DEADLINE, (Target(START, target, low),))


def standing(actual: float | None, status: Any = "on pace") -> Standing:
    """Return how a goal stands with ten days left."""
    return Standing(date(2026, 11, 20), status, actual, None, None, None, None, None, None, None, 10, 20, 20)


def paths(*levels: float, count: int = 20) -> Forecast:
    """Return paths that stay at a level each."""
    return Forecast(tuple(range(100, 100 + count)), tuple((level,) * count for level in levels), 60, NO_SEASON, False)


def seen(what: Goal, stands: Standing, forecast: Forecast, direction: Direction = "higher") -> Outlook:
    """Return an outlook that must be there; the deadline is the tenth slot."""
    found = outlook(what, direction, stands, forecast, "day", 109)
    assert found is not None
    return found


def test_a_sum_is_counted_on_paths() -> None:
    """Half of the paths bring what is needed; the rest of the history does not matter."""
    found = seen(goal("cumulative", 200), standing(100), paths(*[9.0] * 50, *[11.0] * 50))
    assert (found.chance, found.word) == (0.5, "could go either way")
    assert seen(goal("cumulative", 200), standing(100), paths(*[15.0] * 100)).chance == 0.98


def test_when_it_arrives() -> None:
    """At ten a day the hundred that is missing is there with the tenth slot; slow paths make the late edge open."""
    found = seen(goal("cumulative", 200), standing(100), paths(*[10.0] * 60, *[20.0] * 20, *[1.0] * 20))
    assert found.arrival is not None
    assert (found.arrival.early, found.arrival.middle, found.arrival.late) == (104, 109, None)
    assert seen(goal("cumulative", 200), standing(100), paths(*[1.0] * 100)).arrival is None


@pytest.mark.parametrize(
    ("shape", "target", "low", "level", "chance"),
    [
        ("level", 5, None, 6.0, 0.98),
        ("level", 5, None, 4.0, 0.02),
        ("reduce", 5, None, 4.0, 0.98),
        ("reduce", 5, None, 6.0, 0.02),
        ("band", 5, 3, 4.0, 0.98),
        ("band", 5, 3, 2.0, 0.02),
        ("cap", 300, None, 10.0, 0.98),
        ("cap", 150, None, 10.0, 0.02),
    ],
)
def test_every_shape(shape: str, target: float, low: float | None, level: float, chance: float) -> None:
    """Up to a level, down to one, within a band, under a cap."""
    assert seen(goal(shape, target, low), standing(100), paths(*[level] * 100)).chance == chance


def test_what_is_decided_has_no_chance() -> None:
    """A sum that is reached, a cap that is broken, and a goal without a slot left are not foretold."""
    assert outlook(goal("cumulative", 50), "higher", standing(100, "reached"), paths(1.0), "day", 109) is None
    assert outlook(goal("cap", 50), "higher", standing(100, "missed"), paths(1.0), "day", 109) is None
    assert outlook(goal("level", 50), "higher", standing(100), paths(1.0), "day", 99) is None


def test_a_level_may_have_to_come_down() -> None:
    """From a baseline above the target, or of a KPI that is better low, paths that stay high do not arrive."""
    fewer = goal("level", 5)._replace(baseline=Baseline(10))
    assert seen(fewer, standing(10), paths(*[10.0] * 100)).chance == 0.02
    assert seen(fewer, standing(10), paths(*[4.0] * 100)).chance == 0.98
    assert seen(goal("level", 5), standing(10), paths(*[10.0] * 100), "lower").chance == 0.02


@pytest.mark.parametrize(("chance", "told"), [(0.0, 0.02), (1.0, 0.98), (0.51, 0.5), (0.98, 0.98), (0.03, 0.05)])
def test_how_a_chance_may_be_shown(chance: float, told: float) -> None:
    """In steps of five, never none and never certain."""
    assert shown(chance) == pytest.approx(told)
