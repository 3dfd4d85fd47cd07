"""What is being typed on Today belongs to the KPI and the day that it was begun for, whatever changes elsewhere."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from textual import events
from textual.message import Message

from kpitui.cli.main import main
from kpitui.services.settings import change_setting
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.today._entry_sheet import EntrySheet
from kpitui.tui.screens.today.view import paste_plan, view_for
from kpitui.tui.terminal.input import TerminalInput
from kpitui.tui.widgets.cell_text import pasted
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import NOW, play, shop, told, workspace_at

LOST = "Not saved: 9 for Orders on Mon 23 Nov"


def figures(path: Path) -> dict[tuple[str, str], float]:
    """Return all that is logged, by KPI and day."""
    workspace = workspace_at(path)
    try:
        sql = "SELECT key, date, value FROM entry JOIN kpi ON kpi.id = entry.kpi"
        return {(row["key"], row["date"]): row["value"] for row in workspace.store.rows(sql)}
    finally:
        workspace.close()


def cell(app: KpituiApp) -> tuple[str, date]:
    """Return the KPI and the day under the cursor."""
    sheet = app.screen.query_one(EntrySheet)
    assert sheet.kpi is not None
    return sheet.kpi.key, sheet.day


def elsewhere(path: Path, *words: str) -> None:
    """Run a command in another process, as far as the app can tell."""
    assert 0 == main(["--db", str(path), *words])


@pytest.mark.parametrize(
    "words",
    [("kpi", "archive", "orders"), ("kpi", "split", "orders", "shop", "market", "--computed")],
)
def test_a_text_whose_kpi_takes_no_entries_any_more_is_saved_nowhere(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Not for the KPI that is in its place; the line below says what is not saved, and Enter says it too."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("down", "9")
        elsewhere(path, *words)
        app.watch_database()
        await pilot.pause()
        assert LOST in screen_text(app) and "9_" not in screen_text(app)
        await pilot.press("5", "backspace")
        assert LOST in screen_text(app)
        await pilot.press("enter")
        assert LOST in told(app)
        assert app.screen.query(EntrySheet), "no page was opened by that Enter"
        await pilot.press("up", "up", *"450", "enter")

    play(path, story)
    assert {("revenue", "2026-11-23"): 450.0} == figures(path)


def test_the_last_kpi_that_goes_takes_the_text_with_it(tmp_path: Path) -> None:
    """Without a table nothing can take the keys, so it is said at once."""
    path = tmp_path / "one.db"
    workspace_at(path).close()
    elsewhere(path, "kpi", "add", "Orders")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("9")
        elsewhere(path, "kpi", "archive", "orders")
        app.watch_database()
        await pilot.pause()
        assert LOST in told(app)
        await pilot.press("enter")

    play(path, story)
    assert {} == figures(path)


def test_a_text_stays_with_its_kpi_when_the_one_above_goes(tmp_path: Path) -> None:
    """And when its own is there again, it is in its cell again."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("down", "9")
        elsewhere(path, "kpi", "archive", "revenue")
        app.watch_database()
        await pilot.pause()
        assert "orders" == cell(app)[0] and "9_" in screen_text(app)
        elsewhere(path, "kpi", "archive", "orders")
        app.watch_database()
        await pilot.pause()
        assert LOST in screen_text(app)
        elsewhere(path, "undo")
        app.watch_database()
        await pilot.pause()
        assert "9_" in screen_text(app) and LOST not in screen_text(app)
        await pilot.press("enter")

    play(path, story)
    assert {("orders", "2026-11-23"): 9.0} == figures(path)


