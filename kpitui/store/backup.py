"""Copies of the database: made while it is in use, verified, and put back.

A plain file copy of a live database can be empty, so every copy goes through SQLite's backup interface, into a
file beside its final name that is renamed when it proved whole. Which copies there are and how long they are kept
is `backups`' work.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from kpitui.core.errors import Damaged, DatabaseUnusable, mark
from kpitui.files.target import OutputTarget, put_in_place, written_beside
from kpitui.store.location import POSIX, companions, create_folder, delete
from kpitui.store.version import APPLICATION_ID, SCHEMA_VERSION, application_and_version

NOT_MADE = mark("No backup could be made at {path}: {reason}")
NOT_PUT_BACK = mark("The backup {path} could not be put back: {reason}")
NOT_READ = mark("The backup {path} could not be read: {reason}")


def write_backup(
    connection: sqlite3.Connection,
    target: str,
    *,
    version: int | None = None,
    there: os.stat_result | None = None,
    database: str | None = None,
) -> str:
    """Write a verified copy of an open database to *target*, replacing a file of that name, and return *target*.

    With *version*, a copy whose schema turns out to be another one is let go; mode and owner of what is *there* are
    kept; for *database* see `kpitui.files.target`. Raises DatabaseUnusable, leaving *target* as it was, when the copy
    cannot be written or is not whole.
    """
    with _explained(NOT_MADE, target), _beside(target, database) as partial:
        with closing(sqlite3.connect(partial)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            _verify_copy(copy, connection)
            _application, schema = application_and_version(copy)
        if version in (None, schema):
            put_in_place(partial, OutputTarget(target, there))
    return target


def restore(connection: sqlite3.Connection, source: str) -> None:
    """Make an open database what the backup *source* is, in one step that other programs see whole or not at all.

    Raises DatabaseUnusable, changing nothing, when *source* is missing, damaged, foreign or of another version.
    """
    with _explained(NOT_PUT_BACK, source), closing(_verified(source)) as copy:
        copy.backup(connection)
    connection.execute("PRAGMA journal_mode=WAL")


def replace(path: str, source: str) -> None:
    """Put the backup *source* in the place of the damaged database at *path*.

    Where SQLite can still write to the file this happens within it, so that programs that have it open see it.
    Raises DatabaseUnusable, changing nothing, when *source* is missing, damaged, foreign or of another version.
    """
    try:
        with closing(sqlite3.connect(path)) as old, closing(_verified(source)) as copy:
            copy.backup(old)
            old.execute("PRAGMA journal_mode=WAL")
            verify(old, path)
            return
    except (sqlite3.DatabaseError, Damaged) as error:
        if isinstance(error, Damaged) and error.params.get("path") == source:
            raise
    with _explained(NOT_PUT_BACK, source), _beside(path) as partial:
        with closing(_verified(source)) as copy, closing(sqlite3.connect(partial)) as target:
            copy.backup(target)
        # The log of the old file is not that of the new one; without it the old file is as damaged as it was.
        delete(*companions(path))
        put_in_place(partial, OutputTarget(path))


def set_aside(path: str, target: str) -> str:
    """Copy the damaged file at *path*, and its log, byte for byte to *target*, and return that."""
    from shutil import copyfile

    with _explained(NOT_MADE, target):
        for end in ("-journal", "-wal", ""):
            if os.path.exists(path + end):
                with _beside(target + end) as partial:
                    copyfile(path + end, partial)
                    put_in_place(partial, OutputTarget(target + end))
    return target


def verify(copy: sqlite3.Connection, path: str) -> None:
    """Raise DatabaseUnusable unless *copy* is a whole KPITUI database of a version this program knows."""
    try:
        application, version = application_and_version(copy)
        (sound,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR:
            raise  # a disk, a lock or a folder is at fault, which says nothing about the file
        raise Damaged(mark("{path} is damaged or is no database"), path=path) from error
    if application != APPLICATION_ID or not 0 < version <= SCHEMA_VERSION:
        raise DatabaseUnusable(mark("{path} is no KPITUI database that this version can use"), path=path)
    if sound != "ok":
        raise Damaged(mark("{path} is damaged or is no database"), path=path)


def refuse_stranger(source: str, database: str) -> None:
    """Raise DatabaseUnusable when the backup *source* is another user's, or is the *database* itself."""
    try:
        there = os.stat(source)
    except (OSError, ValueError):
        return  # that there is none is said when it is opened
    if os.path.exists(database) and os.path.samestat(there, os.stat(database)):
        raise DatabaseUnusable(mark("{path} is this database itself. Name one of its backups"), path=source)
    if POSIX and there.st_uid not in (0, os.getuid()):
        raise DatabaseUnusable(
            mark("{path} belongs to another user of this computer. If you trust it, copy it and restore the copy"),
            path=source,
        )


def refuse_unless_whole(source: str) -> None:
    """Raise DatabaseUnusable unless *source* is a backup that can be put back."""
    _verified(source).close()


def _verify_copy(copy: sqlite3.Connection, of: sqlite3.Connection) -> None:
    """Raise Damaged when *copy* is not whole: then neither is the database it is a copy *of*."""
    path = of.execute("PRAGMA database_list").fetchone()[2]
    try:
        verify(copy, path)
    except Damaged as error:
        advice = mark("{path} is damaged; put a backup back with kpitui restore --latest, or see kpitui doctor")
        raise Damaged(advice, path=path) from error


def is_whole(path: str) -> bool:
    """Return whether the file at *path* is a backup that can be put back."""
    return obstacle(path) is None


def obstacle(path: str) -> DatabaseUnusable | None:
    """Return why the backup at *path* cannot be put back, None when it can; Damaged only where the file is at fault."""
    try:
        with _explained(NOT_READ, path), closing(_verified(path)):
            return None
    except DatabaseUnusable as error:
        return error


@contextmanager
def _beside(target: str, database: str | None = None) -> Iterator[str]:
    """Yield a private file beside *target*, whose folder is made when it is missing; what is left there is deleted."""
    create_folder(os.path.dirname(target) or ".")
    with written_beside(target, database) as partial:
        yield partial


@contextmanager
def _explained(message: str, path: str) -> Iterator[None]:
    """Turn what goes wrong with the backup at *path* into DatabaseUnusable with *message*."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnusable(message, path=path, reason=str(error)) from error


def _verified(source: str) -> sqlite3.Connection:
    """Open the backup *source* for reading and return it; raise DatabaseUnusable when it is not what it should be."""
    from kpitui.store.readonly import backup_opened

    if not os.path.isfile(source):
        raise DatabaseUnusable(mark("There is no backup at {path}"), path=source)
    copy = backup_opened(source)
    try:
        copy.execute("PRAGMA trusted_schema=OFF")
        verify(copy, source)
        _refuse_unfit(copy, source)
    except BaseException:
        copy.close()
        raise
    return copy


def _refuse_unfit(copy: sqlite3.Connection, source: str) -> None:
    """Raise DatabaseUnusable when the backup *source* holds code, or other tables than ours once it is brought up."""
    from kpitui.store.connection import bring_up
    from kpitui.store.schema import refuse_code, refuse_differences

    refuse_code(copy, source)
    if application_and_version(copy)[1] == SCHEMA_VERSION:
        refuse_differences(copy, source)
        return
    with closing(sqlite3.connect("", isolation_level=None)) as present:
        copy.backup(present)
        try:
            bring_up(present)
        except sqlite3.Error as error:
            raise Damaged(mark("{path} is damaged or is no database"), path=source) from error
        refuse_differences(present, source)
