"""Opening the database: private, ours, of a known version; everything else is refused with a sentence, untouched."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kpitui.core.errors import Busy, CodeInside, DatabaseUnusable
from kpitui.store import connection, troubles
from kpitui.store.connection import Store, open_store
from kpitui.store.location import create_private, database_path
from kpitui.store.records import drop_draft, save_draft
from kpitui.store.schema import APPLICATION_ID, SCHEMA_VERSION
from kpitui.store.troubles import delete_if_empty


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
    with pytest.raises(DatabaseUnusable, match="No database"):
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
    [(_foreign, "another program"), (_newer, "newer KPITUI"), (_text, "not a database"), (_damaged, "not a database")],
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
        with pytest.raises(DatabaseUnusable, match="Another program is using"), store.write("entry.logged"):
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


def test_a_draft_is_no_reason_to_load_the_pages_again(tmp_path: Path) -> None:
    """The stamp stays while a letter after the other is kept, also where that is taken back; it tells of all else."""
    with closing(open_store(str(tmp_path / "k.db"))) as store:
        before = store.stamp()
        draft = save_draft(store, "goal", {"title": "m"})
        save_draft(store, "goal", {"title": "mo"}, draft)
        with pytest.raises(RuntimeError), store.unseen_transaction():
            store.connection.execute("UPDATE draft SET form = 'kpi'")
            raise RuntimeError
        drop_draft(store, draft)
        assert before == store.stamp()
        with store.write("kpi.added") as change:
            change.insert("setting", {"key": "language", "value": "nl"})
        assert before != store.stamp()


def test_the_stamp_tells_of_writes_by_others(tmp_path: Path) -> None:
    """An open app can notice what another process wrote without reading any table."""
    path = str(tmp_path / "kpitui.db")
    here, there = open_store(path), open_store(path)
    before = here.stamp()
    assert before == here.stamp()
    there.connection.execute("INSERT INTO setting VALUES ('theme', 'mono')")
    assert before != here.stamp()


FOREIGN_CODE = {
    "a trigger t": "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry WHERE value = NEW.value; END",
    "a trigger _t": "CREATE TRIGGER _t AFTER INSERT ON entry BEGIN UPDATE entry SET value = 1000; END",
    "a view setting": "PRAGMA legacy_alter_table=ON; ALTER TABLE setting RENAME TO _x; "
    "CREATE VIEW setting AS SELECT key, value FROM _x",
    "a view mine": "CREATE VIEW mine AS SELECT 1",
    "a table mine": "CREATE TABLE mine (x UNIQUE ON CONFLICT REPLACE)",
    "a index twice": "CREATE UNIQUE INDEX twice ON Entry (kpi, date)",
    "a table found": "CREATE VIRTUAL TABLE found USING fts5(x)",
    "a table entry": "ALTER TABLE entry ADD COLUMN x TEXT CHECK (x <> hex (zeroblob(1000000)))",
    "a table kpi": "ALTER TABLE kpi ADD COLUMN x TEXT DEFAULT (printf('%.*c', 1000000, 'x'))",
    "a table note": "ALTER TABLE note ADD COLUMN x TEXT AS (text || text)",
    "a table draft": "ALTER TABLE draft ADD COLUMN x TEXT CHECK (fields NOT LIKE '%a%b%a%b%a%b%' OR x)",
    "a table change": "ALTER TABLE change ADD COLUMN x INTEGER REFERENCES entry ON DELETE CASCADE",
}


@pytest.mark.parametrize("what", FOREIGN_CODE)
def test_a_database_with_code_of_its_own_is_not_used(tmp_path: Path, what: str) -> None:
    """A trigger, a view, a rule that replaces rows, or a table that computes: refused by name, nothing is touched."""
    path = tmp_path / "kpitui.db"
    open_store(str(path)).close()
    with closing(sqlite3.connect(path)) as other:
        other.executescript(FOREIGN_CODE[what])
    before = path.read_bytes()
    with pytest.raises(CodeInside, match=f"holds {what}"):
        open_store(str(path))
    assert before == path.read_bytes()


def test_columns_and_tables_of_a_guest_stay(tmp_path: Path) -> None:
    """What computes nothing and changes no row of ours is left as it is, and so is whatever a table of theirs does."""
    path = tmp_path / "kpitui.db"
    open_store(str(path)).close()
    with closing(sqlite3.connect(path)) as other:
        other.executescript(
            "ALTER TABLE kpi ADD COLUMN checked TEXT; ALTER TABLE goal ADD COLUMN defaulted REAL NOT NULL DEFAULT 5;"
            "CREATE TABLE mine (x TEXT CHECK (upper(x) LIKE 'A%'), kpi REFERENCES kpi(id) ON DELETE CASCADE)"
        )
    open_store(str(path)).close()


def test_code_that_comes_while_it_is_open_stops_the_next_change(tmp_path: Path) -> None:
    """An app that is open never says that something is saved which a trigger then takes away."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with closing(sqlite3.connect(store.path)) as other:
        other.execute("CREATE TRIGGER t AFTER INSERT ON setting BEGIN DELETE FROM setting; END")
    with pytest.raises(CodeInside), store.write("setting.changed") as change:
        change.insert("setting", {"key": "theme", "value": "mono"})
    with closing(sqlite3.connect(store.path)) as other:
        other.execute("DROP TRIGGER t")
    with store.write("setting.changed") as change:
        change.insert("setting", {"key": "theme", "value": "mono"})
    assert 1 == len(store.rows("SELECT * FROM setting"))


