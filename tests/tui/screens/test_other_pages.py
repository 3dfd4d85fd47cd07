"""The family of pages: each opens from Today with its own key and leads back; history, settings and help in detail."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import goal_views
from kpitui.services.goals.verdicts import judged
from kpitui.services.kpis import add_kpi
from kpitui.services.settings import load_settings
from kpitui.store.journal import undo
from kpitui.tui.app import KpituiApp
from kpitui.tui.keymap import all_keys, keys_of
from kpitui.tui.pages import PAGES, PageRow, page_class
from kpitui.tui.screens.goals import GoalsPage
from kpitui.tui.screens.help import own_keys
from kpitui.tui.screens.today.page import TodayPage
from kpitui.tui.widgets.form import Form
from tests.databases import empty, sample_business
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, told, workspace_at

OPENED = [page for page in PAGES.values() if page.key]


def first_key(page: PageRow) -> str:
    """Return a key that opens *page* from Today."""
    return page.key.split(",")[0]


@pytest.mark.sampled(4)
@pytest.mark.quick
@pytest.mark.parametrize("page", OPENED, ids=lambda page: page.name)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_page_opens_with_its_key_and_esc_leads_back(tmp_path: Path, page: object, language: str) -> None:
    """Every page that needs nothing to show is one key away from Today, in both languages."""
    row = next(each for each in OPENED if each is page)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(first_key(row))
        assert isinstance(app.screen, page_class(row.name))
        await pilot.press("escape")
        assert isinstance(app.screen, TodayPage)

    play(shop(tmp_path / "shop.db", days=3), story, language=language)


@pytest.mark.sampled(6)
@pytest.mark.parametrize("page", OPENED, ids=lambda page: page.name)
@pytest.mark.parametrize("size", [(1, 1), (20, 5), pytest.param((200, 60), marks=pytest.mark.slow)])
def test_a_page_is_shown_in_any_window(tmp_path: Path, page: object, size: tuple[int, int]) -> None:
    """No window is too small or too large for a page, on an empty database."""
    row = next(each for each in OPENED if each is page)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(first_key(row))
        await pilot.resize_terminal(80, 24)
        assert isinstance(app.screen, page_class(row.name))

    play(tmp_path / "empty.db", story, size=size)


def test_what_opens_a_page_is_named_and_can_be_moved() -> None:
    """A key that opens a page stands under Today with what it does; ids stay as they are for who moved them."""
    rows = {row.id: row.does for row in keys_of("today")}
    assert {page.key_id: page.does for page in OPENED} == {page.key_id: rows.get(page.key_id) for page in OPENED}
    assert {"today.new_goal", "today.add_kpi", "today.import", "today.guard_rails"} <= set(rows)


@pytest.mark.parametrize("name", PAGES)
def test_the_keys_of_a_page_are_told_apart(name: str) -> None:
    """Each key of a page has an id and a description, and no two of them are the same."""
    rows = keys_of(name)
    own = [row for row in rows if row.id.partition(".")[0] in (name, "page")]
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.does and row.keys for row in rows)
    assert len({row.keys for row in own}) == len(own)


def test_help_lists_every_key(tmp_path: Path) -> None:
    """The help page is made from the bindings: every page and every key of it is there."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("question_mark")
        text = screen_text(app)
        for title, rows in all_keys():
            assert f"Keys of {title}" in text or not own_keys(rows) or title == "Everywhere"
            for row in rows:
                assert row.does in text

    play(shop(tmp_path / "shop.db"), story, size=(100, 400))


def test_history_steps_back_and_forth(tmp_path: Path) -> None:
    """The latest change is on top, with its numbers; u takes it back and it is marked; U does it again."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"450", "enter", "up", *"=500", "enter", "H")
        lines = [line.strip() for line in screen_text(app).splitlines()]
        assert "Revenue, Mon 23 Nov   € 450  € 500" in lines
        await pilot.press("u")
        assert "logged 450 for Revenue" in screen_text(app) and "undone" in screen_text(app)
        await pilot.press("down")
        lines = [line.strip() for line in screen_text(app).splitlines()]
        assert "Revenue, Mon 23 Nov       -  € 450" in lines
        await pilot.press("U")
        assert "undone" not in screen_text(app)

    play(shop(tmp_path / "shop.db"), story)


def test_redo_in_the_app_after_another_program_logged(tmp_path: Path) -> None:
    """What the app undid cannot be redone once another program logged; what that one undid last can."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"450", "enter", "u")
        other = workspace_at(path)
        log(other, [EntryInput("orders", "7", other.today)])
        await pilot.press("U")
        assert "Nothing to redo" in told(app)
        undo(other.store)
        other.close()
        await pilot.press("U")
        assert "Redone: logged 7 for Orders" in screen_text(app)

    play(path, story)


