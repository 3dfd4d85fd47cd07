"""Exporting: what is selected, of one moment; the import that people use finds everything the same again."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from kpitui.core.errors import NotFound, Refused
from kpitui.exchange import FileContent
from kpitui.exchange.calendar_file import Event
from kpitui.services.actions import add_action, finish_action
from kpitui.services.demo import fill
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.exports import Selection, calendar_days, exported
from kpitui.services.goals import close_goal, edit_goal
from kpitui.services.imports import carry_out
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.store.content import CONTENT
from kpitui.wording.reviews import calendar_events
from tests.services.actions.test_actions import goal_on
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


@pytest.mark.sampled(1)
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
        ("xls", Selection(), "The file format can't be 'xls'"),
        ("json", Selection(["orders"]), "always exports everything"),
        ("sql", Selection(since=MONDAY), "always exports everything"),
        ("csv", Selection(["conversion"]), "calculated from other KPIs"),
        ("csv", Selection(since=MONDAY, until=SUNDAY), "Choose an earlier first day"),
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


TODAY = date(2026, 11, 23)


def events(shop: Workspace) -> list[Event]:
    """Return what is in the calendar."""
    return calendar_events(calendar_days(shop), shop.settings.numbers)


def test_what_is_in_the_calendar(shop: Workspace) -> None:
    """Open goals by their deadline, open actions by the day they are due, the review from the next Monday on."""
    goal = goal_on(shop)
    add_action(shop, "call, and mail", kpi=find_kpi(shop, "orders"), due=date(2026, 11, 27))
    add_action(shop, "some day")
    finish_action(shop, add_action(shop, "done", due=date(2026, 11, 30)))
    found = events(shop)
    assert [(event.day, event.title, event.rule) for event in found] == [
        (TODAY, "Weekly review", "FREQ=WEEKLY;BYDAY=MO"),
        (date(2026, 11, 27), "Due: call, and mail", ""),
        (date(2026, 12, 31), "Deadline: Better", ""),
    ]
    assert found[0].lines == ("- Better",)
    assert found[2].lines == ("KPI: Conversion", "Target: at least 5%")
    assert found == events(shop)
    close_goal(shop, goal, "dropped")
    assert "Deadline: Better" not in [event.title for event in events(shop)]


def test_names_stay_the_same_when_things_change(shop: Workspace) -> None:
    """Another title or day is the same event, so that a calendar replaces it; two events never share a name."""
    goal = goal_on(shop)
    before = [event.uid for event in events(shop)]
    edit_goal(shop, goal, title="Other", deadline=date(2027, 1, 31))
    goal_on(shop)
    after = [event.uid for event in events(shop)]
    assert set(before) < set(after)
    assert len(set(after)) == len(after)


@pytest.mark.parametrize(
    ("rhythm", "title", "day", "rule"),
    [
        ("month", "Monthly review", date(2026, 12, 1), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=1"),
        ("quarter", "Quarterly review", date(2027, 1, 1), "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1"),
    ],
)
def test_goals_that_are_looked_at_less_often(shop: Workspace, rhythm: str, title: str, day: date, rule: str) -> None:
    """A goal with another rhythm has a review of its own, which names it."""
    edit_goal(shop, goal_on(shop), review=rhythm)
    event = next(event for event in events(shop) if event.title == title)
    assert (event.day, event.rule, event.lines) == (day, rule, ("- Better",))


def test_the_week_begins_where_the_setting_says(shop: Workspace) -> None:
    """With weeks that begin on Sunday the review is on the coming Sunday."""
    change_setting(shop, "week-start", "sunday")
    shop.refresh(NOW)
    (review,) = events(shop)
    assert (review.day, review.rule) == (date(2026, 11, 29), "FREQ=WEEKLY;BYDAY=SU")
