"""A goal as `status`, `goal list` and `goal show` give it to programs: one documented object, stable names.

A figure that is not known is null, never 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpitui.services.goals import GoalView
    from kpitui.services.json_documents.goals import GoalJson, KeptJson
    from kpitui.services.workspace import Workspace


def goal_record(workspace: Workspace, view: GoalView) -> GoalJson:
    """Return a goal and how it stands; days are ISO text, figures in the unit of the KPI."""
    from kpitui.core.pace import level_over
    from kpitui.services.goals.judging import goal_data
    from kpitui.services.insight.signals import step_of

    goal, standing, outlook = view.goal, view.standing, view.outlook
    following = standing.needed_next
    arrival = outlook.arrival.middle.isoformat() if outlook is not None and outlook.arrival is not None else None
    over = level_over(goal, goal_data(workspace, goal, view.kpi)) if goal.type == "level" else None
    kept_periods: KeptJson | None = None
    if standing.kept is not None:
        kept_periods = {
            "kept": standing.kept,
            "judged": standing.judged or 0,
            "of": list(goal.keep) if goal.keep else None,
        }
    newest = goal.targets[-1] if goal.targets else None
    return {
        "id": goal.id,
        "title": goal.title,
        "kpi": view.kpi.key,
        "type": goal.type,
        "per": goal.per,
        "at_least": newest.low if newest else None,
        "at_most": newest.high if newest else None,
        "kept": kept_periods,
        "over": over,
        "state": goal.state,
        "baseline": goal.baseline.value if goal.baseline else None,
        "target": standing.target,
        "actual": standing.actual,
        "progress": standing.progress,
        "expected": standing.expected,
        "gap": standing.gap,
        "status": standing.status,
        "as_of": standing.as_of.isoformat() if standing.as_of else None,
        "stale": standing.stale,
        "coverage": standing.days_logged / standing.days_elapsed if standing.days_elapsed else None,
        "first_ends": standing.first_ends.isoformat() if standing.first_ends else None,
        "agreed": goal.agreed,
        "chance": outlook.chance if outlook else None,
        "arrival": arrival,
        "needed_per_day": standing.needed_per_day,
        "needed_next": {"date": following[0].isoformat(), "value": following[1]} if following else None,
        "effort": standing.effort,
        "safe_days": standing.safe_days,
        "days_behind": standing.days_behind,
        "next_step": step_of(workspace, view),
        "start": goal.start.isoformat(),
        "deadline": goal.deadline.isoformat(),
        "closed": goal.closed.isoformat() if goal.closed else None,
        "verdict": goal.verdict,
        "learning": goal.learning or None,
    }
