"""Stories of forms that are open while another program changes the same thing: nothing of either is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpitui.core.amount import parse_amount
from kpitui.services.actions import add_action, edit_action, find_action
from kpitui.services.entries import EntryInput, delete_entry, edit_entry, find_kpi, log, newest_of
from kpitui.services.goals import all_goals, close_goal, edit_goal, find_goal, view_of
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.kpis import archive_kpi, edit_kpi, fields_of
from kpitui.services.notes import add_note, edit_note, find_note, notes, remove_note
from kpitui.services.settings import change_setting, load_settings
from kpitui.services.workspace import Workspace
from kpitui.tui.app import KpituiApp
from kpitui.tui.dialogs import EntryDialog, NoteDialog
from kpitui.tui.screens.action_form import ActionFormPage
from kpitui.tui.screens.goal import CloseDialog, GoalDialog
from kpitui.tui.screens.kpi_form import KpiFormPage
from kpitui.tui.screens.settings import SettingsPage
from kpitui.tui.widgets.form import Form
from kpitui.tui.widgets.rows import Lines
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, told, workspace_at


def elsewhere(path: Path, change: Callable[[Workspace], object]) -> None:
    """Let another program change something."""
    workspace = workspace_at(path)
    try:
        change(workspace)
    finally:
        workspace.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A shop with a note, a goal and an action."""
    path = shop(tmp_path / "shop.db", days=10)

    def more(workspace: Workspace) -> None:
        add_note(workspace, None, workspace.today, "a fair")
        add_action(workspace, "call Ann", kpi=find_kpi(workspace, "orders"))
        typed = {"title": "90000 revenue by 31 March", "start": "2026-11-01"}
        save_goal(workspace, read_draft(workspace, typed).draft)

    elsewhere(path, more)
    return path


def test_a_kpi_form_writes_only_what_was_changed(path: Path) -> None:
    """The unit and the place in the list that it got elsewhere, and that it was archived, stay."""

    def other(workspace: Workspace) -> None:
        kpi = find_kpi(workspace, "orders")
        kpi = edit_kpi(workspace, kpi, {**fields_of(workspace, kpi), "unit": "pcs", "floor": 0.1234567891234567})
        archive_kpi(workspace, kpi)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.push_screen(KpiFormPage("orders"))
        await pilot.press("end", *" in")
        elsewhere(path, other)
        await pilot.press("ctrl+s")
        assert "Changed Orders in" in told(app)

    play(path, story)
    kpi = find_kpi(workspace_at(path), "orders")
    assert ("Orders in", "pcs", 0.1234567891234567, True) == (kpi.name, kpi.unit, kpi.floor, kpi.archived)


def test_a_field_that_both_changed_is_asked_about_once(path: Path) -> None:
    """What the other put there is said at the field; saving again keeps what was typed."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.push_screen(KpiFormPage("orders"))
        await pilot.press("end", *" in")

        def other(workspace: Workspace) -> None:
            kpi = find_kpi(workspace, "orders")
            edit_kpi(workspace, kpi, {**fields_of(workspace, kpi), "name": "Sales", "key": "sales"})

        elsewhere(path, other)
        await pilot.press("ctrl+s")
        assert "Changed meanwhile to Sales. To keep your version, press ^s again" in " ".join(screen_text(app).split())
        assert app.screen.query_one(Form).values()["name"] == "Orders in"
        await pilot.press("ctrl+s")

    play(path, story)
    assert "Orders in" == find_kpi(workspace_at(path), "sales").name


def test_an_action_keeps_what_happened_to_it(path: Path) -> None:
    """Its day was moved elsewhere while its words were changed here."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.push_screen(ActionFormPage(1))
        await pilot.press("end", *" and Bo")
        elsewhere(path, lambda other: edit_action(other, find_action(other, "1"), due=other.today))
        await pilot.press("ctrl+s")

    play(path, story)
    workspace = workspace_at(path)
    action = find_action(workspace, "1")
    assert ("call Ann and Bo", workspace.today) == (action.what, action.due)


