"""Undo, redo and history: exact images of rows, any number of steps, nothing half done."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.core.model import Kpi
from kpitui.store import entries, journal, kpis
from kpitui.store.connection import Store, open_store

DAY = date(2026, 11, 23)


def store_with_kpi(folder: Path) -> tuple[Store, Kpi]:
    """Open a fresh database that measures one KPI."""
    store = open_store(str(folder / "kpitui.db"))
    with store.write("kpi.added") as change:
        return store, kpis.add_kpi(change, Kpi(0, "revenue", "Revenue", "flow", "EUR", created=DAY))


def content(store: Store) -> list[tuple[object, ...]]:
    """Return every entry, to the bit."""
    return [tuple(row) for row in store.rows("SELECT kpi, date, id, value, note FROM entry ORDER BY id")]


def test_undo_and_redo_restore_exactly(tmp_path: Path) -> None:
    """Each undo brings back the state before, each redo the state after, bit for bit."""
    store, kpi = store_with_kpi(tmp_path)
    states = [content(store)]
    for value in (0.1 + 0.2, math.pi, -0.0, 1e15):
        with store.write("entry.logged") as change:
            entries.add_entry(change, kpi.id, DAY, value, note="ü")
        states.append(content(store))
    for state in reversed(states[:-1]):
        journal.undo(store)
        assert state == content(store)
    for state in states[1:]:
        journal.redo(store)
        assert state == content(store)


def test_one_action_of_many_rows_is_one_step(tmp_path: Path) -> None:
    """Whatever one action wrote is taken back by one undo."""
    store, kpi = store_with_kpi(tmp_path)
    with store.write("entries.logged") as change:
        for value in range(5):
            entries.add_entry(change, kpi.id, DAY, value)
    journal.undo(store)
    assert [] == content(store)


def test_replacing_a_day_is_undone_to_the_old_entries(tmp_path: Path) -> None:
    """Undo brings back entries that were deleted, with their ids."""
    store, kpi = store_with_kpi(tmp_path)
    with store.write("entry.logged") as change:
        entries.add_entry(change, kpi.id, DAY, 1)
        entries.add_entry(change, kpi.id, DAY, 2)
    before = content(store)
    with store.write("entry.logged") as change:
        assert 2 == entries.clear_day(change, kpi.id, DAY)
        entries.add_entry(change, kpi.id, DAY, 7)
    journal.undo(store)
    assert before == content(store)


def test_a_new_change_closes_the_way_to_redo(tmp_path: Path) -> None:
    """After undo and a new change, what was undone stays in the history but cannot be redone."""
    store, kpi = store_with_kpi(tmp_path)
    for value in (1, 2):
        with store.write("entry.logged") as change:
            entries.add_entry(change, kpi.id, DAY, value)
    journal.undo(store)
    with store.write("entry.logged") as change:
        entries.add_entry(change, kpi.id, DAY, 3)
    with pytest.raises(Refused, match="nothing to redo"):
        journal.redo(store)
    assert [False, True, False, False] == [change.undone for change in journal.history(store)]


def test_nothing_to_undo_is_said(tmp_path: Path) -> None:
    """An empty journal refuses with a sentence."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with pytest.raises(Refused, match="nothing to undo"):
        journal.undo(store)


def test_a_row_changed_from_outside_is_not_overwritten(tmp_path: Path) -> None:
    """Undo refuses, and changes nothing, when a row is not what the journal left."""
    store, kpi = store_with_kpi(tmp_path)
    with store.write("entry.logged") as change:
        entries.add_entry(change, kpi.id, DAY, 1)
    store.connection.execute("UPDATE entry SET value = 99")
    with pytest.raises(Refused, match="other than KPITUI"):
        journal.undo(store)
    assert [99.0] == [row[3] for row in content(store)]


def test_a_forged_journal_cannot_smuggle_sql(tmp_path: Path) -> None:
    """Table and column names from the file are checked before they become part of a statement."""
    store, kpi = store_with_kpi(tmp_path)
    with store.write("entry.logged") as change:
        entries.add_entry(change, kpi.id, DAY, 1)
    store.connection.execute('UPDATE change_row SET "table" = \'kpi" WHERE 1=1; DROP TABLE kpi; --\' WHERE change = 2')
    with pytest.raises(Refused, match="damaged"):
        journal.undo(store)


def test_a_key_marks_an_action_as_done_until_it_is_undone(tmp_path: Path) -> None:
    """A repeated key can be recognised; after an undo the action may be done again."""
    store, kpi = store_with_kpi(tmp_path)
    with store.write("entry.logged", key="till-23") as change:
        entries.add_entry(change, kpi.id, DAY, 1)
    assert journal.stands(store, "till-23")
    journal.undo(store)
    assert not journal.stands(store, "till-23")


@given(values=st.lists(st.floats(-1e15, 1e15), min_size=1, max_size=8))
def test_any_values_survive_undo_and_redo(tmp_path_factory: pytest.TempPathFactory, values: list[float]) -> None:
    """Full-precision doubles come back from the journal as they went in."""
    store, kpi = store_with_kpi(tmp_path_factory.mktemp("journal"))
    with store.write("entries.logged") as change:
        for value in values:
            entries.add_entry(change, kpi.id, DAY, value)
    before = content(store)
    journal.undo(store)
    journal.redo(store)
    assert before == content(store)
    store.close()


def test_how_much_a_step_is_about(tmp_path: Path) -> None:
    """The next undo and the next redo tell how many entries they are about; nothing to step over is none."""
    store = open_store(str(tmp_path / "kpitui.db"))
    assert journal.entries_of_step(store, back=True) == 0
    with store.write("entries.imported", count=0) as change:
        change.insert("setting", {"key": "a", "value": "b"})
        change.details["count"] = 7
    assert (journal.entries_of_step(store, back=True), journal.entries_of_step(store, back=False)) == (7, 0)
    journal.undo(store)
    assert (journal.entries_of_step(store, back=True), journal.entries_of_step(store, back=False)) == (0, 7)
