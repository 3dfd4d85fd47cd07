"""Guards that what a database has stays as it was when its schema changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from kpitui.core.model import Kpi
from kpitui.store import entries, journal, kpis
from kpitui.store.connection import open_store
from kpitui.store.schema import differences
from tests.store.test_carrying import OLD


def test_more_kinds_leave_every_row_and_every_reference(tmp_path: Path) -> None:
    """The table of KPIs made anew has the rows and ids it had, the next id is none that was used, undo still works."""
    path = tmp_path / "kpitui.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLD.read_text("utf-8"))
        before = connection.execute("SELECT id, key, kind, unit, position FROM kpi ORDER BY id").fetchall()
        days = connection.execute("SELECT kpi, date, value, entries FROM daily ORDER BY 1, 2").fetchall()
        connection.execute("UPDATE sqlite_sequence SET seq = 900 WHERE name = 'kpi'")
        connection.commit()
    store = open_store(str(path))
    columns = "SELECT id, key, kind, unit, position FROM kpi ORDER BY id"
    assert [tuple(row) for row in store.rows(columns)] == before
    assert [tuple(row) for row in store.rows("SELECT kpi, date, value, entries FROM daily ORDER BY 1, 2")] == days
    assert store.rows("PRAGMA foreign_key_check") == []
    assert list(differences(store.connection)) == []
    with store.write("kpi.added") as change:
        added = kpis.add_kpi(change, Kpi(0, "longest", "Longest wait", "maximum"))
    assert added.id == 901
    with store.write("entry.logged") as change:
        entries.add_entry(change, added.id, added.created, 3.0)
    journal.undo(store)
    assert store.rows("SELECT 1 FROM entry WHERE kpi = 901") == []
