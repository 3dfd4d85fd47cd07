"""Writing within one user action: all of its rows with their images, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitui.store import entries, journal, transaction
from kpitui.store.connection import open_store
from tests.store.test_journal import DAY, content, store_with_kpi


def test_an_action_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """Neither rows nor history remain of an action that raised."""
    store, kpi = store_with_kpi(tmp_path)
    with pytest.raises(ZeroDivisionError), store.write("entry.logged") as change:
        entries.add_entry(change, kpi.id, DAY, 1)
        raise ZeroDivisionError
    assert [] == content(store)
    assert ["kpi.added"] == [change.what for change in journal.history(store)]


def test_an_action_without_rows_leaves_no_trace(tmp_path: Path) -> None:
    """An undo never seems to do nothing: empty actions are not journalled."""
    store, kpi = store_with_kpi(tmp_path)
    with store.write("day.cleared") as change:
        entries.clear_day(change, kpi.id, DAY)
    assert 1 == len(journal.history(store))


def test_many_rows_are_one_image(tmp_path: Path) -> None:
    """Rows as dicts and rows as tuples are taken back and brought again as they were, however many changes are held."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("many") as change:
        change.insert_many("setting", [{"key": f"a{at}", "value": "1"} for at in range(3)])
        change.insert_many("setting", [])
        change.insert_rows("setting", ("key", "value"), [(f"b{at}", "2") for at in range(3)])
        for at in range(transaction.MOST_HELD + 2):
            change.insert("setting", {"key": f"c{at}", "value": "3"})
    kept = [tuple(row) for row in store.rows("SELECT * FROM setting ORDER BY key")]
    (images,) = store.rows("SELECT count(*) FROM change_row")
    assert (len(kept), images[0]) == (transaction.MOST_HELD + 8, transaction.MOST_HELD + 4)
    journal.undo(store)
    assert store.rows("SELECT * FROM setting") == []
    journal.redo(store)
    assert [tuple(row) for row in store.rows("SELECT * FROM setting ORDER BY key")] == kept
