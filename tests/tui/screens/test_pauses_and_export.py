"""Pauses in the app, and the form that writes a file: what is seen before it is written, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpitui.services.reading import all_pauses
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.export import ExportPage
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, told, workspace_at


def pauses(path: Path) -> list[tuple[date, date, str]]:
    """Return the pauses that are saved."""
    workspace = workspace_at(path)
    try:
        return [(pause.start, pause.end, pause.reason) for pause in all_pauses(workspace)]
    finally:
        workspace.close()


def test_a_pause_is_made_changed_and_removed(tmp_path: Path) -> None:
    """A last day without a year is the next one after the first; Enter changes a pause, Delete removes it undoably."""
    path = shop(tmp_path / "shop.db", days=3)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("V")
        assert "No pauses yet. Press n" in screen_text(app)
        await pilot.press("n", *["backspace"] * 10, *"24 dec", "enter", *"2 jan", "enter", "enter", *"rest", "enter")
        assert "Thu 24 Dec" in screen_text(app) and "Sat 2 Jan 2027" in screen_text(app)
        assert "10 days. On these days you don't have to log anything" in screen_text(app)
        await pilot.press("enter", "down", "down", "down", *"illness", "enter")
        assert "illness" in screen_text(app)
        await pilot.press("delete")
        assert "No pauses yet" in screen_text(app)
        await pilot.press("u")
        assert "illness" in screen_text(app)

    play(path, story)
    assert pauses(path) == [(date(2026, 12, 24), date(2027, 1, 2), "illness")]


def test_an_export_shows_its_first_lines_and_its_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is what the command writes; a format that has everything refuses days at their field."""
    monkeypatch.setenv("HOME", str(tmp_path))
    path = shop(tmp_path / "shop.db", days=3)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("E")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "date,kpi,value,time,note" in screen_text(app)
        assert "kpitui export --format csv -o ~/kpitui-export-2026-11-23" in screen_text(app)
        await pilot.press("down", "down", *"soon", "ctrl+s")
        assert isinstance(app.screen, ExportPage)
        assert "Not a date: soon" in screen_text(app)
        await pilot.press(*["backspace"] * 4, *"22 nov", "up", "up", "right", "right", "ctrl+s")
        assert "json always exports everything" in screen_text(app)
        await pilot.press("left", "left", "ctrl+s")
        assert "Written to" in told(app)

    play(path, story)
    written = (tmp_path / "kpitui-export-2026-11-23.csv").read_text(encoding="utf-8")
    assert [line.split(",")[0] for line in written.splitlines()[1:]] == ["2026-11-22"] * 3
