"""Calibration on a database: chances stated, goals closed."""

from __future__ import annotations

from datetime import date

from kpitui.services.goals import close_goal
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.insight.calibrating import calibration
from kpitui.services.workspace import Workspace
from kpitui.store.insight import state_chance


def test_a_closed_goal_counts_with_what_was_said_of_it(shop: Workspace) -> None:
    """Likely, and achieved; an open goal does not count."""
    typed = {"title": "Orders", "kpi": "orders", "target": "100", "baseline": "50", "start": "2026-11-01",
             "deadline": "2026-12-31", "why": "w", "acceptable": "a", "drivers": "visitors"}  # fmt: skip
    first, second = (save_goal(shop, read_draft(shop, typed).draft) for _time in range(2))
    for goal in (first, second):
        state_chance(shop.store, goal.id, date(2026, 11, 10), 0.75)
    close_goal(shop, first, "achieved")
    report = calibration(shop)
    assert [(row.word, row.goals, row.came_true) for row in report.rows] == [("likely", 1, 1)]
    assert not report.enough
    assert [judged.goal.id for judged in report.judged] == [first.id]
    assert calibration(shop, second).judged == ()
