"""What stands once above several rows of a table: a day, with its further rows below it, or the name of a section.

A journal has the day of an entry on the first of its rows, a pivot table that of a group. Sections divide a table into
parts of which nobody but its reader knows whether they add up, so that their names become a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kpitui.exchange.dates import is_day, month_number, periods_in
from kpitui.exchange.numerals import figure_of
from kpitui.exchange.table import SUM_NAME, Row, Table, is_total

SECTION = "(section)"
"""What the column is called that a table gets for its sections."""
LEAST_SECTIONS = 2
_TOTAL_OF = re.compile(rf"{SUM_NAME}(?![^\W_])", re.IGNORECASE)


def carried_down(table: Table, date_at: int, first: Sequence[Sequence[str]]) -> tuple[Table, int]:
    """Return *table* with the day of an entry on all its rows, and on how many of the *first* rows it was missing.

    Rows belong to the day above where it stands once for several: they leave other words of the entry out too, or name
    the same things for each day. Rows of figures alone are totals.
    """
    rows = [row for row in first if sum(bool(cell.strip()) for cell in row) > 1]
    dated = [row for row in rows if is_day(_at(row, date_at))]
    below = [row for row in rows if not _at(row, date_at) and _is_of_entry(row)]
    if not rows or not is_day(_at(rows[0], date_at)) or 5 * len(below) <= len(rows):
        return table, 0
    width = range(len(table.names))
    words = [index for index in width if index != date_at and all(_is_word(_at(row, index)) for row in dated)]
    shorter = any(not any(_at(row, index) for row in below) for index in words)
    if not shorter and not any(_names_the_same(rows, date_at, index) for index in words):
        return table, 0

    def filled() -> Iterator[Row]:
        day = ""
        for line, cells in table.rows():
            own = _at(cells, date_at)
            day = own or day
            if own or not day:
                yield line, cells
            elif _is_of_entry(cells):
                yield line, [*cells[:date_at], day, *cells[date_at + 1 :]]

    return table._replace(rows=filled), len(below)


def _at(row: Sequence[str], index: int) -> str:
    return row[index].strip() if index < len(row) else ""


def _is_word(text: str) -> bool:
    return bool(text) and figure_of(text, ".") is None and figure_of(text, ",") is None


def _is_of_entry(row: Sequence[str]) -> bool:
    """Tell whether a row has words and figures, and is no total."""
    words = [cell.strip() for cell in row if _is_word(cell.strip())]
    has_figure = any(cell.strip() and not _is_word(cell.strip()) for cell in row)
    return has_figure and bool(words) and not any(is_total(word) or _TOTAL_OF.match(word) for word in words)


def _names_the_same(rows: Sequence[Sequence[str]], date_at: int, index: int) -> bool:
    """Tell whether the rows from one day to the next name different things, and several of them each time."""
    groups: list[list[str]] = []
    for row in rows:
        if _at(row, date_at):
            groups.append([])
        groups[-1].append(_at(row, index))
    several = [set(group) for group in groups if len(group) > 1]
    apart = all(len(group) == len(set(group)) for group in groups)
    return apart and len(several) > 1 and len(set.intersection(*several)) > 1


def sections_in(table: Table, date_at: int, first: Sequence[Sequence[str]]) -> Table:
    """Return *table* with a column of its sections where rows with one text and nothing else begin several of them."""
    begins = [row for row, below in pairwise(first) if _begins(row) and is_day(_at(below, date_at))]
    names = [_text(row) for row in begins]
    if len(set(names)) < LEAST_SECTIONS or any(map(_is_period, names)):
        return table
    width = len(table.names)

    def rows() -> Iterator[Row]:
        section = ""
        for line, cells in table.rows():
            if _begins(cells):
                section = _text(cells)
            yield line, [*cells, *[""] * (width - len(cells)), section] if len(cells) <= width else cells

    return table._replace(names=(*table.names, SECTION), rows=rows, header=table.header or table.names)


def _begins(row: Sequence[str]) -> bool:
    texts = [cell.strip() for cell in row if cell.strip()]
    return len(texts) == 1 and _is_word(texts[0]) and not is_day(texts[0]) and not _TOTAL_OF.match(texts[0])


def _text(row: Sequence[str]) -> str:
    return next(cell.strip() for cell in row if cell.strip())


def _is_period(text: str) -> bool:
    return any(map(month_number, text.split())) or bool(periods_in("month", [text])) or any(map(str.isdigit, text))
