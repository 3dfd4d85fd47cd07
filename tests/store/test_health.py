"""Looking into a database: what is wrong is seen, and looking changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kpitui.core.errors import Busy, Damaged, DatabaseUnusable
from kpitui.store import health
from kpitui.store.connection import Store, open_store
from kpitui.store.schema import APPLICATION_ID, FOREIGN, SCHEMA_VERSION, application_and_version, differences
from tests.store.test_backups import add


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A database with one KPI and one entry in the future."""
    store = open_store(str(tmp_path / "kpitui.db"))
    add(store, "a")
    with store.write("entry.logged") as change:
        change.insert("entry", {"kpi": 1, "date": "2026-11-25", "id": "x", "value": 1.5})
    return store


def test_a_healthy_database(store: Store) -> None:
    """Nothing is found, and the marks, days and moments are those of the file."""
    with health.looked_into(store.path) as connection:
        assert (APPLICATION_ID, SCHEMA_VERSION) == application_and_version(connection)
        assert ([], False) == health.damage(connection)
        assert {} == health.dangling(connection)
        assert [] == list(differences(connection))
        assert 0 == health.journal_faults(connection)
        assert health.latest_change_fits(connection)
        assert (1, "2026-11-25") == health.days_ahead(connection, date(2026, 11, 23))
        assert (0, None) == health.days_ahead(connection, date(2026, 11, 25))
        assert (health.latest_moment(connection) or "").startswith("20")
        assert 0 == health.drafts_before(connection, "9999")
        assert "wal" == health.journal_mode(connection, store.path)


def test_what_others_wrote_is_seen(store: Store) -> None:
    """A row changed outside, an image that is no JSON, a row without parent and a trigger are found."""
    store.connection.execute("UPDATE entry SET value = 2")
    with health.looked_into(store.path) as connection:
        assert not health.latest_change_fits(connection)
    store.connection.execute("PRAGMA foreign_keys=OFF")
    store.connection.execute("INSERT INTO entry (kpi, date, id, value) VALUES (9, '2026-01-01', 'y', 1)")
    store.connection.execute("UPDATE change_row SET after = '{' WHERE change = 2")
    store.connection.execute("CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END")
    with health.looked_into(store.path) as connection:
        assert {"entry": 1} == health.dangling(connection)
        assert 1 == health.journal_faults(connection)
        assert [("trigger t", FOREIGN)] == list(differences(connection))


def test_a_file_that_is_none_of_it(tmp_path: Path) -> None:
    """A text is called damaged, a missing file unusable, and neither is made or changed."""
    path = tmp_path / "kpitui.db"
    path.write_text("a letter to my aunt " * 200)
    with pytest.raises(Damaged), health.looked_into(str(path)):
        pass
    with pytest.raises(DatabaseUnusable), health.looked_into(str(tmp_path / "none.db")):
        pass
    assert [path] == list(tmp_path.iterdir())


ENTRIES = 4000


@pytest.fixture
def large_store(tmp_path: Path) -> Store:
    """A database with one KPI and enough entries for many pages."""
    large_store = open_store(str(tmp_path / "kpitui.db"))
    add(large_store, "a")
    with large_store.write("entries.imported") as change:
        for number in range(ENTRIES):
            change.insert("entry", {"kpi": 1, "date": "2026-11-23", "id": f"{number:026}", "value": float(number)})
    large_store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return large_store


def test_everything_is_saved_of_a_sound_database(large_store: Store, tmp_path: Path) -> None:
    """Every row of every table comes through, and nothing is let go."""
    counts = health.rescued(large_store.path, str(tmp_path / "new.db"))
    assert (ENTRIES, 0) == counts["entry"]
    assert (ENTRIES + 1, 0) == counts["change_row"]
    assert "kpi" in counts and "_sqlite_migrations" not in counts
    new = open_store(str(tmp_path / "new.db"))
    for table in counts:
        sql = f'SELECT * FROM "{table}"'
        assert [tuple(row) for row in large_store.rows(sql)] == [tuple(row) for row in new.rows(sql)]


def test_rows_around_a_damaged_page_are_saved(large_store: Store, tmp_path: Path) -> None:
    """One page in the middle of the entries destroyed, those before and behind it are saved."""
    (page,) = large_store.rows(
        "SELECT pageno FROM dbstat WHERE name = 'entry' AND pagetype = 'leaf' LIMIT 1 OFFSET 40"
    )[0]
    large_store.close()
    with Path(large_store.path).open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    saved, _lost = health.rescued(large_store.path, str(tmp_path / "new.db"))["entry"]
    assert ENTRIES * 0.9 < saved < ENTRIES


def test_rows_that_break_a_rule_are_let_go(large_store: Store, tmp_path: Path) -> None:
    """A row that belongs to nothing any more is counted as let go, and the new database has none such."""
    large_store.connection.execute("PRAGMA foreign_keys=OFF")
    large_store.connection.execute("INSERT INTO entry (kpi, date, id, value) VALUES (9, '2026-01-01', 'y', 1)")
    counts = health.rescued(large_store.path, str(tmp_path / "new.db"))
    assert (ENTRIES, 1) == counts["entry"]


def test_nothing_to_save_is_said(tmp_path: Path) -> None:
    """Of a file without a readable row nothing is made of it."""
    path = tmp_path / "kpitui.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    with pytest.raises((Damaged, DatabaseUnusable)):
        health.rescued(str(path), str(tmp_path / "new.db"))
    health.finished(str(tmp_path / "new.db"))
    assert [path] == list(tmp_path.iterdir())


def test_indexes_and_log_are_mended(large_store: Store) -> None:
    """The indexes are built again, and a database without a write-ahead log gets one."""
    health.reindex(large_store)
    large_store.close()
    with closing(sqlite3.connect(large_store.path)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
    large_store = open_store(large_store.path)
    health.write_back_log(large_store)
    assert "wal" == large_store.rows("PRAGMA journal_mode")[0][0]


def test_what_is_saved_while_rows_are_rescued_is_seen(tmp_path: Path) -> None:
    """What another program saves after the rows were read would be lost: it is noticed, and nothing is replaced."""
    large_store = open_store(str(tmp_path / "kpitui.db"))
    with health.watched(large_store.path) as refuse_if_written_to:
        refuse_if_written_to()
        add(large_store, "b")
        with pytest.raises(Busy):
            refuse_if_written_to()
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"\xff" * 5000)
    with health.watched(str(broken)) as refuse_if_written_to:
        refuse_if_written_to()
