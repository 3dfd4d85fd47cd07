"""Planned amounts and runways in the database: kept, undone, and added to a file of an older version."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kpitui.core.model import Kpi
from kpitui.core.planned import Planned, Settlement
from kpitui.store import entries, journal, planned, records
from kpitui.store.connection import Store, open_store
from kpitui.store.schema import differences

DAY = date(2026, 12, 1)
RENT = Planned(0, "", 1, -1200.5, DAY, "month", date(2027, 11, 30), "rent", is_new=True, created=date(2026, 11, 23))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A database with a balance and its rent."""
    opened = open_store(str(tmp_path / "kpitui.db"))
    with opened.write("kpi.added") as change:
        records.add_kpi(change, Kpi(0, "bank", "Bank", "level", unit="EUR", created=DAY))
    with opened.write("planned.added") as change:
        planned.add_planned(change, RENT)
    return opened


def test_every_field_is_kept(store: Store) -> None:
    """What was planned comes back as it was, with a uid of its own."""
    (kept,) = planned.all_planned(store, 1)
    assert kept._replace(uid="", id=0) == RENT
    assert kept.uid
    assert planned.all_planned(store) == [kept]
    assert planned.all_planned(store, 2) == []
    assert (planned.has_planned(store, 1), planned.has_planned(store, 2)) == (True, False)


def test_what_was_said_of_a_day_is_undone_step_by_step(store: Store) -> None:
    """The second word about a day takes the place of the first; removing the amount takes both along, undoably."""
    (kept,) = planned.all_planned(store)
    for settlement in (Settlement(kept.id, DAY, "open"), Settlement(kept.id, DAY, "arrived", date(2026, 12, 2))):
        with store.write("planned.open") as change:
            assert planned.settle(change, settlement)
    assert planned.settlements(store) == {(kept.id, DAY): Settlement(kept.id, DAY, "arrived", date(2026, 12, 2))}
    with store.write("planned.removed") as change:
        assert planned.delete_planned(change, kept)
    assert (planned.all_planned(store), planned.settlements(store)) == ([], {})
    journal.undo(store)
    assert planned.all_planned(store) == [kept]
    journal.undo(store)
    assert planned.settlements(store) == {(kept.id, DAY): Settlement(kept.id, DAY, "open")}
    journal.undo(store)
    assert planned.settlements(store) == {}


@pytest.mark.parametrize(
    "values",
    [
        "(1, 'a', 1, 0, '2026-12-01', NULL, NULL, '', 0, '2026-12-01')",
        "(1, 'a', 1, 5, '2026-02-30', NULL, NULL, '', 0, '2026-12-01')",
        "(1, 'a', 1, 5, '2026-12-01', 'day', NULL, '', 0, '2026-12-01')",
        "(1, 'a', 1, 5, '2026-12-01', 'month', '2026-11-30', '', 0, '2026-12-01')",
        "(1, 'a', 7, 5, '2026-12-01', NULL, NULL, '', 0, '2026-12-01')",
    ],
)
def test_the_schema_takes_no_nonsense(store: Store, values: str) -> None:
    """Nothing, a day that is none, a rhythm that is none, an end before the start, and no balance are refused."""
    with pytest.raises(sqlite3.IntegrityError):
        store.connection.execute(f"INSERT INTO planned VALUES {values}")


def test_a_runway_is_kept_in_place_of_the_last(store: Store) -> None:
    """There is one for each balance; none is kept of a KPI that is not there."""
    first = planned.KeptRunway(1, DAY, "1:2.0", DAY, 5000.0, 0.0, (3, 40, 366), 365, 26, "week")
    too_early = planned.KeptRunway(1, DAY, "1:3.0", None, None, -500.0, (), 0, 4, "week")
    planned.keep_runways(store, [first, first._replace(kpi=9)])
    assert planned.kept_runways(store) == {1: first}
    planned.keep_runways(store, [too_early])
    assert planned.kept_runways(store) == {1: too_early}


def test_a_file_of_an_older_version_gets_the_tables(tmp_path: Path) -> None:
    """Its balances and history are what they were, its schema is that of a new one, and it takes planned amounts."""
    path = str(tmp_path / "old.db")
    store = open_store(path)
    with store.write("kpi.added") as change:
        records.add_kpi(change, Kpi(0, "bank", "Bank", "level", unit="EUR", created=DAY))
    with store.write("entry.logged") as change:
        entries.add_entry(change, 1, DAY, 5000.0)
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(
            "DROP VIEW planned_amount; DROP TABLE settlement; DROP TABLE planned; DROP TABLE runway;"
            "DELETE FROM _sqlite_migrations WHERE name = 'm014_planned'; PRAGMA user_version = 10"
        )
        before = connection.execute("SELECT * FROM entry").fetchall()
    store = open_store(path)
    assert list(differences(store.connection)) == []
    assert [tuple(row) for row in store.rows("SELECT * FROM entry")] == before
    with store.write("planned.added") as change:
        planned.add_planned(change, RENT)
    for _step in range(3):
        journal.undo(store)
    assert store.rows("SELECT * FROM kpi") == store.rows("SELECT * FROM planned") == []
