"""Jump mode: labels on what is in sight, typing one goes there, Esc leaves; in every language and any window."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.services.settings import change_setting
from kpitui.tui.app import KpituiApp
from kpitui.tui.dialogs import Dialog
from kpitui.tui.jump import LETTERS, JumpOverlay, JumpTarget, labels
from kpitui.tui.screens.goals import GoalsPage
from kpitui.tui.screens.kpi import KpiPage
from kpitui.tui.screens.today.page import TodayPage
from kpitui.tui.widgets.form import Form
from kpitui.tui.widgets.rows import Lines
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, settle, shop, workspace_at


@given(st.integers(0, len(LETTERS) ** 2))
def test_labels_are_short_and_told_apart(count: int) -> None:
    """No label begins another; up to 26 of them are single letters."""
    found = labels(count)
    assert len(set(found)) == len(found) == count
    assert not any(one != other and other.startswith(one) for one in found[:40] for other in found)
    assert count > len(LETTERS) or all(len(each) == 1 for each in found)


async def targets(pilot: Pilot, app: KpituiApp, key: str = "ctrl+o") -> tuple[JumpTarget, ...]:
    """Open the labels and return them."""
    await pilot.press(key)
    assert isinstance(app.screen, JumpOverlay)
    return app.screen.targets


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_a_cell_of_today_is_two_keys_away(tmp_path: Path, language: str, ascii_only: bool) -> None:
    """Every due cell has a label beside what it holds; typing it puts the cursor there, ready for a figure."""
    path = shop(tmp_path / "shop.db", days=5)
    if ascii_only:
        workspace = workspace_at(path)
        change_setting(workspace, "ascii", "yes")
        workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        page = app.screen
        assert isinstance(page, TodayPage)
        sheet = page.entry_sheet.sheet
        found = await targets(pilot, app)
        third = [each for each in found if each.offset.y == sheet.region.y + 3]
        text = screen_text(app).splitlines()
        assert [text[each.offset.y][each.offset.x] for each in found] == [each.label for each in found]
        await pilot.press(third[0].label)
        assert isinstance(app.screen, TodayPage)
        assert (sheet.row, sheet.column) == (2, len(sheet.view.days) - 1)
        await pilot.press(*"620", "enter")
        assert "620" in screen_text(app)

    play(path, story, language=language)


def test_a_key_of_the_line_of_keys_is_pressed(tmp_path: Path) -> None:
    """The label of a key does what the key does; a semicolon opens the labels too."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        found = await targets(pilot, app, "semicolon")
        bar = screen_text(app).splitlines()[-1]
        goals = next(each for each in found if each.offset.y == 23 and bar[each.offset.x + 1 :].startswith("g goals"))
        await pilot.press(goals.label)
        assert isinstance(app.screen, GoalsPage)

    play(shop(tmp_path / "shop.db"), story)


def test_a_line_of_a_list_and_a_field_of_a_form(tmp_path: Path) -> None:
    """Lists and forms, dialogs too, are jumped in; in a form by ctrl+o, for a semicolon is text there."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.push_screen(KpiPage("revenue"))
        await settle(pilot)
        lines = app.screen.query_one(Lines)
        found = await targets(pilot, app)
        await pilot.press(next(each.label for each in found if each.offset.y == lines.region.y + 3))
        assert lines.row == 2
        await pilot.press("m")
        assert isinstance(app.screen, Dialog)
        fields = app.screen.query_one(Form).fields
        found = await targets(pilot, app)
        await pilot.press(next(each.label for each in found if each.offset.y == fields[1].region.y))
        assert app.screen.focused is not None
        assert fields[1] in app.screen.focused.ancestors

    play(shop(tmp_path / "shop.db", days=9), story)


def test_esc_leaves_and_other_keys_change_nothing(tmp_path: Path) -> None:
    """Esc takes the labels away; a key without a label is not taken for one."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        page = app.screen
        await targets(pilot, app)
        await pilot.press("7")
        assert isinstance(app.screen, JumpOverlay)
        await pilot.press("escape")
        assert app.screen is page
        assert app.is_running

    play(shop(tmp_path / "shop.db"), story)


@pytest.mark.slow
def test_many_places_have_labels_of_two_letters(tmp_path: Path) -> None:
    """Where there are more places than letters, the first letter leaves those that begin with it; backspace undoes."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.push_screen(KpiPage("revenue"))
        await settle(pilot)
        lines = app.screen.query_one(Lines)
        found = await targets(pilot, app)
        double = [each for each in found if len(each.label) == 2]
        assert double
        await pilot.press(double[0].label[0])
        assert {
            each.label[0] for each, shown in zip(found, app.screen.query("Static"), strict=True) if shown.display
        } == {double[0].label[0]}
        await pilot.press("backspace", *double[0].label)
        assert double[0].offset.y == lines.region.y + 1 + lines.row - lines.top

    play(shop(tmp_path / "shop.db", days=60), story, size=(120, 60))


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (200, 60)])
def test_labels_in_any_window(tmp_path: Path, size: tuple[int, int]) -> None:
    """No window is too small: with nothing in sight to go to, nothing happens."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+o")
        await pilot.press("escape")
        await pilot.resize_terminal(80, 24)
        assert "KPI" in screen_text(app)

    play(shop(tmp_path / "shop.db"), story, size=size)


def test_another_size_takes_the_labels_away(tmp_path: Path) -> None:
    """Labels never stand beside the wrong place: a window of another size closes them."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await targets(pilot, app)
        await pilot.resize_terminal(100, 30)
        assert isinstance(app.screen, TodayPage)

    play(shop(tmp_path / "shop.db"), story)
