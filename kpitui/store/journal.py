"""The journal: what was done, and undo and redo over the images that `transaction` left of every row.

Images are read as what nobody vouches for: a file may come from anywhere, its journal too. What is neither a row as an
object nor many new rows as an array, or names a table or a column that is not there, was written by no KPITUI and is
refused before any of it becomes part of a statement. What an action means in words is left to the faces.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from math import isfinite

from kpitui.core.errors import Refused, mark
from kpitui.core.model import Change, Step
from kpitui.store.transaction import KEYS, MANY, Row, Transaction, quoted, where

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from kpitui.store.connection import Store


SCALARS = {str, int, float, type(None)}
LARGEST_INTEGER = 2**63


class NotOurs(ValueError):
    """An image, or what is kept about a change, that no KPITUI wrote."""


class Image:
    """What one row, or many new rows of one table, were before a change and after it."""

    __slots__ = ("after", "before", "columns", "rows", "table")

    def __init__(self, table: str, before: Row | None, after: Row | None) -> None:
        self.table = table
        self.before = before
        self.after = after
        self.columns: list[str] = []
        self.rows: list[list[object]] = []
        """Of many new rows their values, in the order of *columns*; empty where the image is of one row."""


class Images:
    """Reads the images of one open database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._columns: dict[str, frozenset[str]] = {}

    def read(self, table: str, before: str | None, after: str | None) -> Image:
        """Return an image of the journal; raise NotOurs when no KPITUI wrote it."""
        was, became = loaded(before), loaded(after)
        if isinstance(became, list):
            if was is not None or table not in MANY:
                raise NotOurs(table)
            return self._many(table, became)
        if was is None and became is None:
            raise NotOurs(table)
        return Image(table, self._row(table, was), self._row(table, became))

    def _many(self, table: str, image: list[Any]) -> Image:
        columns, *rows = image or [None]
        if not isinstance(columns, list) or not all(isinstance(column, str) for column in columns) or not rows:
            raise NotOurs(table)
        self._check_columns(table, columns)
        if len(set(columns)) < len(columns):
            raise NotOurs(table)
        for row in rows:
            if not isinstance(row, list) or len(row) != len(columns) or not _storable(row):
                raise NotOurs(table)
        many = Image(table, None, None)
        many.columns, many.rows = columns, rows
        return many

    def _row(self, table: str, row: Any) -> Row | None:
        if row is None:
            return None
        if not isinstance(row, dict) or not _storable(row.values()):
            raise NotOurs(table)
        self._check_columns(table, row)
        return row

    def _check_columns(self, table: str, columns: Mapping[str, object] | list[str]) -> None:
        """Raise NotOurs unless *columns* are of a table that can be changed, and name its rows."""
        if table not in KEYS:
            raise NotOurs(table)
        if table not in self._columns:
            info = self._connection.execute(f'PRAGMA table_info("{table}")')
            self._columns[table] = frozenset(row[1] for row in info)
        if not self._columns[table].issuperset(columns) or not set(columns).issuperset(KEYS[table]):
            raise NotOurs(table)


def loaded(text: str | None) -> Any:
    """Return what JSON of the journal holds, None for none; raise NotOurs for what is no JSON or holds no number."""
    if text is None:
        return None
    from json import loads

    try:
        return loads(text, parse_constant=_refuse)
    except (ValueError, TypeError, RecursionError) as error:
        raise NotOurs(str(error)) from error


def details(text: str) -> dict[str, Any]:
    """Return what the history keeps about a change; nothing where that is not what a KPITUI keeps."""
    try:
        facts = loaded(text)
    except NotOurs:
        return {}
    whole = isinstance(facts, dict) and _storable(
        part for value in facts.values() for part in (value if isinstance(value, list) else [value])
    )
    return facts if whole else {}


def _storable(values: Any) -> bool:
    """Tell whether every one of *values* can stand in a column: text, a finite number of 64 bits, or nothing."""
    for value in values:
        kind = type(value)
        if kind not in SCALARS:
            return False
        if kind is float and not isfinite(value):
            return False
        if kind is int and not -LARGEST_INTEGER <= value < LARGEST_INTEGER:
            return False
        if kind is str and not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:  # half of a character, which SQLite does not take
                return False
    return True


def _refuse(constant: str) -> Any:
    raise NotOurs(constant)


CHANGED_OUTSIDE = mark("This change can't be undone or redone: another program changed the same data")
NOT_FITTING = mark("Step {number} of the history does not fit this database. Nothing was changed. See: kpitui doctor")

NEXT_UNDONE = "SELECT * FROM change WHERE undone = 0 ORDER BY id DESC LIMIT 1"
NEXT_REDONE = "SELECT * FROM change WHERE undone = 1 AND superseded = 0 ORDER BY id LIMIT 1"
"""What was undone last: of the changes that no later one has passed over, the oldest."""


