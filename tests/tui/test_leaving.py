"""Leaving the app: whatever ends it, what is being typed is kept and found again; a mistake is told, and where."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Thread, Timer

import pytest
from textual.events import Paste
from textual.messages import ExitApp

from kpitui.core.errors import DatabaseUnusable
from kpitui.services.drafts import drafted_forms
from kpitui.services.entries import find_kpi
from kpitui.services.kpis import edit_kpi, fields_of
from kpitui.store.troubles import FULL
from kpitui.tui._leaving import OUTPUT_THREAD
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.kpi_form import KpiFormPage
from kpitui.tui.terminal.shutdown import HANG_UP
from kpitui.tui.widgets.sheet import Sheet
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, told, workspace_at


def drafts(path: Path) -> list[str]:
    """Return the forms of which there is a draft."""
    workspace = workspace_at(path)
    try:
        return [row["form"] for row in workspace.store.rows("SELECT form FROM draft ORDER BY id")]
    finally:
        workspace.close()


def values(path: Path) -> list[float]:
    """Return all values, in the order in which they were logged."""
    workspace = workspace_at(path)
    try:
        return [row["value"] for row in workspace.store.rows("SELECT value FROM entry ORDER BY id")]
    finally:
        workspace.close()


ENDS: dict[str, Callable[[KpituiApp], object]] = {
    "asked": lambda app: app.end(143),
    "gone": lambda app: app.unhandled_error(OSError("no terminal"), OUTPUT_THREAD),
    "quit": lambda app: app.exit(),
    "browser": lambda app: app.post_message(ExitApp()),
}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_figure_being_typed_is_there_again(tmp_path: Path, end: Callable[[KpituiApp], object]) -> None:
    """It is in its cell, not saved; typing takes its place, so that who types ahead gets what was typed."""
    path = shop(tmp_path / "shop.db", days=10)

    async def leave(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("4", "5")
        end(app)
        await pilot.pause()
        assert not app.is_running

    async def come_back(pilot: Pilot, app: KpituiApp) -> None:
        assert "45_]" in screen_text(app) and "= € 45" in screen_text(app)
        assert "not saved yet" in told(app)
        await pilot.type_ahead(*"450", "enter", *"18", "enter")

    before = values(path)
    play(path, leave)
    assert (["cell"], before) == (drafts(path), values(path))
    play(path, come_back)
    assert ([], [*before, 450.0, 18.0]) == (drafts(path), values(path))


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("keys", "saved", "left"),
    [(("enter",), [45.0], []), (("escape",), [], []), (("9",), [], []), (("down",), [], ["cell"])],
)
def test_what_is_there_again_is_saved_by_enter_only(
    tmp_path: Path, keys: tuple[str, ...], saved: list[float], left: list[str]
) -> None:
    """Esc throws it away; for who goes elsewhere it waits in its cell."""
    path = shop(tmp_path / "shop.db", days=10)
    before = values(path)

    async def leave(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("4", "5")
        app.end(143)

    async def come_back(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*keys)
        assert "45_]" not in screen_text(app)
        await pilot.press("escape")

    play(path, leave)
    play(path, come_back)
    assert (left, [*before, *saved]) == (drafts(path), values(path))


def test_a_figure_of_another_cell_is_told(tmp_path: Path) -> None:
    """The cursor is where it is expected to be; what was typed elsewhere is told, and waits there."""
    path = shop(tmp_path / "shop.db", days=10)

    async def leave(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("down", "left", *"1.234")
        app.end(143)

    async def come_back(pilot: Pilot, app: KpituiApp) -> None:
        assert "1.234 for Orders on Sun 22 Nov." in told(app)
        assert isinstance(app.focused, Sheet) and app.focused.typing is None

    async def go_there(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("down", "left")
        assert "1.234_" in screen_text(app)
        await pilot.press("left")
        assert "1.23_4" in screen_text(app)
        await pilot.press("enter")

    before = values(path)
    play(path, leave)
    play(path, come_back)
    assert (["cell"], before) == (drafts(path), values(path))
    play(path, go_there)
    assert ([], 1.234) == (drafts(path), values(path)[-1])


def test_figures_of_several_cells_all_wait(tmp_path: Path) -> None:
    """Of two apps that end together, and passing by one of the cells keeps its text."""
    path = shop(tmp_path / "shop.db", days=10)

    async def leave(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("down", "7")
        app.end(143)

    async def leave_there(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("down", "down", "8")
        app.end(143)

    async def come_back(pilot: Pilot, app: KpituiApp) -> None:
        assert "7 for Orders on Mon 23 Nov." in told(app)
        assert "8 for Visitors on Mon 23 Nov" in told(app)
        await pilot.press("down", "down", "enter")

    async def come_again(pilot: Pilot, app: KpituiApp) -> None:
        assert "7 for Orders" in told(app) and "for Visitors" not in told(app)
        await pilot.press("down", "enter")

    before = values(path)
    play(path, leave)
    play(path, leave_there)
    play(path, come_back)
    assert (["cell"], [*before, 8.0]) == (drafts(path), values(path))
    play(path, come_again)
    assert ([], [*before, 8.0, 7.0]) == (drafts(path), values(path))


def test_a_note_being_written_is_there_again(tmp_path: Path) -> None:
    """In the next new note, which Esc throws away; one that was not touched is not kept."""
    path = shop(tmp_path / "shop.db", days=10)

    async def leave(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("m")
        await pilot.press(*"A fair")
        app.end(143)

    async def come_back(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("m")
        assert "Note                     A fair" in screen_text(app)
        assert "esc to discard it" in told(app)
        await pilot.press("escape", "m")
        assert "A fair" not in screen_text(app)
        app.end(143)

    play(path, leave)
    assert ["note"] == drafts(path)
    play(path, come_back)
    assert [] == drafts(path)


def test_a_saved_note_is_no_draft(tmp_path: Path) -> None:
    """The draft that it went on from is gone with it."""
    path = shop(tmp_path / "shop.db", days=10)

    async def leave(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("m", *"A fair")
        app.end(143)

    async def come_back(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("m", "end", *" in town", "ctrl+s")
        assert "Note saved" in told(app)

    play(path, leave)
    play(path, come_back)
    assert [] == drafts(path)


def test_a_mistake_keeps_what_is_typed(tmp_path: Path) -> None:
    """It ends the app with a sentence and an exit status that says so."""
    lines: list[str] = []
    path = shop(tmp_path / "shop.db", days=10)
    status: list[int | None] = []

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("4", "5")
        app.call_later(lambda: 1 // 0)
        await pilot.pause()
        status.append(app.return_code)
        app.tell_mistake(lines.append)

    with pytest.raises(ZeroDivisionError):
        play(path, story)
    assert ([1], ["cell"]) == (status, drafts(path))
    assert "hit a bug (ZeroDivisionError" in " ".join(lines)


def test_a_mistake_beside_the_app_is_told(tmp_path: Path) -> None:
    """In another thread, or in a callback of the loop: it is told, and the app goes on."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.unhandled_error(ValueError("in a thread"), Thread().name)
        assert app.loop is not None
        app.loop.call_soon(lambda: 1 // 0)
        await pilot.press("4", "5")
        assert "in a thread" in told(app) and "ZeroDivisionError" in told(app)
        assert "45_]" in screen_text(app)

    play(shop(tmp_path / "shop.db", days=10), story)


def test_who_asks_first_says_the_status(tmp_path: Path) -> None:
    """A terminal that is gone is found out after the hang-up that said so."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.end(143)
        app.end(HANG_UP)
        await pilot.pause()
        assert 143 == app.return_code

    play(shop(tmp_path / "shop.db"), story)


def test_a_draft_of_something_new_is_mentioned_with_its_key(tmp_path: Path) -> None:
    """At the next start, until it is saved or thrown away; one that was forgotten for a month is the doctor's."""
    path = shop(tmp_path / "shop.db", days=10)

    async def begin(pilot: Pilot, app: KpituiApp) -> None:
        assert "draft" not in told(app)
        await pilot.press("n", *"Web", "escape")
        await pilot.press("a", *"call", "escape")
        await pilot.press("ctrl+n", *"sell more")
        app.end(143)

    async def come_back(pilot: Pilot, app: KpituiApp) -> None:
        assert "Kept as a draft: a new goal (^n), a new action (a), a new KPI (n)" in told(app)
        await pilot.press("ctrl+n")
        assert "sell more" in screen_text(app)

    play(path, begin)
    play(path, come_back)
    workspace = workspace_at(path)
    workspace.store.connection.execute("UPDATE draft SET updated = '2026-10-23' WHERE form = 'goal'")
    assert {"action": True, "kpi": True, "goal": False} == drafted_forms(workspace)


def test_what_is_changed_in_a_form_is_there_again(tmp_path: Path) -> None:
    """Of a KPI: only what was typed, on top of what others saved meanwhile; the start says where it is."""
    path = shop(tmp_path / "shop.db", days=10)

    async def leave(pilot: Pilot, app: KpituiApp) -> None:
        app.push_screen(KpiFormPage("orders"))
        await pilot.press("end", *" in")
        app.end(143)

    async def come_back(pilot: Pilot, app: KpituiApp) -> None:
        assert "You did not save what you typed last time: a KPI. Open the same form to go on" in told(app)
        app.push_screen(KpiFormPage("orders"))
        await pilot.press("ctrl+s")

    play(path, leave)
    assert ["kpi 2"] == drafts(path)
    workspace = workspace_at(path)
    kpi = find_kpi(workspace, "orders")
    edit_kpi(workspace, kpi, {**fields_of(workspace, kpi), "unit": "pcs"})
    workspace.close()
    play(path, come_back)
    kpi = find_kpi(workspace_at(path), "orders")
    assert (("Orders in", "pcs"), []) == ((kpi.name, kpi.unit), drafts(path))


def test_a_paste_that_waits_is_kept(tmp_path: Path) -> None:
    """Another program writes all the time; the app ends, and every figure waits in its cell."""
    path = shop(tmp_path / "shop.db", days=10)

    async def leave(pilot: Pilot, app: KpituiApp) -> None:
        assert app.focused is not None
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            app.focused.post_message(Paste("7\n8\n"))
            await pilot.pause()
            await pilot.press("down", "down", "9")
            other.execute("ROLLBACK")
            app.end(143)

    async def come_back(pilot: Pilot, app: KpituiApp) -> None:
        for text in ("8 for Orders", "9 for Visitors"):
            assert text in told(app)
        await pilot.press(*["enter"] * 3)

    before = values(path)
    play(path, leave)
    if values(path) == before:  # else the paste was saved before the end
        assert ["cell"] * 3 == drafts(path)
        play(path, come_back)
    assert sorted([*before, 7.0, 8.0, 9.0]) == sorted(values(path))


def test_what_cannot_be_kept_is_told_on_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program holds the database as the app ends: what was typed is said once the screen is left."""
    monkeypatch.setattr("kpitui.tui._leaving.PATIENCE", 0.1)
    path = shop(tmp_path / "shop.db", days=10)
    lines: list[str] = []

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("4", "5")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            app.end(143)
            await pilot.pause()
            app.tell_lost(lines.append)

    play(path, story)
    assert ["Not saved, not even as a draft. Copy what you typed: kpi: revenue, day: 2026-11-23, text: 45"] == lines


def test_a_program_that_writes_for_a_while_is_waited_for(tmp_path: Path) -> None:
    """It holds the database as the app ends, and lets it go while what was typed is being kept."""
    path = shop(tmp_path / "shop.db", days=10)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("4", "5")
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        release = Timer(0.3, other.close)
        release.start()
        app.end(143)
        await pilot.pause()
        release.join()
        assert [] == list(app.lost)

    play(path, story)
    assert ["cell"] == drafts(path)


@pytest.mark.parametrize("key", ["n", pytest.param("a", marks=pytest.mark.slow), "ctrl+n"])
def test_something_new_that_a_full_disk_kept_out_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """No draft could be saved as it was typed, nor at the end: not a word of it is lost without a word."""
    path = shop(tmp_path / "shop.db", days=10)
    lines: list[str] = []

    def refuse(*_arguments: object) -> int:
        raise DatabaseUnusable(FULL, path=str(path))

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        monkeypatch.setattr("kpitui.store.records.save_draft", refuse)
        await pilot.press(key, *"Webshop")
        app.end(143)
        await pilot.pause()
        app.tell_lost(lines.append)

    play(path, story)
    assert len(lines) == 1 and "Webshop" in lines[0], lines
