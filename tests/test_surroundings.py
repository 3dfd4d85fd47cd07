"""Bad surroundings: one clear sentence with what to do, status 3, and the file byte for byte as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kpitui.store import backups
from kpitui.store.schema import SCHEMA_VERSION
from kpitui.tui.app import KpituiApp
from tests.cli.conftest import Shell
from tests.killing import STRACE, state_of
from tests.surroundings import give, is_superuser, limit_files, limit_open_files, run, small_disk
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import NOW, play, shop, told, workspace_at

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs users, limits and modes")

WRITES = (
    ("log", "revenue=450", "orders=18"),
    ("import", "-"),
    ("undo",),
    ("kpi", "add", "Margin"),
    ("note", "--all", "market day"),
    ("config", "theme", "mono"),
)
FIGURES = "date,revenue\n" + "".join(f"2026-{month:02}-{day:02},5\n" for month in range(1, 11) for day in range(1, 29))
each_write = pytest.mark.parametrize("words", WRITES, ids=[" ".join(words) for words in WRITES])


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that a user without rights can reach, which the folders of tests are not."""
    path = Path(tempfile.mkdtemp(prefix="kpitui-test-"))
    path.chmod(0o755)
    yield path
    for each in (path, *path.rglob("*")):
        if not each.is_symlink():
            each.chmod(0o700)
    shutil.rmtree(path)


@pytest.fixture
def database(folder: Path) -> Path:
    """The shop with ten days of figures, in the hands of the user that commands are run as, and no backup due."""
    (folder / "data").mkdir()
    path = shop(folder / "data" / "kpitui.db", days=10)
    workspace = workspace_at(path)
    workspace.store.connection.execute("INSERT OR REPLACE INTO setting VALUES ('daily-backup', 'no')")
    workspace.close()
    give(folder / "data")
    return path


def refused(done: object, *words: str) -> None:
    """Check that a command ended with status 3 and one sentence that holds one of *words*."""
    status, out, err = done.returncode, done.stdout, done.stderr  # type: ignore[attr-defined]
    assert (3, 1) == (status, len(err.splitlines())), (status, out, err)
    assert any(word in err for word in words), err
    assert "Traceback" not in err


@pytest.mark.sampled(2)
@pytest.mark.process
@each_write
def test_a_read_only_file(database: Path, words: tuple[str, ...]) -> None:
    """A file without leave to write: nothing is saved, and it is said how to get leave."""
    database.chmod(0o400)
    before = database.read_bytes()
    refused(run(database, *words, given=FIGURES), "Give yourself write access to the file and its folder")
    assert before == database.read_bytes()


@pytest.mark.sampled(2)
@pytest.mark.process
@each_write
def test_a_read_only_folder(database: Path, words: tuple[str, ...]) -> None:
    """A folder without leave to write, where the write-ahead log cannot be made."""
    database.parent.chmod(0o500)
    before = database.read_bytes()
    refused(run(database, *words, given=FIGURES), "Give yourself write access to the file and its folder")
    assert before == database.read_bytes()


@pytest.mark.sampled(2)
@pytest.mark.process
@pytest.mark.parametrize(
    "words",
    [("status",), ("show", "revenue", "--json"), ("export",), ("review",)],
    ids=lambda words: words[0],
)
def test_a_read_only_folder_is_read(database: Path, words: tuple[str, ...]) -> None:
    """A mounted backup can be looked into: what only reads works where nothing can be written, and leaves nothing."""
    before = run(database, *words).stdout
    give(database.parent)
    files = sorted(database.parent.iterdir())
    database.parent.chmod(0o500)
    done = run(database, *words)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", before)
    assert files == sorted(database.parent.iterdir())


@pytest.mark.slow
@pytest.mark.process
def test_an_older_database_in_a_read_only_folder(database: Path) -> None:
    """It is brought up in a copy that is gone afterwards; what would be written into that copy is refused."""
    with closing(sqlite3.connect(database)) as other:
        other.executescript(
            """DROP VIEW part_share; DROP INDEX change_redo; ALTER TABLE change DROP COLUMN superseded;
            PRAGMA user_version=6;
            DELETE FROM _sqlite_migrations WHERE name LIKE 'm009%' OR name LIKE 'm017%'; PRAGMA journal_mode=DELETE;"""
        )
    database.parent.chmod(0o500)
    before = database.read_bytes()
    done = run(database, "status")
    assert (done.returncode, done.stderr, "Revenue" in done.stdout) == (0, "", True)
    refused(run(database, "log", "revenue=7"), "Give yourself write access to the file and its folder")
    assert before == database.read_bytes()


