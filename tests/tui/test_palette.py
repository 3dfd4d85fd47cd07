"""The palette finds pages, KPIs, goals, actions and keys by the letters of their names, a line each."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.goal import GoalPage
from kpitui.tui.screens.goals import GoalsPage
from kpitui.tui.screens.kpi import KpiPage
from kpitui.tui.screens.review.page import ReviewPage
from tests.databases import sample_business
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    ("typed", "line", "page"),
    [
        ("order val", "KPI      Order value", KpiPage),
        ("150 ord", "goal     150 orders every week", GoalPage),
        ("page revw", "page     Review  r", ReviewPage),
    ],
)
def test_what_is_typed_is_found_and_opened(tmp_path: Path, typed: str, line: str, page: type) -> None:
    """Some letters of its name, in their order, are enough; Enter opens it."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+p", *typed)
        await pilot.until(lambda: line in screen_text(app), line)
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(app.screen, page), f"the page {page.__name__}")

    play(sample_business(tmp_path / "demo.db"), story, size=(100, 30))


def test_it_lists_the_keys_of_the_page_below(tmp_path: Path) -> None:
    """On the list of goals it knows what f does there, and does it."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("g", "ctrl+p", *"closed, or")
        await pilot.until(lambda: "key      closed, or all  f" in screen_text(app), "the key f")
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(app.screen, GoalsPage) and app.screen.closed, "the closed goals")

    play(sample_business(tmp_path / "demo.db"), story, size=(100, 30))
