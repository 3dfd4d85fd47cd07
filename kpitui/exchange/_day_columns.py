"""The column of days of a table of which no column is called date: it is known by what stands in its cells.

Where one column holds days it is taken; where several do, the person is asked, with their names. Where no row above
the first day can be a header, the table has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.core.text import in_single_quotes
from kpitui.exchange.dates import DayForm, are_most, is_day, is_short_month, moment_of, periods_in
from kpitui.exchange.numerals import figure_of
from kpitui.exchange.table import Part, Row, Table, excerpt, excerpts, refuse_wide, table_in, without_empty_end

MOST_ROWS = 60
"""Rows below a header in which days are looked for."""


class TableDays(NamedTuple):
    """A table and the names of the columns that hold days."""

    table: Table
    columns: tuple[str, ...]


def days_of_table(table: Table) -> TableDays:
    """Return which columns of *table* hold days."""
    rows = [cells for _line, cells in islice(table.rows(), MOST_ROWS)]
    columns = _day_columns(table.names, rows)
    starts = [index for index in columns if _STARTS.search(table.names[index])]
    ends = {
        index
        for index in columns
        if len(starts) == 1 and _ENDS.search(table.names[index]) and _ends_soon(rows, starts[0], index)
    }
    return TableDays(table, tuple(table.names[index] for index in columns if index not in ends))


_STARTS = re.compile(
    r"\b(?:start(?:ed|s)?|begin|van|vanaf|from|von|ab|de|du|desde|check-?in|beginn|inicio|début)\b", re.I
)
_ENDS = re.compile(
    r"\b(?:end(?:ed|s)?|stop|finish(?:ed)?|tot|to|until|bis|à|au|hasta|check-?out|einde|ende|fin)\b", re.I
)
"""Columns with the end of what began, which is counted on the day it began: an hour that was worked or metered."""


def _ends_soon(rows: Sequence[Sequence[str]], start: int, end: int) -> bool:
    """Tell whether what begins in every row ends on that day or the next, and not weeks later as a report does."""
    cells = [(row[start].strip(), row[end].strip()) for row in rows if max(start, end) < len(row)]
    for order in ("dmy", "mdy"):
        form = DayForm(order)
        pairs = [(moment_of(begin, form), moment_of(stop, form)) for begin, stop in cells if begin and stop]
        if all(begin and stop and 0 <= (stop.date - begin.date).days <= 1 for begin, stop in pairs):
            return True
    return False


def table_with_days(part: Part) -> Table | None:
    """Return the widest table in *part* that has days below a header, None when there is none."""
    best: tuple[int, int, str, Row] | None = None
    for delimiter, head in part.heads.items():
        for index, (line, cells) in enumerate(head):
            names = sum(bool(cell.strip()) for cell in cells)
            if names < 2 or not _can_be_header(cells) or (best is not None and names <= best[0]):
                continue
            below = [row for _line, row in head[index + 1 : index + 1 + MOST_ROWS] if len(row) > 1]
            if (columns := _day_columns(cells, below)) and _begins_with_days(below, columns):
                best = (names, -line, delimiter, (line, cells))
    if best is None:
        return None
    refuse_wide(len(best[3][1]))
    return table_in(part, best[2], *best[3])


_SECOND_DAY = re.compile(
    r"value ?date|date ?val|valuta(?:datum)?|wertstellung|rentedatum|date de valeur|fecha valor|data valuta|értéknap"
    r"|interest date"
    r"|post(?:ing|ed)?[ _]date|settlement[ _]date|datum verrekening|valutadatum|valutadag|bokföringsdag|bokføringsdato"
    r"|kirjauspäivä|data księgowania|fecha de valor|date valeur",
    re.IGNORECASE,
)
"""Columns of banks and cards with the day on which an amount of another day was booked or bears interest."""


def day_column(days: TableDays) -> str:
    """Return the one column that holds days; raises Refused with their names where there are several.

    The day on which a bank booked an amount, beside one of the amount itself, is no reason to ask.
    """
    own = [name for name in days.columns if not _SECOND_DAY.fullmatch(name.strip())]
    if len(own) == 1:
        return own[0]
    if len(days.columns) > 1:
        first = days.columns[0]
        raise Refused(
            mark("Several columns have dates: {names}. Say which one to use, such as --map '{quoted}=date'"),
            field="day",
            names=excerpts(days.columns),
            value=excerpt(first),
            quoted=in_single_quotes(excerpt(first)),
            choices=days.columns,
        )
    return days.columns[0]


def headerless_table(part: Part) -> Table | None:
    """Return the table of *part* when it begins with a day and something beside it: its columns are only numbered."""
    for delimiter, head in part.heads.items():
        cells = without_empty_end(head[0][1]) if head else []
        if len(cells) > 1 and any(map(is_day, cells)):
            names = [f"column {number}" for number in range(1, len(cells) + 1)]
            return table_in(part, delimiter, 0, names)
    return None


def _day_columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns that hold days, or, where none does, those that hold weeks, months or quarters."""
    days, periods = [], []
    for index, name in enumerate(names):
        cells = [row[index] for row in rows if index < len(row) and row[index].strip()]
        if are_most(sum(map(is_day, cells)), len(cells)):
            days.append(index)
        elif periods_in(name, cells):
            periods.append(index)
    return days or periods


def _can_be_header(cells: Sequence[str]) -> bool:
    """Tell whether no cell is a day or a figure, as in a row of names; a name may be a year."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    if texts and periods_in("", texts[:1]):
        return False
    return not any(is_day(text) or (figure_of(text, ".") is not None and len(text) != 4) for text in texts)


def _begins_with_days(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> bool:
    """Tell whether a day is in one of the first two rows: above it stands its header, or a row of totals."""
    cells = [row[index] for row in rows[:2] for index in columns if index < len(row)]
    return any(is_day(cell) or _is_period(cell) for cell in cells)


def _is_period(cell: str) -> bool:
    return bool(periods_in("month", [cell])) or is_short_month(cell)
