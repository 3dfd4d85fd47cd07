"""A goal as `status`, `goal list` and `goal show` give it to programs: one documented object, stable names.

A figure that is not known is null, never 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpitui.services.goals import GoalView
    from kpitui.services.workspace import Workspace


def goal_record(workspace: Workspace, view: GoalView) -> dict[str, object]:
    """Return a goal and how it stands; days are ISO text, figures in the unit of the KPI."""
    from kpitui.services.insight import outlook_of, slot_values
    from kpitui.services.insight.signals import step_of

    goal, standing = view.goal, view.standing
    found = outlook_of(workspace, view)
    following = standing.needed_next
    arrival = None
    if found is not None and found.arrival is not None:
        arrival = slot_values(workspace, view.kpi).slots.last_day(found.arrival.middle).isoformat()
    return {
        "id": goal.id,
        "title": goal.title,
        "kpi": view.kpi.key,
        "shape": goal.shape,
        "state": goal.state,
        "baseline": goal.baseline.value if goal.baseline else None,
        "target": standing.target,
        "actual": standing.actual,
        "progress": standing.progress,
        "expected": standing.expected,
        "gap": standing.gap,
        "status": standing.status,
        "chance": found.chance if found else None,
        "arrival": arrival,
        "needed_per_day": standing.needed_per_day,
        "needed_next": {"date": following[0].isoformat(), "value": following[1]} if following else None,
        "effort": standing.effort,
        "safe_days": standing.safe_days,
        "next_step": step_of(workspace, view),
        "start": goal.start.isoformat(),
        "deadline": goal.deadline.isoformat(),
        "closed": goal.closed.isoformat() if goal.closed else None,
        "verdict": goal.verdict,
        "learning": goal.learning or None,
    }
