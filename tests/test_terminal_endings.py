"""How the app ends on a real terminal, and how it stops: asked for, unread, by a mistake, with Ctrl+Z; what stays."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.safety import SAFETY_SECONDS
from tests.terminal import Terminal
from tests.tui.stage import shop

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")]

DRIVERS = pytest.mark.parametrize("changes_only", ["yes", "no"])
SIGNALS = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
MISTAKES = {
    "reading": "from kpitui.tui.terminal.unix_driver import TerminalInput\nTerminalInput.feed = mistake",
    "typing": "from kpitui.tui.widgets.sheet import Sheet\nSheet._type = mistake",
    "painting": "from kpitui.tui.widgets.sheet import Sheet\nSheet.render_line = mistake",
    "writing": "from textual.drivers._writer_thread import WriterThread\nWriterThread.run = mistake",
}
BROKEN = """
import sys
def mistake(*arguments):
    raise LookupError("nobody foresaw this")
{patch}
sys.argv = ["kpitui", "--db", {database!r}]
from kpitui.__main__ import run
run()
"""
UNREAD = """
import os, sys
os.set_blocking(1, False)
try:
    while True:
        os.write(1, b"x" * 1000)
except BlockingIOError:
    os.set_blocking(1, True)
os.execv(sys.executable, [sys.executable, "-m", "kpitui", "--db", {database!r}])
"""
SHELL = """
import fcntl, os, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
"""


class Screens(Terminal):
    """A terminal with a screen for the shell and another, which is blank when it is gone to."""

    def given_back(self) -> bool:
        """Tell whether everything that was asked of the terminal was ended."""
        pairs = [(b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?25l", b"\x1b[?25h"), (b"\x1b[>", b"\x1b[<u")]
        return all(self.raw.rfind(off) >= self.raw.rfind(on) for on, off in pairs)

    def read(self, seconds: float = SAFETY_SECONDS) -> bool:
        """Take in what comes; the screen is blank whenever the other one is gone to."""
        before = len(self.raw)
        alive = super().read(seconds)
        for shown in re.split(rb"\x1b\[\?1049[hl]", bytes(self.raw[before:]))[1:]:
            self.screen.reset()
            self._stream.feed(shown)
        return alive


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The shop with ten days of figures."""
    return shop(tmp_path / "shop.db", days=10)


def drafts(database: Path) -> list[str]:
    """Return what is kept of what was being typed."""
    with sqlite3.connect(database) as connection:
        return [fields for (fields,) in connection.execute("SELECT fields FROM draft")]


@DRIVERS
@SIGNALS
def test_whoever_asks_it_to_end(database: Path, number: signal.Signals, changes_only: str) -> None:
    """The terminal is given back, the exit status names the signal, and what was being typed is kept."""
    with Screens(database, KPITUI_CHANGES_ONLY=changes_only) as terminal:
        before = terminal.modes_before
        terminal.wait_for("Revenue")
        terminal.press("45")
        terminal.wait_for("45_]")
        terminal.process.send_signal(number)
        terminal.wait_for_end()
        assert (128 + number, before) == (terminal.process.returncode, terminal.modes())
        assert terminal.given_back()
    (kept,) = drafts(database)
    assert '"text": "45"' in kept


@DRIVERS
@SIGNALS
def test_nobody_reads_the_terminal(database: Path, number: signal.Signals, changes_only: str) -> None:
    """It ends all the same, and whoever reads on finds the first screen, plain, with what was typed kept."""
    with Screens(database, columns=200, lines=60, KPITUI_CHANGES_ONLY=changes_only) as terminal:
        before = terminal.modes_before
        terminal.wait_for("Revenue")
        terminal.press("45")
        terminal.wait_for("45_]")
        block(terminal)
        terminal.process.send_signal(number)
        terminal.process.wait(SAFETY_SECONDS)
        assert (128 + number, before) == (terminal.process.returncode, terminal.modes())
        terminal.wait_for_end()
        assert terminal.given_back(), bytes(terminal.raw[-600:])
    (kept,) = drafts(database)
    assert '"text": "45"' in kept


