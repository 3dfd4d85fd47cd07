"""What belongs in a calendar: the deadlines of goals, the days on which actions are due, and the reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from kpitui.core.goal import Goal
from kpitui.services.actions import ActionView, actions
from kpitui.services.goals import GoalView, goal_views
from kpitui.services.workspace import Workspace
from kpitui.store.goals import all_goals

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Rhythm = Literal["week", "month", "quarter"]


class ReviewRhythm(NamedTuple):
    """A review that comes back, and the goals that are looked at in it."""

    rhythm: Rhythm
    goals: tuple[Goal, ...]


class CalendarDay(NamedTuple):
    """A day in the calendar, or the first of days that come back."""

    uid: str
    """Stays the same from file to file, so that a calendar replaces what it has."""
    day: date
    subject: GoalView | ActionView | ReviewRhythm
    """The goal whose deadline it is, the action that is due, or the review."""
    rule: str = ""
    """How it comes back, such as ``FREQ=WEEKLY``; empty for once."""


def calendar_days(workspace: Workspace) -> list[CalendarDay]:
    """Return the deadlines of open goals, the open actions that have a day, and the reviews, by their days."""
    views = goal_views(workspace)
    days = _reviews(workspace, [view.goal for view in views])
    days += [CalendarDay(f"goal-{view.goal.uid}@kpitui", view.goal.deadline, view) for view in views]
    days += [
        CalendarDay(f"action-{view.action.uid}@kpitui", view.action.due, view)
        for view in actions(workspace)
        if view.action.due is not None
    ]
    return sorted(days, key=lambda event: (event.day, event.uid))


def _reviews(workspace: Workspace, goals: Sequence[Goal]) -> list[CalendarDay]:
    """Return the weekly review, and the monthly and quarterly ones that open goals ask for, from their next day on."""
    rhythms: tuple[Rhythm, ...] = ("week", "month", "quarter")
    days = []
    for rhythm in rhythms:
        own = tuple(goal for goal in goals if goal.review == rhythm)
        if own or rhythm == "week":
            day, rule = _next(workspace, rhythm)
            days.append(CalendarDay(f"review-{rhythm}-{_mine(workspace)}@kpitui", day, ReviewRhythm(rhythm, own), rule))
    return days


def _next(workspace: Workspace, rhythm: str) -> tuple[date, str]:
    """Return the next first day of a week, month or quarter, today included, and how it comes back."""
    today, start = workspace.today, workspace.settings.calendar.week_start
    if rhythm == "week":
        return today + timedelta(days=(start - today.weekday()) % 7), f"FREQ=WEEKLY;BYDAY={WEEKDAYS[start]}"
    apart = 1 if rhythm == "month" else 3
    months = today.year * 12 + today.month - 1
    while date(months // 12, months % 12 + 1, 1) < today or months % apart:
        months += 1
    return date(months // 12, months % 12 + 1, 1), f"FREQ=MONTHLY;INTERVAL={apart};BYMONTHDAY=1"


def _mine(workspace: Workspace) -> str:
    """Return what tells the reviews of this database from those of another one: the oldest goal there ever was."""
    oldest = min(all_goals(workspace.store, closed=True), key=lambda goal: goal.id, default=None)
    return oldest.uid if oldest else "first"