def test_a_note_that_is_gone_is_said_and_its_text_stays(path: Path) -> None:
    """Another day is merged; a note that was deleted cannot be changed, and what was typed is still there."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        note = find_note(app.workspace, "1")
        app.push_screen(NoteDialog(None, note.date, note))
        await pilot.press("end", *" in town")
        yesterday = note.date.fromordinal(note.date.toordinal() - 1)
        elsewhere(path, lambda other: edit_note(other, find_note(other, "1"), None, yesterday, "a fair"))
        await pilot.press("ctrl+s")
        assert [("a fair in town", yesterday)] == [(note.text, note.date) for note in notes(app.workspace)]
        app.push_screen(NoteDialog(None, note.date, find_note(app.workspace, "1")))
        await pilot.press("end", *" hall")
        elsewhere(path, lambda other: remove_note(other, find_note(other, "1")))
        await pilot.press("ctrl+s")
        assert "deleted in the meantime" in told(app)
        assert "a fair in town hall" in screen_text(app)

    play(path, story)


def test_an_entry_keeps_the_value_that_was_corrected_elsewhere(path: Path) -> None:
    """Only its note is typed here; the value is not written back, nor rounded."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        kpi = find_kpi(app.workspace, "orders")
        (entry,) = newest_of(app.workspace, kpi, 1)
        app.push_screen(EntryDialog(kpi, entry))
        await pilot.press("down", "down", *"late")

        def other(workspace: Workspace) -> None:
            edit_entry(workspace, kpi, entry, text="0.1+0.2", note="", day=entry.date)

        elsewhere(path, other)
        await pilot.press("ctrl+s")
        (entry,) = newest_of(app.workspace, kpi, 1)
        assert (parse_amount("0.1+0.2").value, "late") == (entry.value, entry.note)
        app.push_screen(EntryDialog(kpi, entry))
        await pilot.press("9")
        elsewhere(path, lambda other: delete_entry(other, kpi, newest_of(other, kpi, 1)[0]))
        await pilot.press("ctrl+s")
        assert "deleted in the meantime" in told(app)

    play(path, story)


def test_the_cursor_stays_on_its_entry_whatever_is_logged_elsewhere(path: Path) -> None:
    """What Del deletes is what was seen under the cursor; an undo brings the cursor back to it."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        kpi = find_kpi(app.workspace, "orders")
        pointed = newest_of(app.workspace, kpi, 4)[3]
        await pilot.press("down", "enter", "down", "down", "down")
        lines = app.screen.query_one(Lines)
        assert lines.keys[lines.row] == pointed.id
        newer = [EntryInput("orders", value, app.workspace.today) for value in ("5", "6")]
        elsewhere(path, lambda other: log(other, newer))
        app.watch_database()
        await pilot.pause()
        assert (lines.row, lines.keys[lines.row]) == (5, pointed.id)
        await pilot.press("delete")
        assert pointed.id not in {entry.id for entry in newest_of(app.workspace, kpi, 99)}
        await pilot.press("u")
        assert lines.keys[lines.row] == pointed.id

    play(path, story)


def test_a_goal_that_was_closed_elsewhere_stays_closed(path: Path) -> None:
    """Other words are refused; other KPIs beside it that were added there stay while its words change here."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.push_screen(GoalDialog(view_of(app.workspace, all_goals(app.workspace)[0])))
        await pilot.press("end", *" for sure")
        visitors = find_kpi(app.workspace, "visitors").id
        elsewhere(path, lambda other: edit_goal(other, all_goals(other)[0], drivers=(visitors,), why="rent"))
        await pilot.press("ctrl+s")
        (goal,) = all_goals(app.workspace)
        assert ("for sure", "rent", (visitors,)) == (goal.title[-8:], goal.why, goal.drivers)
        for dialog in (GoalDialog, CloseDialog):
            elsewhere(path, lambda other: close_goal(other, all_goals(other)[0], "achieved")) if all_goals(
                app.workspace
            ) else None
            app.push_screen(dialog(view_of(app.workspace, goal)))
            await pilot.press("end", "x", "ctrl+s")
            assert "is closed" in told(app) + screen_text(app)
            await pilot.press("escape")

    play(path, story)
    workspace = workspace_at(path)
    assert "achieved" == find_goal(workspace, "1").state


def test_a_cell_that_was_filled_elsewhere_is_asked_about(path: Path) -> None:
    """Enter says what is there now and keeps what was typed; Enter again puts it in its place."""

    def now(workspace: Workspace) -> list[float]:
        rows = workspace.store.rows("SELECT value FROM entry WHERE date = '2026-11-23' ORDER BY id")
        return [row["value"] for row in rows]

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"450")
        elsewhere(path, lambda other: log(other, [EntryInput("revenue", "700", other.today)]))
        await pilot.press("enter")
        assert "Changed meanwhile to € 700" in screen_text(app)
        assert [700.0] == now(app.workspace)
        await pilot.press("enter")
        assert [450.0] == now(app.workspace)
        await pilot.press(*"18")
        elsewhere(path, lambda other: log(other, [EntryInput("orders", "5", other.today)]))
        await pilot.press("home", "+", "enter")
        assert [450.0, 5.0, 18.0] == now(app.workspace)

    play(path, story)


def test_settings_follow_and_ask(path: Path) -> None:
    """What was changed elsewhere is shown, also where it is changed here: nobody goes on from an old value."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.push_screen(SettingsPage())
        await pilot.press(*"Shop")
        elsewhere(path, lambda other: change_setting(other, "business", "Bakery"))
        await pilot.press("s")
        assert "Changed meanwhile to Bakery" in screen_text(app)
        assert "Bakery" == load_settings(app.workspace.store)["business"]
        await pilot.press("!")
        assert "Shops!" == load_settings(app.workspace.store)["business"]
        elsewhere(path, lambda other: change_setting(other, "mouse", "yes"))
        app.watch_database()
        await pilot.pause()
        assert "yes" == app.screen.query_one(Form).values()["mouse"]

    play(path, story)
