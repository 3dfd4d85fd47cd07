"""Keys typed ahead: however many come at once, each acts on what the one before it led to, and none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from textual import events
from textual.message import Message

from kpitui.tui._key_order import MOST, MOST_MOVES, Settled, TypeAhead
from kpitui.tui.app import KpituiApp
from kpitui.tui.dialogs import NoteDialog
from kpitui.tui.screens.goal import GoalPage
from kpitui.tui.screens.importing import ImportPage
from kpitui.tui.screens.kpi import KpiPage
from kpitui.tui.screens.why import WhyPage
from kpitui.tui.terminal.input import TerminalInput, TypedText
from kpitui.tui.widgets.form import TextLine
from kpitui.tui.widgets.hidden_line import FigureLine
from kpitui.tui.widgets.sheet import Sheet
from tests.databases import sample_business
from tests.tui.pilot import Pilot, key_event, screen_text
from tests.tui.stage import play, settle, shop, told, type_ahead, workspace_at


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("keys", "seen"),
    [
        (("n", "down", *"Profit"), "Profit: revenue less costs"),
        (("n", *"Leads per week"), "Leads per week"),
        (("A", "n", *"Call the bank"), "What will you do?        Call the bank"),
        (("A", "n", "down", *"vis", "down", "down", *"fri"), "KPI                      ‹ Visitors ›"),
        (("S", *"Studio Noord"), "Studio Noord"),
        (("S", "down", *"ned"), "‹ Nederlands ›"),
        (("ctrl+n", *"15% more revenue by the end of Q2"), "15% more revenue by the end of Q2"),
        (("m", *"A fair"), "Note                     A fair"),
        (("enter", "n", *"12"), "Value                    12"),
        (("enter", "e", *"Sales"), "Name                     Sales"),
        (("I", *"/no/such/file.csv"), "/no/such/file.csv"),
        (("slash", *"Visi"), " Visitors · Mon 23 Nov"),
        (("ctrl+p", *"review", "enter"), "Review"),
    ],
)
def test_a_page_that_opens_loses_no_key(tmp_path: Path, keys: tuple[str, ...], seen: str) -> None:
    """What is typed together with the key that opens a page, a dialog or a line is found in it, complete."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await type_ahead(pilot, *keys)
        assert seen in screen_text(app)

    play(shop(tmp_path / "shop.db", days=10), story)


@pytest.mark.sampled(1)
@pytest.mark.parametrize(("goal", "seen"), [(True, "a to plan this as an action"), (False, "try other numbers only")])
def test_figures_are_typed_while_why_is_still_worked_out(tmp_path: Path, goal: bool, seen: str) -> None:
    """The line opens at once and takes the letters; trying them, and a later key, waits for the figures."""
    held = Event()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        page = GoalPage(2) if goal else KpiPage("order-value")
        app.push_screen(page)
        await settle(pilot)
        app.background._thread.submit(held.wait)
        for key in ("y", "equals_sign", *"visitors=+10%", "enter"):
            app.post_message(key_event(key))
        for _turn in range(20_000):  # the clock stands still while the thread is held
            await asyncio.sleep(0)
            if [line.value for line in app.screen.query(FigureLine)] == ["visitors=+10%"]:
                break
        waits = isinstance(app.screen, WhyPage) and app.screen.is_working and not told(app)
        held.set()
        await settle(pilot)
        assert waits
        assert isinstance(app.screen, WhyPage) and seen in screen_text(app) + told(app)

    play(sample_business(tmp_path / "sample.db"), story)


def test_a_form_is_filled_in_and_saved_at_once(tmp_path: Path) -> None:
    """A template, which puts up other fields, then the name, and saving: all typed before anything is painted."""
    path = tmp_path / "new.db"

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await type_ahead(pilot, "n", "down", *"profit", "up", "ctrl+u", *"Gain", "ctrl+s", *"450", "enter")
        assert "Gain" in screen_text(app)
        assert "450" in screen_text(app)

    play(path, story)


def test_the_steps_of_the_wizard_lose_no_key(tmp_path: Path) -> None:
    """Enter leads to the next step, in the field that is missing, and what follows is typed there."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await type_ahead(pilot, "ctrl+n", *"More revenue", "enter", "up", *"15%", "up", "up", *"rev")
        assert "KPI                      ‹ Revenue ›" in screen_text(app)
        assert "Change                   15%" in screen_text(app)

    play(shop(tmp_path / "shop.db", days=10), story)


@pytest.mark.parametrize("takes", [False, True], ids=["closing", "gone with it"])
def test_a_widget_that_is_removed_while_its_key_acts_holds_up_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, takes: bool
) -> None:
    """Whether it refuses what is sent to it or is removed with that unread: the keys after it act."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("I")
        field = app.focused
        assert isinstance(field, TextLine)
        post = field.post_message

        def without_marker(message: Message) -> bool:
            return takes if isinstance(message, Settled) else post(message)

        monkeypatch.setattr(field, "post_message", without_marker)
        if takes:
            pilot.app.post_message(key_event("n"))
            await pilot.pause(0.0)
            await field.remove()
            await pilot.until(lambda: not app.keys_wait, "the key to have acted")
        await pilot.press("x", "escape")
        assert not isinstance(app.screen, ImportPage)

    play(shop(tmp_path / "shop.db", days=10), story)


