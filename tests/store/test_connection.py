"""Opening the database: private, ours, of a known version; everything else is refused with a sentence, untouched."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kpitui.core.errors import DatabaseUnusable
from kpitui.store.connection import open_store
from kpitui.store.version import APPLICATION_ID, SCHEMA_VERSION


def test_a_new_database_is_private_and_marked_as_ours(tmp_path: Path) -> None:
    """File mode 0600 in a folder 0700 whatever the umask; application id and schema version are set; WAL."""
    path = tmp_path / "data" / "kpitui.db"
    old = os.umask(0)
    try:
        store = open_store(str(path))
    finally:
        os.umask(old)
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert 0o700 == stat.S_IMODE(path.parent.stat().st_mode)
    pragmas = [store.rows(f"PRAGMA {name}")[0][0] for name in ("application_id", "user_version", "journal_mode")]
    assert [APPLICATION_ID, SCHEMA_VERSION, "wal"] == pragmas
    assert 1 == store.rows("PRAGMA foreign_keys")[0][0]


@pytest.mark.usefixtures("durable")
def test_it_waits_for_the_disk_at_every_commit(tmp_path: Path) -> None:
    """FULL is 2: what was acknowledged is there after a power cut."""
    for _time in ("new", "old"):
        store = open_store(str(tmp_path / "kpitui.db"))
        assert 2 == store.rows("PRAGMA synchronous")[0][0]
        store.close()


def test_tables_are_strict(tmp_path: Path) -> None:
    """Text in a number column, a day that does not exist and a foreign id are refused by the file itself."""
    store = open_store(str(tmp_path / "kpitui.db"))
    store.connection.execute("INSERT INTO kpi (key, name, kind, created) VALUES ('a', 'A', 'flow', '2026-01-01')")
    insert = "INSERT INTO entry (kpi, date, id, value) VALUES (?, ?, 'x', ?)"
    for row in ((1, "2026-11-23", "abc"), (1, "2026-02-30", 1.0), (2, "2026-11-23", 1.0), (1, "2026-11-23", 1e300)):
        with pytest.raises(sqlite3.IntegrityError):
            store.connection.execute(insert, row)


def test_a_missing_database_is_not_made_unless_asked(tmp_path: Path) -> None:
    """Reading commands never create a file."""
    path = tmp_path / "kpitui.db"
    with pytest.raises(DatabaseUnusable, match="no database"):
        open_store(str(path), create=False)
    assert not path.exists()


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE t (x)")
        other.commit()


def _newer(path: Path) -> None:
    store = open_store(str(path))
    store.connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    store.close()


def _text(path: Path) -> None:
    path.write_text("this is not a database, but it is long enough to be looked at by SQLite " * 20)


def _damaged(path: Path) -> None:
    open_store(str(path)).close()
    content = path.read_bytes()
    path.write_bytes(b"\xff" * 100 + content[100:])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(_foreign, "another program"), (_newer, "newer KPITUI"), (_text, "no database"), (_damaged, "no database")],
)
def test_an_unusable_file_is_left_as_it_was(tmp_path: Path, spoil: object, words: str) -> None:
    """A foreign, newer, damaged or mistaken file gives one sentence and stays byte for byte the same."""
    path = tmp_path / "kpitui.db"
    assert callable(spoil)
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusable, match=words):
        open_store(str(path))
    assert before == path.read_bytes()


def test_a_link_is_refused(tmp_path: Path) -> None:
    """A symbolic link in the place of the database is not followed."""
    real, link = tmp_path / "real.db", tmp_path / "kpitui.db"
    open_store(str(real)).close()
    link.symlink_to(real)
    with pytest.raises(DatabaseUnusable, match="link"):
        open_store(str(link))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder in the place of the database is refused."""
    with pytest.raises(DatabaseUnusable, match="not a file"):
        open_store(str(tmp_path))


def test_a_locked_database_is_said_to_be_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When another program does not let go, the wait ends with a sentence and nothing is written."""
    monkeypatch.setattr("kpitui.store.connection.PATIENCE", 0.05)
    path = str(tmp_path / "kpitui.db")
    store = open_store(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnusable, match="being written"), store.write("entry.logged"):
            pass
    assert [] == store.rows("SELECT * FROM change")


@pytest.mark.process
def test_two_processes_may_create_it_at_once(tmp_path: Path) -> None:
    """Several first starts at the same moment end with one sound database."""
    path = tmp_path / "kpitui.db"
    code = "import sys; from kpitui.store.connection import open_store; open_store(sys.argv[1]).close()"
    running = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(4)]
    assert [0] * 4 == [process.wait() for process in running]
    assert "ok" == open_store(str(path)).rows("PRAGMA integrity_check")[0][0]


def test_the_stamp_tells_of_writes_by_others(tmp_path: Path) -> None:
    """An open app can notice what another process wrote without reading any table."""
    path = str(tmp_path / "kpitui.db")
    here, there = open_store(path), open_store(path)
    before = here.stamp()
    assert before == here.stamp()
    there.connection.execute("INSERT INTO setting VALUES ('theme', 'mono')")
    assert before != here.stamp()
