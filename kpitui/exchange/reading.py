"""What a file is read into: the records that go to the import, and the two looks through the rows of a table.

The first look finds what only the whole can tell: which decimal mark each column has, and whether the day or the month
comes first. It keeps one example of each shape that cells have, not the cells, so that a table of any length fits in
memory. The second gives rows with their day, time and note; the figures in them are left to the formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.exchange.cells import unguarded
from kpitui.exchange.content import FileContent
from kpitui.exchange.dates import FileOrder, Moment, Order, moment_of, order_in, time_of
from kpitui.exchange.json_tables import json_tables
from kpitui.exchange.numerals import Evidence, evidence_in, figure_in, figure_of, is_no_data, mark_for, shape_of
from kpitui.exchange.table import (
    MOST_COLUMNS,
    Part,
    Table,
    find_table,
    folded,
    parts_of,
    ragged,
    refuse_many,
    roles_of,
    shown,
)
from kpitui.i18n import _

LEFT_OUT = "-"
"""What a column or KPI is mapped to that is not wanted."""


class ImportedRow(NamedTuple):
    """One figure from a file, in the unit it has there."""

    line: int
    """The line of the file, from 1; of a row over several lines the last one."""
    kpi: str
    """The key the person mapped it to, else the name of the KPI as it stands in the file."""
    date: date
    value: float
    time: str | None = None
    """Time of day as ``HH:MM``, or None."""
    note: str = ""
    unit: str = ""
    """The unit beside the figure, as `kpitui.core.amount` names it; empty where there is none."""


class RefusedRow(NamedTuple):
    """A row, or one cell of it, that could not be read."""

    line: int
    reason: str
    """An untranslated sentence with ``{name}`` placeholders."""
    params: dict[str, object]


class FileMetric(NamedTuple):
    """A KPI that a file brings: what it is called there and, where the format knows, what it is."""

    name: str
    """As in `ImportedRow.kpi`."""
    title: str = ""
    """Its name for people, untranslated; empty when it is just the name."""
    kind: str = ""
    """A kind of `core.kinds`; empty when the file does not tell."""
    unit: str = ""
    parts: tuple[str, ...] = ()
    """For a ratio: the names of the figures above and below the line. Nothing in the file is its own."""
    better: str = "higher"
    column: str = ""
    """The column it comes from, as the file calls it."""
    origin: str = ""
    """What it is called in a mapping."""
    money: bool = False
    """Whether it is an amount of which the file may not name the currency: then it is that of the business."""

    @property
    def own_name(self) -> str:
        """Its name for people in the language in force."""
        return _(self.title) if self.title else self.name


Caution = tuple[str, dict[str, object]]
"""An untranslated sentence about the file as a whole, with its parameters."""


class FileReading:
    """What a file holds. Its items can be gone through again and again, and are never held as a whole."""

    def __init__(
        self,
        format: str,
        figures: Iterable[FileMetric],
        items: Callable[[], Iterator[ImportedRow | RefusedRow]],
        *,
        names: Iterable[str] = (),
        scope: str = "",
        cautions: Iterable[Caution] = (),
        total: int = 0,
    ) -> None:
        self.format = format
        self.figures = tuple(figures)
        self.items = items
        self.names = tuple(names)
        """The columns of the file, by which it is known again."""
        self.scope = scope
        """What tells its figures from those of another source for the same KPI and day."""
        self.cautions = tuple(cautions)
        self.total = total
        """How many rows there are to go through, 0 when that is not known."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The KPIs that have figures of their own, each once, in the order they first appear."""
        return tuple(figure.name for figure in self.figures if not figure.parts)

    @cached_property
    def rows(self) -> list[ImportedRow]:
        """All figures at once, in the order of the file; for small files."""
        return [item for item in self.items() if isinstance(item, ImportedRow)]

    @cached_property
    def refused(self) -> list[RefusedRow]:
        """All refusals at once, by line; for small files."""
        refusals = [item for item in self.items() if isinstance(item, RefusedRow)]
        return sorted(refusals, key=lambda refusal: refusal.line)


