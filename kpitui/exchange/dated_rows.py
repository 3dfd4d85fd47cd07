"""The rows of a table with their day, time and note: what long and wide files have in common.

The figures in them are left to `csv_long` and `csv_wide`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from kpitui.core.errors import mark
from kpitui.exchange.calendar_days import Moment, Order, moment_of, order_in, time_of
from kpitui.exchange.reading import RefusedRow, Source
from kpitui.exchange.table import Header, Row, cell_of, has_too_many_cells, shown


class DatedRow(NamedTuple):
    """A row whose day was understood."""

    row: Row
    date: date
    time: str | None
    note: str


def dated_rows(source: Source) -> tuple[list[DatedRow], list[RefusedRow]]:
    """Return the rows of *source* with a day, in their order, and those without one that can be read.

    Raises Refused when the file has no rows or the order of day and month cannot be told.
    """
    header = source.header
    at = header.roles["date"]
    cells = {cell_of(row, at) for row in source.rows}
    order = order_in(header.names[at], cells, source.choices.dates)
    moments = {cell: moment_of(cell, order) for cell in cells}
    dated: list[DatedRow] = []
    refused: list[RefusedRow] = []
    for row in source.rows:
        found = _dated(row, header, moments, order)
        if isinstance(found, DatedRow):
            dated.append(found)
        else:
            refused.append(found)
    return dated, refused


def _dated(row: Row, header: Header, moments: Mapping[str, Moment | None], order: Order) -> DatedRow | RefusedRow:
    if has_too_many_cells(row, header):
        reason = mark("{found} cells under {columns} columns: is there a decimal comma without quotes?")
        return RefusedRow(row.line, reason, {"found": len(row.cells), "columns": len(header.names)})
    cell = cell_of(row, header.roles["date"])
    moment = moments[cell]
    if moment is None:
        reason = mark("'{value}' is no day; a day is written as {example}")
        example = "23-11-2026" if order == "dmy" else "11/23/2026"
        return RefusedRow(row.line, reason, {"value": shown(cell), "example": f"2026-11-23, {example}"})
    clock = cell_of(row, header.roles.get("time"))
    time = time_of(clock) if clock else moment.time
    if clock and time is None:
        reason = mark("'{value}' is no time of day; a time is written as 09:30")
        return RefusedRow(row.line, reason, {"value": shown(clock)})
    return DatedRow(row, moment.date, time, cell_of(row, header.roles.get("note")))
