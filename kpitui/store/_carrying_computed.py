"""Goals on figures computed from others, carried over to how those are read now, for their rows and row images.

The share of a stock (customers lost of those there are) was that of a single day or week, whatever the goal measured it
over. Now it is for a length of time: one of a month has a baseline of so many days, and so has a target that follows
from it; a figure that was typed stays. A goal that named no period takes the one that its target is nearest to.

A formula of what adds up (revenue less costs) has totals like its parts: a goal that became a level for want of them is
a total, a cap or a recurring one after all.

Closed goals keep their verdict and are left alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from math import isclose, log
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from kpitui.core.aggregation import KpiData, Source, cells_of_share
from kpitui.core.cadence import expected_count
from kpitui.core.calendar import STANDARD, shifted
from kpitui.core.errors import KpituiError
from kpitui.core.kinds import KINDS
from kpitui.core.measure import as_a_whole, cadence_of, stretch
from kpitui.core.model import Kpi
from kpitui.core.smart.targets import points_target, relative_target
from kpitui.store._carrying import Carried, carried_goal, carried_target, update_row

if TYPE_CHECKING:
    import sqlite3

    from kpitui.core.calendar import By
    from kpitui.core.goal import Over

Columns = dict[str, Any]
Row = Mapping[str, Any]
NO_DAY = date(2001, 1, 1)

LONGER = {"day": ("week", "month"), "week": ("month",)}
"""What the share of a stock may be for besides one entry, by how often it is logged."""

SHARE = "share"
"""What `goal.carried` says of one that was judged by the share of a single entry."""


class KpiReading(NamedTuple):
    """How a computed KPI is read."""

    is_share: bool
    """Whether it is the share of a stock."""
    is_sum: bool
    """Whether it adds up."""
    cadence: str
    """By what its scarcest part is logged."""
    step: str


class ShareGoal(NamedTuple):
    """How a goal on the share of a stock is read now."""

    over: str | None
    factor: float
    """What its baseline is multiplied by."""


def carry_goals_on_computed(connection: sqlite3.Connection) -> None:
    """Carry over open goals, their targets and the images of both."""
    readings = _readings(connection)
    rows = _rows(connection, "SELECT * FROM goal WHERE state = 'open'")
    targets = _rows(connection, "SELECT * FROM target ORDER BY id")
    images = _images(connection)
    gone = [row for table, row in images if table == "goal" and row["state"] == "open"]
    newest = {row["goal"]: row for row in [*(row for table, row in images if table == "target"), *targets]}
    ways = {
        row["id"]: way
        for row in [*gone, *rows]
        if (way := _way(row, newest.get(row["id"]), readings.get(row["kpi"]))) is not None
    }
    for table, there in (("goal", rows), ("target", targets)):
        for row in there:
            if columns := _columns(table, row, ways):
                update_row(connection, table, row["id"], columns)
    for number, position, table, *texts in connection.execute(
        "SELECT change, position, \"table\", before, after FROM change_row WHERE \"table\" IN ('goal', 'target')"
    ).fetchall():
        connection.execute(
            "UPDATE change_row SET before = ?, after = ? WHERE change = ? AND position = ?",
            (*(_image(table, text, ways) for text in texts), number, position),
        )
    connection.executemany("DELETE FROM outlook WHERE goal = ?", [(number,) for number in ways])


Way = Callable[[str, Row], Columns]
"""The new columns of a row of a table, of one goal: of itself or of a target."""


def _way(goal: Row, target: Row | None, reading: KpiReading | None) -> Way | None:
    """Return how *goal* and its targets are carried over; None where they stay what they are."""
    if reading is None:
        return None
    if reading.is_share:
        share = carried_share(goal, target["value"] if target else None, reading)
        return None if share is None else lambda table, row: _of_share(table, row, goal, share)
    if reading.is_sum and goal["type"] == "level" and goal["carried"] and not goal["per"] and not goal["over"]:
        value, low = (target["value"], target["low"]) if target else (None, None)
        new = carried_goal({**goal, "shape": goal["carried"]}, "flow", reading.cadence, value, low)
        return lambda table, row: _of_sum(table, row, new)
    return None


def carried_share(goal: Row, target: float | None, reading: KpiReading) -> ShareGoal | None:
    """Return how an open *goal* on the share of a stock with this newest *target* is read; None where as it was."""
    if goal["type"] == "recurring":
        longer = goal["per"] in LONGER.get(reading.step, ())
        return ShareGoal(goal["over"], 1.0) if longer else None
    if goal["type"] != "level" or goal["per"]:
        return None
    before = date.fromisoformat(goal["start"])
    factors = {over: entries_of(over, before, reading.cadence) for over in (*LONGER.get(reading.step, ()), "quarter")}
    if goal["over"] is not None:
        factor = factors.get(goal["over"], 1.0)
        return None if factor == 1.0 else ShareGoal(goal["over"], factor)
    del factors["quarter"]
    if not factors or target is None:
        return None
    baseline = goal["baseline"]
    if not baseline or baseline * target <= 0:
        return ShareGoal("month", factors["month"])
    far = {over: abs(log(target / (baseline * factor))) for over, factor in ({"": 1.0} | factors).items()}
    over = min(far, key=lambda each: far[each])
    return ShareGoal(over, factors[over]) if over else None


def entries_of(over: str, start: date, cadence: str) -> float:
    """Return how many entries by *cadence* what is measured *over* stands for, in the days before *start*."""
    first, last = stretch(cast("Over", over), cadence, shifted(start, -1), STANDARD)
    due = cells_of_share(expected_count(cadence, first, last, STANDARD), (last - first).days + 1, cast("By", over))
    return due * as_a_whole(cast("Over", over), cadence) if over != "quarter" else due


def _of_share(table: str, row: Row, goal: Row, share: ShareGoal) -> Columns:
    """Return the new columns of *goal* on the share of a stock, or of a target that follows from its baseline."""
    if table == "goal":
        figures = ("baseline", "baseline_low", "baseline_high")
        new = {name: row[name] * share.factor for name in figures if row[name] is not None}
        return {**new, "over": share.over, "carried": SHARE}
    before, change = goal["baseline"], goal["change"]
    if not before or change is None:
        return {}
    follows = relative_target if goal["change_percent"] else points_target
    if not isclose(row["value"], follows(before, change), rel_tol=1e-6):
        return {}
    return {"value": follows(before * share.factor, change)}


def _of_sum(table: str, row: Row, new: Carried) -> Columns:
    return new.columns if table == "goal" else carried_target(row, new)


def _columns(table: str, row: Row, ways: Mapping[int, Way]) -> Columns:
    way = ways.get(row["id"] if table == "goal" else row["goal"])
    return {} if way is None or (table == "goal" and row["state"] != "open") else way(table, row)


def _image(table: str, text: str | None, ways: Mapping[int, Way]) -> str | None:
    row = json.loads(text) if text else None
    if not isinstance(row, dict):
        return text
    new = _columns(table, row, ways)
    return json.dumps({**row, **new}) if new else text


def _images(connection: sqlite3.Connection) -> list[tuple[str, Row]]:
    """Return every row image of a goal or a target, in order, with the name of its table."""
    images: list[tuple[str, Row]] = []
    for table, *texts in connection.execute(
        "SELECT \"table\", before, after FROM change_row WHERE \"table\" IN ('goal', 'target')"
        " ORDER BY change, position"
    ).fetchall():
        images += [(table, row) for text in texts if text and isinstance(row := json.loads(text), dict)]
    return images


def _readings(connection: sqlite3.Connection) -> dict[int, KpiReading]:
    """Return how each computed KPI is read, by its id; without those that cannot be computed."""
    fields = ("id", "key", "name", "kind", "unit", "cadence", "blank", "numerator", "denominator", "formula")
    kpis = [Kpi(**{name: row[name] for name in fields}) for row in _rows(connection, "SELECT * FROM kpi")]
    by_id, sources = {kpi.id: kpi for kpi in kpis}, {kpi.key: Source(kpi) for kpi in kpis}
    readings = {}
    for kpi in kpis:
        if not KINDS[kpi.kind].derived:
            continue
        if kpi.kind == "ratio" and not {kpi.numerator, kpi.denominator} <= by_id.keys():
            continue
        try:
            data = KpiData(kpi, sources, NO_DAY, NO_DAY, today=NO_DAY)
        except KpituiError:
            continue
        readings[kpi.id] = KpiReading(data.is_share_of_stock, data.rule == "sum", cadence_of(data), data.step)
    return readings


def _rows(connection: sqlite3.Connection, sql: str) -> list[Row]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
