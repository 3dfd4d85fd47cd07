"""Rescue: what can be read of a damaged database is in the new one, whole and by the rules."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kpitui.core.errors import Busy, Damaged, DatabaseUnusable
from kpitui.store import rescue
from kpitui.store.connection import Store, open_store
from tests.store.test_backup import add

ENTRIES = 4000


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A database with one KPI and enough entries for many pages."""
    store = open_store(str(tmp_path / "kpitui.db"))
    add(store, "a")
    with store.write("entries.imported") as change:
        for number in range(ENTRIES):
            change.insert("entry", {"kpi": 1, "date": "2026-11-23", "id": f"{number:026}", "value": float(number)})
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return store


def test_everything_is_saved_of_a_sound_database(store: Store, tmp_path: Path) -> None:
    """Every row of every table comes through, and nothing is let go."""
    counts = rescue.rescued(store.path, str(tmp_path / "new.db"))
    assert (ENTRIES, 0) == counts["entry"]
    assert (ENTRIES + 1, 0) == counts["change_row"]
    assert "kpi" in counts and "_sqlite_migrations" not in counts
    new = open_store(str(tmp_path / "new.db"))
    for table in counts:
        sql = f'SELECT * FROM "{table}"'
        assert [tuple(row) for row in store.rows(sql)] == [tuple(row) for row in new.rows(sql)]


def test_rows_around_a_damaged_page_are_saved(store: Store, tmp_path: Path) -> None:
    """One page in the middle of the entries destroyed, those before and behind it are saved."""
    (page,) = store.rows("SELECT pageno FROM dbstat WHERE name = 'entry' AND pagetype = 'leaf' LIMIT 1 OFFSET 40")[0]
    store.close()
    with Path(store.path).open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    saved, _lost = rescue.rescued(store.path, str(tmp_path / "new.db"))["entry"]
    assert ENTRIES * 0.9 < saved < ENTRIES


def test_rows_that_break_a_rule_are_let_go(store: Store, tmp_path: Path) -> None:
    """A row that belongs to nothing any more is counted as let go, and the new database has none such."""
    store.connection.execute("PRAGMA foreign_keys=OFF")
    store.connection.execute("INSERT INTO entry (kpi, date, id, value) VALUES (9, '2026-01-01', 'y', 1)")
    counts = rescue.rescued(store.path, str(tmp_path / "new.db"))
    assert (ENTRIES, 1) == counts["entry"]


def test_nothing_to_save_is_said(tmp_path: Path) -> None:
    """Of a file without a readable row nothing is made of it."""
    path = tmp_path / "kpitui.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    with pytest.raises((Damaged, DatabaseUnusable)):
        rescue.rescued(str(path), str(tmp_path / "new.db"))
    rescue.finished(str(tmp_path / "new.db"))
    assert [path] == list(tmp_path.iterdir())


def test_indexes_and_log_are_mended(store: Store) -> None:
    """The indexes are built again, and a database without a write-ahead log gets one."""
    rescue.reindex(store)
    store.close()
    with closing(sqlite3.connect(store.path)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
    store = open_store(store.path)
    rescue.write_back_log(store)
    assert "wal" == store.rows("PRAGMA journal_mode")[0][0]


def test_what_is_saved_while_rows_are_rescued_is_seen(tmp_path: Path) -> None:
    """What another program saves after the rows were read would be lost: it is noticed, and nothing is replaced."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with rescue.watched(store.path) as refuse_if_written_to:
        refuse_if_written_to()
        add(store, "b")
        with pytest.raises(Busy):
            refuse_if_written_to()
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"\xff" * 5000)
    with rescue.watched(str(broken)) as refuse_if_written_to:
        refuse_if_written_to()