class _Replay(Transaction):
    """Steps through images without journalling that."""

    def _keep(self, table: str, before: Row | None, after: Row | list[object] | None) -> None:
        """Keep nothing: the journal has it."""

    def replay(self, table: str, now: Row | None, then: Row | None) -> None:
        """Turn the row that is *now* into what it was *then*; raise Refused when it is not as it should be."""
        named = now if now is not None else then
        assert named is not None
        there = self._image(table, named)
        if there is not None and now is not None:
            # A column that came with a later version stands in no image from before it.
            there = {column: there[column] for column in now}
        if there != now:
            raise Refused(CHANGED_OUTSIDE)
        if then is None:
            self.delete(table, named)
        elif now is None:
            self.insert(table, then)
        else:
            self.update(table, now, then)

    def replay_many(self, table: str, names: Sequence[str], rows: Sequence[list[object]], *, undone: bool) -> None:
        """Take away the rows of an image of many, or put them back; raise Refused when they are not as they were."""
        if not undone:
            self.insert_rows(table, names, [tuple(row) for row in rows])
            return
        keys = [[row[names.index(column)] for column in KEYS[table]] for row in rows]
        columns = ", ".join(quoted(column) for column in names)
        select = f'SELECT {columns} FROM "{table}" WHERE {where(table)}'
        for row, key in zip(rows, keys, strict=True):
            current = self.connection.execute(select, key).fetchone()
            if current is None or list(current) != row:
                raise Refused(CHANGED_OUTSIDE)
        self.connection.executemany(f'DELETE FROM "{table}" WHERE {where(table)}', keys)


def undo(store: Store) -> Change:
    """Take back the latest change that stands and return it; raise Refused when there is none."""
    return undo_many(store, 1)[0]


def redo(store: Store) -> Change:
    """Do the change that was undone last once more and return it; raise Refused when there is none.

    A change made after an undo closes the way back: what was undone before it can no longer be redone.
    """
    return redo_many(store, 1)[0]


def undo_many(store: Store, most: int) -> list[Change]:
    """Take back the latest changes that stand, at most so many, all of them or none; return them in that order.

    Raises Refused when there is none, or when one of them cannot be undone.
    """
    return _step(store, most, undone=True)


def redo_many(store: Store, most: int) -> list[Change]:
    """Do the changes that were undone last once more, at most so many, all of them or none; return them in that order.

    Raises Refused when there is none, or when one of them cannot be redone.
    """
    return _step(store, most, undone=False)


def _step(store: Store, most: int, *, undone: bool) -> list[Change]:
    changes: list[Change] = []
    with store.transaction():
        while len(changes) < most and (
            row := store.connection.execute(NEXT_UNDONE if undone else NEXT_REDONE).fetchone()
        ):
            changes.append(_replayed(store, row, undone=undone))
        if not changes:
            raise Refused(mark("Nothing to undo") if undone else mark("Nothing to redo"))
    for change in changes:
        store.committed(Step(change.id, "undone" if undone else "redone"))
    return changes


def undo_since(store: Store, number: int) -> None:
    """Take back every change that stands and came after the one with this *number*, of a copy that nobody keeps.

    Raises Refused when one of them cannot be undone.
    """
    newest = "SELECT * FROM change WHERE undone = 0 AND id > ? ORDER BY id DESC LIMIT 1"
    with store.transaction():
        while row := store.connection.execute(newest, (number,)).fetchone():
            _replayed(store, row, undone=True)


def reverse(copy: Store, step: Step) -> None:
    """Make a *copy* of the database what it was before *step*; raise Refused when its rows were changed since."""
    with copy.transaction():
        row = copy.connection.execute("SELECT * FROM change WHERE id = ?", (step.change,)).fetchone()
        if not row:
            raise Refused(CHANGED_OUTSIDE)
        _replayed(copy, row, undone=step.how != "undone")


def change_of(store: Store, number: int) -> Change | None:
    """Return the change with this number, or None."""
    rows = store.rows("SELECT * FROM change WHERE id = ?", (number,))
    return _change(rows[0]) if rows else None


LATER = "coalesce(CASE WHEN json_valid(details) THEN json_extract(details, '$.today') > :day END, at >= :moment)"
"""Whether a change was made after a day: by the clock, or by the day that had been put in its place."""


