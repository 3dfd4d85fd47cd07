"""Undo, redo and history: exact images of rows, any number of steps, nothing half done."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.core.model import Kpi
from kpitui.store import entries, journal, records
from kpitui.store.connection import Store, open_store

pytestmark = pytest.mark.thorough

DAY = date(2026, 11, 23)


def store_with_kpi(folder: Path) -> tuple[Store, Kpi]:
    """Open a fresh database that measures one KPI."""
    store = open_store(str(folder / "kpitui.db"))
    with store.write("kpi.added") as change:
        return store, records.add_kpi(change, Kpi(0, "revenue", "Revenue", "flow", "EUR", created=DAY))


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
    with pytest.raises(Refused, match="Nothing to redo"):
        journal.redo(store)
    assert [False, True, False, False] == [change.undone for change in journal.history(store)]
    journal.undo(store)
    journal.redo(store)
    assert [1, 3] == [row[3] for row in content(store)], "not what a later change has passed over"
    with pytest.raises(Refused, match="Nothing to redo"):
        journal.redo(store)


STEPS = st.lists(st.tuples(st.sampled_from(["do", "nothing", "undo", "undo", "redo"]), st.integers(0, 1)), max_size=25)


@given(steps=STEPS)
def test_history_is_a_list_with_a_pointer(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """Whatever is done, undone and redone, by either of two programs: every editor keeps it so, and so does this."""
    first, kpi = store_with_kpi(tmp_path_factory.mktemp("journal"))
    stores = (first, open_store(first.path))
    done: list[float] = []
    pointer = 0
    for number, (step, who) in enumerate(steps):
        store = stores[who]
        if step == "do":
            with store.write("entry.logged") as change:
                entries.add_entry(change, kpi.id, DAY, number)
            done, pointer = [*done[:pointer], number], pointer + 1
        elif step == "nothing":
            with store.write("day.cleared") as change:
                entries.clear_day(change, kpi.id, date(2026, 1, 1))
        elif step == "undo" and pointer:
            journal.undo(store)
            pointer -= 1
        elif step == "redo":
            if pointer < len(done):
                journal.redo(store)
                pointer += 1
            else:
                with pytest.raises(Refused):
                    journal.redo(store)
        assert done[:pointer] == [row[3] for row in content(stores[1 - who])]
    for store in stores:
        store.close()


def test_a_database_from_before_knows_what_a_later_change_had_passed_over(tmp_path: Path) -> None:
    """Brought up, an undone change that has one after it which stands is passed over; the latest one is not."""
    store, kpi = store_with_kpi(tmp_path)
    for value in (1, 2, 3):
        with store.write("entry.logged") as change:
            entries.add_entry(change, kpi.id, DAY, value)
    store.connection.execute("UPDATE change SET undone = 1 WHERE id IN (2, 4)")
    store.connection.execute("DELETE FROM entry WHERE value <> 2")
    store.connection.execute("DROP INDEX change_redo")
    store.connection.execute("DROP VIEW part_share")
    store.connection.execute("ALTER TABLE change DROP COLUMN superseded")
    store.connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm009%'")
    store.connection.execute("PRAGMA user_version=5")
    store.close()
    store = open_store(store.path)
    journal.redo(store)
    assert [2, 3] == [row[3] for row in content(store)]
    with pytest.raises(Refused):
        journal.redo(store)


def test_nothing_to_undo_is_said(tmp_path: Path) -> None:
    """An empty journal refuses with a sentence."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with pytest.raises(Refused, match="Nothing to undo"):
        journal.undo(store)


def test_a_row_changed_from_outside_is_not_overwritten(tmp_path: Path) -> None:
    """Undo refuses, and changes nothing, when a row is not what the journal left."""
    store, kpi = store_with_kpi(tmp_path)
    with store.write("entry.logged") as change:
        entries.add_entry(change, kpi.id, DAY, 1)
    store.connection.execute("UPDATE entry SET value = 99")
    with pytest.raises(Refused, match="another program changed the same data"):
        journal.undo(store)
    assert [99.0] == [row[3] for row in content(store)]


