"""The journal: what was done, and undo and redo over the images that `transaction` left of every row.

What an action means in words is left to the faces.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from kpitui.core.errors import Refused, mark
from kpitui.core.model import Change, Step
from kpitui.store.transaction import KEYS, Row, Transaction, quoted, where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kpitui.store.connection import Store

CHANGED_OUTSIDE = mark("This was changed by something other than KPITUI, so it cannot be undone or redone")


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
        wanted = ", ".join(quoted(column) for column in names)
        select = f'SELECT {wanted} FROM "{table}" WHERE {where(table)}'
        for row, key in zip(rows, keys, strict=True):
            found = self.connection.execute(select, key).fetchone()
            if found is None or list(found) != row:
                raise Refused(CHANGED_OUTSIDE)
        self.connection.executemany(f'DELETE FROM "{table}" WHERE {where(table)}', keys)


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


def _loaded(image: str | None) -> Any:
    from json import loads

    return None if image is None else loads(image)
