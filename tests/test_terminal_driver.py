"""What the driver that sends only changes does to a real terminal: paints it again when it must, and gives it back."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Terminal
from tests.tui.stage import painted, shop

pytestmark = [pytest.mark.process, pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")]

ALTERNATE, CURSOR = 1049 << 5, 25 << 5
"""Private modes as pyte keeps them: the second screen, and the cursor being shown."""


class Watched(Terminal):
    """A terminal that keeps everything it was sent, and the modes it was in before."""

    def __init__(self, database: Path, **environ: str) -> None:
        super().__init__(database, columns=80, lines=24, **environ)
        self.before = self.modes_before

    def given_back(self) -> None:
        """Fail unless the modes are as before, the first screen and the cursor are shown, in plain colours."""
        after: list[Any] = self.modes()
        assert self.before == after
        for on, off in (
            (b"\x1b[?1049h", b"\x1b[?1049l"),
            (b"\x1b[?25l", b"\x1b[?25h"),
            (b"\x1b[?2004h", b"\x1b[?2004l"),
        ):
            assert self.raw.rfind(off) > self.raw.rfind(on), off
        plain = max(self.raw.rfind(b"\x1b[m"), self.raw.rfind(b"\x1b[0m"))
        assert plain > self.raw.rfind(b"\x1b[38;"), "colours stay on"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The shop with ten days of figures."""
    return shop(tmp_path / "shop.db", days=10)


@pytest.mark.parametrize("changes_only", ["yes", "no"])
def test_leaving_gives_the_terminal_back(database: Path, changes_only: str) -> None:
    """After q the terminal is as it was, with either driver."""
    with Watched(database, KPITUI_CHANGES_ONLY=changes_only) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        terminal.given_back()


@pytest.mark.sampled(1)
@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
def test_without_colour_not_one_colour_is_sent(database: Path, term: str) -> None:
    """NO_COLOR over Today while typing, a chart and its next, and a form, from the first byte to leaving."""
    environ = {"NO_COLOR": "1", "COLORTERM": "truecolor", "TERM": term}
    with Watched(database, **environ) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("45")
        terminal.wait_for("45_]")
        terminal.press("\r")
        terminal.wait_for("Saved · Revenue")
        terminal.press("\x1b[A\r")
        terminal.wait_for("[revenue]")
        terminal.press("c")
        terminal.wait_for("W46")
        terminal.press("e")
        terminal.wait_for("Change Revenue")
        terminal.press("x\t")
        terminal.wait_for("days add up")
        terminal.press("\x11")
        assert terminal.wait_for_end() == 0
        assert len(terminal.raw) > 2000
        assert set() == colours(bytes(terminal.raw))


def colours(sent: bytes) -> set[bytes]:
    """Return the parameters that choose a colour, among all that were sent to choose how text looks."""
    chosen = set()
    for found in re.findall(rb"\x1b\[([0-9;:]*)m", sent):
        words = re.split(rb"[;:]", found)
        chosen |= {word for word in words if word and (30 <= int(word) <= 49 or 90 <= int(word) <= 107)}
    return chosen


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, "\x03"], ids=["term", "hup", "^c"])
def test_every_ending_gives_the_terminal_back(database: Path, ending: signal.Signals | str) -> None:
    """Also after being told to stop, whatever is half typed."""
    with Watched(database) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("4")
        terminal.wait_for("4_]")
        if isinstance(ending, str):
            terminal.press(ending)
        else:
            terminal.process.send_signal(ending)
        terminal.wait_for_end()
        terminal.given_back()


@pytest.mark.slow
def test_stopped_and_continued(database: Path) -> None:
    """While it is stopped the terminal is the shell's; continued, the screen is as it was, with what is half typed."""
    shown = painted(database, "4", "5")
    with Watched(database) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("45")
        terminal.wait_for_screen(shown)
        for _time in range(3):
            terminal.stop()
            terminal.given_back()
            terminal.screen.reset()
            terminal.process.send_signal(signal.SIGCONT)
            terminal.wait_for_screen(shown)
        terminal.press("0\r")
        terminal.wait_for("Saved · Revenue")
        terminal.press("q")
        terminal.wait_for_end()
        terminal.given_back()


@pytest.mark.slow
def test_noise_and_sizes(database: Path) -> None:
    """After noise and ctrl+l, and after a size that came and went, the screen is whole."""
    shown = painted(database)
    with Watched(database) as terminal:
        terminal.wait_for_screen(shown)
        terminal._stream.feed(b"\x1b[2;2H Broadcast message from root")
        terminal.press("\x0c")
        terminal.wait_for_screen(shown)
        terminal.resize(40, 10)
        terminal.resize(80, 24)
        terminal.screen.reset()
        terminal.wait_for_screen(shown)


@pytest.mark.slow
def test_idle_takes_no_processor(database: Path) -> None:
    """Nobody typing, there come five seconds that send no byte and cost at most a few hundredths of one."""
    few = 0.05 * os.sysconf("SC_CLK_TCK") + 1
    spent: list[int] = []

    def rests() -> bool:
        before = _ticks(terminal.process.pid)
        silent = not terminal.sends(5.0)
        spent.append(_ticks(terminal.process.pid) - before)
        return silent and spent[-1] <= few

    with Watched(database) as terminal:
        terminal.wait_for_screen(painted(database))
        while not rests():
            assert len(spent) < 100, spent
            terminal.read(0)


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])
