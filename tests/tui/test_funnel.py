"""The funnel: what the database refuses while the app is open is told, and the app lives on; no traceback is shown."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kpitui.tui.app import KpituiApp
from kpitui.tui.pages import PAGES
from kpitui.tui.screens.note_dialog import NoteDialog
from kpitui.tui.screens.today import TodayPage
from tests.tui.stage import NOW, play, screen_text, settle, shop, told, workspace_at


@pytest.mark.parametrize("keys", [("delete",), ("u",), ("4", "enter"), ("m", "x", "ctrl+s")], ids="-".join)
def test_a_locked_database_does_not_end_the_app(tmp_path: Path, keys: tuple[str, ...]) -> None:
    """Clearing, undoing, typing and noting on a locked database are refused in words; afterwards they work."""
    path = shop(tmp_path / "kpitui.db", days=10)

    async def story(pilot: Pilot[None], app: KpituiApp) -> None:
        app.workspace.store.connection.execute("PRAGMA busy_timeout=20")
        await pilot.press("left")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await pilot.press(*keys)
            await settle(pilot)
            said = told(app) + " ".join(screen_text(app).split())
            assert "being written" in said or "Another program is writing" in said
        assert app.is_running

    play(path, story)


def test_a_database_that_breaks_while_open(tmp_path: Path) -> None:
    """Every page can be asked for when the file was destroyed meanwhile; each says so, none ends the app."""
    path = shop(tmp_path / "kpitui.db", days=10)

    async def story(pilot: Pilot[None], app: KpituiApp) -> None:
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
            await settle(pilot)
        app.push_screen(NoteDialog(None, app.workspace.today))
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
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

    async def run() -> None:
        workspace = workspace_at(path)
        app = KpituiApp(workspace, clock=lambda: NOW)
        try:
            async with app.run_test() as pilot:
                app.call_later(lambda: 1 // 0)
                await settle(pilot)
        finally:
            workspace.close()

    with pytest.raises(ZeroDivisionError):
        asyncio.run(run())
    said = capsys.readouterr().err
    assert wanted == ("Traceback" in said)
    assert wanted != ("KPITUI made a mistake (ZeroDivisionError" in said)
