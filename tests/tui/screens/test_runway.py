"""Stories of how long a balance lasts: opened from its KPI, amounts planned, confirmed, changed and removed."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path

import pytest

from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.kpis import add_kpi
from kpitui.services.planned import add_planned, all_planned
from kpitui.services.reading import history_of
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.runway import PlannedDialog, RunwayPage
from tests.databases import copied, empty
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, settle, shop, told, workspace_at


def bank(path: Path) -> Path:
    """Put a balance at *path* that falls by 40 a day for half a year, and an invoice of 2,400 that is overdue."""
    return copied(path, _make_bank)


def _make_bank(path: Path) -> None:
    workspace = workspace_at(empty(path))
    add_kpi(workspace, {"name": "Bank", "key": "bank", "kind": "level", "unit": "EUR"})
    today, inputs, value = workspace.today, [], 10_000.0
    for back in range(182, -1, -1):
        value += -40 + 70 * math.sin(back) * math.cos(back / 9)
        inputs.append(EntryInput("bank", f"{value:.2f}", today - timedelta(days=back)))
    log(workspace, inputs)
    workspace.close()


async def open_runway(pilot: Pilot) -> None:
    """Open the page of the balance, and from there how long it lasts."""
    await pilot.press("enter")
    await settle(pilot)
    await pilot.press("R")
    await settle(pilot)


@pytest.mark.quick
def test_an_amount_is_planned_changed_and_removed(tmp_path: Path) -> None:
    """What is saved stands in the list and moves the days above it; each step is undone with u."""
    path = bank(tmp_path / "bank.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("enter")
        await settle(pilot)
        assert "Runs out around" in screen_text(app)
        await pilot.press("R")
        await settle(pilot)
        assert isinstance(app.screen, RunwayPage)
        before = screen_text(app)
        assert "Press n to plan rent, taxes or an invoice" in before
        await pilot.press("n", *"-900", "tab", *"rent", "tab", *"1 dec", "tab", "right", "right", "ctrl+s")
        await settle(pilot)
        assert "Saved (u to undo)" in told(app)
        after = screen_text(app)
        assert "-€ 900" in after and "every month" in after
        assert before.splitlines()[1] != after.splitlines()[1]
        await pilot.press("enter")
        assert isinstance(app.screen, PlannedDialog)
        await pilot.press("ctrl+u", *"-950", "ctrl+s")
        await settle(pilot)
        assert "-€ 950" in screen_text(app)
        await pilot.press("x")
        await settle(pilot)
        assert "will not come" in told(app)
        assert "Tue 1 Dec" not in screen_text(app)
        await pilot.press("delete")
        await settle(pilot)
        assert "Press n to plan" in screen_text(app)
        await pilot.press("u")
        await settle(pilot)
        assert "-€ 950" in screen_text(app)

    play(path, story)
    workspace = workspace_at(path)
    (plan,) = all_planned(workspace)
    assert (plan.amount, plan.every, plan.text) == (-950.0, "month", "rent")
    workspace.close()


@pytest.mark.slow
def test_what_is_overdue_is_said_to_be_there(tmp_path: Path) -> None:
    """It stands first, not seen yet; d takes it off the list, s keeps it open; what is refused says so at its field."""
    path = bank(tmp_path / "bank.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_runway(pilot)
        await pilot.press("n", *"2400", "tab", *"invoice", "tab", *"16 nov", "tab", "tab", *"2027-01-01", "ctrl+s")
        assert isinstance(app.screen, PlannedDialog)
        assert "An amount that comes once has no last day" in screen_text(app)
        await pilot.press("ctrl+u", "ctrl+s")
        await settle(pilot)
        assert "not in the balance yet" in screen_text(app)
        await pilot.press("s")
        await settle(pilot)
        assert "has not been paid yet" in told(app)
        await pilot.press("d")
        await settle(pilot)
        assert "has been paid" in told(app)
        assert "not in the balance yet" not in screen_text(app)

    play(path, story)


def test_only_a_balance_has_a_runway(tmp_path: Path) -> None:
    """Revenue adds up: R says what it is for, and the page stays."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_runway(pilot)
        assert not isinstance(app.screen, RunwayPage)
        assert "is not a balance" in told(app)

    play(shop(tmp_path / "shop.db", days=3), story)


def test_what_is_no_money_pays_no_rent(tmp_path: Path) -> None:
    """Of a number of subscribers, what goes out or comes in is planned, and the dialog gives no example of money."""
    path = empty(tmp_path / "list.db")
    workspace = workspace_at(path)
    add_kpi(workspace, {"name": "Subscribers", "key": "subscribers", "kind": "level"})
    log(workspace, [EntryInput("subscribers", "400", workspace.today)])
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_runway(pilot)
        assert "Press n to plan what goes out or comes in" in screen_text(app)
        await pilot.press("n", *"-40", "tab")
        await settle(pilot)
        assert "in a few words" in screen_text(app) and "rent" not in screen_text(app)

    play(path, story)


def test_hidden_figures_stay_hidden(tmp_path: Path) -> None:
    """P takes the amounts off the page, signs and all."""
    path = bank(tmp_path / "bank.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_runway(pilot)
        await pilot.press("n", *"-900", "tab", *"rent", "tab", *"1 dec", "ctrl+s")
        await settle(pilot)
        await pilot.press("P")
        await settle(pilot)
        assert "900" not in screen_text(app)
        assert "rent" in screen_text(app)

    play(path, story)


def test_a_balance_typed_on_today_asks_about_what_seems_to_have_come(tmp_path: Path) -> None:
    """An invoice of 2,400 that was planned for today: a balance with it is asked about, one without it is not."""
    path = bank(tmp_path / "bank.db")
    workspace = workspace_at(path)
    kpi = find_kpi(workspace, "bank")
    add_planned(workspace, kpi, {"amount": "2400", "first": "today", "text": "invoice 12"})
    balance = history_of(workspace, kpi, workspace.today, workspace.today).values[-1]
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*f"{balance - 40:.0f}", "enter")
        await settle(pilot)
        assert "seems to have been paid" not in told(app)
        await pilot.press("up", "up")
        await pilot.press(*f"{balance + 2400:.0f}", "enter")
        await settle(pilot)
        assert "invoice 12 of Mon 23 Nov (+€ 2,400) seems to have been paid. Is that right?" in told(app)

    play(path, story)
