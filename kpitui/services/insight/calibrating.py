"""How the chances that were stated turned out: read from the database, counted by `kpitui.core.insight.calibration`."""

from __future__ import annotations

from datetime import date

from kpitui.core.insight.calibration import Calibration, calibration_of, judged
from kpitui.services.workspace import Workspace
from kpitui.store.goals import all_goals
from kpitui.store.insight import stated_chances


def calibration(workspace: Workspace) -> Calibration:
    """Return how the chances of all goals that are over turned out."""
    stated: dict[int, list[tuple[date, float]]] = {}
    for goal, day, chance in stated_chances(workspace.store):
        stated.setdefault(goal, []).append((day, chance))
    return calibration_of(judged(all_goals(workspace.store, closed=True), stated))
