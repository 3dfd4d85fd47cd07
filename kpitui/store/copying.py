"""Copying the pages of one open database to another, and telling whether two copies hold the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from kpitui.store.readonly import backup_opened

WORKED_OUT = ("chance", "outlook", "usual")
"""The tables of what is worked out from the others, at any time."""


def copy_pages(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Make *target* what *source* is; raise sqlite3.OperationalError where another program holds one of them locked.

    SQLite has then waited for it as long as is set. Python by itself would begin again, and wait for ever.
    """

    def progress(status: int, _remaining: int, _pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode, error.sqlite_errorname = status, "SQLITE_BUSY"
            raise error

    source.backup(target, progress=progress)


def hold_the_same(path: str, other: str) -> bool:
    """Return whether two backups hold the same rows, apart from what is worked out; False where one cannot be read."""
    try:
        with closing(backup_opened(path)) as first, closing(backup_opened(other)) as second:
            if _history(first) != _history(second) or (tables := _tables(first)) != _tables(second):
                return False
            rows = (zip(_rows(first, name), _rows(second, name), strict=True) for name in tables)
            return all(row == other_row for pairs in rows for row, other_row in pairs)
    except (sqlite3.Error, ValueError):  # a ValueError: one has more rows than the other
        return False


def _history(connection: sqlite3.Connection) -> list[object]:
    """Return what two copies with other contents hardly ever have in common, and is quickly read."""
    return connection.execute("SELECT count(*), max(id), max(at), sum(undone) FROM change").fetchall()


def _tables(connection: sqlite3.Connection) -> list[str]:
    every = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [name for (name,) in every if name not in WORKED_OUT]


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    name = table.replace('"', '""')
    (columns,) = connection.execute("SELECT count(*) FROM pragma_table_info(?)", (table,)).fetchone()
    order = ", ".join(str(number) for number in range(1, columns + 1))
    return connection.execute(f'SELECT * FROM "{name}" ORDER BY {order}')
