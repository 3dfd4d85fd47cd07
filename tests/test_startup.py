"""What a command loads: start-up time is a promise, and this is how it is kept."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import IO

import pytest

from kpitui.services.demo import TODAY
from tests.databases import sample_business
from tests.safety import SAFETY_SECONDS

HEAVY = ("textual", "rich", "pydantic", "plotext", "sqlite_utils", "asyncio")
SLOW = (*HEAVY, "statistics", "typing", "argparse", "dataclasses", "decimal", "pathlib", "inspect", "ast")
ONLY_FOR_LOG = ("re", "json")
"""What reading numbers and the journal take; commands that only read do without."""

TYPED = ("pydantic", "kpitui.services.kpi_fields", "kpitui.core.goal_text", "kpitui.core.smart")
"""What reads goals and fields that somebody typed; commands that only read do without."""
STATISTICS = ("statistics", "kpitui.services.insight")
"""What works out ranges and chances; lists of what was entered do without."""

RUN = """
import os, sys
os._exit = lambda status: None
from kpitui.cli.main import main
status = main(sys.argv[1:])
sys.stdout.flush()
modules = sorted(sys.modules)
import json
sys.stderr.write("\\n" + json.dumps([status, modules]))
"""


pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with three KPIs, made by the program itself."""
    path = tmp_path_factory.mktemp("startup") / "kpitui.db"
    for words in (["Revenue", "--unit", "EUR"], ["Orders"], ["Visitors"]):
        modules_of(path, "kpi", "add", *words)
    return path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample business, where every command has something to tell, after the first command of its day.

    That one keeps what is usual, for which it needs the statistics.
    """
    path = sample_business(tmp_path_factory.mktemp("startup") / "demo.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPITUI_TODAY", TODAY)
        modules_of(path, "status")
    return path


def modules_of(path: Path, *words: str, given: IO[str] | None = None) -> set[str]:
    """Return the modules that are loaded after a command, which has to succeed."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--db", str(path), *words],
        stdin=given,
        capture_output=True,
        text=True,
        check=True,
        timeout=SAFETY_SECONDS,
    )
    status, modules = json.loads(done.stderr.rsplit("\n", 1)[1])
    assert status == 0, done.stderr
    return set(modules)


@pytest.mark.parametrize(
    "words",
    [
        ("log", "revenue=1249,50", "orders=18", "visitors=620"),
        ("log", "revenue", "12", "yesterday", "-m", "market"),
        ("due",),
        ("status",),
        ("status", "--line"),
    ],
    ids=" ".join,
)
def test_the_daily_commands_load_nothing_slow(database: Path, words: tuple[str, ...]) -> None:
    """Logging, what is due and the status load neither a package nor a slow part of the standard library."""
    assert set() == modules_of(database, *words) & set(SLOW)


def test_the_first_command_of_a_new_database_reads_no_sentence(tmp_path: Path) -> None:
    assert "kpitui.core.goal_text" not in modules_of(tmp_path / "kpitui.db", "kpi", "add", "Revenue")


def test_what_is_far_from_usual_is_said_without_statistics(tmp_path: Path) -> None:
    """The warning is read from what is kept: nothing that works it out is loaded to log a number."""
    path = tmp_path / "kpitui.db"
    modules_of(path, "kpi", "add", "Revenue")
    today = date.today()  # noqa: DTZ011  the day of the program that is started
    lines = [f"revenue {100 + back * back % 11} {today - timedelta(days=back)}\n" for back in range(1, 40)]
    (tmp_path / "lines").write_text("".join(lines))
    with (tmp_path / "lines").open() as given:
        modules_of(path, "log", "-", given=given)
    shutil.rmtree(tmp_path / "backups")
    assert "kpitui.core.insight.anomaly" in modules_of(path, "note", "revenue", "a fair")
    loaded = modules_of(path, "log", "revenue", "99999")
    assert "kpitui.core.insight.expected_value" in loaded
    assert not loaded & {*SLOW, "statistics", "kpitui.services.insight", "kpitui.core.insight.anomaly", "zoneinfo"}


def test_hooks_cost_nothing_where_there_are_none(database: Path) -> None:
    """Who has no hook loads neither what runs one nor what one is told."""
    loaded = modules_of(database, "log", "orders", "18")
    slow = {
        "kpitui.extras.hooks.runner",
        "kpitui.files.programs",
        "subprocess",
        "tempfile",
    }
    assert slow & loaded == set()


@pytest.mark.parametrize("words", [("due",), ("status",), ("status", "--line")], ids=" ".join)
def test_what_only_reads_loads_no_expressions(database: Path, words: tuple[str, ...]) -> None:
    """What is due and the status need neither regular expressions nor JSON."""
    assert set() == modules_of(database, *words) & set(ONLY_FOR_LOG)


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("words", "without"),
    [
        ("show revenue --chart trend", TYPED),
        ("goal list", TYPED),
        ("goal show 1", TYPED),
        ("why revenue", TYPED),
        ("check", TYPED),
        ("review", TYPED),
        ("calendar", TYPED),
        ("export --format csv", (*TYPED, *STATISTICS)),
        ("action list", TYPED),
        ("kpi list", (*TYPED, *STATISTICS)),
        ("kpi templates", (*TYPED, *STATISTICS)),
        ("note list", (*TYPED, *STATISTICS)),
    ],
)
def test_what_only_reads_loads_nothing_that_reads_what_is_typed(
    demo: Path, words: str, without: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that changes nothing loads no words of goals, no models of fields and, for a list, no statistics."""
    monkeypatch.setenv("KPITUI_TODAY", TODAY)
    assert set() == modules_of(demo, *words.split()) & set(without)


def test_a_status_whose_chances_are_kept_loads_no_statistics(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first one after a change works chances out; until the next change they are read."""
    monkeypatch.setenv("KPITUI_TODAY", TODAY)
    modules_of(demo, "status")
    assert set() == modules_of(demo, "status") & {*HEAVY, *STATISTICS}


@pytest.mark.parametrize("words", [("review",), ("export", "--format", "csv")], ids=" ".join)
def test_what_writes_files_loads_no_reader_of_them(database: Path, words: tuple[str, ...]) -> None:
    """A review and an export need nothing of what recognises and reads the files of other programs."""
    readers = {f"kpitui.exchange.{name}" for name in ("recognition", "reading", "plain_tables", "presets", "dates")}
    loaded = modules_of(database, *words)
    assert "kpitui.exchange" in loaded
    assert set() == loaded & readers


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("history",), ("undo",)], ids=" ".join)
def test_light_commands_load_no_package(database: Path, words: tuple[str, ...]) -> None:
    """Commands that only read or step through the journal load no package at all."""
    assert set() == modules_of(database, *words) & set(HEAVY)


def test_redo_loads_no_package(database: Path) -> None:
    """Doing again what was just undone loads no package at all."""
    modules_of(database, "undo")
    assert set() == modules_of(database, "redo") & set(HEAVY)
