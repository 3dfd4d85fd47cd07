"""Keeping: one backup a day that something is written, and every kind of backup put back."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from kpitui.core.errors import Damaged, DatabaseUnusable, Refused
from kpitui.services.backups import keep_daily, put_back
from kpitui.services.entries import EntryInput, log
from kpitui.services.kpis import add_kpi
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace
from kpitui.store import backups
from tests.tui.stage import NOW, workspace_at

pytestmark = pytest.mark.thorough


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    """A workspace with one KPI and one entry."""
    workspace = workspace_at(tmp_path / "kpitui.db")
    add_kpi(workspace, {"name": "Orders"})
    log(workspace, [EntryInput("orders", "5", workspace.today)])
    return workspace


def logged(path: str) -> int:
    """Return how many entries the database at *path* holds."""
    workspace = workspace_at(Path(path))
    try:
        return int(workspace.store.rows("SELECT count(*) FROM entry")[0][0])
    finally:
        workspace.close()


def test_one_backup_a_day(shop: Workspace) -> None:
    """The first call of a day makes it, whole; the second does not; the next day another one."""
    made = keep_daily(shop, NOW)
    assert made is not None and made.path.endswith("daily-2026-11-23.db")
    assert backups.is_restorable(made.path)
    assert keep_daily(shop, NOW) is None
    assert keep_daily(shop, NOW + timedelta(days=1)) is not None
    assert ["daily", "daily"] == [each.kind for each in backups.listed(shop.store.path)]


def test_it_can_be_switched_off_and_left_to_the_app(shop: Workspace) -> None:
    """The setting turns it off; a database beyond the size that goes unnoticed is left alone."""
    assert keep_daily(shop, NOW, largest=1000) is None
    change_setting(shop, "daily-backup", "no")
    assert keep_daily(shop, NOW) is None
    assert [] == backups.listed(shop.store.path)


@pytest.mark.parametrize("kind", ["manual", "daily", "restore", "repair", "file"])
def test_every_kind_of_backup_is_put_back(shop: Workspace, kind: str, tmp_path: Path) -> None:
    """What was there at the moment of the backup is there again, and what was there before the restore is kept."""
    if kind == "daily":
        made = backups.make_daily(shop.store, NOW.date())
    elif kind == "file":
        made = backups.write_backup(shop.store.connection, str(tmp_path / "elsewhere" / "copy.db"))
    else:
        made = backups.make(shop.store, NOW, kind)
    log(shop, [EntryInput("orders", "7", shop.today)])
    done = put_back(shop.store.path, made, NOW)
    assert made == done.source
    assert (1, 2) == (logged(shop.store.path), logged(done.kept_at))
    assert 1 == shop.store.rows("SELECT count(*) FROM entry")[0][0], "an app that has it open sees the backup"
    back = put_back(shop.store.path, done.kept_at, NOW)
    assert (2, 1) == (logged(shop.store.path), logged(back.kept_at))


def test_where_there_was_no_database_none_is_kept(shop: Workspace, tmp_path: Path) -> None:
    """A backup that is put back on a new machine takes nothing's place."""
    made = backups.write_backup(shop.store.connection, str(tmp_path / "copy.db"))
    path = tmp_path / "new" / "k.db"
    path.parent.mkdir()
    assert "" == put_back(str(path), made, NOW).kept_at
    assert (1, []) == (logged(str(path)), backups.listed(str(path)))


def test_a_backup_from_before_an_upgrade_is_put_back(shop: Workspace) -> None:
    """It is of an older schema, and is brought up at once."""
    path = shop.store.path
    old = backups.before_upgrade(shop.store.connection, path, shop.store.rows("PRAGMA user_version")[0][0])
    log(shop, [EntryInput("orders", "7", shop.today)])
    put_back(path, old, NOW)
    assert 1 == logged(path)


@pytest.mark.parametrize("place", [0, 3 * 4096], ids=["header", "page"])
def test_a_damaged_database_gets_the_newest_backup(shop: Workspace, place: int) -> None:
    """Restoring works exactly when it is needed most; the damaged file is kept byte for byte."""
    keep_daily(shop, NOW)
    shop.close()
    path = Path(shop.store.path)
    content = bytearray(path.read_bytes())
    content[place : place + 3000] = b"\xff" * 3000
    path.write_bytes(content)
    done = put_back(str(path), None, NOW)
    assert "damaged-" in done.kept_at
    assert bytes(content) == Path(done.kept_at).read_bytes()
    assert 1 == logged(str(path))
    assert done.source == backups.latest(str(path), NOW.date())


def test_nothing_is_put_in_the_place_of_a_letter(shop: Workspace, tmp_path: Path) -> None:
    """A file that --db names by mistake is never replaced, a bad backup changes nothing, none is said."""
    made = backups.make(shop.store, NOW)
    letter = tmp_path / "letter.txt"
    letter.write_text("dear aunt " * 500)
    with pytest.raises(Damaged):
        put_back(str(letter), made, NOW)
    assert "dear aunt " * 500 == letter.read_text()
    for source in (letter, tmp_path / "none.db"):
        with pytest.raises(DatabaseUnusable):
            put_back(shop.store.path, str(source), NOW)
    with pytest.raises(Refused):
        put_back(str(tmp_path / "other.db"), None, NOW)
    assert 1 == logged(shop.store.path)


def test_what_is_lost_is_counted(shop: Workspace) -> None:
    """How many changes the backup does not know, and since when; nothing for one that knows all."""
    made = backups.make(shop.store, NOW)
    assert (0, True) == ((done := put_back(shop.store.path, made, NOW)).lost, bool(done.until))
    for text in ("7", "8"):
        log(shop, [EntryInput("orders", text, shop.today)])
    assert 2 == put_back(shop.store.path, made, NOW).lost


