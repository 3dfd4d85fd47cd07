"""Goals of ten days and their KPIs, for the tests of how a goal stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kpitui.core.aggregation import KpiData, Source
from kpitui.core.calendar import STANDARD
from kpitui.core.goal import Baseline, Goal, GoalType, Target
from kpitui.core.model import Kpi, Pause
from kpitui.core.pace import standing
from kpitui.core.standing import Standing
from tests.core.business import totals

START, DEADLINE = date(2026, 3, 2), date(2026, 3, 11)
"""Ten days, from a Monday."""

LONG_AGO = date(2025, 1, 1)


def on(number: int) -> date:
    """Return the day with that number inside the goal, the first being 1."""
    return START + timedelta(days=number - 1)


def kpi(kind: str = "flow", **changes: Any) -> Kpi:
    """Make a KPI that was there long before the goal."""
    return Kpi(1, "k", "K", kind, created=LONG_AGO)._replace(**changes)


def goal(type: GoalType = "total", target: float = 100, base: float | None = None, **changes: Any) -> Goal:
    """Make a goal of ten days."""
    baseline = None if base is None else Baseline(base)
    made = Goal(1, "u", "t", 1, type, START, DEADLINE, (Target(START, target),), baseline)
    return made._replace(**changes)


def recurring(
    per: str = "week", low: float | None = None, high: float | None = None, keep: tuple[int, int] | None = None,
    **changes: Any,
) -> Goal:  # fmt: skip
    """Make a goal for every period, of ten weeks."""
    value = high if high is not None else low if low is not None else 0.0
    targets = (Target(START, value, low, high, keep),)
    made = goal("recurring", per=per, targets=targets, deadline=START + timedelta(days=69))
    return made._replace(**changes)


def each(value: float, days: int, first: int = 1) -> dict[int, float]:
    """Return the same value on each of so many days, from the one with the number *first*."""
    return dict.fromkeys(range(first, first + days), value)


def data(
    what: Kpi, values: Mapping[int, float], today: date, *, last: date | None = None, pauses: Sequence[Pause] = ()
) -> KpiData:
    """Return a KPI with values on numbered days, looked at from *today*, up to *last*."""
    sources = {what.key: Source(what, totals(what, [(on(number), value) for number, value in values.items()]))}
    until = min(today, last or DEADLINE)
    return KpiData(what, sources, LONG_AGO, until, today=today, calendar=STANDARD, pauses=pauses)


def stand(
    what: Goal,
    values: Mapping[int, float],
    today: date,
    *,
    weights: Sequence[float] | None = None,
    pauses: Sequence[Pause] = (),
    of: Kpi | None = None,
) -> Standing:
    """Judge by a KPI that adds up, of a level by one whose mean counts, unless another is given."""
    measured = of or kpi("sample" if what.type == "level" else "flow")
    known = data(measured, values, today, last=what.deadline, pauses=pauses)
    return standing(what, known, weights=weights, pauses=pauses)
