"""Privacy: no digit of a figure is on any page; names, days and signs stay; typing works; what is kept is whole."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from kpitui.services.entries import EntryInput, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.kpis import add_kpi
from kpitui.services.settings import change_setting
from kpitui.store import journal
from kpitui.tui.app import KpituiApp
from kpitui.tui.page import Page
from kpitui.tui.pages import page_class
from kpitui.tui.screens.explain import explain_kpi_page
from kpitui.tui.screens.goal import GoalPage
from kpitui.tui.screens.kpi import KpiPage
from kpitui.tui.screens.today.page import TodayPage
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, settle, told, workspace_at

FIGURE = re.compile(
    r"[€$£] ?[-+]?\d|\d ?%|\d[.,]\d|\d+[kM]\b|(?<![-\d])(?!20\d\d\b)(?!(?<=in |op )100\b)(?!400 (?:sim|door))\d{3,}"
)
"""What figures of this shop look like: with a unit, a decimal, a group or three digits.

But for chances in 100 and the number of scenarios, which are the same for everybody.
"""


def rich_shop(path: Path, *, private: bool = True) -> Path:
    """Make a shop whose every figure is large or broken, with a goal, an action, notes and fifty days of entries."""
    workspace = workspace_at(path)
    for fields in (
        {"name": "Revenue", "unit": "EUR"},
        {"name": "Orders"},
        {"name": "Margin", "unit": "%", "kind": "sample"},
        {"name": "Order value", "kind": "formula", "unit": "EUR", "formula": "revenue / orders"},
    ):
        add_kpi(workspace, fields)
    for back in range(50, 0, -1):
        day = workspace.today - timedelta(days=back)
        log(
            workspace,
            [
                EntryInput("revenue", f"{4111.25 + 311.5 * (back % 13)}", day),
                EntryInput("orders", str(1210 + 113 * (back % 9)), day),
                EntryInput("margin", f"{21.3 + back % 5}", day),
            ],
        )
    typed = {
        "title": "More revenue this year", "kpi": "revenue", "type": "total", "target": "450000",
        "baseline": "400000", "start": "2026-11-02", "deadline": "2026-12-31", "why": "a salary",
        "acceptable": "my own decision", "drivers": "orders", "counters": "margin",
    }  # fmt: skip
    save_goal(workspace, read_draft(workspace, typed).draft)
    log(workspace, [EntryInput("orders", "1234", workspace.today - timedelta(days=1))])
    if private:
        change_setting(workspace, "private", "yes")
    workspace.close()
    return path


def figures_on(app: KpituiApp) -> list[str]:
    """Return what looks like a figure on the screen."""
    return FIGURE.findall(screen_text(app))


@pytest.mark.sampled(1)
@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("size", [(80, 24), pytest.param((140, 50), marks=pytest.mark.slow)])
def test_no_figure_is_on_any_page(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    """Today, goals, a goal, a KPI with each chart, where it comes from, review, actions, history: names, no figures."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        kpi = KpiPage("revenue")
        pages: list[Page | None] = [
            None, page_class("goals")(), GoalPage(1), kpi, KpiPage("order-value"), page_class("review")(),
            page_class("actions")(), page_class("history")(), page_class("guard_rails")(),
        ]  # fmt: skip
        for page in pages:
            if page is not None:
                app.push_screen(page)
            await settle(pilot)
            presses: tuple[str, ...] = ("c", "c", "c") if isinstance(page, TodayPage | KpiPage) else ("down", "tab")
            for key in ("", *presses):
                if key:
                    await pilot.press(key)
                await settle(pilot)
                assert figures_on(app) == [], screen_text(app)
        assert kpi.kpi is not None
        app.push_screen(explain_kpi_page(kpi.kpi, app.workspace.today - timedelta(days=1)))
        await settle(pilot)
        assert figures_on(app) == [], screen_text(app)
        assert "Revenue" in screen_text(app)

    play(rich_shop(tmp_path / "shop.db"), story, size=size, language=language)


