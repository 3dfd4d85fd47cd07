"""What the journal of a database tells about rows that are no longer what they were: the evidence when two are joined.

Only changes that stand count: what was undone never happened, so that a join that was undone can be done again.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import Any

from kpitui.store.connection import explained
from kpitui.store.content import MergeContent, MergeTable, Row, identity_of

State = tuple[object, ...]


class PastStates:
    """The past of the rows of one table."""

    def __init__(self, content: MergeContent, table: MergeTable) -> None:
        self._content = content
        self._table = table

    @cached_property
    def left(self) -> dict[Hashable, dict[State, str]]:
        """For each identity the states that it was brought out of, and when last; ISO moments in UTC."""
        states: dict[Hashable, dict[State, str]] = {}
        for moment, before, _after in self._images("before IS NOT NULL"):
            if before is not None:
                states.setdefault(identity_of(self._table, before), {})[state_of(self._table, before)] = moment
        return states

    @cached_property
    def gone(self) -> dict[Hashable, str]:
        """When each identity was deleted last."""
        return {
            identity_of(self._table, before): moment
            for moment, before, after in self._images("after IS NULL")
            if before is not None and after is None
        }

    @cached_property
    def since(self) -> dict[Hashable, str]:
        """When each identity was last brought into a state, by any change."""
        return {
            identity_of(self._table, after): moment
            for moment, _before, after in self._images("after IS NOT NULL")
            if after
        }

    def _images(self, which: str) -> Iterator[tuple[str, Row | None, Row | None]]:
        with explained(self._content.path):
            rows = self._content.connection.execute(
                f"SELECT at, before, after FROM change_row JOIN change ON change.id = change_row.change"
                f' WHERE "table" = ? AND NOT undone AND {which} ORDER BY change, position',
                (self._table.name,),
            )
            for moment, before, after in rows:
                was, became = _loaded(before), _loaded(after)
                if isinstance(became, list) and became and isinstance(became[0], list):
                    for values in became[1:]:
                        row = dict(zip(map(str, became[0]), values, strict=False)) if isinstance(values, list) else None
                        yield str(moment), None, self._portable(row)
                else:
                    yield str(moment), self._portable(was), self._portable(became)

    def _portable(self, row: object) -> Row | None:
        """Return the row of an image as a portable one; None for one that is missing or damaged."""
        if not isinstance(row, dict) or any(isinstance(value, list | dict) for value in row.values()):
            return None
        complete = {**dict.fromkeys(self._content.columns[self._table.name]), **row}
        return self._content.portable(self._table, complete)


def _loaded(image: str | None) -> Any:
    """Return an image; None for one that is missing or damaged, for this journal may be of a file from elsewhere."""
    try:
        return json.loads(image) if image else None
    except (ValueError, TypeError, RecursionError):
        return None


def state_of(table: MergeTable, row: Row) -> State:
    """Return what is compared of a row: all but its identity, its number and what each machine has its own of."""
    left_out = {*table.identity, *table.own, "#"}
    return tuple(value for _column, value in sorted(row.items()) if _column not in left_out)
