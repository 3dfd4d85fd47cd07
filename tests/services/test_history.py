"""Guards what is seen as of an earlier day: the numbers up to it, what there was of goals, what was known by then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from kpitui.core.errors import KpituiError, Refused
from kpitui.services.entries import EntryInput, clear, find_kpi, log
from kpitui.services.goals import change_target, edit_goal, goal_views
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.history import as_of, changes, day_typed, undo
from kpitui.services.kpis import add_kpi
from kpitui.services.notes import add_note
from kpitui.services.reading import figures
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.store import time_travel
from tests.databases import empty

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001  the clock of the app is the one on the wall


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workspace]:
    """A shop that is open in UTC, with orders of three days."""
    path = empty(tmp_path / "kpitui.db")
    workspace = open_workspace({}, NOW, database=str(path))
    change_setting(workspace, "timezone", "UTC")
    add_kpi(workspace, {"name": "Orders"})
    for number, value in ((20, "5"), (21, "7"), (22, "9")):
        log(workspace, [EntryInput("orders", value, date(2026, 11, number))], source="shell")
    yield workspace
    workspace.close()


def dated(workspace: Workspace, day: str, *numbers: int) -> None:
    """Let changes of the journal have been made at noon of a day."""
    with workspace.store.transaction():
        for number in numbers:
            sql = "UPDATE change SET at = ? WHERE id = ?"
            workspace.store.connection.execute(sql, (f"{day}T12:00:00.000+00:00", number))


def newest(workspace: Workspace) -> int:
    """Return the number of the newest change."""
    (row,) = workspace.store.rows("SELECT max(id) FROM change")
    return int(row[0])


def month(workspace: Workspace) -> float | None:
    """Return the orders of the month."""
    (period,) = figures(workspace, find_kpi(workspace, "orders"), "month", 1)
    return period.value


def test_the_numbers_end_with_the_day(shop: Workspace) -> None:
    """What is of later days is not there, notes after the day neither, and that day is today."""
    add_note(shop, None, date(2026, 11, 21), "a fair")
    add_note(shop, None, date(2026, 11, 22), "rain")
    seen = as_of(shop, date(2026, 11, 21))
    try:
        assert (seen.today, month(seen), month(shop)) == (date(2026, 11, 21), 12.0, 21.0)
        assert [row["text"] for row in seen.store.rows("SELECT text FROM note")] == ["a fair"]
    finally:
        seen.close()


def test_what_was_entered_later_is_not_known(shop: Workspace) -> None:
    """A day that was logged, corrected or cleared later is as it was known; a change at midnight is of the next day."""
    first = newest(shop) - 2
    dated(shop, "2026-11-20", *range(1, first + 1))
    dated(shop, "2026-11-21", first + 1)
    dated(shop, "2026-11-22", first + 2)
    log(shop, [EntryInput("orders", "50", date(2026, 11, 20), replace=True)], source="app")
    clear(shop, find_kpi(shop, "orders"), date(2026, 11, 21))
    expected = {20: 5.0, 21: 12.0, 22: 21.0}  # as of today the three days are 50, nothing and 9
    for number, value in expected.items():
        seen = as_of(shop, date(2026, 11, number), as_known=True)
        assert month(seen) == value, number
        seen.close()
    midnight = "UPDATE change SET at = '2026-11-21T00:00:00.000+00:00' WHERE id = ?"
    with shop.store.transaction():
        shop.store.connection.execute(midnight, (first,))
    seen = as_of(shop, date(2026, 11, 20), as_known=True)
    assert month(seen) is None
    seen.close()
    assert month(shop) == 59.0, "the business itself is as it was"


def test_the_day_ends_when_it_ends_here(shop: Workspace) -> None:
    """In another zone, or with a day that starts at four, a moment belongs to another day."""
    number = newest(shop)
    with shop.store.transaction():
        shop.store.connection.execute("UPDATE change SET at = '2026-11-20T12:00:00.000+00:00'")
        shop.store.connection.execute("UPDATE change SET at = '2026-11-21T02:00:00.000+00:00' WHERE id = ?", (number,))
    for setting, value, known in (("timezone", "UTC", 2), ("day-starts", "4", 3), ("timezone", "Asia/Tokyo", 2)):
        with shop.store.transaction():
            sql = "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2"
            shop.store.connection.execute(sql, (setting, value))
        shop.refresh(NOW)
        seen = as_of(shop, date(2026, 11, 20), as_known=True)
        assert (seen.settings.text(setting), len(seen.store.rows("SELECT 1 FROM entry"))) == (value, known), (
            "settings stay those of today"
        )
        seen.close()


def test_a_goal_is_as_it_was(shop: Workspace) -> None:
    """A goal that was closed later is open, one that was set later is not there, an earlier target holds."""
    with shop.store.transaction():
        shop.store.connection.execute(
            "INSERT INTO goal (uid, title, kpi, start, deadline, created, type) VALUES"
            " ('a', 'first', 1, '2026-11-01', '2026-12-31', '2026-11-01', 'total'),"
            " ('b', 'second', 1, '2026-11-22', '2026-12-31', '2026-11-22', 'total')"
        )
        shop.store.connection.execute(
            "INSERT INTO target (goal, since, value) VALUES (1, '2026-11-01', 100), (1, '2026-11-22', 200),"
            " (2, '2026-11-22', 10)"
        )
    with shop.store.transaction():
        shop.store.connection.execute("UPDATE goal SET state = 'dropped', closed = '2026-11-22' WHERE id = 1")
    seen = as_of(shop, date(2026, 11, 21))
    (view,) = goal_views(seen)
    assert (view.goal.title, view.goal.state, [target.value for target in view.goal.targets]) == (
        "first",
        "open",
        [100.0],
    )
    seen.close()


def test_nothing_can_be_saved_there(shop: Workspace) -> None:
    """Logging, undoing and settings are refused on the copy with a sentence, and the business is not touched."""
    before = shop.store.rows("SELECT count(*) FROM change")[0][0]
    seen = as_of(shop, date(2026, 11, 21))
    for write in (
        lambda: log(seen, [EntryInput("orders", "1", date(2026, 11, 21))], source="app"),
        lambda: undo(seen),
        lambda: change_setting(seen, "business", "x"),
    ):
        with pytest.raises(KpituiError, match="Go back to today"):
            write()
    seen.close()
    assert shop.store.rows("SELECT count(*) FROM change")[0][0] == before


def test_another_thread_sees_the_same(shop: Workspace) -> None:
    """The background opens the business once more and looks at it as of the same day."""
    seen = as_of(shop, date(2026, 11, 21))
    other = seen.opened_again(NOW)
    assert (other.today, month(other)) == (seen.today, month(seen))
    other.close()
    seen.close()


def test_days_are_past(shop: Workspace) -> None:
    """A period is its last day, the end of a month the last one that there was; a day to come is refused."""
    assert day_typed(shop, "june") == date(2026, 6, 30)
    assert day_typed(shop, "end of june") == date(2026, 6, 30)
    assert day_typed(shop, "2026-W46") == date(2026, 11, 15)
    assert day_typed(shop, "yesterday") == date(2026, 11, 22)
    with pytest.raises(Refused, match="in the future"):
        day_typed(shop, "2027-01-01")
    with pytest.raises(Refused, match="in the future"):
        as_of(shop, date(2026, 11, 24))


def test_what_the_journal_does_not_explain_is_refused(shop: Workspace) -> None:
    """Where another program changed a row since, what was known cannot be told; how it stood still can."""
    with shop.store.transaction():
        shop.store.connection.execute("UPDATE entry SET value = 99 WHERE date = '2026-11-22'")
    dated(shop, "2026-11-20", 1, 2, 3, 4)
    with pytest.raises(Refused, match="another program has changed the database"):
        as_of(shop, date(2026, 11, 20), as_known=True)
    as_of(shop, date(2026, 11, 20)).close()


def test_every_table_is_thought_of() -> None:
    """A table with a day of its own is either cut at the day or named as one that stays."""
    from kpitui.store.schema import expected_schema

    stays = {"kpi", "pause", "batch", "change", "change_row", "setting"}
    tables = {name.removeprefix("table ") for name in expected_schema() if name.startswith("table ")}
    cut = {table for table in tables if f" {table} " in time_travel.WITHOUT_LATER} | set(time_travel.WORKED_OUT)
    assert tables - cut == stays


def test_a_goal_is_shown_as_it_was_on_that_day(shop: Workspace) -> None:
    """On the 21st the deadline, the title and the driver were still the old ones; an undone change was never made."""
    typed = {"title": "100 orders", "kpi": "orders", "target": "100", "start": "20/11", "deadline": "31/12"}
    goal = save_goal(shop, read_draft(shop, typed).draft)
    with shop.store.write("goal.added", goal="") as change:
        change.update("goal", {"id": goal.id}, {"created": "2026-11-20"})
    added = newest(shop) - 1
    drivers = (find_kpi(shop, "orders").id,)
    goal = edit_goal(shop, goal, deadline=date(2027, 3, 31), title="100 orders by spring", drivers=drivers)
    edited = newest(shop)
    goal = edit_goal(shop, goal, deadline=date(2027, 6, 30))
    change_target(shop, goal, 120, reason="more", since=date(2026, 11, 20))
    dated(shop, "2026-11-20", added, added + 1)
    dated(shop, "2026-11-22", edited)
    dated(shop, "2026-11-23", edited + 1, edited + 2)
    expected = {
        20: ("100 orders", date(2026, 12, 31), (), 100.0),
        21: ("100 orders", date(2026, 12, 31), (), 100.0),
        22: ("100 orders by spring", date(2027, 3, 31), drivers, 100.0),
        23: ("100 orders by spring", date(2027, 6, 30), drivers, 120.0),
    }
    for day, right in expected.items():
        seen = as_of(shop, date(2026, 11, day))
        (view,) = goal_views(seen)
        assert (view.goal.title, view.goal.deadline, view.goal.drivers, view.standing.target) == right
        seen.close()


def test_a_day_that_was_put_in_the_place_of_the_clock_counts_for_goals_too(tmp_path: Path) -> None:
    """Set on the 20th, edited on the 25th, both with KPITUI_TODAY: on the 24th it was the old deadline."""
    path = empty(tmp_path / "kpitui.db")

    def on(day: int) -> Workspace:
        return open_workspace({"KPITUI_TODAY": f"2026-11-{day}"}, NOW, database=str(path))

    workspace = on(20)
    add_kpi(workspace, {"name": "Orders"})
    typed = {"title": "100 orders", "kpi": "orders", "target": "100", "deadline": "31/12"}
    save_goal(workspace, read_draft(workspace, typed).draft)
    workspace.close()
    workspace = on(25)
    edit_goal(workspace, goal_views(workspace)[0].goal, deadline=date(2027, 3, 31))
    workspace.close()
    workspace = on(28)
    for day, deadline in ((24, date(2026, 12, 31)), (25, date(2027, 3, 31)), (28, date(2027, 3, 31))):
        seen = as_of(workspace, date(2026, 11, day))
        assert goal_views(seen)[0].goal.deadline == deadline
        seen.close()
    workspace.close()


def test_the_history_ends_with_the_day(shop: Workspace) -> None:
    """As of a day, and as it was known on it, the changes are those that were made by its end."""
    last = newest(shop)
    dated(shop, "2026-11-20", *range(1, last))
    dated(shop, "2026-11-22", last)
    assert changes(shop, 1)[0].id == last
    for as_known in (False, True):
        seen = as_of(shop, date(2026, 11, 21), as_known=as_known)
        assert [change.id for change in changes(seen, 50)] == list(range(last - 1, 0, -1))
        seen.close()
