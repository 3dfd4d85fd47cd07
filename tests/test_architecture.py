"""The rules of the house that no linter knows: which package is used where, no class that does everything."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kpitui"
TREES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}

MOST_METHODS = 30
"""A page of the app comes near it, with a small method for each message and key, which Textual calls by name."""

ONLY_IN = {
    "plotext": ("charts/figure.py",),
    "textual": ("tui/",),
    "rich": ("tui/",),
    "sqlite3": ("store/", "extras/pull/sources/sql.py"),
    "sqlite_utils": ("store/",),
    "pydantic": ("services/kpi_fields.py", "extras/pull/_schema.py", "exchange/_own_presets.py"),
    "argparse": ("cli/",),
    "urllib.request": ("extras/pull/sources/_web.py", "extras/pull/sources/_web.py"),
    "http": ("extras/pull/sources/_web.py", "extras/pull/sources/_web.py"),
    "socket": ("extras/pull/sources/_web.py", "extras/serve/_server.py", "files/descriptors.py"),
    "subprocess": ("extras/pull/sources/command.py", "files/programs.py"),
    "textual_serve": ("extras/serve/_server.py",),
    "aiohttp": ("extras/serve/_server.py",),
    "google": ("extras/pull/sources/google_analytics.py",),
}

NOT_OURS = {*sys.stdlib_module_names, "None", "for", "toml"}
"""What else stands between backticks: modules of Python, words of the language, the ending of a data file."""


def test_no_class_does_everything() -> None:
    """A class has at most 30 methods, magic methods aside."""
    offenders = []
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                methods = [item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
                count = sum(not method.name.startswith("__") for method in methods)
                if count > MOST_METHODS:
                    offenders.append(f"{name}: {node.name} has {count} methods")
    assert offenders == []


def test_a_public_class_has_a_name_of_its_own() -> None:
    """One name, one meaning: no two public classes are called alike."""
    modules: dict[str, list[str]] = {}
    for name, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                modules.setdefault(node.name, []).append(name)
    assert {name: places for name, places in modules.items() if len(places) > 1} == {}


def test_packages_are_used_where_they_belong() -> None:
    """Each package has its one place, so that replacing it is a change of that place."""
    offenders = [
        f"{name} imports {package}"
        for name, tree in TREES.items()
        for package in sorted(ONLY_IN.keys() & _imported(tree))
        if not name.startswith(ONLY_IN[package])
    ]
    assert offenders == []


def test_style_sheets_belong_to_a_module() -> None:
    """Beside every style sheet is the module whose widgets it lays out."""
    assert [path.name for path in sorted(PACKAGE.rglob("*.tcss")) if not path.with_suffix(".py").exists()] == []


def test_how_many_examples_are_tried_is_the_choice_of_the_run() -> None:
    """No test names a number: few while working, many in the slow run (tests/conftest.py)."""
    word = "max_" + "examples"
    paths = [path for path in sorted((ROOT / "tests").rglob("*.py")) if path.name != "conftest.py"]
    assert [path.name for path in paths if word in path.read_text(encoding="utf-8")] == []


def _imported(tree: ast.Module) -> set[str]:
    """Return the modules that *tree* imports when it runs, and their packages."""
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    modules: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return modules | {module.partition(".")[0] for module in modules}


def test_what_is_typed_is_read_in_one_way() -> None:
    """A day is read in the order of the region and a figure in the unit of its KPI: nobody calls the plain readers."""
    allowed = {
        "parse_day": ("core/", "services/workspace.py"),
        "parse_amount": (
            "core/",
            "services/goals/form.py",
            "services/actions/form.py",
            "extras/pull/sources/command.py",
        ),
    }
    offenders = [
        f"{name}: {node.func.id}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in allowed
        if not name.startswith(allowed[node.func.id])
    ]
    assert not offenders


_NAMED = re.compile(r"(?<!`)`([A-Za-z_][\w.]*)`(?!`)")
"""A name of the code as docstrings and comments give it."""
_SAID = re.compile(r'"""[\s\S]*?"""|#.*')
"""Docstrings and comments."""


def test_what_a_docstring_names_is_there() -> None:
    """A name between backticks is that of something in the program: of ``module.name``, in a module called so."""
    sources = {name: (PACKAGE / name).read_text(encoding="utf-8") for name in TREES}
    words = {name: set(re.findall(r"\w+", _SAID.sub("", text))) for name, text in sources.items()}
    places: dict[str, list[str]] = {}
    for name in sources:
        parts = ["kpitui", *name.removesuffix(".py").removesuffix("/__init__").split("/")]
        for index in range(len(parts)):
            places.setdefault(".".join(parts[index:]), []).append(name)
    everywhere = set().union(*words.values(), *(place.split(".") for place in places))
    offenders = []
    for name, text in sources.items():
        for named in _NAMED.findall(text):
            module, _dot, last = named.rpartition(".")
            there = set().union(*(words[place] for place in places[module])) if module in places else everywhere
            if named not in places and last not in there and last not in NOT_OURS:
                offenders.append(f"{name}: {named}")
    assert offenders == []


def test_files_that_the_pages_about_the_code_name_are_there() -> None:
    """The four walks, the architecture and the glossary name files that exist, from the folder of the program on."""
    files = [f"/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("[!.]*/**/*.*")]
    offenders = []
    for page in ("flow", "architecture", "glossary"):
        text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
        for named in re.findall(r"[\w./]*/\w+\.(?:py|toml|tcss|txt)\b", text):
            is_any = "NAME" in named or "LETTER" in named
            if not is_any and not any(file.endswith(f"/{named}") for file in files):
                offenders.append(f"{page}: {named}")
    assert offenders == []
