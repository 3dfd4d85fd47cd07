"""Actions from planned to done or dropped: what is saved, refused, found and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpitui.core.errors import KpituiError, NotFound, Refused
from kpitui.core.goal import Action, Expectation, Goal
from kpitui.services import actions
from kpitui.services.actions.form import add_typed, edit_typed, effect_typed, fields_of, read_effect, read_plan
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


@pytest.mark.parametrize(
    ("kpi", "text", "expected"),
    [
        ("orders", "+10%", Expectation(10, percent=True)),
        ("orders", "10%", Expectation(10, percent=True)),
        ("orders", "-5", Expectation(-5)),
        ("orders", "+5", Expectation(5)),
        ("revenue", "€ 1.250,50", Expectation(1250.5)),
        ("site-speed", "-0.5", Expectation(-0.5)),
        ("conversion", "4pp", Expectation(4)),
        ("conversion", "-4 points", Expectation(-4)),
        ("conversion", "+1.5", Expectation(1.5)),
        ("conversion", "10% relative", Expectation(10, percent=True)),
        ("conversion", "+10 relatief", Expectation(10, percent=True)),
    ],
)
def test_an_effect_reads_like_an_amount(shop: Workspace, kpi: str, text: str, expected: Expectation) -> None:
    """Percent, the unit of the KPI, points of a percentage; and it is written as it can be read again."""
    found = read_effect(shop, find_kpi(shop, kpi), text)
    assert expected == found
    action = actions.add_action(shop, "x", kpi=find_kpi(shop, kpi), expected=found)
    assert expected == read_effect(shop, find_kpi(shop, kpi), fields_of(shop, action)["effect"])


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"kpi": "nothing"}, "kpi", "nothing"),
        ({"goal": "9"}, "goal", "9"),
        ({"due": "someday"}, "due", "someday"),
        ({"effect": "+5"}, "kpi", "Choose the KPI"),
        ({"kpi": "orders", "effect": "a lot"}, "effect", "a lot"),
        ({"kpi": "orders", "effect": "=5"}, "effect", "Not a change"),
        ({"kpi": "orders", "effect": "0"}, "effect", "Not a change"),
        ({"kpi": "conversion", "effect": "+4%"}, "effect", "Write +4pp (percentage points)"),
        ({"kpi": "orders", "by": "2026-12-31"}, "effect", "How big"),
        ({"kpi": "orders", "effect": "5", "by": "2026-02-30"}, "by", "does not exist"),
        ({"start": "soon"}, "start", "soon"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused_at_its_field(
    shop: Workspace, typed: dict[str, str], field: str, said: str
) -> None:
    """Each refusal names the field and what was typed or is missing."""
    with pytest.raises(KpituiError) as refused:
        read_plan(shop, {"what": "x", **typed})
    assert field == refused.value.field
    assert said in str(refused.value)


def test_the_fields_of_an_action_mean_the_same_action(shop: Workspace) -> None:
    """What the form shows is read as what the action is."""
    goal = goal_on(shop)
    typed = {"what": "x", "goal": str(goal.id), "due": "fri", "effect": "4pp", "by": "end of Q4", "start": "yesterday"}
    plan = read_plan(shop, typed)
    assert (plan.due, plan.expected) == (date(2026, 11, 27), Expectation(4, by=date(2026, 12, 31)))
    action = actions.add_action(shop, plan.what, goal=plan.goal, due=plan.due, expected=plan.expected)
    assert plan._replace(start=None) == read_plan(shop, fields_of(shop, action))


def test_a_kpi_and_a_goal_may_both_be_named(shop: Workspace) -> None:
    """The KPI that is named is the one that is to move, in its unit."""
    goal = goal_on(shop)
    plan = read_plan(shop, {"what": "x", "goal": "Better", "kpi": "site-speed", "effect": "-1 min"})
    assert (plan.kpi, plan.goal) == (find_kpi(shop, "site-speed"), goal)
    assert plan.expected == Expectation(-60)


def test_a_start_that_is_typed_starts_it(shop: Workspace) -> None:
    """A planned action that is given its first day is under way; taking the day out again is refused."""
    action = add_typed(shop, {"what": "call", "due": "fri"})
    started = edit_typed(shop, action, {"start": "yesterday"})
    assert (started.state, started.started, started.due) == ("started", date(2026, 11, 22), date(2026, 11, 27))
    with pytest.raises(KpituiError) as refused:
        edit_typed(shop, started, {"start": ""})
    assert refused.value.field == "start"


def test_fields_that_are_left_out_stay(shop: Workspace) -> None:
    """One field is changed, one emptied; the others are as they were."""
    typed = {"what": "call", "kpi": "orders", "due": "fri", "effect": "+10%", "by": "31/12"}
    action = add_typed(shop, typed)
    changed = edit_typed(shop, action, {"what": "mail", "due": ""})
    assert changed == action._replace(what="mail", due=None)


@given(size=st.decimals(-10000, 10000, places=3).map(float).filter(bool), percent=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("key", ["orders", "conversion", "revenue", "site-speed"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_any_effect_is_written_as_it_is_read(
    shop: Workspace, key: str, language: str, size: float, percent: bool
) -> None:
    """Whatever the unit and the decimal mark, the form shows an effect as it can be typed again."""
    shop.settings = shop.settings._replace(language=language)
    kpi, expected = find_kpi(shop, key), Expectation(size, percent)
    assert read_effect(shop, kpi, effect_typed(shop, kpi, expected)) == expected
