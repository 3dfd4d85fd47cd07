"""`kpitui merge`: a report on standard output, conflicts and what was saved beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def laptop(shop: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A second machine that began as a copy, and logged one order more."""
    shop.ok("backup", str(tmp_path / "laptop.db"))
    other = Shell(tmp_path / "laptop.db", monkeypatch)
    other.ok("log", "orders=3")
    return other


def test_a_merge_and_its_undo(shop: Shell, laptop: Shell) -> None:
    """What came in is counted by kind; undo takes it back."""
    done = shop.ok("merge", str(laptop.database))
    assert "entries: 1 new, 9 already there\n" in done.out
    assert "kpitui undo" in done.err
    again = shop.ok("merge", str(laptop.database))
    assert (again.out, "Nothing new" in again.err) == ("", True)
    assert "merged laptop.db" in shop.ok("undo").out


def test_a_dry_run(shop: Shell, laptop: Shell) -> None:
    """The same report, and nothing is saved."""
    before = shop.ok("history", "--json").out
    assert "1 new" in shop.ok("merge", "--dry-run", str(laptop.database)).out
    assert before == shop.ok("history", "--json").out


def test_conflicts_are_told(shop: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of a KPI that was changed on both sides, in words and as JSON."""
    shop.ok("backup", str(tmp_path / "laptop.db"))
    laptop = Shell(tmp_path / "laptop.db", monkeypatch)
    shop.ok("kpi", "edit", "orders", "--description", "paid ones")
    laptop.ok("kpi", "edit", "orders", "--description", "all of them")
    done = shop.ok("merge", str(laptop.database))
    assert "the description is all of them in the other file, paid ones here. The version here is kept" in done.err
    (conflict,) = shop.ok("merge", "--json", str(laptop.database)).json["conflicts"]
    assert (conflict["table"], conflict["fields"]) == ("kpi", ["description"])


def test_a_json_export_goes_into_an_empty_database(
    shop: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An export of everything is read again by merge, and gives the same export."""
    shop.ok("export", "--format", "json", "-o", str(tmp_path / "all.json"))
    empty = Shell(tmp_path / "empty.db", monkeypatch)
    empty.ok("merge", str(tmp_path / "all.json"))
    assert empty.exported() == shop.exported()


@pytest.mark.parametrize("what", ["database", "export"])
def test_a_stream_is_merged(shop: Shell, laptop: Shell, tmp_path: Path, what: str) -> None:
    """``merge <(ssh laptop cat kpitui.db)``: a database or an export that comes through a pipe is read whole, once."""
    source = laptop.database
    if what == "export":
        source = tmp_path / "all.json"
        laptop.ok("export", "--format", "json", "-o", str(source))
    laptop.ok("backup", str(tmp_path / "whole.db"))
    data = (tmp_path / "whole.db" if what == "database" else source).read_bytes()
    reading, end = os.pipe()

    def write() -> None:
        with os.fdopen(end, "wb") as pipe:
            pipe.write(data)

    writer = Thread(target=write)
    writer.start()
    done = shop.ok("merge", f"/dev/fd/{reading}")
    writer.join()
    os.close(reading)
    assert "entries: 1 new" in done.out
    assert list(tmp_path.glob("*tmp*")) == []


@pytest.mark.parametrize("command", ["merge", "import"])
def test_what_does_not_end_is_refused(shop: Shell, tmp_path: Path, command: str) -> None:
    """A damaged database through a pipe, and a device, are one sentence each."""
    reading, end = os.pipe()
    os.write(end, b"SQLite format 3\0" + b"x" * 5000)
    os.close(end)
    done = shop(command, f"/dev/fd/{reading}")
    os.close(reading)
    assert (done.status in (1, 3), len(done.err.splitlines())) == (True, 1)
    done = shop(command, "/dev/null")
    assert (done.status, "is a device" in done.err) == (1, True)


def test_what_cannot_be_merged(shop: Shell, tmp_path: Path) -> None:
    """A missing file and one of another program are refused with the right status."""
    assert shop("merge", str(tmp_path / "missing.db")).status == 1
    shutil.copy(shop.database, tmp_path / "cut.db")
    with (tmp_path / "cut.db").open("r+b") as file:
        file.truncate(5000)
    done = shop("merge", str(tmp_path / "cut.db"))
    assert (done.status, len(done.err.splitlines())) == (3, 1)


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.05, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.6])
def test_a_merge_that_is_killed_did_all_or_nothing(
    shop: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: float
) -> None:
    """However far it came: the database is whole, and has every entry of the other machine or none."""
    other = Shell(tmp_path / "other.db", monkeypatch)
    other.ok("kpi", "add", "Calls")
    first = date(1980, 1, 1).toordinal()
    rows = "".join(f"{date.fromordinal(first + at % 16_000).isoformat()},{at}\n" for at in range(50_000))
    other.ok("import", "-", given=f"date,calls\n{rows}".encode())
    command = [sys.executable, "-m", "kpitui", "--db", str(shop.database), "merge", str(other.database)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with closing(sqlite3.connect(shop.database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (count,) = connection.execute("SELECT count(*) FROM entry").fetchone()
        (changes,) = connection.execute("SELECT count(*) FROM change WHERE what = 'database.merged'").fetchone()
    assert (count, changes) in ((9, 0), (50_009, 1))
