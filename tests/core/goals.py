"""Goals of ten days and their series, for the tests of how a goal stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kpitui.core.goal import Baseline, Goal, Shape, Target
from kpitui.core.pace import standing
from kpitui.core.series import DayValues
from kpitui.core.standing import Standing

START, DEADLINE = date(2026, 3, 2), date(2026, 3, 11)
"""Ten days, from a Monday."""


def on(number: int) -> date:
    """Return the day with that number inside the goal, the first being 1."""
    return START + timedelta(days=number - 1)


def goal(shape: Shape = "cumulative", target: float = 100, base: float | None = None, **changes: Any) -> Goal:
    """Make a goal of ten days."""
    baseline = None if base is None else Baseline(base)
    made = Goal(1, "u", "t", 1, shape, START, DEADLINE, (Target(START, target),), baseline)
    return made._replace(**changes)


def band(low: float, high: float) -> Goal:
    """Make a goal of ten days to keep within a band."""
    return goal("band", targets=(Target(START, high, low),))


def series(values: Mapping[int, float]) -> DayValues:
    """Make a series from numbered days inside the goal."""
    return DayValues(tuple(on(n) for n in sorted(values)), tuple(values[n] for n in sorted(values)))


def each(value: float, days: int) -> DayValues:
    """Make a series with the same value on each of the first days of the goal."""
    return series(dict.fromkeys(range(1, days + 1), value))


def stand(what: Goal, values: DayValues, today: date, **options: Any) -> Standing:
    """Judge by a daily cadence and a direction of higher unless told otherwise."""
    return standing(what, values, today, **{"cadence": "day", "direction": "higher", **options})
