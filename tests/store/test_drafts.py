"""Drafts: saved as typed, outside the journal, found again by another process."""

from __future__ import annotations

from pathlib import Path

from kpitui.store import drafts, journal
from kpitui.store.connection import open_store


def test_a_draft_is_saved_over_and_found_again(tmp_path: Path) -> None:
    """The last letters typed are what a second opening of the file reads."""
    store = open_store(str(tmp_path / "kpitui.db"))
    draft = drafts.save_draft(store, "goal", {"title": "15% m"})
    assert draft == drafts.save_draft(store, "goal", {"title": "15% more ü"}, draft)
    (found,) = drafts.drafts_of(open_store(store.path), "goal")
    assert {"title": "15% more ü"} == found.fields
    assert [] == journal.history(store)


def test_a_draft_that_was_dropped_elsewhere_is_saved_anew(tmp_path: Path) -> None:
    """Typing on in a form whose draft another session finished loses nothing."""
    store = open_store(str(tmp_path / "kpitui.db"))
    draft = drafts.save_draft(store, "goal", {"title": "a"})
    drafts.drop_draft(store, draft)
    drafts.save_draft(store, "goal", {"title": "ab"}, draft)
    assert ["ab"] == [found.fields["title"] for found in drafts.drafts_of(store, "goal")]
