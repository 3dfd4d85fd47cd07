"""A program that is told something: no shell, its document whole, stopped in time, its failure one sentence."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kpitui.core.errors import Refused
from kpitui.files.programs import run_with_document
from tests.safety import SAFETY_SECONDS

ENVIRON = {"PATH": "/usr/bin:/bin"}


def program(folder: Path, script: str) -> Path:
    """Return a program in Python."""
    path = folder / "on log; touch x"
    path.write_text(f"#!{sys.executable}\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    return path


def test_the_document_arrives_whole(tmp_path: Path) -> None:
    """Larger than a pipe holds, in the folder of the program, with the environment that was given and no other."""
    script = "import os, sys\nopen('heard', 'w').write(repr((len(sys.stdin.read()), sorted(os.environ), os.getcwd())))"
    run_with_document(program(tmp_path, script), "x" * 300_000, {"ONLY": "this", "LC_CTYPE": "C.UTF-8"})
    heard = (300_001, ["LC_CTYPE", "ONLY"], str(tmp_path.resolve()))
    assert (tmp_path / "heard").read_text() == repr(heard)
    assert not (tmp_path / "x").exists()


def test_who_does_not_listen_is_no_failure(tmp_path: Path) -> None:
    """A program may end without reading, and print as much as it likes to nobody."""
    run_with_document(program(tmp_path, "print('x' * 300_000)"), "x" * 300_000, ENVIRON)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import sys; sys.exit(3)", r"\(status 3\): -"),
        ("import sys; sys.exit('no rights\\nnor anything')", r"\(status 1\): no rights$"),
        ("import os; os.kill(os.getpid(), 9)", r"\(status -9\): -"),
        ("import sys; sys.stderr.write('x' * 300_000); sys.exit(4)", r"\(status 4\): x{200}$"),
    ],
)
def test_a_failure_is_told_with_its_first_line(tmp_path: Path, script: str, reason: str) -> None:
    """The status, and the first line of what it complained."""
    with pytest.raises(Refused, match=reason):
        run_with_document(program(tmp_path, script), "{}", ENVIRON)


@pytest.mark.parametrize(("content", "mode"), [("#!/no/such/program\n", 0o700), ("no head", 0o700), ("x", 0o600)])
def test_what_cannot_be_started(tmp_path: Path, content: str, mode: int) -> None:
    """No interpreter, no program, no leave: refused with what the system says."""
    path = tmp_path / "hook"
    path.write_text(content)
    path.chmod(mode)
    with pytest.raises(Refused, match=r"can't be started: |can't be executed"):
        run_with_document(path, "{}", ENVIRON)


@pytest.mark.parametrize("before", ["", "exec <&-;"], ids=["silent", "its input closed"])
def test_what_does_not_end_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    """After its time it is stopped; a child that only writes to a pipe is gone too, for the pipe is closed."""
    pipe = tmp_path / "alive"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    path = tmp_path / "hook"
    path.write_text(f"#!/bin/sh\n{before} (echo x; exec sleep 60) > {pipe} &\nexec sleep 60\n")
    path.chmod(0o700)
    communicate = subprocess.Popen.communicate

    def once_the_child_writes(process: subprocess.Popen[bytes], *words: Any, **options: Any) -> tuple[bytes, bytes]:
        assert select.select([reading], [], [], SAFETY_SECONDS)[0]
        return communicate(process, *words, **options)

    monkeypatch.setattr(subprocess.Popen, "communicate", once_the_child_writes)
    with pytest.raises(Refused, match=r"did not finish within 0\.2 seconds"):
        run_with_document(path, "x" * 300_000, ENVIRON, 0.2)
    heard = b""
    while select.select([reading], [], [], SAFETY_SECONDS)[0] and (part := os.read(reading, 10)):
        heard += part
    ended = bool(select.select([reading], [], [], 0)[0])
    os.close(reading)
    assert (heard, ended) == (b"x\n", True)


@pytest.mark.process
@pytest.mark.parametrize(
    "name", ["SIGTERM", *(pytest.param(name, marks=pytest.mark.slow) for name in ("SIGHUP", "SIGQUIT"))]
)
def test_a_signal_that_ends_us_ends_it_too(tmp_path: Path, name: str) -> None:
    """It is in a session of its own, and would go on for ever; the signal is still what ended us."""
    pipe = tmp_path / "alive"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    hook = tmp_path / "hook"
    hook.write_text(f"#!/bin/sh\n(echo x; exec sleep 60) > {pipe}\n")
    hook.chmod(0o700)
    script = (
        "import sys; from pathlib import Path; from kpitui.files.programs import run_with_document; "
        f"run_with_document(Path(sys.argv[1]), '{{}}', {ENVIRON!r})"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(hook)]) as process:
        assert select.select([reading], [], [], SAFETY_SECONDS)[0]
        number = getattr(signal, name)
        process.send_signal(number)
        assert process.wait(SAFETY_SECONDS) == -number
    heard = b""
    while select.select([reading], [], [], SAFETY_SECONDS)[0] and (part := os.read(reading, 10)):
        heard += part
    ended = bool(select.select([reading], [], [], 0)[0])
    os.close(reading)
    assert (heard, ended) == (b"x\n", True)


def test_what_it_leaves_running_is_not_waited_for(tmp_path: Path) -> None:
    """A child that holds the streams open, such as a message on a desktop, is no reason to wait or to fail."""
    pipe = tmp_path / "until"
    os.mkfifo(pipe)
    child = f"open({str(pipe)!r}).read()"
    script = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}])"
    run_with_document(program(tmp_path, script), "{}", ENVIRON)
    with pipe.open("w"):  # waits until the child reads: it is alive, and ends now
        pass
