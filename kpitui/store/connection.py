"""Opening the database, and the one door through which everything is written.

`Store.write` is the only place that begins a transaction on user data: it commits as a whole or leaves nothing,
and hands out a `Transaction` that journals what it does. Which tables exist is `migrations`' business, reading
and writing records that of the modules beside this one.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from kpitui.core.errors import Busy, Damaged, DatabaseUnusable, mark
from kpitui.core.model import Step
from kpitui.store.location import create_private, refuse_foreign
from kpitui.store.transaction import Transaction
from kpitui.store.version import APPLICATION_ID, SCHEMA_VERSION, application_and_version, refuse_newer

PATIENCE = 10.0
"""Seconds to wait for another process that is writing, before anyone is told that the database is busy."""

SYNCHRONOUS = "FULL"
"""When SQLite waits for the disk: at every commit, so that what was acknowledged is there after a power cut."""

NAMELESS = ""
"""What SQLite is told to open for a database of this process alone: a file that no folder lists, made when memory does
not suffice."""

BEING_WRITTEN = mark("The database {path} is being written by another program; try again in a moment")

LEAST_ROOM = 65536
"""Bytes; less is too little for the files that SQLite puts beside the database."""

Value = str | int | float | None


class Store:
    """An open database. Belongs to the thread that opened it."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self.connection = connection
        self.path = path
        self._open: Transaction | None = None
        """The user action that is being written, if any."""
        self.listener: Callable[[Step], object] | None = None
        """Told of every change once it is committed, also when it is undone or redone."""

    @contextmanager
    def write(self, what: str, *, key: str | None = None, **details: Value | list[str]) -> Iterator[Transaction]:
        """Open one user action called *what*: all of its rows are saved and journalled, or none.

        *details* are kept for the history; *key* makes the action recognisable, so that a repeat can be skipped.
        An action that touched no row leaves no trace. Within another one it joins that, so that an action may use
        others and still be one step to undo. Raises DatabaseUnusable when the file cannot be written.
        """
        if self._open is not None:
            yield self._open
            return
        with self.transaction():
            self._open = change = Transaction(self.connection, details)
            try:
                yield change
            finally:
                self._open = None
            number = change.record(what, key)
        if number is not None:
            self.committed(Step(number, "done"))

    def committed(self, step: Step) -> None:
        """Tell whoever listens of a step that is on disk."""
        if self.listener is not None:
            self.listener(step)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run a block as one SQLite transaction that is not journalled: drafts, undo and redo only."""
        with explained(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def patient(self, seconds: float) -> Iterator[None]:
        """Wait at most so many seconds for another program that writes, while a block runs."""
        (before,) = self.connection.execute("PRAGMA busy_timeout").fetchone()
        self.be_patient(seconds)
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA busy_timeout={before}")

    def be_patient(self, seconds: float) -> None:
        """Wait at most so many seconds for another program that writes, from now on."""
        self.connection.execute(f"PRAGMA busy_timeout={int(1000 * seconds)}")

    def rows(self, sql: str, params: Sequence[Value] | Mapping[str, Value] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query; raises DatabaseUnusable when the file cannot be read."""
        with explained(self.path):
            return self.connection.execute(sql, params).fetchall()

    def stamp(self) -> tuple[int, int]:
        """Return a mark that differs whenever another process, or this one, has changed the database."""
        with explained(self.path):
            (outside,) = self.connection.execute("PRAGMA data_version").fetchone()
        return outside, self.connection.total_changes

    def close(self) -> None:
        """Close the database; what was acknowledged is already on disk."""
        self.connection.close()


def open_store(path: str, *, create: bool = True) -> Store:
    """Open the database at *path*, bringing an older one up to date, and return it.

    With *create* a missing file is made, private to its owner. Raises DatabaseUnusable, and changes nothing, when
    the file is missing and not to be made, damaged, foreign, locked, read-only or of a newer version.
    """
    exists = refuse_foreign(path)
    if not exists:
        if not create:
            raise DatabaseUnusable(mark("There is no database at {path} yet"), path=path)
        create_private(path)
    with explained(path):
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        try:
            return _prepared(connection, path)
        except BaseException:
            connection.close()
            raise


def nameless_store() -> Store:
    """Return an empty database for the while: it grows on disk when it must, and is gone however this process ends."""
    connection = sqlite3.connect(NAMELESS, isolation_level=None)
    try:
        return _prepared(connection, NAMELESS)
    except BaseException:
        connection.close()
        raise


def _prepared(connection: sqlite3.Connection, path: str) -> Store:
    connection.row_factory = sqlite3.Row
    application, version = application_and_version(connection)
    if application != APPLICATION_ID and (application or version or _has_tables(connection)):
        raise DatabaseUnusable(mark("{path} is a database of another program"), path=path)
    refuse_newer(version, path)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
    if version < SCHEMA_VERSION:
        _upgrade(connection, path, version)
    connection.execute("PRAGMA foreign_keys=ON")
    return Store(connection, path)


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def _upgrade(connection: sqlite3.Connection, path: str, version: int) -> None:
    from kpitui.store.backups import before_upgrade
    from kpitui.store.migrations import upgrade

    if version:
        before_upgrade(connection, path, version)
    else:
        _use_write_ahead_log(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done the whole upgrade while this one waited for the lock.
        if connection.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_VERSION:
            upgrade(connection)
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch a new file to a write-ahead log; SQLite itself does not wait when another process does so right now."""
    import time

    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn what SQLite says about the file into one sentence for the person, as DatabaseUnusable."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise Busy(BEING_WRITTEN, path=path) from error
        raise DatabaseUnusable(_sentence(str(error).lower(), path), path=path, reason=str(error)) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise Damaged(
            mark("{path} is damaged or is no database ({reason}); put a backup back with: kpitui restore --latest"),
            path=path,
            reason=str(error),
        ) from error


def _sentence(said: str, path: str) -> str:
    if "readonly" in said or "read-only" in said or (os.path.exists(path) and not os.access(path, os.W_OK)):
        return mark("The database {path} is read-only; make the file and its folder writable for yourself")
    if "full" in said or ("i/o" in said and _no_room(path)):
        return mark("The disk is full, so nothing was saved in {path}; make room and try again")
    if "i/o" in said:
        return mark(
            "The disk did not take what was to be saved in {path} ({reason}); "
            "see whether it is full, limits the size of files, or is failing"
        )
    return mark("The database {path} cannot be used: {reason}")


def _no_room(path: str) -> bool:
    """Tell whether the disk of *path* has no room; then SQLite may fail before it can say so."""
    if not hasattr(os, "statvfs"):
        return False
    disk = os.statvfs(os.path.dirname(path) or ".")
    return disk.f_bavail * disk.f_frsize < LEAST_ROOM