def test_what_comes_to_no_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that works without end for nothing is given up, and leaves nothing; one that does much is not."""
    monkeypatch.setattr("kpitui.store.connection.LONG", 1000)
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    store = open_store(str(tmp_path / "kpitui.db"))
    with pytest.raises(DatabaseUnusable, match="took too long"), store.write("setting.changed") as change:
        change.insert("setting", {"key": "theme", "value": "mono"})
        change.rows(endless)
    assert [] == store.rows("SELECT * FROM setting")
    monkeypatch.setattr("kpitui.store.connection.LONG_A_ROW", 1)
    with store.write("settings.changed") as change:
        for number in range(2000):
            change.insert("setting", {"key": f"key-{number}", "value": "x"})
    assert 2000 == len(store.rows("SELECT * FROM setting"))


@pytest.mark.skipif(sys.platform == "win32", reason="files have no modes")
def test_a_file_that_others_could_read_is_made_private(tmp_path: Path) -> None:
    """It is yours alone as soon as it is opened, its log too, and whoever opened it knows that once."""
    path = tmp_path / "kpitui.db"
    first = open_store(str(path))
    first.connection.execute("INSERT INTO setting VALUES ('theme', 'mono')")
    for file in tmp_path.glob("kpitui.db*"):
        file.chmod(0o644)
    assert open_store(str(path)).made_private
    assert {0o600} == {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("kpitui.db*")}
    assert not open_store(str(path)).made_private


def test_without_shared_memory_one_program_works_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file system gives none, the log is kept without it: reading and writing go on."""
    real = connection.opened_store

    def without(path: str, *pragmas: str) -> Store:
        if not pragmas:
            raise fault("SQLITE_IOERR_SHMMAP")
        return real(path, *pragmas)

    monkeypatch.setattr(connection, "opened_store", without)
    monkeypatch.setattr(troubles, "opened_store", without)
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("setting.changed") as change:
        change.insert("setting", {"key": "theme", "value": "mono"})
    assert "exclusive" == store.rows("PRAGMA locking_mode")[0][0]
    assert not list(tmp_path.glob("*-shm"))


def fault(name: str) -> sqlite3.OperationalError:
    """Return an error as SQLite gives it under this name."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname, error.sqlite_errorcode = name, getattr(sqlite3, name)
    return error


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SQLITE_BUSY", "Another program is using"),
        ("SQLITE_FULL", "The disk is full"),
        ("SQLITE_IOERR_LOCK", "no file locks"),
        ("SQLITE_IOERR_SHMLOCK", "no file locks"),
        ("SQLITE_IOERR_SHMMAP", "no file locks"),
        ("SQLITE_PROTOCOL", "no file locks"),
        ("SQLITE_IOERR_READ", "could not read"),
        ("SQLITE_IOERR_FSYNC", "could not save"),
        ("SQLITE_READONLY_DIRECTORY", "read-only"),
        ("SQLITE_CANTOPEN", "read-only"),
        ("SQLITE_ERROR", "can't be used"),
    ],
)
def test_each_trouble_has_its_sentence(tmp_path: Path, name: str, words: str) -> None:
    """What SQLite's name of a fault means is said: no locks is not a full disk, and reading is not saving."""
    path = str(tmp_path / "kpitui.db")
    assert words in str(troubles.trouble(fault(name), path))


