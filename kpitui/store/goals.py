"""Reading and writing goals with the versions of their target and the KPIs beside them.

How a goal stands is computed by `kpitui.core.pace`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from kpitui.core.goal import Baseline, Goal, Target
from kpitui.store.records import as_columns, as_fields
from kpitui.store.transaction import new_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from kpitui.store.connection import Store
    from kpitui.store.transaction import Transaction

_HAS_KPI = "kpi IN (SELECT id FROM kpi)"


def add_goal(change: Transaction, goal: Goal) -> Goal:
    """Add a goal with its targets and links, and return it with the ids it got."""
    placed = goal._replace(uid=goal.uid or new_id())
    placed = placed._replace(id=change.insert("goal", _columns(placed)))
    for target in placed.targets:
        add_target(change, placed.id, target)
    _link(change, placed)
    return placed


def update_goal(change: Transaction, before: Goal, after: Goal) -> None:
    """Save the fields and links in which *after* differs from *before*, as it was read.

    Its targets only ever grow, by `add_target`. Raises NotFound when the goal is gone.
    """
    change.update_changed("goal", {"id": before.id}, _columns(before), _columns(after))
    links = set(_links(after))
    for kpi, role in _links(before):
        if (kpi, role) not in links:
            change.delete("goal_kpi", {"goal": before.id, "kpi": kpi, "role": role})
    _link(change, after, set(_links(before)))


def add_target(change: Transaction, goal: int, target: Target) -> None:
    """Add a version of a goal's target; the earlier ones stay, and judge the days before it."""
    change.insert(
        "target",
        {
            "goal": goal,
            "since": target.since.isoformat(),
            "value": target.value,
            "low": target.low,
            "high": target.high,
            "keep": target.keep[0] if target.keep else None,
            "keep_of": target.keep[1] if target.keep else None,
            "reason": target.reason,
        },
    )


def measured_by(store: Store, today: date) -> list[Goal]:
    """Return the open goals whose baseline was to be measured on days before *today*; most databases have none."""
    row = store.rows("SELECT count(*) FROM goal WHERE measure_until < ? AND state = 'open'", (today.isoformat(),))[0]
    if not row[0]:
        return []
    return [goal for goal in all_goals(store) if goal.measure_until is not None and goal.measure_until < today]


def all_goals(store: Store, *, closed: bool = False) -> list[Goal]:
    """Return the open goals, nearest deadline first; with *closed* the closed ones too, after them.

    One whose KPI is gone, in a database that is damaged, is left out: see `goals_without_kpi`. So is such a link.
    """
    state = "" if closed else " AND state = 'open'"
    rows = store.rows(f"SELECT * FROM goal WHERE {_HAS_KPI}{state} ORDER BY state <> 'open', deadline, id")
    targets: dict[int, list[Target]] = defaultdict(list)
    for row in store.rows("SELECT * FROM target ORDER BY since, id"):
        targets[row["goal"]].append(_target(row))
    links: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in store.rows(f"SELECT * FROM goal_kpi WHERE {_HAS_KPI} ORDER BY kpi"):
        links[row["goal"], row["role"]].append(row["kpi"])
    return [_goal(row, targets[row["id"]], links) for row in rows]


def goals_without_kpi(store: Store) -> list[tuple[int, str]]:
    """Return number and title of the goals whose KPI is gone, which only damage can bring about."""
    rows = store.rows(f"SELECT id, title FROM goal WHERE NOT ({_HAS_KPI}) ORDER BY id")
    return [(row[0], str(row[1])) for row in rows]


def _links(goal: Goal) -> list[tuple[int, str]]:
    links = [(kpi, "driver") for kpi in goal.drivers] + [(kpi, "counter") for kpi in goal.counters]
    return list(dict.fromkeys(links))


def _link(change: Transaction, goal: Goal, present: Collection[tuple[int, str]] = ()) -> None:
    """Add those of the links of a goal that are not *present*, nor there because another program added them."""
    for kpi, role in _links(goal):
        link = {"goal": goal.id, "kpi": kpi, "role": role}
        if (kpi, role) not in present and not change.rows(
            "SELECT 1 FROM goal_kpi WHERE goal = :goal AND kpi = :kpi AND role = :role", link
        ):
            change.insert("goal_kpi", link)


_APART = ("targets", "baseline", "drivers", "counters")
"""The fields of a goal that have no column of that name: they are rows of their own, or several columns."""

_COLUMNS = tuple(name for name in Goal._fields if name not in _APART)
_DAYS = ("start", "deadline", "closed", "created", "measure_until")

_BASELINE = {"baseline" if name == "value" else f"baseline_{name}": name for name in Baseline._fields}
"""The columns of a goal that hold its baseline, with the fields of that."""


def _columns(goal: Goal) -> dict[str, object]:
    fields = {name: value for name, value in goal._asdict().items() if name in _COLUMNS}
    return as_columns(fields | {column: getattr(goal.baseline, name, None) for column, name in _BASELINE.items()})


def _goal(row: sqlite3.Row, targets: list[Target], links: dict[tuple[int, str], list[int]]) -> Goal:
    fields = as_fields(row, _COLUMNS, days=_DAYS, truths=("down", "change_percent"))
    of_baseline = as_fields(row, _BASELINE, days=("baseline_start", "baseline_end"))
    baseline = Baseline(*of_baseline.values()) if row["baseline"] is not None else None
    drivers, counters = (tuple(links[row["id"], role]) for role in ("driver", "counter"))
    return Goal(**fields, targets=tuple(targets), baseline=baseline, drivers=drivers, counters=counters)


def _target(row: sqlite3.Row) -> Target:
    keep = (row["keep"], row["keep_of"]) if row["keep"] is not None else None
    return Target(date.fromisoformat(row["since"]), row["value"], row["low"], row["high"], keep, row["reason"])
