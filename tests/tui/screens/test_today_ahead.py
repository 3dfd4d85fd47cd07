"""What is painted before Textual is imported is what the page paints: the same words at the same places."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kpitui.services.acting import add_action
from kpitui.services.demo import fill
from kpitui.services.entering import Wish, log
from kpitui.services.planning import add_kpi
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.today import TodayPage
from kpitui.tui.screens.today_ahead import lines_ahead
from tests.tui.stage import play, screen_text, shop, workspace_at

SIZES = ((80, 24), (120, 40), (60, 12), (100, 30))


def database(folder: Path, name: str, language: str) -> Path:
    """Return an empty, an ordinary or a hostile database, or one of more KPIs than lines."""
    path = folder / f"{name}.db"
    workspace = workspace_at(path, language=language)
    if name == "demo":
        fill(workspace, language)
    elif name == "many":
        for number in range(60):
            add_kpi(workspace, {"name": f"Figure {number} – Café €", "unit": "EUR"})
        today = workspace.today
        log(workspace, [Wish(f"figure-{number}-cafe", "3", today) for number in range(40)])
        add_action(workspace, "Call the printer", due=today)
        change_setting(workspace, "business", "Bakkerij 't Hoekje")
    elif name == "private":
        workspace.close()
        workspace = workspace_at(shop(path), language=language)
        change_setting(workspace, "private", "yes")
        change_setting(workspace, "ascii", "yes")
    workspace.close()
    return path


def ahead(path: Path, size: tuple[int, int], language: str) -> list[str]:
    """Return the lines that are painted ahead, without space at the ends."""
    workspace = workspace_at(path, language=language)
    try:
        hide_as_the_app_does(workspace)
        return [line.rstrip() for line in lines_ahead(workspace, *size)]
    finally:
        workspace.close()


def hide_as_the_app_does(workspace: Workspace) -> None:
    """Hide the figures where the app opens with hidden ones."""
    from kpitui.tui.privacy import SIGNS, opens_private

    if opens_private(workspace):
        workspace.hide(SIGNS[workspace.ascii])


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", ["empty", "demo", "many", "private"])
def test_it_says_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, language: str) -> None:
    """At every size, in both languages, each line is the line of the page before its chart and its news."""
    path = database(tmp_path, name, language)
    monkeypatch.setattr(TodayPage, "_follow_up", lambda _page: None)
    for size in SIZES:
        painted = first_screen(path, size, language)
        lines = ahead(path, size, language)
        assert lines, size
        assert painted[: len(lines)] == lines, size
        assert not any(painted[len(lines) : -1]), "all but the keys is painted ahead"


def first_screen(path: Path, size: tuple[int, int], language: str) -> list[str]:
    """Return the lines on the screen of the app."""
    painted: list[str] = []

    async def look(_pilot: Pilot[None], app: KpituiApp) -> None:
        painted.extend(screen_text(app).split("\n"))

    play(path, look, size=size, language=language)
    return painted


def test_a_small_screen_is_left_to_the_app(tmp_path: Path) -> None:
    """Where texts would be broken over lines nothing is painted ahead."""
    path = shop(tmp_path / "shop.db")
    assert ahead(path, (40, 24), "en") == [] == ahead(path, (80, 8), "en")


def test_what_is_read_ahead_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page shows the view that was read for the lines ahead, as long as nothing was written."""
    from kpitui.tui.screens import today_plan

    workspace = workspace_at(shop(tmp_path / "shop.db"))
    first = today_plan.view_for(workspace, workspace.today, 80)
    assert today_plan.view_for(workspace, workspace.today, 80) is first
    log(workspace, [Wish("orders", "3", date(2026, 11, 23))])
    assert today_plan.view_for(workspace, workspace.today, 80) is not first
    workspace.close()


def test_no_textual_is_needed() -> None:
    """Nothing that is painted ahead imports Textual."""
    code = "import sys, kpitui.tui.first_sight, kpitui.tui.screens.today_ahead; print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "False\n"