def test_a_file_system_without_locks_is_never_called_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite says the same of both; a lock that is tried on a file of our own tells them apart, and leaves nothing."""
    fcntl = pytest.importorskip("fcntl")
    path = str(tmp_path / "kpitui.db")

    def no_lock(_file: object, _how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "lockf", no_lock)
    error = troubles.trouble(fault("SQLITE_BUSY"), path)
    assert "no file locks" in str(error) and not isinstance(error, Busy)
    assert [] == list(tmp_path.iterdir())


def test_a_log_that_was_deleted_is_not_written_to(tmp_path: Path) -> None:
    """What would be saved in a write-ahead log that no name leads to any more is refused."""
    path = tmp_path / "kpitui.db"
    with closing(open_store(str(path))) as store:
        with store.transaction():
            store.connection.execute("INSERT INTO setting VALUES ('theme', 'mono')")
        (tmp_path / "kpitui.db-wal").unlink()
        with pytest.raises(DatabaseUnusable, match="deleted or replaced"), store.transaction():
            store.connection.execute("INSERT INTO setting VALUES ('language', 'nl')")


@pytest.mark.parametrize("how", ["moved", "deleted", "replaced", "emptied"])
def test_what_is_not_there_any_more_is_not_written_to(tmp_path: Path, how: str) -> None:
    """What would be saved in a file that no name leads to any more is refused, and another file is left alone."""
    path = tmp_path / "kpitui.db"
    with closing(open_store(str(path))) as store:
        if how == "emptied":
            os.truncate(path, 0)
        elif how == "replaced":
            with closing(open_store(str(tmp_path / "other.db"))):
                pass
            (tmp_path / "other.db").replace(path)
        else:
            path.rename(tmp_path / "elsewhere.db") if how == "moved" else path.unlink()
        with pytest.raises(DatabaseUnusable, match="moved, deleted or replaced"), store.transaction():
            store.connection.execute("INSERT INTO setting VALUES ('theme', 'mono')")
    if how == "replaced":
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        with closing(open_store(str(path))) as other:
            assert not other.rows("SELECT * FROM setting WHERE key = 'theme'")


def test_an_empty_file_goes_only_while_nobody_else_can_begin(tmp_path: Path) -> None:
    """One that another program is about to fill stays, and so does one that has anything in it."""
    path = tmp_path / "kpitui.db"
    path.touch()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        delete_if_empty(str(path))
        assert path.exists()
        other.execute("ROLLBACK")
        delete_if_empty(str(path))
    assert not path.exists()
    open_store(str(path)).close()
    delete_if_empty(str(path))
    assert path.stat().st_size


def test_a_file_that_another_takes_the_place_of_while_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would be saved in it would be in no file: it is refused from the start."""
    path = tmp_path / "kpitui.db"
    open_store(str(path)).close()
    prepare = connection.prepared

    def prepared_and_moved(*words: Any) -> Store:
        store = prepare(*words)
        path.rename(tmp_path / "away.db")
        return store

    monkeypatch.setattr(connection, "prepared", prepared_and_moved)
    with pytest.raises(DatabaseUnusable, match="was moved, deleted or replaced"):
        open_store(str(path))


def test_a_lock_that_is_free_for_a_moment_only_is_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Among many who write nobody is sent away: it is looked often, and every look is as good as the first."""
    store = open_store(str(tmp_path / "kpitui.db"))
    looks: list[float] = []
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        def let_go_at_the_thirtieth_look(seconds: float) -> None:
            looks.append(seconds)
            if len(looks) == 30:
                other.execute("ROLLBACK")

        monkeypatch.setattr("time.sleep", let_go_at_the_thirtieth_look)
        with store.transaction():
            pass
    assert len(looks) == 30
    assert max(looks) <= 0.02
    assert 1000 * connection.PATIENCE == store.rows("PRAGMA busy_timeout")[0][0]


def test_whoever_waits_no_longer_is_told(tmp_path: Path) -> None:
    """A lock that is never let go of, and a fault that is no lock, end the waiting; how long is waited stays as set."""
    store = open_store(str(tmp_path / "kpitui.db"))
    store.be_patient(0.02)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy), store.transaction():
            pass
    with store.transaction(), pytest.raises(DatabaseUnusable) as within, store.transaction():
        pass
    assert not isinstance(within.value, Busy)
    assert 20 == store.rows("PRAGMA busy_timeout")[0][0]


def test_the_flag_wins_then_the_variable_then_the_data_folder(tmp_path: Path) -> None:
    """--db, else KPITUI_DB, else XDG_DATA_HOME."""
    environ = {"KPITUI_DB": "/a/b.db", "XDG_DATA_HOME": str(tmp_path)}
    assert "/c/d.db" == database_path(environ, "/c/d.db")
    assert "/a/b.db" == database_path(environ)
    assert str(tmp_path / "kpitui" / "kpitui.db") == database_path({"XDG_DATA_HOME": str(tmp_path)})


def test_a_relative_data_home_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The XDG specification says to ignore relative paths."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert str(tmp_path / ".local/share/kpitui/kpitui.db") == database_path({"XDG_DATA_HOME": "data"})


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """One sentence names the path."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseUnusable, match="can't be created"):
        create_private(str(tmp_path / "file" / "kpitui.db"))


@pytest.mark.skipif(os.name != "posix", reason="needs modes")
def test_every_folder_made_on_the_way_is_private(tmp_path: Path) -> None:
    """Also those above the last; one that was there keeps its mode."""
    (there := tmp_path / "there").mkdir(mode=0o755)
    there.chmod(0o755)
    create_private(str(there / "a" / "b" / "kpitui.db"))
    assert [0o755, 0o700, 0o700] == [stat.S_IMODE(path.stat().st_mode) for path in (there, there / "a", there / "a/b")]
