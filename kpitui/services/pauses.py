"""Pauses: days on which nothing is expected, of one KPI or of all."""

from __future__ import annotations

from kpitui.core.model import Pause
from kpitui.services.workspace import Workspace
from kpitui.store import dated_records


def all_pauses(workspace: Workspace) -> list[Pause]:
    """Return every pause, of KPIs and of all of them, the earliest first."""
    return dated_records.all_pauses(workspace.store)
