"""Which goals do not go together: `kpitui.core.contradictions` held against the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kpitui.core.contradictions import Contradiction, contradictions
from kpitui.core.goal import Goal
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.services.reading import all_kpis, data_of
from kpitui.services.workspace import Workspace


def contradictions_among(workspace: Workspace, goals: Sequence[Goal], of: Goal | None = None) -> list[Contradiction]:
    """Return which of *goals* whose time is not over contradict each other; with *of* only those that contradict it."""
    running = [goal for goal in goals if goal.deadline >= workspace.today]
    concerned = {goal.kpi for goal in running}
    if len(running) < 2:
        return []
    usable = [kpi for kpi in all_kpis(workspace) if kpi.id not in concerned or not _can_fall(workspace, kpi)]
    return contradictions(running, usable, workspace.settings.calendar, of=of)


def _can_fall(workspace: Workspace, kpi: Kpi) -> bool:
    """Tell whether more entries can make a sum of *kpi* less: one was below zero."""
    if KINDS[kpi.kind].rule != "sum":
        return False
    result: bool = workspace.cached(
        ("can fall", kpi.id), lambda: data_of(workspace, kpi, date.min, workspace.today).negative
    )
    return result
