"""Reading what leaves the database: entries in the order of a file, and the whole of it as SQL.

Call these inside `content.snapshot`, so that a file is of one moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kpitui.store.connection import explained
from kpitui.store.version import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from kpitui.store.connection import Store


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