def block(terminal: Terminal) -> None:
    """Have the whole screen painted again and again, unread, until the program waits for somebody who reads."""
    os.write(terminal.master, b"\x0c" * 100)
    looks: list[tuple[int, str]] = []
    while len(looks) < 20 or len(set(looks[-20:])) > 1:
        time.sleep(0.02)
        unread = struct.unpack("i", fcntl.ioctl(terminal.master, termios.FIONREAD, b"    "))[0]
        ticks = Path(f"/proc/{terminal.process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
        looks.append((unread, " ".join(ticks)))


def test_nobody_reads_the_first_paint(database: Path) -> None:
    """Also before the app is there, when a terminal was full already."""
    command = [sys.executable, "-c", UNREAD.format(database=str(database))]
    with Terminal(database, program=command) as terminal:
        until = time.monotonic() + SAFETY_SECONDS
        while termios.tcgetattr(terminal.master)[3] & termios.ECHO:
            assert time.monotonic() < until
            time.sleep(0.02)
        terminal.process.send_signal(signal.SIGTERM)
        terminal.process.wait(SAFETY_SECONDS)
        assert (128 + signal.SIGTERM, terminal.modes_before) == (terminal.process.returncode, terminal.modes())


@DRIVERS
@pytest.mark.parametrize("place", MISTAKES)
def test_a_mistake_anywhere(database: Path, place: str, changes_only: str) -> None:
    """One sentence on the first screen, an exit status of 1, the terminal as it was; no traceback."""
    command = [sys.executable, "-c", BROKEN.format(patch=MISTAKES[place], database=str(database))]
    with Screens(database, program=command, KPITUI_CHANGES_ONLY=changes_only) as terminal:
        before = terminal.modes_before
        while terminal.process.poll() is None:
            terminal.press("4")
            terminal.read(0.3)
        terminal.wait_for_end()
        assert (1, before) == (terminal.process.returncode, terminal.modes())
        shown = bytes(terminal.raw).decode(errors="replace")
        assert "KPITUI hit a bug" in " ".join(shown.split()) and "Traceback" not in shown
        assert terminal.given_back()


@DRIVERS
def test_to_the_shell_and_back(database: Path, changes_only: str) -> None:
    """Ctrl+Z stops it; in the background it waits; back again, what was being typed is in its cell."""
    if not shutil.which("bash"):
        pytest.skip("needs a shell with job control")
    command = [sys.executable, "-c", SHELL]
    with Screens(database, program=command, PS1="shell> ", KPITUI_CHANGES_ONLY=changes_only) as terminal:
        terminal.wait_for("shell>")
        terminal.press(f"{sys.executable} -m kpitui --db {database}\r")
        terminal.wait_for("Visitors")
        terminal.press("45")
        terminal.wait_for("45_]")
        terminal.press("\x1afg\r")
        terminal.wait_for("Stopped")
        assert terminal.given_back()
        terminal.press("stty -a | tr ' ' '\\n' | grep -x -e -echo -e echo; echo modes\r")
        terminal.wait_for("echo\nmodes")
        terminal.press("bg; sleep 0.5; echo in the $((1))background\r")
        terminal.wait_for("in the 1background")
        terminal.press("fg\r")
        terminal.wait_for("45_]")
        terminal.press("0\r")
        terminal.wait_for("Saved")
        terminal.press("q")
        terminal.wait_for("shell>")
        terminal.press("echo status $?\r")
        terminal.wait_for("status 0")
        terminal.press("exit\r")
        terminal.wait_for_end()
    with sqlite3.connect(database) as connection:
        assert (450.0,) == connection.execute("SELECT value FROM entry ORDER BY id DESC LIMIT 1").fetchone()


@DRIVERS
def test_where_no_shell_waits(database: Path, changes_only: str) -> None:
    """Ctrl+Z says so, and the app goes on: nobody could let a stopped one go on."""
    with Terminal(database, KPITUI_CHANGES_ONLY=changes_only) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("4")
        terminal.wait_for("4_]")
        terminal.press("\x1a")
        terminal.wait_for("No shell")
        terminal.press("5")
        terminal.wait_for("45_]")
        terminal.press("\x11")
        terminal.wait_for_end()


TOO_OFTEN = 8
"""More often than there are threads that the app may need for its own work."""


@DRIVERS
def test_told_to_go_on_without_being_stopped(database: Path, changes_only: str) -> None:
    """Whoever sends that once too often leaves one thread that reads, and a terminal that is given back."""
    with Screens(database, KPITUI_CHANGES_ONLY=changes_only) as terminal:
        before = terminal.modes_before
        terminal.wait_for("Revenue")
        terminal.press("4")
        terminal.wait_for("4_]")
        tasks = Path(f"/proc/{terminal.process.pid}/task")
        threads = len(list(tasks.iterdir()))
        for number in range(TOO_OFTEN):
            terminal.process.send_signal(signal.SIGCONT)
            terminal.press("4")
            terminal.wait_for("4" * (number + 2) + "_]")
        assert len(list(tasks.iterdir())) < threads + TOO_OFTEN, "one more reads each time"
        terminal.press("\x1bq")
        terminal.wait_for_end()
        assert before == terminal.modes() and terminal.given_back()


@DRIVERS
def test_a_size_that_was_left_in_the_environment(database: Path, changes_only: str) -> None:
    """The terminal knows its own, and a change of it is noticed."""
    with Terminal(database, KPITUI_CHANGES_ONLY=changes_only, COLUMNS="30", LINES="5") as terminal:
        terminal.wait_for("10 days in a row")
        assert 79 <= max(map(len, terminal.text.splitlines()))
        terminal.resize(100, 30)
        terminal.wait_for("Mon 16")


def test_a_wrapper_is_stopped_too(database: Path) -> None:
    """What stands between the shell and the app, as a tool that starts programs does, stops with it."""
    if not shutil.which("bash"):
        pytest.skip("needs a shell with job control")
    words = f"[sys.executable, '-m', 'kpitui', '--db', {str(database)!r}]"
    starter = f"import subprocess, sys; sys.exit(subprocess.call({words}))"
    with Screens(database, program=[sys.executable, "-c", SHELL], PS1="shell> ") as terminal:
        terminal.wait_for("shell>")
        terminal.press(f'{sys.executable} -c "{starter}"\r')
        terminal.wait_for("Visitors")
        terminal.press("\x1a")
        terminal.wait_for("Stopped")
        terminal.press("fg\r")
        terminal.wait_for("Visitors")
        terminal.press("q")
        terminal.wait_for("shell>")
        terminal.press("exit\r")
        terminal.wait_for_end()


def test_it_is_asked_twice(database: Path) -> None:
    """A second request changes nothing of the first."""
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        for _time in range(2):
            terminal.process.send_signal(signal.SIGTERM)
        terminal.wait_for_end()
        assert 128 + signal.SIGTERM == terminal.process.returncode


def test_the_processes_of_the_terminal_are_gone(database: Path) -> None:
    """Nothing that the app started lives on."""
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        terminal.process.send_signal(signal.SIGTERM)
        terminal.wait_for_end()
        left = subprocess.run(["ps", "-s", str(terminal.process.pid), "-o", "pid="], capture_output=True, check=False)
        assert b"" == left.stdout.strip()
