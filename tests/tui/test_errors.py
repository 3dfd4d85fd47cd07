"""The funnel: what the database refuses while the app is open is told, and the app lives on; no traceback is shown."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from textual.widgets import Input

from kpitui.tui.app import KpituiApp
from kpitui.tui.dialogs import NoteDialog
from kpitui.tui.pages import PAGES
from kpitui.tui.screens.today.page import TodayPage
from tests.killing import state_of
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, settle, shop, told


@pytest.mark.sampled(2)
@pytest.mark.parametrize("keys", [("delete",), ("u",), ("4", "enter"), ("m", "x", "ctrl+s")], ids="-".join)
def test_a_locked_database_does_not_end_the_app(tmp_path: Path, keys: tuple[str, ...]) -> None:
    """Clearing, undoing, typing and noting on a locked database are refused in words; afterwards they work."""
    path = shop(tmp_path / "kpitui.db", days=10)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.workspace.store.connection.execute("PRAGMA busy_timeout=20")
        await pilot.press("left")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await pilot.press(*keys)
            said = told(app) + " ".join(screen_text(app).split())
            assert "Another program is using" in said
        assert app.is_running

    play(path, story)


def test_a_database_that_breaks_while_open(tmp_path: Path) -> None:
    """Every page can be asked for when the file was destroyed meanwhile; each says so, none ends the app."""
    path = shop(tmp_path / "kpitui.db", days=10)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.workspace.store.connection.execute("PRAGMA cache_size=0")
        with path.open("r+b") as file:
            for number in range(1, path.stat().st_size // 4096):
                file.seek(number * 4096)
                file.write(b"\xff" * 4096)
        app.workspace.store.connection.execute("PRAGMA shrink_memory")
        for page in (page for page in PAGES.values() if page.key):
            app.action_open(page.name)
            await settle(pilot)
            await pilot.press("escape")
        app.push_screen(NoteDialog(None, app.workspace.today))
        await settle(pilot)
        await pilot.press("escape")
        assert isinstance(app.screen, TodayPage)
        assert "damaged" in told(app)

    play(path, story)


@pytest.mark.parametrize("wanted", [False, True])
def test_a_mistake_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wanted: bool
) -> None:
    """What nobody foresaw ends the app with one sentence in place of a traceback, which can be asked for."""
    path = shop(tmp_path / "kpitui.db")
    monkeypatch.setenv("KPITUI_TRACEBACK", "1" if wanted else "")
    apps: list[KpituiApp] = []
    lines: list[str] = []

    async def story(_pilot: Pilot, app: KpituiApp) -> None:
        apps.append(app)
        app.call_later(lambda: 1 // 0)
        await asyncio.sleep(1)

    with pytest.raises(ZeroDivisionError):
        play(path, story)
    apps[0].tell_mistake(lines.append)
    assert wanted == ("Traceback" in capsys.readouterr().err)
    assert wanted != ("KPITUI hit a bug (ZeroDivisionError" in " ".join(lines))


def test_a_mistake_on_a_damaged_database(tmp_path: Path) -> None:
    """Where the file is damaged, rows may be anything: that is said, and not that the program made a mistake."""
    path = shop(tmp_path / "kpitui.db")
    apps: list[KpituiApp] = []
    lines: list[str] = []
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'pause'").fetchone()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        with path.open("r+b") as file:
            file.seek((page - 1) * 4096)
            file.write(b"\xff" * 4096)
        apps.append(app)
        app.call_later(lambda: 1 // 0)
        await settle(pilot)

    with pytest.raises(ZeroDivisionError):
        play(path, story)
    apps[0].tell_mistake(lines.append)
    assert "is damaged" in " ".join(lines) and "hit a bug" not in " ".join(lines)


def test_too_long_a_note_is_refused_at_its_field(tmp_path: Path) -> None:
    """It is said how long it is and what fits; what was typed stays, and shortened it is saved whole."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("m")
        app.screen.query(Input).first().value = "x" * 2001
        await pilot.press("ctrl+s")
        assert "Too long for a note: 2001 characters" in screen_text(app)
        assert len(app.screen.query(Input).first().value) == 2001
        app.screen.query(Input).first().value = "x" * 2000
        await pilot.press("ctrl+s")
        assert not isinstance(app.screen, NoteDialog)

    play(path, story)
    assert [2000] == [len(str(row[1])) for row in state_of(path)["note"]]