@pytest.mark.process
@pytest.mark.skipif(STRACE is None, reason="faults of the system are made by strace")
@pytest.mark.parametrize(("call", "error"), [("fcntl", "EINVAL"), ("fcntl", "EIO"), ("mmap", "ENODEV")])
def test_a_file_system_without_locks_or_shared_memory(tmp_path: Path, call: str, error: str) -> None:
    """Without locks that is what is said, and no backup is called damaged; without shared memory all works."""
    database = shop(tmp_path / "kpitui.db", days=2)
    workspace = workspace_at(database)
    backups.make(workspace.store, NOW)
    workspace.close()
    files = [part for end in ("", "-wal", "-shm") for part in ("-P", f"{database}{end}")]
    fault = ["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", *files, "-e", f"trace={call}"]
    injected = [str(STRACE), *fault, "-e", f"inject={call}:error={error}"]
    status, log, doctor = (
        run(database, *words, under=injected) for words in (("status",), ("log", "revenue=7"), ("doctor",))
    )
    if call == "mmap":
        assert (status.returncode, log.returncode, doctor.returncode) == (0, 0, 0), (status, log, doctor)
    else:
        refused(status, "has no file locks")
        refused(log, "has no file locks")
    assert "damaged" not in doctor.stdout


@pytest.mark.sampled(3)
@pytest.mark.process
@each_write
def test_a_limit_on_file_sizes(database: Path, words: tuple[str, ...]) -> None:
    """A limit below what the change needs, as on a shared server: nothing is saved, and it is said why."""
    before = database.read_bytes(), state_of(database)
    give(database.parent)
    refused(run(database, *words, given=FIGURES, before=limit_files(4096)), "full", "limit")
    assert before == (database.read_bytes(), state_of(database))


@pytest.mark.slow
@pytest.mark.process
def test_a_limit_on_open_files(database: Path) -> None:
    """Each command is done as a whole, or nothing is and it is said why; nothing is called read-only or damaged."""
    said = 0
    for most in (5, 6, 7, 9):
        for words in (
            ("log", "revenue=450"),
            ("status",),
            ("export",),
            ("backup",),
            ("restore", "--latest"),
            ("doctor",),
        ):
            before = state_of(database)
            give(database.parent)
            done = run(database, *words, before=limit_open_files(most))
            if "Fatal Python error" in done.stderr or "shared libraries" in done.stderr:
                continue  # too few for Python itself
            assert done.returncode in (0, 1, 3), done
            for word in ("Traceback", "bug", "read-only", "damaged", "Restore a backup"):
                assert word not in done.stdout + done.stderr, done
            assert done.returncode == 0 or state_of(database) == before
            said += "ulimit -n" in done.stderr
    assert said


@pytest.mark.process
@pytest.mark.parametrize("limit", [limit_files(100), limit_open_files(6)], ids=["size", "number"])
def test_a_first_start_that_is_refused(folder: Path, limit: Callable[[], None]) -> None:
    """It is said why, and the next start, without the limit, begins as if there had been none."""
    (folder / "data").mkdir()
    give(folder / "data")
    path = folder / "data" / "kpitui.db"
    done = run(path, "kpi", "add", "Orders", before=limit)
    refused(done, "limit", "full")
    assert not path.exists() or path.stat().st_size, "an empty file is left"
    assert run(path, "kpi", "add", "Orders").returncode == 0
    assert run(path, "kpi", "list", "--json").stdout.count('"key"') == 1


