"""A database from elsewhere is only read, checked before anything is believed, and brought up in a copy."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kpitui.core.errors import DatabaseUnusable, Refused
from kpitui.core.model import Kpi
from kpitui.store import entries, journal, records
from kpitui.store.connection import Store, open_store
from kpitui.store.content import CONTENT, NUMBER, MergeContent, Row
from kpitui.store.foreign_db import MergeWriter, PastStates, compared_state, filled_with, is_database, private_copy
from kpitui.store.location import create_private
from kpitui.store.schema import SCHEMA_VERSION
from tests.safety import SAFETY_SECONDS

KPI = {"key": "calls", "name": "Calls", "kind": "flow", "cadence": "day", "created": "2026-01-01"}


@pytest.fixture
def ours(tmp_path: Path) -> Store:
    """Our own database."""
    return open_store(str(tmp_path / "ours.db"))


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A database of another machine, closed, with one KPI."""
    path = tmp_path / "theirs" / "other.db"
    create_private(str(path))
    store = open_store(str(path))
    with store.write("x.y") as change:
        change.insert("kpi", KPI)
    store.close()
    return path


def content(store: Store) -> MergeContent:
    """Return the content of our database."""
    return MergeContent(store.connection, store.path)


def change(path: Path, script: str) -> None:
    """Change a database behind our back."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def test_a_database_in_use_is_read_with_what_is_in_its_log(ours: Store, theirs: Path) -> None:
    """What was committed and is still in the write-ahead log is in the copy, and nothing is written there."""
    store = open_store(str(theirs))
    with store.write("x.y") as written:
        written.insert("kpi", {**KPI, "key": "deals"})
    with private_copy(str(theirs), content(ours)) as found:
        assert found.kpi_keys() == ["calls", "deals"]
    store.close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_database_in_a_folder_that_cannot_be_written(ours: Store, theirs: Path) -> None:
    """A copy on a stick that is write-protected can be merged."""
    theirs.parent.chmod(0o500)
    with private_copy(str(theirs), content(ours)) as found:
        assert found.kpi_keys() == ["calls"]


def test_the_file_stays_as_it_was(ours: Store, theirs: Path) -> None:
    """Byte for byte; the copy is writable, and no folder lists it even while it is open and larger than memory."""
    before = theirs.read_bytes()
    with private_copy(str(theirs), content(ours)) as found:
        found.connection.execute("DELETE FROM kpi")
        assert found.connection.execute("PRAGMA database_list").fetchone()[2] == ""
    assert before == theirs.read_bytes()
    assert [theirs.name] == [each.name for each in theirs.parent.iterdir()]


SPILL = """
import sys
from pathlib import Path
from kpitui.store.connection import open_store
from kpitui.store.content import MergeContent
from kpitui.store.foreign_db import private_copy

ours = open_store(sys.argv[1])
with private_copy(sys.argv[2], MergeContent(ours.connection, ours.path)) as found:
    assert found.connection.execute("SELECT count(*) FROM note").fetchone()[0] == 200
    opened = [str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    print([name for name in opened if name.startswith(sys.argv[3]) and "deleted" in name])
    print(list(Path(sys.argv[3]).iterdir()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks where Linux lists open files")
def test_a_copy_larger_than_memory_has_no_name(ours: Store, theirs: Path, tmp_path: Path) -> None:
    """Also when it has to go to the disk, no folder lists it: who kills the program leaves nothing of it behind."""
    store = open_store(str(theirs))
    with store.write("x.y") as written:
        for number in range(200):
            written.insert("note", {"uid": f"{number:032}", "date": "2026-01-01", "text": "x" * 50_000})
    store.close()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    words = [sys.executable, "-c", SPILL, ours.path, str(theirs), str(temporary)]
    environ = {**os.environ, "SQLITE_TMPDIR": str(temporary), "TMPDIR": str(temporary)}
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environ, timeout=SAFETY_SECONDS)
    opened, listed = done.stdout.splitlines()
    assert (opened != "[]", listed) == (True, "[]")


def test_an_older_schema_is_brought_up_in_the_copy(ours: Store, tmp_path: Path) -> None:
    """The other machine need not be upgraded first."""
    from sqlite_utils import Database

    from kpitui.store.migrations import migrations
    from kpitui.store.schema import APPLICATION_ID

    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        migrations.apply(Database(connection), stop_before="m005_insight")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("PRAGMA user_version=1")
        connection.execute("INSERT INTO kpi (key, name, kind, created) VALUES ('calls', 'Calls', 'flow', '2026-01-01')")
    before = old.read_bytes()
    with private_copy(str(old), content(ours)) as found:
        assert [row["floor"] for row in found.rows(CONTENT[0])] == [None]
    assert before == old.read_bytes()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (f"PRAGMA user_version={SCHEMA_VERSION + 1}", "newer KPITUI"),
        ("PRAGMA application_id=1", "another program"),
        ("PRAGMA user_version=0", "another program"),
        ("DROP TABLE pause", "damaged"),
        ("DROP VIEW part_share; ALTER TABLE pause DROP COLUMN reason", "damaged"),
        ("DROP TABLE change_row", "damaged"),
        (
            "DROP TABLE pause; CREATE VIEW pause AS SELECT 1 AS id, 1 AS kpi, '' AS start, '' AS end, '' AS reason",
            "a view pause that KPITUI did not make",
        ),
        ("CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END", "a trigger t that KPITUI did not make"),
    ],
)
def test_what_is_no_database_of_ours_is_refused(ours: Store, theirs: Path, script: str, reason: str) -> None:
    """Newer, foreign, incomplete, or with a view in the place of a table."""
    change(theirs, script)
    with pytest.raises(DatabaseUnusable, match=reason), private_copy(str(theirs), content(ours)):
        pass


