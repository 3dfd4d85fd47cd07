"""Looking back in the app: every page as of a day, nothing saved meanwhile, and one key to be back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from kpitui.services.entries import EntryInput, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.kpi import KpiPage
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import NOW, play, settle, shop, told, workspace_at


def test_every_page_is_as_of_the_day_and_nothing_is_saved(tmp_path: Path) -> None:
    """D asks for a day; Today, its cells and the page of a KPI are as of it; a number typed is refused; D is today."""
    path = shop(tmp_path / "shop.db", days=9)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert "Mon 23 Nov 2026" in screen_text(app)
        await pilot.press("D", *"19 nov", "enter", "enter")
        await pilot.pause()
        assert "As it stood on Thu 19 Nov 2026" in screen_text(app)
        assert "as of Thu 19 Nov: back to today" in screen_text(app)
        await pilot.press("5", "enter")
        assert "You are viewing" in screen_text(app) + told(app)
        await pilot.press("escape", "enter")
        assert isinstance(app.screen, KpiPage)
        assert "2026-11-20" not in screen_text(app) and "as of Thu 19 Nov: back to today" in screen_text(app)
        assert max(entry.date.day for entry in app.screen.entries) == 19
        await pilot.press("D")
        await pilot.pause()
        assert "to today" not in screen_text(app)
        assert max(entry.date.day for entry in app.screen.entries) == 22
        await pilot.press("escape", "4", "5", "0", "enter")

    play(path, story)
    workspace = workspace_at(path)
    try:
        days = workspace.store.rows("SELECT date, value FROM entry WHERE value IN (5, 450) ORDER BY date")
        assert [tuple(row) for row in days if row["value"] == 450] == [("2026-11-23", 450.0)]
        assert all(row["value"] != 5 for row in days)
    finally:
        workspace.close()


def test_a_day_to_come_is_refused_at_its_field(tmp_path: Path) -> None:
    """The dialog stays with the sentence, and nothing is another day; before anything was typed nothing is advised."""
    path = shop(tmp_path / "shop.db", days=2)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("D", *"tomorrow", "enter", "enter")
        assert "Tue 24 Nov is in the future. Choose today" in screen_text(app)
        await pilot.press("escape")
        assert "Mon 23 Nov 2026" in screen_text(app)
        assert "type a number" in screen_text(app)
        await pilot.press("D", *"19 nov", "tab", "space", "ctrl+s")
        await pilot.pause()
        text = screen_text(app)
        assert "There were no KPIs on this day" in text, "all of it was typed later"
        assert "type a number" not in text and "try the sample business" not in text.casefold()

    play(path, story)


def test_the_sign_before_a_kpi_is_that_of_its_goal_as_of_another_day(tmp_path: Path) -> None:
    """220 of 884 is ahead of its days, but 15.8 a day after months of 10 is not likely: both say off track."""
    path = shop(tmp_path / "shop.db")
    workspace = workspace_at(path)
    days = [date(2026, 11, 22) - timedelta(days=back) for back in range(80)]
    burst = range(10, 14)
    log(workspace, [EntryInput("orders", "40" if d.month == 11 and d.day in burst else "10", d) for d in days])
    workspace.refresh_day(NOW - timedelta(days=13))  # a goal that was set later is not there as of that day
    draft = {
        "title": "Orders", "kpi": "orders", "type": "total", "target": "884", "start": "2026-11-10",
        "deadline": "2026-12-31", "why": "w", "acceptable": "a", "settled": "percent",
    }  # fmt: skip
    save_goal(workspace, read_draft(workspace, draft).draft)
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("D", *"19 nov", "enter", "enter")
        await settle(pilot)
        text = screen_text(app)
        assert "off track" in text
        (row,) = (line for line in text.splitlines() if " Orders" in line and "off track" not in line)
        assert "▼" in row

    play(path, story)
