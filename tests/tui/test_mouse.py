"""The mouse, where it was turned on: a click selects, a second one opens, the wheel moves, keys of the footer act."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitui.services.notes import notes
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.goal import GoalPage
from kpitui.tui.screens.goals import GoalsPage
from kpitui.tui.screens.kpi import KpiPage
from kpitui.tui.screens.today.page import GoalBoard, TodayPage
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.rows import Lines
from kpitui.tui.widgets.sheet import Sheet
from tests.databases import sample_business
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, workspace_at


def test_a_click_selects_a_cell_and_a_second_one_opens_the_kpi(tmp_path: Path) -> None:
    async def story(pilot: Pilot, app: KpituiApp) -> None:
        sheet = app.screen.query_one(Sheet)
        last = sheet.column
        await pilot.click(Sheet, offset=(2, 3))
        assert (sheet.row, sheet.column) == (2, last)
        line = screen_text(app).splitlines()[sheet.region.y + sheet.heading]
        await pilot.click(Sheet, offset=(line.index("407") + 1, 1))
        assert (sheet.row, sheet.column) == (0, last - 1)
        await pilot.click(Sheet, offset=(2, 1), times=2)
        assert isinstance(app.screen, KpiPage)

    play(shop(tmp_path / "shop.db", days=20), story)


def test_what_is_typed_is_not_left_by_a_click_or_the_wheel(tmp_path: Path) -> None:
    async def story(pilot: Pilot, app: KpituiApp) -> None:
        sheet = app.screen.query_one(Sheet)
        await pilot.press("4", "5")
        await pilot.click(Sheet, offset=(2, 3))
        assert sheet.row == 0
        assert sheet.typing is not None
        assert "45" == sheet.typing.text
        bar = app.screen.query_one(KeyBar)
        await pilot.click(KeyBar, offset=(bar.jump_places()[0].x + 1, 0))
        assert "45" in screen_text(app)
        assert sheet.typing is None

    play(shop(tmp_path / "shop.db", days=20), story)


def test_the_wheel_moves_through_a_list(tmp_path: Path) -> None:
    async def story(pilot: Pilot, app: KpituiApp) -> None:
        sheet = app.screen.query_one(Sheet)
        await pilot._post_mouse_events([_down()], Sheet, (3, 3))
        assert sheet.row == 1
        await pilot.press("g")
        board = app.screen.query_one(Lines)
        await pilot._post_mouse_events([_down()], Lines, (3, 3))
        assert board.row == 1

    def _down() -> type:
        from textual.events import MouseScrollDown

        return MouseScrollDown

    play(sample_business(tmp_path / "demo.db"), story)


@pytest.mark.slow
def test_goals_and_keys_of_the_footer_are_clicked(tmp_path: Path) -> None:
    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.click(GoalBoard, offset=(5, 1))
        assert app.screen.query_one(GoalBoard).row == 1
        await pilot.click(GoalBoard, offset=(5, 1), times=2)
        assert isinstance(app.screen, GoalPage)
        bar = screen_text(app).splitlines()[-1]
        await pilot.press("escape")
        bar = screen_text(app).splitlines()[-1]
        await pilot.click(KeyBar, offset=(bar.index("goals"), 0))
        assert isinstance(app.screen, GoalsPage)
        bar = screen_text(app).splitlines()[-1]
        await pilot.click(KeyBar, offset=(bar.index("help"), 0))
        assert not isinstance(app.screen, GoalsPage | TodayPage)

    play(sample_business(tmp_path / "demo.db"), story, size=(120, 40))


@pytest.mark.slow
def test_nothing_is_written_by_looking_with_the_mouse(tmp_path: Path) -> None:
    path = sample_business(tmp_path / "demo.db")
    workspace = workspace_at(path)
    before = len(notes(workspace)), workspace.stamp()
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.click(Sheet, offset=(2, 2))
        await pilot.click(Sheet, offset=(0, 0))

    play(path, story)
    workspace = workspace_at(path)
    assert len(notes(workspace)) == before[0]
    workspace.close()
