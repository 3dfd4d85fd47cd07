"""Reviews and decisions in the database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kpitui.core.review import Decision, HeldReview
from kpitui.store import journal
from kpitui.store.connection import open_store
from kpitui.store.reviews import add_decision, add_review, decisions, reviews

DAY = date(2026, 11, 23)


def test_they_come_back_as_they_went_in_and_can_be_undone(tmp_path: Path) -> None:
    """Every field; the review and its decisions are journalled."""
    store = open_store(str(tmp_path / "kpitui.db"))
    held = HeldReview(date(2026, 11, 16), date(2026, 11, 22), DAY)
    decision = Decision(1, "uid", "goal:3:2026-11-22", DAY, "snooze", date(2026, 12, 1), "it fell", "why")
    with store.write("matter.decided", said="it fell") as change:
        add_decision(change, decision)
        add_review(change, held)
    assert (decisions(store), reviews(store)) == ([decision], [held])
    journal.undo(store)
    assert (decisions(store), reviews(store)) == ([], [])
    store.close()
