"""Documents stay true: what is made from the program is what the program says, and what they name exists."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from kpitui.cli.commands import COMMANDS
from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


sys.path.append(str(ROOT / "docs"))
make = import_module("make")


@pytest.fixture
def _back_afterwards(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Go back to the folder and the time zone that there were; a picture is made elsewhere."""
    with monkeypatch.context() as patch:
        patch.chdir(tmp_path)
        patch.setenv("TZ", "UTC")
        yield
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.mark.usefixtures("_back_afterwards")
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in make.LISTS else pytest.mark.slow) for name in make.DOCUMENTS]
)
def test_a_made_document_is_up_to_date(name: str) -> None:
    """Lists, JSON, manual page, recording and pictures are what docs/make.py writes."""
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    same = written == make.DOCUMENTS[name]()  # how two pictures differ is nothing to be read
    assert same, "run python docs/make.py"


def test_there_is_no_picture_of_a_page_that_is_gone() -> None:
    """Every file in the folder of pictures is one that is made."""
    folder = ROOT / "docs" / "pictures"
    files = {path.relative_to(ROOT / "docs").as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files - make.DOCUMENTS.keys() == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Every link to a file of the project has a file at its end."""
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


SEARCHED = {
    "en": "vacation holiday sick backfill backdate forgot excel spreadsheet etsy shopify amazon mouse sync dropbox "
    "install uninstall upgrade windows mac phone dollar timezone password VAT invoice delete wrong.number reminder "
    "rounding rolling thousands.separator duplicate unfinished.week multiple.entries several.times two.businesses",
    "nl": "vakantie ziek vergeten vul excel rekenblad etsy shopify bol.com muis synchroniseert dropbox installeren "
    "verwijderen bijwerken windows mac telefoon dollar tijdzone wachtwoord btw factuur verkeerd.cijfer herinnering "
    "afgerond afronden dubbel lopende.week decimalen schermlezer kleurenblind back-up twee.bedrijven",
}
"""Words that people search a manual for, by the language of its pages."""


@pytest.mark.parametrize("language", SEARCHED)
def test_a_reader_who_searches_for_a_word_finds_it(language: str) -> None:
    """The word stands in a page that is written for who uses the program, not only in a list made from it."""
    folder = ROOT / "docs" / ("nl" if language == "nl" else "")
    pages = [
        path for path in sorted(folder.glob("*.md")) if path.name not in (*make.LISTS, "architecture.md", "adding.md")
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in pages)
    missing = [word for word in SEARCHED[language].split() if not re.search(rf"(?i)\b{word}", text)]
    assert not missing


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_that_are_named_exist(path: Path) -> None:
    """Every `kpitui WORD` in a document is a command."""
    text = path.read_text(encoding="utf-8")
    for word in re.findall(r"(?:^\$ |`|&& )kpitui ([a-z]+)", text, flags=re.MULTILINE):
        assert word in COMMANDS, word


TOURS = [ROOT / "AGENTS.md", *(ROOT / "docs" / f"{name}.md" for name in ("architecture", "flow", "glossary"))]
FOLDERS = (
    "kpitui|tests|docs|sample_data|benchmarks"
    "|cli|tui|wording|services|store|exchange|charts|sources|files|i18n|core|extras"
)


@pytest.mark.parametrize("path", TOURS, ids=lambda path: path.name)
def test_files_that_a_tour_of_the_code_names_exist(path: Path) -> None:
    """A path leads to a file or folder of the project or, without its first folder, of the package."""
    text = path.read_text(encoding="utf-8")
    named = re.findall(rf"(?<![\w/.-])((?:{FOLDERS})/[\w/.]*\w/?)(?![\w-])", text)
    assert len(named) > 4
    missing = [name for name in named if not any((folder / name).exists() for folder in (ROOT, ROOT / "kpitui"))]
    missing = [name for name in missing if "NAME" not in name and "LETTER" not in name]
    assert not missing


def test_every_promise_of_security_has_its_test() -> None:
    """Each row of its tables names a test that there is, or a target of the fuzzer."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| may try")]
    assert len(rows) > 25
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", row.rsplit("|", 2)[1])
        assert named, row
        for path, test in named:
            definition = f"def {test}(" if test else "def test_"
            assert definition in (ROOT / path).read_text(encoding="utf-8"), (path, test)
    for target in re.findall(r"tests\.fuzz (\w+)", text):
        assert target in (*TARGETS, "all"), target
