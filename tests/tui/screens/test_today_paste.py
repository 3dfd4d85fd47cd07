"""Pasting into the sheet of Today: a column fills the cells below, as one change, and what does not fit is told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from textual import events

from kpitui.services.settings import change_setting
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.today.view import paste_plan, view_for
from kpitui.tui.terminal.input import TerminalInput
from kpitui.tui.widgets.runs import pasted
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, told, workspace_at

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)
"""Yesterday and today."""


async def paste(pilot: Pilot, text: str) -> None:
    """Paste *text* where the cursor is."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def figures(path: Path) -> dict[tuple[str, date], list[float]]:
    """Return what is logged for yesterday and today, by key and day."""
    workspace = workspace_at(path)
    try:
        rows = workspace.store.rows(
            "SELECT key, date, value FROM entry JOIN kpi ON kpi.id = entry.kpi WHERE date >= '2026-11-22' ORDER BY 2, 1"
        )
    finally:
        workspace.close()
    found: dict[tuple[str, date], list[float]] = {}
    for row in rows:
        found.setdefault((row["key"], date.fromisoformat(row["date"])), []).append(row["value"])
    return found


@pytest.mark.parametrize(
    ("text", "logged"),
    [
        ("450\n18\n620", {"revenue": 450, "orders": 18, "visitors": 620}),
        ("450\n18\n620\n", {"revenue": 450, "orders": 18, "visitors": 620}),
        ("1.249,50\n\n€ 620\n\n\n", {"revenue": 1249.5}),
        ("450\n\n620", {"revenue": 450, "visitors": 620}),
        ("\n18\n620", {"orders": 18, "visitors": 620}),
        ("+450\n-3\n=4*2", {"revenue": 450, "orders": -3, "visitors": 8}),
        ("450\nabc\n620", {"revenue": 450, "visitors": 620}),
        ("450\n18\n620\n2.9%\n77", {"revenue": 450, "orders": 18, "visitors": 620}),
        ("Orders\t18\nRevenue\t450", {"orders": 18, "revenue": 450}),
        ("orders\t18\nReturns\t3\nVISITORS\t620", {"orders": 18, "visitors": 620}),
        ("Revenue\nOrders\nVisitors", {}),
        ("=A1\n1/0\n1e400", {}),
        ("\x1b[31m\n\u202e\n" + "9" * 500, {}),
    ],
)
def test_a_column_fills_the_cells_below(tmp_path: Path, text: str, logged: dict[str, float]) -> None:
    """A line a KPI, as the sheet shows them, or by name; what is no number is not stored; one undo takes all back."""
    path = shop(tmp_path / "shop.db", days=10)
    before = figures(path)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await paste(pilot, text)
        assert {(key, MONDAY): [value] for key, value in logged.items()} == {
            place: values for place, values in figures(path).items() if place not in before
        }
        if logged:
            assert f"Saved {len(logged)} number" in screen_text(app)
            await pilot.press("u")
        else:
            assert "Nothing you pasted was saved" in screen_text(app)
        assert before == figures(path)

    play(path, story)


def test_rows_with_tabs_go_over_days(tmp_path: Path) -> None:
    """From the cursor to today, in place of what is there; an empty cell leaves it, and days to come have no place."""
    path = shop(tmp_path / "shop.db", days=10)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("left")
        await paste(pilot, "1\t2\t3\n\t20\n100\t\t")
        assert "Saved 4 numbers" in screen_text(app) and "1 number is for a day in the future" in told(app)

    before = figures(path)
    play(path, story)
    assert {
        ("revenue", SUNDAY): [1.0],
        ("revenue", MONDAY): [2.0],
        ("orders", SUNDAY): before["orders", SUNDAY],
        ("orders", MONDAY): [20.0],
        ("visitors", SUNDAY): [100.0],
    } == figures(path)


