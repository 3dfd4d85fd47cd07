"""Writing rows that came from elsewhere into a database: names become the numbers they have here.

Rows are as `content` gives them. Whether a row is to be added, changed or removed is decided by the caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.store.content import NUMBER, MergeContent, MergeTable, Row
from kpitui.store.transaction import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpitui.store.transaction import Transaction


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
