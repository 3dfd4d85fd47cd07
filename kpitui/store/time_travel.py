"""The database as it was before something was committed: a copy of it, in which steps are taken back again.

The database itself is only read, so that nobody who writes to it has to wait. The copy is gone afterwards.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date

from kpitui.store.connection import NAMELESS, Store, explained
from kpitui.store.copying import copy_pages

LARGEST_IN_MEMORY = 64_000_000
"""Bytes; the copy of a larger database is a file that SQLite makes for itself alone and that has no name."""

Touched = dict[int, dict[date, int]]
"""By the id of a KPI: the days whose entries were touched, ascending, and how many entries of each."""


@contextmanager
def copied(store: Store) -> Iterator[Store]:
    """Yield a copy of an open database, as it is now."""
    place = ":memory:" if os.path.getsize(store.path) <= LARGEST_IN_MEMORY else NAMELESS
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        with explained(store.path):
            copy_pages(store.connection, connection)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA trusted_schema=OFF")
        yield Store(connection, store.path)


def touched_days(store: Store, change: int) -> Touched:
    """Return which entries a change of the journal touched."""
    touched: Touched = {}
    images = store.connection.execute(
        "SELECT before, after FROM change_row WHERE change = ? AND \"table\" = 'entry' ORDER BY position", (change,)
    )
    for before, after in images:
        for kpi, day in _days(before, after):
            days = touched.setdefault(kpi, {})
            days[day] = days.get(day, 0) + 1
    return {kpi: dict(sorted(days.items())) for kpi, days in touched.items()}


def _days(before: str | None, after: str | None) -> Iterator[tuple[int, date]]:
    """Yield KPI and day of what one image is about; of an entry that moved to another day both, otherwise one."""
    was, became = (json.loads(image) if image else None for image in (before, after))
    if isinstance(became, list):
        columns, *rows = became
        kpi, day = columns.index("kpi"), columns.index("date")
        yield from ((int(row[kpi]), date.fromisoformat(row[day])) for row in rows)
    else:
        yield from {(int(row["kpi"]), date.fromisoformat(row["date"])) for row in (was, became) if row}
