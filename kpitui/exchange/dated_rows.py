"""The day, time and note of a row, or why it has none: what long and wide tables have in common.

The figures in rows are left to `csv_long` and `csv_wide`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kpitui.core.errors import Refused, mark
from kpitui.exchange.cells import unguarded
from kpitui.exchange.dates import Moment, Order, time_of
from kpitui.exchange.reading import RefusedRow
from kpitui.exchange.survey import day_reader
from kpitui.exchange.table import Table, ragged, shown

DatedRow = tuple[int, list[str], Moment, str]
"""A row whose day was understood: its line, its cells, the day and time, the note. Plain, because there are many."""


def dated_rows(table: Table, roles: dict[str, int], order: Order) -> Iterator[DatedRow | RefusedRow]:
    """Yield the rows of *table* with a day, in their order, and for each without one why it is refused.

    Raises Refused when the table has no rows, or cannot be read on.
    """
    width, date_at, time_at, note_at = len(table.names), roles["date"], roles.get("time"), roles.get("note")
    moment_in: Callable[[str], Moment | None] = day_reader(order)
    none = True
    for line, cells in table.rows():
        none = False
        if len(cells) != width and ragged(cells, width):
            yield ragged_row(line, cells, width)
            continue
        moment = moment_in(cells[date_at])
        if moment is None:
            yield _no_day(line, cells[date_at], order)
            continue
        if time_at is not None and (clock := cells[time_at].strip()):
            time = time_of(clock)
            if time is None:
                reason = mark("'{value}' is no time of day; a time is written as 09:30")
                yield RefusedRow(line, reason, {"value": shown(clock)})
                continue
            moment = Moment(moment.date, time)
        yield line, cells, moment, "" if note_at is None else unguarded(cells[note_at].strip())
    if none:
        raise no_rows(table)


def no_rows(table: Table) -> Refused:
    """Return the refusal of a table that has a header and nothing else."""
    return Refused(mark("The file has a header on line {line} and no rows below it"), field="file", line=table.line)


def ragged_row(line: int, cells: Sequence[str], width: int) -> RefusedRow:
    """Return the refusal of a row with more or fewer cells than there are columns."""
    if len(cells) < width:
        reason = mark("{found} cells under {columns} columns: the row ends too early; was the file cut short?")
    else:
        reason = mark("{found} cells under {columns} columns: is there a decimal comma without quotes?")
    return RefusedRow(line, reason, {"found": len(cells), "columns": width})


def _no_day(line: int, cell: str, order: Order) -> RefusedRow:
    if cell.strip().endswith("Z"):
        reason = mark("'{value}' is a moment in UTC, which has no local day: write the day itself, such as {example}")
        return RefusedRow(line, reason, {"value": shown(cell.strip()), "example": "2026-11-23"})
    reason = mark("'{value}' is no day; a day is written as {example}")
    example = "23-11-2026" if order == "dmy" else "11/23/2026"
    return RefusedRow(line, reason, {"value": shown(cell.strip()), "example": f"2026-11-23, {example}"})
