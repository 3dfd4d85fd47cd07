"""Merging: both machines end alike, a second time adds nothing, undo takes it back, what both changed is told."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpitui.core.cadence import parse_cadence
from kpitui.core.errors import DatabaseUnusable, Refused
from kpitui.exchange import FileContent
from kpitui.extras.merge import MergeReport, merge
from kpitui.services.demo import fill
from kpitui.services.entries import EntryInput, clear, delete_entry, edit_entry, find_kpi, log
from kpitui.services.exports import Selection, exported
from kpitui.services.goals import change_target, edit_goal, goal_views
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.imports import carry_out
from kpitui.services.insight.signals import set_one_off
from kpitui.services.kpis import add_kpi, edit_kpi, fields_of
from kpitui.services.notes import add_note
from kpitui.services.parts import split_kpi, take_out
from kpitui.services.pauses import add_pause
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.store import backups, entries, journal, records
from kpitui.store.content import CONTENT, MergeContent, identity_of
from kpitui.store.foreign_db import compared_state
from kpitui.store.goals import all_goals
from kpitui.store.insight import bases_of, one_offs_of, state_chance, stated_chances
from kpitui.store.records import all_actions, all_pauses, notes_of
from kpitui.wording.errors import sentence
from tests.services.conftest import NOW
from tests.services.goals.test_goals import TYPED

pytestmark = pytest.mark.thorough

MONDAY = date(2026, 11, 23)
FILE = b"date,orders\n2026-11-10,5\n2026-11-11,6\n"


def opened(path: Path) -> Workspace:
    """Open the database of a machine."""
    return open_workspace({}, NOW, database=str(path), language="en")


def twin(workspace: Workspace, name: str) -> Workspace:
    """Open a copy of a machine's database, as a second machine begins."""
    path = Path(workspace.store.path).with_name(f"{name}.db")
    backups.write_backup(workspace.store.connection, str(path))
    return opened(path)


def held(workspace: Workspace) -> dict[str, Counter[Any]]:
    """Return what a machine holds, as every machine understands it, without what is its own."""
    content = MergeContent(workspace.store.connection, workspace.store.path)
    return {
        one.name: Counter((identity_of(one, row), compared_state(one, row)) for row in content.rows(one))
        for one in CONTENT
        if one.journalled and not one.personal
    }


