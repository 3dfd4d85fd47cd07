"""Entries in the order of a file, and the database as statements."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from kpitui.core.model import Kpi
from kpitui.store import entries, kpis
from kpitui.store.connection import open_store
from kpitui.store.dump import entries_by_day, statements

DAY = date(2026, 11, 23)


def test_entries_come_by_day_then_in_the_order_of_kpis(tmp_path: Path) -> None:
    """Within a day an entry with a time comes before one without."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("x.y") as change:
        first, second = (kpis.add_kpi(change, Kpi(0, key, key, "flow", created=DAY)).id for key in ("a", "b"))
        for kpi, day, value, time in (
            (first, DAY, 1, None),
            (first, DAY, 2, "09:00"),
            (second, DAY, 3, None),
            (first, date(2026, 11, 22), 4, None),
        ):
            entries.add_entry(change, kpi, day, value, time=time)
    assert [row[2] for row in entries_by_day(store, [second, first], date.min, date.max)] == [4, 3, 2, 1]
    assert [row[2] for row in entries_by_day(store, [first], DAY, DAY)] == [2, 1]
    store.close()


def test_statements_have_their_values_beside_them(tmp_path: Path) -> None:
    """Run one after the other they make the database anew."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("x.y") as change:
        kpis.add_kpi(change, Kpi(0, "a", "it's ?", "flow", created=DAY))
    copy = sqlite3.connect(tmp_path / "copy.db", isolation_level=None)
    for statement, values in statements(store):
        copy.execute(statement, values or ())
    assert copy.execute("SELECT name FROM kpi").fetchall() == [("it's ?",)]
    assert copy.execute("SELECT seq FROM sqlite_sequence WHERE name = 'kpi'").fetchall() == [(1,)]
    copy.close()
    store.close()
