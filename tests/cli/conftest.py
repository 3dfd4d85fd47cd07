"""A shell for tests: runs commands in this process on a database of their own, on the Monday of the stories."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kpitui.cli.main import main
from kpitui.i18n import use
from tests.databases import copied, empty

GOLDEN = Path(__file__).parent / "golden"


class Done(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)


class Shell:
    """Runs commands on one database."""

    def __init__(self, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.database = database
        self._patch = monkeypatch

    def __call__(self, *words: str, given: bytes = b"") -> Done:
        """Run a command with *given* on standard input."""
        out, err = io.StringIO(), io.StringIO()
        with self._patch.context() as patch:
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
            patch.setenv("KPITUI_DB", str(self.database))
            patch.setenv("COLUMNS", "80")
            try:
                status = main(words)
            except SystemExit as left:
                status = int(left.code or 0)
        use("en")
        return Done(status, out.getvalue(), err.getvalue())

    def ok(self, *words: str, given: bytes = b"") -> Done:
        """Run a command that has to succeed."""
        done = self(*words, given=given)
        assert done.status == 0, done.err
        return done

    def exported(self) -> dict[str, object]:
        """Return all tables that are exported, without the version and the moment of the export."""
        document: dict[str, object] = self.ok("export", "--format", "json").json
        del document["kpitui"]
        return document


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell on an empty database, on Monday 23 November 2026."""
    monkeypatch.setenv("KPITUI_TODAY", "2026-11-23")
    return Shell(empty(tmp_path / "kpitui.db"), monkeypatch)


@pytest.fixture
def new_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell on a database that is not there, in a folder that is not there either."""
    monkeypatch.setenv("KPITUI_TODAY", "2026-11-23")
    return Shell(tmp_path / "missing" / "kpitui.db", monkeypatch)


@pytest.fixture
def shop(shell: Shell) -> Shell:
    """A shell on a database with revenue, orders, visitors and conversion, and three days of figures."""
    copied(shell.database, _make_shop)
    return shell


def _make_shop(path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPITUI_TODAY", "2026-11-23")
        _fill_shop(Shell(path, patch))


def _fill_shop(shell: Shell) -> None:
    shell.ok("kpi", "add", "Revenue", "--unit", "EUR")
    shell.ok("kpi", "add", "Orders")
    shell.ok("kpi", "add", "Visitors")
    parts = ("--numerator", "orders", "--denominator", "visitors")
    shell.ok("kpi", "add", "Conversion", "--kind", "ratio", "--unit", "%", *parts)
    for day, revenue, orders, visitors in (
        ("20", "400", "10", "500"),
        ("21", "410.50", "12", "520"),
        ("22", "390", "9", "480"),
    ):
        shell.ok("log", f"revenue={revenue}", f"orders={orders}", f"visitors={visitors}", "--on", f"2026-11-{day}")


def check_golden(name: str, text: str) -> None:
    """Compare *text* with the golden file *name*; with ``KPITUI_GOLDEN=write`` write it instead."""
    path = GOLDEN / name
    if os.environ.get("KPITUI_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{name} differs; look, then run with KPITUI_GOLDEN=write"
