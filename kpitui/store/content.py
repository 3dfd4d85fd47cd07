"""The content of a database as every machine understands it: rows that name each other by key and uid, not by number.

One row of `CONTENT` for every table that holds what a person put in; the journal is apart. Columns and references are
read from the schema, so that a column that is added is carried along. Which row wins when two databases are joined is
`kpitui.extras.merge`'s work, the journal as evidence for it `foreign_db`'s. The whole database can also be given as
SQL.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from kpitui.store.connection import explained
from kpitui.store.schema import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    import sqlite3

    from kpitui.store.connection import Store


Row = dict[str, Any]

NUMBER = "#"
"""Where a portable row keeps the number it has in its own database, which means nothing in another one."""


class MergeTable(NamedTuple):
    """A table of content."""

    name: str
    identity: tuple[str, ...]
    """The columns that name a row on every machine; see `identity_of`."""
    own: tuple[str, ...] = ()
    """Columns that each machine has its own of, so that a difference in them is none."""
    counted: bool = False
    """Whether several rows may have the same identity; they are then told apart by their order."""
    journalled: bool = True
    personal: bool = False
    """Whether it is about this machine, so that it goes along only into a database that is still empty."""
    shared: str = "-"
    """Where it is personal: what the identity of those rows begins with that go along all the same."""


CONTENT: tuple[MergeTable, ...] = (
    MergeTable("kpi", ("key",), own=("created", "position")),
    MergeTable("batch", ("at", "format", "file"), counted=True),
    MergeTable("entry", ("kpi", "import_key", "id"), own=("batch",)),
    MergeTable("pause", ("kpi", "start", "end"), counted=True),
    MergeTable("note", ("uid",)),
    MergeTable("goal", ("uid",), own=("created",)),
    MergeTable("target", ("goal", "since"), counted=True),
    MergeTable("goal_kpi", ("goal", "kpi", "role")),
    MergeTable("action", ("uid",)),
    MergeTable("review", ("uid",)),
    MergeTable("decision", ("uid",)),
    MergeTable("base", ("kpi", "date")),
    MergeTable("one_off", ("kpi", "date")),
    MergeTable("planned", ("uid",), own=("created",)),
    MergeTable("settlement", ("planned", "date")),
    MergeTable("chance", ("goal", "date"), journalled=False),
    MergeTable("setting", ("key",), personal=True, shared="import."),
    MergeTable("draft", ("form", "updated"), counted=True, journalled=False, personal=True),
)
"""Every table but the journal, what is referred to before what refers to it."""


class MergeContent:
    """Reads the content of one open database."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self.connection = connection
        self.path = path

    @cached_property
    def columns(self) -> dict[str, list[str]]:
        """The columns of each table of content that is there."""
        return {table.name: [row[1] for row in self._pragma("table_info", table.name)] for table in CONTENT}

    @cached_property
    def references(self) -> dict[str, dict[str, str]]:
        """For each table, which of its columns refers to which table."""
        return {
            table.name: {row[3]: row[2] for row in self._pragma("foreign_key_list", table.name)} for table in CONTENT
        }

    @cached_property
    def days(self) -> dict[str, list[str]]:
        """The columns of each table that hold a day, which the schema checks, though not the year 0."""
        tables = self.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        schema = {row[0]: re.findall(r'"?(\w+)"? IS date\(', row[1] or "") for row in tables}
        return {table.name: schema.get(table.name, []) for table in CONTENT}

    @cached_property
    def numbered(self) -> set[str]:
        """The tables whose rows others refer to by number, because nothing else names them in one word."""
        return {target for targets in self.references.values() for target in targets.values()} - set(self.named)

    @cached_property
    def named(self) -> dict[str, str]:
        """The tables whose rows are named by one column, and that column."""
        return {
            table.name: table.identity[0]
            for table in CONTENT
            if len(table.identity) == 1 and "id" in self.columns[table.name]
        }

    @cached_property
    def names(self) -> dict[str, dict[int, str]]:
        """For each table whose rows have a name, the name of each number."""
        with explained(self.path):
            return {
                table: dict(self.connection.execute(f'SELECT id, "{column}" FROM "{table}"').fetchall())
                for table, column in self.named.items()
            }

    def kpi_keys(self) -> list[str]:
        """Return the keys of all KPIs, in the order they were added."""
        return list(self.names["kpi"].values())

    def rows(self, table: MergeTable, kpi: str | None = None) -> Iterator[Row]:
        """Yield the rows of *table*, only those of one KPI when its key is given, in the order they were added.

        A row is column to value, with references as names and its own number, if it has one, under `NUMBER`.
        """
        where, params = "", tuple[object, ...]()
        if kpi is not None:
            numbers = {name: number for number, name in self.names["kpi"].items()}
            where, params = " WHERE kpi = ?", (numbers.get(kpi),)
        with explained(self.path):
            order = "kpi, date, id" if table.name == "entry" else "1, 2"
            for row in self.connection.execute(f'SELECT * FROM "{table.name}"{where} ORDER BY {order}', params):
                yield self.portable(table, dict(row))

    def portable(self, table: MergeTable, row: Row) -> Row:
        """Return a *row* of this database as every machine understands it."""
        for column, target in self.references[table.name].items():
            if target in self.names and row.get(column) is not None:
                row[column] = self.names[target].get(row[column])
        if isinstance(row.get("id"), int):
            row[NUMBER] = row.pop("id")
        return row

    def identified(self, table: MergeTable, kpi: str | None = None) -> Iterator[tuple[Hashable, Row]]:
        """Yield the rows of *table* with what names them on every machine."""
        seen: Counter[Hashable] = Counter()
        for row in self.rows(table, kpi):
            identity = identity_of(table, row)
            if table.counted:
                seen[identity] += 1
                identity = (identity, seen[identity])
            yield identity, row

    def is_empty(self) -> bool:
        """Return whether nothing is measured in this database yet."""
        return not self.names["kpi"]

    def _pragma(self, pragma: str, table: str) -> list[Any]:
        with explained(self.path):
            return self.connection.execute(f'PRAGMA {pragma}("{table}")').fetchall()


