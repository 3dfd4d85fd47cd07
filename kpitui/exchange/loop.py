"""Loop Habit Tracker: the marks of one habit, or of all habits side by side.

A measured value is stored a thousand times too large; a word is a yes (1), a no (0), or no data at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from kpitui.core.errors import mark
from kpitui.exchange.dates import DayForm
from kpitui.exchange.numerals import NO_FIGURE, figure_of
from kpitui.exchange.reading import FileMetric, FileReading, FileSource, Format, ImportedRow, RefusedRow, dated_rows
from kpitui.exchange.table import Table, find_table, folded, roles_of, shown

NAME = "loop"
MARKS = ("YES_MANUAL", "YES_AUTO", "NO", "SKIP", "UNKNOWN")
WORDS = {"yes_manual": 1.0, "yes_auto": 1.0, "no": 0.0}
NO_DATA = {"", "skip", "unknown"}
HABIT = "habit"


def _sniff(source: FileSource) -> bool:
    """Tell whether the file has days and cells with the words or the thousands of Loop."""
    table = _table(source)
    if table is None:
        return False
    if table.file.rpartition("/")[2].startswith("Checkmarks"):
        return True
    begin = [row for _number, (_line, row) in zip(range(60), table.rows(), strict=False)]
    cells = [cell.strip() for row in begin for cell in row[1 : len(table.names)] if cell.strip()]
    # An ordinary table with a few words must not be divided by a thousand.
    sure = any(cell in MARKS and cell != "NO" for cell in cells)
    return sure and all(cell in MARKS or cell.isdigit() for cell in cells)


def _table(source: FileSource) -> Table | None:
    """Return the marks: of all habits where the file or archive has them, else of one; never the scores."""
    tables = [find_table(part, {}) for part in source.parts]
    dated = [table for table in tables if table is not None and table.names[0] == "Date"]
    marks = [table for table in dated if table.file.rpartition("/")[2].startswith("Checkmarks")] or dated
    return max(marks, key=lambda table: "Value" not in table.names, default=None)


def _read(source: FileSource) -> FileReading:
    table, choices = _table(source) or source.table, source.choices
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
    return FileReading(NAME, figures, partial(_items, table, roles, columns), names=table.names, scope=NAME)


def _habit(table: Table) -> str:
    """Return the name of the habit, from the folder that the file stands in: ``001 Read a book/Checkmarks.csv``."""
    folder = table.file.rpartition("/")[0].rpartition("/")[2]
    return re.sub(r"^[0-9]+ ", "", folder).strip() or HABIT


def _items(table: Table, roles: dict[str, int], columns: dict[int, str]) -> Iterator[ImportedRow | RefusedRow]:
    for row in dated_rows(table, roles, DayForm()):
        if isinstance(row, RefusedRow):
            yield row
            continue
        line, cells, moment, note = row
        for index, name in columns.items():
            cell = cells[index].strip()
            word = folded(cell)
            if word in NO_DATA:
                continue
            value = WORDS[word] if word in WORDS else _thousandth(cell)
            if value is None:
                yield RefusedRow(line, NO_FIGURE, {"column": shown(name), "value": shown(cell)})
            else:
                yield ImportedRow(line, name, moment.date, value, None, note)


def _thousandth(cell: str) -> float | None:
    value = figure_of(cell, ".")
    return None if value is None else value / 1000


FORMAT = Format(NAME, "Loop Habit Tracker", _sniff, _read)
"""Loop counts in thousands, so a file of it cannot be read as any other table."""
