"""What was changed, newest first, and going back and forth over it: undo and redo, each over one change."""

from __future__ import annotations

from kpitui.core.model import Change
from kpitui.services.workspace import Workspace
from kpitui.store import journal


def changes(workspace: Workspace, most: int) -> list[Change]:
    """Return the newest changes, at most so many, the newest first; undone ones say so."""
    return journal.history(workspace.store, most)


def undo(workspace: Workspace) -> Change:
    """Take back the last change, whatever it was, and return it. Raises Refused when there is none."""
    return journal.undo(workspace.store)


def redo(workspace: Workspace) -> Change:
    """Make the change again that was undone last, and return it. Raises Refused when there is none."""
    return journal.redo(workspace.store)


def entries_of_step(workspace: Workspace, *, back: bool) -> int:
    """Return how many entries the next undo, or with *back* False the next redo, writes: an import may be large."""
    return journal.entries_of_step(workspace.store, back=back)
