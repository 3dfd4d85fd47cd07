"""A database of another machine: opened as a private copy, what its journal tells, and its rows written into ours.

The file itself is only read, as one that nobody vouches for. The copy is brought up to the present schema. It has no
name in any folder, so that it is gone afterwards however this process ends: it holds somebody's business. Rows are as
`content` gives them; whether one is to be added, changed or removed is decided by the caller. Of the journal only
changes that stand count: what was undone never happened, so that a join that was undone can be done again.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kpitui.core.errors import DatabaseUnusable, Refused, mark
from kpitui.files.target import DATABASE, head_of
from kpitui.store.connection import NAMELESS, Store, bring_up, explained, nameless_store
from kpitui.store.content import CONTENT, NUMBER, MergeContent, MergeTable, Row, identity_of
from kpitui.store.copying import copy_pages, opened_to_read
from kpitui.store.schema import (
    APPLICATION_ID,
    application_and_version,
    integrity_faults,
    refuse_code,
    refuse_newer,
)
from kpitui.store.transaction import KEYS, Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable


class MergeWriter:
    """Adds rows of another database to the one of *ours*, inside one change."""

    def __init__(self, change: Transaction, ours: MergeContent) -> None:
        self._change = change
        self._ours = ours
        self._numbers = {table: {name: number for number, name in names.items()} for table, names in ours.names.items()}
        self._renumbered: dict[str, dict[int, int]] = {table: {} for table in ours.numbered}

    def same(self, table: MergeTable, theirs: Row, ours: Row) -> None:
        """Remember that a row of theirs is one of ours, for those that refer to it."""
        if table.name in self._renumbered:
            self._renumbered[table.name][theirs[NUMBER]] = ours[NUMBER]

    def add(self, table: MergeTable, rows: Iterable[Row]) -> None:
        """Add *rows*, in their order; raises KeyError when one refers to what is not there."""
        if table.name == "entry":
            blank = dict.fromkeys(self._ours.columns[table.name])
            self._change.insert_many(table.name, [{**blank, **self._local(table, row)} for row in rows])
            return
        for row in self._in_order(table, list(rows)):
            local = self._local(table, row)
            if not table.journalled:
                self._add_aside(table, local)
                continue
            number = self._change.insert(table.name, local)
            if table.name in self._numbers:
                self._numbers[table.name][row[self._ours.named[table.name]]] = number
            elif table.name in self._renumbered:
                self._renumbered[table.name][row[NUMBER]] = number

    def take(self, table: MergeTable, ours: Row, theirs: Row) -> None:
        """Give a row of ours what the row of theirs says, except what each machine has its own of."""
        own = {*table.own, *(("id",) if table.name == "entry" else ())}
        columns = {column: value for column, value in theirs.items() if column not in own}
        self._change.update(table.name, self._key(table, ours), self._local(table, columns))

    def remove(self, table: MergeTable, ours: Row) -> None:
        """Remove a row of ours."""
        self._change.delete(table.name, self._key(table, ours))

    def _in_order(self, table: MergeTable, rows: list[Row]) -> list[Row]:
        """Return *rows* with what others of them refer to, as a ratio does to its parts, before these."""
        inward = [column for column, target in self._ours.references[table.name].items() if target == table.name]
        if not inward:
            return rows
        name = self._ours.named[table.name]
        named = {row[name]: row for row in rows}
        placed: set[int] = set()
        ordered: list[Row] = []

        def place(row: Row) -> None:
            if id(row) not in placed:  # a circle is broken here, and refused where it is added
                placed.add(id(row))
                for column in inward:
                    if (before := named.get(row.get(column))) is not None:
                        place(before)
                ordered.append(row)

        for row in rows:
            place(row)
        return ordered

    def _key(self, table: MergeTable, ours: Row) -> Row:
        if KEYS[table.name] == ("id",) and NUMBER in ours:
            return {"id": ours[NUMBER]}
        return self._local(table, ours, own=True)

    def _local(self, table: MergeTable, row: Row, *, own: bool = False) -> Row:
        """Return a portable row with the numbers of this database; *own* rows keep those they have."""
        local = {column: row.get(column) for column in self._ours.columns[table.name] if column in row}
        for column, target in self._ours.references[table.name].items():
            value = local.get(column)
            if value is None:
                continue
            if target in self._numbers:
                local[column] = self._numbers[target][value]
            elif not own:
                local[column] = self._renumbered[target][value]
        return local

    def _add_aside(self, table: MergeTable, local: Row) -> None:
        """Add a row that is not journalled, unless there is one already that says the same."""
        columns = ", ".join(f'"{column}"' for column in local)
        marks = ", ".join("?" * len(local))
        alike = " AND ".join(f'"{column}" IS ?' for column in local)
        self._change.connection.execute(
            f'INSERT OR IGNORE INTO "{table.name}" ({columns}) SELECT {marks}'
            f' WHERE NOT EXISTS (SELECT 1 FROM "{table.name}" WHERE {alike})',
            (*local.values(), *local.values()),
        )


State = tuple[object, ...]


class PastStates:
    """The past of the rows of one table."""

    def __init__(self, content: MergeContent, table: MergeTable) -> None:
        self._content = content
        self._table = table

    @cached_property
    def left(self) -> dict[Hashable, dict[State, str]]:
        """For each identity the states that it was brought out of, and when last; ISO moments in UTC."""
        states: dict[Hashable, dict[State, str]] = {}
        for moment, before, _after in self._images("before IS NOT NULL"):
            if before is not None:
                states.setdefault(identity_of(self._table, before), {})[compared_state(self._table, before)] = moment
        return states

    @cached_property
    def gone(self) -> dict[Hashable, str]:
        """When each identity was deleted last."""
        return {
            identity_of(self._table, before): moment
            for moment, before, after in self._images("after IS NULL")
            if before is not None and after is None
        }

    @cached_property
    def since(self) -> dict[Hashable, str]:
        """When each identity was last brought into a state, by any change."""
        return {
            identity_of(self._table, after): moment
            for moment, _before, after in self._images("after IS NOT NULL")
            if after
        }

    def _images(self, which: str) -> Iterator[tuple[str, Row | None, Row | None]]:
        with explained(self._content.path):
            rows = self._content.connection.execute(
                f"SELECT at, before, after FROM change_row JOIN change ON change.id = change_row.change"
                f' WHERE "table" = ? AND NOT undone AND {which} ORDER BY change, position',
                (self._table.name,),
            )
            for moment, before, after in rows:
                was, became = _loaded(before), _loaded(after)
                if isinstance(became, list) and became and isinstance(became[0], list):
                    for values in became[1:]:
                        row = dict(zip(map(str, became[0]), values, strict=False)) if isinstance(values, list) else None
                        yield str(moment), None, self._portable(row)
                else:
                    yield str(moment), self._portable(was), self._portable(became)

    def _portable(self, row: object) -> Row | None:
        """Return the row of an image as a portable one; None for one that is missing or damaged."""
        if not isinstance(row, dict) or any(isinstance(value, list | dict) for value in row.values()):
            return None
        complete = {**dict.fromkeys(self._content.columns[self._table.name]), **row}
        return self._content.portable(self._table, complete)


def _loaded(image: str | None) -> Any:
    """Return an image; None for one that is missing or damaged, for this journal may be of a file from elsewhere."""
    try:
        return json.loads(image) if image else None
    except (ValueError, TypeError, RecursionError):
        return None


def compared_state(table: MergeTable, row: Row) -> State:
    """Return what is compared of a row: all but its identity, its number and what each machine has its own of."""
    left_out = {*table.identity, *table.own, "#"}
    return tuple(value for _column, value in sorted(row.items()) if _column not in left_out)


def is_database(path: str) -> bool:
    """Return whether the file at *path* begins as an SQLite database does."""
    return head_of(path, len(DATABASE)) == DATABASE


def refuse_itself(path: str, ours: str) -> None:
    """Raise Refused when *path* is the open database *ours*: to open and close that would let go of its locks."""
    if os.path.exists(path) and os.path.exists(ours) and os.path.samefile(path, ours):
        raise Refused(mark("{path} is this database itself. Name another file"), field="file", path=path)


@contextmanager
def private_copy(path: str, ours: MergeContent, data: bytes = b"") -> Iterator[MergeContent]:
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
        with strange_rows_refused(path):
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
        with strange_rows_refused(path):
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
def strange_rows_refused(path: str) -> Iterator[None]:
    """Refuse the file at *path* when its rows do not fit together or break a rule of the schema."""
    try:
        yield
    except STRANGE as error:
        reason = f"no {error.args[0]}" if isinstance(error, KeyError) and error.args else str(error)
        raise Refused(
            mark("{path} holds something KPITUI did not write ({reason}), so nothing was merged"),
            field="file",
            path=path,
            reason=reason,
        ) from error


def _fill(store: Store, tables: Mapping[str, Sequence[Row]]) -> None:
    with store.transaction():
        writer = MergeWriter(Transaction(store.connection), MergeContent(store.connection, store.path))
        for table in CONTENT:
            writer.add(table, tables.get(table.name, ()))
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
    if integrity_faults(connection, "quick_check(1)"):
        raise DatabaseUnusable(mark("{path} is damaged or not a database"), path=path)


def _same_tables(content: MergeContent, ours: MergeContent) -> None:
    names = content.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    there = {row[0] for row in names}
    needed = {"change", "change_row", *(table.name for table in CONTENT)}
    alike = all(set(content.columns[table.name]) == set(ours.columns[table.name]) for table in CONTENT)
    if not needed <= there or not alike:
        raise DatabaseUnusable(mark("{path} is damaged or not a database"), path=content.path)
