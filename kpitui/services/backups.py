"""The backups there are, and another one whenever it is asked for; that of the day and restoring are in `keeping`."""

from __future__ import annotations

from datetime import datetime

from kpitui.services.workspace import Workspace
from kpitui.store import backups
from kpitui.store.backups import Backup

__all__ = ["Backup", "listed", "make", "make_at"]


def listed(path: str) -> list[Backup]:
    """Return the backups of the database at *path*, of every kind, the newest first."""
    return backups.listed(path)


def make(workspace: Workspace, now: datetime) -> str:
    """Write a backup into the folder of backups and return its path; *now* is local time. Raises DatabaseUnusable."""
    return backups.make(workspace.store, now)


def make_at(workspace: Workspace, named: str, now: datetime) -> str:
    """Write a backup to the file or into the folder *named* and return its path; *now* is local time.

    Only a backup of this very database is replaced. Raises Refused, DatabaseUnusable.
    """
    return backups.make_at(workspace.store, named, now)
