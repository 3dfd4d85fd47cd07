"""A hashtag is found in the palette, and its page has the notes and the entries with it, each to be changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.notes import add_note
from kpitui.tui.app import KpituiApp
from kpitui.tui.dialogs import EntryDialog, NoteDialog
from kpitui.tui.screens.notes import NotesPage
from tests.databases import sample_business
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play


@pytest.mark.slow
def test_a_hashtag_has_a_page(tmp_path: Path) -> None:
    """Newest first, notes of days and of entries together; Enter opens either."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        add_note(app.workspace, find_kpi(app.workspace, "orders"), date(2026, 11, 20), "flyers #market")
        entry = EntryInput("revenue", "77", date(2026, 11, 21), note="stall #Market")
        log(app.workspace, [entry])
        app.publish_change()
        await pilot.press("ctrl+p", *"#market")
        await pilot.until(lambda: "hashtag  #market" in screen_text(app), "the hashtag")
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(app.screen, NotesPage), "its page")
        await pilot.until(lambda: "stall #Market" in screen_text(app), "the entry")
        text = screen_text(app)
        assert text.index("€ 77") < text.index("flyers #market")
        assert "Notes #market" in text
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(app.screen, EntryDialog), "the entry to change")
        await pilot.press("escape", "down", "enter")
        await pilot.until(lambda: isinstance(app.screen, NoteDialog), "the note to change")

    play(sample_business(tmp_path / "demo.db"), story, size=(100, 30))
