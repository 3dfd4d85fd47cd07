"""Goals that cannot both be reached, over figures and days that are counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpitui.core.contradictions import contradictions
from kpitui.core.goal import Goal, GoalType, Target
from kpitui.core.model import Kpi

REVENUE = Kpi(1, "revenue", "Revenue", "flow")
WEB = Kpi(2, "web", "Web", "flow", part_of=1)
RATE = Kpi(3, "rate", "Conversion", "ratio", numerator=1, denominator=2)
CASH = Kpi(4, "cash", "Cash", "level")
KPIS = (REVENUE, WEB, RATE, CASH)
START, END = date(2026, 4, 1), date(2026, 6, 30)


def goal(type: GoalType, value: float, kpi: Kpi = REVENUE, **changes: Any) -> Goal:
    """Return a goal for the second quarter; of a recurring one *value* is what each period is to bring at least."""
    low, high, keep = (changes.pop(name, None) for name in ("low", "high", "keep"))
    if type == "recurring" and high is None:
        low = value
    made = Goal(0, f"{type} {value} {changes}", "t", kpi.id, type, START, END, (Target(START, value, low, high, keep),))
    return made._replace(**changes)


MONTHLY: dict[str, Any] = {"per": "month"}
WEEKLY: dict[str, Any] = {"per": "week"}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (goal("total", 10_000), goal("cap", 8_000), "apart"),
        (goal("total", 8_000), goal("cap", 10_000), None),
        (goal("total", 8_000), goal("cap", 8_000), None),
        # What April is to bring, the quarter brings too; what the quarter is to bring, April need not.
        (goal("total", 9_000, deadline=date(2026, 4, 30)), goal("cap", 8_000), "apart"),
        (goal("total", 9_000), goal("cap", 8_000, deadline=date(2026, 4, 30)), None),
        (goal("total", 9_000, start=date(2026, 7, 1), deadline=date(2026, 9, 30)), goal("cap", 8_000), None),
        # Three months of 3,000 are 9,000, of which a cap of 8,500 allows less; two of three may be missed.
        (goal("recurring", 3_000, **MONTHLY), goal("cap", 8_500), "apart"),
        (goal("recurring", 3_000, **MONTHLY), goal("cap", 9_000), None),
        (goal("recurring", 3_000, **MONTHLY, keep=(9, 10)), goal("cap", 8_500), None),
        # Three months of at most 3,000 are at most 9,000.
        (goal("total", 9_001), goal("recurring", 3_000, high=3_000, **MONTHLY), "apart"),
        (goal("total", 9_000), goal("recurring", 3_000, high=3_000, **MONTHLY), None),
        # Thirteen weeks begin on a Monday within the quarter and twelve end in it: at most so much leaves days free.
        (goal("total", 90_000), goal("recurring", 100, high=100, **WEEKLY), None),
        (goal("recurring", 60, **WEEKLY), goal("recurring", 50, high=50, **WEEKLY), "apart"),
        # June 2026 has four whole weeks, of 60 each.
        (goal("recurring", 60, **WEEKLY), goal("recurring", 240, high=240, **MONTHLY), None),
        (goal("recurring", 60, **WEEKLY), goal("recurring", 239, high=239, **MONTHLY), "apart"),
        (goal("level", 5, RATE, down=False), goal("level", 4, RATE, down=True), "apart"),
        (goal("level", 4, RATE, down=False), goal("level", 5, RATE, down=True), None),
        (goal("level", 5, RATE, down=False), goal("level", 4, RATE, down=True, deadline=date(2026, 12, 31)), None),
        (goal("recurring", 5, RATE, **WEEKLY), goal("level", 4, RATE, down=True), "apart"),
        (goal("level", 9_000, CASH, down=False), goal("level", 8_000, CASH, down=True), "apart"),
        # A part that is to bring more than its whole is allowed, or than its whole is to bring.
        (goal("total", 9_000, WEB), goal("cap", 8_000), "apart"),
        (goal("total", 9_000, WEB), goal("total", 8_000), "part above whole"),
        (goal("total", 8_000, WEB), goal("total", 9_000), None),
        (goal("recurring", 900, WEB, **WEEKLY), goal("recurring", 800, **WEEKLY), "part above whole"),
        (goal("total", 9_000), goal("cap", 8_000, WEB), None),
        (goal("total", 9_000), goal("cap", 8_000, state="dropped"), None),
    ],
)
def test_what_cannot_be_together_is_seen(one: Goal, other: Goal, why: str | None) -> None:
    for goals in ((one, other), (other, one)):
        pairs = contradictions(goals, KPIS)
        assert [pair.why for pair in pairs] == ([why] if why else [])
        assert all(pair.goal == one for pair in pairs)


def test_only_those_of_one_goal_are_asked_for() -> None:
    first, second, third = goal("total", 10_000), goal("cap", 8_000), goal("cap", 7_000)
    assert len(contradictions((first, second, third), KPIS)) == 2
    assert [pair.other for pair in contradictions((first, second, third), KPIS, of=third)] == [third]
