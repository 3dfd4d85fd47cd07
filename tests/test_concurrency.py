"""Several processes on one database: nothing is lost, nothing is doubled, and nobody who can wait is sent away."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from time import monotonic

import pytest

from tests.safety import SAFETY_SECONDS
from tests.terminal import Terminal
from tests.tui.stage import shop

WRITER = """
import sys
from kpitui.cli.main import main
database, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
for number in range(count):
    assert main(["--db", database, "log", "orders", "1", "-m", f"{name} {number}"]) == 0, (name, number)
"""


def writers(database: Path, many: int, each: int) -> list[subprocess.Popen[str]]:
    """Start *many* processes that log *each* entries, one after the other, and note on each which it is."""
    return [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(database), f"writer {number}", str(each)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "KPITUI_TODAY": "2026-11-23"},
        )
        for number in range(many)
    ]


def ended_well(process: subprocess.Popen[str]) -> None:
    """Wait for a writer, which must have said nothing; one that comes to no end is ended."""
    try:
        _out, said = process.communicate(timeout=SAFETY_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    assert (0, "") == (process.returncode, said)


def all_ended_well(processes: list[subprocess.Popen[str]]) -> None:
    """Wait for all writers, up to the first that does not end well."""
    for process in processes:
        ended_well(process)


def check(database: Path, many: int, each: int) -> None:
    """Every entry of every writer is there once, with one change in the journal each, and the file is whole."""
    with closing(sqlite3.connect(database)) as connection:
        notes = [row[0] for row in connection.execute("SELECT note FROM entry WHERE note <> ''")]
        assert sorted(f"writer {writer} {number}" for writer in range(many) for number in range(each)) == sorted(notes)
        (changes,) = connection.execute("SELECT count(*) FROM change WHERE what = 'entry.logged'").fetchone()
        assert many * each <= changes
        assert ("ok",) == connection.execute("PRAGMA integrity_check").fetchone()


@pytest.mark.process
def test_four_writers_at_once(tmp_path: Path) -> None:
    """Four processes log 25 entries each at the same time, the first of the day among them."""
    database = shop(tmp_path / "kpitui.db")
    for process in writers(database, 4, 25):
        ended_well(process)
    check(database, 4, 25)
    assert 1 == len(list((tmp_path / "backups").glob("daily-*.db")))
    assert not list((tmp_path / "backups").glob("*.partial"))


def holds(database: Path, value: float) -> bool:
    """Return whether an entry of this *value* is saved."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT 1 FROM entry WHERE value = ?", (value,)).fetchone() is not None


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
def test_eight_writers_and_two_apps(tmp_path: Path) -> None:
    """Eight processes log 500 entries each while two apps are open and typed into: all there once, both see it."""
    database = shop(tmp_path / "kpitui.db")
    with ExitStack() as stack:
        apps = [stack.enter_context(Terminal(database)) for _app in range(2)]
        for app in apps:
            app.wait_for("Revenue")
        running = writers(database, 8, 500)
        apps[0].press("450\r")
        until = monotonic() + SAFETY_SECONDS
        while not holds(database, 450):  # the line that says so may be gone with the next number of a writer
            apps[0].read(0.05)
            assert monotonic() < until, apps[0].text
        with ThreadPoolExecutor(1) as pool:
            ended = pool.submit(all_ended_well, running)
            while not ended.done():  # with the last writer, or with the first that does not end well
                for app in apps:
                    app.read(0.05)
            ended.result()
        apps[1].press("jj62\r")
        for app in apps:
            app.wait_for("4,000")
            app.wait_for("450")
            app.press("q")
            assert app.wait_for_end() == 0
            assert "locked" not in app.text and "is using" not in app.text
    check(database, 8, 500)


def run(database: Path, *words: str) -> subprocess.Popen[str]:
    """Start one command."""
    return subprocess.Popen(
        [sys.executable, "-m", "kpitui", "--db", str(database), *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "KPITUI_TODAY": "2026-11-23"},
    )


@pytest.mark.slow
def test_eight_first_starts_at_once(tmp_path: Path) -> None:
    """The database is made once; one that adds the KPI gets it, and the others are told that it is there."""
    for number in range(6):
        database = tmp_path / str(number) / "kpitui.db"
        starts = [run(database, "kpi", "add", "Orders") for _start in range(8)]
        narrations = [process.communicate(timeout=SAFETY_SECONDS)[1] for process in starts]
        assert sorted(process.returncode for process in starts) == [0] + [1] * 7, narrations
        with closing(sqlite3.connect(database)) as connection:
            assert [("orders",)] == connection.execute("SELECT key FROM kpi").fetchall()
            assert ("ok",) == connection.execute("PRAGMA integrity_check").fetchone()
