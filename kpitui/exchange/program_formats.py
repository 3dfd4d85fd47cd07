"""The exports of programs that no preset can describe: Loop Habit Tracker, Prometheus, InfluxDB and Xmrit.

Loop stores a measured value a thousand times too large; its words are a yes (1), a no (0), or no data at all. A sample
of Prometheus or InfluxDB is a snapshot, and most counters are running totals: the last one of a day counts, and days
are never added up. Xmrit is a column of days and one of figures, read as any table of that shape; its exports lose
zeros.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from kpitui.core.errors import mark
from kpitui.exchange._text_tables import LEFT_OUT_SERIES, SERIES_COLUMNS
from kpitui.exchange.dates import DayForm
from kpitui.exchange.json_tables import PROMETHEUS_COLUMNS
from kpitui.exchange.numerals import NO_FIGURE, figure_of, is_no_data
from kpitui.exchange.plain_tables import read_wide
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
from kpitui.exchange.table import Table, excerpt, find_table, folded_name, roles_of

LOOP_NAME = "loop"
LOOP_MARKS = ("YES_MANUAL", "YES_AUTO", "NO", "SKIP", "UNKNOWN")
LOOP_WORDS = {"yes_manual": 1.0, "yes_auto": 1.0, "no": 0.0}
LOOP_NO_DATA = {"", "skip", "unknown"}
HABIT = "habit"


def _is_loop(source: FileSource) -> bool:
    """Tell whether the file has days and cells with the words or the thousands of Loop."""
    table = _loop_table(source)
    if table is None:
        return False
    if table.file.rpartition("/")[2].startswith("Checkmarks"):
        return True
    begin = [row for _number, (_line, row) in zip(range(60), table.rows(), strict=False)]
    cells = [cell.strip() for row in begin for cell in row[1 : len(table.names)] if cell.strip()]
    # An ordinary table with a few words must not be divided by a thousand.
    sure = any(cell in LOOP_MARKS and cell != "NO" for cell in cells)
    return sure and all(cell in LOOP_MARKS or cell.isdigit() for cell in cells)


def _loop_table(source: FileSource) -> Table | None:
    """Return the marks: of all habits where the file or archive has them, else of one; never the scores."""
    tables = [find_table(part, {}) for part in source.parts]
    dated = [table for table in tables if table is not None and table.names[0] == "Date"]
    marks = [table for table in dated if table.file.rpartition("/")[2].startswith("Checkmarks")] or dated
    return max(marks, key=lambda table: "Value" not in table.names, default=None)


def _read_loop(source: FileSource) -> FileReading:
    table, choices = _loop_table(source) or source.table, source.choices
    roles = roles_of(table.names, choices.mapping)
    places = {
        index: name
        for index, name in enumerate(table.names)
        if index not in (roles["date"], roles.get("note")) and name
    }
    if "value" in roles:
        places = {roles["value"]: _habit(table)}
    choices.refuse_unknown([*table.names, *places.values()])
    called = {index: choices.renamed(name) for index, name in places.items()}
    columns = {index: name for index, name in called.items() if name is not None}
    figures = [
        FileMetric(
            name, mark("Habit") if name == HABIT else "", "flow", column=table.names[index], origin=places[index]
        )
        for index, name in columns.items()
    ]
    return FileReading(
        LOOP_NAME, figures, partial(_loop_items, table, roles, columns), names=table.names, scope=LOOP_NAME
    )


def _habit(table: Table) -> str:
    """Return the name of the habit, from the folder that the file stands in: ``001 Read a book/Checkmarks.csv``."""
    folder = table.file.rpartition("/")[0].rpartition("/")[2]
    return re.sub(r"^[0-9]+ ", "", folder).strip() or HABIT


def _loop_items(table: Table, roles: dict[str, int], columns: dict[int, str]) -> Iterator[ImportedRow | RefusedRow]:
    for row in dated_rows(table, roles, DayForm()):
        if isinstance(row, RefusedRow):
            yield row
            continue
        line, cells, moment, note = row
        for index, name in columns.items():
            cell = cells[index].strip()
            word = folded_name(cell)
            if word in LOOP_NO_DATA:
                continue
            value = LOOP_WORDS[word] if word in LOOP_WORDS else _thousandth(cell)
            if value is None:
                yield RefusedRow(line, NO_FIGURE, {"column": excerpt(name), "value": excerpt(cell)})
            else:
                yield ImportedRow(line, name, moment.date, value, None, note)


def _thousandth(cell: str) -> float | None:
    value = figure_of(cell, ".")
    return None if value is None else value / 1000


LOOP = Format(LOOP_NAME, "Loop Habit Tracker", _is_loop, _read_loop)
"""Loop counts in thousands, so a file of it cannot be read as any other table."""


_LEFT_OUT = mark("Series without times or numbers are left out: {names}")


def _has_series(names: tuple[str, ...], source: FileSource) -> bool:
    return any(table.names == names for table in source.json)


def _read_series(format: str, source: FileSource) -> FileReading:
    (table,), choices = source.json, source.choices
    seen = survey(table, choices, 0, [2], kpi_at=1)
    choices.refuse_unknown([*table.names, *seen.kpis])
    named = {series: name for series in seen.kpis if (name := choices.renamed(series)) is not None}
    figures = [FileMetric(name, kind="level", column=series, origin=series) for series, name in named.items()]
    cautions = seen.cautions()
    if LEFT_OUT_SERIES in table.notes:
        cautions.append((_LEFT_OUT, {"names": table.notes[LEFT_OUT_SERIES]}))
    return FileReading(
        format,
        figures,
        partial(_series_items, table, choices, seen),
        names=table.names,
        scope=format,
        cautions=cautions,
        total=seen.rows,
    )


def _series_items(table: Table, choices: ReadingChoices, seen: Survey) -> Iterator[ImportedRow | RefusedRow]:
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
            yield RefusedRow(line, NO_FIGURE, {"column": excerpt(cells[1]), "value": excerpt(cell)})
        else:
            yield ImportedRow(line, name, day, value, time)


PROMETHEUS = Format(
    "prometheus", "Prometheus", partial(_has_series, PROMETHEUS_COLUMNS), partial(_read_series, "prometheus")
)
INFLUX = Format("influxdb", "InfluxDB", partial(_has_series, SERIES_COLUMNS), partial(_read_series, "influxdb"))


_LOST = mark("Xmrit writes 0 as an empty cell: a day that is empty here may have been 0")


def _is_xmrit(source: FileSource) -> bool:
    """Tell whether the file has just days and one column."""
    table = source.dated_table
    return table is not None and not source.is_json and table.names[0] == "Date" and len(table.names) == 2


def _read_xmrit(source: FileSource) -> FileReading:
    reading = read_wide(source)
    return FileReading(
        "xmrit",
        reading.figures,
        reading.items,
        names=reading.names,
        total=reading.total,
        cautions=[*reading.cautions, (_LOST, {})],
    )


XMRIT = Format("xmrit", "Xmrit", _is_xmrit, _read_xmrit, asked=True)
