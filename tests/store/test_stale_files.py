"""Leftovers: what a killed process did not finish is found; what is of others, or is being written, is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kpitui.files.target import ELSEWHERE
from kpitui.store.stale_files import DEMO_MARK, delete_stale_files, find_stale_files, mark_demo

OLD, VERY_OLD = 4000.0, 100_000.0


@pytest.fixture
def gone() -> int:
    """The number of a process that is not there any more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of temporary files."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of the database."""
    folder = tmp_path / "data"
    (folder / "backups").mkdir(parents=True)
    (folder / "kpitui.db").write_text("whole")
    return folder


def half(path: Path, age: float = OLD) -> Path:
    """Write a file, last written to so many seconds ago."""
    path.write_text("half")
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_what_a_killed_process_left_is_swept(data: Path, temporary: Path, gone: int) -> None:
    """Beside the database and among its backups, under every name that we give, and what SQLite keeps beside it."""
    left = [
        half(data / f".out.csv.kpitui-{gone}.partial"),
        half(data / f".kpitui.db.kpitui-{gone}.partial-journal"),
        half(data / f"kpitui.db.{gone}.partial"),
        half(data / f"kpitui.db.rescue.{gone}.partial-wal"),
        half(data / "backups" / f".daily-2026-11-23.db.kpitui-{gone}.partial"),
        half(data / "backups" / f"before-upgrade-from-4.db.{gone}.partial"),
    ]
    assert (
        sorted(map(str, left))
        == find_stale_files(str(data / "kpitui.db"))
        == delete_stale_files(str(data / "kpitui.db"))
    )
    assert ["backups", "kpitui.db"] == sorted(each.name for each in data.iterdir())


def test_what_is_not_provably_ours_is_left_alone(data: Path, temporary: Path, gone: int) -> None:
    """Files of other programs, folders, links, what is young, and what a process that runs may be writing."""
    strangers = [
        half(data / "movie.mkv.1999.partial", VERY_OLD),
        half(data / f"kpitui.db.old.{gone}.partial", VERY_OLD),
        half(data / f".notes.{gone}.partial", VERY_OLD),
        half(data / f"other.db.{gone}.partial", VERY_OLD),
        half(data / "backups" / f"holiday.db.{gone}.partial", VERY_OLD),
        half(data / f".out.csv.kpitui-{gone}.partial", 100.0),
        half(data / f".out.csv.kpitui-{os.getpid()}.partial", OLD),
        half(data / "kpitui.db", VERY_OLD),
    ]
    for name in (f"holiday.{gone}.partial", f".x.kpitui-{gone}.partial"):
        (data / name).mkdir()
        strangers.append(half(data / name / "photo.jpg", VERY_OLD))
        os.utime(data / name, (time.time() - VERY_OLD,) * 2)
    if os.name == "posix":
        (data / f".y.kpitui-{gone}.partial").symlink_to("kpitui.db")
        os.utime(data / f".y.kpitui-{gone}.partial", (0, 0), follow_symlinks=False)
    for name in ("kpitui-clone", "kpitui-demo-mine", "kpitui-test-x"):
        (temporary / name).mkdir()
        strangers.append(half(temporary / name / "readme.md", VERY_OLD))
        os.utime(temporary / name, (time.time() - VERY_OLD,) * 2)
    assert [] == delete_stale_files(str(data / "kpitui.db"))
    assert all(each.exists() for each in strangers)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="a file is given away by the superuser")
def test_what_is_of_another_user_is_left_alone(data: Path, temporary: Path, gone: int) -> None:
    """Whatever it is called."""
    theirs = half(data / f".out.csv.kpitui-{gone}.partial", VERY_OLD)
    os.chown(theirs, 65534, 65534)
    (temporary / "kpitui-demo-x").mkdir()
    mark = half(temporary / "kpitui-demo-x" / DEMO_MARK, VERY_OLD)
    mark.write_text(str(gone))
    os.utime(mark, (time.time() - VERY_OLD,) * 2)
    os.chown(temporary / "kpitui-demo-x", 65534, 65534)
    assert [] == delete_stale_files(str(data / "kpitui.db"))


@pytest.mark.usefixtures("temporary")
def test_what_was_written_elsewhere_is_found_by_its_note(tmp_path: Path, data: Path, gone: int) -> None:
    """The half file that a note names goes with it, if it is called as ours are and by the same process."""
    disk = tmp_path / "disk"
    disk.mkdir()
    for number, (name, written, swept) in enumerate(
        (
            (f".copy.db.kpitui-{gone}.partial", ELSEWHERE, True),
            ("photo.jpg", ELSEWHERE, False),
            (f".copy.db.kpitui-{gone}1.partial", ELSEWHERE, False),
            (f".else.db.kpitui-{gone}.partial", "", False),
        )
    ):
        file = half(disk / name)
        note = data / f".kpitui.db.elsewhere{number}.kpitui-{gone}.partial"
        note.write_text(f"{written}{file}\n")
        os.utime(note, (time.time() - OLD,) * 2)
        found = delete_stale_files(str(data / "kpitui.db"))
        assert (str(note) in found, str(file) in found, file.exists()) == (True, swept, not swept)


def test_the_folder_of_a_demo_that_was_killed_goes(data: Path, temporary: Path, gone: int) -> None:
    """It has a mark in it, is a day old, and its process is gone; a demo that runs is left alone."""
    for name in ("kpitui-demo-old", "kpitui-demo-runs", "kpitui-demo-young"):
        (temporary / name).mkdir()
        mark_demo(str(temporary / name))
        half(temporary / name / "demo.db")
    for name, process, age in (("old", gone, VERY_OLD), ("runs", os.getpid(), VERY_OLD), ("young", gone, OLD)):
        mark = temporary / f"kpitui-demo-{name}" / DEMO_MARK
        mark.write_text(str(process))
        os.utime(mark, (time.time() - age,) * 2)
    assert [str(temporary / "kpitui-demo-old")] == delete_stale_files(str(data / "kpitui.db"))
    assert ["kpitui-demo-runs", "kpitui-demo-young"] == sorted(each.name for each in temporary.iterdir())


@pytest.mark.usefixtures("temporary")
def test_where_a_process_cannot_be_asked_it_goes_by_age(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a system on which the question would end the process nothing is asked; what is a day old goes all the same."""
    monkeypatch.setattr("kpitui.files.target.POSIX", False)
    monkeypatch.setattr("os.kill", lambda _process, _signal: pytest.fail("a process was ended"))
    half(data / ".a.kpitui-1.partial")
    old = half(data / ".b.kpitui-2.partial", VERY_OLD)
    assert [str(old)] == find_stale_files(str(data / "kpitui.db"))
