"""Hooks of an app that stays open: run beside it, told when they fail, and the rest left to the way out."""

from __future__ import annotations

import os
import select
from pathlib import Path

import pytest

from kpitui.extras.hooks.runner import HookRunner
from kpitui.tui.app import KpituiApp
from tests.hooks import HookShelf
from tests.tui.pilot import Pilot
from tests.tui.stage import play, shop, told, workspace_at


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HookShelf:
    """A folder for hooks, where the program looks for them."""
    shelf = HookShelf(tmp_path / "config")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".config").symlink_to(shelf.config)
    return shelf


def looked(app: KpituiApp) -> None:
    """Let the app look as it does once a second, wait for the hooks, and look again."""
    app.watch_database()
    if app.hook_runner.thread is not None:
        app.hook_runner.thread.join()
    app.watch_database()


def test_what_is_typed_is_told(tmp_path: Path, shelf: HookShelf) -> None:
    """A figure, the next one, and an undo: each as it became, with its surprise; no key waits for it."""
    shelf.put("on-log")
    shelf.put("on-signal")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"4500", "enter", *"11", "enter", "u")
        looked(app)
        assert app.workspace.steps == []
        assert told(app).count("hook") == 0

    play(shop(tmp_path / "kpitui.db", days=60), story)
    days = [(each["step"], each["days"][0]["key"], each["days"][0]["after"]) for each in shelf.heard("on-log")]
    assert days == [("done", "revenue", 4500.0), ("done", "orders", 11.0), ("undone", "orders", None)]
    (document,) = shelf.heard("on-signal")
    assert [("revenue", 4500.0)] == [(signal["key"], signal["value"]) for signal in document["signals"]]


def test_a_failure_is_a_message(tmp_path: Path, shelf: HookShelf) -> None:
    """Once, however often it fails; the figures are saved and the app goes on."""
    shelf.put("on-log", "#!/bin/sh\necho '[b]no mail[/b] today' >&2\nexit 7\n")

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


def test_who_leaves_at_once_loses_no_hook(tmp_path: Path, shelf: HookShelf) -> None:
    """The hook under way is waited for and its failure told, the others stay for the command line to run."""
    for name in ("begun", "go"):
        os.mkfifo(tmp_path / name)
    begun = os.open(tmp_path / "begun", os.O_RDONLY | os.O_NONBLOCK)
    waits = f'echo x > {tmp_path / "begun"}\ncat {tmp_path / "go"} > /dev/null\ncat >> "{{heard}}"'
    shelf.put("on-log", f"#!/bin/sh\n{waits}\necho late >&2\nexit 7\n")
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
    assert [1] == [len(each["days"]) for each in shelf.heard("on-log")]
    assert len(workspace.steps) == 1
    os.close(begun)
    workspace.close()


def test_a_database_that_is_gone_is_told(tmp_path: Path, shelf: HookShelf) -> None:
    """The thread ends with a sentence."""
    shelf.put("on-log")
    path = shop(tmp_path / "kpitui.db", days=1)
    workspace = workspace_at(path)
    with workspace.store.write("entries.logged") as change:
        change.insert("entry", {"kpi": 1, "date": "2026-11-22", "id": "a", "value": 1.0})
    hook_runner = HookRunner(lambda: workspace_at(tmp_path), workspace.environ, workspace.steps)
    said = [*hook_runner.look(), *hook_runner.finish()]
    assert ["is not a file" in each for each in said] == [True]
    workspace.close()