@pytest.mark.sampled(4)
@pytest.mark.process
@pytest.mark.skipif(not is_superuser(), reason="a small disk is mounted by the superuser")
@each_write
def test_a_full_disk(folder: Path, database: Path, words: tuple[str, ...]) -> None:
    """A disk without a byte left: nothing is saved, it is said to make room, and with room it works again."""
    with small_disk(folder / "disk", database.stat().st_size + 400_000) as mounted:
        if not mounted:
            pytest.skip("no disk can be mounted here")
        path = folder / "disk" / "kpitui.db"
        shutil.copyfile(database, path)
        path.chmod(0o600)
        filler = folder / "disk" / "filler"
        with filler.open("wb") as file, pytest.raises(OSError, match="No space"):
            while True:
                os.write(file.fileno(), b"x" * 4096)
        give(folder / "disk")
        before = path.read_bytes()
        refused(run(path, *words, given=FIGURES), "full")
        assert before == path.read_bytes()
        filler.unlink()
        state = state_of(database)
        assert state == state_of(path)
        give(folder / "disk")
        if words[0] != "import":
            assert run(path, *words).returncode == 0


ROOM = (0, 1, 2, 4, 8, 16, 32, 64, 128, 512)
"""Pages of 4 KB that are left on a disk, ten sizes."""
FULL = (*WRITES, ("backup", "copy.db"), ("export", "-o", "figures.csv"), ("restore", "older.db"))


@pytest.mark.slow
@pytest.mark.skipif(not is_superuser(), reason="a small disk is mounted by the superuser")
@pytest.mark.parametrize("room", ROOM)
def test_a_disk_with_little_room(folder: Path, database: Path, room: int) -> None:
    """Each command is done as a whole or refused and nothing changed, however far it comes; then figure by figure."""
    with small_disk(folder / "disk", database.stat().st_size + 4_000_000) as mounted:
        if not mounted:
            pytest.skip("no disk can be mounted here")
        path, filler = folder / "disk" / "kpitui.db", folder / "disk" / "filler"
        done = []
        for words in FULL:
            for left in (folder / "disk").iterdir():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            shutil.copyfile(database, path)
            path.chmod(0o600)
            if words[0] == "restore":
                _older(path, path.with_name("older.db"))
            _fill(filler, room)
            give(folder / "disk")
            before = state_of(database)
            command = [str(folder / "disk" / word) if "." in word else word for word in words]
            outcome = run(path, *command, given=FIGURES)
            assert outcome.returncode in (0, 1, 3), outcome
            assert "Traceback" not in outcome.stderr
            assert "hit a bug" not in outcome.stderr
            filler.unlink()
            changed = state_of(path) != before
            assert changed == (outcome.returncode == 0 and words[0] not in ("backup", "export")), (words, outcome)
            if words[0] == "backup" and (folder / "disk" / "copy.db").exists():
                assert outcome.returncode == 0
                assert state_of(folder / "disk" / "copy.db") == before
            if words[0] == "export":
                assert (folder / "disk" / "figures.csv").exists() == (outcome.returncode == 0)
            done.append(outcome.returncode == 0)
        assert room or not any(done)
        assert room < ROOM[-1] or all(done)
        _logged_until_it_is_full(path, filler, room)


def _older(path: Path, copy: Path) -> None:
    """Write a backup of *path* in which an entry is missing."""
    give(path.parent)
    backup = run(path, "backup", str(copy))
    assert backup.returncode == 0, backup
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DELETE FROM entry WHERE date = (SELECT max(date) FROM entry)")
        connection.commit()


def _fill(filler: Path, room: int) -> None:
    """Leave *room* pages of a disk."""
    with filler.open("wb") as file, suppress(OSError):
        while True:
            os.write(file.fileno(), b"x" * 4096)
    os.truncate(filler, max(0, filler.stat().st_size - room * 4096))


def _logged_until_it_is_full(path: Path, filler: Path, room: int) -> None:
    """Log one figure after the other: those that were acknowledged are there once, the others not at all."""
    _fill(filler, room)
    acknowledged = []
    for number in range(30):
        outcome = run(path, "log", "orders", "1", "-m", f"number {number}")
        if outcome.returncode == 0:
            acknowledged.append(f"number {number}")
    filler.unlink()
    assert [row[3] for row in state_of(path)["entry"] if row[3]] == sorted(acknowledged)
    assert run(path, "log", "orders", "1").returncode == 0


