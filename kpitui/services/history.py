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


def undo_many(workspace: Workspace, most: int) -> list[Change]:
    """Take back the last changes, at most so many, as one step; return them in that order.

    Raises Refused, changing nothing, when there is none or one of them cannot be undone.
    """
    return journal.undo_many(workspace.store, most)


def redo_many(workspace: Workspace, most: int) -> list[Change]:
    """Make the changes again that were undone last, at most so many, as one step; return them in that order.

    Raises Refused, changing nothing, when there is none or one of them cannot be redone.
    """
    return journal.redo_many(workspace.store, most)


def newest(workspace: Workspace) -> tuple[int, int]:
    """Return a mark of the history: it differs whenever data was changed, undone or redone, by any program."""
    return journal.newest(workspace.store)
