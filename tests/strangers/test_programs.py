"""Hooks that behave as no hook should, thought up without a look at what runs them: what was logged is logged once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.hooks import HookShelf

KPITUI = f"'{sys.executable}' -m kpitui"

SCRIPTS = {
    "it says something": "echo hi",
    "it sends escape codes": "printf '\\033[31mred\\033]52;c;AAAA\\007'",
    "it fails with escape codes": "printf '\\033[31mred\\033[2J' >&2; exit 3",
    "it kills itself": "kill -9 $$",
    "it ends with the highest status": "exit 255",
    "it leaves somebody behind": "sleep 5 & exit 0",
    "it leaves somebody in a session of his own": "setsid sleep 5 & exit 0",
    "it closes what it reads from": "exec 0<&-; exit 0",
    "it closes all it has": "exec 0<&- 1>&- 2>&-; exit 1",
    "it reads nothing": "exit 0",
    "it says a megabyte": "head -c 1000000 /dev/zero; exit 1",
    "it complains for a megabyte": "head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 1",
    "it says bytes that are no text": "printf '\\377\\376' >&2; exit 1",
    "it writes to the terminal": "echo x > /dev/tty",
    "it deletes itself": 'rm -f "$0"; exit 1',
    "it logs the same": f"{KPITUI} log visitors 9",
    "it undoes": f"{KPITUI} undo",
    "it waits for the database": f"{KPITUI} doctor >/dev/null",
    "it asks for another hook": f"{KPITUI} hooks try on-log",
    "it goes elsewhere": "cd / && exit 0",
    "it changes the limits": "ulimit -n 3; exit 0",
    "it ends in the middle": 'echo \'{"a":',
}


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HookShelf:
    """A folder for hooks, where the program looks for them."""
    shelf = HookShelf(tmp_path / "config")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(shelf.config))
    return shelf


def is_logged_in_words(shop: Shell) -> None:
    done = shop("log", "orders", "77")
    assert done.status == 0, done.err
    assert "\x1b" not in done.out + done.err
    assert "hit a bug" not in done.err
    assert len(done.err) < 2000
    values = [row["value"] for row in shop.ok("entry", "list", "orders", "--json").json]
    assert values.count(77) == 1


@pytest.mark.sampled(8)
@pytest.mark.process
@pytest.mark.parametrize("name", [name for name in SCRIPTS if name != "it undoes"])
def test_whatever_a_hook_does_the_figure_is_there_once(shop: Shell, shelf: HookShelf, name: str) -> None:
    shelf.put("on-log", f"#!/bin/sh\n{SCRIPTS[name]}\n", 0o700)
    is_logged_in_words(shop)


@pytest.mark.process
def test_a_hook_may_undo_and_no_more(shop: Shell, shelf: HookShelf) -> None:
    """Undoing is a change like any other: it runs no hook again, and takes one step."""
    before = shop.ok("export").out
    shelf.put("on-log", f"#!/bin/sh\n{SCRIPTS['it undoes']}\n", 0o700)
    shop.ok("log", "orders", "77")
    assert shop.ok("export").out == before


def to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def to_nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


def a_program(head: bytes, mode: int = 0o700) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(head)
        path.chmod(mode)

    return make


ODD: dict[str, Callable[[Path], None]] = {
    "a folder": lambda path: path.mkdir(),
    "a pipe that nobody writes to": lambda path: os.mkfifo(path, 0o700),
    "a link to itself": to_itself,
    "a link that leads nowhere": to_nowhere,
    "an empty file": a_program(b""),
    "a program of a missing interpreter": a_program(b"#!/nonexistent\n"),
    "a program of no interpreter": a_program(b"#!\n"),
    "a program of itself": a_program(b"#!on-log\n"),
    "a program of another machine": a_program(b"\x7fELF\x02\x01\x01" + b"\0" * 57),
    "half a program": a_program(b"\x7fELF"),
    "a text of Windows": a_program(b"\xef\xbb\xbf#!/bin/sh\r\nexit 0\r\n"),
    "a file that cannot be run": a_program(b"#!/bin/sh\n", 0o600),
}


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="hooks are off there")
@pytest.mark.parametrize("name", ODD)
def test_whatever_lies_where_a_hook_would_the_figure_is_there_once(shop: Shell, shelf: HookShelf, name: str) -> None:
    ODD[name](shelf.folder / "on-log")
    is_logged_in_words(shop)