def test_a_setting_is_in_force_as_soon_as_it_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of the business and the language change the app at once, and are still there the next time.

    Today, which lies below, is loaded when it is seen again and not for every letter.
    """
    path, loaded = shop(tmp_path / "shop.db"), list[str]()
    reload = TodayPage.reload

    def noted(page: TodayPage) -> None:
        loaded.append(type(page.app.screen).__name__)
        reload(page)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.workspace.flag = None
        monkeypatch.setattr(TodayPage, "reload", noted)
        await pilot.press("S", *"Noord", "down", "right", "right")
        assert "Instellingen" in screen_text(app)
        assert "De taal van de app" in screen_text(app) and "kpitui config language nl" in screen_text(app)
        assert loaded == []
        await pilot.press("escape")
        assert set(loaded) == {"TodayPage"}
        assert "Noord" in screen_text(app)
        assert "vandaag" in screen_text(app)

    play(path, story, size=(80, 40))
    workspace = workspace_at(path)
    values = load_settings(workspace.store)
    workspace.close()
    assert (values["business"], values["language"]) == ("Noord", "nl")


def test_another_theme_is_put_on_at_once(tmp_path: Path) -> None:
    """Choosing a theme changes the colours of the app."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("S")
        names = [field.name for field in app.screen.query_one(Form).fields]
        await pilot.press(*["down"] * names.index("theme"), "right")
        assert app.theme == "kpitui-light"

    play(shop(tmp_path / "shop.db"), story)


def test_a_harmful_name_is_harmless_on_every_page(tmp_path: Path) -> None:
    """Markup and escape codes in the name of a KPI are shown as text, on Today, its page, its form and in history."""
    path = tmp_path / "bad.db"
    workspace = workspace_at(path)
    from kpitui.services.kpis import add_kpi

    add_kpi(workspace, {"name": "[red]x\x1b[31m", "key": "bad"})
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        onward = ("", "enter", "e", "escape m", "escape escape H", "escape ctrl+n pagedown right")
        for keys in (step.split() for step in onward):
            await pilot.press(*keys)
            text = screen_text(app)
            assert "[red]x␛[31m" in text, keys
            assert "\x1b" not in text

    play(path, story)


