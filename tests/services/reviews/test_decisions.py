"""Deciding about the matters of a review: what is stored, what comes of it, and that it is one step to undo."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.errors import Refused
from kpitui.core.review import ReviewItem
from kpitui.services.entries import find_kpi
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.reviews.decisions import accept, act, hold, note, snooze
from kpitui.services.reviews.period import review_period
from kpitui.services.workspace import Workspace
from kpitui.store import journal, records

TODAY = date(2026, 11, 23)
SAID = "Revenue fell"


def about_revenue(workspace: Workspace) -> ReviewItem:
    """Return a matter about revenue."""
    return ReviewItem("shift", "shift:revenue:2026-11-02", find_kpi(workspace, "revenue").id, None)


def test_an_action_and_the_decision_are_one_step(shop: Workspace) -> None:
    """The action is on the KPI, the decision knows it and the sentence; undo takes both back."""
    decision = act(shop, about_revenue(shop), SAID, {"what": "call ten customers", "due": "fri", "effect": "+10%"})
    (action,) = records.all_actions(shop.store)
    assert (action.what, action.kpi, action.due) == ("call ten customers", 1, date(2026, 11, 27))
    assert records.decisions(shop.store) == [decision._replace(uid=records.decisions(shop.store)[0].uid)]
    assert (decision.action, decision.said, decision.remark) == (action.uid, SAID, "call ten customers")
    journal.undo(shop.store)
    assert (records.all_actions(shop.store), records.decisions(shop.store)) == ([], [])
    journal.redo(shop.store)
    assert len(records.all_actions(shop.store)) == len(records.decisions(shop.store)) == 1


def test_an_action_on_a_goal(shop: Workspace) -> None:
    """A matter about a goal gets an action for the goal."""
    goal = save_goal(shop, read_draft(shop, {"title": "9000 euro revenue by 30 June 2027"}).draft)
    act(shop, ReviewItem("goal", f"goal:{goal.id}:2026-11-22", goal.kpi, goal.id), SAID, {"what": "sell more"})
    assert records.all_actions(shop.store)[0].goal == goal.id


def test_a_note_stands_on_the_chart(shop: Workspace) -> None:
    """On today, on the KPI of the matter; an empty one is refused and nothing is stored."""
    note(shop, about_revenue(shop), SAID, "the shop was closed")
    assert [(each.date, each.text) for each in records.notes_of(shop.store, 1)] == [(TODAY, "the shop was closed")]
    with pytest.raises(Refused):
        note(shop, about_revenue(shop), SAID, "  ")
    assert len(records.decisions(shop.store)) == 1


def test_a_refused_action_leaves_nothing(shop: Workspace) -> None:
    """A day that lies behind, an effect that is no change: neither action nor decision."""
    for typed in ({"what": "x", "due": "2026-11-01"}, {"what": "x", "effect": "many"}, {"what": ""}):
        with pytest.raises(Refused):
            act(shop, about_revenue(shop), SAID, typed)
    assert (records.all_actions(shop.store), records.decisions(shop.store)) == ([], [])


def test_to_leave_it_or_to_look_later(shop: Workspace) -> None:
    """Later is a day that is to come."""
    assert accept(shop, about_revenue(shop), SAID).choice == "accept"
    assert snooze(shop, about_revenue(shop), SAID, date(2026, 12, 1)).until == date(2026, 12, 1)
    with pytest.raises(Refused):
        snooze(shop, about_revenue(shop), SAID, TODAY)
    assert [each.choice for each in records.decisions(shop.store)] == ["accept", "snooze"]


def test_a_review_is_held_once(shop: Workspace) -> None:
    """Twice on a day is once in the file."""
    period = review_period(shop, "week")
    hold(shop, period)
    hold(shop, period)
    assert [(held.start, held.day) for held in records.reviews(shop.store)] == [(date(2026, 11, 16), TODAY)]
