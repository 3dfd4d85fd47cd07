"""Opening a database of another machine: a private copy of it, checked as a file that nobody vouches for.

The file itself is only read. The copy is brought up to the present schema. It has no name in any folder, so that it is
gone afterwards however this process ends: it holds somebody's business.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

from kpitui.core.errors import DatabaseUnusable, Refused, mark
from kpitui.files.target import DATABASE, head_of
from kpitui.store.connection import NAMELESS, Store, bring_up, explained, nameless_store
from kpitui.store.content import CONTENT, MergeContent, Row
from kpitui.store.copying import copy_pages
from kpitui.store.merge_writer import MergeWriter
from kpitui.store.readonly import opened_to_read
from kpitui.store.schema import refuse_code
from kpitui.store.transaction import Transaction
from kpitui.store.version import APPLICATION_ID, application_and_version, refuse_newer


def is_database(path: str) -> bool:
    """Return whether the file at *path* begins as an SQLite database does."""
    return head_of(path, len(DATABASE)) == DATABASE


def refuse_itself(path: str, ours: str) -> None:
    """Raise Refused when *path* is the open database *ours*: to open and close that would let go of its locks."""
    if os.path.exists(path) and os.path.exists(ours) and os.path.samefile(path, ours):
        raise Refused(mark("{path} is this database itself"), field="file", path=path)


@contextmanager
def copy_of(path: str, ours: MergeContent, data: bytes = b"") -> Iterator[MergeContent]:
    """Open a copy of the database at *path* with the tables that *ours* has.

    With *data* it is those bytes, which came through the stream *path*. Raises Refused when it is the same file, and
    DatabaseUnusable when it is damaged, foreign or newer.
    """
    if not data:
        refuse_itself(path, ours.path)
    with explained(path), closing(sqlite3.connect(NAMELESS, isolation_level=None)) as connection:
        with closing(_in_memory(data) if data else opened_to_read(path)) as source:
            copy_pages(source, connection)
        connection.row_factory = sqlite3.Row
        with fitting(path):
            _check(connection, path)
            bring_up(connection)
            content = MergeContent(connection, path)
            _same_tables(content, ours)
        yield content


@contextmanager
def filled_with(tables: Mapping[str, Sequence[Row]], path: str) -> Iterator[MergeContent]:
    """Open a throw-away database that holds the rows of *tables*, which were read from the file at *path*.

    Raises Refused when a row does not fit the schema or refers to what is not there.
    """
    with closing(nameless_store()) as store:
        with fitting(path):
            _fill(store, tables)
        yield MergeContent(store.connection, path)


STRANGE = (
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    KeyError,
    OverflowError,
    TypeError,
    AttributeError,
    UnicodeError,
)
"""What goes wrong with rows of the wrong types, that name what is not there, or that break a rule of the schema."""


@contextmanager
def fitting(path: str) -> Iterator[None]:
    """Refuse the file at *path* when its rows do not fit together or break a rule of the schema."""
    try:
        yield
    except STRANGE as error:
        reason = f"no {error.args[0]}" if isinstance(error, KeyError) and error.args else str(error)
        raise Refused(
            mark("{path} holds something KPITUI did not write ({reason})"), field="file", path=path, reason=reason
        ) from error


def _fill(store: Store, tables: Mapping[str, Sequence[Row]]) -> None:
    with store.transaction():
        placing = MergeWriter(Transaction(store.connection), MergeContent(store.connection, store.path))
        for table in CONTENT:
            placing.add(table, tables.get(table.name, ()))
        # A document has no past: what was written into the journal on the way is no evidence of anything.
        for journal in ("change_row", "change"):
            store.connection.execute(f"DELETE FROM {journal}")


def _in_memory(data: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    # Bytes 18 and 19 say that there is a write-ahead log, which a database in memory cannot have.
    connection.deserialize(data[:18] + b"\x01\x01" + data[20:])
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def _check(connection: sqlite3.Connection, path: str) -> None:
    connection.execute("PRAGMA trusted_schema=OFF")
    application, version = application_and_version(connection)
    if application != APPLICATION_ID or version < 1:
        raise DatabaseUnusable(mark("{path} is a database of another program"), path=path)
    refuse_newer(version, path)
    refuse_code(connection, path)
    (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if sound != "ok":
        raise DatabaseUnusable(mark("{path} is damaged or not a database"), path=path)


def _same_tables(content: MergeContent, ours: MergeContent) -> None:
    names = content.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    there = {row[0] for row in names}
    needed = {"change", "change_row", *(table.name for table in CONTENT)}
    alike = all(set(content.columns[table.name]) == set(ours.columns[table.name]) for table in CONTENT)
    if not needed <= there or not alike:
        raise DatabaseUnusable(mark("{path} is damaged or not a database"), path=content.path)
