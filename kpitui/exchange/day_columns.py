"""The column of days of a table of which no column is called date: it is known by what stands in its cells.

Where one column holds days it is taken; where several do, the person is asked, with their names. Where no row above
the first day can be a header, the table has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.exchange.dates import is_day
from kpitui.exchange.numerals import figure_of
from kpitui.exchange.table import Part, Row, Table, refuse_wide, shown, table_in, without_empty_end

MOST_ROWS = 60
"""Rows below a header in which days are looked for."""
ENOUGH = 0.8
"""The part of its cells that are days in a column of days; totals and remarks may stand below them."""


MOST_BELOW = 2
"""Cells below the days of a short table that may be totals and remarks."""


class TableDays(NamedTuple):
    """A table and the names of the columns that hold days."""

    table: Table
    columns: tuple[str, ...]


def days_of_table(table: Table) -> TableDays:
    """Return which columns of *table* hold days."""
    rows = [cells for _line, cells in islice(table.rows(), MOST_ROWS)]
    return TableDays(table, tuple(table.names[index] for index in _day_columns(len(table.names), rows)))


def table_with_days(part: Part) -> Table | None:
    """Return the widest table in *part* that has days below a header, None when there is none."""
    best: tuple[int, int, str, Row] | None = None
    for delimiter, head in part.heads.items():
        for index, (line, cells) in enumerate(head):
            names = sum(bool(cell.strip()) for cell in cells)
            if names < 2 or not _can_be_header(cells) or (best is not None and names <= best[0]):
                continue
            below = [row for _line, row in head[index + 1 : index + 1 + MOST_ROWS] if len(row) > 1]
            if _day_columns(len(cells), below) and _begins_with_days(below):
                best = (names, -line, delimiter, (line, cells))
    if best is None:
        return None
    refuse_wide(len(best[3][1]))
    return table_in(part, best[2], *best[3])


def day_column(days: TableDays) -> str:
    """Return the one column that holds days; raises Refused with their names where there are several."""
    if len(days.columns) > 1:
        first = days.columns[0]
        raise Refused(
            mark("Several columns have days: {names}. Say which one counts, such as --map '{value}=date'"),
            field="day",
            names=shown_names(days.columns),
            value=shown(first),
            choices=days.columns,
        )
    return days.columns[0]


def shown_names(names: Sequence[str]) -> str:
    """Return names as a list that fits in a sentence."""
    return ", ".join(shown(name) for name in names[:12]) + (", …" if len(names) > 12 else "")


def headerless_table(part: Part) -> Table | None:
    """Return the table of *part* when it begins with a day and something beside it: its columns are only numbered."""
    for delimiter, head in part.heads.items():
        cells = without_empty_end(head[0][1]) if head else []
        if len(cells) > 1 and any(map(is_day, cells)):
            names = [f"column {number}" for number in range(1, len(cells) + 1)]
            return table_in(part, delimiter, 0, names)
    return None


def _day_columns(width: int, rows: Sequence[Sequence[str]]) -> list[int]:
    columns = []
    for index in range(width):
        cells = [row[index] for row in rows if index < len(row) and row[index].strip()]
        days = sum(map(is_day, cells))
        others = len(cells) - days
        if days > others and (days >= ENOUGH * len(cells) or others <= MOST_BELOW):
            columns.append(index)
    return columns


def _can_be_header(cells: Sequence[str]) -> bool:
    """Tell whether no cell is a day or a figure, as in a row of names; a name may be a year."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    return not any(is_day(text) or (figure_of(text, ".") is not None and len(text) != 4) for text in texts)


def _begins_with_days(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a day is in one of the first two rows: above it stands its header, or a row of totals."""
    return any(is_day(cell) for row in rows[:2] for cell in row)