def test_a_database_is_not_put_back_into_itself(shop: Workspace) -> None:
    """Nothing is done."""
    with pytest.raises(DatabaseUnusable, match="this database itself"):
        put_back(shop.store.path, shop.store.path, NOW)
    assert [] == backups.listed(shop.store.path)


def test_only_backups_of_days_to_come_are_no_reason_to_take_one(shop: Workspace) -> None:
    """It is said why none is taken; named, it is put back."""
    made = backups.make_daily(shop.store, NOW.date() + timedelta(days=9))
    with pytest.raises(Refused, match="date in the future"):
        put_back(shop.store.path, None, NOW)
    assert made == put_back(shop.store.path, made, NOW).source


def test_the_daily_run_tells_what_it_swept(shop: Workspace, tmp_path: Path) -> None:
    """A file that a killed process left is gone, and said to be."""
    left = tmp_path / ".out.csv.kpitui-999999998.partial"
    left.write_text("half")
    os.utime(left, (time.time() - 4000,) * 2)
    kept = keep_daily(shop, NOW)
    assert kept is not None and kept.swept == [str(left)]
    assert not left.exists()


WATCHED = ("backups.py", "connection.py", "copying.py", "target.py")
"""The files of whose every line another program tries to save something, while a backup is put back."""


@contextmanager
def saved_at_every_line(path: str) -> Iterator[list[str]]:
    """Let another program try to save an entry before every line of a restore; yield the notes of those saved."""
    other = workspace_at(Path(path))
    other.store.be_patient(0)
    saved: list[str] = []
    tried = 0

    def before_a_line(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal tried
        if Path(frame.f_code.co_filename).name not in WATCHED:
            return None
        if event == "line":
            tried += 1
            with suppress(DatabaseUnusable):
                log(other, [EntryInput("orders", "1", other.today, note=f"number {tried}")])
                saved.append(f"number {tried}")
        return before_a_line

    tracer = sys.gettrace()
    sys.settrace(before_a_line)
    try:
        yield saved
    finally:
        sys.settrace(tracer)
        other.close()
    assert tried > len(saved) > 20, "it never had to wait, or never could save, so this shows nothing"


def notes(path: str) -> set[str]:
    """Return the notes of the entries in the database at *path*."""
    with closing(sqlite3.connect(path)) as connection:
        return {row[0] for row in connection.execute("SELECT note FROM entry WHERE note <> ''")}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("place", ["live", "no log", "older backup", "damaged"])
def test_whatever_is_saved_while_a_backup_is_put_back_is_in_the_copy_or_afterwards(
    shop: Workspace, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Another program saves before each line of a restore, as far as it can: every entry that it was told of is there.

    Also where the database has no write-ahead log, as one that was copied from a backup, and where it is damaged.
    """
    path = shop.store.path
    made = backups.make(shop.store, NOW)
    if place == "older backup":
        with closing(sqlite3.connect(made)) as older:
            older.executescript(OLDER)
    shop.close()
    if place == "no log":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    if place == "damaged":
        _damage(path, "note")
    with saved_at_every_line(path) as saved:
        done = put_back(path, made, NOW)
    assert Path(done.kept_at).name.startswith("damaged-" if place == "damaged" else "before-restore-")
    assert not set(saved) - notes(done.kept_at) - notes(path)
    assert notes(done.kept_at)


OLDER = """
    DROP VIEW part_share; DROP INDEX change_redo; ALTER TABLE change DROP COLUMN superseded; PRAGMA user_version=5;
    DELETE FROM _sqlite_migrations WHERE name LIKE 'm009%' OR name LIKE 'm017%';
"""
"""Makes of a database one of an older version."""


def _damage(path: str, table: str) -> None:
    """Destroy the page of *table*, which no log of an entry reads."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with Path(path).open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(b"\xff" * 4096)


def test_backups_of_one_second_take_no_place_of_another(shop: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where both programs chose the name before either file was there; and where files have one name only."""
    taken = backups.free_path(shop.store.path, NOW, "restore")
    free = backups.free_path

    def no_link(_path: str, _name: str) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    for link in (os.link, no_link):
        monkeypatch.setattr(os, "link", link)
        names = [taken, taken]
        monkeypatch.setattr(backups, "free_path", lambda *words, names=names: names.pop() if names else free(*words))
        first = backups.write_new_backup(shop.store.connection, shop.store.path, NOW, "restore")
        assert first != backups.write_new_backup(shop.store.connection, shop.store.path, NOW, "restore")
        monkeypatch.setattr(backups, "free_path", free)
    assert len({Path(copy.path).stat().st_ino for copy in backups.listed(shop.store.path)}) == 4
    assert not list(Path(taken).parent.glob(".*"))


@pytest.mark.slow
def test_what_is_kept_before_a_restore_is_kept_once(shop: Workspace) -> None:
    """The same backup put back again and again takes the place of nothing that holds something else."""
    path = shop.store.path
    made = backups.make(shop.store, NOW)
    add_kpi(shop, {"name": "Profit"})
    first = put_back(path, made, NOW).kept_at
    again = [put_back(path, made, NOW + timedelta(minutes=minute)).kept_at for minute in range(1, 8)]
    assert {first, again[-1]} == {copy.path for copy in backups.listed(path) if copy.kind == "restore"}
    put_back(path, again[-1], NOW + timedelta(minutes=9))
    assert Path(again[-1]).exists()
