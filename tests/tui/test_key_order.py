"""Keys typed ahead: however many come at once, each acts on what the one before it led to, and none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from kpitui.tui.app import KpituiApp
from tests.tui.stage import play, screen_text, settle, shop, type_ahead


@pytest.mark.parametrize(
    ("keys", "seen"),
    [
        (("a", *"Profit"), "Profit: revenue less costs"),
        (("a", "down", *"Leads per week"), "Leads per week"),
        (("A", "n", *"Call the bank"), "What              Call the bank"),
        (("A", "n", "down", *"vis", "down", "down", *"fri"), "KPI               ‹ Visitors ›"),
        (("S", *"Studio Noord"), "Studio Noord"),
        (("S", "down", *"ned"), "‹ Nederlands ›"),
        (("ctrl+n", *"15% more revenue by the end of Q2"), "15% more revenue by the end of Q2"),
        (("m", *"A fair"), "Note              A fair"),
        (("enter", "n", *"12"), "Value             12"),
        (("enter", "e", *"Sales"), "Name              Sales"),
        (("i", *"/no/such/file.csv"), "/no/such/file.csv"),
        (("slash", *"Visi"), " Visitors · Mon 23 Nov"),
        (("ctrl+p", *"review", "enter"), "Review"),
    ],
)
def test_a_page_that_opens_loses_no_key(tmp_path: Path, keys: tuple[str, ...], seen: str) -> None:
    """What is typed together with the key that opens a page, a dialog or a line is found in it, complete."""

    async def story(pilot: Pilot[None], app: KpituiApp) -> None:
        await type_ahead(pilot, *keys)
        await settle(pilot)
        assert seen in screen_text(app)

    play(shop(tmp_path / "shop.db", days=10), story)


def test_a_form_is_filled_in_and_saved_at_once(tmp_path: Path) -> None:
    """A template, which puts up other fields, then the name, and saving: all typed before anything is painted."""
    path = tmp_path / "new.db"

    async def story(pilot: Pilot[None], app: KpituiApp) -> None:
        await type_ahead(pilot, "a", *"profit", "down", *"Gain", "ctrl+s", *"450", "enter")
        assert "Gain" in screen_text(app)
        assert "450" in screen_text(app)

    play(path, story)


def test_the_steps_of_the_wizard_lose_no_key(tmp_path: Path) -> None:
    """Enter leads to the next step, and what follows is typed there; saving too early leads to what is missing."""

    async def story(pilot: Pilot[None], app: KpituiApp) -> None:
        await type_ahead(pilot, "ctrl+n", *"More revenue", "enter", *"rev", "down", "down", *"15%")
        assert "KPI               ‹ Revenue ›" in screen_text(app)
        assert "Change            15%" in screen_text(app)

    play(shop(tmp_path / "shop.db", days=10), story)