def test_the_palette_opens_pages_and_steps_back(tmp_path: Path) -> None:
    """Ctrl+P finds a page by its name; a refusal of undo is told and the app goes on."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+p", *"settings")
        await pilot.press("enter")
        assert isinstance(app.screen, page_class("settings"))
        await pilot.press("escape", "ctrl+p", *"undo")
        await pilot.press("enter")
        assert "Nothing to undo" in told(app)

    play(tmp_path / "empty.db", story)


def test_the_guard_rails_archive_with_one_key(tmp_path: Path) -> None:
    """What no goal rests on is named with the whole sentence; x takes it off Today, u brings it back."""
    path = shop(tmp_path / "shop.db", days=20)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("C")
        assert "No goal uses Revenue" in screen_text(app)
        await pilot.press("down")
        assert "No goal uses Orders" not in screen_text(app)
        assert "No goal uses Conversion" in screen_text(app)
        await pilot.press("x")
        assert "Conversion archived. Its numbers are kept" in told(app)
        await pilot.press("u")
        assert "No goal uses Conversion" in screen_text(app)
        await pilot.press("enter")
        assert isinstance(app.screen, page_class("kpi"))

    play(path, story)


def test_a_day_that_is_never_logged_is_closed_with_one_key(tmp_path: Path) -> None:
    """Twelve weeks without a Sunday are told of; d expects the other days only."""
    path = empty(tmp_path / "shop.db")
    workspace = workspace_at(path)
    add_kpi(workspace, {"name": "Revenue"})
    days = [workspace.today - timedelta(days=back) for back in range(1, 85)]
    log(workspace, [EntryInput("revenue", "100", day) for day in days if day.weekday() < 6])
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("C")
        assert "you never logged Revenue on Sun" in screen_text(app)
        await pilot.press("d")
        assert "Revenue is only expected on the days of the week you log it" in told(app)
        assert "never logged on Sun" not in screen_text(app)

    play(path, story)
    workspace = workspace_at(path)
    assert find_kpi(workspace, "revenue").cadence == "mon,tue,wed,thu,fri,sat"
    workspace.close()


def test_the_settings_say_which_place_it_is(tmp_path: Path) -> None:
    """Zone and region in force are on the page; a zone that is none is refused at its field."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("S", "down", "down", "right")
        assert "AT 1/12 € Mon 1.234,50" in screen_text(app)
        assert app.workspace.settings.region_code == "AT"
        await pilot.press("down", "ctrl+u", *"Amsterdam")
        assert "Did you mean Europe/Amsterdam?" in " ".join(screen_text(app).split())
        await pilot.press("ctrl+u", *"Pacific/Kiritimati")
        assert app.workspace.settings.text("timezone") == "Pacific/Kiritimati"

    play(path, story)


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    ("keys", "first"), [((), "Keys of Today"), (("g",), "Keys of Goals"), (("m",), "Keys of Dialogs")]
)
def test_help_opens_on_the_keys_of_the_page_it_was_asked_on(tmp_path: Path, keys: tuple[str, ...], first: str) -> None:
    """Its first section is that page's, at its top; on Today the signs of the table are explained after it."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*keys, "f1")
        lines = [line.strip() for line in screen_text(app).splitlines()]
        assert next(line for line in lines[1:] if line).startswith(first)
        if not keys:
            text = screen_text(app)
            assert "Symbols in the table" in text and "____" in text and "you are here" in text

    play(shop(tmp_path / "shop.db"), story, size=(120, 40))


def test_a_page_opens_from_any_page_that_is_read(tmp_path: Path) -> None:
    """The letter of a page does on the list of goals what it does on Today, and Esc leads back step by step."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("g", "A")
        assert isinstance(app.screen, page_class("actions"))
        await pilot.press("escape")
        assert isinstance(app.screen, page_class("goals"))

    play(shop(tmp_path / "shop.db"), story)


@pytest.mark.slow
def test_goals_stay_in_their_place_when_their_chances_come(tmp_path: Path) -> None:
    """Today keeps the order that it painted first, the list that of its opening; coming back begins with the worst."""
    path = sample_business(tmp_path / "demo.db")
    workspace = workspace_at(path)
    workspace.store.connection.execute("DELETE FROM outlook")
    before, after = (
        [view.goal.id for view in views] for views in (goal_views(workspace, foretell=False), judged(workspace))
    )
    workspace.close()
    assert before != after

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        today = app.screen
        assert isinstance(today, TodayPage) and today.view is not None
        assert all(view.fresh for view in today.view.goals)
        assert [view.goal.id for view in today.view.goals] == before
        await pilot.press("g")
        goals = app.screen
        assert isinstance(goals, GoalsPage)
        assert [view.goal.id for view in goals.views if view.goal.state == "open"] == after
        log(app.workspace, [EntryInput("visitors", "2000", app.workspace.today - timedelta(days=1), replace=True)])
        goals.reload()
        await pilot.pause()
        assert [view.goal.id for view in goals.views if view.goal.state == "open"] == after
        await pilot.press("escape")
        assert [view.goal.id for view in today.view.goals] == [view.goal.id for view in judged(app.workspace)]

    play(path, story)


def test_settings_are_shown_in_words(tmp_path: Path) -> None:
    """A month by its name, an hour as one; what is set by a key on Today has no row here."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("S")
        text = screen_text(app)
        assert "‹ Jan ›" in text and "‹ 0:00 ›" in text
        assert "Folded" not in text

    play(shop(tmp_path / "shop.db"), story)
