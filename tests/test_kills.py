"""Kills: whatever moment it is killed at, what was acknowledged is there once, and nothing is half done.

A few kills of every deed belong to the ordinary tests; every statement, every writing system call and random moments
are the slow ones.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlite_utils import Database

from kpitui.cli.main import main
from kpitui.store import backups
from kpitui.store.connection import open_store
from kpitui.store.migrations import migrations
from kpitui.store.schema import SCHEMA_VERSION
from kpitui.store.stale_files import delete_stale_files
from tests.killing import (
    DROPPED,
    HERE,
    ROOT,
    STRACE,
    TODAY,
    Outcome,
    calls,
    failed_at_call,
    killed_at_call,
    killed_at_statement,
    shown,
    state_of,
    statements,
)
from tests.terminal import Terminal
from tests.tui.stage import shop

pytestmark = [pytest.mark.process, pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")]

FEW = 5
"""Kills of each deed in the ordinary tests."""
MOST_STATEMENTS = 100
AT_LEAST = 500
RANDOM_MOMENTS = 150


class Deed(NamedTuple):
    """Something that changes the database, or copies it."""

    name: str
    words: tuple[str, ...]
    prepare: Callable[[Path], None]
    """Makes ``kpitui.db`` and what else is needed in a folder."""
    again: bool = True
    """Whether doing it once more after a kill must end as if it had been done once."""


def _shop(folder: Path) -> None:
    shop(folder / "kpitui.db", days=5)
    (folder / "backups").mkdir()


def _quiet(folder: Path) -> None:
    """Make a shop in which no daily backup is due."""
    _shop(folder)
    _run(folder, "config", "daily-backup", "no")


def _importable(folder: Path) -> None:
    _quiet(folder)
    lines = [f"2026-{month:02}-{day:02},{day * month},{day}" for month in range(1, 11) for day in range(1, 29)]
    (folder / "figures.csv").write_text("date,revenue,orders\n" + "\n".join(lines) + "\n")


def _undoable(folder: Path) -> None:
    _importable(folder)
    _run(folder, "import", "figures.csv")


def _redoable(folder: Path) -> None:
    _undoable(folder)
    _run(folder, "undo")


def _mergeable(folder: Path) -> None:
    _quiet(folder)
    shutil.copyfile(folder / "kpitui.db", folder / "other.db")
    _run(folder, "log", "revenue=1", "orders=2", database="other.db")
    _run(folder, "note", "revenue", "market day", database="other.db")


def _mergeable_export(folder: Path) -> None:
    _mergeable(folder)
    _run(folder, "export", "--format", "json", "-o", str(folder / "other.json"), database="other.db")


def _old(folder: Path) -> None:
    _quiet(folder)
    store = open_store(str(folder / "kpitui.db"))
    store.connection.execute("DROP INDEX change_redo")
    store.connection.execute("DROP VIEW part_share")
    store.connection.execute("ALTER TABLE change DROP COLUMN superseded")
    store.connection.execute("DELETE FROM _sqlite_migrations WHERE name IN ('m009_redo', 'm017_part_share')")
    store.connection.execute(f"PRAGMA user_version={SCHEMA_VERSION - 1}")
    store.close()
    database = Database(folder / "kpitui.db")
    assert [each.name for each in migrations.pending(database)] == ["m009_redo", "m017_part_share"]
    database.close()


def _restorable(folder: Path) -> None:
    _quiet(folder)
    _run(folder, "backup", "copy.db")
    _run(folder, "log", "revenue=1", "orders=2")


def _broken(folder: Path) -> None:
    _restorable(folder)
    with (folder / "kpitui.db").open("r+b") as file:
        file.write(b"\xff" * 100)


def _pullable(folder: Path) -> None:
    _quiet(folder)
    config = _config(folder)
    lines = [f"2026-11-{day:02},{day},{day * 2}" for day in range(1, 23)]
    (config / "figures.csv").write_text("date,takings,sales\n" + "\n".join(lines) + "\n")
    (config / "sources.toml").write_text(
        f'[source.till]\nkind = "command"\ncommand = ["cat", "figures.csv"]\nfolder = "{_moved(config)}"\n'
        'kpis = { takings = "revenue", sales = "orders" }\n'
    )
    (config / "sources.toml").chmod(0o600)


def _hooked(folder: Path) -> None:
    _quiet(folder)
    hooks = _config(folder) / "hooks"
    hooks.mkdir(mode=0o700)
    for name in ("on-log", "on-signal"):
        (hooks / name).write_text(f"#!/bin/sh\ncat >> {_moved(hooks.parent)}/{name}.heard\n")
        (hooks / name).chmod(0o700)


def _importable_hooked(folder: Path) -> None:
    _hooked(folder)
    (folder / "figures.csv").write_text("date,revenue,orders\n2026-10-20,500,5\n2026-10-21,600,6\n")


def _config(folder: Path) -> Path:
    """Make the folder of the configuration in *folder*; a `Trial` has it as ``$XDG_CONFIG_HOME``."""
    config = folder / "config" / "kpitui"
    config.mkdir(parents=True, mode=0o700)
    return config


def _moved(path: Path) -> Path:
    """Return where *path* in the folder that a `Trial` prepares is when the deed is done."""
    return Path(*("now" if part == "start" else part for part in path.parts))


DEEDS = (
    Deed("log", ("log", "revenue=450", "orders=18", "--key", "k1"), _quiet),
    Deed("first log of a day", ("log", "revenue=450", "--key", "k1"), _shop),
    Deed("import", ("import", "figures.csv"), _importable),
    Deed("undo", ("undo",), _undoable, again=False),
    Deed("redo", ("redo",), _redoable, again=False),
    Deed("merge", ("merge", "other.db"), _mergeable),
    Deed("merge of an export", ("merge", "other.json"), _mergeable_export),
    Deed("migration", ("status",), _old),
    Deed("backup", ("backup", "made.db"), _quiet),
    Deed("restore", ("restore", "copy.db"), _restorable),
    Deed("restore over a damaged file", ("restore", "copy.db"), _broken),
    Deed("pull", ("pull",), _pullable),
    Deed("log with hooks", ("log", "revenue=45000", "orders=18", "--key", "k1"), _hooked),
    Deed("import with hooks", ("import", "figures.csv"), _importable_hooked),
)
DROPPED_DEEDS = tuple(deed for deed in DEEDS if deed.name in ("log with hooks", "import", "undo", "restore"))
NARRATED = (
    "import os, sys; os.dup2(os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT), 2); os.execv(sys.argv[2], sys.argv[2:])"
)
"""Starts a program whose narration goes to a file."""
each_deed = pytest.mark.parametrize("deed", DEEDS, ids=[deed.name for deed in DEEDS])


def _spread(places: int, most: int) -> list[int]:
    """Return the numbers from 1 to *places*, or *most* of them spread evenly with both ends."""
    if places <= most:
        return list(range(1, places + 1))
    return sorted({1 + step * (places - 1) // (most - 1) for step in range(most)})


def _run(folder: Path, *words: str, database: str = "kpitui.db") -> None:
    here = Path.cwd()
    os.chdir(folder)
    try:
        assert main(["--db", str(folder / database), *words]) == 0
    finally:
        os.chdir(here)


TRIED_OUT = b"blat"
"""What Python itself writes into the folder of temporary files to find out whether it can."""


class Trial:
    """One deed, to be killed again and again, each time on a fresh copy of what it works on."""

    def __init__(self, deed: Deed, tmp_path: Path) -> None:
        self.deed = deed
        self.start, self.folder = tmp_path / "start", tmp_path / "now"
        self.start.mkdir()
        self.temporary = tmp_path / "temporary"
        """Where the programs that are killed put their temporary files."""
        self.temporary.mkdir()
        deed.prepare(self.start)
        self.fresh()
        self.words = ["--db", str(self.folder / "kpitui.db")]
        self.words += [str(self.folder / word) if "." in word else word for word in deed.words]
        self.before = None if deed.prepare is _broken else state_of(self.folder / "kpitui.db")
        self.fresh()
        _run(self.folder, *self.words[2:])
        self.after = state_of(self.folder / "kpitui.db")
        assert self.before != self.after or deed.words[0] in ("backup", "status"), (
            "it does nothing, so this shows nothing"
        )
        self.fresh()

    def fresh(self) -> None:
        """Begin again."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.start, self.folder)

    def check(self, outcome: Outcome) -> None:
        """Look at what is left, do the deed again, and look once more; then begin again."""
        left = [path for path in self.temporary.iterdir() if path.read_bytes() not in (b"", TRIED_OUT)]
        assert not left, "a figure lies about among the temporary files"
        path = self.folder / "kpitui.db"
        if self.before is None and path.read_bytes()[:100] == b"\xff" * 100:
            assert not outcome.acknowledged
        else:
            found = state_of(path)
            assert found in (self.before, self.after), shown(found)
            if outcome.acknowledged:
                assert found == self.after, "what was acknowledged is not there"
        made = [self.folder / "made.db", *(self.folder / "backups").glob("*.db")]
        for copy in made:
            if copy.exists() and not copy.name.startswith("damaged-"):
                assert backups.is_restorable(str(copy)), f"{copy.name} is half a backup"
        if self.deed.again:
            _run(self.folder, *self.words[2:])
            assert self.after == state_of(path), "done again it is there twice, or not at all"
        self.fresh()


