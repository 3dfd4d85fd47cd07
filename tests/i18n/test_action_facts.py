"""What there is to know about an action, in words."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.figures import NUMBER_STYLES
from kpitui.core.goal import Action, ActionState, Expectation, Goal, Target
from kpitui.core.model import Kpi
from kpitui.i18n.action_facts import action_facts, progress_text, subject

TODAY = date(2026, 11, 23)
ORDERS = Kpi(1, "orders", "Orders", "flow")
GOAL = Goal(4, "", "More orders", 1, "total", TODAY, date(2026, 12, 31), (Target(TODAY, 5),))


def test_what_an_action_is_for() -> None:
    """Its own KPI goes before its goal; without either it is for the whole business."""
    action = Action(1, "", "call")
    assert "Orders" == subject(action._replace(kpi=1, goal=4), ORDERS, GOAL)
    assert "More orders" == subject(action._replace(goal=4), ORDERS, GOAL)
    assert "all KPIs" == subject(action, None, None)


@pytest.mark.parametrize(
    ("state", "due", "finished", "said"),
    [
        ("planned", None, None, "planned"),
        ("started", None, None, "started"),
        ("planned", TODAY, None, "due today"),
        ("started", date(2026, 11, 20), None, "overdue since Fri 20 Nov 2026"),
        ("planned", date(2026, 11, 27), None, "due Fri 27 Nov 2026"),
        ("done", date(2026, 11, 27), TODAY, "done Mon 23 Nov 2026"),
        ("dropped", None, TODAY, "dropped Mon 23 Nov 2026"),
    ],
)
def test_the_day_that_matters(state: ActionState, due: date | None, finished: date | None, said: str) -> None:
    """An open action tells when it is due, one that is over when it ended."""
    assert said == progress_text(Action(1, "", "call", due=due, state=state, finished=finished), TODAY)


def test_only_what_applies_is_told() -> None:
    """A bare action has a state; a full one everything that was planned, and why it was dropped."""
    style = NUMBER_STYLES["en"]
    assert [("state", "planned")] == action_facts(Action(1, "", "call"), None, None, style)
    full = Action(1, "", "call", 1, 4, TODAY, Expectation(-3), "dropped", TODAY, TODAY, "no time")
    names = [name for name, _text in action_facts(full, ORDERS, GOAL, style)]
    assert ["state", "KPI", "goal", "due on", "started on", "ended on", "expected", "Reason"] == names