def test_a_damaged_file_is_refused(ours: Store, theirs: Path) -> None:
    """Pages that are no pages are noticed before anything is read from them."""
    data = bytearray(theirs.read_bytes())
    data[4096:] = b"\x99" * (len(data) - 4096)
    theirs.write_bytes(data)
    with pytest.raises(DatabaseUnusable), private_copy(str(theirs), content(ours)):
        pass


def test_our_own_file_is_refused(ours: Store) -> None:
    """By whatever name."""
    with pytest.raises(Refused, match="this database itself"), private_copy(ours.path, content(ours)):
        pass


def test_rows_of_a_document_become_a_database() -> None:
    """Rows that fit are there to be read; rows that do not are refused."""
    with filled_with({"kpi": [KPI]}, "x.json") as found:
        assert found.kpi_keys() == ["calls"]
    with pytest.raises(Refused, match=r"x\.json"), filled_with({"note": [{"kpi": "calls"}]}, "x.json"):
        pass


def test_which_files_are_databases(theirs: Path, tmp_path: Path) -> None:
    """The first bytes tell."""
    (tmp_path / "a.csv").write_text("date,orders\n")
    assert (is_database(str(theirs)), is_database(str(tmp_path / "a.csv"))) == (True, False)


ISO_DAY = "2026-11-23"
TABLES = {one.name: one for one in CONTENT}
KPI_ROW = {"kind": "flow", "cadence": "day", "created": ISO_DAY}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A database with one KPI and one import."""
    opened = open_store(str(tmp_path / "kpitui.db"))
    with opened.write("x.y") as change:
        records.add_kpi(change, Kpi(0, "orders", "Orders", "flow", created=date(2026, 11, 23)))
        entries.add_batch(change, "then", "csv-long", "a.csv")
    return opened


def test_a_ratio_comes_after_its_parts(store: Store) -> None:
    """Whatever their order in the file; a part that is here already is found by its key."""
    ratio = {**KPI_ROW, "key": "rate", "name": "Rate", "kind": "ratio", "numerator": "orders", "denominator": "calls"}
    with store.write("x.y") as change:
        MergeWriter(change, MergeContent(store.connection, store.path)).add(
            TABLES["kpi"], [ratio, {**KPI_ROW, "key": "calls", "name": "Calls"}]
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
        row = {"kpi": "orders", "date": ISO_DAY, "value": 1.0, "note": "", "source": "import"}
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


DAY = date(2026, 11, 23)
PAUSE = next(one for one in CONTENT if one.name == "pause")
NAMED = ("orders", "2026-11-23", "2026-11-23")


@pytest.fixture
def store_with_pause(tmp_path: Path) -> Store:
    """A database with one KPI and a pause of it."""
    opened = open_store(str(tmp_path / "kpitui.db"))
    with opened.write("x.y") as change:
        kpi = records.add_kpi(change, Kpi(0, "orders", "Orders", "flow", created=DAY))
        records.add_pause(change, kpi.id, DAY, DAY, "rest")
    return opened


def past(store_with_pause: Store) -> PastStates:
    """Return the past of pauses as it is now."""
    return PastStates(MergeContent(store_with_pause.connection, store_with_pause.path), PAUSE)


def test_nothing_was_left_by_what_was_only_added(store_with_pause: Store) -> None:
    """An added row came, and that is all."""
    assert (past(store_with_pause).left, past(store_with_pause).gone, list(past(store_with_pause).since)) == (
        {},
        {},
        [NAMED],
    )


def test_states_that_were_left(store_with_pause: Store) -> None:
    """Each change leaves the state before it behind, under the name every machine knows the row by."""
    for reason in ("fair", "flu"):
        with store_with_pause.write("x.y") as change:
            change.update("pause", {"id": 1}, {"reason": reason})
    assert list(past(store_with_pause).left[NAMED]) == [("rest",), ("fair",)]
    (row,) = MergeContent(store_with_pause.connection, store_with_pause.path).rows(PAUSE)
    assert compared_state(PAUSE, row) == ("flu",)


def test_what_went(store_with_pause: Store) -> None:
    """A deletion is remembered with its moment, and the state that went is left."""
    with store_with_pause.write("x.y") as change:
        change.delete("pause", {"id": 1})
    found = past(store_with_pause)
    assert found.gone[NAMED] == found.left[NAMED]["rest",] >= found.since[NAMED]


def test_what_was_undone_never_happened(store_with_pause: Store) -> None:
    """After undo the deletion tells nothing; after redo it does again."""
    with store_with_pause.write("x.y") as change:
        change.delete("pause", {"id": 1})
    journal.undo(store_with_pause)
    assert (past(store_with_pause).gone, past(store_with_pause).left) == ({}, {})
    journal.redo(store_with_pause)
    assert NAMED in past(store_with_pause).gone


def test_an_image_of_many_rows(store_with_pause: Store) -> None:
    """Rows that came together, as those of an import, have one image: the names of their columns, then the rows."""
    image = json.dumps([["id", "kpi", "start", "end", "reason"], [8, 1, "2026-11-23", "2026-11-24", "flu"]])
    with store_with_pause.transaction():
        store_with_pause.connection.execute("UPDATE change_row SET after = ? WHERE \"table\" = 'pause'", (image,))
    assert list(past(store_with_pause).since) == [("orders", "2026-11-23", "2026-11-24")]


def test_a_damaged_image_tells_nothing(store_with_pause: Store) -> None:
    """A journal from elsewhere may hold anything that is JSON."""
    with store_with_pause.transaction():
        store_with_pause.connection.execute("UPDATE change_row SET before = '[1]', after = NULL")
    assert (past(store_with_pause).gone, past(store_with_pause).left) == ({}, {})
