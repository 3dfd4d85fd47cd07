"""A good goal and its facts, for the tests of the letters to spoil in one respect each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kpitui.core.model import Kpi
from kpitui.core.series import DayValues
from kpitui.core.smart import Facts, Finding, GoalDraft, findings

TODAY = date(2026, 4, 1)
REVENUE = Kpi(1, "revenue", "Revenue", "flow", "EUR", source="the till")
RATE = Kpi(2, "conversion", "Conversion rate", "ratio", "%")
BOUNCE = Kpi(3, "bounce", "Bounce rate", "sample", "%", direction="lower", source="the logs")
GOOD = GoalDraft(
    title="15% more revenue by the end of Q2",
    kpi="revenue",
    type="total",
    target=9000,
    deadline=date(2026, 6, 30),
    acceptable="agreed with myself, costs an afternoon a week",
    why="pays the rent",
    drivers=("orders",),
    counters=("refunds",),
)
HISTORY = DayValues(tuple(TODAY - timedelta(days=n) for n in range(200, 0, -1)), (100.0,) * 200)
FACTS = Facts(TODAY, REVENUE, HISTORY)


def found(facts: Facts = FACTS, **changes: Any) -> list[Finding]:
    """Check the good draft with some fields changed."""
    return findings(GOOD._replace(**changes), facts)


def only(facts: Facts = FACTS, **changes: Any) -> Finding:
    """Check the good draft with some fields changed, and return the one thing that is found."""
    (finding,) = found(facts, **changes)
    return finding


def mended(finding: Finding, at: int = 0, **changes: Any) -> GoalDraft:
    """Return the good draft with *changes* and then with what a fix of *finding* sets."""
    return GOOD._replace(**{**changes, **finding.fixes[at].sets})