INJECTION = "kpi\" (key,name,kind,created) SELECT 'inj','Inj','flow','2026-01-01' WHERE 1=?--"
ROW = {"kpi": 1, "date": "2026-11-23", "id": "x", "value": 1.0}
IMAGES: list[tuple[str, object, object]] = [
    (INJECTION, None, [["a"], [1]]),
    (INJECTION, None, {"id": 1}),
    ('kpi" WHERE 1=1; DROP TABLE kpi; --', None, {"id": 1}),
    ("change", None, {"id": 9, "at": "", "what": "", "details": ""}),
    ("sqlite_master", None, [["name"], ["x"]]),
    ("setting", None, [["key", "value"], ["theme", "mono"]]),
    ("kpi", None, [["id", "key", "name", "kind", "created"], [9, "inj", "Inj", "flow", "2026-01-01"]]),
    ("entry", None, None),
    ("entry", ROW, [list(ROW), list(ROW.values())]),
    ("entry", None, []),
    ("entry", None, [[]]),
    ("entry", None, [1]),
    ("entry", None, [list(ROW)]),
    ("entry", None, [[*ROW, 'note", value) SELECT 1--'], [*ROW.values(), "x"]]),
    ("entry", None, [[*ROW, "rowid_"], [*ROW.values(), "x"]]),
    ("entry", None, [[*ROW, "id"], [*ROW.values(), "y"]]),
    ("entry", None, [["kpi", "date", "value"], [1, "2026-11-23", 1.0]]),
    ("entry", None, [list(ROW), 5]),
    ("entry", None, [list(ROW), [1, "2026-11-23", "x"]]),
    ("entry", None, [list(ROW), [1, "2026-11-23", ["x"], 1.0]]),
    ("entry", None, {**ROW, "value": {"a": 1}}),
    ("entry", None, {**ROW, "value": True}),
    ("entry", None, {**ROW, "value": 2**70}),
    ("entry", None, {**ROW, "note": "\ud800"}),
    ("entry", None, {"kpi": 1}),
    ("entry", None, {**ROW, 'id" = id OR "id': 1}),
    ("entry", None, "text"),
    ("entry", None, 5),
    ("entry", [1], ROW),
]


@pytest.mark.sampled(15)
@pytest.mark.parametrize("step", ["undo", "redo"])
@pytest.mark.parametrize("number", range(len(IMAGES)))
def test_a_forged_journal_does_nothing(tmp_path: Path, number: int, step: str) -> None:
    """What no KPITUI writes into the journal is refused with a sentence before any of it is part of a statement."""
    store, kpi = store_with_kpi(tmp_path)
    with store.write("entry.logged") as change:
        entries.add_entry(change, kpi.id, DAY, 1)
    table, before, after = IMAGES[number]
    dumped = (None if image is None else json.dumps(image) for image in (before, after))
    store.connection.execute(
        'UPDATE change_row SET "table" = ?, before = ?, after = ? WHERE change = 2', (table, *dumped)
    )
    if step == "redo":
        store.connection.execute("UPDATE change SET undone = 1 WHERE id = 2")
        store.connection.execute("DELETE FROM entry")
    everything = list(store.connection.iterdump())
    with pytest.raises(Refused, match="Step 2 of the history does not fit"):
        getattr(journal, step)(store)
    assert everything == list(store.connection.iterdump())


@pytest.mark.parametrize("image", ["{", "[" * 100_000, '{"kpi": NaN}', '{"kpi": Infinity}', "", "\x00", "1e999"])
def test_an_image_that_is_no_image(tmp_path: Path, image: str) -> None:
    """Broken, endlessly deep or numberless JSON stops undo with a sentence, and the history is shown all the same."""
    store, kpi = store_with_kpi(tmp_path)
    with store.write("entry.logged") as change:
        entries.add_entry(change, kpi.id, DAY, 1)
    store.connection.execute("UPDATE change_row SET after = ? WHERE change = 2", (image,))
    with pytest.raises(Refused, match="does not fit"):
        journal.undo(store)
    store.connection.execute("UPDATE change SET details = ? WHERE id = 2", (image,))
    assert {} == journal.history(store)[0].details


def test_rows_that_are_not_there_any_more_are_no_mistake_of_ours(tmp_path: Path) -> None:
    """Something else deleted the KPI whose entry is to be brought back: refused, and nothing is half done."""
    store, _kpi = store_with_kpi(tmp_path)
    with store.write("entries.logged") as change:
        change.insert_many("entry", [ROW, {**ROW, "id": "y"}])
    journal.undo(store)
    store.connection.execute("DELETE FROM kpi")
    with pytest.raises(Refused, match="another program changed the same data"):
        journal.redo(store)
    assert [] == content(store)


def test_a_change_from_before_a_new_column_can_be_undone(tmp_path: Path) -> None:
    """The images that an older version left have no such column: they are compared by what they have."""
    store, kpi = store_with_kpi(tmp_path)
    store.connection.execute("UPDATE change_row SET after = json_remove(after, '$.floor', '$.ceiling')")
    journal.undo(store)
    assert [] == records.all_kpis(store)
    journal.redo(store)
    assert [kpi] == records.all_kpis(store)


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
