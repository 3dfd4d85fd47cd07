"""Goals of the schema before goal kinds, carried over: how each is judged now, for its row and for its row images.

Sums stay what they were. A level is judged by the measure of its KPI, and falls where it was one to bring down to. A
band is kept in more than half of the periods of its KPI. A figure that the sentence gives for a period, and that was
turned into one for a day, is what was typed again. `goal.carried` keeps how it was judged, for the page that tells what
is different.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from math import isclose
from typing import TYPE_CHECKING, Any, NamedTuple

from kpitui.core.cadence import cadence_by
from kpitui.core.kinds import KINDS

if TYPE_CHECKING:
    import sqlite3

MORE_THAN_HALF = (51, 100)

DAYS_OF = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4}

CLOSE = 0.01
"""How far a figure that was worked out from a sentence may be from it, for it was rounded."""

Columns = dict[str, Any]


class Carried(NamedTuple):
    """How a goal is judged from now on."""

    columns: Columns
    """The new columns of the goal."""
    edge: str = ""
    """Of a recurring goal: whether its figure is the ``low`` or the ``high`` edge, or that of a ``band``."""
    factor: float = 1.0
    """What its figures are multiplied by to be those of its period."""


def carry_goals(connection: sqlite3.Connection) -> None:
    """Fill the columns of every goal and target, and of their images in the journal, from how goals were judged."""
    kpis = {row[0]: (row[1], row[2]) for row in connection.execute("SELECT id, kind, cadence FROM kpi")}
    newest = {row[0]: (row[1], row[2]) for row in connection.execute("SELECT goal, value, low FROM target ORDER BY id")}
    read = ("id", "title", "kpi", "shape", "created")
    carried: dict[int, Carried] = {}
    for values in connection.execute(f"SELECT {', '.join(read)} FROM goal").fetchall():
        goal = dict(zip(read, values, strict=True))
        carried[goal["id"]] = carried_goal(goal, *kpis[goal["kpi"]], *newest.get(goal["id"], (None, None)))
    for number, new in carried.items():
        update_row(connection, "goal", number, new.columns)
    for number, owner, value, low in connection.execute("SELECT id, goal, value, low FROM target").fetchall():
        update_row(connection, "target", number, carried_target({"value": value, "low": low}, carried[owner]))
    _carry_images(connection, carried, kpis)


def carried_goal(goal: Mapping[str, Any], kind: str, cadence: str, value: float | None, low: float | None) -> Carried:
    """Return how *goal*, a row of the old schema, is judged now; its newest target is *value*, of a band from *low*."""
    shape, adds = goal["shape"], KINDS[kind].rule == "sum"
    own = cadence_by(cadence)
    from kpitui.core.goal_text import read_wish  # a new database has no goals: its first command needs no sentences

    new: Columns = {"type": "total", "per": None, "down": None, "carried": shape}
    wish = read_wish(goal["title"], date.fromisoformat(goal["created"]))
    per = wish.per if wish.per in DAYS_OF else ""
    if shape == "band":
        named = per if per and low is not None and wish.low is not None and isclose(low, wish.low) else ""
        rhythm = named or ("workday" if cadence == "workday" else own)
        return Carried({**new, "type": "recurring", "per": rhythm}, "band")
    if adds and per and value is not None and wish.target is not None and wish.change_percent is None:
        factor = DAYS_OF[per] / DAYS_OF[own] if shape in ("level", "reduce") else 1.0
        if isclose(value * factor, wish.target, rel_tol=CLOSE):
            edge = "high" if wish.limit or shape in ("reduce", "cap") else "low"
            return Carried({**new, "type": "recurring", "per": per}, edge, factor)
    if shape in ("cumulative", "cap") and adds:
        return Carried({**new, "type": "total" if shape == "cumulative" else "cap", "carried": ""})
    down = int(shape in ("reduce", "cap"))
    return Carried({**new, "type": "level", "per": own if adds else None, "down": down})


def carried_target(target: Mapping[str, Any], goal: Carried) -> Columns:
    """Return the columns of a *target* of *goal*: a figure for its period, with the edges that it keeps to."""
    value = target["value"] if goal.factor == 1.0 else round(target["value"] * goal.factor, 1)
    new: Columns = {"value": value, "low": None, "high": None, "keep": None, "keep_of": None}
    if goal.edge == "band":
        keep, keep_of = MORE_THAN_HALF
        return {**new, "low": target["low"], "high": value, "keep": keep, "keep_of": keep_of}
    return {**new, goal.edge: value} if goal.edge else new


def _carry_images(
    connection: sqlite3.Connection, carried: Mapping[int, Carried], kpis: Mapping[int, tuple[str, str]]
) -> None:
    """Carry over what the journal keeps of goals and targets before and after each change, so that it can be undone."""
    goals = dict(carried)
    rows = connection.execute(
        "SELECT change, position, \"table\", before, after FROM change_row WHERE \"table\" IN ('goal', 'target')"
        " ORDER BY change, position"
    ).fetchall()
    for change, position, table, *images in rows:
        new = [_carried_image(table, image, goals, kpis) for image in images]
        connection.execute(
            "UPDATE change_row SET before = ?, after = ? WHERE change = ? AND position = ?", (*new, change, position)
        )


def _carried_image(
    table: str, image: str | None, goals: dict[int, Carried], kpis: Mapping[int, tuple[str, str]]
) -> str | None:
    row = json.loads(image) if image else None
    if not isinstance(row, dict):
        return image
    if table == "target":
        goal = goals.get(row["goal"])
        return json.dumps({**row, **carried_target(row, goal)}) if goal else image
    if "shape" not in row:
        return image
    if row["id"] not in goals:
        # Its setting was taken back; what it would be judged by is told from the row alone.
        goals[row["id"]] = carried_goal(row, *kpis.get(row["kpi"], ("flow", "day")), None, None)
    extra: Columns = {
        "over": None, "change": None, "change_percent": 0, "measure_until": None,
        "baseline_expected": None, "baseline_low": None, "baseline_high": None,
    }  # fmt: skip
    columns = {name: value for name, value in row.items() if name != "shape"}
    return json.dumps({**columns, **goals[row["id"]].columns, **extra})


def update_row(connection: sqlite3.Connection, table: str, number: int, columns: Columns) -> None:
    """Give the row *number* of *table* other *columns*, at least one."""
    assignments = ", ".join(f'"{name}" = ?' for name in columns)
    connection.execute(f'UPDATE "{table}" SET {assignments} WHERE id = ?', (*columns.values(), number))
