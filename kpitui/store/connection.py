"""Opening the database, and the one door through which everything is written.

`Store.write` is the only place that begins a transaction on user data: it commits as a whole or leaves nothing,
and hands out a `Transaction` that journals what it does. Which tables exist is `migrations`' business, reading
and writing records that of the modules beside this one, what goes wrong is put into words by `troubles`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from kpitui.core.errors import DatabaseUnusable, KpituiError, mark
from kpitui.core.model import Step
from kpitui.store.location import create_private, make_private, refuse_foreign
from kpitui.store.schema import APPLICATION_ID, SCHEMA_VERSION, application_and_version, refuse_code, refuse_newer
from kpitui.store.transaction import Transaction

PATIENCE = 10.0
"""Seconds to wait for another process that is writing, before anyone is told that the database is busy."""

LOOK_SECONDS = 0.005
"""How often it is looked whether the other process is done."""

SYNCHRONOUS = "FULL"
"""When SQLite waits for the disk: at every commit, so that what was acknowledged is there after a power cut."""

NAMELESS = ""
"""What SQLite is told to open for a database of this process alone: a file that no folder lists, made when memory does
not suffice."""

REPLACED = mark("{path} was moved, deleted or replaced while open. Nothing was saved. Close kpitui and open it again")
READ_ONLY = mark("The database {path} is read-only. Give yourself write access to the file and its folder")

LONG = 20_000_000
"""Instructions of SQLite after which a transaction is looked at that still runs."""
LONG_AT_MOST, LONG_A_ROW, LONG_A_BYTE = 50, 1e-4, 5e-6
"""How often that may be, and how often more for every row that it changed and every byte of the file: far more than
any of ours needs, and an end to one that has none because code of others is in it."""

Value = str | int | float | None


class NotWritable(DatabaseUnusable):
    """Nothing can be written where the database lies."""


class Store:
    """An open database. Belongs to the thread that opened it."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self.connection = connection
        self.path = path
        self._open: Transaction | None = None
        """The user action that is being written, if any."""
        self.listener: Callable[[Step], object] | None = None
        """Told of every change once it is committed, also when it is undone or redone."""
        self.commits = 0
        """How many changes were committed here."""
        self._unseen_changes = 0
        """How many rows of drafts were written here."""
        self.read_only = False
        """Whether it lies where nothing can be written."""
        self.pinned_day: str | None = None
        """The ISO day that was put in the place of the clock's, kept with each change; None where the clock holds."""
        self.frozen: KpituiError | None = None
        """What is said to whoever wants to write, where it is a copy to be looked at; None where it may be written."""
        self.made_private = False
        """Whether others could read the file until it was opened now."""
        self.schema: int | None = None
        """The state of the schema that was last seen to hold no code of others."""
        self.file: tuple[str, int, int] | None = None
        """Its absolute path and which file that was when it was opened; None for what has no file of its own."""
        self.log: tuple[str, int, int] | None = None
        """The write-ahead log beside it, once something was written; it stays the same file while it is open."""

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
        if self.pinned_day is not None:
            details = {**details, "today": self.pinned_day}
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
        self.commits += 1
        if self.listener is not None:
            self.listener(step)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run a block as one SQLite transaction that is not journalled: drafts, undo and redo only."""
        self.refuse_read_only()
        with explained(self.path):
            self._begin()
            self.connection.set_progress_handler(_bound(self.connection, self.path), LONG)
            try:
                self.refuse_replaced()
                self._refuse_code()
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                self.connection.set_progress_handler(None, 0)
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            finally:
                self.connection.set_progress_handler(None, 0)

    def _begin(self) -> None:
        """Take the lock of those who write, and wait for it as long as is set, looking often whether it is free.

        SQLite itself looks ten times a second in the end: among many who write it may not meet it free for long.
        """
        connection = self.connection
        (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
        connection.execute("PRAGMA busy_timeout=0")
        until = None
        try:
            while True:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    import time

                    until = until or time.monotonic() + patience / 1000
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                        raise
                    time.sleep(LOOK_SECONDS)
        finally:
            connection.execute(f"PRAGMA busy_timeout={patience}")

    def refuse_read_only(self) -> None:
        """Raise DatabaseUnusable when nothing can be written here; what a copy to be looked at says."""
        if self.frozen is not None:
            raise self.frozen
        if self.read_only:
            raise DatabaseUnusable(READ_ONLY, path=self.path)

    def refuse_replaced(self) -> None:
        """Raise DatabaseUnusable where its path or that of its log leads elsewhere, or to a file that was emptied.

        What is saved would be lost: SQLite goes on with the log, and forgets that when the file is opened again.
        """
        if self.file is None:
            return
        log = _file_at(f"{self.file[0]}-wal")
        self.log = self.log or log
        is_replaced = self.file != _file_at(self.file[0]) or self.log != log
        if is_replaced or not os.path.getsize(self.file[0]):
            raise DatabaseUnusable(REPLACED, path=self.path)

    def _refuse_code(self) -> None:
        """Look for code of others where another program changed the schema since it was looked at."""
        (schema,) = self.connection.execute("PRAGMA schema_version").fetchone()
        if schema != self.schema:
            refuse_code(self.connection, self.path)
            self.schema = schema

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
            try:
                return self.connection.execute(sql, params).fetchall()
            except UnicodeEncodeError:  # a text that cannot be stored: what is stored has ``�`` there
                return self.connection.execute(sql, _storable(params)).fetchall()

    @contextmanager
    def unseen_transaction(self) -> Iterator[None]:
        """Run a block as a transaction that writes drafts, or keeps what follows from the rest of the data.

        No page shows anything else for it, so `stamp` stays what it was.
        """
        before = self.connection.total_changes
        try:
            with self.transaction():
                yield
        finally:
            self._unseen_changes += self.connection.total_changes - before

    def stamp(self) -> tuple[int, int]:
        """Return a mark that differs whenever another process, or this one, has changed anything but what is unseen."""
        with explained(self.path):
            (outside,) = self.connection.execute("PRAGMA data_version").fetchone()
        return outside, self.connection.total_changes - self._unseen_changes

    def close(self) -> None:
        """Close the database; what was acknowledged is already on disk."""
        self.connection.close()


def open_store(path: str, *, create: bool = True) -> Store:
    """Open the database at *path*, bringing an older one up to date, and return it.

    With *create* a missing file is made, private to its owner. One that others could read is made private. Where the
    folder cannot be written, it is opened to be read. Raises DatabaseUnusable, and changes nothing, when the file is
    missing and not to be made, damaged, foreign, locked, of a newer version, or holds code that is not ours.
    """
    mode = refuse_foreign(path)
    if mode is None:
        if not create:
            raise DatabaseUnusable(
                mark("No database at {path} yet. To start one, open kpitui or type: kpitui kpi add NAME"),
                path=path,
            )
        create_private(path)
    try:
        store = _opened_or_read(path)
    except BaseException:
        if mode is None:
            from kpitui.store.troubles import delete_if_empty

            delete_if_empty(path)
        raise
    store.made_private = make_private(path, mode)
    return store


def _opened_or_read(path: str) -> Store:
    with explained(path):
        try:
            return opened_store(path)
        except (sqlite3.OperationalError, NotWritable) as error:
            from kpitui.store.troubles import otherwise_opened

            other = otherwise_opened(path, error)
            if other is None:
                raise
            return other


def opened_store(path: str, *pragmas: str) -> Store:
    """Return the store of the file at *path*, with *pragmas* in force from the start; raises sqlite3.Error.

    Raises DatabaseUnusable where another file takes its place meanwhile.
    """
    file = _file_at(os.path.abspath(path))
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        for pragma in pragmas:
            connection.execute(pragma)
        store = prepared(connection, path)
        store.file = _file_at(os.path.abspath(path))
        if store.file != file:
            raise DatabaseUnusable(REPLACED, path=path)
        return store
    except UnicodeDecodeError as error:  # what SQLite says of a broken schema quotes it, broken as it is
        connection.close()
        raise sqlite3.DatabaseError("malformed database schema") from error
    except BaseException:
        connection.close()
        raise


def _storable(params: Sequence[Value] | Mapping[str, Value]) -> Sequence[Value] | Mapping[str, Value]:
    from kpitui.core.text import replaced

    def clean(value: Value) -> Value:
        return replaced(value) if isinstance(value, str) else value

    if isinstance(params, Mapping):
        return {name: clean(value) for name, value in params.items()}
    return [clean(value) for value in params]


def _file_at(path: str) -> tuple[str, int, int] | None:
    """Return *path* with the device and the number of the file that it leads to; None where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return path, status.st_dev, status.st_ino


