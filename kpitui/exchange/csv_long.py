"""A table with one figure per row: date, KPI, value, and perhaps a time and a note.

What column is what is found by `table`, what a cell is worth by `numerals`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kpitui.core.errors import mark
from kpitui.exchange.numerals import NO_FIGURE, figure_in, is_no_data
from kpitui.exchange.reading import (
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
from kpitui.exchange.table import Table, roles_of, shown, unused_twins

NAME = "csv-long"
TWINS = mark("'{value}' and '{other}' are the same column: only the first is used")


def sniff(source: FileSource) -> bool:
    """Tell whether the file names columns for the date, the KPI and the value."""
    table = source.dated_table
    return table is not None and {"kpi", "value"} <= roles_of(table.names, source.choices.mapping).keys()


def read(source: FileSource) -> FileReading:
    """Read a file that `sniff` recognised; raises Refused when it cannot be read as a whole."""
    table, choices = source.table, source.choices
    columns = (table.names, choices.mapping)
    roles = roles_of(*columns)
    seen = survey(table, choices, roles["date"], [roles["value"]], kpi_at=roles["kpi"])
    if not seen.rows:
        raise no_rows(table)
    choices.refuse_unknown([*table.names, *seen.kpis])
    named = {kpi: choices.renamed(kpi) for kpi in seen.kpis if kpi}
    figures = [
        FileMetric(name, unit=seen.units_of.get(kpi, ""), column=kpi, origin=kpi, every=seen.days.every)
        for kpi, name in named.items()
        if name is not None
    ]
    items = partial(_items, table, roles, seen, choices)
    cautions = seen.cautions()
    cautions += ((TWINS, {"value": shown(used), "other": shown(other)}) for used, other in unused_twins(*columns))
    return FileReading(NAME, figures, items, names=table.names, total=seen.rows, cautions=cautions)


def _items(
    table: Table, roles: dict[str, int], seen: Survey, choices: ReadingChoices
) -> Iterator[ImportedRow | RefusedRow]:
    kpi_at, value_at = roles["kpi"], roles["value"]
    decimal = seen.marks[value_at]
    called: dict[str, str | None] = {}
    for row in dated_rows(table, roles, seen.days, skip_dayless=seen.leaves_dayless):
        if isinstance(row, RefusedRow):
            yield row
            continue
        line, cells, (day, time), note = row
        cell = cells[value_at].strip()
        if is_no_data(cell):
            continue
        kpi = cells[kpi_at]
        if kpi not in called:
            called[kpi] = choices.renamed(kpi.strip())
        name = called[kpi]
        if name is None:
            continue
        figure = figure_in(cell, decimal)
        if not name:
            reason = mark("This row has {value}, but no KPI")
            yield RefusedRow(line, reason, {"value": shown(cell)})
        elif figure is None:
            yield RefusedRow(line, NO_FIGURE, {"column": shown(kpi.strip()), "value": shown(cell)})
        else:
            yield ImportedRow(line, name, day, figure[0], time, note, figure[1])
