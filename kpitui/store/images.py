"""The images of rows in the journal, read as what nobody vouches for: a file may come from anywhere, its journal too.

An image is one row as JSON object, or many new rows as one array: the names of their columns, then the rows. What is
neither, or names a table or a column that is not there, was written by no KPITUI and is refused before any of it
becomes part of a statement.
"""

from __future__ import annotations

from math import isfinite

from kpitui.store.transaction import KEYS, MANY, Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from typing import Any

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