@pytest.mark.process
def test_a_file_of_somebody_else(database: Path) -> None:
    """The database of another user is refused, even where it could be read."""
    if not is_superuser():
        pytest.skip("a file is given away by the superuser")
    for path in (database, database.parent):
        os.chown(path, 0, 0)
    database.parent.chmod(0o777)
    database.chmod(0o666)
    refused(run(database, "status"), "another user")


Spoil = Callable[[Path], object]


def _header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xff" * 100)


def _page(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'kpi'").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)


def _cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(10_000)


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")


def _letter(path: Path) -> None:
    path.write_text("Dear aunt, " * 2000)


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE passwords (x)")


SPOILT: dict[str, tuple[Spoil, str]] = {
    "damaged header": (_header, "restore"),
    "damaged page": (_page, "restore"),
    "cut off": (_cut, "restore"),
    "newer": (_newer, "Upgrade KPITUI"),
    "letter": (_letter, "not a database"),
    "foreign": (_foreign, "another program"),
}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", SPOILT)
def test_a_file_that_cannot_be_used(shop_shell: Shell, name: str, language: str) -> None:
    """Damaged, newer, foreign or no database: every command says so in a sentence, and the file stays as it was."""
    spoil, word = SPOILT[name]
    spoil(shop_shell.database)
    before = shop_shell.database.read_bytes()
    reads = (("status",), ("show", "revenue"), ("kpi", "list"), ("export", "-o", "x.csv"), ("backup",))
    for words in (*(words for words in WRITES if name != "damaged page" or words[0] in ("log", "import")), *reads):
        done = shop_shell("--lang", language, *words, given=FIGURES.encode())
        assert (3, 1) == (done.status, len(done.err.splitlines())), (words, done)
        assert language == "nl" or word in done.err
    assert before == shop_shell.database.read_bytes()


@pytest.fixture
def shop_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell on the shop."""
    monkeypatch.setenv("KPITUI_TODAY", "2026-11-23")
    return Shell(shop(tmp_path / "kpitui.db", days=10), monkeypatch)


def test_locked_for_a_minute(shop_shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held by another program longer than anyone waits: said so, nothing written; let go, it works again."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kpitui.store.connection.PATIENCE", 0.05)
    shop_shell.ok("backup", "copy.db")
    state = state_of(shop_shell.database)
    with closing(sqlite3.connect(shop_shell.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for words in (*WRITES, ("restore", "copy.db")):
            done = shop_shell(*words, given=FIGURES.encode())
            assert (3, 1) == (done.status, len(done.err.splitlines())), (words, done)
            assert "Another program is using" in done.err
        assert 0 == shop_shell("status").status
    assert state == state_of(shop_shell.database)
    assert 0 == shop_shell("log", "revenue=450").status


@pytest.mark.process
def test_no_home_and_no_folder(folder: Path) -> None:
    """Without a home, with a home that is no folder, and with a data folder that cannot be made: said, not crashed."""
    give(folder)
    bad = folder / "file"
    bad.write_text("x")
    for environ in ({"HOME": str(bad / "x"), "XDG_DATA_HOME": ""}, {"XDG_DATA_HOME": str(bad)}):
        done = run(None, "kpi", "add", "Orders", environ=environ)
        refused(done, "can't be", "no home")
    bad_folder = folder / "closed"
    bad_folder.mkdir(mode=0o500)
    give(bad_folder)
    refused(run(bad_folder / "kpitui" / "kpitui.db", "kpi", "add", "Orders"), "can't be created")
    refused(run(bad / "kpitui.db", "kpi", "add", "Orders"), "can't be")
    assert [] == list(bad_folder.iterdir())


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_private_whatever_the_umask(tmp_path: Path, shop_shell: Shell, umask: int) -> None:
    """Database, folder, backups, exports and reports are 0600 and 0700 with every umask."""
    data = tmp_path / "data" / "kpitui" / "kpitui.db"
    shell = Shell(data, shop_shell._patch)
    old = os.umask(umask)
    try:
        shell.ok("kpi", "add", "Orders")
        shell.ok("log", "orders=5")
        shell.ok("backup")
        shell.ok("backup", str(tmp_path / "copies" / "copy.db"))
        shell.ok("export", "-o", str(tmp_path / "out.csv"))
        shell.ok("review", "-o", str(tmp_path / "out.html"))
        shell.ok("calendar", "-o", str(tmp_path / "out.ics"))
        shell.ok("restore", "--latest")
    finally:
        os.umask(old)
    files = [path for path in (*data.parent.rglob("*"), *tmp_path.glob("out.*")) if path.is_file()]
    files.append(tmp_path / "copies" / "copy.db")
    assert len(files) >= 7
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in files}
    folders = (data.parent, data.parent / "backups", tmp_path / "copies")
    assert {0o700} == {stat.S_IMODE(path.stat().st_mode) for path in folders}


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31"])
def test_a_clock_at_the_end_of_time(shop_shell: Shell, monkeypatch: pytest.MonkeyPatch, year: str) -> None:
    """A clock before which or after which there is no year is told, and nothing is written with it."""
    monkeypatch.setenv("KPITUI_TODAY", year)
    before = shop_shell.database.read_bytes()
    done = shop_shell("log", "revenue=450")
    assert (3, 1) == (done.status, len(done.err.splitlines()))
    assert "Set the clock right" in done.err
    assert before == shop_shell.database.read_bytes()


@pytest.mark.parametrize("today", ["2026-11-23", "2026-03-29", "2026-10-25", "2024-02-29"])
def test_days_at_both_ends_and_days_of_23_and_25_hours(
    shop_shell: Shell, monkeypatch: pytest.MonkeyPatch, today: str
) -> None:
    """Entries, notes, actions and deadlines in year 1 and 9999 are shown by every command, also on odd days."""
    monkeypatch.setenv("KPITUI_TODAY", today)
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    with closing(sqlite3.connect(shop_shell.database)) as other:
        other.execute("INSERT INTO entry (kpi, date, id, value) VALUES (1, '0001-01-01', 'a', 5)")
        other.execute("INSERT INTO entry (kpi, date, id, value) VALUES (1, '9999-12-31', 'z', 5)")
        other.execute("INSERT INTO note (uid, kpi, date, text) VALUES ('n', NULL, '9999-12-31', 'the end')")
        other.execute("INSERT INTO action (uid, what, kpi, due) VALUES ('a', 'call', 1, '9999-12-31')")
        other.commit()
    for words in (
        ("status", "--json"),
        ("due",),
        *(("show", "revenue", "--by", span) for span in ("day", "week", "month", "quarter", "year")),
        *(("show", "revenue", "--chart", chart) for chart in ("trend", "limits", "cumulative", "periods")),
        ("show", "conversion", "--explain"),
        ("review",),
        ("review", "--period", "quarter"),
        ("check",),
        ("calendar",),
        ("export",),
        ("action", "list"),
        ("log", "revenue", "5", "yesterday"),
        ("undo",),
    ):
        done = shop_shell(*words)
        assert 0 == done.status, (words, done)


def test_a_clock_that_was_set_back(shop_shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logging a year earlier than before goes on, and undo takes back what was done last, not what is dated last."""
    shop_shell.ok("log", "revenue=450")
    state = state_of(shop_shell.database)
    monkeypatch.setattr("kpitui.store.transaction.time.time_ns", lambda: 1_000_000_000)
    monkeypatch.setenv("KPITUI_TODAY", "2025-11-23")
    shop_shell.ok("log", "revenue=7", "orders=8")
    assert state != state_of(shop_shell.database)
    shop_shell.ok("undo")
    undone = state_of(shop_shell.database)
    assert state["entry"] == undone["entry"]


def test_the_app_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Locked, then full: a number typed in the app is refused with a sentence, and accepted when that is over."""
    path = shop(tmp_path / "kpitui.db", days=10)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        connection = app.workspace.store.connection
        connection.execute("PRAGMA busy_timeout=50")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await pilot.press(*"450", "enter")
            assert "Another program is using the database" in screen_text(app), screen_text(app)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")
        for _time in range(60):
            await pilot.press("escape", *"450", "enter")
            if "disk is full" in told(app) + screen_text(app):
                break
        assert "disk is full" in told(app) + screen_text(app)
        connection.execute("PRAGMA max_page_count=100000")
        await pilot.press("escape", *"451", "enter")

    play(path, story)
    assert 451.0 in [row[2] for row in state_of(path)["entry"]]