def images(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of content as it is stored."""
    store = workspace.store
    return {one.name: [tuple(row) for row in store.rows(f"SELECT * FROM {one.name}")] for one in CONTENT}


def values(workspace: Workspace, key: str, day: date = MONDAY) -> list[float]:
    """Return the values of a KPI on a day."""
    return sorted(
        entry.value for entry in entries.entries_between(workspace.store, find_kpi(workspace, key).id, day, day)
    )


def change_first(workspace: Workspace, text: str) -> None:
    """Change the first entry of orders on the Monday."""
    kpi = find_kpi(workspace, "orders")
    first = min(entries.entries_between(workspace.store, kpi.id, MONDAY, MONDAY))
    edit_entry(workspace, kpi, first, text=text, note="", day=MONDAY)


def totals(report: MergeReport) -> dict[str, int]:
    """Return the counts of all tables together, without what is the same."""
    summed: Counter[str] = Counter()
    for each in report.counts.values():
        summed.update(each)
    del summed["same"]
    return {what: count for what, count in summed.items() if count}


@pytest.fixture
def pair(shop: Workspace) -> Iterator[tuple[Workspace, Workspace]]:
    """Two machines that both hold one entry of orders, revenue, and an imported file."""
    log(shop, [EntryInput("orders", "1", MONDAY), EntryInput("revenue", "10", MONDAY)])
    carry_out(shop, FileContent(FILE, "file.csv"))
    other = twin(shop, "other")
    yield shop, other
    other.close()


def test_entries_of_both_are_kept(pair: tuple[Workspace, Workspace]) -> None:
    """What only one machine logged comes to the other, once."""
    here, there = pair
    log(here, [EntryInput("orders", "2", MONDAY)])
    log(there, [EntryInput("orders", "3", MONDAY)])
    assert totals(merge(here, there.store.path)) == {"added": 1}
    assert values(here, "orders") == [1, 2, 3]
    assert totals(merge(here, there.store.path)) == {}


def test_what_one_machine_changed_is_changed(pair: tuple[Workspace, Workspace]) -> None:
    """An entry that only the other machine corrected or deleted is corrected or deleted here; never the other way."""
    here, there = pair
    change_first(there, "7")
    clear(there, find_kpi(there, "revenue"), MONDAY)
    assert totals(merge(there, here.store.path)) == {}
    assert totals(merge(here, there.store.path)) == {"changed": 1, "removed": 1}
    assert (values(here, "orders"), values(here, "revenue")) == ([7], [])


def test_what_both_changed_is_told_and_ours_is_kept(pair: tuple[Workspace, Workspace]) -> None:
    """Both figures are in the report, now and when merged again."""
    here, there = pair
    change_first(here, "5")
    change_first(there, "7")
    for _ in range(2):
        report = merge(here, there.store.path)
        (conflict,) = report.conflicts
        assert conflict.ours and conflict.theirs
        assert (conflict.fields, conflict.ours["value"], conflict.theirs["value"]) == (["value"], 5.0, 7.0)
    assert values(here, "orders") == [5]


def test_deleted_here_and_changed_there(pair: tuple[Workspace, Workspace]) -> None:
    """It stays deleted here, it stays there, and both are told."""
    here, there = pair
    clear(here, find_kpi(here, "orders"), MONDAY)
    change_first(there, "7")
    assert [conflict.ours for conflict in merge(here, there.store.path).conflicts] == [None]
    assert [conflict.theirs for conflict in merge(there, here.store.path).conflicts] == [None]
    assert (values(here, "orders"), values(there, "orders")) == ([], [7])


def another_moment() -> None:
    """Return once the clock shows another millisecond: two imports of one are the same fact."""
    before = time.time_ns() // 1_000_000
    while time.time_ns() // 1_000_000 == before:
        pass


def test_a_file_imported_on_both_is_one(shop: Workspace) -> None:
    """Entries from a file are known by their place in it, so that nothing counts twice."""
    other = twin(shop, "other")
    for machine in (shop, other):
        carry_out(machine, FileContent(FILE, "file.csv"))
        another_moment()
    assert totals(merge(shop, other.store.path)) == {"added": 1}  # the import itself, as a fact
    assert values(shop, "orders", date(2026, 11, 10)) == [5]
    other.close()


def test_a_merge_that_was_undone_can_be_done_again(pair: tuple[Workspace, Workspace]) -> None:
    """Undo restores every row, and is no wish to delete what the other machine has."""
    here, there = pair
    log(there, [EntryInput("orders", "3", MONDAY)])
    change_first(there, "7")
    before = images(here)
    first = totals(merge(here, there.store.path))
    after = images(here)
    assert journal.undo(here.store).what == "database.merged"
    assert before == images(here)
    assert totals(merge(there, here.store.path)) == {}
    journal.redo(here.store)
    assert after == images(here)
    journal.undo(here.store)
    assert first == totals(merge(here, there.store.path))


def test_a_dry_run_says_the_same_and_does_nothing(pair: tuple[Workspace, Workspace]) -> None:
    """The report is that of the merge."""
    here, there = pair
    log(there, [EntryInput("orders", "3", MONDAY)])
    before = images(here)
    tried = merge(here, there.store.path, dry_run=True)
    assert before == images(here)
    assert tried == merge(here, there.store.path)


def test_kpis_are_joined_by_key_and_added_after_ours(shop: Workspace, tmp_path: Path) -> None:
    """A ratio whose parts come later in the other file arrives with them; the order of Today is ours, then theirs."""
    other = opened(tmp_path / "other.db")
    add_kpi(other, {"name": "Orders"})
    for name in ("Calls", "Deals"):
        add_kpi(other, {"name": name})
    add_kpi(other, {"name": "Close rate", "kind": "ratio", "numerator": "deals", "denominator": "calls"})
    with other.store.transaction():
        other.store.connection.execute("UPDATE kpi SET numerator = 99 WHERE 0")
    merge(shop, other.store.path)
    order = shop.store.rows("SELECT key FROM kpi ORDER BY position")
    assert [row[0] for row in order][-3:] == ["calls", "deals", "close-rate"]
    assert find_kpi(shop, "close-rate").numerator == find_kpi(shop, "deals").id
    other.close()


def test_another_measure_under_the_same_key_is_refused(shop: Workspace, tmp_path: Path) -> None:
    """Figures of another kind or unit are never mixed with ours."""
    other = opened(tmp_path / "other.db")
    add_kpi(other, {"name": "Revenue", "unit": "USD"})
    before = images(shop)
    with pytest.raises(
        Refused, match=re.escape("revenue is a different KPI in the other file (flow USD) than here (flow EUR)")
    ):
        merge(shop, other.store.path)
    assert before == images(shop)
    other.close()


def test_settings_go_only_into_an_empty_database(shop: Workspace, tmp_path: Path) -> None:
    """A theme is a matter of the machine; what was said about a kind of file is not."""
    empty, other = opened(tmp_path / "empty.db"), twin(shop, "other")
    change_setting(other, "theme", "mono")
    with other.store.write("setting.changed") as change:
        change.insert("setting", {"key": "import.abc", "value": "{}"})
    for machine in (shop, empty):
        merge(machine, other.store.path)
    themes = [machine.store.rows("SELECT value FROM setting WHERE key = 'theme'") for machine in (shop, empty)]
    assert [len(found) for found in themes] == [0, 1]
    assert shop.store.rows("SELECT value FROM setting WHERE key = 'import.abc'")
    empty.close()
    other.close()


@pytest.mark.sampled(1)
@pytest.mark.parametrize("kind", ["db", "json"])
def test_an_empty_database_becomes_the_same(workspace: Workspace, tmp_path: Path, kind: str) -> None:
    """The sample business, with drafts, stated chances and settings, comes over whole, from database and JSON alike."""
    fill(workspace, "nl")
    records.save_draft(workspace.store, "goal", {"title": "x"})
    state_chance(workspace.store, all_goals(workspace.store)[0].id, MONDAY, 0.35)
    change_setting(workspace, "theme", "mono")
    file = tmp_path / f"all.{kind}"
    if kind == "db":
        backups.write_backup(workspace.store.connection, str(file))
    else:
        with exported(workspace, "json", Selection()) as parts:
            file.write_text("".join(parts), encoding="utf-8")
    empty = opened(tmp_path / "empty.db")
    merge(empty, str(file))
    assert held(workspace) == held(empty)
    for one in CONTENT:
        rows = [
            [tuple(row) for row in each.store.rows(f"SELECT * FROM {one.name} ORDER BY 1, 2")]
            for each in (workspace, empty)
        ]
        assert len(rows[0]) == len(rows[1]), one.name
        if one.name in ("kpi", "entry", "setting", "chance", "target"):
            assert rows[0] == rows[1]
    empty.close()


ENTRIES = st.lists(
    st.tuples(
        st.integers(0, 3000).map(lambda after: date(2020, 1, 1) + timedelta(days=after)),
        st.floats(-1e15, 1e15, allow_nan=False),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
        st.none() | st.sampled_from(("00:00", "23:59")),
    ),
    max_size=12,
)


@pytest.mark.sampled(1)
@given(logged=ENTRIES)
def test_any_entries_come_back_from_json(start: Path, tmp_path_factory: pytest.TempPathFactory, logged: Any) -> None:
    """0, negative, the smallest float, a note of control characters: an empty database gets them to the bit."""
    folder = tmp_path_factory.mktemp("json")
    shutil.copy(start, folder / "one.db")
    one, empty = opened(folder / "one.db"), opened(folder / "empty.db")
    kpi = find_kpi(one, "orders")
    with one.store.write("entries.logged") as change:
        for day, value, note, time in logged:
            entries.add_entry(change, kpi.id, day, value, note=note, time=time)
    with exported(one, "json", Selection()) as parts:
        (folder / "all.json").write_text("".join(parts), encoding="utf-8")
    merge(empty, str(folder / "all.json"))
    before, after = images(one), images(empty)
    mode = empty.store.rows("PRAGMA journal_mode")[0][0]
    for workspace in (one, empty):
        workspace.close()
    assert [repr(row) for row in before["entry"]] == [repr(row) for row in after["entry"]]
    assert before == after
    assert mode == "wal"


Step = Callable[[Workspace, int], object]


def _edit(workspace: Workspace, number: int) -> None:
    kpi = find_kpi(workspace, "orders")
    found = sorted(entries.entries_between(workspace.store, kpi.id, date.min, date.max))
    if found:
        entry = found[number % len(found)]
        day = entry.date if entry.batch else MONDAY
        edit_entry(workspace, kpi, entry, text=str(number), note="n", day=day)


def _delete(workspace: Workspace, number: int) -> None:
    kpi = find_kpi(workspace, "orders")
    found = sorted(entries.entries_between(workspace.store, kpi.id, date.min, date.max))
    if found:
        delete_entry(workspace, kpi, found[number % len(found)])


def _link(workspace: Workspace, number: int) -> None:
    visitors = find_kpi(workspace, "visitors").id
    edit_goal(workspace, all_goals(workspace.store)[0], drivers=(visitors,) if number % 2 else ())


def _undo(workspace: Workspace, _number: int) -> None:
    latest = next(change for change in journal.history(workspace.store) if not change.undone)
    if latest.what.startswith(("entr", "note", "pause", "kpi.edited", "target")):
        journal.undo(workspace.store)


def _day(number: int) -> date:
    return MONDAY - timedelta(days=number)


STEPS: dict[str, Step] = {
    "log": lambda workspace, number: log(workspace, [EntryInput("orders", str(number), _day(number))]),
    "edit": _edit,
    "delete": _delete,
    "import": lambda workspace, _: carry_out(workspace, FileContent(FILE, "file.csv")),
    "note": lambda workspace, number: add_note(workspace, None, _day(number), "note"),
    "pause": lambda workspace, number: add_pause(workspace, None, _day(number), MONDAY, "rest"),
    "one-off": lambda workspace, number: set_one_off(
        workspace, find_kpi(workspace, "orders"), _day(number % 3), left_out=bool(number % 2)
    ),
    "target": lambda workspace, number: change_target(
        workspace, all_goals(workspace.store)[0], 6000 + number, reason="learned"
    ),
    "link": _link,
    "kpi": lambda workspace, number: edit_kpi(
        workspace,
        find_kpi(workspace, "orders"),
        {**fields_of(workspace, find_kpi(workspace, "orders")), "description": f"d{number}"},
    ),
    "undo": _undo,
}
HISTORY = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 9)), max_size=6)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with KPIs, entries and a goal, to copy from."""
    path = tmp_path_factory.mktemp("start") / "start.db"
    workspace = opened(path)
    for name in ("Revenue", "Orders", "Visitors"):
        add_kpi(workspace, {"name": name})
    add_kpi(workspace, {"name": "Order value", "kind": "formula", "formula": "revenue / orders"})
    for number in range(3):
        log(workspace, [EntryInput("orders", "1", _day(number)), EntryInput("revenue", "1", _day(number))])
    save_goal(workspace, read_draft(workspace, TYPED).draft)
    add_note(workspace, None, MONDAY, "note")
    add_pause(workspace, None, _day(9), _day(8), "rest")
    records.save_draft(workspace.store, "goal", {"title": "x"})
    workspace.store.connection.execute("PRAGMA journal_mode=DELETE")
    workspace.close()
    return path


@given(shared=HISTORY, here=HISTORY, there=HISTORY)
def test_whatever_happened_both_end_alike(
    start: Path, tmp_path_factory: pytest.TempPathFactory, shared: Any, here: Any, there: Any
) -> None:
    """Merged crosswise, both hold the same where nothing is in conflict; again adds nothing; undo restores exactly."""
    folder = tmp_path_factory.mktemp("pair")
    shutil.copy(start, folder / "one.db")
    one = opened(folder / "one.db")
    for name, number in shared:
        STEPS[name](one, number)
    other = twin(one, "other")
    for workspace, history in ((one, here), (other, there)):
        for name, number in history:
            STEPS[name](workspace, number)
    copy, before = twin(one, "copy"), images(one)
    first = merge(one, other.store.path)
    again = totals(merge(one, other.store.path))
    assert {} == {what: count for what, count in again.items() if what != "conflicts"}
    second = merge(other, copy.store.path)
    alike = held(one) == held(other)
    changed = first.changes
    if changed:
        journal.undo(one.store)
    restored = before == images(one)
    for workspace in (one, other, copy):
        workspace.close()
    assert restored
    assume(not first.conflicts and not second.conflicts)
    assert alike


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a KPITUI database"),
        (b"date,orders\n", "not a KPITUI database"),
        (b"SQLite format 3\0" + b"x" * 200, "damaged"),
    ],
)
def test_what_is_no_database_is_refused(shop: Workspace, tmp_path: Path, content: bytes, reason: str) -> None:
    """One sentence, and nothing changed."""
    (tmp_path / "x").write_bytes(content)
    before = images(shop)
    with pytest.raises((Refused, DatabaseUnusable), match=reason):
        merge(shop, str(tmp_path / "x"))
    assert before == images(shop)


