"""After somebody logged elsewhere, every line of every page is what it would be on a page that is opened anew."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from kpitui.cli.main import main
from kpitui.services.entries import EntryInput, log
from kpitui.tui.app import KpituiApp
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, told, workspace_at

PAGES = {
    "goals": ("g",),
    "goal": ("g", "enter"),
    "kpi": ("enter",),
    "explain": ("w",),
    "actions": ("A",),
    "notes": ("M",),
    "review": ("r",),
    "guard_rails": ("C",),
    "history": ("H",),
}


def log_elsewhere(path: Path) -> None:
    """Log in another process, as far as the app can tell."""
    workspace = workspace_at(path)
    yesterday = workspace.today - timedelta(days=1)
    log(
        workspace,
        [
            EntryInput("revenue", "5", workspace.today),
            EntryInput("orders", "6", workspace.today),
            EntryInput("revenue", "9999", yesterday, replace=True),
        ],
    )
    workspace.close()


def desk(path: Path, monkeypatch: pytest.MonkeyPatch, *, days: int) -> Path:
    """Return the database of the shop with a goal, an action and a note."""
    monkeypatch.setenv("KPITUI_TODAY", "2026-11-23")
    shop(path, days=days)
    goal = ("20000 revenue by 31 December", "--kpi", "revenue", "--acceptable", "x", "--why", "y")
    for words in (("goal", "add", *goal), ("action", "add", "call", "--kpi", "revenue"), ("note", "--all", "a fair")):
        assert 0 == main(["--db", str(path), *words])
    return path


@pytest.mark.sampled(2)
@pytest.mark.parametrize("days", [0, 30])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_as_if_opened_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, days: int) -> None:
    """The page that was open and the same page opened afterwards show the same, line by line."""
    path = desk(tmp_path / "shop.db", monkeypatch, days=days)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*PAGES[page])
        log_elsewhere(path)
        app.watch_database()
        await pilot.pause()
        seen = screen_text(app)
        await pilot.press(*["escape"] * len(PAGES[page]), *PAGES[page])
        assert seen == screen_text(app)

    play(path, story)


@pytest.mark.parametrize("days", [0, 30])
def test_today_is_as_if_opened_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Goals, sheet, the line below it and the chart, with the cursor in the same cell."""
    path = desk(tmp_path / "shop.db", monkeypatch, days=days)
    screens: list[str] = []

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert re.search("Revenue · Mon 23 Nov( 2026)? · nothing logged yet: type a number", screen_text(app))
        log_elsewhere(path)
        app.watch_database()
        await pilot.pause()
        screens.append(screen_text(app))
        assert not re.search("Revenue · Mon 23 Nov( 2026)? · nothing logged yet", screens[0])

    async def anew(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("up", "up")
        screens.append(screen_text(app))

    play(path, story)
    play(path, anew)
    assert screens[0] == screens[1]


def test_what_is_being_typed_is_held_against_what_is_there(tmp_path: Path) -> None:
    """The line below the sheet follows what others log while somebody types; what is typed stays."""
    path = shop(tmp_path / "shop.db", days=10)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("7")
        assert "replaces" not in screen_text(app)
        log_elsewhere(path)
        app.watch_database()
        await pilot.pause()
        assert "7_]" in screen_text(app) and "replaces € 5" in screen_text(app)

    play(path, story)


def test_what_was_done_stays_to_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log elsewhere takes no answer away that the person has just got."""
    path = desk(tmp_path / "shop.db", monkeypatch, days=10)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("4", "enter")
        log_elsewhere(path)
        app.watch_database()
        await pilot.pause()
        assert "Saved · Revenue" in screen_text(app)
        assert "" == told(app)

    play(path, story)