class ReadingChoices(NamedTuple):
    """What the person decided about a file; `None` leaves it to the evidence in the file."""

    mapping: Mapping[str, str] = {}
    """From folded names in the file to a role of `table.ROLES`, a key, or ``-`` to leave it out."""
    decimal: str | None = None
    """``.`` or ``,``."""
    dates: str | None = None
    """``dmy`` or ``mdy``."""
    usual_dates: str | None = None
    """The order that is usual in the region, for files that leave it open; None where no region is known."""
    remembered: frozenset[str] = frozenset()
    """The names in *mapping* that come from an earlier file, and need not be in this one."""

    def renamed(self, name: str) -> str | None:
        """Return what the column or KPI called *name* in the file is to be called, or None to leave it out."""
        new = self.mapping.get(folded(name), name)
        return None if new == LEFT_OUT else new

    def refuse_unknown(self, names: Iterable[str]) -> None:
        """Refuse a mapping of what is not among *names*, those in the file: it would silently change nothing."""
        names = list(names)
        folded_names = {folded(name) for name in names}
        for old in self.mapping:
            if old not in folded_names and old not in self.remembered:
                reason = mark("'{value}' (in --map) is not in the file. The file has: {names}")
                raise Refused(reason, field="map", value=shown(old), names=shown(", ".join(filter(None, names))))


class FileSource:
    """A file that is being recognised and read; looked through only once."""

    def __init__(self, content: FileContent, choices: ReadingChoices | None = None) -> None:
        self.content = content
        self.choices = choices or ReadingChoices()
        self.read_members: list[FileContent] = []
        """The file itself, or those of the files packed in it that are text, as far as they were read."""

    @cached_property
    def is_json(self) -> bool:
        """Whether it is JSON."""
        return bool(self.json)

    @cached_property
    def parts(self) -> list[Part]:
        """The stretches that can hold a table, of all files in an archive; raises Refused for what is no text."""
        if self.json:
            return []
        members = self.content.members()
        if members == [self.content]:
            self.read_members.append(self.content)
            return parts_of(self.content)
        parts: list[Part] = []
        refused: Refused | None = None
        for member in members:
            try:
                parts += parts_of(member)
                self.read_members.append(member)
            except Refused as error:
                # An archive may hold pictures and empty reports beside the table that is wanted.
                refused = error
            refuse_many(len(parts))
        if refused is not None and not parts:
            raise refused
        return parts

    @cached_property
    def json(self) -> list[Table]:
        """The tables of a file of JSON, none when it is no JSON; raises Refused for broken JSON."""
        if self.content.head[:2] in (b"PK", b"\x1f\x8b"):
            return []
        tables = json_tables(self.content) or []
        if tables:
            self.read_members.append(self.content)
        return tables

    @cached_property
    def dated_table(self) -> Table | None:
        """The first table with a column of dates, or None when there is none."""
        mapping = self.choices.mapping
        tables = (*self.json, *(find_table(part, mapping) for part in self.parts))
        return next((table for table in tables if table is not None and "date" in roles_of(table.names, mapping)), None)

    @property
    def table(self) -> Table:
        """The first table with a column of dates; raises Refused when there is none."""
        if self.dated_table is None:
            raise Refused(
                mark("No column with dates found. Call it date, or name it with --map COLUMN=date"),
                field="file",
            )
        return self.dated_table


