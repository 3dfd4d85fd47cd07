"""Looking into a database: what is wrong is seen, and looking changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpitui.core.errors import Damaged, DatabaseUnusable
from kpitui.store import health
from kpitui.store.connection import Store, open_store
from kpitui.store.schema import FOREIGN, differences
from kpitui.store.version import APPLICATION_ID, SCHEMA_VERSION, application_and_version
from tests.store.test_backup import add


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
