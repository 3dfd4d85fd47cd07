"""Goals: saved when complete, judged by their targets, changed with a reason, closed with a verdict."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.core.errors import NotFound, Refused
from kpitui.services import goals
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import Workspace
from kpitui.store import journal, records
from kpitui.store.goals import all_goals

TODAY = date(2026, 11, 23)
TYPED = {
    "title": "6000 euro in November",
    "kpi": "revenue",
    "target": "6000",
    "start": "1/11",
    "deadline": "30/11",
    "drivers": "orders, visitors",
    "counters": "order-value",
    "why": "rent",
    "acceptable": "evenings",
    "settled": "there worse",
}


def november(workspace: Workspace, value: str = "200") -> None:
    """Log the same revenue on every day of November up to yesterday."""
    for day in range(1, 23):
        log(workspace, [EntryInput("revenue", value, date(2026, 11, day))])


def test_a_complete_goal_is_saved_and_judged(shop: Workspace) -> None:
    """A goal is saved with its links; 22 days of 200 on the way to 6000 in 30 days are on track."""
    november(shop)
    goal = save_goal(shop, read_draft(shop, TYPED).draft)
    (view,) = goals.goal_views(shop)
    assert ("on track", 4400.0, goals.DailyNeed("needed", 200.0)) == (
        view.standing.status,
        view.standing.actual,
        goals.daily_need(shop, view, average=True),
    )
    assert (2, 1) == (len(goal.drivers), len(goal.counters))


def test_an_incomplete_goal_is_refused(shop: Workspace) -> None:
    """Without a deadline nothing is saved, and the refusal names the field."""
    with pytest.raises(Refused) as refused:
        save_goal(shop, read_draft(shop, {**TYPED, "title": "6000 euro", "deadline": ""}).draft)
    assert ("deadline", []) == (refused.value.field, all_goals(shop.store))


def test_saving_forgets_the_draft(shop: Workspace) -> None:
    """The draft that became a goal is gone."""
    draft = records.save_draft(shop.store, "goal", TYPED)
    save_goal(shop, read_draft(shop, TYPED).draft, replaces=draft)
    assert [] == records.drafts_of(shop.store, "goal")


def test_a_changed_target_needs_a_reason_and_keeps_the_past(shop: Workspace) -> None:
    """A new target holds from its day on; the versions before it stay; without a reason it is refused."""
    goal = save_goal(shop, read_draft(shop, TYPED).draft)
    with pytest.raises(Refused):
        goals.change_target(shop, goal, 5000, reason=" ")
    goals.change_target(shop, goal, 5000, reason="ill for a week")
    (stored,) = all_goals(shop.store)
    assert [(date(2026, 11, 1), 6000.0), (TODAY, 5000.0)] == [(each.since, each.value) for each in stored.targets]
    journal.undo(shop.store)
    assert 1 == len(all_goals(shop.store)[0].targets)


def doubts(refused: pytest.ExceptionInfo[goals.DoubtfulTarget]) -> list[str]:
    return [finding.message.split(", and")[0] for finding in refused.value.findings]


def test_a_changed_target_is_asked_about_as_a_new_one_is(shop: Workspace) -> None:
    """4,400 of 6,000 is there: 4,000 is reached already, and below 0 no revenue ever was; meant, both are saved."""
    november(shop)
    goal = save_goal(shop, read_draft(shop, TYPED).draft)
    with pytest.raises(goals.DoubtfulTarget) as refused:
        goals.change_target(shop, goal, 4000, reason="ill")
    assert doubts(refused) == ["{kpi} is at {now}, so the target {target} is already reached"]
    assert refused.value.findings[0].params["now"] == 4400
    with pytest.raises(goals.DoubtfulTarget) as refused:
        goals.change_target(shop, goal, -1, reason="ill")
    assert doubts(refused) == [
        "the target {target} is below 0",
        "{kpi} is at {now}, so the target {target} is already reached",
    ]
    goals.change_target(shop, goal, 4401, reason="ill")
    goals.change_target(shop, goal, -1, reason="ill", as_meant=True)
    with pytest.raises(goals.DoubtfulTarget):  # nothing of an edit is saved that has a doubtful target
        goals.edit_goal_and_target(shop, goal, {"title": "less"}, {"value": 4000.0, "reason": "ill"})
    (stored,) = all_goals(shop.store)
    assert (stored.title, [target.value for target in stored.targets]) == (TYPED["title"], [6000, 4401, -1])


def test_a_level_that_is_edited_is_not_worse_than_its_baseline_unasked(shop: Workspace) -> None:
    """100 subscribers are to be 150: 90 is there and worse, of a figure that nobody measured; 120 is no question."""
    log(shop, [EntryInput("subscribers", "80", TODAY)])
    typed = {"title": "150 subscribers by 31/12", "kpi": "subscribers", "target": "150", "baseline": "100"}
    goal = save_goal(shop, read_draft(shop, {**TYPED, **typed, "start": "", "deadline": "31/12"}).draft)
    with pytest.raises(goals.DoubtfulTarget) as refused:
        goals.change_target(shop, goal, 90, reason="ill")
    assert doubts(refused) == ["the target {target} is worse than the baseline {baseline} of {kpi}"]
    goals.change_target(shop, goal, 120, reason="ill")


def test_a_cap_that_is_passed_is_asked_about(shop: Workspace) -> None:
    """4,400 are spent: at most 4,000 is missed at once, for a new goal and for a changed one."""
    november(shop)
    typed = {**TYPED, "type": "cap", "target": "4000", "settled": ""}
    with pytest.raises(Refused) as refused:
        save_goal(shop, read_draft(shop, typed).draft)
    assert "already over the maximum" in str(refused.value)
    goal = save_goal(shop, read_draft(shop, {**typed, "target": "5000"}).draft)
    with pytest.raises(goals.DoubtfulTarget):
        goals.change_target(shop, goal, 4399, reason="ill")
    goals.change_target(shop, goal, 4400, reason="ill")


def test_closing_freezes_the_verdict(shop: Workspace) -> None:
    """A closed goal keeps the figure it was closed at and takes no more changes."""
    november(shop, "300")
    goal = save_goal(shop, read_draft(shop, TYPED).draft)
    closed = goals.close_goal(shop, goal, learning="mail works")
    assert ("achieved", 6600.0, TODAY) == (closed.state, closed.verdict, closed.closed)
    with pytest.raises(Refused):
        goals.edit_goal(shop, closed, title="other")
    assert [] == goals.goal_views(shop)
    assert 1 == len(goals.goal_views(shop, closed=True))


def test_a_verdict_stays_when_entries_change(shop: Workspace) -> None:
    """What is logged afterwards for days of a closed goal changes neither its figure nor its verdict."""
    november(shop, "300")
    first = save_goal(shop, read_draft(shop, TYPED).draft)
    second = save_goal(shop, read_draft(shop, {**TYPED, "title": "Another"}).draft)
    goals.close_goal(shop, first)
    shop.today += timedelta(days=1)
    goals.close_goal(shop, second, "dropped")
    log(shop, [EntryInput("revenue", "9000", date(2026, 11, 10))])
    ended = goals.closed_goals(shop)
    assert [second.id, first.id] == [view.goal.id for view in ended]
    assert [6600.0, 6600.0] == [view.standing.actual for view in ended]
    assert ("achieved", None) == (ended[1].goal.state, ended[1].standing.progress)


def test_what_was_learned_can_be_told_later(shop: Workspace) -> None:
    """A closed goal takes a learning afterwards, also another one; an open goal does not, and an empty one is none."""
    goal = save_goal(shop, read_draft(shop, TYPED).draft)
    with pytest.raises(Refused):
        goals.learn(shop, goal, "mail works")
    closed = goals.close_goal(shop, goal)
    with pytest.raises(Refused) as refused:
        goals.learn(shop, closed, " ")
    assert "learning" == refused.value.field
    goals.learn(shop, closed, "mail works")
    assert "mail works" == all_goals(shop.store, closed=True)[0].learning
    journal.undo(shop.store)
    assert "" == all_goals(shop.store, closed=True)[0].learning


def test_find_by_number_or_title(shop: Workspace) -> None:
    """A goal is found by its number or a part of its title; others are refused with what there is."""
    goal = save_goal(shop, read_draft(shop, TYPED).draft)
    assert goal.id == goals.find_goal(shop, str(goal.id)).id == goals.find_goal(shop, "november").id
    assert "6000" in goal.title
    for typed in ("zzz", "6", "600"):  # a number that no goal has is no part of a title
        with pytest.raises(NotFound) as refused:
            goals.find_goal(shop, typed)
    assert "6000 euro" in str(refused.value)


def test_edit_keeps_the_days_in_order(shop: Workspace) -> None:
    """Texts and deadline can be changed; a deadline before the start is refused."""
    goal = save_goal(shop, read_draft(shop, TYPED).draft)
    assert "why not" == goals.edit_goal(shop, goal, why="why not").why
    with pytest.raises(Refused):
        goals.edit_goal(shop, goal, deadline=goal.start - timedelta(days=1))


def test_weekdays_share_the_week(shop: Workspace) -> None:
    """A KPI logged on Mondays and Thursdays expects its sum on those days only; without a rhythm all count the same."""
    market = add_kpi(shop, {"name": "Market", "every": "mon,thu"})
    assert [3.5, 0, 0, 3.5, 0, 0, 0] == goals.weights_of(shop, market)
    assert goals.weights_of(shop, find_kpi(shop, "orders")) is None


def test_a_rhythm_is_learned_and_says_what_the_next_day_needs(shop: Workspace) -> None:
    """After six weeks with double Mondays a Monday weighs about twice as much, and is asked to bring as much more."""
    today = shop.today
    days = [today - timedelta(days=back) for back in range(42, 0, -1)]
    log(shop, [EntryInput("revenue", str(200 if day.weekday() == 0 else 100), day) for day in days])
    weights = goals.weights_of(shop, find_kpi(shop, "revenue"))
    assert weights is not None
    assert weights[0] / weights[1] == pytest.approx(2, abs=0.1)
    goal = save_goal(shop, read_draft(shop, {**TYPED, "start": "2026-11-01", "deadline": "2026-12-31"}).draft)
    standing = goals.view_of(shop, goal).standing
    assert standing.needed_next is not None
    assert standing.needed_per_day is not None
    assert standing.needed_next[0] == today
    assert standing.needed_next[1] > 1.5 * standing.needed_per_day
