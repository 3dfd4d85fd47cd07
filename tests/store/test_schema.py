"""What may be in a database besides rows: no code of others, and in a backup the schema that KPITUI makes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kpitui.core.errors import DatabaseUnusable
from kpitui.store import backups
from kpitui.store.connection import open_store
from kpitui.store.schema import (
    APPLICATION_ID,
    CODE,
    SCHEMA_VERSION,
    VIEWS,
    application_and_version,
    differences,
    expected_schema,
    refuse_newer,
)
from tests.store.test_backups import keys, nothing, store_with

pytestmark = pytest.mark.thorough


def test_the_views_of_this_version_are_known() -> None:
    """A view that a migration makes stands in the list, or every database would be refused."""
    assert {name.removeprefix("view ") for name in expected_schema() if name.startswith("view ")} <= set(VIEWS)


def test_our_own_schema_holds_no_code(tmp_path: Path) -> None:
    """A new database is as it should be, also where SQLite wrote the statements down with other spacing and quotes."""
    store = open_store(str(tmp_path / "kpitui.db"))
    assert None is store.connection.execute(CODE).fetchone()
    assert [] == list(differences(store.connection))
    store.connection.execute("PRAGMA writable_schema=ON")
    store.connection.execute(
        """UPDATE sqlite_master SET sql = replace(sql, 'CREATE VIEW daily', 'create  view "daily"')"""
    )
    assert [] == list(differences(store.connection))


UNFIT = {
    "holds a trigger t": "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END",
    "holds a view setting": "PRAGMA legacy_alter_table=ON; ALTER TABLE setting RENAME TO x; "
    "CREATE VIEW setting AS SELECT key, value FROM x",
    "view daily is missing": "DROP VIEW daily",
    "view daily is": "DROP VIEW daily; CREATE VIEW daily AS SELECT 1 AS kpi, 2 AS date, 3 AS value, 4 AS entries",
    "table one_off is": "DROP TABLE one_off; CREATE TABLE one_off (kpi INTEGER, date TEXT)",
    "index entry_import_key is": "DROP INDEX entry_import_key; CREATE INDEX entry_import_key ON entry (import_key)",
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("how", ["into", "over"])
@pytest.mark.parametrize("words", UNFIT)
def test_a_backup_with_anything_of_others_is_not_put_back(tmp_path: Path, words: str, how: str) -> None:
    """Refused with what is wrong with it, before anything is touched, however it would be put back."""
    store = store_with(tmp_path, "a")
    copy = backups.write_backup(store.connection, str(tmp_path / "copy.db"))
    with closing(sqlite3.connect(copy)) as other:
        other.executescript(UNFIT[words])
    with pytest.raises(DatabaseUnusable, match=words):
        backups.restore(store.connection, copy) if how == "into" else backups.replace(store.path, copy, nothing)
    assert ["a"] == keys(store)


def test_a_table_that_somebody_added_stands_in_nobodys_way(tmp_path: Path) -> None:
    """Rows beside ours, and an index on ours, change no figure: such a backup is put back."""
    store = store_with(tmp_path, "a")
    copy = backups.write_backup(store.connection, str(tmp_path / "copy.db"))
    with closing(sqlite3.connect(copy)) as other:
        other.executescript("CREATE TABLE mine (x); CREATE INDEX mine_too ON entry (value)")
    backups.restore(store.connection, copy)
    assert ["a"] == keys(store)


def test_an_older_backup_is_looked_at_as_it_will_be(tmp_path: Path) -> None:
    """One of an older version is brought up in a copy first; what does not fit then is refused."""
    store = store_with(tmp_path, "a")
    copy = backups.write_backup(store.connection, str(tmp_path / "copy.db"))
    older = """
        DROP VIEW part_share; DROP INDEX change_redo; ALTER TABLE change DROP COLUMN superseded; PRAGMA user_version=5;
        DELETE FROM _sqlite_migrations WHERE name LIKE 'm009%' OR name LIKE 'm017%';
    """
    with closing(sqlite3.connect(copy)) as other:
        other.executescript(older)
    before = Path(copy).read_bytes()
    assert backups.is_restorable(copy)
    with closing(sqlite3.connect(copy)) as other:
        other.execute("DROP TABLE review")
    assert not backups.is_restorable(copy)
    assert before != Path(copy).read_bytes()


def test_a_new_database_is_ours_and_of_this_version(tmp_path: Path) -> None:
    """The file that is made carries our mark and the version that this program knows."""
    store = open_store(str(tmp_path / "kpitui.db"))
    assert (APPLICATION_ID, SCHEMA_VERSION) == application_and_version(store.connection)
    store.close()


def test_only_a_newer_version_is_refused() -> None:
    """Ours and older ones pass; one that is newer is refused with both versions."""
    refuse_newer(SCHEMA_VERSION, "x.db")
    with pytest.raises(DatabaseUnusable) as refused:
        refuse_newer(SCHEMA_VERSION + 1, "x.db")
    assert {"path": "x.db", "found": SCHEMA_VERSION + 1, "known": SCHEMA_VERSION} == refused.value.params
