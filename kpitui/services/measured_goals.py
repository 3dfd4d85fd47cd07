"""Whether targets of goals are to be set, asked after everything that is written: so it imports next to nothing."""

from __future__ import annotations

from kpitui.services.workspace import Workspace
from kpitui.store import goals


def are_measured(workspace: Workspace) -> bool:
    """Return whether goals have measured their baseline by today, so that their targets can be set."""
    return bool(goals.measured_by(workspace.store, workspace.today))
