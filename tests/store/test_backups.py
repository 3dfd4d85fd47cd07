"""The folder of backups: named by kind and moment, rotated, one folder for each database."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from kpitui.core.errors import DatabaseUnusable, Refused
from kpitui.core.model import Kpi
from kpitui.files.target import put_where_nothing_is
from kpitui.store import backups, journal, records
from kpitui.store.backups import KINDS, Backup, listed, rotated
from kpitui.store.connection import Store, open_store
from kpitui.store.location import backup_folder
from tests.safety import SAFETY_SECONDS

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 11, 23, 9, 0, 0)  # noqa: DTZ001  local time on purpose


def test_daily_backups_are_rotated_by_day_week_and_month() -> None:
    """Of two years of days the last seven days, four weeks and twelve months are kept, and nothing else."""
    days = [date(2026, 11, 23) - timedelta(days=back) for back in range(730)]
    found = [Backup(day.isoformat(), "daily", datetime(day.year, day.month, day.day)) for day in days]  # noqa: DTZ001
    kept = [each.moment.date() for each in rotated(found)]
    assert days[:7] == kept[:7]
    assert {date(2026, 11, 22), date(2026, 11, 15), date(2026, 11, 8)} <= set(kept)
    months = {date(2026, month, 1) - timedelta(days=1) for month in range(1, 12)}
    assert months <= set(kept)
    assert len(kept) == 7 + 2 + 11
    assert rotated([each for each in found if each.moment.date() in kept]) == [
        each for each in found if each.moment.date() in kept
    ]


def test_backups_by_hand_do_not_fill_the_disk(tmp_path: Path) -> None:
    """The newest fourteen are kept, and two of one second do not take each other's place."""
    store = open_store(str(tmp_path / "kpitui.db"))
    for minute in range(15):
        backups.make(store, NOW + timedelta(minutes=minute))
    second = backups.make(store, NOW + timedelta(minutes=14))
    found = listed(store.path)
    assert 14 == len(found)
    assert second == found[0].path == str(tmp_path / "backups" / "kpitui-2026-11-23-091400~2.db")
    assert NOW + timedelta(minutes=14) == found[0].moment


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "upgrade"])
def test_every_kind_is_known_by_its_name(tmp_path: Path, kind: str) -> None:
    """A backup is listed as the kind it was made as, and only what was made for safety's sake is the latest."""
    store = open_store(str(tmp_path / "kpitui.db"))
    made = backups.make_daily(store, NOW.date()) if kind == "daily" else backups.make(store, NOW, kind)
    backups.before_upgrade(store.connection, store.path, 1)
    assert [(made, kind)] == [(each.path, each.kind) for each in listed(store.path)]
    assert (made if kind in ("manual", "daily") else None) == backups.latest(store.path, NOW.date())


def test_a_copy_that_somebody_called_otherwise_is_none_of_ours(tmp_path: Path) -> None:
    """It is not listed, not taken for the latest, and above all not let go."""
    store = open_store(str(tmp_path / "kpitui.db"))
    made = Path(backups.make(store, NOW))
    strangers = [made.with_name(name) for name in ("kpitui-before-tax.db", "daily-life.db", "before-upgrade-from-x.db")]
    for file in strangers:
        file.write_bytes(made.read_bytes())
    for minute in range(1, 16):
        backups.make(store, NOW + timedelta(minutes=minute))
    assert all(file.exists() for file in strangers)
    assert 14 == len(listed(store.path))


def test_databases_of_one_folder_do_not_share_backups(tmp_path: Path) -> None:
    """The backups of one database are never taken for those of another."""
    store = open_store(str(tmp_path / "kpitui.db"))
    backups.make_daily(store, NOW.date())
    assert [] == listed(str(tmp_path / "shop.db"))
    assert backup_folder(store.path) != backup_folder(str(tmp_path / "shop.db"))


def changed(store: Store, times: int = 1) -> None:
    """Make some changes."""
    for _time in range(times):
        add(store, f"kpi-{len(keys(store))}")


def test_the_newest_is_told_by_its_journal_and_not_by_its_name(tmp_path: Path) -> None:
    """A log under a wrong clock, years ahead or behind, spoils nothing: what knows the latest change is put back."""
    store = store_with(tmp_path)
    days = [date(2026, 11, 10), date(2036, 6, 1), date(2026, 11, 11), date(2001, 1, 1)]
    made = []
    for day in days:
        changed(store)
        made.append(backups.make_daily(store, day))
    assert made[3] == backups.latest(store.path, NOW.date())
    Path(made[3]).unlink()
    assert made[2] == backups.latest(store.path, NOW.date())
    for path in made[0], made[2]:
        Path(path).unlink()
    assert None is backups.latest(store.path, NOW.date())
    assert made[1] == backups.latest(store.path, date(2036, 6, 1))


