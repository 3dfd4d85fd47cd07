"""Guards that what a database has stays as it was when its schema changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kpitui.core.goal import Baseline, Goal, Target
from kpitui.core.model import Kpi
from kpitui.store import entries, journal, records
from kpitui.store._carrying import Carried, carried_goal, carried_target
from kpitui.store.connection import Store, open_store
from kpitui.store.goals import add_goal, all_goals
from kpitui.store.schema import differences


def test_more_kinds_leave_every_row_and_every_reference(tmp_path: Path) -> None:
    """The table of KPIs made anew has the rows and ids it had, the next id is none that was used, undo still works."""
    path = tmp_path / "kpitui.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLD.read_text("utf-8"))
        before = connection.execute("SELECT id, key, kind, unit, position FROM kpi ORDER BY id").fetchall()
        days = connection.execute("SELECT kpi, date, value, entries FROM daily ORDER BY 1, 2").fetchall()
        connection.execute("UPDATE sqlite_sequence SET seq = 900 WHERE name = 'kpi'")
        connection.commit()
    store = open_store(str(path))
    columns = "SELECT id, key, kind, unit, position FROM kpi ORDER BY id"
    assert [tuple(row) for row in store.rows(columns)] == before
    assert [tuple(row) for row in store.rows("SELECT kpi, date, value, entries FROM daily ORDER BY 1, 2")] == days
    assert store.rows("PRAGMA foreign_key_check") == []
    assert list(differences(store.connection)) == []
    with store.write("kpi.added") as change:
        added = records.add_kpi(change, Kpi(0, "longest", "Longest wait", "maximum"))
    assert added.id == 901
    with store.write("entry.logged") as change:
        entries.add_entry(change, added.id, added.created, 3.0)
    journal.undo(store)
    assert store.rows("SELECT 1 FROM entry WHERE kpi = 901") == []


OLD = Path(__file__).with_name("goals_before_kinds.sql")
"""A database as the version before made it: a goal of every kind, one closed, a target changed, one taken back."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Open the old database, which brings it up."""
    path = tmp_path / "kpitui.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLD.read_text("utf-8"))
    return open_store(str(path))


def by_title(store: Store) -> dict[str, Goal]:
    """Return all goals by the first word of their title and their number."""
    return {goal.title: goal for goal in all_goals(store, closed=True)}


def edges(target: Target) -> tuple[float, float | None, float | None]:
    """Return the figures of a target."""
    return target.value, target.low, target.high


def test_each_is_judged_by_a_kind_that_says_the_same(store: Store) -> None:
    found = by_title(store)
    total = found["12000 revenue by 31 July"]
    assert (total.type, total.carried, [each.value for each in total.targets]) == ("total", "", [12000, 13000])
    assert total.targets[1].reason == "more is possible"
    assert found["at most 3000 costs by 31 July"].type == "cap"
    speed = found["site speed under 2 seconds by 31 July"]
    assert (speed.type, speed.down, speed.per, speed.carried) == ("level", True, None, "reduce")
    band = found["site between 1.8 and 2.4"]
    assert (band.type, band.per, band.keep, edges(band.targets[0])) == ("recurring", "day", (51, 100), (2.4, 1.8, 2.4))


def test_a_figure_for_a_period_is_what_was_typed_again(store: Store) -> None:
    found = by_title(store)
    week = found["60 orders a week by 31 July"]
    assert (week.type, week.per, edges(week.targets[0])) == ("recurring", "week", (60.0, 60.0, None))
    hours = found["at most 40 hours a week until 31 July"]
    assert (hours.type, hours.per, edges(hours.targets[0])) == ("recurring", "week", (40.0, None, 40.0))
    assert hours.carried == "cumulative", "it was a total to reach, which is told on its page"
    between = found["Keep between 15 and 42 hours a week until 31 July"]
    assert (between.per, between.keep, edges(between.targets[0])) == ("week", (51, 100), (42.0, 15.0, 42.0))


def test_a_closed_goal_keeps_its_verdict(store: Store) -> None:
    closed = by_title(store)["conversion of 3% by 31 July"]
    assert (closed.state, closed.learning, closed.type, closed.down) == ("missed", "too early", "level", False)


def test_what_was_done_before_can_be_undone_and_done_again(store: Store) -> None:
    journal.redo(store)
    assert "10000 revenue by 30 June" in by_title(store)
    before = by_title(store)
    steps = sum(change.what.startswith(("goal", "target")) for change in journal.history(store, 100))
    for _step in range(steps):
        journal.undo(store)
    assert all_goals(store, closed=True) == []
    for _step in range(steps):
        journal.redo(store)
    assert by_title(store) == before


