"""What is being typed on Today belongs to the KPI and the day that it was begun for, whatever changes elsewhere."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from textual import events
from textual.message import Message

from kpitui.cli.main import main
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.today.entry_sheet import EntrySheet
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import NOW, play, shop, told, workspace_at

LOST = "Not saved: 9 for Orders on Mon 23 Nov 2026"


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
