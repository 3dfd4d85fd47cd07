"""Leftovers: what a killed process did not finish is found; what is being written is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kpitui.store.leftovers import leftovers, sweep


def test_only_what_nobody_works_on_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Partial files of dead processes and day-old temporary folders go; those of this process and others stay."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    folder = tmp_path / "data"
    (folder / "backups").mkdir(parents=True)
    for name in (f"backups/daily-2026-11-23.db.{gone.pid}.partial", f".out.csv.{gone.pid}.partial"):
        (folder / name).write_text("half")
    stay = [folder / f"kpitui.db.{os.getpid()}.partial", folder / "kpitui.db", temporary / "kpitui-merge-new"]
    stay[0].write_text("half")
    stay[1].write_text("whole")
    for name in ("kpitui-merge-new", "kpitui-merge-old", "other-old"):
        (temporary / name).mkdir()
    for name in ("kpitui-merge-old", "other-old"):
        os.utime(temporary / name, (time.time() - 100_000,) * 2)
    path = str(folder / "kpitui.db")
    assert 3 == len(leftovers(path)) == len(sweep(path))
    assert [] == leftovers(path)
    assert all(each.exists() for each in stay)
    assert (temporary / "other-old").exists()


def test_where_a_process_cannot_be_asked_it_goes_by_age(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a system on which the question would end the process nothing is asked; what is a day old goes all the same."""
    monkeypatch.setattr("kpitui.store.leftovers.POSIX", False)
    monkeypatch.setattr("os.kill", lambda _process, _signal: pytest.fail("a process was ended"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    new, old = tmp_path / "kpitui.db.1.partial", tmp_path / "kpitui.db.2.partial"
    for each in (new, old):
        each.write_text("half")
    os.utime(old, (time.time() - 100_000,) * 2)
    assert leftovers(str(tmp_path / "kpitui.db")) == [str(old)]
