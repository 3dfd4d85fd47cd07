"""Today stands on a real terminal before Textual is there, and however that ends, the terminal is given back."""

from __future__ import annotations

import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from kpitui.store.schema import SCHEMA_VERSION
from tests.terminal import Terminal
from tests.tui.stage import painted, shop

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")]

TAKE, GIVE_BACK = b"\x1b[?1049h", b"\x1b[?1049l"

NEVER_THERE = """
import fcntl, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
class Never:
    def find_spec(self, name, *_rest):
        if name == "textual":
            {instead}
sys.meta_path.insert(0, Never())
sys.argv = ["kpitui", "--db", {database!r}]
from kpitui.__main__ import run
run()
"""
"""The program as a shell starts it, with something else in the place of the import of Textual."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The shop with ten days of figures."""
    return shop(tmp_path / "shop.db", days=10)


def without_textual(database: Path, instead: str) -> list[str]:
    """Return the words of a program that does *instead* what it does where it would import Textual."""
    return [sys.executable, "-c", NEVER_THERE.format(instead=instead, database=str(database))]


def test_it_stands_before_the_app_and_is_taken_over(database: Path) -> None:
    """The figures come first, then the app, which does not take the screen once more and gives the terminal back."""
    with Terminal(database) as terminal:
        before = terminal.modes_before
        terminal.wait_for("Revenue")
        assert terminal.raw.startswith(TAKE)
        assert b"1004h" not in terminal.raw, "the app is not there yet"
        terminal.wait_for("g goals")
        terminal.press("q")
        terminal.wait_for_end()
        assert terminal.modes() == before
        assert (terminal.raw.count(TAKE), terminal.raw.count(GIVE_BACK)) == (1, 1)


def test_what_is_typed_meanwhile_is_kept(database: Path) -> None:
    """A whole number and Enter, typed before the app is there, are not shown by the terminal and saved by the app."""
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("123\r")
        terminal.wait_for("Saved · Revenue")
        assert "123\n" not in terminal.raw.decode().split("1004h")[0]
        terminal.press("q")
        terminal.wait_for_end()


def test_without_colour_nothing_is_sent_twice(database: Path) -> None:
    """Where the app has no colours, it sends only what is bold or underlined again."""
    with Terminal(database, NO_COLOR="1") as terminal:
        terminal.wait_for("g goals")
        terminal.press("4")
        terminal.wait_for("4_]")  # whatever the app paints when it comes was painted by then
        assert terminal.raw.count(b"Conversion") == 1


@pytest.mark.parametrize("switch", ["KPITUI_PAINT_AHEAD", "KPITUI_CHANGES_ONLY"])
def test_it_can_be_switched_off(database: Path, switch: str) -> None:
    """Without it, or with Textual's own driver, the app comes first."""
    environ: dict[str, Any] = {switch: "no"}
    with Terminal(database, **environ) as terminal:
        terminal.wait_for("Revenue")
        assert b"1004h" in terminal.raw.split(b"Revenue")[0]


def test_a_mistake_gives_the_terminal_back(database: Path) -> None:
    """Where Textual cannot be imported, that is said on the screen the person came from."""
    with Terminal(database, program=without_textual(database, "raise ImportError('gone')")) as terminal:
        before = terminal.modes_before
        terminal.wait_for_end()
        assert terminal.modes() == before
        _painted, _gone, said = terminal.raw.partition(GIVE_BACK)
        assert b"ImportError: gone" in said


@pytest.mark.parametrize("ending", ["key", signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_an_ending_before_the_app_gives_the_terminal_back(database: Path, ending: str | signal.Signals) -> None:
    """Ctrl+C and requests to end leave the screen, the cursor and the modes of the line as they were."""
    with Terminal(database, program=without_textual(database, "signal.pause()")) as terminal:
        before = terminal.modes_before
        terminal.wait_for("Revenue")
        assert terminal.modes() != before
        if isinstance(ending, str):
            terminal.press("\x03")
        else:
            terminal.process.send_signal(ending)
        terminal.wait_for_end()
        assert terminal.modes() == before
        _painted, given_back, sentence = terminal.raw.partition(b"\x1b[?25h" + GIVE_BACK)
        assert given_back
        assert not sentence or sentence.startswith(b"Ended by SIG")


def test_a_terminal_that_is_gone_ends_it(database: Path) -> None:
    """A line that drops before the app is there leaves no process behind."""
    with Terminal(database, program=without_textual(database, "signal.pause()")) as terminal:
        terminal.wait_for("Revenue")
        terminal.hang_up()
        terminal.wait_for_end()


@pytest.mark.parametrize("trouble", ["newer", "damaged"])
def test_a_database_that_cannot_be_used_is_told_as_ever(database: Path, trouble: str) -> None:
    """Nothing is painted on what cannot be read: there is one sentence."""
    if trouble == "newer":
        with sqlite3.connect(database) as connection:
            connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    else:
        database.write_bytes(b"no database" * 500)
    with Terminal(database) as terminal:
        terminal.wait_for_end()
        assert TAKE not in terminal.raw
        assert ("newerKPITUI" if trouble == "newer" else "damaged") in terminal.text.replace("\n", "").replace(" ", "")


def test_another_size_meanwhile_is_painted_anew(database: Path) -> None:
    """The app that comes up in another size than was painted for shows its own page and nothing of the other."""
    pause = "import os, select; os.write(2, b'\\x07'); select.select([0], [], [])"
    with Terminal(database, columns=100, lines=30, program=without_textual(database, pause)) as terminal:
        terminal.wait_for("Revenue")
        terminal.resize(80, 24)
        terminal.press("7")
        terminal.wait_for_screen(painted(database, "7"))