def test_the_cursor_stays_with_its_kpi(tmp_path: Path) -> None:
    """Also before anything is typed: what comes next is for the KPI that the person went to."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("down")
        elsewhere(path, "kpi", "archive", "revenue")
        app.watch_database()
        await pilot.press("9", "enter")

    play(path, story)
    assert {("orders", "2026-11-23"): 9.0} == figures(path)


def at_midnight(app: KpituiApp) -> date:
    """Let the next day begin."""
    app.clock = lambda: NOW + timedelta(days=1)
    return date(2026, 11, 24)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (30, 12)])
@pytest.mark.parametrize("keys", [(), ("left",)])
def test_a_text_stays_with_its_day_at_midnight(tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    """Typed before it, saved after it: for the day that was under the cursor."""
    path = shop(tmp_path / "shop.db")
    days: list[date] = []

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*keys, "5")
        days.append(cell(app)[1])
        at_midnight(app)
        app.watch_database()
        await pilot.pause()
        assert ("revenue", days[0]) == cell(app) and "5_" in screen_text(app)
        await pilot.press("enter")

    play(path, story, size=size)
    assert {("revenue", days[0].isoformat()): 5.0} == figures(path)


def test_without_a_text_the_cursor_goes_along_to_the_new_day(tmp_path: Path) -> None:
    """Who comes back in the morning types for today."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        day = at_midnight(app)
        app.watch_database()
        await pilot.pause()
        assert ("revenue", day) == cell(app)

    play(path, story)


def test_a_text_for_a_day_that_is_to_come_again_is_saved_nowhere(tmp_path: Path) -> None:
    """With a time zone further west it may be yesterday again: the day is not in the table any more."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("down", "9")
        app.clock = lambda: NOW - timedelta(days=1)
        app.watch_database()
        await pilot.pause()
        assert LOST in screen_text(app)
        await pilot.press("enter")
        assert LOST in told(app)

    play(path, story)
    assert {} == figures(path)


def test_a_text_stays_in_its_day_where_fewer_days_fit(tmp_path: Path) -> None:
    """A window that becomes narrow while somebody types takes the later days away, not that one."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("left", "left", "left", "5")
        day = cell(app)[1]
        await pilot.resize_terminal(30, 24)
        await pilot.pause()
        assert ("revenue", day) == cell(app) and "5_" in screen_text(app)
        await pilot.press("enter")

    play(path, story)
    assert {("revenue", "2026-11-20"): 5.0} == figures(path)


@pytest.mark.parametrize("change", ["archive", "midnight"])
def test_a_change_between_enter_and_saving(tmp_path: Path, change: str) -> None:
    """The text is on its way to be saved when the page is loaded again: still for its own cell or none."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("down", "9")
        sheet = app.screen.query_one(EntrySheet)
        post = sheet.sheet.post_message

        def reload_first(message: Message) -> bool:
            if change == "archive":
                elsewhere(path, "kpi", "archive", "orders")
            else:
                at_midnight(app)
            app.watch_database()
            return post(message)

        sheet.sheet.post_message = reload_first  # type: ignore[method-assign]
        sheet.sheet.on_key(events.Key("enter", None))
        del sheet.sheet.post_message
        await pilot.pause()
        assert (LOST in told(app)) == (change == "archive")

    play(path, story)
    assert ({} if change == "archive" else {("orders", "2026-11-23"): 9.0}) == figures(path)


def test_a_count_takes_one_more_number_and_never_replaces_what_is_there(tmp_path: Path) -> None:
    """Each number typed into the cell of a count is one more; the line below says what the day comes to."""
    path = shop(tmp_path / "shop.db")
    elsewhere(path, "kpi", "add", "Calls", "--kind", "count")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        sheet = app.screen.query_one(EntrySheet)
        assert sheet.view is not None
        row = [line.kpi.key for line in sheet.view.sheet.lines].index("calls")
        await pilot.press(*["down"] * (row - sheet.sheet.row))
        assert cell(app)[0] == "calls"
        await pilot.press("5", "enter")
        assert "total of that day: 1" in screen_text(app)
        sheet.sheet.place(row, sheet.sheet.column)
        await pilot.press("7")
        assert "= 2" in screen_text(app) and "was 1" in screen_text(app)
        await pilot.press("enter")
        assert "total of that day: 2" in screen_text(app)

    play(path, story)
    workspace = workspace_at(path)
    try:
        assert [row["value"] for row in workspace.store.rows("SELECT value FROM daily WHERE kpi = 'calls'")] == [2.0]
    finally:
        workspace.close()


# Pasting into the sheet of Today: a column fills the cells below, as one change, and what does not fit is told.

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)
"""Yesterday and today."""


async def paste(pilot: Pilot, text: str) -> None:
    """Paste *text* where the cursor is."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def figures_of(path: Path) -> dict[tuple[str, date], list[float]]:
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


