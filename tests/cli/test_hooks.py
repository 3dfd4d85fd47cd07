"""Hooks of the command line: run after the answer, told when they fail, and never the reason for another status."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kpitui.extras.hooks import HOOKS
from tests.cli.conftest import Shell
from tests.hooks import HookShelf
from tests.safety import SAFETY_SECONDS

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parent.parent.parent
FAILS = "#!/bin/sh\necho no mail today >&2\nexit 7\n"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HookShelf:
    """A folder for hooks, where the program looks for them."""
    shelf = HookShelf(tmp_path / "config")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(shelf.config))
    return shelf


def what(shelf: HookShelf) -> list[tuple[str, str]]:
    """Return what on-log was told of, as word and step."""
    return [(document["what"], document["step"]) for document in shelf.heard("on-log")]


def test_every_way_that_figures_change_is_told(shop: Shell, shelf: HookShelf, tmp_path: Path) -> None:
    """Logged, undone, redone, imported, merged, pulled: no command has to think of it."""
    shelf.put("on-log")
    shop.ok("log", "orders", "5")
    shop.ok("undo")
    shop.ok("redo")
    (tmp_path / "x.csv").write_text("date,orders\n2026-11-01,5\n2026-11-02,6\n")
    shop.ok("import", str(tmp_path / "x.csv"))
    other = tmp_path / "other.db"
    shop.ok("--db", str(other), "kpi", "add", "Parcels")
    shop.ok("--db", str(other), "log", "parcels", "3")
    shop.ok("merge", str(other))
    sources = '[source.till]\nkind = "command"\ncommand = ["echo", "12"]\nkpi = "revenue"\n'
    (shelf.config / "kpitui" / "sources.toml").write_text(sources)
    shop.ok("pull")
    assert what(shelf) == [
        ("entry.logged", "done"),
        ("entry.logged", "undone"),
        ("entry.logged", "redone"),
        ("entries.imported", "done"),
        ("entry.logged", "done"),
        ("database.merged", "done"),
        ("entries.imported", "done"),
    ]


def test_no_database_brings_a_program_along(shop: Shell, tmp_path: Path) -> None:
    """Whatever a database says of hooks, sources and folders: only what lies in the person's own configuration runs."""
    shelf = HookShelf(tmp_path / "config")
    hook = shelf.put("on-log")
    with sqlite3.connect(shop.database) as connection:
        for key in ("hooks", "on-log", "hook.on-log", "sources", "config", "XDG_CONFIG_HOME", "KPITUI_HOOKS", "path"):
            for name in (key, f"import.{key}"):
                connection.execute(
                    "INSERT INTO setting VALUES (?, ?)", (name, str(hook if "on" in key else shelf.config))
                )
    connection.close()
    shop.ok("log", "orders", "5")
    shop("pull")
    assert shelf.heard("on-log") == []


def test_what_changes_no_figure_is_not_told(shop: Shell, shelf: HookShelf, tmp_path: Path) -> None:
    """A note, a dry run, a refused and a repeated command."""
    shop.ok("log", "orders", "5", "--key", "once")
    shelf.put("on-log")
    shop.ok("note", "--all", "market day")
    shop.ok("log", "orders", "5", "--key", "once")
    (tmp_path / "x.csv").write_text("date,orders\n2026-11-01,5\n")
    shop.ok("import", str(tmp_path / "x.csv"), "--dry-run")
    assert shop("log", "orders=6", "nothing=7").status == 1
    assert what(shelf) == []


def test_every_step_that_was_taken_is_told(shop: Shell, shelf: HookShelf) -> None:
    """Of more steps back than there are, those that there were."""
    shelf.put("on-log")
    done = shop("undo", "99")
    assert (done.status, what(shelf)) == (0, [("entries.logged", "undone")] * 3)


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_that_fails_changes_nothing_else(shop: Shell, shelf: HookShelf, name: str) -> None:
    """The same answer and status as without it, the figure saved, and one sentence on standard error."""
    for day in range(1, 20):
        shop.ok("log", "orders", str(10 + day % 3), f"2026-11-{day:02}")
    quiet = shop.ok("log", "orders", "900")
    shop.ok("undo")
    shelf.put(name, FAILS)
    done = shop("log", "orders", "900")
    said = quiet.err + f"The hook {shelf.folder / name} failed (status 7): no mail today\n"
    assert (done.status, done.out, done.err) == (0, quiet.out, said)
    assert shop.ok("show", "orders", "--json").json["periods"][-1]["value"] == 900


