"""Backups: one on every day that something is written, others whenever they are asked for, and putting one back.

The daily backup is made at the end of the first command of a day that wrote something, when its answer is already on
the screen, and in the app in the background. `kpitui log` is thus never slower than once a day, and then by the time
a copy and its check take; a file so large that this would be noticed is left to the app.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, closing
from datetime import datetime

from kpitui.core.errors import CodeInside, Damaged, Refused, mark
from kpitui.core.record import Record
from kpitui.services.settings import load_settings
from kpitui.store.location import backup_folder, daily_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from kpitui.services.workspace import Workspace
    from kpitui.store.backups import Backup


__all__ = ["QUICK", "Backup", "KeptDaily", "PutBack", "keep_daily", "listed", "make", "make_at", "put_back"]

QUICK = 20_000_000
"""Bytes; a copy of a file up to this size is made and checked in a few tenths of a second."""


class PutBack(Record):
    """What a restore did."""

    source: str
    kept_at: str
    """Where the database as it was is kept; empty where there was none."""
    lost: int = 0
    """How many changes were made that *source* does not have; 0 also where that could not be read."""
    until: str | None = None
    """When the last change in *source* was made, as ISO text in UTC."""
    other: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    """The names of the KPIs there and of those that were here, where the two have nothing in common."""


class KeptDaily(Record):
    """What the keeping of a day did."""

    path: str
    """The backup."""
    swept: list[str]
    """What killed processes had left behind, and was deleted."""


def keep_daily(workspace: Workspace, now: datetime, *, largest: int | None = None) -> KeptDaily | None:
    """Make the backup of the day *now* (local) unless it is there or not wanted; return what was done, if anything.

    A database of more than *largest* bytes is left alone. Raises DatabaseUnusable when no backup can be made.
    """
    path = workspace.store.path
    settings = load_settings(workspace.store)
    if settings["timezone"] != "auto":
        from kpitui.services.time_zones import local_time

        now = local_time(now, settings["timezone"])
    exists = os.path.exists(daily_path(path, now.date()))  # noqa: PTH110  pathlib is slow to import
    if exists or workspace.store.read_only or settings["daily-backup"] != "yes":
        return None
    if not os.path.exists(path):  # noqa: PTH110  it was moved or deleted meanwhile, which was said
        return None
    if largest is not None and os.path.getsize(path) > largest:  # noqa: PTH202
        return None
    from kpitui.store.backups import make_daily
    from kpitui.store.stale_files import delete_stale_files

    swept = delete_stale_files(path)
    return KeptDaily(make_daily(workspace.store, now.date()), swept)


def put_back(path: str, source: str | None, now: datetime) -> PutBack:
    """Make the database at *path* what the backup *source* (None: the newest) is; keep it as it was first.

    Also where the database is damaged. Raises Refused when no backup was made yet, and DatabaseUnusable, changing
    nothing, when *source* cannot be put back.
    """
    from kpitui.store import backups

    if source is None:
        source = _latest(path, now)
    else:
        backups.refuse_stranger(source, path)
    backups.refuse_unless_whole(source)
    until = backups.last_change_at(source)
    is_new = not os.path.exists(path)  # noqa: PTH110  pathlib is slow to import
    other = backups.other_business(path, source)
    try:
        kept_at, lost = _put_into(path, source, now, is_new=is_new)
    except (Damaged, CodeInside) as error:
        if error.params.get("path") == source or not _was_ours(path):
            raise
        kept_at, lost = _put_over(path, source, now), 0
    backups.delete_outdated(path, "restore", now.date(), spare=source)
    return PutBack(source, kept_at, lost, until, other)


def _latest(path: str, now: datetime) -> str:
    """Return the newest backup; raise Refused when there is none that can be taken without having been named."""
    from kpitui.store import backups

    source = backups.latest(path, now.date())
    if source is not None:
        return source
    folder = backup_folder(path)
    if any(copy.kind in ("manual", "daily") for copy in backups.listed(path)):
        reason = mark(
            "--latest can't choose: the backups in {folder} can be changed by others, or have a date in the future. "
            "Name one: kpitui restore FILE"
        )
        raise Refused(reason, field="file", folder=folder)
    raise Refused(mark("No backup in {folder} yet"), field="file", folder=folder)


def _put_into(path: str, source: str, now: datetime, *, is_new: bool) -> tuple[str, int]:
    """Put *source* into a sound database, after a backup of that; return the backup, and how many changes go.

    Of a database that *is_new* there is nothing to keep, unless somebody wrote to it meanwhile.
    """
    from kpitui.store import backups
    from kpitui.store.connection import explained, open_store

    with explained(path), closing(open_store(path)) as store:
        store.refuse_read_only()
        copies: list[tuple[str, int]] = []

        def keep(reader: sqlite3.Connection) -> None:
            store.refuse_replaced()
            lost = backups.lost_changes(reader, source)
            kept_at = "" if is_new and not lost else backups.write_new_backup(reader, path, now, "restore")
            copies.append((kept_at, lost))

        backups.restore(store.connection, source, keep=keep)
    return copies[0]


def _put_over(path: str, source: str, now: datetime) -> str:
    """Put *source* in the place of a damaged database, which is kept byte for byte, and return where that is."""
    from kpitui.store import backups

    copies: list[str] = []
    with ExitStack() as held:
        backups.replace(path, source, lambda: copies.append(backups.set_aside(path, now, held)))
    return copies[0]


def _was_ours(path: str) -> bool:
    """Tell whether the file at *path* was a database once; a letter that --db names by mistake is not replaced."""
    from kpitui.store.backups import listed
    from kpitui.store.foreign_db import is_database

    return is_database(path) or path.endswith(".db") or bool(listed(path))


def listed(path: str) -> list[Backup]:
    """Return the backups of the database at *path*, of every kind, the newest first."""
    from kpitui.store import backups

    return backups.listed(path)


def make(workspace: Workspace, now: datetime) -> str:
    """Write a backup into the folder of backups and return its path; *now* is local time. Raises DatabaseUnusable."""
    from kpitui.store import backups

    return backups.make(workspace.store, now)


def make_at(workspace: Workspace, named: str, now: datetime) -> str:
    """Write a backup to the file or into the folder *named* and return its path; *now* is local time.

    Only a backup of this very database is replaced. Raises Refused, DatabaseUnusable.
    """
    from kpitui.store import backups

    return backups.make_at(workspace.store, named, now)
