"""Mending a database: indexes built again, the write-ahead log written back, and what can be read put in a new file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from kpitui.core.errors import Busy, DatabaseUnusable, mark
from kpitui.store.backups import verify
from kpitui.store.connection import Store, explained, open_store
from kpitui.store.health import looked_into, lost_rows
from kpitui.store.location import companions, delete
from kpitui.store.troubles import BEING_WRITTEN

BATCH = 500


def reindex(store: Store) -> None:
    """Build every index again from its table."""
    with store.transaction():
        store.connection.execute("REINDEX")


def put_back_lost_rows(store: Store) -> int:
    """Put rows back that others refer to and that are gone, as the journal has them last; return how many."""
    count = 0
    with store.transaction():
        store.connection.execute("PRAGMA defer_foreign_keys=ON")
        while lost := lost_rows(store.connection):
            added = 0
            for (table, _number), row in lost.items():
                columns, marks = ", ".join(f'"{column}"' for column in row), ", ".join("?" * len(row))
                # Another row may have taken its short name since.
                insert = f'INSERT OR IGNORE INTO "{table}" ({columns}) VALUES ({marks})'
                added += store.connection.execute(insert, tuple(row.values())).rowcount
            count += added
            if not added:
                break
    return count


def write_back_log(store: Store) -> None:
    """Switch to a write-ahead log, and write what is in it into the database itself; raises Busy where it is in use."""
    with explained(store.path):
        store.connection.execute("PRAGMA journal_mode=WAL")
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@contextmanager
def watched(path: str) -> Iterator[Callable[[], None]]:
    """Yield what raises Busy once another program has written to the damaged database at *path* since this began.

    One that SQLite cannot read at all is written to by nobody.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        before = _data_version(connection)

        def refuse_if_written_to() -> None:
            if before is not None and _data_version(connection) not in (before, None):
                raise Busy(BEING_WRITTEN, path=path)

        yield refuse_if_written_to


def _data_version(connection: sqlite3.Connection) -> int | None:
    """Return what differs as soon as another connection has written; None where that cannot be read."""
    try:
        return int(connection.execute("PRAGMA data_version").fetchone()[0])
    except sqlite3.DatabaseError:
        return None


def rescued(path: str, target: str) -> dict[str, tuple[int, int]]:
    """Make a new database at *target* of what can be read at *path*; return by table the rows saved and let go.

    Let go is what breaks a rule of the schema or belongs to a row that is lost. Raises DatabaseUnusable when nothing
    at all can be read.
    """
    with closing(open_store(target)) as new:
        with looked_into(path) as old:
            old.row_factory = None
            counts = _filled(new, old)
        verify(new.connection, target)
        new.connection.execute("PRAGMA journal_mode=DELETE")
    if not any(saved for saved, _lost in counts.values()):
        raise DatabaseUnusable(mark("Nothing in {path} can be read any more"), path=path)
    return counts


def _filled(new: Store, old: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    new.connection.execute("PRAGMA foreign_keys=OFF")
    with new.transaction():
        for table in _tables(new.connection):
            counts[table] = _copied(new.connection, old, table)
        for table, lost in _without_parents(new.connection).items():
            saved, before = counts[table]
            counts[table] = (saved - lost, before + lost)
    new.connection.execute("PRAGMA foreign_keys=ON")
    return counts


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '[s_]*' OR name = 'setting'"
    )
    return [row[0] for row in rows]


def _copied(new: sqlite3.Connection, old: sqlite3.Connection, table: str) -> tuple[int, int]:
    """Copy the rows of *table* that can be read, from the front and then from the back; return rows saved, refused."""
    expected = [row[1] for row in new.execute(f'PRAGMA table_info("{table}")')]
    try:
        # A view, or a table that runs code of its own, may never end.
        plain = "SELECT 1 FROM sqlite_master WHERE name = ? AND type = 'table' AND rootpage > 0"
        if old.execute(plain, (table,)).fetchone() is None:
            return 0, 0
        there = {row[1] for row in old.execute(f'PRAGMA table_info("{table}")')}
    except sqlite3.DatabaseError:
        return 0, 0
    columns = [column for column in expected if column in there]
    if not columns:
        return 0, 0
    key = ", ".join(f'"{row[1]}"' for row in new.execute(f'PRAGMA table_info("{table}")') if row[5])
    names = ", ".join(f'"{column}"' for column in columns)
    insert = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    seen: set[object] = set()
    refused = 0
    for order in ("", " DESC"):
        ordered = ", ".join(f"{part}{order}" for part in key.split(", "))
        for row in _readable(old, f'SELECT {names} FROM "{table}" ORDER BY {ordered}'):
            if row in seen:
                continue
            seen.add(row)
            try:
                new.execute(insert, row)
            except sqlite3.Error:
                refused += 1
    return len(seen) - refused, refused


def _readable(old: sqlite3.Connection, sql: str) -> Iterator[tuple[object, ...]]:
    """Yield rows until one cannot be read."""
    try:
        yield from old.execute(sql)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return


def _without_parents(new: sqlite3.Connection) -> dict[str, int]:
    """Delete rows that belong to a row that was lost, until none is left; return by table how many."""
    lost: dict[str, int] = {}
    while rows := new.execute("PRAGMA foreign_key_check").fetchall():
        for table in {row[0] for row in rows}:
            parents = new.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
            where = " OR ".join(
                f'("{own}" IS NOT NULL AND "{own}" NOT IN (SELECT "{theirs or "id"}" FROM "{parent}"))'
                for _id, _position, parent, own, theirs, *_rest in parents
            )
            lost[table] = lost.get(table, 0) + new.execute(f'DELETE FROM "{table}" WHERE {where}').rowcount
    return lost


def finished(target: str) -> None:
    """Delete the new file at *target* and what lies beside it, once it was put in place or given up."""
    delete(target, *companions(target))
