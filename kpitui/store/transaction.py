"""Writing rows inside one user action: every row that is touched leaves an image of before and after in the journal.

Images are taken in Python and replayed with parameters: JSON made by SQLite itself loses digits of floats, and stored
SQL text would trust the file. One image is an object, the image of many new rows a list: the names of their columns and
then the rows. Going back by the images is `journal`'s work.

Ids of rows are unique on every machine and sort by the time they were made. Their form is ULID: 48 bits of milliseconds
and 80 random bits, as 26 letters and digits of Crockford's base 32.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from kpitui.core.errors import GONE, NotFound, Refused, mark
from kpitui.core.text import replaced

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
    "planned": ("id",),
    "settlement": ("planned", "date"),
}
"""The tables that can be changed by a user action, with the columns that name a row."""

MANY = ("entry",)
"""The tables of which many new rows are inserted at once and kept as one image."""

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
        """Insert many rows as tuples of all *columns* of *table*, one of `MANY`, as one statement and one image."""
        if table not in MANY:
            raise Refused(mark("The history of this database is damaged. See: kpitui doctor"))
        if rows:
            self.connection.executemany(_insert(table, columns), rows)
            self._keep(table, None, [columns, *rows])

    def update(self, table: str, key: Mapping[str, object], values: Mapping[str, object]) -> bool:
        """Set *values* in the row of *table* named by *key*; return whether anything became different."""
        before = self._image(table, key)
        if before is None or all(before[column] == value for column, value in values.items()):
            return False
        settings = ", ".join(f"{quoted(column)} = ?" for column in values)
        self.connection.execute(
            f'UPDATE "{table}" SET {settings} WHERE {where(table)}',
            (*values.values(), *(key[column] for column in KEYS[table])),
        )
        self._keep(table, before, self._image(table, {**before, **values}))
        return True

    def update_changed(
        self, table: str, key: Mapping[str, object], before: Mapping[str, object], after: Mapping[str, object]
    ) -> bool:
        """Set what *after* has other than *before*, as the row of *table* was read; return whether anything differs.

        What others changed meanwhile stays. Raises NotFound when the row is gone: what was typed must not be lost.
        """
        if self._image(table, key) is None:
            raise NotFound(GONE)
        return self.update(table, key, {name: value for name, value in after.items() if before[name] != value})

    def delete(self, table: str, key: Mapping[str, object]) -> bool:
        """Delete the row of *table* named by *key*; return whether there was one."""
        before = self._image(table, key)
        if before is None:
            return False
        self.connection.execute(
            f'DELETE FROM "{table}" WHERE {where(table)}', tuple(key[column] for column in KEYS[table])
        )
        self._keep(table, before, None)
        return True

    def rows(self, sql: str, params: Sequence[object] | Mapping[str, object] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query, as this transaction sees them."""
        return self.connection.execute(sql, params).fetchall()

    def record(self, what: str, key: str | None) -> int | None:
        """Write the action into the journal; return its id, None when nothing was touched."""
        if not self._images and self._change is None:
            return None
        from json import dumps

        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        details = {name: replaced(value) if isinstance(value, str) else value for name, value in self.details.items()}
        action = (moment, what, dumps(details), key)
        if self._change is None:
            self._change = self._begin(action)
        else:
            update = "UPDATE change SET at = ?, what = ?, details = ?, key = ? WHERE id = ?"
            self.connection.execute(update, (*action, self._change))
        self._write_images()
        return self._change

    def _begin(self, action: tuple[str | None, ...]) -> int:
        # What was undone before is passed over by this, as in every editor, also when this is undone itself.
        self.connection.execute("UPDATE change SET superseded = 1 WHERE undone = 1 AND superseded = 0")
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
            ((self._change, position, *image) for position, image in enumerate(self._images, start=self._written)),
        )
        self._written += len(self._images)
        self._images.clear()

    def _image(self, table: str, key: Mapping[str, object]) -> Row | None:
        row = self.connection.execute(
            f'SELECT * FROM "{table}" WHERE {where(table)}', tuple(key[column] for column in KEYS[table])
        ).fetchone()
        return dict(row) if row else None


def _insert(table: str, columns: Iterable[str]) -> str:
    if table not in KEYS:
        raise Refused(mark("The history of this database is damaged. See: kpitui doctor"))
    names = [quoted(column) for column in columns]
    return f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'


def quoted(column: str) -> str:
    """Return the name of a column as SQL has it; raise Refused when it is none, as in an image that somebody forged."""
    if not column.isidentifier():
        raise Refused(mark("The history of this database is damaged. See: kpitui doctor"))
    return f'"{column}"'


def where(table: str) -> str:
    """Return the condition that names one row of *table*, for the values of its `KEYS`; raise Refused without any."""
    if table not in KEYS:
        raise Refused(mark("The history of this database is damaged. See: kpitui doctor"))
    return " AND ".join(f'"{column}" = ?' for column in KEYS[table])


def _dumped(row: Row | list[object] | None) -> str | None:
    from json import dumps

    return None if row is None else dumps(row)


ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_latest = 0
"""The last number made, so that the next one is higher whatever the clock does."""


def new_id() -> str:
    """Return one new id."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[str]:
    """Return *count* new ids in ascending order, all of this moment."""
    global _latest  # noqa: PLW0603  order within a millisecond is a matter of the whole process
    moment = time.time_ns() // 1_000_000
    # The top random bit is left clear so that counting up from it never runs into the time.
    fresh = (moment << 80) | (int.from_bytes(os.urandom(10), "big") >> 1)
    first = fresh if fresh >> 80 > _latest >> 80 else _latest + 1
    _latest = first + count - 1
    return [_letters(first)] if count == 1 else _run_of_letters(first, count)


def made_at(ident: str) -> float | None:
    """Return when *ident* was made, in seconds since 1970; None where it is no id of this form."""
    head = ident[:10].upper()
    if len(ident) != 26 or any(letter not in ALPHABET for letter in head):
        return None
    number = 0
    for letter in head:
        number = number * 32 + ALPHABET.index(letter)
    return number / 1000


def _letters(number: int) -> str:
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def _run_of_letters(first: int, count: int) -> list[str]:
    """Return the letters of *count* numbers from *first* on, four of them at a time from a table."""
    pairs = [first_letter + second_letter for first_letter in ALPHABET for second_letter in ALPHABET]
    letters: list[str] = []
    number, end = first, first + count
    while number < end:
        block_end = min(end, (number | 0xFFFFF) + 1)
        start = _letters(number)[:-4]
        letters += [
            start + pairs[low_bits >> 10] + pairs[low_bits & 1023]
            for low_bits in range(number & 0xFFFFF, block_end - (number & ~0xFFFFF))
        ]
        number = block_end
    return letters
