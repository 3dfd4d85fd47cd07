"""Reading and writing what insight remembers: where natural limits begin anew, and which chances were stated.

Stated chances are not journalled: nobody does them, and undo must not make the program forget what it promised. They
go with their goal when its setting is taken back.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpitui.store.connection import Store
    from kpitui.store.journal import Transaction


def bases_of(store: Store, kpi: int) -> list[date]:
    """Return the first days of the baselines of a KPI that a person agreed to, ascending."""
    return [
        date.fromisoformat(row[0]) for row in store.rows("SELECT date FROM base WHERE kpi = ? ORDER BY date", (kpi,))
    ]


def add_base(change: Transaction, kpi: int, day: date) -> None:
    """Begin a new baseline of a KPI on *day*; nothing happens when one begins there already."""
    if not change.rows("SELECT 1 FROM base WHERE kpi = ? AND date = ?", (kpi, day.isoformat())):
        change.insert("base", {"kpi": kpi, "date": day.isoformat()})


def state_chance(store: Store, goal: int, day: date, chance: float) -> None:
    """Remember the chance that was stated of a goal on a day; a later one of the same day takes its place."""
    known = store.rows("SELECT chance FROM chance WHERE goal = ? AND date = ?", (goal, day.isoformat()))
    if known and known[0][0] == chance:
        return
    with store.transaction():
        store.connection.execute(
            "INSERT INTO chance (goal, date, chance) SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM goal WHERE id = ?)"
            " ON CONFLICT (goal, date) DO UPDATE SET chance = excluded.chance",
            (goal, day.isoformat(), chance, goal),
        )


def stated_chances(store: Store) -> list[tuple[int, date, float]]:
    """Return every chance stated: goal, day and chance, by goal and day."""
    rows = store.rows("SELECT goal, date, chance FROM chance ORDER BY goal, date")
    return [(row["goal"], date.fromisoformat(row["date"]), row["chance"]) for row in rows]
