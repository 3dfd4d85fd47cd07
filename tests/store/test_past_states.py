"""What the journal tells of a row: the states it left, when it went, when it came."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kpitui.core.model import Kpi
from kpitui.store import dated_records, journal, kpis
from kpitui.store.connection import Store, open_store
from kpitui.store.content import CONTENT, MergeContent
from kpitui.store.past_states import PastStates, state_of

DAY = date(2026, 11, 23)
PAUSE = next(one for one in CONTENT if one.name == "pause")
NAMED = ("orders", "2026-11-23", "2026-11-23")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A database with one KPI and a pause of it."""
    opened = open_store(str(tmp_path / "kpitui.db"))
    with opened.write("x.y") as change:
        kpi = kpis.add_kpi(change, Kpi(0, "orders", "Orders", "flow", created=DAY))
        dated_records.add_pause(change, kpi.id, DAY, DAY, "rest")
    return opened


def past(store: Store) -> PastStates:
    """Return the past of pauses as it is now."""
    return PastStates(MergeContent(store.connection, store.path), PAUSE)


def test_nothing_was_left_by_what_was_only_added(store: Store) -> None:
    """An added row came, and that is all."""
    assert (past(store).left, past(store).gone, list(past(store).since)) == ({}, {}, [NAMED])


def test_states_that_were_left(store: Store) -> None:
    """Each change leaves the state before it behind, under the name every machine knows the row by."""
    for reason in ("fair", "flu"):
        with store.write("x.y") as change:
            change.update("pause", {"id": 1}, {"reason": reason})
    assert list(past(store).left[NAMED]) == [("rest",), ("fair",)]
    (row,) = MergeContent(store.connection, store.path).rows(PAUSE)
    assert state_of(PAUSE, row) == ("flu",)


def test_what_went(store: Store) -> None:
    """A deletion is remembered with its moment, and the state that went is left."""
    with store.write("x.y") as change:
        change.delete("pause", {"id": 1})
    found = past(store)
    assert found.gone[NAMED] == found.left[NAMED]["rest",] >= found.since[NAMED]


def test_what_was_undone_never_happened(store: Store) -> None:
    """After undo the deletion tells nothing; after redo it does again."""
    with store.write("x.y") as change:
        change.delete("pause", {"id": 1})
    journal.undo(store)
    assert (past(store).gone, past(store).left) == ({}, {})
    journal.redo(store)
    assert NAMED in past(store).gone


def test_an_image_of_many_rows(store: Store) -> None:
    """Rows that came together, as those of an import, have one image: the names of their columns, then the rows."""
    image = json.dumps([["id", "kpi", "start", "end", "reason"], [8, 1, "2026-11-23", "2026-11-24", "flu"]])
    with store.transaction():
        store.connection.execute("UPDATE change_row SET after = ? WHERE \"table\" = 'pause'", (image,))
    assert list(past(store).since) == [("orders", "2026-11-23", "2026-11-24")]


def test_a_damaged_image_tells_nothing(store: Store) -> None:
    """A journal from elsewhere may hold anything that is JSON."""
    with store.transaction():
        store.connection.execute("UPDATE change_row SET before = '[1]', after = NULL")
    assert (past(store).gone, past(store).left) == ({}, {})
