"""Every action the services can take has a sentence for the journal, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kpitui
from kpitui.core.model import Change
from kpitui.i18n import use
from kpitui.wording.changes import SENTENCES, described

pytestmark = pytest.mark.thorough

ACTION = re.compile(r"[a-z]+\.[a-z]+")


def change(what: str, **details: object) -> Change:
    """Return a change as the journal gives it back."""
    return Change(1, "2026-11-23T09:00:00.000+00:00", what, details, False)


def actions() -> Iterator[str]:
    """Yield the names of actions in every function of the program that writes to the store."""
    for path in sorted(Path(kpitui.__file__).parent.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and any(map(_writes, ast.walk(function))):
                for part in ast.walk(function):
                    if isinstance(part, ast.Constant) and ACTION.fullmatch(str(part.value)):
                        yield str(part.value)


def _writes(node: ast.AST) -> bool:
    """Tell whether *node* is a call such as ``workspace.store.write("entry.logged")``."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "write"
        and ast.unparse(node.func.value).endswith("store")
    )


@pytest.mark.slow
def test_every_action_has_its_sentence() -> None:
    """A service that writes to the journal has a row in the table of sentences."""
    found = set(actions())
    assert {"entry.logged", "entries.logged", "kpi.unarchived", "setting.reset"} <= found
    assert set() == found - set(SENTENCES)


@pytest.mark.parametrize(
    ("what", "details", "expected"),
    [
        (
            "entry.logged",
            {"kpi": "Revenue", "date": "2026-11-23", "text": "12,5"},
            "logged 12,5 for Revenue on Mon 23 Nov 2026",
        ),
        (
            "entries.logged",
            {"kpi": "Revenue", "date": "2026-11-23", "text": "1", "count": 3},
            "logged Revenue and other KPIs (3 entries)",
        ),
        ("day.cleared", {"kpi": "Revenue", "date": "2026-11-23"}, "cleared Revenue on Mon 23 Nov 2026"),
        (
            "entry.edited",
            {"kpi": "Revenue", "date": "2026-11-23", "text": "8"},
            "changed Revenue on Mon 23 Nov 2026 to 8",
        ),
        ("entry.deleted", {"kpi": "Orders", "date": "2026-11-23"}, "deleted an entry of Orders on Mon 23 Nov 2026"),
        ("entries.imported", {"file": "a.csv", "count": 1, "format": "long"}, "imported a.csv (1 entry)"),
        ("kpi.moved", {"kpi": "Orders"}, "moved the KPI Orders"),
        (
            "pause.added",
            {"kpi": "", "date": "2026-11-23", "end": "2026-11-29"},
            "paused from Mon 23 Nov 2026 to Sun 29 Nov 2026",
        ),
        (
            "pause.added",
            {"kpi": "Orders", "date": "2026-11-23", "end": "2026-11-23"},
            "paused Orders from Mon 23 Nov 2026 to Mon 23 Nov 2026",
        ),
        ("note.added", {"kpi": "", "date": "2026-11-23"}, "wrote a note for Mon 23 Nov 2026"),
        ("note.added", {"kpi": "Orders", "date": "2026-11-23"}, "wrote a note for Orders on Mon 23 Nov 2026"),
        ("goal.closed", {"goal": "More", "state": "achieved"}, "closed the goal 'More' as reached"),
        ("target.changed", {"goal": "More"}, "changed the target of the goal 'More'"),
        ("setting.changed", {"setting": "theme", "value": "mono"}, "set theme to mono"),
        ("setting.reset", {"setting": "theme", "value": None}, "reset theme"),
    ],
)
def test_a_change_in_words(what: str, details: dict[str, object], expected: str) -> None:
    """The details of a change fill the placeholders of its sentence."""
    assert expected == described(change(what, **details))


def test_a_change_in_dutch() -> None:
    """Sentence, day and state are all in the language in force."""
    use("nl")
    assert "doel 'Meer' afgesloten als gehaald" == described(change("goal.closed", goal="Meer", state="achieved"))
    assert "Omzet op ma 23 nov 2026 leeggemaakt" == described(change("day.cleared", kpi="Omzet", date="2026-11-23"))


@pytest.mark.parametrize("what", SENTENCES)
def test_details_are_made_harmless(what: str) -> None:
    """A database from elsewhere cannot reach the terminal through its journal, nor be taken for a format."""
    names = (
        "kpi",
        "date",
        "end",
        "text",
        "file",
        "goal",
        "state",
        "setting",
        "value",
        "action",
        "said",
        "period",
        "parts",
        "named",
        "group",
    )
    said = described(change(what, **dict.fromkeys(names, "\x1b{kpi}\n")))
    assert said.isprintable()
    assert "␛{kpi} " in said


def test_an_unknown_action_is_told_by_its_name() -> None:
    """A database that a newer program wrote to can still show its history."""
    assert "colour.painted" == described(change("colour.painted"))
    assert "␛.x" == described(change("\x1b.x"))


def test_a_change_without_its_details_is_told_by_its_name() -> None:
    """A damaged journal is no reason to fail."""
    assert "day.cleared" == described(change("day.cleared", kpi="Revenue"))


def test_figures_in_a_change_can_be_hidden() -> None:
    """What was logged, and the sentence of a matter, are hidden; what they were about is not."""
    logged = change("entry.logged", text="4321", kpi="Revenue", date="2026-11-23")
    assert described(logged, "***") == "logged *** for Revenue on Mon 23 Nov 2026"
