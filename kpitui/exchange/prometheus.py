"""Prometheus and InfluxDB: the answers of their HTTP APIs, one KPI for each series.

A sample is a snapshot, and most counters are running totals: the last one of a day counts, and days are never added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kpitui.core.errors import mark
from kpitui.exchange.influx import COLUMNS, LEFT_OUT
from kpitui.exchange.numerals import NO_FIGURE, figure_of, is_no_data
from kpitui.exchange.reading import (
    FileMetric,
    FileReading,
    FileSource,
    Format,
    ImportedRow,
    ReadingChoices,
    RefusedRow,
    Survey,
    dated_rows,
    survey,
)
from kpitui.exchange.table import Table, shown

TIME, SERIES, VALUE = "prometheus time", "prometheus series", "prometheus value"
_LEFT_OUT = mark("Left out, as they have no times or no numbers: {names}")


def _sniff(names: tuple[str, ...], source: FileSource) -> bool:
    return any(table.names == names for table in source.json)


def _read(format: str, source: FileSource) -> FileReading:
    (table,), choices = source.json, source.choices
    seen = survey(table, choices, 0, [2], kpi_at=1)
    choices.refuse_unknown([*table.names, *seen.kpis])
    named = {series: name for series in seen.kpis if (name := choices.renamed(series)) is not None}
    figures = [FileMetric(name, kind="level", column=series, origin=series) for series, name in named.items()]
    cautions = seen.cautions()
    if LEFT_OUT in table.notes:
        cautions.append((_LEFT_OUT, {"names": table.notes[LEFT_OUT]}))
    return FileReading(
        format,
        figures,
        partial(_items, table, choices, seen),
        names=table.names,
        scope=format,
        cautions=cautions,
        total=seen.rows,
    )


def _items(table: Table, choices: ReadingChoices, seen: Survey) -> Iterator[ImportedRow | RefusedRow]:
    for row in dated_rows(table, {"date": 0}, seen.days):
        if isinstance(row, RefusedRow):
            yield row
            continue
        line, cells, (day, time), _note = row
        name, cell = choices.renamed(cells[1]), cells[2].strip()
        if name is None or is_no_data(cell) or cell.lower() == "nan":
            continue
        value = figure_of(cell, ".")
        if value is None:
            yield RefusedRow(line, NO_FIGURE, {"column": shown(cells[1]), "value": shown(cell)})
        else:
            yield ImportedRow(line, name, day, value, time)


FORMAT = Format("prometheus", "Prometheus", partial(_sniff, (TIME, SERIES, VALUE)), partial(_read, "prometheus"))
INFLUX = Format("influxdb", "InfluxDB", partial(_sniff, COLUMNS), partial(_read, "influxdb"))
