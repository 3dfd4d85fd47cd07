"""The recipes of docs/adding.md: who follows them on a copy of the source gets what a newcomer expects of each.

What is asked is asked of the copy, in a process of its own (`tests.recipe_answers`). The slow test holds the copy to
the style and to the contract tests of the families as well.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kpitui.core.kinds import KINDS
from kpitui.services.demo import TODAY
from kpitui.services.entries import EntryInput, log
from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import open_workspace
from tests.manual import Block, blocks_of, follow

ROOT = Path(__file__).parent.parent
RECIPES = ROOT / "docs" / "adding.md"
PLACES = {
    "A chart": 2,
    "A file to import": 1,
    "A file to export": 2,
    "A command": 2,
    "A page": 2,
    "A KPI template": 1,
    "A language": 1,
    "A KPI kind": 2,
}
"""How many places each recipe touches: a file and a row, and where a table takes modules the import of one."""
FAMILIES = (
    "architecture", "charts/test_charts", "cli/test_commands", "exchange/test_writing",
    "services/test_charts", "services/test_templates", "tui/screens/test_other_pages", "tui/test_keymap",
    "wording/test_charts",
)  # fmt: skip
"""The tests that a member of a family is covered by from the moment it stands in its table."""


def recipes() -> dict[str, list[Block]]:
    """Return the blocks of each recipe that say what is written where, by its heading."""
    lines = RECIPES.read_text(encoding="utf-8").splitlines()
    headings = [(number, line.removeprefix("## ")) for number, line in enumerate(lines, 1) if line.startswith("## ")]
    parts: dict[str, list[Block]] = {}
    for block in blocks_of(RECIPES):
        if block.title:
            heading = [title for number, title in headings if number < block.line][-1]
            parts.setdefault(heading, []).append(block)
    return parts


class Copy:
    """A copy of the source in which every recipe was followed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The byte code comes along: it stays good for whatever no recipe touches.
        shutil.copytree(ROOT / "kpitui", folder / "kpitui")
        shutil.copytree(ROOT / "sample_data", folder / "sample_data")
        for block in (block for blocks in recipes().values() for block in blocks):
            follow(block, folder)
        schema = folder / "kpitui" / "store" / "schema.py"
        raised = re.sub(
            r"(?<=^SCHEMA_VERSION = )\d+", lambda number: str(int(number[0]) + 1), schema.read_text(), flags=re.M
        )
        schema.write_text(raised)
        catalogues = folder / "kpitui" / "i18n" / "catalogues"
        shutil.copytree(catalogues / "nl", catalogues / "de")

    def run(self, *words: str) -> str:
        """Run a module of the copy, with an empty home, and return what it printed; it has to succeed."""
        environ = {
            name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
        }
        own = {"KPITUI_DB": str(self.folder / "own.db"), "KPITUI_TODAY": TODAY, "PYTHONPATH": str(self.folder)}
        command = [sys.executable, "-m", *words]
        done = subprocess.run(
            command, cwd=self.folder, env=environ | own, capture_output=True, text=True, check=False
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the copy answers to the questions of `tests.recipe_answers`."""
    copy = Copy(tmp_path_factory.mktemp("recipes"))
    older = open_workspace({}, datetime.fromisoformat(f"{TODAY}T09:30"), database=str(copy.folder / "older.db"))
    add_kpi(older, {"name": "Orders"})
    add_kpi(older, {"name": "Gone"})
    log(older, [EntryInput("orders", "30", older.today)])
    older.store.connection.execute("DELETE FROM kpi WHERE key = 'gone'")
    older.close()
    (copy.folder / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "recipe_answers.py", copy.folder / "tests")
    found: dict[str, Any] = json.loads(copy.run("tests.recipe_answers").splitlines()[-1])
    return found


def test_a_recipe_touches_as_few_places_as_it_can() -> None:
    """A member is one file and one row; what more a recipe asks for would be forgotten."""
    assert {name: len(blocks) for name, blocks in recipes().items() if name in PLACES} == PLACES


@pytest.mark.slow
@pytest.mark.process
def test_a_page_is_wherever_pages_are(answers: dict[str, Any]) -> None:
    """Its keys, those of its list too, are in help and in the check of moved keys; palette and key lead to it."""
    page = answers["page"]
    assert {"page.find", "page.back", "lines.up", "lines.open"} <= set(page["keys"])
    assert {"lines.up", "lines.open"} <= set(page["bound"])
    assert page["on today"] == {"keys": "F8", "does": "names"}
    assert "Names" in page["help"]
    assert page["palette"]
    assert page["refused"] == "The key j is already used on Names, by lines.down. Choose another key"
    assert page["opened"] == "NamesPage"
    assert "Revenue" in page["screen"]


@pytest.mark.process
def test_a_chart_is_wherever_charts_are(answers: dict[str, Any]) -> None:
    """The shell draws it and names it in its help, the app reaches it, a reader of the screen gets it in words."""
    chart = answers["chart"]
    assert "dots" in chart["help"]
    assert "12" in chart["drawn"]
    assert "dots" in chart["in turn"]
    assert any("12" in sentence for sentence in chart["spoken"])


@pytest.mark.process
def test_a_command_is_wherever_commands_are(answers: dict[str, Any]) -> None:
    """It runs, and help and completion know it with its words."""
    command = answers["command"]
    assert command["printed"] == "1\n"
    assert re.search(r"^ +count +say how many KPIs there are$", command["help"], re.MULTILINE)
    for offered in command["commands"].values():
        assert "count\tsay how many KPIs there are\n" in offered
    for flags in command["flags"].values():
        assert [line.partition("\t")[0] for line in flags.splitlines()] == ["--help", "--json"]


def test_a_kind_is_wherever_kinds_are(answers: dict[str, Any]) -> None:
    """An older database takes it and loses nothing; its days and weeks have their mean, and are explained."""
    kind = answers["kind"]
    assert "score: the mean counts too" in " ".join(kind["help"].split())
    assert kind["values"] == [[4.0], [4.0]]
    assert kind["view"] == [["orders", 30.0], ["survey", 4.0]]
    assert "the average of the numbers of the day" in " ".join(kind["explained"].split())
    assert kind["orphans"] == []
    assert kind["ids"] == [[1, "flow"], [3, "score"]]  # that of a KPI that is gone is not given again
    assert set(kind["accepted"].split(", ")) == {*KINDS, "score"}


@pytest.mark.process
def test_files_are_read_and_written(answers: dict[str, Any]) -> None:
    """An export that is recognised by its columns is imported, and listed; a format to write is offered and written."""
    files = answers["files"]
    assert "2 new" in files["imported"]
    assert "till" in files["presets"]
    assert '"kpi": "receipts"' in files["exported"]
    assert "one JSON object per line" in files["formats"]


@pytest.mark.process
def test_a_template_and_a_language_are_taken(answers: dict[str, Any]) -> None:
    """A KPI is added from a template of the recipe; the app speaks the language of the recipe."""
    assert answers["template"].startswith("Added Parking tickets")
    assert "\nGebruik: kpitui" in answers["language"]


@pytest.mark.slow
def test_what_a_recipe_makes_passes_as_if_it_had_always_been_there(tmp_path: Path) -> None:
    """Style, types and the contract tests of the families hold for the copy; all that is missing are translations."""
    copy = Copy(tmp_path)
    for folder in ("tests", "docs", "benchmarks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "pictures"))
    for name in ("pyproject.toml", "hatch_build.py"):
        shutil.copy(ROOT / name, tmp_path)
    copy.run("ruff", "check", "kpitui")
    copy.run("ruff", "format", "--check", "kpitui")
    copy.run("mypy", "-p", "kpitui")
    contracts = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert contracts
    subprocess.run([contracts, "--no-cache"], cwd=tmp_path, stdout=subprocess.DEVNULL, check=True)
    tests = [f"tests/{name if '/' in name else f'test_{name}'}.py" for name in FAMILIES]
    copy.run("pytest", "-q", "-p", "no:cacheprovider", *tests)
