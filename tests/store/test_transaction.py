"""Writing within one user action: all of its rows with their images, or none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpitui.core.errors import Refused
from kpitui.store import entries, journal, transaction
from kpitui.store.transaction import ALPHABET, new_id, new_ids
from tests.store.test_journal import DAY, content, store_with_kpi

TABLES = ("entry", "setting")


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
    store, kpi = store_with_kpi(tmp_path)

    def entry(ident: str) -> dict[str, object]:
        return {"kpi": kpi.id, "date": DAY.isoformat(), "id": ident, "value": 1.5, "note": "", "source": ""}

    with store.write("many") as change:
        change.insert_many("entry", [entry(f"a{at}") for at in range(3)])
        change.insert_many("entry", [])
        change.insert_rows("entry", list(entry("")), [tuple(entry(f"b{at}").values()) for at in range(3)])
        for at in range(transaction.MOST_HELD + 2):
            change.insert("setting", {"key": f"c{at}", "value": "3"})

    def rows() -> list[list[tuple[object, ...]]]:
        return [sorted((tuple(row) for row in store.rows(f"SELECT * FROM {table}")), key=repr) for table in TABLES]

    there = rows()
    (images,) = store.rows("SELECT count(*) FROM change_row WHERE change = 2")
    assert (sum(map(len, there)), images[0]) == (transaction.MOST_HELD + 8, transaction.MOST_HELD + 4)
    journal.undo(store)
    assert rows() == [[], []]
    journal.redo(store)
    assert rows() == there
    with pytest.raises(Refused), store.write("many") as change:
        change.insert_many("setting", [{"key": "theme", "value": "mono"}])


def test_many_ids_are_different_and_ascend() -> None:
    """A batch keeps its order when sorted by id."""
    ids = new_ids(5000)
    assert ids == sorted(set(ids))


def test_the_form_is_that_of_a_ulid() -> None:
    """26 letters and digits of Crockford's alphabet."""
    assert re.fullmatch(f"[{ALPHABET}]{{26}}", new_id())


def test_ids_of_one_process_ascend_within_a_millisecond() -> None:
    """What is logged later counts as later, however fast it follows."""
    ids = [new_id() for _ in range(2000)]
    assert ids == sorted(set(ids))
