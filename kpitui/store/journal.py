"""The journal: every change as images of the rows before and after it, and undo and redo over them.

Images are taken in Python and replayed with parameters: JSON made by SQLite itself loses digits of floats, and
stored SQL text would trust the file. One image is an object, the image of many new rows a list: the names of their
columns and then the rows. What an action means in words is left to the faces.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from kpitui.core.errors import Refused, mark
from kpitui.core.model import Change, Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kpitui.store.connection import Store

Row = dict[str, object]

CHANGED_OUTSIDE = mark("This was changed by something other than KPITUI, so it cannot be undone or redone")

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


MOST_HELD = 500
"""Images that are held in memory before they are written, so that an action of any size fits in it."""


class Transaction:
    """Writes rows inside `Store.write` and journals what each was before and after."""

    def __init__(self, connection: sqlite3.Connection, details: Mapping[str, object] | None = None) -> None:
        self.connection = connection
        self.details = dict(details or {})
        """What the history keeps about the action; it may be completed while the action is under way."""
        self._images: list[tuple[str, str | None, str | None]] = []
        self._written = 0
        self._change: int | None = None

    def insert(self, table: str, row: Mapping[str, object]) -> int:
        """Insert *row* (column to value) into *table* and return its row number, 0 in a table without one."""
        cursor = self.connection.execute(_insert(table, row), tuple(row.values()))
        key = KEYS[table]
        if key == ("id",):
            row = {"id": cursor.lastrowid, **row}
        self._keep(table, None, self._image(table, row))
        return cursor.lastrowid or 0

    def insert_many(self, table: str, rows: Sequence[Row]) -> None:
        """Insert many complete rows, every column named and in the same order, as one statement and one image."""
        if rows:
            self.insert_rows(table, list(rows[0]), [tuple(row.values()) for row in rows])

    def insert_rows(self, table: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        """Insert many rows as tuples of all *columns* of *table*, as one statement and one image."""
        if rows:
            self.connection.executemany(_insert(table, columns), rows)
            self._keep(table, None, [columns, *rows])

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
        self._keep(table, before, self._image(table, {**before, **values}))
        return True

    def delete(self, table: str, key: Mapping[str, object]) -> bool:
        """Delete the row of *table* named by *key*; return whether there was one."""
        before = self._image(table, key)
        if before is None:
            return False
        self.connection.execute(
            f'DELETE FROM "{table}" WHERE {_where(table)}', tuple(key[column] for column in KEYS[table])
        )
        self._keep(table, before, None)
        return True

    def rows(self, sql: str, params: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query, as this transaction sees them."""
        return self.connection.execute(sql, params).fetchall()

    def record(self, what: str, key: str | None) -> int | None:
        """Write the action into the journal; return its id, None when nothing was touched."""
        if not self._images and self._change is None:
            return None
        from json import dumps

        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        action = (at, what, dumps(self.details), key)
        if self._change is None:
            self._change = self._begin(action)
        else:
            update = "UPDATE change SET at = ?, what = ?, details = ?, key = ? WHERE id = ?"
            self.connection.execute(update, (*action, self._change))
        self._write_images()
        return self._change

    def _begin(self, action: tuple[str | None, ...]) -> int:
        insert = "INSERT INTO change (at, what, details, key) VALUES (?, ?, ?, ?)"
        return self.connection.execute(insert, action).lastrowid or 0

    def _keep(self, table: str, before: Row | None, after: Row | list[object] | None) -> None:
        many = isinstance(after, list)
        self._images.append((table, _dumped(before), _dumped(after)))
        if many or len(self._images) >= MOST_HELD:
            self._write_images()

    def _write_images(self) -> None:
        """Write what is held; the row of the action itself is completed by `record`, in the same transaction."""
        if self._change is None:
            self._change = self._begin(("", "", "{}", None))
        self.connection.executemany(
            'INSERT INTO change_row (change, position, "table", before, after) VALUES (?, ?, ?, ?, ?)',
            ((self._change, at, *image) for at, image in enumerate(self._images, start=self._written)),
        )
        self._written += len(self._images)
        self._images.clear()

    def _image(self, table: str, key: Mapping[str, object]) -> Row | None:
        row = self.connection.execute(
            f'SELECT * FROM "{table}" WHERE {_where(table)}', tuple(key[column] for column in KEYS[table])
        ).fetchone()
        return dict(row) if row else None


