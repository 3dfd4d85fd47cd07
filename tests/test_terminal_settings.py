"""Every terminal: whatever it says it is, the app paints and gives it back, or one sentence says why it cannot."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.safety import SAFETY_SECONDS
from tests.terminal import Terminal
from tests.tui.stage import shop

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")]

BLANK = dict.fromkeys(("LC_ALL", "LC_CTYPE", "LANG", "COLORTERM", "NO_COLOR", "FORCE_COLOR"), "")
UTF8 = {"LANG": "C.UTF-8"}
SETTINGS: dict[str, tuple[dict[str, str], tuple[int, int]]] = {
    **{
        f"TERM={name}": ({"TERM": name, **UTF8}, (80, 24))
        for name in (
            "xterm", "xterm-256color", "xterm-kitty", "xterm-ghostty", "screen", "screen-256color", "tmux",
            "tmux-256color", "linux", "vt100", "vt220", "ansi", "rxvt-unicode", "alacritty", "foot", "putty", "dumb",
            "unknown", "", "no-such-terminal",
        )
    },
    **{
        f"locale {name}": (environ, (80, 24))
        for name, environ in {
            "C": {"LC_ALL": "C"}, "POSIX": {"LANG": "POSIX"}, "latin1": {"LC_ALL": "en_US.ISO-8859-1"},
            "dutch": {"LANG": "nl_NL.UTF-8"}, "ctype C": {"LC_CTYPE": "C", "LANG": "nl_NL.UTF-8"},
            "missing": {"LC_ALL": "xx_XX.UTF-8"}, "none": {},
        }.items()
    },
    **{f"{columns}x{lines}": (UTF8, (columns, lines)) for columns, lines in (
        (80, 24), (120, 40), (40, 10), (20, 5), (1, 1), (300, 90), (132, 24), (79, 23),
    )},
    "NO_COLOR": ({"NO_COLOR": "1", **UTF8}, (80, 24)),
    "truecolor": ({"COLORTERM": "truecolor", **UTF8}, (80, 24)),
    "16 colours": ({"TERM": "xterm-16color", **UTF8}, (80, 24)),
    "8 colours": ({"TERM": "xterm-color", **UTF8}, (80, 24)),
    "plain ASCII and colourless": ({"LC_ALL": "C", "NO_COLOR": "1", "TERM": "vt100"}, (80, 24)),
}  # fmt: skip
SMALLEST = (79, 23)
APP = b"\x1b[?1004h"
"""What the app sends first, and what is painted before it does not."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with ten days of figures."""
    return shop(tmp_path_factory.mktemp("terminals") / "shop.db", days=10)


@pytest.mark.parametrize("name", SETTINGS)
def test_it_paints_and_gives_the_terminal_back(database: Path, name: str) -> None:
    """Painted, a key acts, and leaving restores alternate screen, cursor, paste mode and echo."""
    environ, (columns, lines) = SETTINGS[name]
    with Terminal(database, columns=columns, lines=lines, **{**BLANK, **environ}) as terminal:
        before = terminal.modes_before
        if (columns, lines) >= SMALLEST:
            terminal.wait_for("Revenue")
            terminal.press("?")
            terminal.wait_for("0-9 - = +")  # what begins a number, in every language
            terminal.press("\x1b")
            terminal.wait_for("Revenue")
        else:
            terminal.wait_until(lambda: APP in terminal.raw, "the app")
        if "ISO" in environ.get("LC_ALL", "") or environ.get("LC_ALL") == "C" or environ.get("LANG") == "POSIX":
            assert terminal.text.isascii()
        if environ.get("NO_COLOR"):
            assert {"default"} == {cell.fg for row in terminal.screen.buffer.values() for cell in row.values()}
        terminal.press("q")
        assert 0 == terminal.wait_for_end()
        check_given_back(terminal, before)


def check_given_back(terminal: Terminal, before: list[object]) -> None:
    """Check that the terminal is as it was: modes of the line, the alternate screen left, the cursor shown."""
    assert before == terminal.modes()
    sent = bytes(terminal.raw)
    for mode in (b"1049", b"2004", b"1000", b"1003", b"1006"):
        on, off = sent.rfind(b"\x1b[?" + mode + b"h"), sent.rfind(b"\x1b[?" + mode + b"l")
        assert off >= on, mode
    assert sent.rfind(b"\x1b[?25h") >= sent.rfind(b"\x1b[?25l"), "the cursor is shown again"


@pytest.mark.parametrize("ending", ["q", "\x11", "\x03", signal.SIGTERM, signal.SIGHUP], ids=str)
def test_every_ending_gives_the_terminal_back(database: Path, ending: str | signal.Signals) -> None:
    """By q, Ctrl+Q, Ctrl+C and by both signals, also in the middle of typing."""
    with Terminal(database) as terminal:
        before = terminal.modes_before
        terminal.wait_for("Revenue")
        if ending != "q":
            terminal.press("45")
            terminal.wait_for("45_")
        if isinstance(ending, str):
            terminal.press(ending)
        else:
            terminal.process.send_signal(ending)
        terminal.wait_for_end()
        check_given_back(terminal, before)


def test_stopped_and_continued(database: Path) -> None:
    """Ctrl+Z gives the terminal to the shell and fg paints the app again, with what was being typed."""
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("45")
        terminal.wait_for("45_")
        terminal.stop()
        terminal.process.send_signal(signal.SIGCONT)
        terminal.press("0\r")
        terminal.wait_for("Saved · Revenue")
        terminal.press("q")
        assert 0 == terminal.wait_for_end()


@pytest.mark.parametrize("closed", ["stdin", "stdout"])
def test_without_a_terminal_it_says_one_sentence(database: Path, closed: str) -> None:
    """Input or output that is a file or a pipe: one sentence with what else there is, and nothing painted."""
    master, slave = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "kpitui", "--db", str(database)],
        stdin=slave if closed == "stdout" else subprocess.DEVNULL,
        stdout=slave if closed == "stdin" else subprocess.PIPE,
        stderr=subprocess.PIPE,
        check=False,
        timeout=SAFETY_SECONDS,
    )
    os.close(slave)
    os.close(master)
    assert 1 == done.returncode
    assert 1 == len(done.stderr.splitlines())
    assert b"\x1b" not in (done.stdout or b"") + done.stderr
