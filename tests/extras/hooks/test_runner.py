"""Hooks: which there are, who may have written them, and running them after a command and beside the app."""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from kpitui.core.errors import KpituiError
from kpitui.extras.hooks import HOOKS, are_off, are_wanted, hooks_folder, runner
from kpitui.extras.hooks.runner import HookFile, HookRunner, hook_files
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.json_documents.files import OnLogJson, OnSignalJson
from kpitui.services.notes import add_note
from kpitui.services.workspace import Workspace
from kpitui.store import journal
from kpitui.tui.app import KpituiApp
from tests.hooks import HookShelf
from tests.json_documents import mismatches
from tests.safety import SAFETY_SECONDS
from tests.services.insight.scenes import MONDAY, fill, noisy
from tests.tui.pilot import Pilot
from tests.tui.stage import play, shop, told, workspace_at

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
        wrong += runner.run_next(workspace, workspace.steps, patience)
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
    assert mismatches(DOCUMENTS[name], runner.example(shop, name)) == []


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

    monkeypatch.setattr(runner, "touched_days", broken)
    shelf.put("on-log")
    surprise(shop)
    assert ["KPITUI hit a bug (RuntimeError: boom)" in str(error) for error in ran(shop)] == [True]


@pytest.fixture
def app_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HookShelf:
    """A folder for hooks, where the program looks for them."""
    app_shelf = HookShelf(tmp_path / "config")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".config").symlink_to(app_shelf.config)
    return app_shelf


def looked(app: KpituiApp) -> None:
    """Let the app look as it does once a second, wait for the hooks, and look again."""
    app.watch_database()
    if app.hook_runner.thread is not None:
        app.hook_runner.thread.join()
    app.watch_database()


def test_what_is_typed_is_told(tmp_path: Path, app_shelf: HookShelf) -> None:
    """A figure, the next one, and an undo: each as it became, with its surprise; no key waits for it."""
    app_shelf.put("on-log")
    app_shelf.put("on-signal")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"4500", "enter", *"11", "enter", "u")
        looked(app)
        assert app.workspace.steps == []
        assert told(app).count("hook") == 0

    play(shop(tmp_path / "kpitui.db", days=60), story)
    days = [(each["step"], each["days"][0]["key"], each["days"][0]["after"]) for each in app_shelf.heard("on-log")]
    assert days == [("done", "revenue", 4500.0), ("done", "orders", 11.0), ("undone", "orders", None)]
    (document,) = app_shelf.heard("on-signal")
    assert [("revenue", 4500.0)] == [(signal["key"], signal["value"]) for signal in document["signals"]]


def test_a_failure_is_a_message(tmp_path: Path, app_shelf: HookShelf) -> None:
    """Once, however often it fails; the figures are saved and the app goes on."""
    app_shelf.put("on-log", "#!/bin/sh\necho '[b]no mail[/b] today' >&2\nexit 7\n")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        for figure in ("450", "18"):
            await pilot.press(*figure, "enter")
            looked(app)
        assert told(app).count("failed (status 7): [b]no mail[/b] today") == 1
        assert len(app.workspace.store.rows("SELECT 1 FROM entry")) == 2

    play(shop(tmp_path / "kpitui.db"), story)


