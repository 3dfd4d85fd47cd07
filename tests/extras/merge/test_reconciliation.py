"""What joining does to each row, decided by who left which state when."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitui.extras.merge._reconciliation import MergeConflict, reconcile
from kpitui.services.workspace import Workspace
from kpitui.store import backups
from kpitui.store.connection import Store, open_store
from kpitui.store.content import MergeContent

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
