"""Moved keys in the app: they act, the old ones do not, and everything that names keys names these."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.widgets import Input

from kpitui.services.actions import add_action
from kpitui.services.settings import KEY_PREFIX, choose_keys
from kpitui.store.records import write_setting
from kpitui.tui.app import KpituiApp
from kpitui.tui.keymap import all_keys, key_on, layouts, opener
from kpitui.tui.pages import page_class
from kpitui.tui.screens.goals import GoalsPage
from kpitui.tui.screens.kpi import KpiPage
from kpitui.tui.screens.today.page import TodayPage
from kpitui.tui.screens.today.texts import KEYS, today_lines
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, settle, shop, told, workspace_at


def moved(path: Path, **keys: str) -> Path:
    """Move keys in the database at *path*; the dot of an id is written as two underscores."""
    workspace = workspace_at(path)
    for wanted, text in keys.items():
        choose_keys(workspace, wanted.replace("__", "."), text, layouts())
    workspace.close()
    return path


def test_a_moved_key_acts_and_the_old_one_does_not(tmp_path: Path) -> None:
    """Keys of a page and of a widget are moved; the line of keys, the help and the palette name the new ones."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert "m note" not in screen_text(app).splitlines()[-1]
        assert "F6 goals" in screen_text(app).splitlines()[-1]
        await pilot.press("g")
        assert isinstance(app.screen, TodayPage)
        row = app.screen.entry_sheet.sheet.row
        await pilot.press("Y")
        assert row + 1 == app.screen.entry_sheet.sheet.row
        await pilot.press("down")
        assert row + 1 == app.screen.entry_sheet.sheet.row
        await pilot.press("f6")
        assert isinstance(app.screen, GoalsPage)
        assert opener(app, "goals") == "F6"
        await pilot.press("escape", "ctrl+p")
        assert isinstance(app.screen, CommandPalette)
        assert not app.screen.query_one(Input).cursor_blink
        await pilot.press("escape", "question_mark")
        rows = {row.id: row.keys for _title, rows in all_keys(app.moved) for row in rows}
        assert rows["today.goals"] == "F6"
        assert "F6" in screen_text(app)

    path = moved(shop(tmp_path / "shop.db"), today__goals="f6", today__note="B", sheet__down="Y")
    play(path, story, size=(80, 60))


def test_a_moved_key_keeps_its_place_on_the_line(tmp_path: Path) -> None:
    """The order of the line of keys is that of the program, also for a key that was moved."""

    async def story(_pilot: Pilot, app: KpituiApp) -> None:
        last = screen_text(app).splitlines()[-1]
        assert last.index("u undo") < last.index("F6 goals") < last.index("r review")

    play(moved(shop(tmp_path / "shop.db"), today__goals="f6"), story)


def test_what_cannot_be_had_is_told_and_the_default_stays(tmp_path: Path) -> None:
    """Stored keys that clash, or belong to no action, are told in a sentence each; the others act."""
    path = shop(tmp_path / "shop.db")
    workspace = workspace_at(path)
    with workspace.store.write("setting.changed", setting="keys", value="") as change:
        for wanted, keys in (("today.note", "g"), ("today.dance", "f7"), ("today.review", "f6")):
            write_setting(change, KEY_PREFIX + wanted, keys)
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await settle(pilot)
        assert "The key g is already used on Today, by today.goals. Choose another key" in told(app)
        assert "No key for today.dance" in told(app)
        last = screen_text(app).splitlines()[-1]
        assert "m note" in last
        assert "g goals" in last

    play(path, story)


def test_another_session_moves_keys_while_the_app_runs(tmp_path: Path) -> None:
    """A key moved from the shell is in force at the next look at the database."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        moved(path, today__goals="f6")
        app.watch_database()
        await settle(pilot)
        assert "F6 goals" in screen_text(app).splitlines()[-1]

    play(path, story)


def test_no_key_of_the_program_is_in_the_way_of_another() -> None:
    """By themselves, the keys of the page itself and those of the app are told apart on every page."""
    for page in layouts():
        taken: dict[str, str] = {}
        for bound in page.bound:
            for key in bound.keys if not bound.owner else ():
                assert taken.setdefault(key, bound.id) == bound.id, f"{key} on {page.title}"


def test_what_is_said_names_the_key_that_was_moved(tmp_path: Path) -> None:
    """A figure is saved, and a note by a dialog: both times the key is named that takes it back here."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("1", "2", "enter")
        assert "F7 to undo" in screen_text(app)
        await pilot.press("delete")
        await pilot.press("enter", "n", "5", "ctrl+s")
        assert "F12 to undo" in told(app)

    path = moved(shop(tmp_path / "shop.db"), today__undo="f7", page__undo="f12")
    play(path, story)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("actions", [False, True])
def test_today_names_the_keys_that_were_moved(tmp_path: Path, actions: bool) -> None:
    """An empty Today and the line of due actions name the keys in force, also where Today is painted ahead."""
    path = shop(tmp_path / "shop.db") if actions else tmp_path / "new.db"
    moved(path, today__new_goal="f4", today__add_kpi="b", page__quit="ctrl+w", today__actions="X")
    workspace = workspace_at(path)
    if actions:
        add_action(workspace, "Call the printer", due=workspace.today)
    painted = "\n".join(text for line in today_lines(workspace, 80, 24) for text, _ink in line)
    workspace.close()
    said = ("(X)",) if actions else ("F4   Set a goal", "b    Add a KPI")

    async def story(_pilot: Pilot, app: KpituiApp) -> None:
        assert all(each in screen_text(app) for each in said)

    assert all(each in painted for each in said)
    play(path, story)


def test_the_texts_of_today_know_its_own_keys() -> None:
    """The keys that are named where none was moved are those of the page."""
    own = {each.id: each.key for each in TodayPage.BINDINGS if isinstance(each, Binding)}
    assert {each: own[each] for each in KEYS} == KEYS


def test_sentences_of_pages_name_the_keys_that_were_moved(tmp_path: Path) -> None:
    """What a KPI without entries, a list without actions and a review with nothing to decide say, names their keys."""
    path = moved(shop(tmp_path / "shop.db"), kpi__add="f4", actions__start="f5", guided__finish="f6")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        for page, said in (
            (KpiPage("orders"), "No entries yet. Press F4 to add one"),
            (page_class("actions")(), "F5  start it"),
            (page_class("guided")(), "All decided. F6 to finish the review"),
        ):
            app.push_screen(page)
            await settle(pilot)
            assert said in screen_text(app)

    play(path, story)


def test_a_key_of_a_page_that_is_not_open_is_named(tmp_path: Path) -> None:
    """What a key of another page does is named as that page has it now: moved, as it came, or not at all."""
    path = moved(shop(tmp_path / "shop.db"), goal__edit="f7")

    async def story(_pilot: Pilot, app: KpituiApp) -> None:
        assert key_on(app, "goal", "edit") == "F7"
        assert key_on(app, "goal", "target") == "t"
        assert key_on(app, "goal", "fly") == ""

    play(path, story)
