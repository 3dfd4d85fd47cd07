"""Copies of the database: made while it is in use, verified, rotated, and put back.

A plain file copy of a live database can be empty, so every copy goes through SQLite's backup interface, into a
file beside its final name that is renamed when it proved whole.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

from kpitui.core.errors import DatabaseUnusable, mark

if TYPE_CHECKING:
    from kpitui.store.connection import Store

KEPT = 14
"""How many automatic backups are kept."""


def backup_folder(path: str) -> str:
    """Return the folder for automatic backups of the database at *path*."""
    return os.path.join(os.path.dirname(path), "backups")


def write_backup(connection: sqlite3.Connection, target: str) -> str:
    """Write a verified copy of an open database to *target*, replacing a file of that name, and return *target*.

    Raises DatabaseUnusable, leaving *target* as it was, when the copy cannot be written or is not whole.
    """
    partial = f"{target}.{os.getpid()}.partial"
    try:
        os.makedirs(os.path.dirname(target) or ".", mode=0o700, exist_ok=True)
        os.close(os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(partial)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            verify(copy, partial)
        _flush(partial)
        os.replace(partial, target)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnusable(
            mark("No backup could be made at {path}: {reason}"), path=target, reason=str(error)
        ) from error
    finally:
        for leftover in (partial, f"{partial}-journal"):
            if os.path.exists(leftover):
                os.unlink(leftover)
    return target


def automatic_backup(store: Store, now: datetime, *, prefix: str = "kpitui") -> str:
    """Write a backup named after the moment *now* (local) into the backup folder, and let the oldest go."""
    target = write_backup(
        store.connection, _free(os.path.join(backup_folder(store.path), f"{prefix}-{now:%Y-%m-%d-%H%M%S}"))
    )
    for old in backups(store.path)[KEPT:]:
        os.unlink(old)
    return target


def backup_before_upgrade(connection: sqlite3.Connection, path: str, version: int) -> str:
    """Write a backup of a database whose schema is about to be brought up from *version*."""
    return write_backup(connection, os.path.join(backup_folder(path), f"before-upgrade-from-{version}.db"))


def backups(path: str) -> list[str]:
    """Return the automatic backups of the database at *path*, newest first."""
    folder = backup_folder(path)
    if not os.path.isdir(folder):
        return []
    names = [name for name in os.listdir(folder) if name.startswith("kpitui-") and name.endswith(".db")]
    return [os.path.join(folder, name) for name in sorted(names, reverse=True)]


def restore(store: Store, source: str) -> None:
    """Make the open database what the backup *source* is, in one step that other programs see whole or not at all.

    Raises DatabaseUnusable, changing nothing, when *source* is missing, damaged, foreign or of another version.
    """
    if not os.path.isfile(source):
        raise DatabaseUnusable(mark("There is no backup at {path}"), path=source)
    try:
        with closing(sqlite3.connect(f"file:{_quoted(source)}?mode=ro", uri=True)) as copy:
            verify(copy, source)
            copy.backup(store.connection)
    except sqlite3.Error as error:
        raise DatabaseUnusable(
            mark("The backup {path} could not be put back: {reason}"), path=source, reason=str(error)
        ) from error
    store.connection.execute("PRAGMA journal_mode=WAL")


def verify(copy: sqlite3.Connection, path: str) -> None:
    """Raise DatabaseUnusable unless *copy* is a whole KPITUI database of the version this program knows."""
    from kpitui.store.connection import APPLICATION_ID, SCHEMA_VERSION

    try:
        (application,) = copy.execute("PRAGMA application_id").fetchone()
        (version,) = copy.execute("PRAGMA user_version").fetchone()
        (sound,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise DatabaseUnusable(mark("{path} is damaged or is no database"), path=path) from error
    if application != APPLICATION_ID or not 0 < version <= SCHEMA_VERSION or sound != "ok":
        raise DatabaseUnusable(mark("{path} is no KPITUI database that this version can use"), path=path)


def _free(stem: str) -> str:
    """Return *stem* as the name of a file that is not there yet: a backup never takes the place of another one."""
    number = 1
    while os.path.exists(path := f"{stem}.db" if number == 1 else f"{stem}~{number}.db"):
        number += 1
    return path


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(os.path.abspath(path))


def _flush(path: str) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
