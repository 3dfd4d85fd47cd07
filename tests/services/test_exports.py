"""Exporting: what is selected, of one moment; the import that people use finds everything the same again."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from kpitui.core.errors import NotFound, Refused
from kpitui.exchange import FileContent
from kpitui.services.demo import fill
from kpitui.services.entries import EntryInput, log
from kpitui.services.exports import Selection, exported
from kpitui.services.imports import carry_out
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.store.content import CONTENT
from tests.services.conftest import NOW

pytestmark = pytest.mark.thorough

MONDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 22)


def text(workspace: Workspace, format: str = "csv", selection: Selection | None = None) -> str:
    """Return an export as one text."""
    with exported(workspace, format, selection or Selection()) as parts:
        return "".join(parts)


@pytest.fixture
def logged(shop: Workspace) -> Workspace:
    """The shop with a zero, a negative figure, two entries on one day and a note that looks like a formula."""
    log(shop, [EntryInput("revenue", "0", SUNDAY), EntryInput("orders", "-3", SUNDAY, note="=1+1")])
    log(shop, [EntryInput("orders", "4", MONDAY)])
    log(shop, [EntryInput("orders", "5", MONDAY)])
    log(shop, [EntryInput("site-speed", "1,5", MONDAY)])
    log(shop, [EntryInput("site-speed", "2,5", MONDAY)])
    return shop


def test_long_and_wide(logged: Workspace) -> None:
    """Zero is not missing, entries of a day are kept apart or made one by the rule of the kind, no formula."""
    assert text(logged).splitlines() == [
        "date,kpi,value,time,note",
        "2026-11-22,revenue,0,,",
        "2026-11-22,orders,-3,,'=1+1",
        "2026-11-23,orders,4,,",
        "2026-11-23,orders,5,,",
        "2026-11-23,site-speed,1.5,,",
        "2026-11-23,site-speed,2.5,,",
    ]
    wide = text(logged, "csv-wide", Selection(numbers="nl"))
    assert wide == "date;revenue;orders;site-speed\n2026-11-22;0;-3;\n2026-11-23;;9;2\n"


def test_a_selection(logged: Workspace) -> None:
    """Only the KPIs and days that were asked for, in the order asked for."""
    assert text(logged, selection=Selection(["Orders"], until=SUNDAY)).splitlines()[1:] == [
        "2026-11-22,orders,-3,,'=1+1"
    ]
    assert text(logged, "csv-wide", Selection(["orders", "revenue"], MONDAY)) == "date,orders\n2026-11-23,9\n"


@pytest.mark.parametrize("format", ["csv", "csv-wide"])
@pytest.mark.parametrize("numbers", ["en", "nl"])
def test_the_sample_business_comes_back(tmp_path: Path, format: str, numbers: str) -> None:
    """Importing an export into a database with the same KPIs gives figures that are exported to the same file."""
    workspaces = [open_workspace({}, NOW, database=str(tmp_path / f"{name}.db"), language="en") for name in "ab"]
    for workspace in workspaces:
        fill(workspace, "en")
    selection = Selection(numbers=numbers)
    before = text(workspaces[0], format, selection)
    with workspaces[1].store.transaction():
        workspaces[1].store.connection.execute("DELETE FROM entry")
    plan = carry_out(workspaces[1], FileContent(before.encode(), "file.csv"))
    assert (plan.refused, plan.conflicts) == (0, 0)
    assert before == text(workspaces[1], format, selection)
    for workspace in workspaces:
        workspace.close()


def test_sql_makes_the_same_database(logged: Workspace, tmp_path: Path) -> None:
    """A database made by sqlite3 from the statements opens as one of ours, journal included."""
    connection = sqlite3.connect(tmp_path / "copy.db")
    connection.executescript(text(logged, "sql"))
    connection.close()
    copy = open_workspace({}, NOW, database=str(tmp_path / "copy.db"), language="en")
    for table in (*(one.name for one in CONTENT), "change", "change_row"):
        both = [[tuple(row) for row in each.store.rows(f"SELECT * FROM {table}")] for each in (logged, copy)]
        assert both[0] == both[1], table
    copy.close()


@pytest.mark.parametrize(
    ("format", "selection", "reason"),
    [
        ("xls", Selection(), "The format can't be 'xls'"),
        ("json", Selection(["orders"]), "always exports everything"),
        ("sql", Selection(since=MONDAY), "always exports everything"),
        ("csv", Selection(["conversion"]), "calculated from other KPIs"),
        ("csv", Selection(since=MONDAY, until=SUNDAY), "no days in between"),
    ],
)
def test_what_cannot_be_selected(shop: Workspace, format: str, selection: Selection, reason: str) -> None:
    """One sentence says why."""
    with pytest.raises(Refused, match=reason), exported(shop, format, selection):
        pass


def test_an_unknown_kpi(shop: Workspace) -> None:
    """The nearest keys are named."""
    with pytest.raises(NotFound), exported(shop, "csv", Selection(["ordrs"])):
        pass
