"""Copies: whole, verified, private, and put back in one step, also over a damaged database."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from threading import Thread

import pytest

from kpitui.core.errors import DatabaseUnusable
from kpitui.core.model import Kpi
from kpitui.store import backups, kpis
from kpitui.store.connection import Store, open_store
from tests.safety import SAFETY_SECONDS

NOW = datetime(2026, 11, 23, 9, 0, 0)  # noqa: DTZ001  local time on purpose


def store_with(folder: Path, *names: str) -> Store:
    """Open a database that measures the KPIs called *names*."""
    store = open_store(str(folder / "kpitui.db"))
    for name in names:
        add(store, name)
    return store


def add(store: Store, name: str) -> None:
    """Let the database measure one KPI more."""
    with store.write("kpi.added") as change:
        kpis.add_kpi(change, Kpi(0, name, name, "flow", created=date(2026, 1, 1)))


def nothing() -> None:
    """Keep nothing of what is replaced."""


def keys(store: Store) -> list[str]:
    """Return the keys of the KPIs."""
    return [kpi.key for kpi in kpis.all_kpis(store)]


def test_a_backup_holds_what_was_just_written(tmp_path: Path) -> None:
    """A copy of a live database, write-ahead log and all, is one plain private file."""
    store = store_with(tmp_path, "a", "b")
    target = Path(backups.write_backup(store.connection, str(tmp_path / "copy.db")))
    assert ["copy.db"] == [path.name for path in tmp_path.glob("copy*")]
    assert 0o600 == stat.S_IMODE(target.stat().st_mode)
    assert ["a", "b"] == keys(open_store(str(target)))


def test_restore_brings_back_what_was(tmp_path: Path) -> None:
    """Everything after the backup is gone, also for another program that has the database open."""
    store = store_with(tmp_path, "a")
    copy = backups.make(store, NOW)
    add(store, "b")
    other = open_store(store.path)
    backups.restore(store.connection, copy)
    assert ["a"] == keys(other)
    assert "wal" == store.rows("PRAGMA journal_mode")[0][0]


def test_a_damaged_backup_is_not_put_back(tmp_path: Path) -> None:
    """A restore from a damaged, foreign or missing file changes nothing, wherever it is put."""
    store = store_with(tmp_path, "a")
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as foreign:
        foreign.execute("CREATE TABLE t (x)")
    for source in (bad, tmp_path / "foreign.db", tmp_path / "missing.db"):
        with pytest.raises(DatabaseUnusable):
            backups.restore(store.connection, str(source))
        with pytest.raises(DatabaseUnusable):
            backups.replace(store.path, str(source), nothing)
        assert not backups.is_whole(str(source))
    assert ["a"] == keys(store)


def test_a_backup_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A folder that is a file gives a sentence and leaves nothing behind."""
    store = store_with(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseUnusable, match="No backup"):
        backups.write_backup(store.connection, str(tmp_path / "file" / "copy.db"))


def test_a_copy_of_another_version_than_wanted_is_let_go(tmp_path: Path) -> None:
    """When another process brought the database up meanwhile, its copy of the old one is not replaced."""
    store = store_with(tmp_path)
    target = tmp_path / "copy.db"
    target.write_text("the copy of the other process")
    backups.write_backup(store.connection, str(target), version=1)
    assert "the copy of the other process" == target.read_text()
    assert ["copy.db"] == [path.name for path in tmp_path.glob("copy*")]


@pytest.mark.parametrize("place", [0, 4096 * 3], ids=["header", "page"])
def test_a_backup_takes_the_place_of_a_damaged_database(tmp_path: Path, place: int) -> None:
    """The header or a page destroyed, the backup is put in its place; the damaged file can be kept byte for byte."""
    store = store_with(tmp_path, "a")
    copy = backups.make(store, NOW)
    store.close()
    path = Path(store.path)
    content = bytearray(path.read_bytes())
    content[place : place + 2000] = b"\xff" * 2000
    path.write_bytes(content)
    kept = backups.set_aside(store.path, NOW)
    backups.replace(store.path, copy, nothing)
    assert ["a"] == keys(open_store(store.path))
    assert bytes(content) == Path(kept).read_bytes()
    assert 0o600 == stat.S_IMODE(Path(kept).stat().st_mode)


@pytest.mark.skipif(os.name != "posix", reason="needs modes")
def test_folders_made_for_a_backup_are_private(tmp_path: Path) -> None:
    """All that are missing on the way to it."""
    store = store_with(tmp_path, "a")
    backups.make_at(store, str(tmp_path / "disk" / "deep" / "copy.db"), NOW)
    assert [0o700, 0o700] == [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("disk", "disk/deep")]


def test_a_copy_waits_no_longer_than_is_set_for_a_lock(tmp_path: Path) -> None:
    """Another program holds the file for itself: that is said, and the copy is not begun again for ever."""
    store = store_with(tmp_path, "a")
    store.connection.execute("PRAGMA journal_mode=DELETE")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        refusals: list[DatabaseUnusable] = []

        def copy() -> None:
            with closing(sqlite3.connect(store.path, timeout=0.01)) as own:
                try:
                    backups.write_backup(own, str(tmp_path / "copy.db"))
                except DatabaseUnusable as error:
                    refusals.append(error)

        attempt = Thread(target=copy, daemon=True)
        attempt.start()
        attempt.join(SAFETY_SECONDS)
        assert not attempt.is_alive()
    assert "locked" in str(refusals[0])
    assert not (tmp_path / "copy.db").exists()
