"""The last column of Today: what each figure is, and rounding to the safe side."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style

from kpitui.i18n import use
from kpitui.services.actions import add_action
from kpitui.services.entries import EntryInput, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.kpis import add_kpi
from kpitui.services.settings import change_setting
from kpitui.services.today import today_view
from kpitui.services.workspace import Workspace
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.today.page import TodayPage
from kpitui.tui.screens.today.texts import TodayTexts, today_lines
from kpitui.tui.terminal.framebuffer import FrameBuffer
from kpitui.tui.theme import PALETTES, color_depth, sgr
from tests.databases import sample_business
from tests.safety import SAFETY_SECONDS
from tests.services.conftest import shop, workspace
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, workspace_at
from tests.tui.stage import shop as shop_at

__all__ = ["shop", "workspace"]

TODAY = date(2026, 11, 23)
TOTAL = {"title": "T", "kpi": "orders", "target": "100", "start": "2026-11-01", "deadline": "2026-12-01"}
CAP = {**TOTAL, "title": "C", "kpi": "visitors", "type": "cap"}
LEVEL = {
    **TOTAL, "title": "L", "kpi": "site-speed", "type": "level", "target": "1.75", "baseline": "2.5", "over": "28d",
}  # fmt: skip


def column(workspace: Workspace, *, ascii: bool = False) -> tuple[str, list[str]]:
    """Return the heading and the figures of the last column that are not empty."""
    seen = TodayTexts(workspace, ascii=ascii, moved={}).sheet_view(today_view(workspace, TODAY, 3), {})
    return seen.target_title, [row.target for row in seen.rows if row.target]


@pytest.mark.parametrize(
    ("goals", "head", "figures"),
    [
        ((TOTAL,), "needed", ["8"]),
        ((CAP,), "at most", ["≤7"]),
        ((LEVEL,), "target", ["→1.75"]),
        ((TOTAL, CAP, LEVEL), "needed", ["8", "≤7", "→1.75"]),
        ((), "", []),
    ],
)
def test_the_last_column_is_headed_by_what_it_is(
    shop: Workspace, goals: tuple[dict[str, str], ...], head: str, figures: list[str]
) -> None:
    """With 36 of 100 in 22 days, 64 on 9 days are 7.1 a day: 8 are needed, 7 are allowed; a level has its target."""
    for back in range(1, 19):
        for key, text in (("orders", "2"), ("visitors", "2"), ("site-speed", "2.25")):
            log(shop, [EntryInput(key, text, TODAY - timedelta(days=back))])
    for typed in goals:
        save_goal(shop, read_draft(shop, typed).draft)
    assert column(shop) == (head, figures)
    plain = [figure.replace("≤", "<").replace("→", ">") for figure in figures]
    assert column(shop, ascii=True) == (head, plain)


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (0, "Saved · Orders · Mon 23 Nov 2026 · 12 · u to undo"),
        (43, "Saved · Orders · 12 · u to undo"),
        (30, "Orders · 12 · u to undo"),
        (20, "12 · u to undo"),
    ],
)
def test_what_was_saved_says_how_to_undo_it_at_every_width(shop: Workspace, width: int, expected: str) -> None:
    """The day goes first, then that it was saved, then the name; the way back never."""
    texts = TodayTexts(shop, ascii=False, moved={})
    logged = log(shop, [EntryInput("orders", "12", TODAY)])[0]
    assert texts.saved(logged, "u", width=width) == expected


# What is painted before Textual is imported is what the page paints: the same words at the same places.

SIZES = ((80, 24), (120, 40), (60, 12), (100, 30))


def database(folder: Path, name: str, language: str) -> Path:
    """Return an empty, an ordinary or a hostile database, or one of more KPIs than lines."""
    path = folder / f"{name}.db"
    if name == "demo":
        return sample_business(path, language)
    workspace = workspace_at(path, language=language)
    if name == "many":
        for number in range(60):
            add_kpi(workspace, {"name": f"Figure {number} – Café €", "unit": "EUR"})
        today = workspace.today
        log(workspace, [EntryInput(f"figure-{number}-cafe", "3", today) for number in range(40)])
        add_action(workspace, "Call the printer", due=today)
        change_setting(workspace, "business", "Bakkerij 't Hoekje")
    elif name == "private":
        workspace.close()
        workspace = workspace_at(shop_at(path), language=language)
        change_setting(workspace, "private", "yes")
        change_setting(workspace, "ascii", "yes")
    workspace.close()
    return path


def ahead(path: Path, size: tuple[int, int], language: str) -> list[str]:
    """Return the lines that are painted ahead, without space at the ends."""
    workspace = workspace_at(path, language=language)
    try:
        hide_as_the_app_does(workspace)
        return ["".join(text for text, _look in line).rstrip() for line in today_lines(workspace, *size)]
    finally:
        workspace.close()


def hide_as_the_app_does(workspace: Workspace) -> None:
    """Hide the figures where the app opens with hidden ones."""
    from kpitui.tui.privacy import SIGNS, opens_private

    if opens_private(workspace):
        workspace.hide(SIGNS[workspace.ascii])


@pytest.mark.sampled(2)
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

    async def look(_pilot: Pilot, app: KpituiApp) -> None:
        painted.extend(screen_text(app).split("\n"))

    play(path, look, size=size, language=language)
    return painted


def test_a_small_screen_is_left_to_the_app(tmp_path: Path) -> None:
    """Where texts would be broken over lines nothing is painted ahead."""
    path = shop_at(tmp_path / "shop.db")
    assert ahead(path, (40, 24), "en") == [] == ahead(path, (80, 8), "en")


def test_what_is_read_ahead_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page shows the view that was read for the lines ahead, as long as nothing was written."""
    from kpitui.tui.screens.today import view

    workspace = workspace_at(shop_at(tmp_path / "shop.db"))
    first = view.view_for(workspace, workspace.today, 80)
    assert view.view_for(workspace, workspace.today, 80) is first
    log(workspace, [EntryInput("orders", "3", date(2026, 11, 23))])
    assert view.view_for(workspace, workspace.today, 80) is not first
    workspace.close()


