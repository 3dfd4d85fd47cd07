"""Documents stay true: what is made from the program is what the program says, and what they name exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kpitui.cli.commands import COMMANDS

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("words", [("--check",), pytest.param(("--check", "--all"), marks=pytest.mark.slow)])
def test_made_documents_are_up_to_date(words: tuple[str, ...]) -> None:
    """Lists, JSON, manual page, recording and pictures are what docs/make.py writes; all themes in the slow tests."""
    command = [sys.executable, str(ROOT / "docs" / "make.py"), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Every link to a file of the project has a file at its end."""
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_that_are_named_exist(path: Path) -> None:
    """Every `kpitui WORD` in a document is a command."""
    text = path.read_text(encoding="utf-8")
    for word in re.findall(r"(?:^\$ |`|&& )kpitui ([a-z]+)", text, flags=re.MULTILINE):
        assert word in COMMANDS, word


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("architecture.md")), ids=lambda path: path.name)
def test_files_that_the_architecture_names_exist(path: Path) -> None:
    """A path in the tour of the code leads to a file or folder."""
    for named in re.findall(
        r"`((?:kpitui|tests|docs|sample_data|benchmarks)/[\w/.]+)`", path.read_text(encoding="utf-8")
    ):
        assert (ROOT / named).exists(), named
