"""Stories of the pages of actions and notes: planned, started, done, dropped, found; and the line on Today."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from kpitui.core.goal import Action, Expectation
from kpitui.services.actions import add_action, finish_action
from kpitui.services.entries import find_kpi
from kpitui.services.notes import add_note
from kpitui.services.settings import change_setting
from kpitui.store import records
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.action_form import ActionFormPage
from kpitui.tui.screens.actions import ActionsPage
from kpitui.tui.screens.goal import GoalPage
from kpitui.tui.screens.kpi import KpiPage
from kpitui.tui.widgets.rows import Lines
from tests.tui.pilot import Pilot, screen_text
from tests.tui.screens.test_goal import with_goal
from tests.tui.stage import play, settle, shop, told, workspace_at

TODAY = date(2026, 11, 23)


def saved(path: Path) -> list[Action]:
    """Return the actions in the file."""
    workspace = workspace_at(path)
    found = records.all_actions(workspace.store)
    workspace.close()
    return found


def planned(path: Path) -> Path:
    """Make a shop with a due action on orders, one started three weeks ago on revenue, and one that is over."""
    shop(path, days=60)
    workspace = workspace_at(path)
    add_action(workspace, "Call customers", kpi=find_kpi(workspace, "orders"), due=TODAY)
    since = TODAY - timedelta(days=21)
    expected = Expectation(10, percent=True, by=TODAY + timedelta(days=30))
    add_action(workspace, "New photos", kpi=find_kpi(workspace, "revenue"), started=since, expected=expected)
    finish_action(workspace, add_action(workspace, "Tidy the stock room"))
    workspace.close()
    return path


@pytest.mark.quick
def test_an_action_is_planned_from_the_empty_page(tmp_path: Path) -> None:
    """The empty page teaches; the form takes words, KPI, day and effect, and what it refuses is said at the field."""
    path = shop(tmp_path / "shop.db", days=3)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("A")
        assert "No actions yet" in screen_text(app)
        await pilot.press("n")
        await pilot.press(
            *"Call customers", "down", "right", "right", "down", "down", *"fri", "down", *"lots", "ctrl+s"
        )
        await settle(pilot)
        assert "Not a number: lots" in screen_text(app)
        assert "When will the effect show?" not in screen_text(app)
        await pilot.press(*["backspace"] * 4, *"+10%")
        assert "When will the effect show?" in screen_text(app)
        assert "Too early to tell when you can see a change of +10%: 3 of 28 days with data" in screen_text(app)
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, ActionsPage)
        assert "Call customers" in screen_text(app)
        assert "due Fri 27 Nov" in screen_text(app)
        assert "+10%" in screen_text(app)

    play(path, story)
    (action,) = saved(path)
    assert (action.what, action.kpi, action.due, action.expected) == (
        "Call customers", 2, date(2026, 11, 27), Expectation(10, percent=True),
    )  # fmt: skip


def test_a_dropped_line_loses_no_draft(tmp_path: Path) -> None:
    """What was typed is there when the form is opened again, until it is thrown away."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("A", "n")
        await pilot.press(*"Half a wo", "escape", "n")
        assert "Half a wo" in screen_text(app)
        await pilot.press("ctrl+d")

    play(path, story)
    workspace = workspace_at(path)
    assert [] == records.drafts_of(workspace.store, "action")
    workspace.close()


def test_what_was_seen_is_told_of_the_action_under_the_cursor(tmp_path: Path) -> None:
    """Below the list the action is told in full, with what was seen since and what was expected."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("A", "n")
        assert "Open actions" in screen_text(app)
        await pilot.press("down", "right")
        assert "Open actions" not in screen_text(app)
        assert "Other actions for this" in screen_text(app)
        await pilot.press("ctrl+d")
        assert "since then" not in screen_text(app)
        await pilot.press("down")
        text = screen_text(app)
        assert "Mon 2 Nov" in text
        assert "+10% by Wed 23 Dec" in text
        assert "Too early to compare: 21 of 52 days since Mon 2 Nov" in text
        await pilot.press("enter")
        assert isinstance(app.screen, KpiPage)

    play(planned(tmp_path / "shop.db"), story)


def test_a_wide_list_says_itself_what_was_seen(tmp_path: Path) -> None:
    """Where there is room the few words stand in the list."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("A")
        assert "too early to tell: 21 of 52 days" in screen_text(app)

    play(planned(tmp_path / "shop.db"), story, size=(200, 40))


