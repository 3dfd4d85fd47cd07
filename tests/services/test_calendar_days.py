"""Deadlines, due actions and reviews as days of a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.exchange.calendar_file import Event
from kpitui.services.actions import add_action, finish_action
from kpitui.services.calendar_days import calendar_days
from kpitui.services.entries import find_kpi
from kpitui.services.goals import close_goal, edit_goal
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace
from kpitui.wording.calendar import calendar_events
from tests.services.actions.test_actions import goal_on
from tests.services.conftest import NOW

TODAY = date(2026, 11, 23)


def events(shop: Workspace) -> list[Event]:
    """Return what is in the calendar."""
    return calendar_events(calendar_days(shop), shop.settings.numbers)


def test_what_is_in_the_calendar(shop: Workspace) -> None:
    """Open goals by their deadline, open actions by the day they are due, the review from the next Monday on."""
    goal = goal_on(shop)
    add_action(shop, "call, and mail", kpi=find_kpi(shop, "orders"), due=date(2026, 11, 27))
    add_action(shop, "some day")
    finish_action(shop, add_action(shop, "done", due=date(2026, 11, 30)))
    found = events(shop)
    assert [(event.day, event.title, event.rule) for event in found] == [
        (TODAY, "Weekly review", "FREQ=WEEKLY;BYDAY=MO"),
        (date(2026, 11, 27), "Due: call, and mail", ""),
        (date(2026, 12, 31), "Deadline: Better", ""),
    ]
    assert found[0].lines == ("- Better",)
    assert found[2].lines == ("KPI: Conversion", "Target: at least 5%")
    assert found == events(shop)
    close_goal(shop, goal, "dropped")
    assert "Deadline: Better" not in [event.title for event in events(shop)]


def test_names_stay_the_same_when_things_change(shop: Workspace) -> None:
    """Another title or day is the same event, so that a calendar replaces it; two events never share a name."""
    goal = goal_on(shop)
    before = [event.uid for event in events(shop)]
    edit_goal(shop, goal, title="Other", deadline=date(2027, 1, 31))
    goal_on(shop)
    after = [event.uid for event in events(shop)]
    assert set(before) < set(after)
    assert len(set(after)) == len(after)


@pytest.mark.parametrize(
    ("rhythm", "title", "day", "rule"),
    [
        ("month", "Monthly review", date(2026, 12, 1), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=1"),
        ("quarter", "Quarterly review", date(2027, 1, 1), "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1"),
    ],
)
def test_goals_that_are_looked_at_less_often(shop: Workspace, rhythm: str, title: str, day: date, rule: str) -> None:
    """A goal with another rhythm has a review of its own, which names it."""
    edit_goal(shop, goal_on(shop), review=rhythm)
    event = next(event for event in events(shop) if event.title == title)
    assert (event.day, event.rule, event.lines) == (day, rule, ("- Better",))


def test_the_week_begins_where_the_setting_says(shop: Workspace) -> None:
    """With weeks that begin on Sunday the review is on the coming Sunday."""
    change_setting(shop, "week-start", "sunday")
    shop.refresh(NOW)
    (review,) = events(shop)
    assert (review.day, review.rule) == (date(2026, 11, 29), "FREQ=WEEKLY;BYDAY=SU")
