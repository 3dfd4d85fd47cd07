"""Backups: whole, verified, private, rotated, and put back in one step."""

from __future__ import annotations

import stat
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kpitui.core.errors import DatabaseUnusable
from kpitui.core.model import Kpi
from kpitui.store import backup, kpis
from kpitui.store.connection import Store, open_store

NOW = datetime(2026, 11, 23, 9, 0, 0)  # noqa: DTZ001  local time on purpose


def store_with(folder: Path, *names: str) -> Store:
    """Open a database that measures the KPIs called *names*."""
    store = open_store(str(folder / "kpitui.db"))
    for name in names:
        with store.write("kpi.added") as change:
            kpis.add_kpi(change, Kpi(0, name, name, "flow", created=date(2026, 1, 1)))
    return store


def keys(store: Store) -> list[str]:
    """Return the keys of the KPIs."""
    return [kpi.key for kpi in kpis.all_kpis(store)]


def test_a_backup_holds_what_was_just_written(tmp_path: Path) -> None:
    """A copy of a live database, write-ahead log and all, is one plain private file."""
    store = store_with(tmp_path, "a", "b")
    target = Path(backup.write_backup(store.connection, str(tmp_path / "copy.db")))
    assert ["copy.db"] == [path.name for path in tmp_path.glob("copy*")]
    assert 0o600 == stat.S_IMODE(target.stat().st_mode)
    assert ["a", "b"] == keys(open_store(str(target)))


def test_restore_brings_back_what_was(tmp_path: Path) -> None:
    """Everything after the backup is gone, also for another program that has the database open."""
    store = store_with(tmp_path, "a")
    copy = backup.automatic_backup(store, NOW)
    with store.write("kpi.added") as change:
        kpis.add_kpi(change, Kpi(0, "b", "b", "flow", created=date(2026, 1, 1)))
    other = open_store(store.path)
    backup.restore(store, copy)
    assert ["a"] == keys(other)
    assert "wal" == store.rows("PRAGMA journal_mode")[0][0]


def test_a_damaged_backup_is_not_put_back(tmp_path: Path) -> None:
    """A restore from a damaged, foreign or missing file changes nothing."""
    store = store_with(tmp_path, "a")
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    for source in (bad, tmp_path / "missing.db"):
        with pytest.raises(DatabaseUnusable):
            backup.restore(store, str(source))
    assert ["a"] == keys(store)


def test_only_the_newest_backups_are_kept(tmp_path: Path) -> None:
    """Automatic backups do not fill the disk."""
    store = store_with(tmp_path)
    for day in range(backup.KEPT + 3):
        backup.automatic_backup(store, NOW + timedelta(days=day))
    found = backup.backups(store.path)
    assert backup.KEPT == len(found)
    assert found[0].endswith("kpitui-2026-12-09-090000.db")


def test_a_backup_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A folder that is a file gives a sentence and leaves nothing behind."""
    store = store_with(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseUnusable, match="No backup"):
        backup.write_backup(store.connection, str(tmp_path / "file" / "copy.db"))