def test_one_key_hides_and_shows(tmp_path: Path) -> None:
    """P hides the figures of the page and its chart at once, and shows them again; the names stay."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert figures_on(app)
        await pilot.press("P")
        assert "•••" in screen_text(app)
        assert "Numbers hidden. Press P to show them" in told(app)
        assert figures_on(app) == []
        assert "Order value" in screen_text(app)
        await pilot.press("P")
        assert figures_on(app)
        assert "•••" not in screen_text(app)

    play(rich_shop(tmp_path / "shop.db", private=False), story)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("name", ["today", "goals", "goal", "kpi", "review", "guided", "history", "explain"])
def test_nothing_lingers(tmp_path: Path, name: str) -> None:
    """On whatever page P is pressed, no figure is left there or on the page below it, and all come back."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("left", "left", "down")
        if name == "explain":
            assert isinstance(app.screen, TodayPage)
            assert app.screen.entry_sheet.kpi is not None
            app.push_screen(explain_kpi_page(app.screen.entry_sheet.kpi, app.screen.entry_sheet.day))
        elif name != "today":
            opened = GoalPage(1) if name == "goal" else KpiPage("revenue") if name == "kpi" else page_class(name)()
            app.push_screen(opened)
        await settle(pilot)
        assert figures_on(app)
        await pilot.press("P")
        assert figures_on(app) == [], screen_text(app)
        await settle(pilot)
        assert figures_on(app) == [], screen_text(app)
        await pilot.press("P")
        assert figures_on(app)
        await pilot.press("P")
        if name != "today":
            await pilot.press("escape")
        assert figures_on(app) == [], screen_text(app)

    play(rich_shop(tmp_path / "shop.db", private=False), story)


def test_ascii_has_a_sign_of_its_own(tmp_path: Path) -> None:
    """Where only ASCII can be shown, stars stand for a figure."""
    path = rich_shop(tmp_path / "shop.db")
    workspace = workspace_at(path)
    change_setting(workspace, "ascii", "yes")
    workspace.close()

    async def story(_pilot: Pilot, app: KpituiApp) -> None:
        assert "***" in screen_text(app)
        assert "•" not in screen_text(app)

    play(path, story)


def test_what_is_typed_is_seen_and_saved(tmp_path: Path) -> None:
    """A figure is seen while it is typed, also in a field that holds one; saved, it is hidden again, and true."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"4321.5")
        assert "4321.5" in screen_text(app)
        assert "= € 4,321.50" in screen_text(app)
        await pilot.press("enter")
        assert figures_on(app) == []
        app.push_screen(KpiPage("revenue"))
        await settle(pilot)
        await pilot.press("enter")
        assert app.screen.query(Input).first().value == "4321.5"
        await pilot.press("ctrl+s")
        (row,) = app.workspace.store.rows("SELECT value FROM entry WHERE date = '2026-11-23'")
        assert row["value"] == 4321.5
        await pilot.press("u")
        assert figures_on(app) == []
        assert "4321" not in told(app)

    play(rich_shop(tmp_path / "shop.db"), story)


def test_what_is_decided_is_kept_with_its_figures(tmp_path: Path) -> None:
    """A decision about a hidden matter keeps the sentence as it is, for the next review."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("r")
        await pilot.press("o")
        newest = journal.history(app.workspace.store, 1)[0]
        assert newest.what == "matter.decided"
        assert "•••" not in str(newest.details)
        assert FIGURE.search(str(newest.details))

    play(rich_shop(tmp_path / "shop.db"), story)


def test_in_a_form_the_letter_is_text(tmp_path: Path) -> None:
    """Where letters are typed, P is a letter."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("n")
        await pilot.press("P")
        assert not app.private

    play(rich_shop(tmp_path / "shop.db", private=False), story)
