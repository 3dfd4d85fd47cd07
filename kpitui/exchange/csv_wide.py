"""A table with one day per row and one KPI per column, and perhaps a time and a note.

What column is what is found by `table`, what a cell is worth by `numerals`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from kpitui.core.errors import mark
from kpitui.exchange.numerals import NO_FIGURE, figure_in, is_no_data
from kpitui.exchange.reading import (
    DatedRow,
    FileMetric,
    FileReading,
    FileSource,
    ImportedRow,
    ReadingChoices,
    RefusedRow,
    Survey,
    dated_rows,
    no_rows,
    survey,
)
from kpitui.exchange.table import Table, folded, roles_of, shown, twins

NAME = "csv-wide"
_NO_KPI = ("date", "time", "note")
_NO_FIGURES = mark("No numbers under '{column}', only text such as {value}. That column is left out")


class _Column(NamedTuple):
    place: int
    header: str
    """What the file calls it."""
    name: str
    decimal: str


def sniff(source: FileSource) -> bool:
    """Tell whether the file names a column for the date and at least one for a KPI."""
    return source.dated_table is not None and bool(_named(source.table, source.choices))


def read(source: FileSource) -> FileReading:
    """Read a file that `sniff` recognised; raises Refused when it cannot be read as a whole.

    A cell that is no figure is refused without its neighbours; the note of a row goes with its first figure.
    """
    table, choices = source.table, source.choices
    choices.refuse_unknown(table.names)
    named = _named(table, choices)
    _refuse_twins(list(named.values()))
    seen = survey(table, choices, roles_of(table.names, choices.mapping)["date"], list(named))
    if not seen.rows:
        raise no_rows(table)
    columns = [
        _Column(index, table.names[index], name, seen.marks[index])
        for index, name in named.items()
        if index not in seen.wordy
    ]
    figures = [
        FileMetric(column.name, unit=seen.units.get(column.place, ""), column=column.header, origin=column.header)
        for column in columns
    ]
    items = partial(_items, table, choices, seen, columns)
    return FileReading(NAME, figures, items, names=table.names, total=seen.rows, cautions=seen.cautions())


def _named(table: Table, choices: ReadingChoices) -> dict[int, str]:
    """Return the columns of KPIs with what they are to be called."""
    roles = roles_of(table.names, choices.mapping)
    others = {roles.get(role) for role in _NO_KPI}
    named: dict[int, str] = {}
    for index, name in enumerate(table.names):
        new = choices.renamed(name)
        if name and index not in others and new is not None:
            named[index] = new
    return named


def _refuse_twins(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if folded(name) in seen:
            raise twins(name)
        seen.add(folded(name))


def _items(
    table: Table, choices: ReadingChoices, seen: Survey, columns: Sequence[_Column]
) -> Iterator[ImportedRow | RefusedRow]:
    for index, (line, cell) in seen.wordy.items():
        # One refusal for a column of words, so that it does not fill the report.
        yield RefusedRow(line, _NO_FIGURES, {"column": shown(table.names[index]), "value": shown(cell)})
    for row in dated_rows(table, roles_of(table.names, choices.mapping), seen.order):
        if isinstance(row, RefusedRow):
            yield row
        else:
            yield from _read(row, columns)


def _read(row: DatedRow, columns: Sequence[_Column]) -> Iterator[ImportedRow | RefusedRow]:
    line, cells, (day, time), note = row
    for index, column, name, decimal in columns:
        cell = cells[index].strip()
        if is_no_data(cell):
            continue
        figure = figure_in(cell, decimal)
        if figure is None:
            yield RefusedRow(line, NO_FIGURE, {"column": shown(column), "value": shown(cell)})
        else:
            yield ImportedRow(line, name, day, figure[0], time, note, figure[1])
            note = ""
