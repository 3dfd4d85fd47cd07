"""The content of a database: every table of the schema is covered, and rows name each other on every machine alike."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from kpitui.core.model import Kpi
from kpitui.store import entries, records
from kpitui.store.connection import Store, open_store
from kpitui.store.content import CONTENT, NUMBER, MergeContent, entries_by_day, identity_of, snapshot, statements
from kpitui.store.transaction import KEYS

DAY = date(2026, 11, 23)
BY_NAME = {one.name: one for one in CONTENT}
APART = {"outlook", "runway", "usual", "summary", "change", "change_row", "_sqlite_migrations"}
"""The journal, and the list of migrations."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A database with a ratio, two pauses alike, an import and an entry from it."""
    opened = open_store(str(tmp_path / "kpitui.db"))
    with opened.write("x.y") as change:
        for key in ("orders", "visitors"):
            records.add_kpi(change, Kpi(0, key, key, "flow", created=DAY))
        records.add_kpi(change, Kpi(0, "rate", "Rate", "ratio", numerator=1, denominator=2, created=DAY))
        for reason in ("rest", "fair"):
            records.add_pause(change, 1, DAY, DAY, reason)
        batch = entries.add_batch(change, "2026-11-23T09:00:00+00:00", "csv-long", "a.csv")
        entries.add_imported(change, batch, [(1, DAY.isoformat(), None, 5.0, "", "2026-11-23T#1")])
        entries.add_entry(change, 1, DAY, 6.0)
    return opened


def test_every_table_is_covered(store: Store) -> None:
    """A table that is added to the schema has a row in the table of content, or is named as being apart."""
    found = store.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'")
    assert {row[0] for row in found} == set(BY_NAME) | APART
    assert len(CONTENT) == len(BY_NAME)
    assert {one.name for one in CONTENT if one.journalled} == set(KEYS)


def test_what_names_another_table_refers_to_it(store: Store) -> None:
    """A number means nothing on another machine, unless the schema says which row it stands for."""
    content = MergeContent(store.connection, store.path)
    for one in CONTENT:
        numbers = store.rows("SELECT name FROM pragma_table_info(?) WHERE type = 'INTEGER'", (one.name,))
        called = {row[0] for row in numbers} & set(BY_NAME)
        assert called <= set(content.references[one.name]), one.name


def test_what_is_referred_to_comes_first(store: Store) -> None:
    """Rows can be added table by table in the order of the content."""
    content = MergeContent(store.connection, store.path)
    seen: set[str] = set()
    for one in CONTENT:
        seen.add(one.name)
        assert set(content.references[one.name].values()) <= seen, one.name
        assert set(one.identity) <= set(content.columns[one.name])
        assert set(one.own) <= set(content.columns[one.name])


def test_rows_name_each_other(store: Store) -> None:
    """KPIs are named by their key; only what has no name keeps its number."""
    content = MergeContent(store.connection, store.path)
    *_, rate = content.rows(BY_NAME["kpi"])
    assert (rate["numerator"], rate["denominator"]) == ("orders", "visitors")
    first, _second = content.rows(BY_NAME["entry"])
    (batch,) = content.rows(BY_NAME["batch"])
    assert (first["kpi"], first["batch"], batch[NUMBER]) == ("orders", 1, 1)
    assert content.numbered == {"batch"}


def test_identities(store: Store) -> None:
    """An entry from a file is known by its place in it, another by its id; what is alike is counted."""
    content = MergeContent(store.connection, store.path)
    imported, logged = content.rows(BY_NAME["entry"])
    assert identity_of(BY_NAME["entry"], imported) == ("orders", "2026-11-23T#1")
    assert identity_of(BY_NAME["entry"], logged) == ("orders", logged["id"])
    day = DAY.isoformat()
    assert [named for named, _ in content.identified(BY_NAME["pause"])] == [
        (("orders", day, day), 1),
        (("orders", day, day), 2),
    ]
    assert not list(content.identified(BY_NAME["entry"], "visitors"))
    assert len(list(content.identified(BY_NAME["entry"], "orders"))) == 2


def test_columns_of_days(store: Store) -> None:
    """The columns that the schema holds to be days are found, added ones too."""
    content = MergeContent(store.connection, store.path)
    assert {"start", "end"} == set(content.days["pause"])
    assert {"date", "trend_until"} == set(content.days["base"])


def test_a_snapshot_does_not_see_what_is_written_meanwhile(store: Store) -> None:
    """What another program adds while a file is written is not half in it."""
    other = open_store(store.path)
    with snapshot(store) as content:
        assert not content.is_empty()
        with other.write("x.y") as change:
            entries.add_entry(change, 1, DAY, 7.0)
        assert len(list(content.rows(BY_NAME["entry"]))) == 2
    assert len(list(MergeContent(store.connection, store.path).rows(BY_NAME["entry"]))) == 3
    other.close()


def test_entries_come_by_day_then_in_the_order_of_kpis(tmp_path: Path) -> None:
    """Within a day an entry with a time comes before one without."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("x.y") as change:
        first, second = (records.add_kpi(change, Kpi(0, key, key, "flow", created=DAY)).id for key in ("a", "b"))
        for kpi, day, value, time in (
            (first, DAY, 1, None),
            (first, DAY, 2, "09:00"),
            (second, DAY, 3, None),
            (first, date(2026, 11, 22), 4, None),
        ):
            entries.add_entry(change, kpi, day, value, time=time)
    assert [row[2] for row in entries_by_day(store, [second, first], date.min, date.max)] == [4, 3, 2, 1]
    assert [row[2] for row in entries_by_day(store, [first], DAY, DAY)] == [2, 1]
    store.close()


def test_statements_have_their_values_beside_them(tmp_path: Path) -> None:
    """Run one after the other they make the database anew."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("x.y") as change:
        records.add_kpi(change, Kpi(0, "a", "it's ?", "flow", created=DAY))
    copy = sqlite3.connect(tmp_path / "copy.db", isolation_level=None)
    for statement, values in statements(store):
        copy.execute(statement, values or ())
    assert copy.execute("SELECT name FROM kpi").fetchall() == [("it's ?",)]
    assert copy.execute("SELECT seq FROM sqlite_sequence WHERE name = 'kpi'").fetchall() == [(1,)]
    copy.close()
    store.close()
