"""Running hooks: each gets the document of its shape, once for each step; what goes wrong is told and nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitui.core.errors import KpituiError
from kpitui.extras.hooks import HOOKS
from kpitui.extras.hooks import _running as hooking
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.json_documents.hooks import OnLogJson, OnSignalJson
from kpitui.services.notes import add_note
from kpitui.services.workspace import Workspace
from kpitui.store import journal
from tests.hooks import HookShelf
from tests.json_documents import mismatches
from tests.safety import SAFETY_SECONDS
from tests.services.insight.test_signals import MONDAY, fill, noisy

DOCUMENTS: dict[str, type] = {"on-log": OnLogJson, "on-signal": OnSignalJson}


@pytest.fixture
def shelf(tmp_path: Path, shop: Workspace) -> HookShelf:
    """A shop with two months of orders, and a folder for its hooks; nothing is waiting to be told."""
    shelf = HookShelf(tmp_path / "config")
    shop.environ = shelf.environ
    fill(shop, noisy(60))
    shop.steps.clear()
    return shelf


def ran(workspace: Workspace, patience: float = SAFETY_SECONDS) -> list[KpituiError]:
    """Run the hooks for every step, and return what went wrong."""
    wrong = []
    while workspace.steps:
        wrong += hooking.run_next(workspace, workspace.steps, patience)
    return wrong


def surprise(workspace: Workspace, value: str = "90") -> None:
    """Log a figure that is logged and a signal too."""
    log(workspace, [EntryInput("orders", value, MONDAY)])


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_gets_the_document_of_its_shape(shop: Workspace, shelf: HookShelf, name: str) -> None:
    """One document for one step, on one line, as the manual describes it."""
    shelf.put(name)
    surprise(shop)
    assert ran(shop) == []
    (document,) = shelf.heard(name)
    assert mismatches(DOCUMENTS[name], document) == []
    assert (document["hook"], document["what"], document["step"]) == (name, "entry.logged", "done")


@pytest.mark.parametrize("name", HOOKS)
def test_an_example_has_the_shape_too(shop: Workspace, name: str) -> None:
    """What a hook is tried with has every field of the real thing."""
    assert mismatches(DOCUMENTS[name], hooking.example(shop, name)) == []


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_that_others_can_write_is_not_run(shop: Workspace, shelf: HookShelf, name: str) -> None:
    """The reason is told, and the figure is saved."""
    shelf.put(name, mode=0o777)
    surprise(shop)
    assert ["Others can change " in str(error) for error in ran(shop)] == [True]
    assert (shelf.heard(name), shop.steps) == ([], [])


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_that_fails_is_told(shop: Workspace, shelf: HookShelf, name: str) -> None:
    """With its status and the first line of its complaint; the other hook runs all the same."""
    (other,) = (each for each in HOOKS if each != name)
    shelf.put(name, "#!/bin/sh\necho no mail today >&2; echo more >&2; exit 7\n")
    shelf.put(other)
    surprise(shop)
    (error,) = ran(shop)
    assert str(error) == f"The hook {shelf.folder / name} failed (status 7): no mail today"
    assert len(shelf.heard(other)) == 1


def test_a_hook_that_does_not_end_is_ended(shop: Workspace, shelf: HookShelf) -> None:
    """After its time."""
    shelf.put("on-log", "#!/bin/sh\nexec sleep 60\n")
    surprise(shop)
    assert ["did not finish within 0.2 seconds" in str(error) for error in ran(shop, 0.2)] == [True]


def test_what_a_hook_finds_around_it(shop: Workspace, shelf: HookShelf) -> None:
    """This database, the environment as it was, and hooks turned off, so that a hook that logs does not loop."""
    shelf.put(
        "on-log", '#!/bin/sh\nprintf \'["%s", "%s", "%s"]\\n\' "$KPITUI_DB" "$KPITUI_HOOKS" "$MINE" > "{heard}"\n'
    )
    shop.environ = {**shelf.environ, "MINE": "kept"}
    surprise(shop)
    ran(shop)
    assert shelf.heard("on-log") == [[shop.store.path, "no", "kept"]]


def test_turned_off_means_that_nothing_runs(shop: Workspace, shelf: HookShelf) -> None:
    """Not even where the face did not ask first."""
    shelf.put("on-log")
    shop.environ = {**shelf.environ, "KPITUI_HOOKS": "no"}
    surprise(shop)
    assert ran(shop) == []
    assert shelf.heard("on-log") == []


def test_a_change_without_figures_is_not_told(shop: Workspace, shelf: HookShelf) -> None:
    """A note is no figure."""
    shelf.put("on-log")
    add_note(shop, find_kpi(shop, "orders"), MONDAY, "market day")
    assert ran(shop) == []
    assert shelf.heard("on-log") == []


def test_each_step_is_told_as_it_was(shop: Workspace, shelf: HookShelf) -> None:
    """Steps that wait are told one by one, each with what it made of what, not with what came of it later."""
    shelf.put("on-log")
    for text in ("5", "+3", "=4"):
        log(shop, [EntryInput("orders", text, MONDAY)])
    journal.undo(shop.store)
    journal.redo(shop.store)
    assert ran(shop) == []
    days = [document["days"][0] for document in shelf.heard("on-log")]
    assert [(None, 5.0), (5.0, 8.0), (8.0, 4.0), (4.0, 8.0), (8.0, 4.0)] == [
        (day["before"], day["after"]) for day in days
    ]
    steps = [document["step"] for document in shelf.heard("on-log")]
    assert steps == ["done", "done", "done", "undone", "redone"]


def test_what_somebody_else_changed_meanwhile_is_told_as_it_is(shop: Workspace, shelf: HookShelf) -> None:
    """Where the step cannot be taken back in the copy, what was before is not known: null, and no signal is made up."""
    shelf.put("on-log")
    shelf.put("on-signal")
    surprise(shop)
    shop.store.connection.execute("UPDATE entry SET value = 91 WHERE value = 90")
    assert ran(shop) == []
    (document,) = shelf.heard("on-log")
    assert [(None, 91.0)] == [(day["before"], day["after"]) for day in document["days"]]
    assert shelf.heard("on-signal") == []


def test_a_mistake_of_our_own_is_told_too(shop: Workspace, shelf: HookShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one sentence, the step is done with, and nothing is raised."""

    def broken(*_given: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(hooking, "touched_days", broken)
    shelf.put("on-log")
    surprise(shop)
    assert ["KPITUI hit a bug (RuntimeError: boom)" in str(error) for error in ran(shop)] == [True]
