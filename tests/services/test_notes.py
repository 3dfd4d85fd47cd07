"""Notes on the days of KPIs: they have text, are found again, changed and removed."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.errors import NotFound, Refused
from kpitui.services import notes
from kpitui.services.entries import find_kpi
from kpitui.services.workspace import Workspace
from kpitui.store import journal, records

TODAY = date(2026, 11, 23)


def test_a_note_has_text(shop: Workspace) -> None:
    """A note without text is refused, any other is kept with its KPI."""
    with pytest.raises(Refused):
        notes.add_note(shop, None, TODAY, "  ")
    orders = find_kpi(shop, "orders")
    notes.add_note(shop, orders, TODAY, "market day")
    (note,) = records.notes_of(shop.store, orders.id)
    assert ("market day", orders.id) == (note.text, note.kpi)


def test_notes_are_changed_found_and_removed(shop: Workspace) -> None:
    """A note can be given another KPI, day and text; it is found by both, and everything can be taken back."""
    orders = find_kpi(shop, "orders")
    number = notes.add_note(shop, orders, TODAY, "market day")
    notes.add_note(shop, None, date(2026, 11, 20), "Holiday")
    note = notes.find_note(shop, str(number))
    assert ["market day", "Holiday"] == [each.text for each in notes.notes(shop)]
    assert ["Holiday"] == [each.text for each in notes.notes(shop, kpi=find_kpi(shop, "visitors"))]
    assert ["Holiday"] == [each.text for each in notes.notes(shop, text=" holi")]
    with pytest.raises(Refused) as refused:
        notes.edit_note(shop, note, orders, TODAY, " ")
    assert "note" == refused.value.field
    changed = notes.edit_note(shop, note, None, date(2026, 11, 22), "market")
    assert changed == notes.find_note(shop, str(number))
    notes.remove_note(shop, changed)
    with pytest.raises(NotFound):
        notes.find_note(shop, str(number))
    journal.undo(shop.store)
    journal.undo(shop.store)
    assert note == notes.find_note(shop, str(number))