def test_days_under_a_wrong_clock_take_no_place_of_true_ones(tmp_path: Path) -> None:
    """Seven true days stay beside eight that never were; and a clock that fell back to 2001 takes no true day away."""
    store = store_with(tmp_path)
    true = [backups.make_daily(store, date(2026, 11, day)) for day in range(9, 16)]
    for day in range(1, 9):
        backups.make_daily(store, date(2036, 6, day))
    true += [backups.make_daily(store, date(2026, 11, day)) for day in (16, 17)]
    for day in range(1, 9):
        backups.make_daily(store, date(2001, 1, day))
    assert set(true[-7:]) <= {each.path for each in listed(store.path)}


def test_backups_of_another_database_of_that_name_are_not_the_latest(tmp_path: Path) -> None:
    """The database was begun anew: old backups stay, but one that belongs to this one goes first, else the newest."""
    old = store_with(tmp_path, "a", "b", "c")
    other = backups.make_daily(old, date(2026, 11, 20))
    old.close()
    for file in tmp_path.glob("kpitui.db*"):
        file.unlink()
    store = store_with(tmp_path, "a")
    mine = backups.make_daily(store, date(2026, 11, 19))
    assert mine == backups.latest(store.path, NOW.date())
    Path(mine).unlink()
    assert other == backups.latest(store.path, NOW.date())


def test_a_damaged_backup_is_passed_over(tmp_path: Path) -> None:
    """The newest that can be read is the latest."""
    store = store_with(tmp_path, "a")
    good = backups.make_daily(store, date(2026, 11, 19))
    bad = Path(backups.make_daily(store, date(2026, 11, 20)))
    bad.write_bytes(b"x" * 9000)
    assert good == backups.latest(store.path, NOW.date())


posix = pytest.mark.skipif(sys.platform == "win32", reason="needs owners, modes and links")


@posix
@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="a file is given away by the superuser")
def test_a_backup_of_somebody_else_is_never_the_latest(tmp_path: Path) -> None:
    """Theirs, one that they can write, and any in a folder of theirs."""
    store = store_with(tmp_path, "a")
    good = backups.make_daily(store, date(2026, 11, 19))
    theirs = Path(backups.make(store, NOW))
    os.chown(theirs, 65534, 65534)
    assert good == backups.latest(store.path, NOW.date())
    with pytest.raises(DatabaseUnusable, match="another user"):
        backups.refuse_stranger(str(theirs), store.path)
    os.chown(theirs, 0, 0)
    theirs.chmod(0o622)
    assert good == backups.latest(store.path, NOW.date())
    folder = Path(backup_folder(store.path))
    os.chown(folder, 65534, 65534)
    acts: list[Callable[[], object]] = [
        lambda: backups.latest(store.path, NOW.date()),
        lambda: backups.make(store, NOW),
        lambda: backups.make_daily(store, NOW.date()),
        lambda: backups.set_aside(store.path, NOW),
        lambda: backups.before_upgrade(store.connection, store.path, 1),
    ]
    for act in acts:
        with pytest.raises(DatabaseUnusable, match="belongs to another user"):
            act()
    assert 2 == len(list(folder.iterdir()))


@posix
def test_a_folder_of_ours_that_others_could_write_is_made_private(tmp_path: Path) -> None:
    """What others may have put in before is theirs, and is passed over."""
    store = store_with(tmp_path, "a")
    folder = Path(backup_folder(store.path))
    folder.mkdir()
    folder.chmod(0o777)
    made = backups.make_daily(store, NOW.date())
    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
    assert made == backups.latest(store.path, NOW.date())


def test_a_backup_goes_to_a_file_or_into_a_folder(tmp_path: Path) -> None:
    """New, over an earlier backup of this database, over an empty file, into a folder and through a link to one."""
    store = store_with(tmp_path, "a")
    (tmp_path / "disk").mkdir()
    places = [tmp_path / "copy.db", tmp_path / "disk", tmp_path / "new" / "copy.db"]
    if os.name == "posix":
        (tmp_path / "link").symlink_to("disk")
        places.append(tmp_path / "link")
    (tmp_path / "empty").touch()
    for place in (*places, tmp_path / "copy.db", tmp_path / "empty"):
        add(store, f"k{len(keys(store))}")
        made = backups.make_at(store, str(place), NOW)
        with closing(sqlite3.connect(made)) as copy:
            assert len(keys(store)) == copy.execute("SELECT count(*) FROM kpi").fetchone()[0]
    assert {name.name for name in (tmp_path / "disk").iterdir()} == {
        "kpitui-2026-11-23-090000.db",
        *(["kpitui-2026-11-23-090000~2.db"] if os.name == "posix" else []),
    }
    assert os.name != "posix" or (tmp_path / "link").is_symlink()


