"""Goals in the file: what goes in comes out, links and target versions included."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from kpitui.core.goal import Baseline, Goal, Target
from kpitui.core.model import Kpi
from kpitui.store import goals, journal, records
from kpitui.store.connection import open_store

START, DEADLINE = date(2026, 10, 1), date(2027, 6, 30)


def test_a_goal_survives_the_round_trip_and_undo(tmp_path: Path) -> None:
    """Every field of a goal is stored; undo takes all of its rows away, redo brings them back."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("kpi.added") as change:
        ids = [records.add_kpi(change, Kpi(0, key, key, "flow", created=START)).id for key in ("a", "b", "c")]
    goal = Goal(
        id=0,
        uid="",
        title="15% more",
        kpi=ids[0],
        type="total",
        start=START,
        deadline=DEADLINE,
        targets=(Target(START, 57500.0),),
        baseline=Baseline(49870.0, date(2025, 10, 1), date(2026, 6, 30), 268),
        drivers=(ids[1],),
        counters=(ids[2],),
        acceptable="two days a month",
        why="rent",
        created=START,
    )
    with store.write("goal.added") as change:
        saved = goals.add_goal(change, goal)
    with store.write("target.changed") as change:
        goals.add_target(change, saved.id, Target(date(2026, 11, 1), 60000.0, reason="a second market"))
    expected = saved._replace(targets=(*saved.targets, Target(date(2026, 11, 1), 60000.0, reason="a second market")))
    assert [expected] == goals.all_goals(store)
    journal.undo(store)
    assert [saved] == goals.all_goals(store)
    journal.undo(store)
    assert [] == goals.all_goals(store)
    journal.redo(store)
    assert [saved] == goals.all_goals(store)


def test_closed_goals_are_kept_apart(tmp_path: Path) -> None:
    """A closed goal is listed only when asked for, after the open ones."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("goal.added") as change:
        kpi = records.add_kpi(change, Kpi(0, "a", "a", "flow", created=START)).id
        one = Goal(0, "", "one", kpi, "total", START, DEADLINE, (Target(START, 1.0),), created=START)
        open_goal = goals.add_goal(change, one)
        closed = goals.add_goal(change, one._replace(title="two", state="achieved", closed=DEADLINE, verdict=3.0))
    assert [open_goal] == goals.all_goals(store)
    assert [open_goal, closed] == goals.all_goals(store, closed=True)


def test_every_kind_survives_the_round_trip(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("goal.added") as change:
        kpi = records.add_kpi(change, Kpi(0, "a", "a", "flow", created=START)).id
        every = Goal(
            0, "", "every", kpi, "recurring", START, DEADLINE, (Target(START, 25.0, 15.0, 25.0, (9, 10), "why"),),
            per="week", created=START,
        )  # fmt: skip
        estimate = Baseline(900.0, START, DEADLINE, 10, 90, 850.0, 950.0)
        level = Goal(
            0, "", "level", kpi, "level", START, DEADLINE, (Target(START, 5.0),), estimate, created=START,
            per="day", over="28d", down=True, change=15.0, change_percent=True, carried="reduce",
        )  # fmt: skip
        first = every._replace(title="first", type="total", per=None, targets=(), measure_until=DEADLINE, change=4.0)
        saved = [goals.add_goal(change, each) for each in (every, level, first)]
    assert saved == goals.all_goals(store)
    assert goals.measured_by(store, DEADLINE) == []
    assert goals.measured_by(store, DEADLINE + timedelta(days=1)) == saved[2:]