def nameless_store() -> Store:
    """Return an empty database for the while: it grows on disk when it must, and is gone however this process ends."""
    connection = sqlite3.connect(NAMELESS, isolation_level=None)
    try:
        return prepared(connection, NAMELESS)
    except BaseException:
        connection.close()
        raise


def prepared(connection: sqlite3.Connection, path: str) -> Store:
    """Return the store of a *connection* that was just opened; raise DatabaseUnusable when the file is none of ours."""
    connection.row_factory = sqlite3.Row
    application, version = application_and_version(connection)
    if application != APPLICATION_ID and (application or version or _has_tables(connection)):
        raise DatabaseUnusable(mark("{path} is a database of another program"), path=path)
    refuse_newer(version, path)
    connection.execute("PRAGMA trusted_schema=OFF")
    (schema,) = connection.execute("PRAGMA schema_version").fetchone()
    refuse_code(connection, path)
    connection.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
    if version < SCHEMA_VERSION:
        _upgrade(connection, path, version)
    connection.execute("PRAGMA foreign_keys=ON")
    store = Store(connection, path)
    store.schema = schema
    return store


def _bound(connection: sqlite3.Connection, path: str) -> Callable[[], bool]:
    """Return what SQLite asks now and then while a transaction runs: whether it has run too long for what it does."""
    times, before = 0, connection.total_changes

    def too_long() -> bool:
        nonlocal times
        times += 1
        size = os.path.getsize(path) if os.path.exists(path) else 0
        return times > LONG_AT_MOST + LONG_A_ROW * (connection.total_changes - before) + LONG_A_BYTE * size

    return too_long


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def _upgrade(connection: sqlite3.Connection, path: str, version: int) -> None:
    from kpitui.store.backups import before_upgrade

    if version:
        if not os.access(os.path.dirname(path) or ".", os.W_OK):
            raise NotWritable(READ_ONLY, path=path)
        before_upgrade(connection, path, version)
    else:
        _use_write_ahead_log(connection)
    bring_up(connection)


def bring_up(connection: sqlite3.Connection) -> None:
    """Give an open database the present schema, as a whole or not at all; nothing is done where it has that."""
    from kpitui.store.migrations import upgrade

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
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        from kpitui.store.troubles import trouble

        raise trouble(error, path) from error
