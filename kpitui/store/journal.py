"""The journal: every change as images of the rows before and after it, and undo and redo over them.

Images are taken in Python and replayed with parameters: JSON made by SQLite itself loses digits of floats, and
stored SQL text would trust the file. What an action means in words is left to the faces.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kpitui.core.errors import Refused, mark
from kpitui.core.model import Change

if TYPE_CHECKING:
    from kpitui.store.connection import Store

Row = dict[str, object]

KEYS: dict[str, tuple[str, ...]] = {
    "kpi": ("id",),
    "batch": ("id",),
    "entry": ("kpi", "date", "id"),
    "pause": ("id",),
    "note": ("id",),
    "goal": ("id",),
    "target": ("id",),
    "goal_kpi": ("goal", "kpi", "role"),
    "action": ("id",),
    "setting": ("key",),
    "base": ("id",),
    "one_off": ("kpi", "date"),
    "review": ("id",),
    "decision": ("id",),
}
"""The tables that can be changed by a user action, with the columns that name a row."""


class Transaction:
    """Writes rows inside `Store.write` and remembers what each was before and after."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.images: list[tuple[str, Row | None, Row | None]] = []

    def insert(self, table: str, row: Mapping[str, object]) -> int:
        """Insert *row* (column to value) into *table* and return its row number, 0 in a table without one."""
        cursor = self.connection.execute(_insert(table, row), tuple(row.values()))
        key = KEYS[table]
        if key == ("id",):
            row = {"id": cursor.lastrowid, **row}
        self.images.append((table, None, self._image(table, row)))
        return cursor.lastrowid or 0

    def insert_many(self, table: str, rows: Sequence[Row]) -> None:
        """Insert many complete rows, every column named, at the speed of one statement."""
        if rows:
            statement = _insert(table, rows[0])
            self.connection.executemany(statement, (tuple(row.values()) for row in rows))
            self.images.extend((table, None, row) for row in rows)

    def update(self, table: str, key: Mapping[str, object], values: Mapping[str, object]) -> bool:
        """Set *values* in the row of *table* named by *key*; return whether anything became different."""
        before = self._image(table, key)
        if before is None or all(before[column] == value for column, value in values.items()):
            return False
        settings = ", ".join(f"{_quoted(column)} = ?" for column in values)
        self.connection.execute(
            f'UPDATE "{table}" SET {settings} WHERE {_where(table)}',
            (*values.values(), *(key[column] for column in KEYS[table])),
        )
        self.images.append((table, before, self._image(table, {**before, **values})))
        return True

    def delete(self, table: str, key: Mapping[str, object]) -> bool:
        """Delete the row of *table* named by *key*; return whether there was one."""
        before = self._image(table, key)
        if before is None:
            return False
        self.connection.execute(
            f'DELETE FROM "{table}" WHERE {_where(table)}', tuple(key[column] for column in KEYS[table])
        )
        self.images.append((table, before, None))
        return True

    def rows(self, sql: str, params: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query, as this transaction sees them."""
        return self.connection.execute(sql, params).fetchall()

    def record(self, what: str, details: Mapping[str, object], key: str | None) -> int | None:
        """Write the action and its images into the journal; return its id, None when nothing was touched."""
        if not self.images:
            return None
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        cursor = self.connection.execute(
            "INSERT INTO change (at, what, details, key) VALUES (?, ?, ?, ?)",
            (at, what, json.dumps(details), key),
        )
        self.connection.executemany(
            'INSERT INTO change_row (change, position, "table", before, after) VALUES (?, ?, ?, ?, ?)',
            (
                (cursor.lastrowid, position, table, _dumped(before), _dumped(after))
                for position, (table, before, after) in enumerate(self.images)
            ),
        )
        return cursor.lastrowid

    def replay(self, table: str, now: Row | None, then: Row | None) -> None:
        """Turn the row that is *now* into what it was *then*; raise Refused when it is not as it should be."""
        named = now if now is not None else then
        assert named is not None
        if self._image(table, named) != now:
            raise Refused(mark("This was changed by something other than KPITUI, so it cannot be undone or redone"))
        if then is None:
            self.delete(table, named)
        elif now is None:
            self.insert(table, then)
        else:
            self.update(table, now, then)

    def _image(self, table: str, key: Mapping[str, object]) -> Row | None:
        row = self.connection.execute(
            f'SELECT * FROM "{table}" WHERE {_where(table)}', tuple(key[column] for column in KEYS[table])
        ).fetchone()
        return dict(row) if row else None


def undo(store: Store) -> Change:
    """Take back the latest change that stands and return it; raise Refused when there is none."""
    with store.transaction():
        found = store.connection.execute("SELECT * FROM change WHERE undone = 0 ORDER BY id DESC LIMIT 1").fetchone()
        if not found:
            raise Refused(mark("There is nothing to undo"))
        return _replayed(store, found, undone=True)


def redo(store: Store) -> Change:
    """Do the change that was undone last once more and return it; raise Refused when there is none.

    A change made after an undo closes the way back: what lies before it can no longer be redone.
    """
    with store.transaction():
        found = store.connection.execute(
            "SELECT * FROM change WHERE undone = 1 AND id > coalesce((SELECT max(id) FROM change WHERE undone = 0), 0)"
            " ORDER BY id LIMIT 1"
        ).fetchone()
        if not found:
            raise Refused(mark("There is nothing to redo"))
        return _replayed(store, found, undone=False)


def history(store: Store, limit: int = 50) -> list[Change]:
    """Return the latest *limit* changes, newest first, those undone included."""
    return [_change(row) for row in store.rows("SELECT * FROM change ORDER BY id DESC LIMIT ?", (limit,))]


def stands(store: Store, key: str) -> bool:
    """Return whether an action with this *key* was done and not undone."""
    return bool(store.rows("SELECT 1 FROM change WHERE key = ? AND undone = 0 LIMIT 1", (key,)))


def _replayed(store: Store, found: sqlite3.Row, *, undone: bool) -> Change:
    images = store.connection.execute(
        'SELECT "table", before, after FROM change_row WHERE change = ? ORDER BY position', (found["id"],)
    ).fetchall()
    replaying = Transaction(store.connection)
    for table, before, after in reversed(images) if undone else images:
        now, then = (after, before) if undone else (before, after)
        replaying.replay(table, _loaded(now), _loaded(then))
    store.connection.execute("UPDATE change SET undone = ? WHERE id = ?", (int(undone), found["id"]))
    return _change(found)._replace(undone=undone)


def _change(row: sqlite3.Row) -> Change:
    return Change(row["id"], row["at"], row["what"], json.loads(row["details"]), bool(row["undone"]))


def _insert(table: str, row: Mapping[str, object]) -> str:
    columns = ", ".join(_quoted(column) for column in row)
    return f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(row))})'


def _quoted(column: str) -> str:
    # Column names of a replayed image come from the file, which is not trusted to hold only names.
    if not column.isidentifier():
        raise Refused(mark("The journal of this database is damaged"))
    return f'"{column}"'


def _where(table: str) -> str:
    if table not in KEYS:
        raise Refused(mark("The journal of this database is damaged"))
    return " AND ".join(f'"{column}" = ?' for column in KEYS[table])


def _dumped(row: Row | None) -> str | None:
    return None if row is None else json.dumps(row)


def _loaded(image: str | None) -> Row | None:
    return None if image is None else json.loads(image)
