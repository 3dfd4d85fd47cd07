"""A command of the person's own: no shell, stopped in time, heard up to a limit."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._place import Patience, SourceMetric
from kpitui.extras.pull.sources.command import fetch
from tests.extras.pull.sources.conftest import SPAN, place
from tests.safety import SAFETY_SECONDS

SHORT = Patience(timeout=0.2)


def python(script: str) -> list[str]:
    """Return a command that runs a script."""
    return [sys.executable, "-c", script]


def asked(
    command: list[str], patience: Patience, kpi: str | None = "orders", **more: object
) -> list[SourceMetric] | bytes:
    """Return what a command gives."""
    return fetch(place("command", {}, command=command, kpi=kpi, folder=None, **more), SPAN, patience)  # type: ignore[arg-type]


@pytest.mark.parametrize(("printed", "value"), [("42", 42.0), ("1249.50 euro", 1249.5), ("-3\\n", -3.0)])
def test_the_first_word_is_todays_figure(patience: Patience, printed: str, value: float) -> None:
    """What follows it is left out."""
    assert asked(python(f"print('{printed}')"), patience) == [SourceMetric("orders", SPAN.today, value)]


def test_without_a_kpi_it_is_a_file(patience: Patience) -> None:
    """The bytes are those that were printed."""
    assert asked(python("print('date,orders')"), patience, None) == b"date,orders\n"


def test_there_is_no_shell(patience: Patience, tmp_path: Path) -> None:
    """What would be an order to a shell is a word to the command."""
    word = f"; touch {tmp_path}/x; $(touch {tmp_path}/y)"
    with pytest.raises(Refused, match="Not a number: "):
        asked([*python("import sys; print(sys.argv[1])"), word], patience)
    assert list(tmp_path.iterdir()) == []


def test_it_runs_where_it_was_told(patience: Patience, tmp_path: Path) -> None:
    """The folder is the one configured."""
    here = place("command", {}, command=python("import os; print(os.getcwd())"), kpi=None, folder=str(tmp_path))
    assert fetch(here, SPAN, patience) == f"{tmp_path.resolve()}\n".encode()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("", "gave no output"),
        ("print('many')", "Not a number: "),
        ("import sys; sys.stderr.write('first\\nno rights'); sys.exit(3)", "status 3.: no rights"),
        ("print('x' * 6_000_000)", "more than 5 MB of output"),
    ],
)
def test_what_goes_wrong(patience: Patience, script: str, reason: str) -> None:
    """One sentence says what."""
    with pytest.raises(Refused, match=reason):
        asked(python(script), patience)


@pytest.mark.parametrize("command", [["/no/such/program"], ["a\0b"], ["/"], ["no-such-program"], [""]])
def test_what_cannot_be_started(patience: Patience, command: list[str]) -> None:
    """The refusal names the command."""
    with pytest.raises(Refused, match=r"can't be started|not a file"):
        asked(command, patience)


def program(folder: Path, name: str, figure: str) -> Path:
    """Put a program into *folder* that prints a figure."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {figure}\n")
    path.chmod(0o755)
    return path


def test_nothing_of_the_current_folder_is_started(
    patience: Patience, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by its name, whatever PATH says, nor as a path from there: a path goes on from the folder of the source."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    program(tmp_path, "till", "666")
    program(tmp_path / "home", "till", "5")
    monkeypatch.setenv("PATH", ":.:bin:/usr/bin:/bin")
    with pytest.raises(Refused, match="till can't be started"):
        asked(["till"], patience)
    assert asked(["./till"], patience) == [SourceMetric("orders", SPAN.today, 5.0)]
    monkeypatch.setenv("PATH", f"{tmp_path / 'home'}:/usr/bin:/bin")
    assert asked(["till"], patience) == [SourceMetric("orders", SPAN.today, 5.0)]


@pytest.mark.parametrize("what", ["program", "folder"])
def test_what_others_could_have_written_is_not_started(patience: Patience, tmp_path: Path, what: str) -> None:
    """The program itself, and the folder in which it would look for more."""
    path = program(tmp_path / "bin", "till", "5")
    {"program": path, "folder": path.parent}[what].chmod(0o777)
    here = place("command", {}, command=[str(path)] if what == "program" else ["id", "-u"], kpi="orders",
                 folder=str(path.parent))  # fmt: skip
    with pytest.raises(Refused, match=r"Others can (write in|change) "):
        fetch(here, SPAN, patience)


@pytest.mark.parametrize(
    "script",
    [
        "import time; time.sleep(60)",
        "import os, time; os.close(1); os.close(2); time.sleep(60)",
        "while True: print('x', flush=True, end='') or __import__('time').sleep(0.05)",
    ],
)
def test_what_does_not_end_is_ended(script: str) -> None:
    """Silent, with its output closed, or busy: it is stopped after its time."""
    with pytest.raises(Refused, match=r"did not finish within 0\.2 seconds"):
        asked(python(script), SHORT)


def time_is_up_once(pipe: int) -> Callable[[], float]:
    """Return a clock that begins, and shows an hour later as soon as *pipe* has something to read."""
    begun: list[bool] = []

    def clock() -> float:
        if not begun:
            begun.append(True)
            return 0.0
        assert select.select([pipe], [], [], SAFETY_SECONDS)[0]
        return 3600.0

    return clock


def test_what_it_started_is_ended_with_it(tmp_path: Path) -> None:
    """A child that holds its output open does not outlive it: the pipe that only the child writes to is closed."""
    pipe = tmp_path / "alive"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    child = f"import time; alive = open({str(pipe)!r}, 'w'); alive.write('x'); alive.flush(); time.sleep(60)"
    script = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]); print(1)"
    with pytest.raises(Refused, match="did not finish within"):
        asked(python(script), Patience(timeout=2.0, clock=time_is_up_once(reading)))
    heard = b""
    while select.select([reading], [], [], SAFETY_SECONDS)[0] and (part := os.read(reading, 10)):
        heard += part
    ended = bool(select.select([reading], [], [], 0)[0])
    os.close(reading)
    assert (heard, ended) == (b"x", True)