class _Replay(Transaction):
    """Steps through images without journalling that."""

    def _keep(self, table: str, before: Row | None, after: Row | list[object] | None) -> None:
        """Keep nothing: the journal has it."""

    def replay(self, table: str, now: Row | None, then: Row | None) -> None:
        """Turn the row that is *now* into what it was *then*; raise Refused when it is not as it should be."""
        named = now if now is not None else then
        assert named is not None
        if self._image(table, named) != now:
            raise Refused(CHANGED_OUTSIDE)
        if then is None:
            self.delete(table, named)
        elif now is None:
            self.insert(table, then)
        else:
            self.update(table, now, then)

    def replay_many(self, table: str, image: Sequence[Sequence[object]], *, undone: bool) -> None:
        """Take away the rows of an image of many, or put them back; raise Refused when they are not as they were."""
        columns, *rows = image
        names = [str(column) for column in columns]
        if not undone:
            self.insert_rows(table, names, [tuple(row) for row in rows])
            return
        keys = [[row[names.index(column)] for column in KEYS[table]] for row in rows]
        wanted = ", ".join(_quoted(column) for column in names)
        select = f'SELECT {wanted} FROM "{table}" WHERE {_where(table)}'
        for row, key in zip(rows, keys, strict=True):
            found = self.connection.execute(select, key).fetchone()
            if found is None or list(found) != row:
                raise Refused(CHANGED_OUTSIDE)
        self.connection.executemany(f'DELETE FROM "{table}" WHERE {_where(table)}', keys)


def undo(store: Store) -> Change:
    """Take back the latest change that stands and return it; raise Refused when there is none."""
    with store.transaction():
        found = store.connection.execute("SELECT * FROM change WHERE undone = 0 ORDER BY id DESC LIMIT 1").fetchone()
        if not found:
            raise Refused(mark("There is nothing to undo"))
        change = _replayed(store, found, undone=True)
    store.committed(Step(change.id, "undone"))
    return change


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
        change = _replayed(store, found, undone=False)
    store.committed(Step(change.id, "redone"))
    return change


def reverse(copy: Store, step: Step) -> None:
    """Make a *copy* of the database what it was before *step*; raise Refused when its rows were changed since."""
    with copy.transaction():
        found = copy.connection.execute("SELECT * FROM change WHERE id = ?", (step.change,)).fetchone()
        if not found:
            raise Refused(CHANGED_OUTSIDE)
        _replayed(copy, found, undone=step.how != "undone")


def change_of(store: Store, number: int) -> Change | None:
    """Return the change with this number, or None."""
    rows = store.rows("SELECT * FROM change WHERE id = ?", (number,))
    return _change(rows[0]) if rows else None


def history(store: Store, limit: int = 50) -> list[Change]:
    """Return the latest *limit* changes, newest first, those undone included."""
    return [_change(row) for row in store.rows("SELECT * FROM change ORDER BY id DESC LIMIT ?", (limit,))]


def entries_of_step(store: Store, *, back: bool) -> int:
    """Return how many entries the next undo, or with *back* False the next redo, is about, as far as it is known."""
    order = "DESC" if back else "ASC"
    rows = store.rows(f"SELECT * FROM change WHERE undone = ? ORDER BY id {order} LIMIT 1", (int(not back),))
    count = _change(rows[0]).details.get("count") if rows else 0
    return count if isinstance(count, int) else 0


def stands(store: Store, key: str) -> bool:
    """Return whether an action with this *key* was done and not undone."""
    return bool(store.rows("SELECT 1 FROM change WHERE key = ? AND undone = 0 LIMIT 1", (key,)))


def _replayed(store: Store, found: sqlite3.Row, *, undone: bool) -> Change:
    order = "DESC" if undone else "ASC"
    images = store.connection.execute(
        f'SELECT "table", before, after FROM change_row WHERE change = ? ORDER BY position {order}', (found["id"],)
    )
    replaying = _Replay(store.connection)
    # Row by row, because the images of a large import do not fit in memory together.
    for table, before, after in images:
        was, became = _loaded(before), _loaded(after)
        if isinstance(became, list):
            replaying.replay_many(table, became, undone=undone)
        else:
            replaying.replay(table, became if undone else was, was if undone else became)
    store.connection.execute("UPDATE change SET undone = ? WHERE id = ?", (int(undone), found["id"]))
    return _change(found)._replace(undone=undone)


def _change(row: sqlite3.Row) -> Change:
    return Change(row["id"], row["at"], row["what"], _loaded(row["details"]), bool(row["undone"]))


def _insert(table: str, columns: Iterable[str]) -> str:
    names = [_quoted(column) for column in columns]
    return f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'


def _quoted(column: str) -> str:
    # Column names of a replayed image come from the file, which is not trusted to hold only names.
    if not column.isidentifier():
        raise Refused(mark("The journal of this database is damaged"))
    return f'"{column}"'


def _where(table: str) -> str:
    if table not in KEYS:
        raise Refused(mark("The journal of this database is damaged"))
    return " AND ".join(f'"{column}" = ?' for column in KEYS[table])


def _dumped(row: Row | list[object] | None) -> str | None:
    from json import dumps

    return None if row is None else dumps(row)


def _loaded(image: str | None) -> Any:
    from json import loads

    return None if image is None else loads(image)
