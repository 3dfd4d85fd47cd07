"""The power goes: at any moment, what was acknowledged is there once, and nothing is half done."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest

from kpitui.store import backups
from tests.killing import ROOT, STRACE, shown, state_of
from tests.power_loss import Disk, recorded
from tests.test_kills import DEEDS, Deed, Trial, trial

__all__ = ["trial"]

pytestmark = [pytest.mark.process, pytest.mark.skipif(STRACE is None, reason="needs strace")]
SURE = ("fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "openat")
OTHERS = 40
"""Of the writes between the others, after how many the power goes."""


def moments(command: list[str], start: Path, folder: Path) -> Iterator[tuple[Disk, str]]:
    """Run *command* on *folder*; yield the disk, begun as *start*, before and after everything that decides."""
    calls = recorded(command, os.environ, ROOT)
    ran = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    shutil.rmtree(folder)
    shutil.copytree(start, folder)
    disk = Disk(folder)
    disk.ran = ran
    writes = sum("write" in call.name for call in calls)
    every, number, changed = max(1, writes // OTHERS), 0, True
    for call in calls:
        sure = call.name in SURE or call.arguments[0].startswith("1<")
        number += not sure
        if changed and (sure or number % every == 0):
            yield disk, f"before {call.name} number {number}"
            changed = False
        changed = disk.happen(call) or changed
    yield disk, "at the end"


def put_on_disk(folder: Path, state: Mapping[str, bytes | None]) -> None:
    """Make *folder* what the disk holds."""
    shutil.rmtree(folder)
    folder.mkdir()
    for name, content in state.items():
        path = Path(name)
        if content is None:
            path.mkdir(mode=0o700, exist_ok=True)
        else:
            path.write_bytes(content)
            path.chmod(0o600)


def check(trial: Trial, when: str, *, acknowledged: bool) -> None:
    """The database is whole and as it was before or afterwards; so is every backup."""
    path = trial.folder / "kpitui.db"
    made = trial.folder / "made.db"
    if trial.before is None and path.read_bytes()[:100] == b"\xff" * 100:
        assert not acknowledged, when
    else:
        state = state_of(path)
        assert state in (trial.before, trial.after), (when, shown(state))
        assert not acknowledged or state == trial.after, f"what was acknowledged is lost {when}"
    assert not acknowledged or "made.db" not in " ".join(trial.words) or made.exists(), when
    for copy in (made, *(trial.folder / "backups").glob("*.db")):
        if copy.exists() and not copy.name.startswith("damaged-"):
            assert backups.is_restorable(str(copy)), f"{copy.name} is half a backup {when}"


def lost_power(trial: Trial) -> int:
    """Let the power go at every moment of a deed, and look at what is left; return how often it was."""
    times, chance = 0, Random(7)
    command = [sys.executable, "-m", "kpitui", *trial.words]
    for disk, when in moments(command, trial.start, trial.folder):
        for kind, state in disk.states(chance):
            put_on_disk(trial.folder, state)
            check(trial, f"{when}: {kind}", acknowledged=disk.acknowledged)
            times += 1
    return times


@pytest.mark.slow
@pytest.mark.parametrize("deed", DEEDS[:1], ids=["log"])
def test_a_logged_figure(deed: Deed, trial: Trial) -> None:
    """What `log` has said it saved is there, whenever the power goes."""
    assert lost_power(trial) > 100


@pytest.mark.slow
@pytest.mark.parametrize("deed", DEEDS[1:], ids=[deed.name for deed in DEEDS[1:]])
def test_any_other_deed(deed: Deed, trial: Trial) -> None:
    """So it is with imports, undo, merges, upgrades, backups and what is put back."""
    assert lost_power(trial) > 50


@pytest.mark.slow
@pytest.mark.parametrize("words", [("export",), ("review", "--format", "md"), ("calendar",)], ids=" ".join)
@pytest.mark.parametrize("deed", DEEDS[:1], ids=["log"])
def test_a_file_that_is_written_again(deed: Deed, trial: Trial, words: tuple[str, ...]) -> None:
    """It is what it was, or what it is to be, and at the end of the command it is that for sure."""
    file, wish = trial.folder / "out", None
    (trial.start / "out").write_text("what it was")
    trial.fresh()
    command = [sys.executable, "-m", "kpitui", *trial.words[:2], *words, "-o", str(file)]
    for disk, when in moments(command, trial.start, trial.folder):
        if wish is None:  # the program has just run
            wish = disk.ran["out"]
            assert wish != b"what it was"
        for kind, state in disk.states(Random(7)):
            content = state.get(str(file))
            assert content in (b"what it was", wish), (when, kind)
            assert when != "at the end" or content == wish, kind


UNSAFE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("PRAGMA synchronous=" + sys.argv[2])
connection.execute("INSERT INTO setting VALUES ('theme', 'mono')")
connection.commit()
print("saved", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize(("synchronous", "loses"), [("FULL", False), ("NORMAL", True), ("OFF", True)])
@pytest.mark.parametrize("deed", DEEDS[:1], ids=["log"])
def test_the_model_knows_a_loss(deed: Deed, trial: Trial, synchronous: str, loses: bool) -> None:
    """Where SQLite does not wait for the disk, the model finds what is lost; where it waits, nothing."""
    path = trial.folder / "kpitui.db"
    lost = 0
    command = [sys.executable, "-c", UNSAFE, str(path), synchronous]
    for disk, _when in moments(command, trial.start, trial.folder):
        for _kind, state in disk.states(Random(7)):
            put_on_disk(trial.folder, state)
            lost += disk.acknowledged and ("theme", "mono") not in state_of(path)["setting"]
    assert (lost > 0) == loses
