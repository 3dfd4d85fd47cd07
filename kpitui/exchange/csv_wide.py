"""A table with one day per row and one KPI per column, and perhaps a time and a note.

Recognising columns is `table`'s work, reading cells that of `numerals` and `dated_rows`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.exchange.dated_rows import DatedRow, dated_rows
from kpitui.exchange.numerals import NO_FIGURE, evidence_in, figure_of, is_no_data, mark_for
from kpitui.exchange.reading import ImportedRow, Reading, RefusedRow, Source
from kpitui.exchange.table import cell_of, folded, shown

NAME = "csv-wide"
_NO_KPI = ("date", "time", "note")
_NO_FIGURES = mark("No cell under '{column}' is a figure, such as {value}: the column is left out")


class _Column(NamedTuple):
    at: int
    name: str
    decimal: str


def sniff(source: Source) -> bool:
    """Tell whether the file names a column for the date and at least one for a KPI."""
    return source.found_header is not None and bool(_named(source))


def read(source: Source) -> Reading:
    """Read a file that `sniff` recognised; raises Refused when it cannot be read as a whole.

    A cell that is no figure is refused without its neighbours; the note of a row goes with its first figure.
    """
    source.choices.refuse_unknown(source.header.names)
    dated, refused = dated_rows(source)
    columns = []
    for column in _columns(source, dated):
        text = _first_if_all_text(column, dated)
        if text is None:
            columns.append(column)
        else:
            refused.append(text)
    rows: list[ImportedRow] = []
    for one in dated:
        for found in _read(one, columns):
            if isinstance(found, RefusedRow):
                refused.append(found)
            else:
                rows.append(found)
    refused.sort(key=lambda one: one.line)
    return Reading(NAME, tuple(column.name for column in columns), rows, refused)


def _named(source: Source) -> dict[int, str]:
    """Return the columns of KPIs with what they are to be called."""
    header = source.header
    others = {header.roles.get(role) for role in _NO_KPI}
    named: dict[int, str] = {}
    for at, name in enumerate(header.names):
        new = source.choices.renamed(name)
        if name and at not in others and new is not None:
            named[at] = new
    return named


def _columns(source: Source, dated: Sequence[DatedRow]) -> list[_Column]:
    named = _named(source)
    _refuse_twins(list(named.values()))
    evidence = {at: evidence_in(cell_of(one.row, at) for one in dated) for at in named}
    marks = {at: mark_for(named[at], evidence[at], evidence.values(), source.choices.decimal) for at in named}
    return [_Column(at, name, marks[at]) for at, name in named.items()]


def _refuse_twins(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if folded(name) in seen:
            raise Refused(
                mark("Two columns are called '{value}': rename one, or leave one out"),
                field="file",
                value=shown(name),
            )
        seen.add(folded(name))


def _first_if_all_text(column: _Column, dated: Sequence[DatedRow]) -> RefusedRow | None:
    """Return one refusal for a column of words, so that it does not fill the report; None when it has figures."""
    first: RefusedRow | None = None
    for one in dated:
        cell = cell_of(one.row, column.at)
        if is_no_data(cell):
            continue
        if figure_of(cell, column.decimal) is not None:
            return None
        if first is None:
            params: dict[str, object] = {"column": shown(column.name), "value": shown(cell)}
            first = RefusedRow(one.row.line, _NO_FIGURES, params)
    return first


def _read(one: DatedRow, columns: Sequence[_Column]) -> Iterator[ImportedRow | RefusedRow]:
    line, note = one.row.line, one.note
    for column in columns:
        cell = cell_of(one.row, column.at)
        if is_no_data(cell):
            continue
        value = figure_of(cell, column.decimal)
        if value is None:
            yield RefusedRow(line, NO_FIGURE, {"column": shown(column.name), "value": shown(cell)})
        else:
            yield ImportedRow(line, column.name, one.date, value, one.time, note)
            note = ""
