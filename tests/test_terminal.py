"""Promises that only a real terminal and real processes can show: kept drafts, clean endings, silence when idle."""

from __future__ import annotations

import re
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.tui.stage import painted, shop

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")]

PAGE_DOWN = "\x1b[6~"
DOWN, LEFT = "\x1b[B", "\x1b[D"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The shop with ten days of figures."""
    return shop(tmp_path / "shop.db", days=10)


def values(database: Path, key: str) -> list[tuple[str, float]]:
    """Return day and value of the entries of a KPI since yesterday, read without the program."""
    sql = """SELECT date, value FROM entry JOIN kpi ON kpi.id = entry.kpi
             WHERE key = ? AND date >= '2026-11-22' ORDER BY entry.id"""
    with sqlite3.connect(database) as connection:
        return [(row[0], row[1]) for row in connection.execute(sql, (key,))]


def test_the_daily_minute(database: Path) -> None:
    """Three numbers, an undo, and yesterday's number: typed at once, each where it belongs."""
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("450\r18\r620\r")
        terminal.wait_for("All done for today")
        terminal.press("u")
        terminal.wait_for("1 to log · 2 logged")
        terminal.press(LEFT + "77\r")
        terminal.wait_for("Saved · Visitors · Sun 22 Nov")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert ("2026-11-23", 450.0) in values(database, "revenue")
    assert ("2026-11-23", 18.0) in values(database, "orders")
    assert [("2026-11-22", 77.0)] == values(database, "visitors")


def test_the_wizard_survives_a_kill(database: Path) -> None:
    """Killed in the middle of the third step, the wizard comes back there with everything typed."""
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("\x0e")
        terminal.wait_for("What result do you want?")
        terminal.press("15% more revenue by the end of Q2")
        terminal.wait_for("by the end of Q2")
        terminal.press(PAGE_DOWN)
        terminal.wait_for("Which KPI shows the result")
        terminal.press("r")
        terminal.wait_for("Revenue ›")
        terminal.press(DOWN + DOWN)
        terminal.press("15%")
        terminal.wait_until(lambda: re.search(r"Change +15%", terminal.text) is not None, "the change")
        terminal.press(PAGE_DOWN)
        terminal.wait_for("What will it cost you")
        terminal.press("two evenings a w")
        terminal.wait_for("two evenings a w")
        terminal.press("e")
        terminal.wait_for("two evenings a we")  # this key acted because what the ones before led to is done
        terminal.process.kill()
        assert terminal.wait_for_end() == -signal.SIGKILL
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("\x0e")
        terminal.wait_for("two evenings a w")
        terminal.press("\x1b[5~")
        terminal.wait_until(lambda: re.search(r"Change +15%", terminal.text) is not None, "the change")
        assert "Revenue ›" in terminal.text
        terminal.press("\x1b[5~")
        terminal.wait_for("15% more revenue by the end of Q2")


@pytest.mark.parametrize("ending", [signal.SIGHUP, signal.SIGTERM])
def test_signals_end_it_cleanly(database: Path, ending: signal.Signals) -> None:
    """SIGHUP and SIGTERM end the program, what was logged is kept, the terminal is given back."""
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("450\r")
        terminal.wait_for("Saved · Revenue")
        terminal.process.send_signal(ending)
        terminal.wait_for_end()
    assert ("2026-11-23", 450.0) in values(database, "revenue")


def test_a_closed_terminal_ends_it(database: Path) -> None:
    """When the terminal goes away the program ends instead of spinning on."""
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("450\r")
        terminal.wait_for("Saved · Revenue")
        terminal.hang_up()
        terminal.wait_for_end()
    assert ("2026-11-23", 450.0) in values(database, "revenue")


def test_idle_is_silent(database: Path) -> None:
    """Nobody typing and nobody writing, there come five seconds in which the program sends not one byte."""
    with Terminal(database) as terminal:
        terminal.wait_for_screen(painted(database))
        sent: list[int] = []
        while terminal.sends(5.0):
            terminal.read()
            sent.append(terminal.received)
            assert len(sent) < 100, sent


def test_any_window_and_any_paste(database: Path) -> None:
    """A paste of 300 columns, a window of one cell and a storm of sizes do not end it."""
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        terminal.press("\x1b[200~" + "9" * 300 + "\x1b[201~")
        terminal.press("\x1b")
        for size in [(1, 1), (300, 90), (1, 50), (200, 1), *((20 + step, 5 + step) for step in range(60)), (80, 24)]:
            terminal.resize(*size)
            terminal.read(0)
        terminal.wait_for("Revenue")
        terminal.press("77\r")
        terminal.wait_for("Saved · Revenue")