def test_what_does_not_fit_is_told(tmp_path: Path) -> None:
    """Each number with its KPI, those below the sheet counted, and one alone with what is accepted."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await paste(pilot, "450\nabc\n620\n2.9%\n77\n78")
        assert "Not saved: abc (Orders), 2.9% (Conversion). 2 numbers have no KPI in their row" in told(app)
        assert "Revenue € 450, Visitors 620" in screen_text(app)
        await pilot.press("u", "up")
        await paste(pilot, "1h30\n18")
        assert "Revenue is in EUR: 1h30 is a duration" in told(app)
        await paste(pilot, "Returns\t3")
        assert "No KPI here is called Returns" in told(app)

    play(shop(tmp_path / "shop.db", days=10), story)


def test_one_value_is_typed(tmp_path: Path) -> None:
    """It is to be looked at before Enter, also with empty lines around it; what is no value is refused in words."""
    path = shop(tmp_path / "shop.db", days=10)
    before = figures(path)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await paste(pilot, "\n 12,50 \n")
        assert "12,50_]" in screen_text(app)
        await pilot.press("escape")
        await paste(pilot, "hello world")
        assert "Not a number: hello world" in told(app)

    play(path, story)
    assert before == figures(path)


def test_while_a_value_is_typed(tmp_path: Path) -> None:
    """The first number goes to the caret, and it is told that the others have no place."""
    path = shop(tmp_path / "shop.db", days=10)
    before = figures(path)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("4")
        await paste(pilot, "5\n6\n7")
        assert "45_]" in screen_text(app) and "Only the first number" in told(app)

    play(path, story)
    assert before == figures(path)


def test_the_decimal_mark_of_the_settings(tmp_path: Path) -> None:
    """A number that could be two is read as one that was typed."""
    path = shop(tmp_path / "shop.db", days=10)
    workspace = workspace_at(path)
    change_setting(workspace, "numbers", "nl")
    workspace.close()

    async def story(pilot: Pilot, _app: KpituiApp) -> None:
        await paste(pilot, "1.234\n18")

    play(path, story)
    assert [1234.0] == figures(path)["revenue", MONDAY]


def test_while_another_program_writes(tmp_path: Path) -> None:
    """The whole paste is saved as soon as that is done."""
    path = shop(tmp_path / "shop.db", days=10)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.workspace.store.connection.execute("PRAGMA busy_timeout=20")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await paste(pilot, "450\n18")
            assert "Another program is using the database" in screen_text(app)
        await pilot.pause(2)
        assert "Saved 2 numbers" in screen_text(app)

    play(path, story)
    assert [18.0] == figures(path)["orders", MONDAY]


def test_hidden_figures_stay_hidden(tmp_path: Path) -> None:
    """Neither what was saved nor what was not is shown where others look."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("P")
        await paste(pilot, "451\n452x\n453y")
        assert "Saved 1 number" in screen_text(app)
        assert not any(figure in screen_text(app) + told(app) for figure in ("451", "452x", "453y"))

    play(shop(tmp_path / "shop.db", days=10), story)


def test_a_paste_from_a_terminal(tmp_path: Path) -> None:
    """As a terminal sends it, with its marks, and with the line ends of any system."""
    path = shop(tmp_path / "shop.db", days=10)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        for event in TerminalInput().feed(b"\x1b[200~450\r\n18\r620\n\x1b[201~", 0.0):
            app.post_message(event)
        await pilot.pause()
        assert "All done for today" in screen_text(app)

    play(path, story)


def test_a_paste_of_a_hundred_thousand_lines(tmp_path: Path) -> None:
    """It fills what there is, and counts the rest."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await paste(pilot, "7\n" * 100_000)
        assert "99996 numbers have no KPI in their row" in told(app)

    play(shop(tmp_path / "shop.db", days=10), story)


def test_days_and_rows_of_the_plan(tmp_path: Path) -> None:
    """A cell goes to the KPI so many rows below and the day so many columns on; names only where each row has one."""
    workspace = workspace_at(shop(tmp_path / "shop.db", days=10))
    view = view_for(workspace, workspace.today, 80)
    last = len(view.sheet.days) - 1

    def plan(text: str, row: int = 0, column: int = last) -> tuple[list[tuple[str, str, int]], int, int, int]:
        made = paste_plan(view, pasted(text), row, column, workspace.today)
        placed = [(each.kpi, each.text, (workspace.today - each.day).days) for each in made.figures]
        return placed, made.below, made.to_come, len(made.unknown)

    assert plan("1\n2", row=2) == ([("visitors", "1", 0), ("conversion", "2", 0)], 0, 0, 0)
    assert plan("1\n2", row=3) == ([("conversion", "1", 0)], 1, 0, 0)
    assert plan("1\t2\t3", column=last - 1) == ([("revenue", "1", 1), ("revenue", "2", 0)], 0, 1, 0)
    assert plan("Orders\t1\nx\t2") == ([("orders", "1", 0)], 0, 0, 1)
    assert plan("Orders\t1\n2") == ([("revenue", "Orders", 0), ("orders", "2", 0)], 0, 1, 0)
    workspace.close()
