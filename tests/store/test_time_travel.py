"""Rewinding: a copy of the database that is what it was before, while the database itself stays what it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpitui.core.errors import Refused
from kpitui.core.model import Kpi, Step
from kpitui.store import entries, journal, records, time_travel
from kpitui.store.connection import Store, open_store

DAY, NEXT = date(2026, 11, 22), date(2026, 11, 23)


def values(store: Store) -> list[float]:
    """Return the values of all entries, ascending."""
    return [row["value"] for row in store.rows("SELECT value FROM entry ORDER BY value")]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A database with one KPI."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("kpi.added") as change:
        records.add_kpi(change, Kpi(0, "revenue", "Revenue", "flow", created=DAY))
    return store


def logged(store: Store, value: float, day: date = DAY) -> None:
    """Log a value."""
    with store.write("entry.logged") as change:
        entries.add_entry(change, 1, day, value)


def test_whoever_listens_is_told_what_is_on_disk(store: Store) -> None:
    """Done, undone, redone: each once; nothing for a change without rows, for one within another, for one refused."""
    heard: list[Step] = []
    store.listener = heard.append
    with store.write("entries.logged"):
        logged(store, 1.0)
        logged(store, 2.0)
        assert heard == []
    with store.write("entry.logged"):
        pass
    with pytest.raises(ZeroDivisionError), store.write("entry.logged") as change:
        entries.add_entry(change, 1, DAY, 1 / 0)
    journal.undo(store)
    journal.redo(store)
    assert heard == [Step(2, "done"), Step(2, "undone"), Step(2, "redone")]


@pytest.mark.parametrize("largest", [time_travel.LARGEST_IN_MEMORY, 0])
def test_steps_are_taken_back_in_the_copy_alone(store: Store, largest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy goes back step by step, in memory and on disk; the database and its journal stay as they are."""
    monkeypatch.setattr(time_travel, "LARGEST_IN_MEMORY", largest)
    steps: list[Step] = []
    store.listener = steps.append
    logged(store, 1.0)
    logged(store, 2.0)
    journal.undo(store)
    journal.redo(store)
    states = [[1.0, 2.0]]
    with time_travel.copied(store) as copy:
        for step in reversed(steps):
            journal.reverse(copy, step)
            states.append(values(copy))
    assert states == [[1.0, 2.0], [1.0], [1.0, 2.0], [1.0], []]
    assert values(store) == [1.0, 2.0]
    assert [False, False, False] == [change.undone for change in journal.history(store)]


def test_what_was_changed_since_is_refused(store: Store) -> None:
    """A step whose rows are others by now cannot be taken back, nor one that the journal does not know."""
    logged(store, 1.0)
    with store.write("day.cleared") as change:
        entries.clear_day(change, 1, DAY)
    with time_travel.copied(store) as copy:
        for step in (Step(2, "done"), Step(99, "done")):
            with pytest.raises(Refused):
                journal.reverse(copy, step)


def test_which_days_a_change_touched(store: Store) -> None:
    """By KPI, ascending, with how many entries; one that moved to another day touches both; other tables none."""
    with store.write("entries.imported") as change:
        entries.add_entry(change, 1, NEXT, 1.0)
        entries.add_entry(change, 1, DAY, 2.0)
        entries.add_entry(change, 1, DAY, 3.0)
    (moved,) = entries.entries_between(store, 1, NEXT, NEXT)
    with store.write("entry.edited") as change:
        entries.update_entry(change, moved, moved._replace(date=DAY))
    assert time_travel.touched_days(store, 2) == {1: {DAY: 2, NEXT: 1}}
    assert time_travel.touched_days(store, 3) == {1: {DAY: 1, NEXT: 1}}
    assert time_travel.touched_days(store, 1) == {}


def test_many_rows_of_one_image_are_seen(store: Store) -> None:
    """An import keeps its rows as one image: every day in it counts."""
    row = {"kpi": 1, "date": DAY.isoformat(), "id": "a", "value": 1.0, "time": None, "note": "", "source": "import"}
    others = {"batch": None, "import_key": None}
    columns = [each["name"] for each in store.rows("SELECT name FROM pragma_table_info('entry')")]
    rows = [
        {name: {**row, **others, "id": one, "date": day.isoformat()}.get(name) for name in columns}
        for one, day in (("a", DAY), ("b", NEXT), ("c", NEXT))
    ]
    with store.write("entries.imported") as change:
        change.insert_many("entry", rows)
    assert time_travel.touched_days(store, 2) == {1: {DAY: 1, NEXT: 2}}
