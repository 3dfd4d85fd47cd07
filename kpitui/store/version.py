"""What marks a database as ours and as one of this version; every way to a database looks at it first."""

from __future__ import annotations

from kpitui.core.errors import DatabaseUnusable, mark

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID = 0x4B504954
"""``KPIT``: tells our file from any other SQLite database."""

SCHEMA_VERSION = 12
"""Raised by one with every release that changes the schema; a file with a higher one is left alone."""


def application_and_version(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return the mark of the program that made the file, and the version of its schema."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return application, version


def refuse_newer(version: int, path: str) -> None:
    """Raise DatabaseUnusable when the database at *path* has a schema *version* that this program does not know."""
    if version > SCHEMA_VERSION:
        raise DatabaseUnusable(
            mark("{path} was made by a newer KPITUI (schema {found}; this one knows {known}). Upgrade KPITUI"),
            path=path,
            found=version,
            known=SCHEMA_VERSION,
        )
