"""Looking back in the app: every page as of a day, nothing saved meanwhile, and one key to be back."""

from __future__ import annotations

from pathlib import Path

from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.kpi import KpiPage
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, told, workspace_at


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
    """The dialog stays with the sentence, and nothing is another day."""
    path = shop(tmp_path / "shop.db", days=2)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("D", *"tomorrow", "enter", "enter")
        assert "2026-11-24 is in the future. Choose today" in screen_text(app)
        await pilot.press("escape")
        assert "Mon 23 Nov 2026" in screen_text(app)

    play(path, story)