async def deliver(pilot: Pilot, *reads: bytes) -> None:
    """Deliver what a terminal sends, each of *reads* in one go, and let it act."""
    terminal = TerminalInput()
    for read in reads:
        for event in (*terminal.feed(read, 0.0), *terminal.tick(1.0)):
            pilot.app.post_message(event)
    await settle(pilot)


def test_keys_read_in_one_go_act_one_after_the_other(tmp_path: Path) -> None:
    """Digits into a cell, Enter, digits into the next; then commands, and text in the field that one of them opens."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await deliver(pilot, b"450\r18\r620\r\x1b[A\x1b[Djm")
        assert "All done for today" in " ".join(str(plain.render()) for plain in app.screen_stack[1].query("#heading"))
        assert isinstance(app.screen, NoteDialog)
        await deliver(pilot, b"A fair", b" in ", b"town")
        assert "Note                     A fair in town" in screen_text(app)

    play(shop(tmp_path / "shop.db", days=10), story)


def test_what_is_read_in_one_go_is_one_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand digits into a cell, or letters into a field, are shown once, and as far as there is room."""
    changes: list[str] = []
    monkeypatch.setattr(Sheet, "_type", noting(changes, Sheet._type))
    monkeypatch.setattr(TextLine, "replace", noting(changes, TextLine.replace))

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await deliver(pilot, b"7" * 1000)
        assert isinstance(app.focused, Sheet) and app.focused.typing is not None
        assert "7" * 60 == app.focused.typing.text
        assert 2 == len(changes), "the first digit begins, all others follow together"
        await deliver(pilot, b"\x1b", b"m" + b"x" * 1000)
        changes.clear()
        await deliver(pilot, b"\x1b[H", b"y" * 1000)
        assert 1 == len(changes)
        assert isinstance(app.focused, TextLine) and "x" * 300 == app.focused.value

    play(shop(tmp_path / "shop.db", days=10), story)


def noting(changes: list[str], method: Callable[..., None]) -> Callable[..., None]:
    """Return *method*, which takes note of every call."""

    def noted(*arguments: object) -> None:
        changes.append(str(arguments[1]))
        method(*arguments)

    return noted


def test_escape_and_a_key_read_in_one_go(tmp_path: Path) -> None:
    """They are two keys, so that a figure goes where it was meant to; Alt with a key only where that is bound."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await deliver(pilot, b"99\x1bj450\r")
        assert "450" in line_of(app, "Orders") and "99" not in screen_text(app)
        app.set_keymap({"today.undo": "alt+u"})
        await deliver(pilot, b"\x1bu")
        assert "450" not in line_of(app, "Orders")

    play(shop(tmp_path / "shop.db", days=10), story)


def line_of(app: KpituiApp, name: str) -> str:
    """Return the line of the sheet with the KPI called *name*."""
    return next(line for line in screen_text(app).splitlines() if line[1:].startswith(name))


def test_quitting_does_not_wait_for_a_flood(tmp_path: Path) -> None:
    """What nobody can have typed is dropped for it; what somebody typed ahead acts first."""
    path = shop(tmp_path / "shop.db", days=10)

    async def flood(pilot: Pilot, app: KpituiApp) -> None:
        await deliver(pilot, b"\x1b[B\x1b[A" * 1000 + b"5\r\x11" + b"7\r" * 100)
        assert app._exit

    async def typed_ahead(pilot: Pilot, app: KpituiApp) -> None:
        assert "3 to log" in screen_text(app)
        await deliver(pilot, b"450\r18\r\x11")
        assert app._exit

    play(path, flood)
    play(path, typed_ahead)
    workspace = workspace_at(path)
    assert 32 == len(workspace.store.rows("SELECT value FROM entry"))
    workspace.close()


def test_a_flood_is_bounded() -> None:
    """Of keys that only move few wait, of others more; what is typed behind either is there, and in its place."""
    typed = TypeAhead()
    for _key in range(10_000):
        typed.add(events.Key("down", None))
    assert typed.keys == MOST_MOVES
    for _key in range(10_000):
        typed.add(events.Key("enter", "\r"))
    typed.add(TypedText("450"))
    typed.add(events.Key("down", None))
    assert typed.keys == MOST_MOVES + MOST + 3
    waiting = [typed.next_key() for _key in range(typed.keys)]
    assert [key.key for key in waiting if isinstance(key, events.Key)][-3:] == ["4", "5", "0"]
    typed.add(events.Key("down", None))
    assert typed.keys == 1


def test_a_key_that_was_held_down_ends_soon(tmp_path: Path) -> None:
    """Ten thousand arrows in one go, and a number behind them."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await deliver(pilot, b"\x1b[B\x1b[A" * 5000 + b"4")
        assert "4_]" in screen_text(app)

    play(shop(tmp_path / "shop.db", days=10), story)
