"""Raw bytes on a real terminal, and in a browser: the app lives on, and nothing acts that is no key."""

from __future__ import annotations

import fcntl
import os
import select
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from kpitui.tui.terminal import WEB_DRIVER
from tests.safety import SAFETY_SECONDS
from tests.terminal import Terminal
from tests.tui.stage import shop

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")]

DRIVERS = pytest.mark.parametrize("changes_only", ["yes", "no"])
HOSTILE = (
    b"\x1b[1114112u",
    b"\x1b[99999999999u",
    b"\x1b]11;rgb:1234/5678/9999\x07",
    b"\x1bP>|XTerm(370)12\x1b\\",
    b"\x1b[?62;22c",
    b"\x9b?62;22c",
    b"\x1b[8;1;1t\x1b[48;1;1;0;0t",
    b"\xff\xfe\xc3",
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The shop with ten days of figures."""
    return shop(tmp_path / "shop.db", days=10)


def changes(database: Path) -> list[tuple[str, int]]:
    """Return what was done since the shop was made, and whether it was undone."""
    with sqlite3.connect(database) as connection:
        return connection.execute("SELECT what, undone FROM change ORDER BY id").fetchall()


@DRIVERS
def test_noise_and_answers_are_nothing(database: Path, changes_only: str) -> None:
    """Keys beyond Unicode and answers that nobody asked for leave what is being typed as it is."""
    with Terminal(database, KPITUI_CHANGES_ONLY=changes_only) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("45")
        terminal.wait_for("45_]")
        for sent in HOSTILE:
            os.write(terminal.master, sent)
        terminal.press("0\x1b[1114112u\x1bOn5")
        terminal.wait_for("450.5_]")
        terminal.press("\r")
        terminal.wait_for("Saved · Revenue")
        terminal.press("q")
        assert 0 == terminal.wait_for_end()


@DRIVERS
def test_a_paste_does_nothing_but_paste(database: Path, changes_only: str) -> None:
    """An escape in it, keys that save and that quit: all of it is text, or dropped."""
    before = changes(database)
    with Terminal(database, KPITUI_CHANGES_ONLY=changes_only) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("\x1b[200~12 \x1buu\x1b[201~")
        terminal.wait_for("12 uu_]")
        terminal.press("\x1b")
        terminal.wait_for("[    ____]")
        terminal.press("m")
        terminal.wait_for("On the charts of")
        terminal.press("\x1b[200~a\x1buu\x13\x11b\x1b[201~")
        terminal.wait_for("auub")
        terminal.press("\x1b[200~ c\x1b\x1b[201~")
        terminal.wait_for("auubc")
        assert before == changes(database)
        terminal.press("\x11")
        assert 0 == terminal.wait_for_end()


@DRIVERS
@pytest.mark.parametrize(
    "pasted", ["uu sold out of blue shoes, u all of them\rundo that u\r", "2026-11-21\tu\tu\r2026-11-22\tu\tu\r"]
)
def test_a_short_paste_that_is_not_marked_is_no_keys(database: Path, changes_only: str, pasted: str) -> None:
    """Lines of words and rows of cells, on the table and into a note; and what is typed right behind them acts."""
    before = changes(database)
    with Terminal(database, KPITUI_CHANGES_ONLY=changes_only) as terminal:
        terminal.wait_for("Revenue")
        terminal.wait_for("nothing logged yet")
        terminal.press(pasted)
        terminal.wait_for("Nothing you pasted was saved")
        assert before == changes(database)
        terminal.press("\x1b")
        terminal.press("m")
        terminal.wait_for("On the charts of")
        terminal.press(pasted)
        terminal.wait_for(" ".join(pasted.split())[:20])
        terminal.press("\x1b")
        terminal.press("450")
        terminal.wait_for("450_]")
        assert before == changes(database)
        terminal.press("\x11")
        assert 0 == terminal.wait_for_end()


@DRIVERS
@pytest.mark.parametrize("stray", [b"\x90", b"\x9d"])
def test_a_stray_byte_swallows_nothing(database: Path, changes_only: str, stray: bytes) -> None:
    """The beginning of an answer that never comes, in the middle of a number."""
    with Terminal(database, KPITUI_CHANGES_ONLY=changes_only) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("4")
        terminal.wait_for("4_]")
        os.write(terminal.master, stray)
        for typed in ("5", "0"):
            time.sleep(0.1)  # as somebody types
            terminal.press(typed)
        terminal.wait_for("450_]")
        terminal.press("\x11")
        assert 0 == terminal.wait_for_end()


def test_what_is_typed_ahead_acts(database: Path) -> None:
    """Numbers, Enter and a note that were typed while nobody read them, as a line that hung brings them at once."""
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        terminal.wait_for("nothing logged yet")
        terminal.press("450\r18\r620\r")
        terminal.wait_for("All done for today")
        terminal.press("mSold out of blue shoes until Tuesday, restocked then\x13")
        terminal.wait_for("1 Sold out of blue shoes")
        terminal.press("q")
        assert 0 == terminal.wait_for_end()


def test_a_flood_does_not_keep_anybody_from_leaving(database: Path) -> None:
    """A text of twenty thousand signs from a terminal that marks no paste is one, and Ctrl+Q leaves at once."""
    before = changes(database)
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        flood = ("The quick brown fox jumps over 13 lazy dogs. u\r" * 450).encode() + b"\x1b[B" * 500 + b"\x11"
        while flood:
            flood = flood[os.write(terminal.master, flood[:4000]) :]
            terminal.read(0)
        assert 0 == terminal.wait_for_end()
    assert before == changes(database)


@DRIVERS
@pytest.mark.parametrize("moment", ["before", "while it is open"])
def test_a_window_beyond_all_windows(database: Path, changes_only: str, moment: str) -> None:
    """A terminal that says it has four thousand million cells gets a page in little memory, and the key that leaves."""
    huge = struct.pack("HHHH", 65535, 65535, 0, 0)
    size = f"fcntl.ioctl(0, termios.TIOCSWINSZ, {huge!r}); " if moment == "before" else ""
    begin = (
        f"import fcntl, os, resource, sys, termios; {size}resource.setrlimit(resource.RLIMIT_AS, (3 << 30,) * 2); "
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    program = [sys.executable, "-c", begin, sys.executable, "-m", "kpitui", "--db", str(database)]
    with Terminal(database, program=program, KPITUI_CHANGES_ONLY=changes_only) as terminal:
        terminal.wait_for("Revenue")
        if moment != "before":
            fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, huge)
        terminal.press("\x11")
        assert 0 == terminal.wait_for_end()


def test_the_same_in_a_browser(database: Path) -> None:
    """What `kpitui serve` passes on from a browser is read by the same rules."""
    environ = {
        **os.environ,
        "TEXTUAL_DRIVER": WEB_DRIVER,
        "KPITUI_TODAY": "2026-11-23",
        "COLUMNS": "80",
        "ROWS": "24",
    }
    command = [sys.executable, "-m", "kpitui", "--db", str(database), "app"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ) as process:
        assert process.stdin and process.stdout
        wait_for(process.stdout.fileno(), b"Revenue")
        for sent in (*HOSTILE, b"\x1b[1114112u", b"4", b"50\x1bOn5"):
            process.stdin.write(b"D" + len(sent).to_bytes(4, "big") + sent)
        process.stdin.flush()
        wait_for(process.stdout.fileno(), b"450.5_]")
        process.stdin.write(b"D" + (1).to_bytes(4, "big") + b"\x11")
        process.stdin.flush()
        process.stdout.read()
        assert 0 == process.wait(SAFETY_SECONDS)


def wait_for(descriptor: int, text: bytes) -> None:
    """Read until *text* came."""
    received = b""
    while text not in received:
        ready, _writable, _broken = select.select([descriptor], [], [], SAFETY_SECONDS)
        data = os.read(descriptor, 65536) if ready else b""
        assert data, received[-2000:]
        received += data