def identity_of(table: MergeTable, row: Row) -> Hashable:
    """Return what names *row* on every machine, without its place among equals.

    An entry from a file is known by its KPI and place in the file, so that a file imported on two machines is one;
    every other entry by its id.
    """
    if table.name == "entry":
        return row["kpi"], row["import_key"] or row["id"]
    return tuple(row[column] for column in table.identity)


@contextmanager
def snapshot(store: Store) -> Iterator[MergeContent]:
    """Read the content of *store* as it is at one moment, whatever other programs write meanwhile."""
    with explained(store.path):
        store.connection.execute("BEGIN")
        try:
            yield MergeContent(store.connection, store.path)
        finally:
            store.connection.execute("COMMIT")


def entries_by_day(
    store: Store, kpis: Sequence[int], first: date, last: date
) -> Iterator[tuple[int, date, float, str | None, str]]:
    """Yield KPI, day, value, time and note of the entries of *kpis* from *first* to *last*, both inclusive.

    They come by day, then in the order of *kpis*, then as they were made on that day.
    """
    with explained(store.path):
        store.connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (kpi INTEGER PRIMARY KEY, place INTEGER)")
        store.connection.execute("DELETE FROM chosen")
        store.connection.executemany(
            "INSERT INTO chosen VALUES (?, ?)", [(kpi, index) for index, kpi in enumerate(kpis)]
        )
        rows = store.connection.execute(
            "SELECT entry.kpi, date, value, time, note FROM chosen JOIN entry ON entry.kpi = chosen.kpi"
            " WHERE date BETWEEN ? AND ? ORDER BY date, place, coalesce(time, '24:00'), id",
            (first.isoformat(), last.isoformat()),
        )
        for kpi, day, value, time, note in rows:
            yield kpi, date.fromisoformat(day), value, time, note


def statements(store: Store) -> Iterator[tuple[str, tuple[object, ...] | None]]:
    """Yield the statements that make this database anew, with the values of each row beside its statement."""
    with explained(store.path):
        schema = store.connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        tables = {row["name"]: row["sql"] for row in schema if row["type"] == "table"}
        yield "PRAGMA foreign_keys=OFF", None
        yield "BEGIN", None
        for name, sql in tables.items():
            if not name.startswith("sqlite_"):
                yield sql, None
        for name in tables:
            if name == "sqlite_sequence":
                yield "DELETE FROM sqlite_sequence", None
            quoted = name.replace('"', '""')
            for row in store.connection.execute(f'SELECT * FROM "{quoted}"'):
                yield f'INSERT INTO "{quoted}" VALUES ({", ".join("?" * len(row))})', tuple(row)
        for row in schema:
            if row["type"] != "table":
                yield row["sql"], None
        yield f"PRAGMA application_id={APPLICATION_ID}", None
        yield f"PRAGMA user_version={SCHEMA_VERSION}", None
        yield "COMMIT", None
