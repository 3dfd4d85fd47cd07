"""How the chances that were stated of goals turned out."""

from __future__ import annotations

from kpitui.core.goal import Goal
from kpitui.core.insight.calibration import Calibration, StatedChance, calibration_of, with_stated_chances
from kpitui.services.workspace import Workspace
from kpitui.store.goals import all_goals
from kpitui.store.insight import stated_chances


def calibration(workspace: Workspace, goal: Goal | None = None) -> Calibration:
    """Return how the chances of all goals that are over turned out, or those of *goal* alone."""
    stated: dict[int, list[StatedChance]] = {}
    for number, day, chance in stated_chances(workspace.store):
        stated.setdefault(number, []).append((day, chance))
    goals = all_goals(workspace.store, closed=True) if goal is None else [goal]
    return calibration_of(with_stated_chances(goals, stated))
