"""The manual cannot lie: every command it shows is run, and it is built without a warning."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from kpitui.cli.commands import COMMANDS
from kpitui.cli.main import parser_of
from kpitui.core.languages import LANGUAGES
from tests.databases import sample_business
from tests.manual import EMPTY, Reader, blocks_of

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
ELSEWHERE = ("python3 -m venv", "python3 -m tests", ".venv/bin", "make ", "git clone", "docs/make.py")
"""Commands about this checkout and its environment: tests/test_packaging.py and whoever runs the tests run them."""


def path_of(path: Path) -> str:
    """Return a page as it is named in a report."""
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample business in each language."""
    folder = tmp_path_factory.mktemp("samples")
    return {language: sample_business(folder / f"{language}.db", language) for language in LANGUAGES}


@pytest.mark.sampled(1)
@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="the manual shows a POSIX shell")
@pytest.mark.parametrize("page", PAGES, ids=path_of)
def test_every_command_of_a_page_works(page: Path, samples: dict[str, Path], tmp_path: Path) -> None:
    """Who does what the page says, from top to bottom, gets no refusal, and sees what it shows."""
    language = "nl" if page.parent.name == "nl" else "en"
    empty = EMPTY in page.read_text(encoding="utf-8")
    reader = Reader(tmp_path, None if empty else samples[language], language)
    for block in blocks_of(page):
        if not any(word in block.text for word in ELSEWHERE):
            reader.do(block)


@pytest.mark.parametrize("page", PAGES, ids=path_of)
def test_no_command_is_shown_that_is_not_run(page: Path) -> None:
    """A command of KPITUI stands in a block that is run; the lists made from the program are the exception."""
    for block in blocks_of(page):
        if block.language not in ("sh", "console", "crontab", "ini") and page.name != "commands.md":
            assert not re.search(r"^\$? ?kpitui ", block.text, flags=re.MULTILINE), f"line {block.line}"


@pytest.mark.parametrize("page", PAGES, ids=path_of)
def test_options_that_are_named_exist(page: Path) -> None:
    """Every option within a command in running text is one that the command has."""
    for shown in re.findall(r"`kpitui ([a-z][^`\n]*)`", page.read_text(encoding="utf-8")):
        name, *words = re.split(r"[\s|]+", shown)
        known = _options(parser_of(COMMANDS[name], import_module(COMMANDS[name].module)))
        unknown = [word for word in words if re.fullmatch(r"--[a-z][a-z-]*", word) and word not in known]
        assert not unknown, shown


def _options(parser: ArgumentParser) -> set[str]:
    found: set[str] = {"--help"}
    for action in parser._actions:
        found.update(action.option_strings)
        if isinstance(action.choices, dict):
            found.update(*(_options(inner) for inner in action.choices.values()))
    return found


@pytest.mark.parametrize("page", PAGES, ids=path_of)
def test_queries_give_rows(page: Path, samples: dict[str, Path]) -> None:
    """Every query that a page shows is accepted by the sample database and finds something."""
    for block in blocks_of(page):
        if block.language == "sql":
            connection = sqlite3.connect(f"file:{samples['en']}?mode=ro", uri=True)
            for query in filter(str.strip, block.text.split(";")):
                assert connection.execute(query).fetchone() is not None, query
            connection.close()


@pytest.mark.slow
@pytest.mark.process
def test_the_manual_is_built_without_a_warning(tmp_path: Path) -> None:
    """Zensical takes a broken link or a missing page for an error; what makes the pages is left out."""
    shutil.copytree(DOCS, tmp_path / "docs")
    shutil.copy(ROOT / "zensical.toml", tmp_path)
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    environ = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    site = tmp_path / "site"
    assert (site / "index.html").exists()
    assert not list(site.rglob("*.py"))


def test_every_page_stands_in_the_table_of_contents() -> None:
    """A page that nobody can find is no page."""
    listed = set(_pages(tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]))
    assert listed == {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}


def _pages(entry: object) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    for inner in entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ():
        yield from _pages(inner)