class Format(NamedTuple):
    """A kind of file that can be read: one row of `exchange.formats`."""

    name: str
    title: str
    """Its name for people, untranslated."""
    sniff: Callable[[FileSource], bool]
    """Tells whether a file is of this kind; raises Refused only for what is no text at all."""
    read: Callable[[FileSource], FileReading]
    """Reads a file of this kind; raises Refused when it cannot be read as a whole."""
    metrics: tuple[FileMetric, ...] = ()
    """The KPIs it can bring, where that is known without a file."""
    asked: bool = False
    """Whether it is tried only when it is asked for by name, because other files look the same."""


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
    assumed_of: str = ""
    """A date that was read in the order that is usual; empty where the file or a person decides."""

    def cautions(self) -> list[Caution]:
        """Return what is to be said of the order of the dates."""
        return cautions_of_order(FileOrder(self.order, self.assumed_of))


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
                reason = mark("The file has more than {limit} KPIs. Keep only your own")
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
    order = order_in(table.names[date_at], days, choices.dates, choices.usual_dates)
    return Survey(
        order.order,
        marks,
        {index: word for index, word in words.items() if word is not None},
        _first_lines(kpis),
        rows,
        first,
        last,
        {column.index: unit for column in columns if (unit := column.unit(marks[column.index]))},
        _units_of(beside, marks[figures[0]]) if kpi_at is not None else {},
        order.assumed_of,
    )


def cautions_of_order(order: FileOrder) -> list[Caution]:
    """Return what is to be said where only the order that is usual told what the dates are."""
    if not order.assumed_of:
        return []
    by_order = {
        "dmy": mark("Dates such as {value} were read with the day first, as in your region; else add --dates mdy"),
        "mdy": mark("Dates such as {value} were read with the month first, as in your region; else add --dates dmy"),
    }
    return [(by_order[order.order], {"value": shown(order.assumed_of)})]


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


DatedRow = tuple[int, list[str], Moment, str]
"""A row whose day was understood: its line, its cells, the day and time, the note. Plain, because there are many."""


def dated_rows(table: Table, roles: dict[str, int], order: Order) -> Iterator[DatedRow | RefusedRow]:
    """Yield the rows of *table* with a day, in their order, and for each without one why it is refused.

    Raises Refused when the table has no rows, or cannot be read on.
    """
    width, date_at, time_at, note_at = len(table.names), roles["date"], roles.get("time"), roles.get("note")
    moment_in: Callable[[str], Moment | None] = day_reader(order)
    none = True
    for line, cells in table.rows():
        none = False
        if len(cells) != width and ragged(cells, width):
            yield ragged_row(line, cells, width)
            continue
        moment = moment_in(cells[date_at])
        if moment is None:
            yield _no_day(line, cells[date_at], order)
            continue
        if time_at is not None and (clock := cells[time_at].strip()):
            time = time_of(clock)
            if time is None:
                reason = mark("Not a time: '{value}'. Write it as 09:30")
                yield RefusedRow(line, reason, {"value": shown(clock)})
                continue
            moment = Moment(moment.date, time)
        yield line, cells, moment, "" if note_at is None else unguarded(cells[note_at].strip())
    if none:
        raise no_rows(table)


def no_rows(table: Table) -> Refused:
    """Return the refusal of a table that has a header and nothing else."""
    return Refused(mark("The file has a header on line {line}, but no rows"), field="file", line=table.line)


def ragged_row(line: int, cells: Sequence[str], width: int) -> RefusedRow:
    """Return the refusal of a row with more or fewer cells than there are columns."""
    if len(cells) < width:
        reason = mark("{found} of {columns} values: the row ends too early. Was the file cut short?")
    else:
        reason = mark("{found} values in {columns} columns. Is there a decimal comma without quotes?")
    return RefusedRow(line, reason, {"found": len(cells), "columns": width})


def _no_day(line: int, cell: str, order: Order) -> RefusedRow:
    if cell.strip().endswith("Z"):
        reason = mark("'{value}' is a moment in UTC, not a day. Write the day, such as {example}")
        return RefusedRow(line, reason, {"value": shown(cell.strip()), "example": "2026-11-23"})
    reason = mark("Not a date: '{value}'. Write it as {example}")
    example = "23-11-2026" if order == "dmy" else "11/23/2026"
    return RefusedRow(line, reason, {"value": shown(cell.strip()), "example": f"2026-11-23, {example}"})