def test_a_sum_over_something_that_has_none_becomes_a_level() -> None:
    row = {"id": 1, "title": "t", "kpi": 1, "shape": "cap", "created": "2026-01-01"}
    assert carried_goal(row, "ratio", "day", 5.0, None).columns["type"] == "level"
    assert carried_goal(row, "ratio", "day", 5.0, None).columns["down"] == 1
    rise = carried_goal({**row, "shape": "level"}, "flow", "workday", 5.0, None)
    assert rise == Carried({"type": "level", "per": "day", "down": 0, "carried": "level"})
    assert carried_target({"value": 5.0, "low": None}, rise)["value"] == 5.0


A_DAY = 100 * 0.2 / 300
"""Percent of 300 members who leave in a day, where one does every five days: 2 % in the 30 days of November."""

SHARES: list[tuple[str, dict[str, Any], float, tuple[str | None, float | None, float, str]]] = [
    # title, columns of the goal, target; what is right of it: over, baseline, target, carried
    (
        "relative",
        {"over": "month", "change": -25.0, "change_percent": True},
        0.75 * A_DAY,
        ("month", 2.0, 1.5, "share"),
    ),
    ("typed", {"over": "month"}, 1.5, ("month", 2.0, 1.5, "share")),
    ("no period", {}, 1.5, ("month", 2.0, 1.5, "share")),
    ("of a week", {}, 0.4, ("week", 7 * A_DAY, 0.4, "share")),
    ("of a day", {}, 0.05, (None, A_DAY, 0.05, "")),
    ("chosen", {"over": "28d"}, 1.5, ("28d", A_DAY, 1.5, "")),
    ("a quarter", {"over": "quarter"}, 1.5, ("quarter", 92 * A_DAY / 3, 1.5, "share")),
    ("every month", {"type": "recurring", "per": "month", "baseline": None}, 1.5, (None, None, 1.5, "share")),
    ("closed", {"over": "month", "state": "missed"}, 1.5, ("month", A_DAY, 1.5, "")),
]


def test_the_share_of_a_stock_is_read_for_its_length_of_time(tmp_path: Path) -> None:
    """A goal of a month has a baseline of its days, and a target that follows from it too; undo knows them as well."""
    store = _with_computed(tmp_path)
    right = dict(row[0::3] for row in SHARES)
    right["by the week"] = ("month", 0.5 * 4 * 30.4375 / 28, 1.0, "share")
    assert {title: pytest.approx(row) for title, row in right.items()} == {
        goal.title: (goal.over, goal.baseline and goal.baseline.value, goal.targets[-1].value, goal.carried)
        for goal in all_goals(store, closed=True)
        if goal.title in right
    }
    before = by_title(store)
    journal.undo(store)
    journal.redo(store)
    assert by_title(store) == before


def test_what_is_earned_less_costs_has_a_total_again(tmp_path: Path) -> None:
    found = by_title(_with_computed(tmp_path))
    total, week = found["9000 profit by 31 december"], found["60 profit a week until 31 december"]
    assert (total.type, total.down, total.carried, edges(total.targets[0])) == ("total", None, "", (9000, None, None))
    assert (week.type, week.per, edges(week.targets[0])) == ("recurring", "week", (60.0, 60.0, None))


def _with_computed(folder: Path) -> Store:
    """Open a database whose goals on shares and formulas were judged as before, in one change, which brings it up."""
    store = open_store(str(folder / "kpitui.db"))
    with store.write("kpi.added") as change:
        for name, kind, cadence in (("quits", "flow", "day"), ("members", "level", "day"), ("left", "flow", "week")):
            records.add_kpi(change, Kpi(0, name, name, kind, cadence=cadence))
        for name in ("earned", "costs"):
            records.add_kpi(change, Kpi(0, name, name, "flow"))
        rate = records.add_kpi(change, Kpi(0, "rate", "rate", "ratio", "%", numerator=1, denominator=2))
        weekly = records.add_kpi(change, Kpi(0, "weekly", "weekly", "ratio", "%", numerator=3, denominator=2))
        profit = records.add_kpi(change, Kpi(0, "profit", "profit", "formula", formula="earned - costs"))
    rows: list[tuple[str, int, dict[str, Any], float]] = [(title, rate.id, new, at) for title, new, at, _ in SHARES]
    rows.append(("by the week", weekly.id, {"over": "month", "baseline": Baseline(0.5)}, 1.0))
    rows.append(("9000 profit by 31 december", profit.id, {"carried": "cumulative", "baseline": None}, 9000.0))
    rows.append(("60 profit a week until 31 december", profit.id, {"carried": "level", "baseline": None}, 8.57))
    start = date(2026, 12, 1)
    with store.write("goal.added") as change:
        for title, kpi, columns, value in rows:
            goal = Goal(
                0, "", title, kpi, "level", start if "quarter" not in title else date(2026, 10, 1), date(2026, 12, 31),
                (Target(start, value),), Baseline(A_DAY), created=start,
            )  # fmt: skip
            add_goal(change, goal._replace(**columns))
    store.connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm016_goals_on_computed'")
    store.connection.execute("PRAGMA user_version = 13")
    store.close()
    return open_store(str(folder / "kpitui.db"))