@pytest.mark.parametrize("name", ["missing.db", "."])
def test_what_is_not_there_is_refused(shop: Workspace, tmp_path: Path, name: str) -> None:
    """A missing file and a folder."""
    with pytest.raises(Refused, match=r"can't be read|is a folder"):
        merge(shop, str(tmp_path / name))


def test_the_database_itself_is_refused(shop: Workspace) -> None:
    """Nothing is to be had from oneself."""
    with pytest.raises(Refused, match="this database itself"):
        merge(shop, shop.store.path)


@given(damage=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_file_with_any_damage_is_read_or_refused(
    start: Path, tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, int]]
) -> None:
    """Whatever bytes are wrong, merging ends in a report or in one sentence, and a refusal changes nothing."""
    folder = tmp_path_factory.mktemp("damage")
    data = bytearray(start.read_bytes())
    written = [at for at, byte in enumerate(data) if byte]
    for at, byte in damage:
        data[written[at % len(written)]] = byte
    (folder / "x.db").write_bytes(data)
    shutil.copy(start, folder / "one.db")
    one = opened(folder / "one.db")
    before = images(one)
    try:
        merge(one, str(folder / "x.db"))
        unharmed = bool(images(one))
    except (Refused, DatabaseUnusable) as refused:
        unharmed = before == images(one) and bool(sentence(refused))
    one.close()
    shutil.rmtree(folder)
    assert unharmed


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(["0000-01-01", "2026-02-30", "9999-12-31", "0001-01-01", "29:00"])
    | st.sampled_from(["flow", "ratio", "stamped", "day", "mon,thu", "orders", "open", "missed", "cumulative", "cap"])
)