@pytest.fixture
def trial(deed: Deed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Trial:
    """A deed to be killed."""
    monkeypatch.setenv("KPITUI_TODAY", TODAY)
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "temporary"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "now" / "config"))
    return Trial(deed, tmp_path)


@pytest.mark.sampled(2)
@each_deed
def test_a_few_kills(deed: Deed, trial: Trial) -> None:
    """Killed at a few statements, spread over the whole deed: all or nothing, once, and the file is whole."""
    places = statements(trial.words)
    trial.fresh()
    killed = 0
    for number in range(1, FEW + 1):
        outcome = killed_at_statement(max(1, places * number // (FEW + 1)), trial.words)
        killed += outcome.killed
        trial.check(outcome)
    assert killed == FEW


@pytest.mark.sampled(2)
@pytest.mark.parametrize("hangup", ["obeyed", "ignored"])
@pytest.mark.parametrize("deed", DROPPED_DEEDS, ids=[deed.name for deed in DROPPED_DEEDS])
def test_a_line_that_drops(deed: Deed, trial: Trial, tmp_path: Path, hangup: str) -> None:
    """The connection is lost in the middle and at the end of a command: all or nothing, and never a traceback.

    Where the hang-up is ignored, as under nohup, it is done as a whole, and the status says so.
    """
    places = statements(trial.words)
    for number in (places // 2, places - 1):
        trial.fresh()
        narration = tmp_path / f"narration-{number}"
        child = [sys.executable, "-c", NARRATED, str(narration), sys.executable, "-c", DROPPED, hangup, str(number)]
        with Terminal(trial.folder, program=[*child, *trial.words]) as terminal:
            terminal.wait_for(HERE)
            terminal.hang_up()
            status = terminal.wait_for_end()
        assert "Traceback" not in narration.read_text()
        assert status == (-signal.SIGHUP if hangup == "obeyed" else 0), narration.read_text()
        trial.check(Outcome(hangup == "obeyed", status == 0))


@pytest.mark.slow
def test_what_is_killed_elsewhere_leaves_nothing_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while it wrote to another folder: the half file is swept with a later daily run, an hour old by then."""
    monkeypatch.setenv("KPITUI_TODAY", TODAY)
    database = tmp_path / "data" / "kpitui.db"
    database.parent.mkdir()
    shop(database, days=2)
    seen = 0
    for number, deed in enumerate((("backup", "copy.db"), ("export", "-o", "out.csv"))):
        disk = tmp_path / f"disk{number}"
        disk.mkdir()
        words = ["--db", str(database), *deed[:-1], str(disk / deed[-1])]
        places = statements(words)
        for place in _spread(places, 7):
            killed_at_statement(place, words)
            for left in (*disk.glob(".*"), *database.parent.glob(".*")):
                seen += 1
                os.utime(left, (time.time() - 7200,) * 2)
            delete_stale_files(str(database))
            assert [] == [*disk.glob(".*"), *database.parent.glob(".*")], place
    assert seen, "no kill left anything, so this shows nothing"


@pytest.mark.slow
@each_deed
def test_kills_at_every_statement(deed: Deed, trial: Trial) -> None:
    """Killed at every statement and every opened or renamed file, or at a hundred of them."""
    places = statements(trial.words)
    trial.fresh()
    for number in _spread(places, MOST_STATEMENTS):
        outcome = killed_at_statement(number, trial.words)
        assert outcome.killed, number
        trial.check(outcome)


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="needs strace")
@each_deed
def test_kills_at_every_write(deed: Deed, trial: Trial) -> None:
    """Killed just before every system call that writes, syncs, renames or removes, at most 120 of each name."""
    found = calls(trial.words)
    trial.fresh()
    assert found["pwrite64"]
    killed = tried = 0
    for call, places in found.items():
        for number in _spread(places, 120):
            outcome = killed_at_call(call, number, trial.words)
            trial.check(outcome)
            killed, tried = killed + outcome.killed, tried + 1
    assert killed >= 0.9 * tried  # how often the last calls are made differs from run to run


@pytest.mark.slow
def test_kills_at_any_moment(tmp_path: Path) -> None:
    """A process that logs one entry after the other, killed at random: each that it acknowledged is there once."""
    chance = random.Random(7)
    database = shop(tmp_path / "kpitui.db")
    script = (
        "import sys\nfrom kpitui.cli.main import main\nsys.stderr = open('/dev/null', 'w')\n"
        "for number in range(1000):\n    assert main(['--db', sys.argv[1], 'log', 'orders', '1', '--key', sys.argv[2]"
        " + str(number)]) == 0\n    sys.stdout.flush()\n"
    )
    acknowledged = 0
    for turn in range(RANDOM_MOMENTS):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(database), f"{turn}-"],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "KPITUI_TODAY": TODAY},
        )
        assert process.stdout
        first = process.stdout.readline()
        time.sleep(chance.uniform(0, 0.12))  # on a slow machine it is killed in its first steps more often, no more
        process.send_signal(signal.SIGKILL)
        lines = [first, *process.stdout.read().splitlines(keepends=True)]
        process.wait()
        process.stdout.close()
        acknowledged += sum(line.endswith(b"\n") for line in lines)
        state = state_of(database)
        logged = [row for row in state["entry"] if row[0] == "orders"]
        assert len(logged) - acknowledged in (0, 1)
        assert len(logged) == sum(what == "entry.logged" for what, _undone in state["change"])
        acknowledged = len(logged)
    assert acknowledged >= RANDOM_MOMENTS


@pytest.mark.slow
def test_there_are_enough_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kills at statements and at random add up to the five hundred that are promised, writing calls aside."""
    monkeypatch.setenv("KPITUI_TODAY", TODAY)
    places = 0
    for number, deed in enumerate(DEEDS):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "now" / "config"))
        places += min(MOST_STATEMENTS, statements(Trial(deed, folder).words))
    assert places + RANDOM_MOMENTS >= AT_LEAST


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="needs strace")
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_disk_that_fails_at_any_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str) -> None:
    """What is refused is not stored, and what is acknowledged is, whichever call the disk fails at."""
    monkeypatch.setenv("KPITUI_TODAY", TODAY)
    deed = next(deed for deed in DEEDS if deed.name == "log")
    trial = Trial(deed._replace(words=("log", "revenue=450", "orders=18")), tmp_path)
    failed = 0
    for call, places in calls(trial.words).items():
        trial.fresh()
        for number in _spread(places, 40):
            outcome = failed_at_call(call, number, error, trial.words)
            assert "Traceback" not in outcome.stderr
            entries = [row for row in state_of(trial.folder / "kpitui.db")["entry"] if row[2] in (450.0, 18.0)]
            assert len(entries) == (2 if outcome.returncode == 0 else 0), (call, number, outcome)
            failed += outcome.returncode != 0
            trial.fresh()
    assert failed
