"""Opening a database to read it only: another's, one that may be damaged, or one in a folder that cannot be written."""

from __future__ import annotations

import os
import sqlite3
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