@pytest.mark.sampled(2)
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
    before = figures_of(path)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await paste(pilot, text)
        assert {(key, MONDAY): [value] for key, value in logged.items()} == {
            place: values for place, values in figures_of(path).items() if place not in before
        }
        if logged:
            assert f"Saved {len(logged)} number" in screen_text(app)
            await pilot.press("u")
        else:
            assert "Nothing you pasted was saved" in screen_text(app)
        assert before == figures_of(path)

    play(path, story)


def test_rows_with_tabs_go_over_days(tmp_path: Path) -> None:
    """From the cursor to today, in place of what is there; an empty cell leaves it, and days to come have no place."""
    path = shop(tmp_path / "shop.db", days=10)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("left")
        await paste(pilot, "1\t2\t3\n\t20\n100\t\t")
        assert "Saved 4 numbers" in screen_text(app) and "1 number is for a day in the future" in told(app)

    before = figures_of(path)
    play(path, story)
    assert {
        ("revenue", SUNDAY): [1.0],
        ("revenue", MONDAY): [2.0],
        ("orders", SUNDAY): before["orders", SUNDAY],
        ("orders", MONDAY): [20.0],
        ("visitors", SUNDAY): [100.0],
    } == figures_of(path)


def test_what_does_not_fit_is_told(tmp_path: Path) -> None:
    """Each number with its KPI, those below the sheet counted, and one alone with what is accepted."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await paste(pilot, "450\nabc\n620\n2.9%\n77\n78")
        assert "Not saved: abc (Orders), 2.9% (Conversion). 2 numbers came below the last KPI of the table" in told(app)
        assert "Revenue € 450, Visitors 620" in screen_text(app)
        await pilot.press("u", "up")
        await paste(pilot, "1h30\n18")
        assert "Revenue is in EUR, but 1h30 is a duration" in told(app)
        await paste(pilot, "Returns\t3")
        assert "No KPI here is called Returns" in told(app)

    play(shop(tmp_path / "shop.db", days=10), story)


def test_one_value_is_typed(tmp_path: Path) -> None:
    """It is to be looked at before Enter, also with empty lines around it; what is no value is refused in words."""
    path = shop(tmp_path / "shop.db", days=10)
    before = figures_of(path)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await paste(pilot, "\n 12,50 \n")
        assert "12,50_]" in screen_text(app)
        await pilot.press("escape")
        await paste(pilot, "hello world")
        assert "not a number: hello world" in told(app)

    play(path, story)
    assert before == figures_of(path)


def test_while_a_value_is_typed(tmp_path: Path) -> None:
    """The first number goes to the caret, and it is told that the others have no place."""
    path = shop(tmp_path / "shop.db", days=10)
    before = figures_of(path)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("4")
        await paste(pilot, "5\n6\n7")
        assert "45_]" in screen_text(app) and "Only the first number" in told(app)

    play(path, story)
    assert before == figures_of(path)


def test_the_decimal_mark_of_the_settings(tmp_path: Path) -> None:
    """A number that could be two is read as one that was typed."""
    path = shop(tmp_path / "shop.db", days=10)
    workspace = workspace_at(path)
    change_setting(workspace, "numbers", "nl")
    workspace.close()

    async def story(pilot: Pilot, _app: KpituiApp) -> None:
        await paste(pilot, "1.234\n18")

    play(path, story)
    assert [1234.0] == figures_of(path)["revenue", MONDAY]


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
    assert [18.0] == figures_of(path)["orders", MONDAY]


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
        assert "99996 numbers came below the last KPI of the table" in told(app)

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