def test_without_a_hook_nothing_waits(tmp_path: Path) -> None:
    """Nothing is started, and nothing piles up."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"450", "enter")
        looked(app)
        assert (app.workspace.steps, app.hook_runner.thread) == ([], None)

    play(shop(tmp_path / "kpitui.db"), story)


def test_who_leaves_at_once_loses_no_hook(tmp_path: Path, app_shelf: HookShelf) -> None:
    """The hook under way is waited for and its failure told, the others stay for the command line to run."""
    for name in ("begun", "go"):
        os.mkfifo(tmp_path / name)
    begun = os.open(tmp_path / "begun", os.O_RDONLY | os.O_NONBLOCK)
    waits = f'echo x > {tmp_path / "begun"}\ncat {tmp_path / "go"} > /dev/null\ncat >> "{{heard}}"'
    app_shelf.put("on-log", f"#!/bin/sh\n{waits}\necho late >&2\nexit 7\n")
    path = shop(tmp_path / "kpitui.db")
    workspace = workspace_at(path)
    hook_runner = HookRunner(lambda: workspace_at(path), workspace.environ, workspace.steps)
    with workspace.store.write("entries.logged") as change:
        change.insert("entry", {"kpi": 1, "date": "2026-11-22", "id": "a", "value": 1.0})
    with workspace.store.write("entries.logged") as change:
        change.insert("entry", {"kpi": 1, "date": "2026-11-22", "id": "b", "value": 2.0})
    assert hook_runner.look() == []
    assert select.select([begun], [], [], 10)[0]
    hook_runner.leave()
    with (tmp_path / "go").open("w"):
        pass
    assert ["status 7): late" in said for said in hook_runner.finish()] == [True]
    assert [1] == [len(each["days"]) for each in app_shelf.heard("on-log")]
    assert len(workspace.steps) == 1
    os.close(begun)
    workspace.close()


def test_a_hook_that_keeps_somebody_from_leaving_is_ended(tmp_path: Path, app_shelf: HookShelf) -> None:
    """After the patience of whoever asks; the hook that follows for the same step is no longer waited for either."""
    os.mkfifo(tmp_path / "begun")
    begun = os.open(tmp_path / "begun", os.O_RDONLY | os.O_NONBLOCK)
    for name in ("on-log", "on-signal"):
        app_shelf.put(name, f"#!/bin/sh\necho x > {tmp_path / 'begun'}\nexec sleep 60\n")
    path = shop(tmp_path / "kpitui.db", days=10)
    workspace = workspace_at(path)
    with workspace.store.write("entries.logged") as change:
        change.insert("entry", {"kpi": 1, "date": "2026-11-22", "id": "a", "value": 90000.0})
    hook_runner = HookRunner(lambda: workspace_at(path), workspace.environ, workspace.steps)
    hook_runner.look()
    assert select.select([begun], [], [], SAFETY_SECONDS)[0]
    messages = hook_runner.finish(patience=0.1)
    assert messages and all("was stopped before it was done" in message for message in messages)
    assert hook_runner.thread is not None
    hook_runner.thread.join(SAFETY_SECONDS)
    assert not hook_runner.thread.is_alive()
    os.close(begun)
    workspace.close()


def test_a_database_that_is_gone_is_told(tmp_path: Path, app_shelf: HookShelf) -> None:
    """The thread ends with a sentence."""
    app_shelf.put("on-log")
    path = shop(tmp_path / "kpitui.db", days=1)
    workspace = workspace_at(path)
    with workspace.store.write("entries.logged") as change:
        change.insert("entry", {"kpi": 1, "date": "2026-11-22", "id": "a", "value": 1.0})
    hook_runner = HookRunner(lambda: workspace_at(tmp_path), workspace.environ, workspace.steps)
    said = [*hook_runner.look(), *hook_runner.finish()]
    assert ["is not a file" in each for each in said] == [True]
    workspace.close()


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_has_what_the_family_asks_for(name: str) -> None:
    """A member names its module, and that has the four functions."""
    module = import_module(HOOKS[name].module)
    assert HOOKS[name].name == name
    assert HOOKS[name].title
    assert all(callable(getattr(module, each)) for each in ("after", "before", "document", "example"))


def test_without_the_folder_nothing_is_wanted(tmp_path: Path) -> None:
    """Off by default; on when the folder is there, in the configuration folder or else in the usual one."""
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert not are_wanted(environ)
    (tmp_path / "kpitui" / "hooks").mkdir(parents=True)
    assert are_wanted(environ)
    assert not are_wanted({"XDG_CONFIG_HOME": "not/absolute"})
    assert hooks_folder({}) == str(Path.home() / ".config" / "kpitui" / "hooks")


@pytest.mark.parametrize(("value", "off"), [("", False), ("yes", False), ("1", False), ("no", True), ("0", True)])
def test_the_environment_turns_them_off(tmp_path: Path, value: str, off: bool) -> None:
    """Anything that does not say yes is a no."""
    (tmp_path / "kpitui" / "hooks").mkdir(parents=True)
    environ = {"XDG_CONFIG_HOME": str(tmp_path), "KPITUI_HOOKS": value}
    assert (off, not off) == (are_off(environ), are_wanted(environ))


def with_a_folder(path: Path) -> None:
    """Put a folder in its place."""
    path.unlink()
    path.mkdir()


def linked_to(name: str) -> Callable[[Path], object]:
    """Put a link to *name* in its place."""

    def link(path: Path) -> None:
        path.unlink()
        path.symlink_to(name)

    return link


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "the group can write it": (lambda path: path.chmod(0o775), "Others can change "),
    "all can write it": (lambda path: path.chmod(0o757), "Others can change "),
    "it cannot be executed": (lambda path: path.chmod(0o644), "can't be executed"),
    "others can write in its folder": (lambda path: path.parent.chmod(0o777), "Others can write in"),
    "it is a folder": (with_a_folder, "is not a file"),
    "it is a link to nothing": (linked_to("nothing"), "no such file"),
    "it is a link to itself": (linked_to("on-log"), "is not used"),
}


@pytest.fixture
def private_shelf(tmp_path: Path) -> HookShelf:
    """Hooks that may run."""
    private_shelf = HookShelf(tmp_path / "config")
    private_shelf.put("on-log")
    return private_shelf


def first(private_shelf: HookShelf) -> HookFile:
    """Return what is known of on-log."""
    return hook_files(private_shelf.environ)[0]


def test_what_is_the_persons_own_may_run(private_shelf: HookShelf, tmp_path: Path) -> None:
    """A file of their own, and a link to one; the other hook is not there."""
    mine, other = hook_files(private_shelf.environ)
    assert (mine.path, mine.there, mine.refusal) == (private_shelf.folder / "on-log", True, None)
    assert (other.hook.name, other.there, other.refusal) == ("on-signal", False, None)
    real = tmp_path / "dotfiles"
    mine.path.rename(real)
    mine.path.symlink_to(real)
    assert first(private_shelf).refusal is None


@pytest.mark.parametrize("case", SPOILT)
def test_what_others_could_have_written_is_refused(private_shelf: HookShelf, case: str) -> None:
    """Each way to get at it is named in a sentence of its own."""
    spoil, said = SPOILT[case]
    spoil(private_shelf.folder / "on-log")
    found = first(private_shelf)
    assert found.there
    assert said in str(found.refusal)


def test_a_link_into_a_folder_of_others_is_refused(private_shelf: HookShelf, tmp_path: Path) -> None:
    """What the link points to could be exchanged there."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    (private_shelf.folder / "on-log").rename(shared / "hook")
    (private_shelf.folder / "on-log").symlink_to(shared / "hook")
    assert f"Others can write in {shared}" in str(first(private_shelf).refusal)


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files to others")
def test_a_program_of_another_user_is_refused(private_shelf: HookShelf) -> None:
    """Whoever owns it can change it."""
    os.chown(private_shelf.folder / "on-log", 12345, 12345)
    assert "belongs to another user" in str(first(private_shelf).refusal)