def history(store: Store, limit: int = 50, until: tuple[date, str] | None = None) -> list[Change]:
    """Return the latest *limit* changes, newest first, those undone included.

    With *until*, a day and the ISO moment in UTC at which it is over, only those that were made by then.
    """
    if until is None:
        return [_change(row) for row in store.rows("SELECT * FROM change ORDER BY id DESC LIMIT ?", (limit,))]
    day, moment = until
    rows = store.rows(
        f"SELECT * FROM change WHERE NOT {LATER} ORDER BY id DESC LIMIT :limit",
        {"day": day.isoformat(), "moment": moment, "limit": limit},
    )
    return [_change(row) for row in rows]


OF_A_DAY = """
SELECT change.id, at, what, details, undone, before, after FROM change_row JOIN change ON change.id = change_row.change
WHERE "table" = 'entry' AND before IS NOT NULL AND NOT undone AND instr(before, :day) ORDER BY change.id, position
"""
"""Entries that a change altered or deleted; what they were stands ahead of the long images of imports in a row."""


def earlier_images(store: Store, kpi: int, day: date) -> list[tuple[Change, Row]]:
    """Return the entries of a KPI on *day* that are no longer as they were: what each was, and until which change.

    The oldest change first. Changes that were undone count as never made; images that no KPITUI wrote are left out.
    """
    reader, earlier = Images(store.connection), []
    for row in store.rows(OF_A_DAY, {"day": day.isoformat()}):
        try:
            image = reader.read("entry", row["before"], row["after"])
        except NotOurs:
            continue
        was, became = image.before or {}, image.after
        if (was.get("kpi"), was.get("date")) != (kpi, day.isoformat()):
            continue
        if became is None or any(became.get(column) != was.get(column) for column in SHOWN):
            earlier.append((_change(row), was))
    return earlier


LONGEST_IMAGE = 4000
"""Signs of an image of many new rows beyond which it is not read to be shown: that of an import has millions."""


def entry_images(store: Store, change: int, most: int) -> list[tuple[Row | None, Row | None]]:
    """Return entries as they were before and after a change, at most so many; images no KPITUI wrote are left out."""
    reader = Images(store.connection)
    images: list[tuple[Row | None, Row | None]] = []
    rows = store.rows(
        """SELECT before, after FROM change_row
        WHERE change = ? AND "table" = 'entry' AND length(coalesce(after, '')) <= ? ORDER BY position LIMIT ?""",
        (change, LONGEST_IMAGE, most),
    )
    for row in rows:
        try:
            image = reader.read("entry", row["before"], row["after"])
        except NotOurs:
            continue
        if image.rows:
            images += [(None, dict(zip(image.columns, values, strict=True))) for values in image.rows]
        else:
            images.append((image.before, image.after))
    return images[:most]


SHOWN = ("date", "time", "value", "note")
"""The columns of an entry that a person can change."""


def entries_of_step(store: Store, *, back: bool) -> int:
    """Return how many entries the next undo, or with *back* False the next redo, is about, as far as it is known."""
    rows = store.rows(NEXT_UNDONE if back else NEXT_REDONE)
    count = _change(rows[0]).details.get("count") if rows else 0
    return count if isinstance(count, int) else 0


def stands(store: Store, key: str) -> bool:
    """Return whether an action with this *key* was done and not undone."""
    return bool(store.rows("SELECT 1 FROM change WHERE key = ? AND undone = 0 LIMIT 1", (key,)))


def _replayed(store: Store, row: sqlite3.Row, *, undone: bool) -> Change:
    order = "DESC" if undone else "ASC"
    images = store.connection.execute(
        f'SELECT "table", before, after FROM change_row WHERE change = ? ORDER BY position {order}', (row["id"],)
    )
    replaying, reader = _Replay(store.connection), Images(store.connection)
    try:
        # Row by row, because the images of a large import do not fit in memory together.
        for table, before, after in images:
            image = reader.read(table, before, after)
            if image.rows:
                replaying.replay_many(table, image.columns, image.rows, undone=undone)
            elif undone:
                replaying.replay(table, image.after, image.before)
            else:
                replaying.replay(table, image.before, image.after)
    except NotOurs as error:
        raise Refused(NOT_FITTING, number=row["id"]) from error
    except sqlite3.IntegrityError as error:
        raise Refused(CHANGED_OUTSIDE) from error
    store.connection.execute("UPDATE change SET undone = ? WHERE id = ?", (int(undone), row["id"]))
    return _change(row)._replace(undone=undone)


def _change(row: sqlite3.Row) -> Change:
    return Change(row["id"], row["at"], row["what"], details(row["details"]), bool(row["undone"]))


def newest(store: Store) -> tuple[int, int]:
    """Return the numbers of the newest change and of the newest that stands; they differ whenever data was changed."""
    ((newest_id,),) = store.rows("SELECT coalesce(max(id), 0) FROM change")
    ((standing_id,),) = store.rows("SELECT coalesce(max(id), 0) FROM change WHERE undone = 0")
    return newest_id, standing_id
