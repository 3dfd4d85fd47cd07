"""What there is to know about an action, as pairs of a name and a text; the shell and the app show the same."""

from __future__ import annotations

from datetime import date

from kpitui.core.figures import NumberStyle
from kpitui.core.goal import Action, Goal
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.actions import action_state_word, expectation_text
from kpitui.i18n.dates import day_text

Fact = tuple[str, str]


def subject(action: Action, kpi: Kpi | None, goal: Goal | None) -> str:
    """Return what an action is for, in a name: its own KPI, else its goal, else the whole business."""
    if action.kpi is not None and kpi is not None:
        return kpi.name
    return goal.title if goal is not None else _("all KPIs")


def progress_text(action: Action, today: date, *, year: bool = True) -> str:
    """Return where an action is in its life, with the day that matters: ``due Fri 27 Nov``, ``done Mon 2 Mar``."""
    if action.finished is not None:
        return f"{action_state_word(action.state)} {day_text(action.finished, year=year)}"
    if action.due is None:
        return action_state_word(action.state)
    if action.due == today:
        return _("due today")
    said = _("overdue since {day}") if action.due < today else _("due {day}")
    return said.format(day=day_text(action.due, year=year))


def action_facts(action: Action, kpi: Kpi | None, goal: Goal | None, style: NumberStyle) -> list[Fact]:
    """Return what was planned and how far it is; what does not apply is left out."""
    facts = [(_("state"), action_state_word(action.state))]
    if kpi is not None:
        facts.append(("KPI", f"{kpi.name} ({kpi.key})"))
    if goal is not None:
        facts.append((_("goal"), f"{goal.id} {goal.title}"))
    facts += [
        (name, day_text(day))
        for name, day in (
            (_("due on"), action.due),
            (_("started on"), action.started),
            (_("ended on"), action.finished),
        )
        if day is not None
    ]
    if action.expected is not None:
        facts.append((_("expected"), expectation_text(kpi, action.expected, style)))
    if action.reason:
        facts.append((_("Reason"), action.reason))
    return facts
