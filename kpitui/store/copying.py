"""Opening a database to read it only, copying its pages, and telling whether two copies hold the same.

What is only read is another's, may be damaged, or lies in a folder that cannot be written.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote

MODES = ("mode=rw", "mode=ro", "mode=ro&immutable=1")
"""How a file is opened to be read, in this order. One that may only read leaves an empty log and its index beside a
file in write-ahead mode, while one that might write clears them away; so a file at rest is opened as if to write, and
held to reading. In a folder that cannot be written, only a file at rest can be read at all."""


def opened_to_read(path: str) -> sqlite3.Connection:
    """Return a connection that only reads the database at *path*, and leaves its folder as it was when it is closed.

    A log or a journal that lies beside it is left there. Raises sqlite3.Error when it cannot be opened.
    """
    log, journal = (os.path.exists(path + end) and os.path.getsize(path + end) > 0 for end in ("-wal", "-journal"))
    for mode in MODES[1:] if log or journal else MODES:
        connection = sqlite3.connect(_address(path, mode), uri=True, timeout=2, isolation_level=None)
        try:
            connection.execute("PRAGMA query_only=ON")
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return connection
        except sqlite3.OperationalError:
            connection.close()
            if "immutable" in mode or log:
                raise
        except UnicodeDecodeError as error:  # what SQLite says of a broken schema quotes it, broken as it is
            connection.close()
            raise sqlite3.DatabaseError("malformed database schema") from error
        except sqlite3.Error:
            connection.close()
            raise
    raise AssertionError("one of the modes returns or raises")


def backup_opened(path: str) -> sqlite3.Connection:
    """Return a connection that only reads the backup at *path*, without a lock where it lies at rest."""
    at_rest = not any(os.path.exists(path + end) for end in ("-wal", "-journal"))
    return sqlite3.connect(_address(path, MODES[2] if at_rest else MODES[1]), uri=True, isolation_level=None)


def _address(path: str, mode: str) -> str:
    return f"file:{quote(os.fsencode(os.path.abspath(path)))}?{mode}"


WORKED_OUT = ("chance", "outlook", "usual", "summary")
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
