"""A page with a chart: what was to be drawn once the cursor rests is let go of when the page is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from kpitui.services.goals.form import read_draft
from kpitui.services.goals.setting import save_goal
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.goal import GoalPage
from kpitui.tui.screens.guided import GuidedPage
from kpitui.tui.screens.kpi import KpiPage
from tests.tui.stage import play, settle, shop, workspace_at


@pytest.mark.parametrize("name", ["kpi", "goal", "guided"])
def test_a_timer_of_a_page_that_is_gone_does_nothing(tmp_path: Path, name: str) -> None:
    """A chart that is due when its page was left already is not drawn, and nothing is the matter."""
    path = shop(tmp_path / "shop.db", days=10)
    workspace = workspace_at(path)
    typed = {
        "title": "More orders", "kpi": "orders", "target": "900", "baseline": "100", "start": "2026-11-02",
        "deadline": "2026-12-31", "why": "a salary", "acceptable": "my own decision",
    }  # fmt: skip
    save_goal(workspace, read_draft(workspace, typed).draft)
    workspace.close()

    async def story(pilot: Pilot[None], app: KpituiApp) -> None:
        page = GoalPage(1) if name == "goal" else KpiPage("orders") if name == "kpi" else GuidedPage()
        app.push_screen(page)
        await settle(pilot)
        app.pop_screen()
        await settle(pilot)
        page.draw()
        assert app.is_running

    play(path, story)