def test_start_done_and_drop_with_one_key(tmp_path: Path) -> None:
    """Key s starts, d ends, x asks why; u takes each back; a shows what is over."""
    path = planned(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("A", "s")
        assert "Started today" in told(app)
        await pilot.press("s")
        assert "has already started" in told(app)
        await pilot.press("d")
        assert "Call customers" not in screen_text(app)
        await pilot.press("u")
        await pilot.press("x", "enter")
        text = " ".join(screen_text(app).replace("│", "").split())
        assert "Why are you cancelling this action? Add a reason" in text
        await pilot.press(*"too dear", "enter")
        assert "Cancelled (" in told(app)
        await pilot.press("f")
        assert "Tidy the stock room" in screen_text(app)
        await pilot.press("end", "x")
        assert "is already done or cancelled" in told(app)

    play(path, story)
    dropped = next(action for action in saved(path) if action.what == "Call customers")
    assert (dropped.state, dropped.started, dropped.reason) == ("dropped", TODAY, "too dear")


def test_an_action_is_changed_and_found(tmp_path: Path) -> None:
    """Key e opens the form filled in; / finds by words and by what it is for."""
    path = planned(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("A", "slash", *"revenue", "enter")
        assert app.screen.query_one(Lines).row == 1
        await pilot.press("e")
        assert isinstance(app.screen, ActionFormPage)
        assert "2026-11-02" in screen_text(app)
        await pilot.press("end", *" by Ann", "ctrl+s")
        assert "New photos by Ann" in screen_text(app)

    play(path, story)
    changed = next(action for action in saved(path) if action.what.startswith("New photos"))
    assert (changed.what, changed.started) == ("New photos by Ann", TODAY - timedelta(days=21))


@pytest.mark.parametrize(("language", "said"), [("en", "1 action due"), ("nl", "1 actie te doen")])
def test_today_has_one_line_for_due_actions(tmp_path: Path, language: str, said: str) -> None:
    """The line is there when an action is due, and gives its place back when none is."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert said in screen_text(app)
        assert "Call customers" in screen_text(app)
        await pilot.press("A", "d", "escape")
        assert said not in screen_text(app)

    play(planned(tmp_path / "shop.db"), story, language=language)


def test_markup_in_an_action_is_text(tmp_path: Path) -> None:
    """What looks like markup or an escape code is shown as what was typed, on Today, in the list and in the form."""
    path = shop(tmp_path / "shop.db", days=3)
    workspace = workspace_at(path)
    add_action(workspace, "[red]\x1b[31mx", kpi=find_kpi(workspace, "orders"), due=TODAY, started=TODAY)
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        for keys in ((), ("A",), ("e",)):
            await pilot.press(*keys)
            assert "[red]" in screen_text(app)
            assert "\x1b" not in screen_text(app)

    play(path, story)


def test_notes_are_listed_added_changed_and_removed(tmp_path: Path) -> None:
    """Key n writes a note, Enter changes it, d removes it, u brings it back, / finds it, c leads to the chart."""
    path = shop(tmp_path / "shop.db", days=3)
    workspace = workspace_at(path)
    add_note(workspace, find_kpi(workspace, "orders"), TODAY - timedelta(days=2), "market day")
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("M", "n")
        await pilot.press(*"holiday", "ctrl+s")
        assert "all KPIs" in screen_text(app)
        await pilot.press("slash", *"orders", "enter", "enter")
        await pilot.press("end", *" in town", "down", "right", "right", "ctrl+s")
        assert "market day in town" in screen_text(app)
        await pilot.press("delete")
        assert "market day" not in screen_text(app)
        await pilot.press("u")
        await pilot.press("end", "c")
        assert isinstance(app.screen, KpiPage)

    play(path, story)
    workspace = workspace_at(path)
    found = {note.text: note.kpi for note in records.all_notes(workspace.store)}
    workspace.close()
    assert found == {"holiday": None, "market day in town": 1}


def test_an_empty_page_of_notes_teaches(tmp_path: Path) -> None:
    """Without notes the page says what they are and how to write one; its keys do nothing."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("M", "delete", "c", "enter")
        assert "No notes yet. Press n to write one" in screen_text(app)

    play(shop(tmp_path / "shop.db"), story)


def test_act_on_it_from_a_kpi_and_a_goal(tmp_path: Path) -> None:
    """Key a on the page of a KPI or goal opens the form for it, and leads back there."""
    path = with_goal(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("enter", "a")
        await pilot.press(*"New photos", "ctrl+s")
        assert isinstance(app.screen, KpiPage)
        await pilot.press("escape", "up", "enter", "a")
        await pilot.press(*"Call customers", "ctrl+s")
        assert isinstance(app.screen, GoalPage)
        await pilot.press("escape", "A")
        assert "10% more revenue" in screen_text(app)

    play(path, story)
    assert {action.what: (action.kpi, action.goal) for action in saved(path)} == {
        "New photos": (1, None), "Call customers": (None, 1),
    }  # fmt: skip


ODD = ("[b]x[/b] <script>alert(1)</script>", "*x* `y` [z](w)", "a\x1b[31mb\x07", "\u202eabc", "=1+1", "é" * 300)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("text", ODD)
def test_odd_words_of_actions_and_notes_are_harmless_everywhere(tmp_path: Path, text: str) -> None:
    """Markup, escape codes, right-to-left marks and long texts stay text and stay within the page."""
    path = shop(tmp_path / "shop.db", days=3)
    workspace = workspace_at(path)
    orders = find_kpi(workspace, "orders")
    add_action(workspace, text, kpi=orders, due=TODAY, started=TODAY)
    add_note(workspace, orders, TODAY, text)
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        for keys in ((), ("A",), ("e",), ("escape", "x"), ("escape", "escape", "M"), ("enter",)):
            await pilot.press(*keys)
            shown = screen_text(app)
            assert not set("\x1b\x07\u202e") & set(shown)
            assert all(cell_len(line) <= 80 for line in shown.split("\n"))

    play(path, story)


def test_plain_ascii_is_plain_ascii(tmp_path: Path) -> None:
    """With the setting on, list, form and dialog use signs of ASCII only; a currency is text, not a sign of ours."""
    path = planned(tmp_path / "shop.db")
    workspace = workspace_at(path)
    change_setting(workspace, "ascii", "yes")
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        for keys in (("A",), ("down",), ("x",), ("escape", "e"), ("escape", "escape", "M")):
            await pilot.press(*keys)
            assert screen_text(app).replace("€", "EUR").isascii(), keys

    play(path, story)
