"""What belongs in a calendar: the deadlines of goals, the days on which actions are due, and the reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kpitui.core.goal import Goal
from kpitui.exchange.calendar_file import Event
from kpitui.i18n import _
from kpitui.services.acting import actions
from kpitui.services.goals import goal_views
from kpitui.services.workspace import Workspace
from kpitui.store.goals import all_goals
from kpitui.wording.actions import action_facts
from kpitui.wording.goals import GoalFacts

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def calendar_events(workspace: Workspace) -> list[Event]:
    """Return the deadlines of open goals, the open actions that have a day, and the reviews, by their days."""
    style = workspace.settings.numbers
    views = goal_views(workspace)
    events = _reviews(workspace, [view.goal for view in views])
    for view in views:
        facts = GoalFacts(view.goal, view.kpi, view.standing, {}, style)
        lines = (f"KPI: {view.kpi.name}", f"{_('Target')}: {facts.target()}")
        title = _("Deadline: {goal}").format(goal=view.goal.title)
        events.append(Event(f"goal-{view.goal.uid}@kpitui", view.goal.deadline, title, lines))
    for each in actions(workspace):
        if each.action.due is not None:
            told = action_facts(each.action, each.kpi, each.goal, style)
            title = _("Due: {what}").format(what=each.action.what)
            known = tuple(f"{name}: {text}" for name, text in told)
            events.append(Event(f"action-{each.action.uid}@kpitui", each.action.due, title, known))
    return sorted(events, key=lambda event: (event.day, event.uid))


def _reviews(workspace: Workspace, goals: Sequence[Goal]) -> list[Event]:
    """Return the weekly review, and the monthly and quarterly ones that open goals ask for, from their next day on."""
    found = []
    for rhythm, title in (
        ("week", _("Weekly review")),
        ("month", _("Monthly review")),
        ("quarter", _("Quarterly review")),
    ):
        own = [goal for goal in goals if goal.review == rhythm]
        if own or rhythm == "week":
            day, rule = _next(workspace, rhythm)
            lines = tuple(f"- {goal.title}" for goal in own)
            found.append(Event(f"review-{rhythm}-{_mine(workspace)}@kpitui", day, title, lines, rule))
    return found


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
