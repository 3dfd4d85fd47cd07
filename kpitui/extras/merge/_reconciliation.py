"""Which rows of another database come in, change, go or are in conflict with ours, and what one must be to come in.

Nothing is written here. A row that differs is decided by the two journals. Where one shows that it left the state the
other is still in, the newer state stands; where both left the other's, the later change does; where neither did, both
changed it, and ours is kept. A file without a journal can therefore add and conflict, and never overrules. The schema
checks types, references and days; what is checked here is what only the program knows: keys, rhythms, formulas, the
years there are, characters that cannot be stored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any, Literal, NamedTuple

from kpitui.core.cadence import parse_cadence
from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.formula import Formula
from kpitui.core.kpi_names import checked_key
from kpitui.core.text import LONGEST_TEXT, TOO_LONG, UNSTORABLE
from kpitui.store.content import CONTENT, NUMBER, MergeContent, MergeTable, Row
from kpitui.store.foreign_db import PastStates, compared_state

FIRST_YEAR, LAST_YEAR = 1900, 9000
"""Goals are set and closed by people of our time; their pace is reckoned with days around them."""


def _check_kpi(row: Row) -> None:
    checked_key(row["key"])
    parse_cadence(row["cadence"])
    if row["kind"] == "formula":
        Formula.parse(row["formula"] or "")
    if row["kind"] == "ratio" and not (row["numerator"] and row["denominator"]):
        raise ValueError(row["key"])
    if row["direction"] == "band" and (row["band_low"] is None or row["band_high"] is None):
        raise ValueError(row["key"])


def _check_entry(row: Row) -> None:
    if row.get("time") is not None:
        time.fromisoformat(row["time"])


def _check_goal(row: Row) -> None:
    for column in ("start", "deadline", "closed"):
        if row.get(column) is not None and not FIRST_YEAR <= date.fromisoformat(row[column]).year <= LAST_YEAR:
            raise ValueError(row["uid"])


def _check_draft(row: Row) -> None:
    fields = json.loads(row["fields"])
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise TypeError(row["form"])


CHECKS: Mapping[str, Callable[[Row], None]] = {
    "kpi": _check_kpi,
    "entry": _check_entry,
    "goal": _check_goal,
    "draft": _check_draft,
}
"""By table, what is checked of each of its rows."""


WRITTEN: Mapping[str, tuple[str, ...]] = {
    "kpi": ("source", "description"),
    "entry": ("note", "source"),
    "pause": ("reason",),
    "note": ("text",),
    "goal": ("title", "why", "acceptable", "learning"),
    "target": ("reason",),
    "action": ("what", "reason"),
    "decision": ("said", "remark"),
    "planned": ("text",),
}
"""By table, the columns in which a person writes as much as there is room for at entry."""


def refuse_invalid_rows(table: MergeTable, rows: Iterable[Row], days: Iterable[str], path: str) -> None:
    """Refuse the file at *path* when one of its *rows* is not what this program writes; *days* are columns of days."""
    check = CHECKS.get(table.name)
    for row in rows:
        try:
            for column in days:
                if row.get(column) is not None:
                    date.fromisoformat(row[column])
            if any(isinstance(value, str) and re.search(UNSTORABLE, value) for value in row.values()):
                raise ValueError(table.name)
            longest = max((len(row.get(column) or "") for column in WRITTEN.get(table.name, ())), default=0)
            if longest > LONGEST_TEXT:
                raise Refused(TOO_LONG, what=mark("a text"), count=longest, most=LONGEST_TEXT)
            if check is not None:
                check(row)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise _refusal(table, row, path, error) from error


def _refusal(table: MergeTable, row: Row, path: str, error: Exception) -> Refused:
    if isinstance(error, KpituiError):
        return Refused(error.message, field="file", **error.params)
    shown: Any = {column: row.get(column) for column in table.identity}
    reason = f"{table.name} {', '.join(str(value) for value in shown.values())}"
    return Refused(
        mark("{path} holds something KPITUI did not write ({reason}), so nothing was merged"),
        field="file",
        path=path,
        reason=reason[:200],
    )


Verdict = Literal["same", "theirs", "ours", "conflict"]


class MergeConflict(NamedTuple):
    """A row that both sides changed; the side where it was deleted is None."""

    table: str
    ours: Row | None
    theirs: Row | None

    @property
    def fields(self) -> list[str]:
        """The columns that differ, of a row that is there on both sides."""
        if self.ours is None or self.theirs is None:
            return []
        own = next(table.own for table in CONTENT if table.name == self.table)
        return [
            column
            for column in self.theirs
            if column not in (*own, NUMBER, "id") and self.ours.get(column) != self.theirs[column]
        ]


class TableMerge(NamedTuple):
    """What joining does with the rows of one table."""

    table: MergeTable
    add: list[Row]
    change: list[tuple[Row, Row]]
    """Rows of ours with the row of theirs they are to be like."""
    remove: list[Row]
    conflicts: list[MergeConflict]
    retained: list[tuple[Row, Row]]
    """Rows of theirs with the row of ours that stays as it is, where other rows refer to it by its number."""
    same: int = 0
    """How many rows are the same on both sides, or newer on ours."""


def reconcile(ours: MergeContent, theirs: MergeContent) -> Iterator[TableMerge]:
    """Yield what joining *theirs* to *ours* does, table by table; entries KPI by KPI."""
    fresh = ours.is_empty()
    depended_on = {target for targets in ours.references.values() for target in targets.values()}
    keys = list(dict.fromkeys([*ours.kpi_keys(), *theirs.kpi_keys()]))
    for table in CONTENT:
        side = _TableReconciler(
            table,
            PastStates(ours, table),
            PastStates(theirs, table),
            table.name not in depended_on,
            table.name in ours.numbered,
        )
        for kpi in keys if table.name == "entry" else (None,):
            mine, others = ours.identified(table, kpi), theirs.identified(table, kpi)
            if table.personal and not fresh:
                mine, others = _shared(table, mine), _shared(table, others)
            yield side.joined(dict(mine), others)


def _shared(table: MergeTable, rows: Iterable[tuple[Hashable, Row]]) -> Iterator[tuple[Hashable, Row]]:
    """Yield only those rows of a personal table that go along all the same."""
    return ((named, row) for named, row in rows if str(row[table.identity[0]]).startswith(table.shared))


class _TableReconciler(NamedTuple):
    table: MergeTable
    our_past: PastStates
    their_past: PastStates
    removable: bool
    numbered: bool

    def joined(self, ours: dict[Hashable, Row], theirs: Iterable[tuple[Hashable, Row]]) -> TableMerge:
        joined = TableMerge(self.table, [], [], [], [], [])
        same = 0
        for named, row in theirs:
            mine = ours.pop(named, None)
            verdict = self._absent_here(named, row) if mine is None else self._both(named, mine, row)
            if verdict == "conflict":
                joined.conflicts.append(MergeConflict(self.table.name, mine, row))
            elif mine is None and verdict == "theirs":
                joined.add.append(row)
            elif mine is not None and verdict == "theirs":
                joined.change.append((mine, row))
            elif mine is not None:
                same += 1
            if self.numbered and mine is not None and verdict != "theirs":
                joined.retained.append((row, mine))
        for named, mine in ours.items():
            self._absent_there(named, mine, joined)
        return joined._replace(same=same)

    def _both(self, named: Hashable, mine: Row, row: Row) -> Verdict:
        our_state, their_state = compared_state(self.table, mine), compared_state(self.table, row)
        if our_state == their_state:
            return "same"
        if not self.table.journalled:
            return "ours"
        identity = self._identity(named)
        left_here = self.our_past.left.get(identity, {}).get(their_state)
        left_there = self.their_past.left.get(identity, {}).get(our_state)
        if left_here == left_there:  # neither, or both in the same moment
            return "conflict"
        return "theirs" if (left_there or "") > (left_here or "") else "ours"

    def _absent_here(self, named: Hashable, row: Row) -> Verdict:
        identity = self._identity(named)
        gone = self.our_past.gone.get(identity)
        if gone is None:
            return "theirs"
        if compared_state(self.table, row) not in self.our_past.left.get(identity, {}):
            return "conflict"
        return "theirs" if self.their_past.since.get(identity, "") > gone else "ours"

    def _absent_there(self, named: Hashable, mine: Row, joined: TableMerge) -> None:
        identity = self._identity(named)
        gone = self.their_past.gone.get(identity) if self.removable else None
        if gone is None:
            return
        if compared_state(self.table, mine) not in self.their_past.left.get(identity, {}):
            joined.conflicts.append(MergeConflict(self.table.name, mine, None))
        elif self.our_past.since.get(identity, "") <= gone:
            joined.remove.append(mine)

    def _identity(self, named: Hashable) -> Hashable:
        """Return the identity without the place among equals, which the past does not tell."""
        return named[0] if self.table.counted and isinstance(named, tuple) else named
