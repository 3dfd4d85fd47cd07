"""A first look through all rows of a table: which decimal mark each column has and which comes first, day or month.

It keeps one example of each shape that cells have, not the cells, so that a table of any length fits in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.exchange.dates import Moment, Order, moment_of, order_in
from kpitui.exchange.numerals import Evidence, evidence_in, figure_in, figure_of, is_no_data, mark_for, shape_of
from kpitui.exchange.reading import ReadingChoices
from kpitui.exchange.table import MOST_COLUMNS, Table

MOST_SHAPES = 5_000
"""Shapes that are remembered of a column; a column with more holds words."""

MOST_BESIDE = 100
"""Shapes, digits aside, that are remembered of the cells of one KPI among several."""

LONGEST_FIGURE = 100
"""Characters of a cell that are looked at; a longer one is no figure and no day."""

MOST_KEPT = 50_000
"""Cells whose meaning is remembered, so that a day that stands in many rows is read once."""


_NO_DIGITS = dict.fromkeys(map(ord, "0123456789.,"))


class Survey(NamedTuple):
    """What the rows of a table show as a whole."""

    order: Order
    marks: dict[int, str]
    """The decimal mark of each column of figures."""
    wordy: dict[int, tuple[int, str]]
    """Columns in which no cell is a figure, each with the first of its cells and that cell's line."""
    kpis: dict[str, int]
    """What the column of KPIs names, with the line it is first named on."""
    rows: int
    first: str
    """The day of the first row, as it is written."""
    last: str
    units: Mapping[int, str]
    """The unit that stands beside all figures of a column; columns without one are left out."""
    units_of: Mapping[str, str]
    """Where a column names KPIs, the one unit that stands beside figures of one of them."""


class _Column:
    """What is seen of one column."""

    def __init__(self, index: int) -> None:
        self.index = index
        self.shapes: dict[str, tuple[str, int]] = {}

    def note(self, cell: str, line: int) -> None:
        """Keep *cell* where it is the first of its shape; a bounded number of shapes is kept."""
        shape = shape_of(cell)
        if shape not in self.shapes and len(self.shapes) < MOST_SHAPES:
            self.shapes[shape] = (cell.strip(), line)

    def evidence(self) -> Evidence:
        return evidence_in(cell for cell, _line in self.shapes.values())

    def unit(self, decimal: str) -> str:
        """Return the unit that stands beside every figure of the column; empty when some have another or none."""
        return _shared(figure_in(cell, decimal) for cell, _line in self.shapes.values())

    def first_word(self, decimal: str) -> tuple[int, str] | None:
        """Return the first cell and its line when no cell is a figure; None when one is, or all are empty."""
        seen = [(line, cell) for cell, line in self.shapes.values() if not is_no_data(cell)]
        if not seen or any(figure_of(cell, decimal) is not None for _line, cell in seen):
            return None
        return min(seen)


def survey(
    table: Table, choices: ReadingChoices, date_at: int, figures: Sequence[int], *, kpi_at: int | None = None
) -> Survey:
    """Look through *table*; raises Refused, naming the option, where a mark or an order is in doubt."""
    columns = [_Column(index) for index in figures]
    days: set[str] = set()
    kpis: dict[str, int] = {}
    # Of a column with several KPIs: a cell of each shape, by the KPI; there are few shapes beside a unit.
    beside: dict[str, dict[str, str]] = {}
    rows, first, last = 0, "", ""
    for line, cells in table.rows():
        rows += 1
        width = len(cells)
        if date_at < width:
            last = cells[date_at]
            first = first or last
            days.add(last[:LONGEST_FIGURE].strip().partition(" ")[0])
        if kpi_at is not None and kpi_at < width and (kpi := cells[kpi_at]) not in kpis:
            kpis[kpi] = line
            if len(kpis) > MOST_COLUMNS:
                reason = mark("The file names more than {limit} KPIs. Keep those that are yours")
                raise Refused(reason, field="file", limit=MOST_COLUMNS)
        for column in columns:
            if column.index < width:
                cell = cells[column.index][:LONGEST_FIGURE]
                column.note(cell, line)
                if kpi_at is not None and kpi_at < width and cell and not (cell[0].isdigit() and cell[-1].isdigit()):
                    shapes = beside.setdefault(cells[kpi_at].strip(), {})
                    if len(shapes) < MOST_BESIDE:
                        shapes.setdefault(cell.translate(_NO_DIGITS), cell.strip())
    evidence = {column.index: column.evidence() for column in columns}
    chosen = choices.decimal or table.decimal
    marks = {index: mark_for(table.names[index], evidence[index], evidence.values(), chosen) for index in evidence}
    words = {column.index: column.first_word(marks[column.index]) for column in columns}
    return Survey(
        order_in(table.names[date_at], days, choices.dates),
        marks,
        {index: word for index, word in words.items() if word is not None},
        _first_lines(kpis),
        rows,
        first,
        last,
        {column.index: unit for column in columns if (unit := column.unit(marks[column.index]))},
        _units_of(beside, marks[figures[0]]) if kpi_at is not None else {},
    )


def _first_lines(kpis: dict[str, int]) -> dict[str, int]:
    """Return the line on which each KPI is named first, whatever the space around its name."""
    lines: dict[str, int] = {}
    for kpi, line in kpis.items():
        lines.setdefault(kpi.strip(), line)
    return lines


def _units_of(beside: dict[str, dict[str, str]], decimal: str) -> dict[str, str]:
    units = {kpi: _shared(figure_in(cell, decimal) for cell in cells.values() if cell) for kpi, cells in beside.items()}
    return {kpi: unit for kpi, unit in units.items() if unit}


def _shared(figures: Iterable[tuple[float, str] | None]) -> str:
    units = {figure[1] for figure in figures if figure is not None}
    return units.pop() if len(units) == 1 else ""


def day_reader(order: Order) -> Callable[[str], Moment | None]:
    """Return a reader of cells with days that reads the same cell once."""
    return lru_cache(MOST_KEPT)(lambda cell: moment_of(cell.strip(), order))
