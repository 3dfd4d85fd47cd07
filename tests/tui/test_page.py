"""Lists with what they are about beside them on a wide screen, and rows that take a second line."""

from __future__ import annotations

import gc
from pathlib import Path
from weakref import ref

import pytest

from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.goal import GoalPage
from kpitui.tui.screens.kpi import KpiPage
from kpitui.tui.screens.review._guided import GuidedPage
from kpitui.tui.screens.today.page import TodayPage
from kpitui.tui.widgets.chart_view import KpiChart
from kpitui.tui.widgets.sheet import Sheet
from tests.databases import sample_business
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, settle, shop, workspace_at


@pytest.mark.sampled(1)
@pytest.mark.parametrize("key", ["g", "r", "A", "M", "C"])
def test_the_chart_of_the_line_stands_beside_the_list(tmp_path: Path, key: str) -> None:
    """From 110 columns on, and it follows the cursor; below that it stands under a short list, or there is none."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(key)
        chart = app.screen.query_one(KpiChart)
        assert chart.is_on_screen and chart.data is not None
        assert sum("│" in line for line in screen_text(app).splitlines()) > 30
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert chart.is_on_screen == (key in "AMC")
        await pilot.resize_terminal(80, 14)
        await pilot.pause()
        assert not chart.is_on_screen

    play(sample_business(tmp_path / "demo.db"), story, size=(120, 40))


@pytest.mark.slow
def test_a_sentence_of_the_review_goes_on_in_a_second_line(tmp_path: Path) -> None:
    """Where there are lines to spare; the selected row has its sign once, and both lines are selected."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("r")
        lines = [line.split("│")[0].rstrip() for line in screen_text(app).splitlines()]
        first = next(row for row, line in enumerate(lines) if line.startswith(" ▼  20% more visitors"))
        assert not lines[first].endswith("…") and lines[first + 1].startswith("    of 232,057")
        assert sum(line.startswith("›") for line in lines) == 1

    play(sample_business(tmp_path / "demo.db"), story, size=(120, 60))


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

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        page = GoalPage(1) if name == "goal" else KpiPage("orders") if name == "kpi" else GuidedPage()
        app.push_screen(page)
        await settle(pilot)
        draw = page.draw if isinstance(page, GoalPage) else page.query_one(KpiChart).draw
        app.pop_screen()
        await settle(pilot)
        draw()
        assert app.is_running

    play(path, story)


def test_a_page_that_comes_apart_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the app ends, its pages lose their widgets one by one; none is drawn on by then."""
    pages: list[TodayPage] = []
    seen: list[tuple[int, bool]] = []
    monkeypatch.setattr(
        Sheet, "on_unmount", lambda _self: seen.append((len(pages[0].children), pages[0].is_there)), raising=False
    )

    async def story(_pilot: Pilot, app: KpituiApp) -> None:
        assert isinstance(app.screen, TodayPage)
        assert app.screen.is_there
        pages.append(app.screen)

    play(shop(tmp_path / "shop.db"), story)
    [(left, there)] = seen
    assert left > 0
    assert not there


@pytest.mark.slow
def test_a_page_that_was_left_is_let_go_of(tmp_path: Path) -> None:
    """Nothing holds it, and with it all that stood on it, until the data change."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("g")
        page = ref(app.screen)
        assert type(page()).__name__ == "GoalsPage"
        await pilot.press("escape")
        await settle(pilot)
        gc.collect()
        assert page() is None

    play(shop(tmp_path / "kpitui.db"), story)