def read_all(workspace: Workspace) -> None:
    """Read everything the pages read; what was let in must not stop them."""
    store = workspace.store
    for kpi in records.all_kpis(store, archived=True):
        parse_cadence(kpi.cadence)
        entries.entries_between(store, kpi.id, date.min, date.max)
        bases_of(store, kpi.id), one_offs_of(store, kpi.id), notes_of(store, kpi.id)
    all_actions(store), all_pauses(store), stated_chances(store), records.drafts_of(store, "goal")
    records.reviews(store), records.decisions(store)
    workspace.refresh(NOW)
    goal_views(workspace, closed=True)


@given(data=st.data())
def test_what_is_let_in_can_be_read(start: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """An export in which anything is something else is refused in a sentence, or works everywhere afterwards."""
    folder = tmp_path_factory.mktemp("strange")
    one = opened(start)
    with exported(one, "json", Selection()) as parts:
        document = json.loads("".join(parts))
    one.close()
    for _ in range(data.draw(st.integers(1, 3))):
        table = data.draw(st.sampled_from([name for name, rows in document.items() if name != "kpitui" and rows]))
        row = data.draw(st.sampled_from(document[table]))
        row[data.draw(st.sampled_from(sorted(row)))] = data.draw(SCALARS)
    (folder / "x.json").write_text(json.dumps(document), encoding="utf-8")
    empty = opened(folder / "empty.db")
    try:
        merge(empty, str(folder / "x.json"))
    except (Refused, DatabaseUnusable) as refused:
        assert sentence(refused)
    read_all(empty)
    empty.close()
    shutil.rmtree(folder)


KPI = {"key": "calls", "name": "Calls", "kind": "flow", "cadence": "day", "created": "2026-01-01", "position": 1}
ENTRY = {"kpi": "calls", "id": "01", "date": "2026-11-23", "value": 1.0, "note": "", "source": ""}
GOAL = {
    "uid": "g", "title": "t", "kpi": "calls", "type": "level", "start": "2026-01-01", "deadline": "2026-12-31",
    "created": "2026-01-01",
}  # fmt: skip


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ({"kpi": [{**KPI, "key": "Ca lls"}]}, "can't be a short name"),
        ({"kpi": [{**KPI, "cadence": "now and then"}]}, "now and then"),
        ({"kpi": [{**KPI, "kind": "formula", "formula": "1 +"}]}, "formula"),
        ({"kpi": [{**KPI, "kind": "ratio"}]}, "something KPITUI did not write"),
        ({"kpi": [{**KPI, "kind": "wish"}]}, "something KPITUI did not write"),
        ({"kpi": [KPI, KPI]}, "something KPITUI did not write"),
        ({"kpi": [{**KPI, "numerator": "calls"}]}, "something KPITUI did not write"),
        ({"kpi": [{**KPI, "kind": "formula", "formula": "calls + 1"}]}, "are calculated from each other"),
        ({"kpi": [{**KPI, "kind": "formula", "formula": "nothing + 1"}]}, "nothing"),
        ({"kpi": [KPI], "entry": [{**ENTRY, "kpi": "orders"}]}, "something KPITUI did not write"),
        ({"kpi": [KPI], "entry": [{**ENTRY, "date": "0000-01-01"}]}, "something KPITUI did not write"),
        ({"kpi": [KPI], "entry": [{**ENTRY, "date": "2026-02-30"}]}, "something KPITUI did not write"),
        ({"kpi": [KPI], "entry": [{**ENTRY, "value": 1e300}]}, "something KPITUI did not write"),
        ({"kpi": [KPI], "entry": [{**ENTRY, "value": 10**400}]}, "something KPITUI did not write"),
        ({"kpi": [KPI], "entry": [{**ENTRY, "time": "29:00"}]}, "something KPITUI did not write"),
        ({"kpi": [KPI], "entry": [{**ENTRY, "note": "a\0b"}]}, "something KPITUI did not write"),
        ({"kpi": [KPI], "entry": [{**ENTRY, "batch": 4}]}, "something KPITUI did not write"),
        ({"kpi": [KPI], "goal": [GOAL]}, "without a target"),
    ],
)
def test_rows_that_no_kpitui_wrote_are_refused(
    shop: Workspace, tmp_path: Path, tables: dict[str, Any], reason: str
) -> None:
    """A file nobody vouches for changes nothing, in an empty database and beside other KPIs."""
    file = tmp_path / "x.json"
    file.write_text(json.dumps({"kpitui": {"document": "export", "version": 1}, **tables}))
    empty = opened(tmp_path / "empty.db")
    for workspace in (shop, empty):
        before = images(workspace)
        with pytest.raises(Refused, match=reason):
            merge(workspace, str(file))
        assert before == images(workspace)
    empty.close()


def test_parts_of_two_machines_make_one_split_or_are_refused(shop: Workspace) -> None:
    """What one split and the other did not is split; parts in a circle, or in another unit, merge nothing."""
    add_kpi(shop, {"name": "Organic"})
    split_kpi(shop, find_kpi(shop, "visitors"), ["Social"])
    split_kpi(shop, find_kpi(shop, "organic"), ["Search"])
    there = twin(shop, "there")
    split_kpi(there, find_kpi(there, "visitors"), ["Direct"])
    take_out(shop, find_kpi(shop, "visitors"))
    merge(shop, there.store.path)
    assert find_kpi(shop, "direct").part_of == find_kpi(shop, "visitors").id
    assert find_kpi(shop, "visitors").split == "computed"
    there.close()
    there = twin(shop, "circle")
    split_kpi(shop, find_kpi(shop, "visitors"), ["Organic"])
    split_kpi(there, find_kpi(there, "organic"), ["Visitors"])
    before = images(shop)
    with pytest.raises(Refused, match="can't be a part of itself"):
        merge(shop, there.store.path)
    assert before == images(shop)
    there.close()
