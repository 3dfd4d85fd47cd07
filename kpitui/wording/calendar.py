"""The days of a calendar in words: deadlines, due actions and reviews, each with what there is to know of it."""

from __future__ import annotations

from collections.abc import Iterable

from kpitui.core.figures import NumberStyle
from kpitui.exchange.calendar_file import Event
from kpitui.i18n import _
from kpitui.services.exports import CalendarDay, ReviewRhythm
from kpitui.services.goals import GoalView
from kpitui.wording.actions import action_facts
from kpitui.wording.goals import goal_facts


def calendar_events(days: Iterable[CalendarDay], style: NumberStyle) -> list[Event]:
    """Return *days* as the events of a calendar file."""
    return [Event(day.uid, day.day, *_title_and_lines(day, style), day.rule) for day in days]


def _title_and_lines(day: CalendarDay, style: NumberStyle) -> tuple[str, tuple[str, ...]]:
    subject = day.subject
    if isinstance(subject, ReviewRhythm):
        titles = {"week": _("Weekly review"), "month": _("Monthly review"), "quarter": _("Quarterly review")}
        return titles[subject.rhythm], tuple(f"- {goal.title}" for goal in subject.goals)
    if isinstance(subject, GoalView):
        target = goal_facts(subject, style).target()
        lines = (f"KPI: {subject.kpi.name}", f"{_('Target')}: {target}")
        return _("Deadline: {goal}").format(goal=subject.goal.title), lines
    facts = action_facts(subject.action, subject.kpi, subject.goal, style)
    return _("Due: {what}").format(what=subject.action.what), tuple(f"{name}: {text}" for name, text in facts)