def test_a_hook_that_others_can_write_is_refused(shop: Shell, shelf: HookShelf) -> None:
    """Several changes of one command say so once, and it is not run."""
    shelf.put("on-log", mode=0o777)
    done = shop.ok("undo", "3")
    assert done.err.count("so it is not used. To fix it: chmod go-w") == 1
    assert what(shelf) == []


@pytest.mark.process
def test_real_processes_do_not_loop(shelf: HookShelf, tmp_path: Path) -> None:
    """A hook that logs is run once, for the person's own command; its figure is there, and its words are nowhere."""
    program = f"{sys.executable} -m kpitui"
    shelf.put("on-log", f'#!/bin/sh\ncat >> "{{heard}}"\necho printed\n{program} log hooked 1 >&2\n')
    environ = {**os.environ, "KPITUI_DB": str(tmp_path / "kpitui.db"), "PYTHONPATH": str(ROOT)}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kpitui", *words]
        return subprocess.run(command, env=environ, capture_output=True, text=True, check=True, timeout=SAFETY_SECONDS)

    run("kpi", "add", "Orders")
    run("kpi", "add", "Hooked")
    done = run("log", "orders", "5")
    assert (done.stdout[:6], done.stderr) == ("Orders", "")
    assert what(shelf) == [("entry.logged", "done")]
    assert '"value": 1.0' in run("status", "--json").stdout


@pytest.mark.slow
def test_the_demo_runs_none(shell: Shell, shelf: HookShelf) -> None:
    """Its figures are nobody's."""
    shelf.put("on-log")
    shell.ok("demo", "--print")
    assert what(shelf) == []


def test_the_environment_turns_them_off(shop: Shell, shelf: HookShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """KPITUI_HOOKS=no: nothing runs, and the list says why."""
    shelf.put("on-log")
    monkeypatch.setenv("KPITUI_HOOKS", "no")
    shop.ok("log", "orders", "5")
    assert what(shelf) == []
    assert "KPITUI_HOOKS turns hooks off" in shop.ok("hooks").out
    assert shop("hooks", "try", "on-log").status == 1
    assert what(shelf) == []


def test_the_list(shop: Shell, shelf: HookShelf) -> None:
    """Each hook, whether it runs, and why not; as JSON too."""
    shelf.put("on-log", mode=0o777)
    text = shop.ok("hooks").out
    assert "on-log     does not run" in text
    assert "on-signal  is not there" in text
    first, second = shop.ok("hooks", "--json").json
    assert (first["hook"], first["there"], first["runs"]) == ("on-log", True, False)
    assert "Others can change " in first["reason"]
    assert (second["hook"], second["there"], second["runs"], second["reason"]) == ("on-signal", False, False, None)
    (shelf.folder / "on-log").chmod(0o755)
    assert "on-log     runs" in shop.ok("hooks").out


@pytest.mark.parametrize("name", HOOKS)
def test_trying_one(shop: Shell, shelf: HookShelf, name: str) -> None:
    """It gets the example that can be printed, and what goes wrong is a refusal; the database is left alone."""
    missing = shop("hooks", "try", name)
    assert (missing.status, "No hook at" in missing.err) == (1, True)
    shelf.put(name)
    assert "ran without errors" in shop.ok("hooks", "try", name).out
    assert shelf.heard(name) == [shop.ok("hooks", "example", name).json]
    shelf.put(name, FAILS)
    failed = shop("hooks", "try", name)
    assert (failed.status, "status 7): no mail today" in failed.err) == (1, True)
    shelf.put(name, mode=0o777)
    assert shop("hooks", "try", name).status == 1
    assert shop("hooks", "try").status == 2
