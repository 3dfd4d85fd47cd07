"""Actions from planned to done or dropped: what is saved, refused, found and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from kpitui.core.errors import KpituiError, NotFound, Refused
from kpitui.core.goal import Action, Expectation, Goal
from kpitui.services import actions
from kpitui.services.entries import find_kpi
from kpitui.services.goals import close_goal
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.workspace import Workspace
from kpitui.store import journal, records

TODAY = date(2026, 11, 23)


def back(days: int) -> date:
    """Return the day so many days ago."""
    return TODAY - timedelta(days=days)


def goal_on(workspace: Workspace, kpi: str = "conversion") -> Goal:
    """Set a goal on a KPI of the shop."""
    typed = {"title": "Better", "kpi": kpi, "type": "level", "baseline": "2", "target": "5", "deadline": "2026-12-31",
             "settled": "there"}  # fmt: skip
    return save_goal(workspace, read_draft(workspace, typed).draft)


def test_an_action_from_planned_to_done(shop: Workspace) -> None:
    """It keeps what was planned, and each step is a change of its own that can be taken back."""
    kpi = find_kpi(shop, "orders")
    expected = Expectation(10, percent=True, by=date(2027, 1, 1))
    planned = actions.add_action(shop, "  call ten customers ", kpi=kpi, due=TODAY, expected=expected)
    assert (planned.what, planned.state, planned.created) == ("call ten customers", "planned", TODAY)
    started = actions.start_action(shop, planned, back(2))
    done = actions.finish_action(shop, started)
    assert [done] == records.all_actions(shop.store)
    assert (done.state, done.started, done.finished, done.expected) == ("done", back(2), TODAY, expected)
    assert [change.what for change in journal.history(shop.store, 3)] == [
        "action.done", "action.started", "action.added",
    ]  # fmt: skip
    for state in ("started", "planned"):
        journal.undo(shop.store)
        assert state == records.all_actions(shop.store)[0].state
    journal.undo(shop.store)
    assert [] == records.all_actions(shop.store)


def test_what_is_done_at_once_started_that_day(shop: Workspace) -> None:
    """An action that was never called started has its start on the day it was done."""
    done = actions.finish_action(shop, actions.add_action(shop, "mail"), back(1))
    assert (done.started, done.finished) == (back(1), back(1))


def test_a_dropped_action_says_why_and_can_be_taken_up(shop: Workspace) -> None:
    """Dropping needs a reason, which is gone when it starts after all."""
    action = actions.add_action(shop, "mail")
    with pytest.raises(Refused) as refused:
        actions.drop_action(shop, action, " ")
    assert "reason" == refused.value.field
    dropped = actions.drop_action(shop, action, "too dear")
    assert (dropped.state, dropped.reason, dropped.finished) == ("dropped", "too dear", TODAY)
    again = actions.start_action(shop, dropped)
    assert (again.state, again.reason, again.finished) == ("started", "", None)


def test_late_is_no_disorder(shop: Workspace) -> None:
    """What is started or finished after it was due is saved, for that is how things go."""
    action = actions.add_action(shop, "mail", due=TODAY)
    shop.today = TODAY + timedelta(days=5)
    assert actions.finish_action(shop, actions.start_action(shop, action)).state == "done"


REFUSED: dict[str, tuple[str, Callable[[Workspace], object]]] = {
    "no words": ("what", lambda shop: actions.add_action(shop, "  ")),
    "due in the past": ("due", lambda shop: actions.add_action(shop, "x", due=back(1))),
    "due before it starts": ("due", lambda shop: actions.add_action(shop, "x", due=back(9), started=back(2))),
    "an effect on nothing": ("kpi", lambda shop: actions.add_action(shop, "x", expected=Expectation(5))),
    "an effect before it starts": (
        "by",
        lambda shop: actions.add_action(
            shop, "x", kpi=find_kpi(shop, "orders"), expected=Expectation(5, by=back(9)), started=back(2)
        ),
    ),
    "a start to come": ("start", lambda shop: actions.add_action(shop, "x", started=TODAY + timedelta(days=1))),
    "started twice": (
        "action",
        lambda shop: actions.start_action(shop, actions.start_action(shop, actions.find_action(shop, "one"))),
    ),
    "done before it started": (
        "finished",
        lambda shop: actions.finish_action(
            shop, actions.start_action(shop, actions.find_action(shop, "one")), TODAY - timedelta(days=3)
        ),
    ),
    "done twice": (
        "action",
        lambda shop: actions.finish_action(shop, actions.finish_action(shop, actions.find_action(shop, "one"))),
    ),
    "a start of what was not started": (
        "start",
        lambda shop: actions.edit_action(shop, actions.find_action(shop, "one"), started=TODAY),
    ),
    "a closed goal": (
        "goal",
        lambda shop: actions.add_action(shop, "x", goal=close_goal(shop, goal_on(shop), "dropped")),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused_at_its_field(shop: Workspace, name: str) -> None:
    """A refusal names the field, and the action is as it was before that step."""
    field, act = REFUSED[name]
    actions.add_action(shop, "one")
    with pytest.raises(KpituiError) as refused:
        act(shop)
    assert field == refused.value.field
    assert ["one"] == [action.what for action in records.all_actions(shop.store)]


def test_editing_keeps_the_rest(shop: Workspace) -> None:
    """Other words and no day any more; everything else stays."""
    action = actions.add_action(shop, "mail", kpi=find_kpi(shop, "orders"), due=TODAY)
    changed = actions.edit_action(shop, action, what="write letters", due=None)
    assert changed == action._replace(what="write letters", due=None) == actions.find_action(shop, "letters")


def test_an_overdue_action_can_be_reworded(shop: Workspace) -> None:
    """Days that lie as they lie are no obstacle to changing something else."""
    action = actions.start_action(shop, actions.add_action(shop, "mail", due=TODAY))
    late = action._replace(due=back(3))
    with shop.store.write("test") as change:
        records.update_action(change, action, late)
    assert actions.edit_action(shop, late, what="letters").what == "letters"


def test_finding_by_number_and_words(shop: Workspace) -> None:
    """A number, or words that only one has; else the refusal lists what there is."""
    first, second = actions.add_action(shop, "write mail"), actions.add_action(shop, "write letters")
    assert first == actions.find_action(shop, str(first.id))
    assert second == actions.find_action(shop, "LETTER")
    for wanted in ("write", "phone"):
        with pytest.raises(NotFound) as refused:
            actions.find_action(shop, wanted)
        assert "write mail" in str(refused.value)


def test_lists_and_their_filters(shop: Workspace) -> None:
    """Open before closed, due soonest first; by KPI, also through a goal, by goal, by words, and only what is due."""
    goal = goal_on(shop)
    orders = find_kpi(shop, "orders")
    made: list[Action] = [
        actions.add_action(shop, "later", due=TODAY + timedelta(days=9)),
        actions.add_action(shop, "now", kpi=orders, due=TODAY),
        actions.add_action(shop, "for the goal", goal=goal),
        actions.add_action(shop, "over", kpi=orders),
    ]
    actions.finish_action(shop, made[3])

    def listed(**filters: object) -> list[str]:
        return [view.action.what for view in actions.actions(shop, **filters)]  # type: ignore[arg-type]

    assert ["now", "later", "for the goal"] == listed()
    assert ["now", "later", "for the goal", "over"] == listed(closed=True)
    assert ["now"] == listed(only_due=True)
    assert ["now"] == listed(kpi=orders)
    assert ["for the goal"] == listed(kpi=find_kpi(shop, "conversion")) == listed(goal=goal) == listed(text=" BETTER ")
    assert ["now"] == listed(text="orders")
