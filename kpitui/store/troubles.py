"""What goes wrong with the database file, in one sentence each; and what can still be done where it cannot be used.

Imported only once something went wrong.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress

from kpitui.core.errors import Busy, Damaged, DatabaseUnusable, mark
from kpitui.core.system_reasons import system_reason
from kpitui.files.descriptors import may_open, require_descriptors
from kpitui.store.connection import NAMELESS, READ_ONLY, NotWritable, Store, bring_up, opened_store, prepared
from kpitui.store.copying import copy_pages, opened_to_read
from kpitui.store.location import create_file, delete
from kpitui.store.schema import SCHEMA_VERSION, application_and_version, refuse_code

BEING_WRITTEN = mark("Another program is using {path}. Try again in a moment")
NO_LOCKS = mark(
    "The file system of {path} has no file locks, so your numbers can't be kept safe there. Nothing was changed. "
    "Put the database on a disk of this computer: --db FILE or KPITUI_DB"
)
ENDLESS = mark("Saving in {path} took too long and was stopped. Nothing was changed. See: kpitui doctor")
FULL = mark("The disk is full. Nothing was saved in {path}. Free some space and try again")
NOT_READ = mark("The disk could not read {path} ({reason}). It may be failing: copy your backups to another disk")
NOT_WRITTEN = mark(
    "The disk could not save {path} ({reason}). Nothing was saved. It may be full, failing or at a limit"
)
DAMAGED = mark("{path} is damaged or not a database ({reason}). Restore a backup: kpitui restore --latest")
TOO_FEW_FILES = mark(
    "KPITUI can't open enough files to use {path}. Nothing was changed. Raise the limit (ulimit -n 64) and try again"
)
UNUSABLE = mark("The database {path} can't be used: {reason}")

LEAST_ROOM = 65536
"""Bytes; less is too little for the files that SQLite puts beside the database."""

FILES = 4
"""How many files SQLite has open for one database: itself, its log, the index of that, a journal or its folder."""
LOCKS = ("LOCK", "UNLOCK", "RDLOCK", "CHECKRESERVEDLOCK", "SHMLOCK")
SHARED_MEMORY = ("SHMOPEN", "SHMMAP", "SHMSIZE")
READS = ("READ", "SHORT_READ", "CORRUPTFS")
"""What SQLite's names of faults of the disk end in, after ``SQLITE_IOERR_``."""


def trouble(error: sqlite3.DatabaseError, path: str) -> DatabaseUnusable:
    """Return what SQLite said of the database at *path* as an error with a sentence."""
    reason = str(error)
    if not isinstance(error, sqlite3.OperationalError):
        return Damaged(DAMAGED, path=path, reason=system_reason(error))
    kind = _name(error)
    if kind in ("BUSY", "LOCKED") or "locked" in reason:
        return Busy(BEING_WRITTEN, path=path) if has_locks(path) else DatabaseUnusable(NO_LOCKS, path=path)
    return DatabaseUnusable(_sentence(kind, path), path=path, reason=system_reason(error))


def otherwise_opened(path: str, error: sqlite3.OperationalError | NotWritable) -> Store | None:
    """Return the database at *path*, which could not be opened for *error*, opened in another way; None for none.

    Where nothing may be written, or the disk is one of old backups, it is opened to be read. Where only memory that
    processes share is missing, it is opened for this process alone.
    """
    if isinstance(error, NotWritable):
        return _read(path)
    if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return _read(path) if may_open_files() else None
    if _fault(_name(error)) in SHARED_MEMORY:
        return opened_store(path, "PRAGMA locking_mode=EXCLUSIVE")
    return None


def _read(path: str) -> Store:
    connection = opened_to_read(path)
    try:
        _application, version = application_and_version(connection)
        if 0 < version < SCHEMA_VERSION:  # an older one is brought up in a copy that is gone afterwards
            copy = sqlite3.connect(NAMELESS, isolation_level=None)
            copy_pages(connection, copy)
            connection.close()
            connection = copy
            refuse_code(connection, path)
            bring_up(connection)
            store = prepared(connection, NAMELESS)
            store.path = path
        else:
            store = prepared(connection, path)
        connection.execute("PRAGMA query_only=OFF")  # what is looked for may be put into a table of this process
        store.read_only = True
        return store
    except BaseException:
        connection.close()
        raise


def _sentence(kind: str, path: str) -> str:
    fault = _fault(kind)
    if kind == "INTERRUPT":
        return ENDLESS
    if kind.startswith("CANTOPEN") and not may_open_files():
        return TOO_FEW_FILES
    if kind.startswith(("READONLY", "CANTOPEN")) or (os.path.exists(path) and not os.access(path, os.W_OK)):
        return READ_ONLY
    if kind == "FULL" or (fault and _no_room(path)):
        return FULL
    if kind == "PROTOCOL" or fault in (*LOCKS, *SHARED_MEMORY):
        return NO_LOCKS
    return (NOT_READ if fault in READS else NOT_WRITTEN) if fault else UNUSABLE


def may_open_files() -> bool:
    """Return whether this process may open as many files more as SQLite has for one database."""
    return may_open(FILES)


def refuse_too_few_files(error: sqlite3.Error) -> None:
    """Raise OSError (EMFILE) where SQLite could not open a file because this process has too many open."""
    if _name(error).startswith("CANTOPEN"):
        require_descriptors(FILES)


def delete_if_empty(path: str) -> None:
    """Delete the file at *path*, made for a new database that could not be begun, while nobody else can write to it.

    Whoever has it open sees that it is gone. Where it cannot be locked, it stays.
    """
    if not os.path.exists(path) or os.path.getsize(path):
        return
    with (
        suppress(sqlite3.Error, OSError),
        closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection,
    ):
        connection.execute("PRAGMA journal_mode=MEMORY")  # a file of its own may be refused as well
        connection.execute("BEGIN EXCLUSIVE")
        if not os.path.getsize(path):
            delete(path)


def _name(error: sqlite3.Error) -> str:
    """Return how SQLite calls what went wrong, without what all such names begin with; empty when it has no name."""
    return getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_")


def _fault(kind: str) -> str:
    """Return which fault of the disk a kind of error is: empty for none, else what follows ``IOERR_``."""
    return kind.removeprefix("IOERR_") if kind.startswith("IOERR") else ""


def _no_room(path: str) -> bool:
    """Tell whether the disk of *path* has no room; then SQLite may fail before it can say so."""
    if not hasattr(os, "statvfs"):
        return False
    disk = os.statvfs(os.path.dirname(path) or ".")
    return disk.f_bavail * disk.f_frsize < LEAST_ROOM


_locks: dict[str, bool] = {}
"""By folder, whether a file in it can be locked, as far as that was tried."""


def has_locks(path: str) -> bool:
    """Return whether files in the folder of *path* can be locked; of one that cannot, SQLite says that it is busy.

    It is tried on a file of our own, for closing the database itself would let go of the locks that SQLite has on it.
    """
    folder = os.path.dirname(path)
    if folder not in _locks:
        _locks[folder] = _can_be_locked(f"{path}.{os.getpid()}.partial")
    return _locks[folder]


def _can_be_locked(own: str) -> bool:
    try:
        import errno
        import fcntl
    except ImportError:
        return True
    with suppress(OSError):
        create_file(own)
        try:
            with open(own, "r+b") as file:
                try:
                    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError as error:
                    return error.errno in (errno.EACCES, errno.EAGAIN)
        finally:
            delete(own)
    return True
