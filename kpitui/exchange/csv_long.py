"""A table with one figure per row: date, KPI, value, and perhaps a time and a note.

Recognising columns is `table`'s work, reading cells that of `numerals` and `dated_rows`.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.dated_rows import DatedRow, dated_rows
from kpitui.exchange.numerals import NO_FIGURE, evidence_in, figure_of, is_no_data, mark_for
from kpitui.exchange.reading import ImportedRow, Reading, RefusedRow, Source
from kpitui.exchange.table import cell_of, shown

NAME = "csv-long"


def sniff(source: Source) -> bool:
    """Tell whether the file names columns for the date, the KPI and the value."""
    header = source.found_header
    return header is not None and {"kpi", "value"} <= header.roles.keys()


def read(source: Source) -> Reading:
    """Read a file that `sniff` recognised; raises Refused when it cannot be read as a whole."""
    header = source.header
    kpis = dict.fromkeys(cell_of(row, header.roles["kpi"]) for row in source.rows)
    source.choices.refuse_unknown([*header.names, *kpis])
    dated, refused = dated_rows(source)
    at = header.roles["value"]
    cells = [cell_of(one.row, at) for one in dated]
    decimal = mark_for(header.names[at], evidence_in(cells), (), source.choices.decimal)
    rows: list[ImportedRow] = []
    for one, cell in zip(dated, cells, strict=True):
        found = _read(one, cell_of(one.row, header.roles["kpi"]), cell, decimal)
        if isinstance(found, RefusedRow):
            refused.append(found)
        elif found is not None and (name := source.choices.renamed(found.kpi)) is not None:
            rows.append(found if name == found.kpi else found._replace(kpi=name))
    refused.sort(key=lambda one: one.line)
    return Reading(NAME, tuple(dict.fromkeys(row.kpi for row in rows)), rows, refused)


def _read(one: DatedRow, kpi: str, cell: str, decimal: str) -> ImportedRow | RefusedRow | None:
    """Return the figure of a row, why it is refused, or None when it holds no data."""
    line = one.row.line
    if is_no_data(cell):
        return None
    if not kpi:
        return RefusedRow(line, mark("The figure {value} has no KPI beside it"), {"value": shown(cell)})
    value = figure_of(cell, decimal)
    if value is None:
        return RefusedRow(line, NO_FIGURE, {"column": shown(kpi), "value": shown(cell)})
    return ImportedRow(line, kpi, one.date, value, one.time, one.note)
