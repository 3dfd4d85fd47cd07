"""Which rows of another database may come in, which do, which are in conflict, and how that is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kpitui.core.errors import Refused
from kpitui.core.figures import NUMBER_STYLES
from kpitui.extras.merge._reconciliation import CHECKS, MergeConflict, reconcile, refuse_invalid_rows
from kpitui.extras.merge.command import described_conflict
from kpitui.i18n import _, use
from kpitui.services.content_words import CONTENT_WORDS, content_word
from kpitui.services.workspace import Workspace
from kpitui.store import backups
from kpitui.store.connection import Store, open_store
from kpitui.store.content import CONTENT, MergeContent

NOTE = {"uid": "u", "kpi": None, "date": "2026-11-23", "text": "one"}


@pytest.fixture
def stores(workspace: Workspace, tmp_path: Path) -> tuple[Store, Store]:
    """Two databases that both hold one note."""
    with workspace.store.write("note.added") as change:
        change.insert("note", NOTE)
    backups.write_backup(workspace.store.connection, str(tmp_path / "other.db"))
    return workspace.store, open_store(str(tmp_path / "other.db"))


def say(store: Store, text: str | None, at: int = 0) -> None:
    """Change the note, delete it, or add it again, as the change number *at* of both machines together."""
    with store.write("note.changed") as change:
        if text is None:
            change.delete("note", {"id": 1})
        elif not change.update("note", {"id": 1}, {"text": text}):
            change.insert("note", {"id": 1, **NOTE, "text": text})
    with store.transaction():
        moment = f"2990-01-01T00:00:00.{at:03}+00:00"
        store.connection.execute("UPDATE change SET at = ? WHERE id = (SELECT max(id) FROM change)", (moment,))


def outcome(ours: Store, theirs: Store) -> str:
    """Return what joining does to the note."""
    for joined in reconcile(MergeContent(ours.connection, ours.path), MergeContent(theirs.connection, theirs.path)):
        if joined.table.name == "note":
            if joined.conflicts:
                return "conflict"
            return next((name for name in ("add", "change", "remove") if getattr(joined, name)), "ours")
    raise AssertionError


@pytest.mark.parametrize(
    ("here", "there", "result"),
    [
        ([], [], "ours"),
        ([], ["two"], "change"),
        (["two"], [], "ours"),
        (["two"], ["two"], "ours"),
        (["two"], ["three"], "conflict"),
        (["two", "three"], ["two"], "ours"),
        (["two"], ["two", "three"], "change"),
        ([None], [], "ours"),
        ([], [None], "remove"),
        ([None], ["two"], "conflict"),
        (["two"], [None], "conflict"),
        ([None], [None], "ours"),
        (["two", "one"], ["two"], "ours"),
    ],
)
def test_who_wins(stores: tuple[Store, Store], here: list[str | None], there: list[str | None], result: str) -> None:
    """The side that left the other's state is newer; where both did, the later one; where neither did, it is told."""
    for machine, (store, texts) in enumerate(zip(stores, (here, there), strict=True)):
        for at, text in enumerate(texts):
            say(store, text, 10 * at + machine)
    assert outcome(*stores) == result


def test_what_came_back_later_than_it_went_here_comes_back(stores: tuple[Store, Store]) -> None:
    """Deleted here, and there deleted and added again since: the later wish counts."""
    ours, theirs = stores
    say(ours, None)
    say(theirs, None)
    say(theirs, "one", 1)
    assert (outcome(ours, theirs), outcome(theirs, ours)) == ("add", "ours")


def test_the_fields_of_a_conflict() -> None:
    """Only what differs and matters: neither a number nor what each machine has its own of."""
    ours = {"key": "a", "name": "A", "position": 1, "#": 1}
    assert MergeConflict("kpi", ours, {**ours, "name": "B", "position": 2, "#": 2}).fields == ["name"]
    assert MergeConflict("kpi", ours, None).fields == []


TABLES = {one.name: one for one in CONTENT}
KPI = {"key": "calls", "cadence": "day", "kind": "flow", "direction": "higher", "numerator": None, "denominator": None}


