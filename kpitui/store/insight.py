"""What insight remembers: where natural limits begin anew, which days it leaves out, stated chances.

Stated chances are not journalled: nobody does them, and undo must not make the program forget what it promised. They
go with their goal when its setting is taken back.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kpitui.store.connection import Store
    from kpitui.store.transaction import Transaction


class AgreedBase(NamedTuple):
    """A day on which the natural limits of a KPI begin anew."""

    day: date
    trend_until: date | None = None
    """When they follow a trend: the last day that the trend rests on."""


def bases_of(store: Store, kpi: int) -> list[AgreedBase]:
    """Return the baselines of a KPI that a person agreed to, ascending."""
    rows = store.rows("SELECT date, trend_until FROM base WHERE kpi = ? ORDER BY date", (kpi,))
    return [AgreedBase(date.fromisoformat(row[0]), date.fromisoformat(row[1]) if row[1] else None) for row in rows]


def add_base(change: Transaction, kpi: int, base: AgreedBase) -> None:
    """Begin a new baseline of a KPI, in place of the one that begins on the same day."""
    until = base.trend_until.isoformat() if base.trend_until else None
    known = change.rows("SELECT id FROM base WHERE kpi = ? AND date = ?", (kpi, base.day.isoformat()))
    if known:
        change.update("base", {"id": known[0][0]}, {"trend_until": until})
    else:
        change.insert("base", {"kpi": kpi, "date": base.day.isoformat(), "trend_until": until})


def one_offs_of(store: Store, kpi: int) -> set[date]:
    """Return the days of a KPI that are left out of statistics."""
    return {date.fromisoformat(row[0]) for row in store.rows("SELECT date FROM one_off WHERE kpi = ?", (kpi,))}


def set_one_off(change: Transaction, kpi: int, day: date, *, left_out: bool) -> None:
    """Leave a day of a KPI out of statistics, or take it in again; nothing happens when it is so already."""
    row = {"kpi": kpi, "date": day.isoformat()}
    if not left_out:
        change.delete("one_off", row)
    elif not change.rows("SELECT 1 FROM one_off WHERE kpi = ? AND date = ?", tuple(row.values())):
        change.insert("one_off", row)


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
