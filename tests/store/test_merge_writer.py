"""Rows from elsewhere get the numbers of this database, whatever order and numbers they had."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpitui.core.model import Kpi
from kpitui.store import entries, kpis
from kpitui.store.connection import Store, open_store
from kpitui.store.content import CONTENT, NUMBER, MergeContent, Row
from kpitui.store.merge_writer import MergeWriter

DAY = "2026-11-23"
TABLES = {one.name: one for one in CONTENT}
KPI = {"kind": "flow", "cadence": "day", "created": DAY}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A database with one KPI and one import."""
    opened = open_store(str(tmp_path / "kpitui.db"))
    with opened.write("x.y") as change:
        kpis.add_kpi(change, Kpi(0, "orders", "Orders", "flow", created=date(2026, 11, 23)))
        entries.add_batch(change, "then", "csv-long", "a.csv")
    return opened


def test_a_ratio_comes_after_its_parts(store: Store) -> None:
    """Whatever their order in the file; a part that is here already is found by its key."""
    ratio = {**KPI, "key": "rate", "name": "Rate", "kind": "ratio", "numerator": "orders", "denominator": "calls"}
    with store.write("x.y") as change:
        MergeWriter(change, MergeContent(store.connection, store.path)).add(
            TABLES["kpi"], [ratio, {**KPI, "key": "calls", "name": "Calls"}]
        )
    rows = store.rows("SELECT key, numerator, denominator FROM kpi ORDER BY id")
    assert [tuple(row) for row in rows] == [("orders", None, None), ("calls", None, None), ("rate", 1, 2)]


def test_entries_follow_their_import(store: Store) -> None:
    """An import that is added, and one that is here, both get the entries that name them by their number there."""
    there: list[Row] = [{"at": "now", "format": "csv-long", "file": "b.csv", NUMBER: 1}, {NUMBER: 2}]
    with store.write("x.y") as change:
        placing = MergeWriter(change, MergeContent(store.connection, store.path))
        placing.add(TABLES["batch"], there[:1])
        placing.same(TABLES["batch"], there[1], {NUMBER: 1})
        row = {"kpi": "orders", "date": DAY, "value": 1.0, "note": "", "source": "import"}
        placing.add(TABLES["entry"], [{**row, "id": "a", "batch": 1}, {**row, "id": "b", "batch": 2}])
    assert [tuple(row) for row in store.rows("SELECT id, batch FROM entry ORDER BY id")] == [("a", 2), ("b", 1)]


def test_taking_and_removing(store: Store) -> None:
    """A row of ours becomes like theirs, but keeps its own id and import; a removed one is gone."""
    entry = TABLES["entry"]
    with store.write("x.y") as change:
        entries.add_imported(change, 1, [(1, "2026-11-23", None, 1.0, "", "k")])
    content = MergeContent(store.connection, store.path)
    (ours,) = content.rows(entry)
    with store.write("x.y") as change:
        MergeWriter(change, content).take(entry, ours, {**ours, "id": "other", "value": 2.0, "date": "2026-11-22"})
    (taken,) = content.rows(entry)
    assert taken == {**ours, "value": 2.0, "date": "2026-11-22"}
    with store.write("x.y") as change:
        MergeWriter(change, content).remove(entry, taken)
    assert list(content.rows(entry)) == []


def test_what_is_not_journalled_is_added_once(store: Store) -> None:
    """A draft that is there already is not added again."""
    changes = store.rows("SELECT count(*) FROM change")
    draft = {"form": "goal", "fields": "{}", "updated": "now"}
    with store.write("x.y") as change:
        placing = MergeWriter(change, MergeContent(store.connection, store.path))
        placing.add(TABLES["draft"], [draft, draft])
    assert len(store.rows("SELECT * FROM draft")) == 1
    assert store.rows("SELECT count(*) FROM change") == changes


def test_a_reference_to_nothing(store: Store) -> None:
    """A KPI that is not there is a KeyError for the caller to tell."""
    with pytest.raises(KeyError), store.write("x.y") as change:
        MergeWriter(change, MergeContent(store.connection, store.path)).add(TABLES["note"], [{"kpi": "calls"}])