def test_no_textual_is_needed() -> None:
    """Nothing that is painted ahead imports Textual."""
    code = "import sys, kpitui.tui.prepaint, kpitui.tui.screens.today.texts; print('textual' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=SAFETY_SECONDS
    )
    assert done.stdout == "False\n"


@pytest.mark.sampled(3)
@pytest.mark.parametrize("depth", [24, 8, 4])
@pytest.mark.parametrize("theme", PALETTES)
def test_every_cell_looks_as_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str, depth: int
) -> None:
    """Theme by theme and with as many colours as the terminal has, the app finds the cells as it wants them."""
    path = database(tmp_path, "demo", "en")
    workspace = workspace_at(path)
    change_setting(workspace, "theme", theme)
    use("en", this_year=workspace.today.year)
    lines = today_lines(workspace, 80, 24)
    workspace.close()
    monkeypatch.setattr(TodayPage, "_follow_up", lambda _page: None)
    painted, wanted = FrameBuffer(80, 24), FrameBuffer(80, 24)
    for at, line in enumerate(lines):
        painted.move(at, 0)
        for text, look in line:
            painted.turn_to(sgr(theme, look, depth))
            painted.write(text)

    async def look_at_it(_pilot: Pilot, app: KpituiApp) -> None:
        for at, strip in enumerate(app.screen._compositor.render_strips()[: len(lines)]):
            wanted.move(at, 0)
            for text, style, _control in strip:
                wanted.turn_to(sgr_of(style, depth))
                wanted.write(text)

    play(path, look_at_it)
    differing = [
        (at, column, was, cell)
        for at, (row, page) in enumerate(zip(painted.next, wanted.next, strict=True))
        for column, (was, cell) in enumerate(zip(row, page, strict=True))
        if was != cell
    ]
    assert differing == []


def sgr_of(style: Style | None, depth: int) -> str:
    """Return a style as Textual writes it on a terminal with colours of *depth* bits."""
    systems = {24: ColorSystem.TRUECOLOR, 8: ColorSystem.EIGHT_BIT, 4: ColorSystem.STANDARD}
    if style is None:
        return ""
    fresh = style.copy()
    fresh._ansi = None  # it remembers the codes of the first terminal it was asked for
    return fresh._make_ansi_codes(systems[depth])


def test_the_depth_of_colour_is_that_of_the_app() -> None:
    """What the surroundings say of a terminal is read as Rich reads it."""
    for kind in ("xterm", "xterm-256color", "xterm-kitty", "screen-16color", "tmux-256color", "linux", "vt100"):
        for colours in ("", "truecolor", "24bit", "yes"):
            environ = {"TERM": kind, "COLORTERM": colours}
            console = Console(force_terminal=True, _environ=environ, legacy_windows=False)
            assert {"truecolor": 24, "256": 8, "standard": 4}[str(console.color_system)] == color_depth(environ), (
                environ
            )