@pytest.mark.parametrize(
    ("table", "row", "days"),
    [
        ("kpi", KPI, []),
        ("kpi", {**KPI, "kind": "formula", "formula": "a / b"}, []),
        ("entry", {"kpi": "calls", "time": None, "date": "2026-11-23"}, ["date"]),
        ("entry", {"kpi": "calls", "time": "23:59", "date": None}, ["date"]),
    ],
)
def test_what_we_write_is_admitted(table: str, row: dict[str, Any], days: list[str]) -> None:
    """Rows of this program pass."""
    refuse_invalid_rows(TABLES[table], [row], days, "x.db")


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("kpi", {**KPI, "key": "\x1b[2J"}),
        ("kpi", {**KPI, "cadence": "sometimes"}),
        ("kpi", {**KPI, "direction": "band", "band_low": None, "band_high": 1}),
        ("kpi", {**KPI, "kind": "formula", "formula": None}),
        ("entry", {"kpi": "calls", "import_key": None, "id": "a", "time": "25:00"}),
        ("note", {"uid": "u", "date": "0000-01-01"}),
        ("note", {"uid": "u", "date": "-001-01-01"}),
        ("note", {"uid": "u", "text": "a\0"}),
        ("goal", {"uid": "g", "start": "2026-01-01", "deadline": "2026-12-31", "closed": "0001-01-01"}),
        ("draft", {"form": "goal", "fields": "{"}),
        ("draft", {"form": "goal", "fields": '{"title": 1}'}),
    ],
)
def test_what_we_never_write_is_refused(table: str, row: dict[str, Any]) -> None:
    """The refusal names the file or what is wrong in it."""
    with pytest.raises(Refused) as refused:
        refuse_invalid_rows(TABLES[table], [row], ["date"], "x.db")
    assert refused.value.field == "file"


def test_checks_are_about_tables_of_content() -> None:
    """No check is for a table that is not there."""
    assert set(CHECKS) <= set(TABLES)


STYLE = NUMBER_STYLES["nl"]
ENTRY = {"kpi": "orders", "date": "2026-11-23", "value": 5.0}


def test_every_table_of_content_has_a_word() -> None:
    """A kind of rows that is added is called something."""
    from kpitui.store.content import CONTENT

    assert set(CONTENT_WORDS) == {one.name for one in CONTENT}
    use("nl")
    assert _(content_word("entry")) == "cijfers"
    assert (_(content_word("usual")), content_word("strange")) == ("bewaarde berekeningen", "strange")


def test_both_changed() -> None:
    """Both figures are told, and which one is kept."""
    said = described_conflict("entry", ENTRY, {**ENTRY, "value": 7.0}, ["value"], STYLE)
    assert said == "entries, orders Mon 23 Nov 2026: the value is 7 in the other file, 5 here. The version here is kept"


def test_deleted_on_one_side() -> None:
    """What was deleted here stays deleted, what was deleted there stays."""
    assert "It stays deleted" in described_conflict("entry", None, ENTRY, [], STYLE)
    assert described_conflict("entry", ENTRY, None, [], STYLE).endswith(
        "deleted in the other file, changed here. It stays"
    )


def test_what_is_empty_is_told_as_nothing() -> None:
    """An empty text is a dash."""
    said = described_conflict("note", {"text": "", "date": "x"}, {"text": "a", "date": "x"}, ["text"], STYLE)
    assert "the text is a in the other file, - here" in said


def test_days_and_figures_as_people_write_them() -> None:
    """A day is in words, a figure in the number style; a column nobody is told of by its name."""
    use("nl")
    theirs = {**ENTRY, "value": 1250.5, "date": "2026-11-22", "decimals": 2}
    said = described_conflict("entry", {**ENTRY, "decimals": None}, theirs, ["date", "decimals"], STYLE)
    assert "de dag is zo 22 nov 2026 in het andere bestand, hier ma 23 nov 2026" in said
    assert "decimals is 2 in het andere bestand, hier -" in said
    assert "-x-----xx" in described_conflict("note", {"text": "-x-----xx"}, None, [], STYLE)
