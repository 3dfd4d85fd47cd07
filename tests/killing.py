"""Killing the program: at its n-th write system call, at its n-th statement, or at any moment; and what is left then.

Where ``strace`` is there it kills at every system call that writes, syncs, renames or removes. A child of our own
kills at every SQL statement and every opened or renamed file, on any machine.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.safety import SAFETY_SECONDS

ROOT = Path(__file__).parent.parent
WRITING = (
    "write", "pwrite64", "writev", "fsync", "fdatasync", "ftruncate", "rename", "renameat", "renameat2", "unlink",
    "unlinkat", "mkdir", "mkdirat", "chmod", "fchmod", "fchmodat",
)  # fmt: skip
STRACE = shutil.which("strace")
TODAY = "2026-11-23"

CHILD = """
import os, signal, sqlite3, sys
left = int(sys.argv[1])
def end():
    os.kill(os.getpid(), signal.SIGKILL)
def step(*_what):
    global left
    left -= 1
    if left == 0:
        end()
connect = sqlite3.connect
def watched(*args, **kwargs):
    connection = connect(*args, **kwargs)
    connection.set_trace_callback(step)
    return connection
sqlite3.connect = watched
def look(event, args):
    # A file that is open already, such as one of compiled code, is not opened by a name.
    named = event == "open" and not isinstance(args[0], int)
    written = named and isinstance(args[2], int) and args[2] & 3
    if (written or event in ("os.rename", "os.remove", "os.mkdir")) and "__pycache__" not in str(args[0]):
        step()
sys.addaudithook(look)
sys.argv[1:] = sys.argv[2:]
from kpitui.cli.main import main
status = main(sys.argv[1:])
sys.stdout.flush()
sys.stderr.write("left " + str(left) + "\\n")
os._exit(status)
"""

HERE = "the line may drop now"
DROPPED = (
    f"""
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
HERE, IGNORED = b{HERE!r}, sys.argv.pop(1) == "ignored"
if IGNORED:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
"""
    + CHILD.replace(
        "    os.kill(os.getpid(), signal.SIGKILL)\n",
        """
    os.write(1, HERE)
    if not IGNORED:
        signal.pause()
    try:
        os.read(0, 1)  # until the terminal is gone
    except OSError:
        pass
""",
    ).partition("sys.stdout.flush()")[0]
    + "sys.exit(status)"
)
"""A child on a terminal of its own that waits at its n-th statement until the line drops; as under nohup it goes on."""

EVERYTHING = {
    "kpi": "SELECT key, name, kind, unit, archived FROM kpi",
    "entry": "SELECT kpi.key, date, value, note, entry.source FROM entry JOIN kpi ON kpi.id = entry.kpi",
    "note": "SELECT date, text FROM note",
    "goal": "SELECT title, state FROM goal",
    "setting": "SELECT key, value FROM setting",
    "batch": "SELECT file FROM batch",
    "change": "SELECT what, undone FROM change",
    "images": 'SELECT change, "table", count(*) FROM change_row GROUP BY change, "table"',
}

State = dict[str, list[tuple[object, ...]]]


class Outcome(NamedTuple):
    """How a run ended."""

    killed: bool
    acknowledged: bool
    """Whether it had said what it did."""


def state_of(database: Path) -> State:
    """Return what is in a database, without ids and moments, after checking that the file is whole."""
    with closing(sqlite3.connect(database)) as connection:
        assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
        assert [] == connection.execute("PRAGMA foreign_key_check").fetchall()
        there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        return {
            name: sorted(connection.execute(sql).fetchall(), key=repr)
            for name, sql in EVERYTHING.items()
            if name in there or name == "images"
        }


def killed_at_statement(number: int, words: Sequence[str]) -> Outcome:
    """Run a command and kill it as it begins its *number*-th statement, or opens, renames or removes a file."""
    done = _done([sys.executable, "-c", CHILD, str(number), *words])
    return _outcome(done)


def statements(words: Sequence[str]) -> int:
    """Return how many places there are to kill a command at, for `killed_at_statement`."""
    done = _done([sys.executable, "-c", CHILD, "1000000", *words])
    assert done.returncode == 0, done.stderr
    return 1_000_000 - int(done.stderr.rpartition("left ")[2])


def killed_at_call(call: str, number: int, words: Sequence[str]) -> Outcome:
    """Run a command and kill it just before its *number*-th system call of the name *call*."""
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"]
    assert STRACE
    # Without the filter of calls in the kernel, which lets the call go through here and there instead of killing.
    done = _done([STRACE, "-f", "-qq", "-o", "/dev/null", *inject, *_kpitui(words)])
    return _outcome(done)


def failed_at_call(call: str, number: int, error: str, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command whose *number*-th system call of the name *call* fails with *error*; return how it ended."""
    assert STRACE
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}"]
    return _done([STRACE, "-f", "-qq", "-o", "/dev/null", *inject, *_kpitui(words)])


def calls(words: Sequence[str]) -> Counter[str]:
    """Return how often a command makes each writing system call, for `killed_at_call`."""
    assert STRACE
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        known = ",".join(f"?{call}" for call in WRITING)
        command = [STRACE, "-f", "--seccomp-bpf", "-qq", "-o", str(log), "-e", f"trace={known}", *_kpitui(words)]
        done = _done(command)
        assert done.returncode == 0, done.stderr
        return Counter(line.split()[1].partition("(")[0] for line in log.read_text().splitlines() if "(" in line)


def _kpitui(words: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "kpitui", *words]


def _done(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "KPITUI_TODAY": TODAY}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=SAFETY_SECONDS
    )


def _outcome(done: subprocess.CompletedProcess[str]) -> Outcome:
    killed = done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)
    assert killed or done.returncode == 0, done.stderr
    return Outcome(killed, bool(done.stdout.strip()))


def shown(state: State) -> str:
    """Return a state in short, for a test that fails."""
    return json.dumps({name: [len(rows), rows[-3:]] for name, rows in state.items()}, indent=1)
