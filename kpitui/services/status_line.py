"""What one line in a status bar says: how much is to be logged and done today, and how many goals stand how."""

from __future__ import annotations

from kpitui.core.record import Record
from kpitui.core.standing import Status
from kpitui.services.goals import goal_views
from kpitui.services.reading import shown_kpis
from kpitui.services.runway import RunwayView, runways
from kpitui.services.sheet import due, due_actions
from kpitui.services.workspace import Workspace


class StatusLine(Record):
    """Counts for a bar or a prompt."""

    due: int
    """KPIs still to be logged."""
    actions: int
    """Open actions whose day has come."""
    goals: dict[Status, int]
    """How many open goals stand how; a word that no goal has is left out."""
    kpis: bool
    """Whether there is any KPI to speak of."""
    runways: tuple[RunwayView, ...] = ()
    """How long balances last, the one that may run out first first."""


def status_line(workspace: Workspace) -> StatusLine:
    """Return the counts as of today, by the same judgement of the goals as every other face."""
    goals: dict[Status, int] = {}
    for view in goal_views(workspace):
        goals[view.standing.status] = goals.get(view.standing.status, 0) + 1
    return StatusLine(
        len(due(workspace)), len(due_actions(workspace)), goals, bool(shown_kpis(workspace)), tuple(runways(workspace))
    )
