"""A goal as `status`, `goal list` and `goal show` give it to programs: one documented object, stable names.

A figure that is not known is null, never 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpitui.services.goals import GoalView


def goal_record(view: GoalView) -> dict[str, object]:
    """Return a goal and how it stands; days are ISO text, figures in the unit of the KPI."""
    goal, standing = view.goal, view.standing
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
        "chance": None,
        "arrival": None,
        "needed_per_day": standing.needed_per_day,
        "start": goal.start.isoformat(),
        "deadline": goal.deadline.isoformat(),
    }
