"""The rules of the house: sizes, docstrings, names, who may import what, and tests that mirror the tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kpitui"
MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}

LONGEST_FILE, LONGEST_CLASS, LONGEST_FUNCTION, LONGEST_STYLE = 300, 200, 40, 120
MOST_METHODS = 20
LONGEST_PAGE, MOST_PAGE_METHODS = 260, 40
"""A page of the app has a small method for each message and key, which Textual finds by name."""

VAGUE = {"util", "utils", "helper", "helpers", "manager", "common", "misc", "stuff", "tools"}
ONLY_IN = {
    "plotext": ("charts/figure.py",),
    "textual": ("tui/",),
    "rich": ("tui/",),
    "sqlite3": ("store/", "sources/sql.py"),
    "sqlite_utils": ("store/",),
    "pydantic": ("services/schema.py", "services/pulling/schema.py", "services/json_shapes/"),
    "argparse": ("cli/",),
    "urllib.request": ("sources/web.py",),
    "http": ("sources/web.py",),
    "socket": ("sources/web.py",),
    "subprocess": ("sources/command.py", "sources/hook.py"),
    "textual_serve": ("cli/web_server.py",),
    "aiohttp": ("cli/web_server.py",),
    "google": ("sources/google_analytics.py",),
}
MIRRORED = ("core", "store", "exchange", "charts", "sources", "services", "i18n")
WITHOUT_LOGIC = {
    "core/wish_words.py",
    "core/model.py", "core/goal.py", "core/standing.py", "core/kinds.py", "core/errors.py", "core/series.py",
    "store/migrations.py", "exchange/reading.py", "services/doctoring/ailments.py",
    "services/doctoring/content.py", "services/doctoring/file.py", "services/doctoring/surroundings.py",
    "exchange/report_blocks.py", "exchange/report_html.py", "exchange/report_markdown.py", "exchange/report_text.py",
    "exchange/report_plain.py",
    "services/json_shapes/shape.py", "services/json_shapes/kpis.py", "services/json_shapes/goals.py",
    "services/json_shapes/hooks.py", "services/json_shapes/desk.py", "services/json_shapes/files.py",
    "services/reviewing/findings.py", "services/reviewing/telling.py",
    "exchange/write_csv_long.py", "exchange/write_csv_wide.py", "exchange/write_sql.py", "exchange/writing.py",
    "exchange/dated_rows.py", "exchange/csv_long.py", "exchange/csv_wide.py",
    "exchange/json_rows.py", "exchange/preset.py",
    "exchange/preset_days.py", "services/importing/comparing.py", "services/importing/memory.py",
    "services/importing/plan.py", "charts/spec.py", "charts/axes.py",
    "charts/legend.py", "charts/trend.py", "charts/periods.py", "charts/cumulative.py",
    "charts/limits.py",
}  # fmt: skip
"""Modules that are covered by the tests of the modules that use them, because they hold records, or are members
of a family with one contract test (the charts, the formats)."""
FAMILIES = ("exchange/presets/",)
"""Folders of which one table test, here `tests/exchange/test_presets.py`, covers every file, each with a fixture."""


def name_of(path: Path) -> str:
    """Return a module's path as it is written in the rules."""
    return path.relative_to(PACKAGE).as_posix()


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield all functions and methods."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length_of(node: ast.stmt) -> int:
    """Return how many lines a statement takes."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_are_small(path: Path) -> None:
    """A file is at most 300 lines: beyond that it does two things. The history of the schema only ever grows."""
    assert (
        name_of(path) == "store/migrations.py" or len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    ), f"split {name_of(path)}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_classes_and_functions_are_small(path: Path) -> None:
    """A class is at most 200 lines and 20 methods, a function 40 lines; a page of the app a little more."""
    page = name_of(path).startswith("tui/screens/")
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ClassDef):
            methods = [each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
            own = [each for each in methods if not each.name.startswith("__")]
            assert length_of(node) <= (LONGEST_PAGE if page else LONGEST_CLASS), f"split {node.name}"
            assert len(own) <= (MOST_PAGE_METHODS if page else MOST_METHODS), f"split {node.name}"
    for function in functions_of(TREES[path]):
        assert length_of(function) <= LONGEST_FUNCTION, f"split {function.name} in {name_of(path)}"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.tcss")), ids=name_of)
def test_style_sheets_are_small(path: Path) -> None:
    """A style sheet is at most 120 lines and belongs to the page beside it."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_STYLE
    assert path.with_suffix(".py").exists(), f"{name_of(path)} belongs to no page"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_everything_public_says_what_it_is(path: Path) -> None:
    """Modules, public classes and public functions have a docstring."""
    assert ast.get_docstring(TREES[path]), f"{name_of(path)} says nothing about itself"
    for node in _public(TREES[path].body):
        assert ast.get_docstring(node), f"{node.name} in {name_of(path)} has no docstring"


def _public(body: list[ast.stmt]) -> Iterator[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_names_are_not_vague(path: Path) -> None:
    """No module, class or function is called after nothing in particular."""
    named = [path.stem] + [
        node.name for node in ast.walk(TREES[path]) if isinstance(node, ast.ClassDef | ast.FunctionDef)
    ]
    for name in named:
        words = {word.lower() for word in name.replace("_", " ").split()}
        assert not words & VAGUE, f"{name} in {name_of(path)} needs a name of its own"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_packages_are_used_where_they_belong(path: Path) -> None:
    """Each package has its one place, so that replacing it is a change of that place."""
    for package, places in ONLY_IN.items():
        if package in _imported(TREES[path]):
            assert name_of(path).startswith(places), f"{name_of(path)} imports {package}"


def _imported(tree: ast.Module) -> set[str]:
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found |= {name for alias in node.names for name in (alias.name, alias.name.partition(".")[0])}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, node.module.partition(".")[0]}
    return found


def _is_tested_by_name(path: Path) -> bool:
    """Tell whether the tests of a module are named after it; those of a use case that is a folder after the folder."""
    if path.stem == "__init__" and path.parent.parent != PACKAGE / "services":
        return False
    return name_of(path).startswith(MIRRORED)


@pytest.mark.parametrize("path", [path for path in MODULES if _is_tested_by_name(path)], ids=name_of)
def test_every_module_has_its_tests(path: Path) -> None:
    """The tests mirror the tree: a module's tests are where its name says."""
    if name_of(path) in WITHOUT_LOGIC or name_of(path).startswith(FAMILIES):
        return
    folder = ROOT / "tests" / path.relative_to(PACKAGE).parent
    name = path.parent.name if path.stem == "__init__" else path.stem
    assert list(folder.glob(f"test_{name}*.py")), f"{name_of(path)} has no tests in {folder.relative_to(ROOT)}"


def test_tests_are_about_something() -> None:
    """Every test function says in one line which behaviour it guards."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for function in functions_of(ast.parse(path.read_text(encoding="utf-8"))):
            if function.name.startswith("test_"):
                assert ast.get_docstring(function), f"{function.name} in {path.name} says nothing"