@posix
def test_a_backup_that_is_replaced_keeps_its_mode_and_its_other_names_keep_the_old_one(tmp_path: Path) -> None:
    """Snapshots of old backups by hard links stay what they were."""
    store = store_with(tmp_path, "a")
    made = Path(backups.make_at(store, str(tmp_path / "copy.db"), NOW))
    made.chmod(0o640)
    os.link(made, tmp_path / "snapshot.db")
    before = made.read_bytes()
    add(store, "b")
    backups.make_at(store, str(made), NOW)
    assert 0o640 == stat.S_IMODE(made.stat().st_mode)
    assert before == (tmp_path / "snapshot.db").read_bytes() != made.read_bytes()


def _a_text(path: Path) -> None:
    path.write_text("Dear aunt, " * 900)


def _another(path: Path) -> None:
    store = open_store(str(path))
    add(store, "theirs")
    store.close()


def _another_backup(path: Path) -> None:
    (path.parent / "other").mkdir()
    other = store_with(path.parent / "other", "theirs")
    backups.make_at(other, str(path), NOW)
    other.close()


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE passwords (x)")


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _log_beside(path: Path) -> None:
    path.with_name(f"{path.name}-wal").write_bytes(b"x" * 100)


@posix
@pytest.mark.parametrize("make", [_a_text, _another, _another_backup, _foreign, _fifo, _log_beside])
def test_a_backup_takes_no_place_of_anything_else(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A text, another business or its backup, a database of others, a pipe: refused, and byte for byte as it was."""
    store = store_with(tmp_path, "a")
    place = tmp_path / "place.db"
    make(place)
    before = place.read_bytes() if place.is_file() else None
    with pytest.raises(Refused):
        backups.make_at(store, str(place), NOW)
    assert before == (place.read_bytes() if place.is_file() else None)
    assert not list(tmp_path.glob("**/*.partial"))


def test_a_backup_never_lands_on_a_live_database_or_on_itself(tmp_path: Path) -> None:
    """Neither while it is open, nor by another name, nor in its log."""
    store = store_with(tmp_path, "a")
    other = open_store(str(tmp_path / "live.db"))
    add(other, "theirs")
    (tmp_path / "again.db").hardlink_to(store.path)
    for name in ("live.db", "kpitui.db", "again.db", "live.db-wal", "kpitui.db-wal", "kpitui.db-shm"):
        with pytest.raises(Refused):
            backups.make_at(store, str(tmp_path / name), NOW)
    assert (["a"], ["theirs"]) == (keys(store), keys(other))
    other.close()
    with pytest.raises(Refused, match="not a backup of this database"):
        backups.make_at(store, str(tmp_path / "live.db"), NOW)


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
def test_a_backup_is_never_the_log_or_journal_of_a_database(tmp_path: Path, end: str) -> None:
    """An empty log of another one that is open, one that was emptied, and a journal that is not there: all stay so."""
    store = store_with(tmp_path, "a")
    with closing(sqlite3.connect(tmp_path / "live.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE book (x)")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert not (tmp_path / "live.db-wal").stat().st_size
        for name in (f"live.db{end}", f"kpitui.db{end}"):
            with pytest.raises(Refused, match="SQLite uses a file called"):
                backups.make_at(store, str(tmp_path / name), NOW)
            with pytest.raises(DatabaseUnusable, match="SQLite uses a file called"):
                open_store(str(tmp_path / name))
        other.execute("INSERT INTO book VALUES (1)")
    with closing(sqlite3.connect(tmp_path / "live.db")) as other:
        assert [(1,)] == other.execute("SELECT x FROM book").fetchall()
    assert ["a"] == keys(store)


def test_a_backup_that_knows_more_is_not_replaced(tmp_path: Path) -> None:
    """An older one was put back, or the copy was worked in: what only it has stays."""
    store = store_with(tmp_path, "a")
    older = backups.make(store, NOW)
    add(store, "b")
    copy = backups.make_at(store, str(tmp_path / "copy.db"), NOW)
    backups.restore(store.connection, older)
    add(store, "c")
    with pytest.raises(Refused, match="has changes that this database lacks"):
        backups.make_at(store, copy, NOW)
    with closing(sqlite3.connect(copy)) as other:
        assert [("a",), ("b",)] == other.execute("SELECT key FROM kpi").fetchall()


def test_what_a_backup_lacks_is_counted(tmp_path: Path) -> None:
    """Changes that stand here and not there, also when both went on after they were the same."""
    store = store_with(tmp_path, "a", "b")
    made = backups.make(store, NOW)
    assert 0 == backups.lost_changes(store.connection, made)
    changed(store, 3)
    journal.undo(store)
    assert 2 == backups.lost_changes(store.connection, made)
    assert store.rows("SELECT at FROM change WHERE id = 2")[0][0] == backups.last_change_at(made)


def test_only_what_is_ours_is_let_go(tmp_path: Path) -> None:
    """A file that somebody gave the name of an old copy stays, and takes the place of none of ours."""
    store = store_with(tmp_path, "a")
    folder = Path(backup_folder(store.path))
    made: list[Path] = []
    for minute in range(5):
        add(store, f"kpi-{minute}")
        made.append(Path(backups.make(store, NOW + timedelta(minutes=minute), "restore")))
    add(store, "b")
    strangers = [folder / f"before-restore-2026-11-2{day}-090000.db" for day in (1, 2, 4)]
    strangers[0].write_text("holiday")
    with closing(sqlite3.connect(strangers[1])) as other:
        other.execute("CREATE TABLE passwords (x)")
    (tmp_path / "elsewhere.db").write_bytes(made[0].read_bytes())
    if os.name == "posix":
        strangers[2].symlink_to(tmp_path / "elsewhere.db")
    if hasattr(os, "getuid") and os.getuid() == 0:
        strangers.append(folder / "before-restore-2026-11-20-090000.db")
        strangers[3].write_bytes(made[0].read_bytes())
        os.chown(strangers[3], 65534, 65534)
    for _time in range(2):
        backups.delete_outdated(store.path, "restore", date(2026, 11, 30))
    assert all(path.exists() for path in made)
    assert all(path.exists() for path in strangers)
    last = backups.make(store, NOW + timedelta(minutes=9), "restore")
    assert [path.exists() for path in (*made, Path(last))] == [False, True, True, True, True, True]
    assert (tmp_path / "elsewhere.db").exists()


@posix
def test_a_name_that_leads_nowhere_is_taken(tmp_path: Path) -> None:
    """A link to nothing has the name that a backup would get: it gets the next one."""
    store = store_with(tmp_path, "a")
    link = Path(backups.free_path(store.path, NOW, "restore"))
    link.parent.mkdir()
    link.symlink_to(tmp_path / "nothing")
    assert backups.make(store, NOW, "restore").endswith("~2.db")
    assert not (tmp_path / "nothing").exists()


def test_damaged_files_of_one_second_take_no_place_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two programs set a damaged database aside at once: each keeps all of what it saw, under a name of its own."""
    path = tmp_path / "kpitui.db"
    path.write_bytes(b"\xff" * 9000)
    log = tmp_path / "kpitui.db-wal"
    seen: list[str] = []

    def other_was_first(beside: str, name: str) -> bool:
        if not seen:
            seen.append("")
            log.write_bytes(b"first")
            with pytest.MonkeyPatch.context() as another_program:
                another_program.setattr(os, "getpid", lambda: 999_999)
                seen[0] = backups.set_aside(str(path), NOW)
            log.write_bytes(b"second")
        return put_where_nothing_is(beside, name)

    log.write_bytes(b"second")
    monkeypatch.setattr("kpitui.store.backups.put_where_nothing_is", other_was_first)
    second = backups.set_aside(str(path), NOW)
    assert second != seen[0]
    assert [Path(f"{name}-wal").read_bytes() for name in (seen[0], second)] == [b"first", b"second"]
    assert Path(second).read_bytes() == Path(seen[0]).read_bytes() == path.read_bytes()
    assert len(list(Path(second).parent.iterdir())) == 4


def store_with(folder: Path, *names: str) -> Store:
    """Open a database that measures the KPIs called *names*."""
    store = open_store(str(folder / "kpitui.db"))
    for name in names:
        add(store, name)
    return store


def add(store: Store, name: str) -> None:
    """Let the database measure one KPI more."""
    with store.write("kpi.added") as change:
        records.add_kpi(change, Kpi(0, name, name, "flow", created=date(2026, 1, 1)))


def nothing() -> None:
    """Keep nothing of what is replaced."""


def keys(store: Store) -> list[str]:
    """Return the keys of the KPIs."""
    return [kpi.key for kpi in records.all_kpis(store)]


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
        assert not backups.is_restorable(str(source))
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
