"""Which rows of another database come in, change, go or are in conflict with ours; nothing is written here.

A row that differs is decided by the two journals. Where one shows that it left the state the other is still in, the
newer state stands; where both left the other's, the later change does; where neither did, both changed it, and ours is
kept. A file without a journal can therefore add and conflict, and never overrules.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Literal, NamedTuple

from kpitui.store.content import CONTENT, NUMBER, MergeContent, MergeTable, Row
from kpitui.store.foreign_db import PastStates, state_of

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


class Joined(NamedTuple):
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


def reconcile(ours: MergeContent, theirs: MergeContent) -> Iterator[Joined]:
    """Yield what joining *theirs* to *ours* does, table by table; entries KPI by KPI."""
    fresh = ours.is_empty()
    depended_on = {target for targets in ours.references.values() for target in targets.values()}
    keys = list(dict.fromkeys([*ours.kpi_keys(), *theirs.kpi_keys()]))
    for table in CONTENT:
        side = _Sides(
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


class _Sides(NamedTuple):
    table: MergeTable
    our_past: PastStates
    their_past: PastStates
    removable: bool
    numbered: bool

    def joined(self, ours: dict[Hashable, Row], theirs: Iterable[tuple[Hashable, Row]]) -> Joined:
        joined = Joined(self.table, [], [], [], [], [])
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
        our_state, their_state = state_of(self.table, mine), state_of(self.table, row)
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
        if state_of(self.table, row) not in self.our_past.left.get(identity, {}):
            return "conflict"
        return "theirs" if self.their_past.since.get(identity, "") > gone else "ours"

    def _absent_there(self, named: Hashable, mine: Row, joined: Joined) -> None:
        identity = self._identity(named)
        gone = self.their_past.gone.get(identity) if self.removable else None
        if gone is None:
            return
        if state_of(self.table, mine) not in self.their_past.left.get(identity, {}):
            joined.conflicts.append(MergeConflict(self.table.name, mine, None))
        elif self.our_past.since.get(identity, "") <= gone:
            joined.remove.append(mine)

    def _identity(self, named: Hashable) -> Hashable:
        """Return the identity without the place among equals, which the past does not tell."""
        return named[0] if self.table.counted and isinstance(named, tuple) else named
