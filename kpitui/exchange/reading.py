"""What a file is read into: the records that go to the import, and the two looks through the rows of a table.

The first look finds what only the whole can tell: which decimal mark each column has, and whether the day or the month
comes first. It keeps one example of each shape that cells have, not the cells, so that a table of any length fits in
memory. The second gives rows with their day, time and note; the figures in them are left to the formats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, tzinfo
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import Any, Literal, NamedTuple, NoReturn

from kpitui.core.calendar import STANDARD, Calendar
from kpitui.core.errors import Refused, mark
from kpitui.exchange._carried import carried_down, sections_in
from kpitui.exchange._crosstab import NO_FIRST_DAY, NO_YEAR, crosstab_in, has_weekdays
from kpitui.exchange._datev import DAY, datev_table
from kpitui.exchange._day_columns import (
    CALLED_DAY,
    RowRange,
    TableDays,
    are_posts,
    day_column,
    day_named_only,
    days_of_table,
    first_rows,
    has_day_numbers,
    headerless_table,
    parts_of_date,
    range_above,
    range_of,
    refuse_twins,
    table_by_parts,
    table_with_days,
    total_so_far,
    without_wholes,
)
from kpitui.exchange._serials import LEAST_RISING, is_serial_name, numbers_things
from kpitui.exchange._several_tables import MOST_TABLES, joined, side_by_side, with_two_headers
from kpitui.exchange._text_tables import influx_table, statement_table
from kpitui.exchange.content import FileContent
from kpitui.exchange.dates import (
    DayEvidence,
    DayForm,
    Every,
    Moment,
    are_counted,
    are_most,
    is_day,
    is_day_without_year,
    may_have_no_year,
    moment_of,
    month_number,
    order_in,
    periods_in,
    spans_years,
    time_of,
)
from kpitui.exchange.json_tables import json_tables
from kpitui.exchange.numerals import (
    BY_HOURS,
    BY_MINUTES,
    CURRENCIES,
    HOURS_AND_MINUTES,
    Evidence,
    by_whole_things,
    digit_shape,
    evidence_in,
    figure_in,
    figure_of,
    is_no_data,
    mark_for,
)
from kpitui.exchange.table import (
    MANY_KPIS,
    MOST_COLUMNS,
    ROLES,
    Part,
    Row,
    Table,
    excerpt,
    excerpts,
    find_table,
    folded_name,
    has_no_day,
    is_sum_without_day,
    ragged,
    refuse_many,
    roles_of,
    spaced,
    table_parts,
    without_empty_end,
)
from kpitui.exchange.writing import without_guard
from kpitui.i18n import _

OTHER_THAN = "!"
"""Behind the name of a column: the rows that count are those with another text than is named."""

LEFT_OUT = "-"
"""What a column or KPI is mapped to that is not wanted."""

ROWS = "*"
"""The name in a mapping of what no column has: the number of rows of a day."""


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


Aside = Literal["", "numbers", "classes", "foreign", "apart", "people", "before"]
"""Why a column becomes no new KPI unless asked for: it numbers things (an id, a postcode), says of which kind a row is,
has amounts once more in another currency, or its rows cannot be added up (a price of each, quantities of several
things, different people in several rows a day), or it is of the period before, which is not that of its rows."""


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
    aside: Aside = ""
    """Why it becomes no new KPI unless asked for; empty where it does."""
    rising: bool = False
    """Whether it never falls over its days, as a running total does: adding it up would count it again and again."""
    every: Every = ""
    """The period that each of its rows stands for; empty for days."""
    currencies: tuple[str, ...] = ()
    """The currencies that its rows name, the most frequent one first."""
    negative: bool = False
    """Whether any of its figures is below zero."""
    is_sale: bool = False
    """Whether it is called a price and is what each customer paid, so that the rows of a day add up."""
    amount: bool = False
    """Whether it is called as amounts are in a table of a bank or the books, in the currency of what is beside it."""
    share: bool = False
    """Whether none of its first figures is more than one, so that a rate may be a part of one as well as a "
    "percentage."""
    adds_up: bool = False
    """Whether its rows add up, whatever its name says: the guests of bookings, the followers that each post brought."""
    quotient: tuple[str, str] | tuple[()] = ()
    """The figures that it is one divided by the other of, by its first rows: added up they give its days, it does not.
    """
    fractions: bool = False
    """Whether any of its first figures has a fraction, as amounts have."""
    named_by: str = ""
    """The column that may say which KPI each of its rows is of, where its own name says nothing; empty for none."""

    @property
    def own_name(self) -> str:
        """Its name for people in the language in force."""
        return _(self.title) if self.title else self.name

    @property
    def is_mapped(self) -> bool:
        """Whether a mapping calls it otherwise than the format, which knows a title for it, does."""
        return bool(self.title and self.origin) and folded_name(self.name) != folded_name(self.origin)


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
        newest_first: bool = False,
        by_day: bool = False,
        by_hour: bool = False,
        day_column: str = "",
        currency_column: str = "",
        question: Caution | None = None,
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
        self.newest_first = newest_first
        """Whether the days of the file run backwards, so that the first row of a day is the latest one."""
        self.day_column, self.currency_column = day_column, currency_column
        """What the columns of days and of currencies are called, where the format is no program's."""
        self.question = question
        """What a person has to answer before it is imported."""
        self.by_day = by_day
        """Whether a figure is what all rows of its day come to, so that a file with fewer of them has a lower one."""
        self.by_hour = by_hour
        """Whether it is what all rows of an hour come to."""

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
    zone: tzinfo | None = None
    """The time zone in which moments in UTC have their day; None where it is not known."""
    calendar: Calendar = STANDARD
    """How the business counts the weeks and quarters that a file may name."""
    only: Mapping[str, frozenset[str]] = {}
    """By the folded name of a column, the folded texts of which the rows count, or with a `!` those that don't."""
    every: Every = ""
    """The period that each row is for by its first and last day; empty where no two columns tell it."""

    def renamed(self, name: str) -> str | None:
        """Return what the column or KPI called *name* in the file is to be called, or None to leave it out."""
        new = self.mapping.get(folded_name(name), name)
        return None if new == LEFT_OUT else new

    def refuse_unknown(self, names: Iterable[str]) -> None:
        """Refuse a mapping of what is not among *names*, those in the file: it would silently change nothing."""
        names = list(names)
        folded_names = {folded_name(name) for name in names}
        for old in self.mapping:
            if old not in folded_names and old not in self.remembered and old != ROWS:
                reason = mark("'{value}' (in --map) is not in the file. The file has: {names}")
                raise Refused(reason, field="map", value=excerpt(old), names=excerpt(", ".join(filter(None, names))))


class FileSource:
    """A file that is being recognised and read; looked through only once."""

    def __init__(self, content: FileContent, choices: ReadingChoices | None = None) -> None:
        self.content = content
        self.choices = choices or ReadingChoices()
        self.left_out: tuple[str, ...] = ()
        """The first columns of the tables that are not read beside `dated_table`."""
        self.blocks: list[str] = []
        """What stands beside a table without days of its own."""
        self.totals = 0
        """Rows that were left out as they are the total of others, by their days."""
        self.carried = 0
        """Rows that got the day of the row above."""
        self.range: RowRange | None = None
        """The stretch of days that each row is for, where that is no day and no period."""
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
            return table_parts(self.content)
        parts: list[Part] = []
        refused: Refused | None = None
        for member in members:
            try:
                parts += table_parts(member)
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
        """The tables of JSON, InfluxDB or a bank statement, none of another file; raises Refused for a broken one."""
        if self.content.head[:2] in (b"PK", b"\x1f\x8b"):
            return []
        # Some banks write MT940 in braces, as JSON begins.
        table = statement_table(self.content) or influx_table(self.content)
        tables = [table] if table is not None else json_tables(self.content) or []
        if tables:
            self.read_members.append(self.content)
        return tables

    @cached_property
    def dated_table(self) -> Table | None:
        """The first table with a column of dates, or None when there is none.

        It is known by its name, else by its cells; what was found by its cells is a choice from then on. Raises Refused
        where several columns hold days and none is called date.
        """
        mapping = self.choices.mapping
        bookings = next(filter(None, map(datev_table, self.parts)), None)
        if bookings is not None:
            self.choices = self.choices._replace(mapping={**mapping, DAY: "date"})
            return _with_rows(bookings, self.choices.only)
        stood = (table for part in self.parts if (table := find_table(part, mapping)) is not None)
        tables = [*self.json, *chain.from_iterable(self._apart(table) for table in stood)]
        named = next((table for table in tables if "date" in roles_of(table.names, mapping)), None)
        if named is not None:
            rows = first_rows(named)
            date_at = roles_of(named.names, mapping)["date"]
            if "date" not in mapping.values() and (other := self._instead_of(named, rows, date_at)) is not None:
                return other
            if "date" in mapping.values() or not day_named_only(named, rows, mapping):
                if "date" not in mapping.values() and are_posts(named, rows):
                    raise total_so_far(named.names[date_at])
                refuse_twins(named, rows, date_at)
                return self._whole(self._by_range(named, rows), tables, rows)
            mapping = {**mapping, folded_name(named.names[roles_of(named.names, mapping)["date"]]): LEFT_OUT}
        if any(old.startswith("column ") for old in mapping):
            numbered = (table for part in self.parts if (table := headerless_table(part)) is not None)
            return next((table for table in numbered if "date" in roles_of(table.names, mapping)), None)
        return self._by_cells(mapping)

    def _instead_of(self, named: Table, rows: Sequence[Sequence[str]], date_at: int) -> Table | None:
        """Return what is read instead of the first table that names its days, by its first *rows*; None for nothing.

        That is the same one with its periods above the columns, or a wider one beside it.
        """
        if has_weekdays(named.names, rows, date_at):
            return self._crosstab() or refuse_weekdays(named, rows, date_at)
        if has_day_numbers(rows, date_at) and (across := self._crosstab()) is not None:
            return across
        wider = self._wider_than(named)
        if wider is None:
            return None
        self.choices = self.choices._replace(mapping={**self.choices.mapping, folded_name(day_column(wider)): "date"})
        rows = first_rows(wider.table)
        return self._whole(self._by_range(wider.table, rows), [wider.table], rows)

    def _wider_than(self, table: Table) -> TableDays | None:
        """Return a table of another sheet or file with days, and with more columns and no fewer rows than *table*.

        A workbook may have its sales on one sheet, by a day of sale, and a small sheet by date beside it.
        """
        parts = [part for part in self.parts if part.content.name != table.file]
        rows = len(first_rows(table)) if parts else 0
        for other in map(table_with_days, parts):
            if other is not None and len(other.names) > len(table.names) and len(first_rows(other)) >= rows:
                days = days_of_table(other)
                if days.columns:
                    return days
        return None

    def _by_cells(self, mapping: Mapping[str, str]) -> Table | None:
        """Return the first table of which the cells tell where the days are, None when there is none."""
        if (crosstab := self._crosstab()) is not None:
            return crosstab
        stood = filter(None, map(table_with_days, self.parts))
        tables = [*self.json, *chain.from_iterable(map(self._apart, stood))]
        dated = next((days for days in map(days_of_table, tables) if days.columns), None)
        if dated is not None and not self.json and not dated.table.notes:
            # Lines about an account above its table may have days too: of the first tables in a file the widest counts.
            beside = [table for table in tables if table.file == dated.table.file and not table.notes][:MOST_TABLES]
            wider = [table for table in beside if len(table.names) > len(dated.table.names)]
            others = [days for days in map(days_of_table, wider) if days.columns]
            dated = max((dated, *others), key=lambda days: len(days.table.names))
        if dated is None:
            made = next(filter(None, map(table_by_parts, self.parts)), None)
            if made is None:
                return None
            dated = days_of_table(made)
            if "date" in roles_of(made.names, mapping):
                rows = first_rows(made)
                return self._whole(self._by_range(made, rows), [], rows)
            if not dated.columns:
                return None
            mapping = {**mapping, **{folded_name(name): LEFT_OUT for name in parts_of_date(made)}}
        rows = first_rows(dated.table)
        if has_weekdays(dated.table.names, (), 0):
            refuse_weekdays(dated.table, rows, dated.table.names.index(dated.columns[0]))
        span = range_of(dated.table, rows)
        if span is not None and span.every and {span.start, span.end} == set(dated.columns):
            name = span.end
        else:
            name = day_column(dated)
        self.choices = self.choices._replace(mapping={**mapping, folded_name(name): "date"})
        return self._whole(self._by_range(dated.table, rows), tables, rows)

    def _apart(self, table: Table) -> list[Table]:
        """Return the tables that stand beside each other in *table*, itself where it is one."""
        table = with_two_headers(table, *self._rows_beside(table))
        tables, blocks = side_by_side(table, self.choices.mapping)
        self.blocks += (block for block in blocks if block not in self.blocks)
        return tables

    def _rows_beside(self, table: Table) -> tuple[list[str], Row]:
        """Return the cells of the row right above the header of *table*, and the row below it; none where none is."""
        for head in (head for part in self.parts for head in part.heads.values() if part.content.name == table.file):
            for index, (line, cells) in enumerate(head):
                if line == table.line and is_named(table, cells):
                    below = head[index + 1] if index + 1 < len(head) else (0, list[str]())
                    return (head[index - 1][1] if index else []), below
        return [], (0, [])

    def _crosstab(self) -> Table | None:
        """Return the first table with its periods above the columns, None when there is none."""
        orders = (self.choices.dates, self.choices.usual_dates)
        crosstab = next((table for part in self.parts if (table := crosstab_in(part, *orders)) is not None), None)
        if crosstab is not None:
            self.left_out = tables_beside(self.parts, [crosstab])
        return crosstab

    def _by_range(self, table: Table, rows: Sequence[Sequence[str]]) -> Table:
        """Return *table*, after noting by its first *rows* whether its column of days begins or ends a stretch of days.

        Rows for whole weeks, months or quarters are read by their last day, whichever of the two was chosen.
        """
        mapping = self.choices.mapping
        day = table.names[roles_of(table.names, mapping)["date"]]
        span = range_of(table, rows, day)
        if span is None:
            return table
        if span.wholes:
            self.totals = len(span.wholes)
            table = without_wholes(table, span)
        if not span.every:
            self.range = span
            return table
        others = {folded_name(span.start): LEFT_OUT} if day == span.start else {}
        mapping = {**mapping, **others, folded_name(span.end): "date"}
        self.choices = self.choices._replace(mapping=mapping, every=span.every)
        return table

    def _whole(self, table: Table, tables: Sequence[Table], first: Sequence[Sequence[str]]) -> Table:
        """Return *table* with the rows of those of *tables* that go on with it, such as a sheet for each month.

        They have the same columns and other days. Only the rows that count; what is not read is noted. *first* are the
        first rows of the table.
        """
        alike = [table]
        same = sorted(table.names)
        others = [
            _in_order(other, table.names)
            for other in tables
            if other.file != table.file and sorted(other.names) == same and _can_be_told_apart(other, table)
        ]
        days = _days_in(table, self.choices.mapping) if others else set()
        for other in others:
            if days.isdisjoint(more := _days_in(other, self.choices.mapping)):
                alike.append(other)
                days |= more
        if len(alike) > 1:
            table = table._replace(rows=lambda: chain.from_iterable(other.rows() for other in alike))
        names, line = table.names, table.line
        table = self._with_days_and_sections(table, first) if not self.json else table
        only = self.choices.only
        others = [
            other
            for other in tables
            if (other.names, other.line) != (names, line) and other.file == table.file and not other.notes
        ]
        if self.json or table.notes or not others:
            self.left_out = (*tables_beside(self.parts, alike), *self.blocks)
            return _with_rows(table, only)
        # Each is asked for its own rows that count, before they become one.
        _with_rows(table._replace(names=(*table.names, *(name for other in others for name in other.names))), only)
        table, *others = (_with_own_rows(other, only) for other in (table, *others))
        whole, taken = joined(table, others, self.choices.mapping)
        self.left_out = (*tables_beside(self.parts, [*alike, *taken]), *self.blocks)
        return whole

    def _with_days_and_sections(self, table: Table, first: Sequence[Sequence[str]]) -> Table:
        """Return *table* with the days and the names of sections that stand once above several rows."""
        date_at = roles_of(table.names, self.choices.mapping)["date"]
        table, self.carried = carried_down(table, date_at, first)
        return sections_in(table, date_at, first)

    @property
    def table(self) -> Table:
        """The first table with a column of dates; raises Refused when there is none."""
        if self.dated_table is None:
            raise no_table(self.parts)
        return self.dated_table


def is_named(table: Table, cells: Sequence[str]) -> bool:
    """Tell whether *cells* are the header of *table*."""
    return tuple(without_empty_end([cell.strip() for cell in cells])) == table.names


def refuse_weekdays(table: Table, rows: Sequence[Sequence[str]], date_at: int) -> NoReturn:
    """Refuse a table with the days of the week beside what names no week."""
    cell = next((row[date_at].strip() for row in rows if date_at < len(row)), "")
    raise Refused(NO_FIRST_DAY, field="file", value=excerpt(cell or table.names[date_at]), example="2026-11-02")


def _can_be_told_apart(other: Table, table: Table) -> bool:
    return other.names == table.names or len(set(table.names)) == len(table.names)


def _in_order(table: Table, names: tuple[str, ...]) -> Table:
    """Return *table* with its columns in the order of *names*."""
    if table.names == names:
        return table
    places = [table.names.index(name) for name in names]

    def rows() -> Iterator[Row]:
        for line, cells in table.rows():
            # A row that ends too early stays as it is, so that it is refused.
            yield line, cells if ragged(cells, len(names)) else [cells[place] for place in places]

    return table._replace(names=names, rows=rows)


def _days_in(table: Table, mapping: Mapping[str, str]) -> set[str]:
    """Return the different cells that stand in the column of days of *table*, without remarks and totals."""
    index = roles_of(table.names, mapping)["date"]
    rows = (cells for _line, cells in table.rows() if index < len(cells) and not is_remark(cells))
    cells = {cells[index].strip() for cells in rows} - {""}
    return {cell for cell in cells if not has_no_day(cell)}


def _with_rows(table: Table, only: Mapping[str, frozenset[str]]) -> Table:
    """Return *table* with only the rows that count; raises Refused for a column that it doesn't have."""
    if not only:
        return table
    names = [folded_name(name) for name in table.names]
    columns: list[tuple[int, frozenset[str], bool]] = []
    for name, texts in only.items():
        without = name not in names and name.endswith(OTHER_THAN)
        column = name.removesuffix(OTHER_THAN).strip() if without else name
        if column not in names:
            reason = mark("'{value}' (in --only) is not in the file. The file has: {names}")
            raise Refused(reason, field="only", value=excerpt(column), names=excerpts([*filter(None, table.names)]))
        columns.append((names.index(column), texts, without))

    def counts(cells: Sequence[str]) -> bool:
        return all(
            index >= len(cells) or (folded_name(cells[index]) in texts) != without for index, texts, without in columns
        )

    def rows() -> Iterator[Row]:
        return (row for row in table.rows() if counts(row[1]))

    def beside() -> Iterator[Row]:
        return (row for row in table.rows() if not counts(row[1]))

    return table._replace(rows=rows, beside=beside)


def _with_own_rows(table: Table, only: Mapping[str, frozenset[str]]) -> Table:
    """Return *table* with only the rows that count by those of its columns that were named."""
    names = {folded_name(name) for name in table.names}
    own = {name: texts for name, texts in only.items() if {name, name.removesuffix(OTHER_THAN).strip()} & names}
    return _with_rows(table, own)


def tables_beside(parts: Sequence[Part], tables: Sequence[Table]) -> tuple[str, ...]:
    """Return what the parts that hold other tables than *tables* are called: their sheet or file, else their header."""
    others = []
    several_files = len({part.content.name for part in parts}) > 1
    for part in parts:
        if any(_is_in(part, table) for table in tables):
            continue
        rows = (cells for head in part.heads.values() for _line, cells in head[:-1])
        header = max(rows, key=len, default=[])
        if len([cell for cell in header if cell.strip()]) > 1:
            columns = "/".join(filter(None, (cell.strip() for cell in header[:3])))
            others.append(part.content.name if several_files else columns)
    return tuple(dict.fromkeys(others))


def _is_in(part: Part, table: Table) -> bool:
    line = max(table.line, 1)
    here = part.start <= line and (part.end is None or line < part.end)
    return here and part.content.name == table.file


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
    own: bool = False
    """Whether the person or a package described it: it goes before those of this program."""
    needed: Callable[[FileSource], frozenset[str]] | None = None
    """For the export of a program: the columns of a file by which it is recognised, in small letters."""


MOST_SHAPES = 5_000
"""Shapes that are remembered of a column; a column with more holds words."""

MOST_BESIDE = 100
"""Shapes, digits aside, that are remembered of the cells of one KPI among several."""

LONGEST_FIGURE = 100
"""Characters of a cell that are looked at; a longer one is no figure and no day."""

MOST_KEPT = 50_000
"""Cells whose meaning is remembered, so that a day that stands in many rows is read once."""


MOST_TIMED = 5_000
"""Days with a time beside them that are remembered, in a file of which those that follow each other are alike."""

DAYLESS = mark("Rows without a day, such as totals, are left out: {count}")

_NO_DIGITS = dict.fromkeys(map(ord, "0123456789.,"))


class Survey(NamedTuple):
    """What the rows of a table show as a whole."""

    days: DayForm
    """How the dates are to be read."""
    marks: dict[int, str]
    """The decimal mark of each column of figures."""
    columns: Mapping[int, ColumnSurvey]
    """What each column of figures holds."""
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
    dayless: int = 0
    """Rows without anything in the column of dates."""
    remarks: int = 0
    """Rows with a text and nothing else, such as what stands below a table."""
    newest_first: bool = False
    """Whether the days of the table run backwards."""
    in_utc: bool = False
    """Whether there are moments in UTC that are no midnights."""
    names: tuple[str, ...] = ()
    """The columns of the table."""
    begin: Mapping[int, Sequence[str]] = {}
    """The cells of the first rows, by column, without outer white space."""
    begin_days: Sequence[date | None] = ()
    """The days of those rows; None where a row has none."""
    again: tuple[str, int] = ("", 0)
    """The column that names a transaction, and how many rows are the same as an earlier one."""

    @property
    def leaves_dayless(self) -> bool:
        """Whether rows without a day are the few that a footer has, which are left out and told of."""
        return 5 * self.dayless <= self.rows

    def cautions(self) -> list[Caution]:
        """Return what is to be said of the dates, and of rows that have none."""
        cautions = cautions_of_days(self.days, utc=self.in_utc)
        column, count = self.again
        if count:
            cautions.append((_AGAIN, {"column": excerpt(column), "count": count}))
        if left_out := self.remarks + (self.dayless if self.leaves_dayless else 0):
            cautions.append((DAYLESS, {"count": left_out}))
        return cautions


_AGAIN = mark(
    "Repeated rows, with the same '{column}': {count}. They are counted too. Are they in the file twice by mistake?"
)
_TRANSACTION = re.compile(
    r"(?:transaction|payment|charge|booking|reservation|confirmation|txn|transactie|betaling)[ _-]?"
    r"(?:id|ref(?:erence)?|no\.?|nr\.?|number|code|nummer|kenmerk)|id|uuid|reference(?: number)?|ref",
    re.IGNORECASE,
)
"""Columns of which no two rows have the same."""


class ColumnSurvey(NamedTuple):
    """What a column that may hold figures does hold."""

    holds: Literal["figures", "text", "days", "clock", "currencies", "nothing"]
    """clock: times of day with their seconds, which look like durations."""
    numbers: bool = False
    """Whether its figures number things: rows, orders, postcodes."""
    rising: bool = False
    """Whether they never fall from day to day."""
    whole: bool = False
    """Whether none of its first figures has a fraction."""
    currencies: tuple[str, ...] = ()
    """The currencies, or by its name the assets, that it names, the most frequent one first."""
    words: tuple[str, ...] = ()
    """What it says, where it says few things, the most frequent one first."""
    negative: bool = False
    """Whether any of its figures is below zero."""
    first: tuple[int, str] = (0, "")
    """The line of its first cell, and that cell."""
    hours: bool = False
    """Whether its cells are hours and minutes, such as 2:30."""
    minutes: bool = False
    """Whether such cells are minutes and seconds."""
    cancels: bool = False
    """Whether its figures come to nothing on every day, as both sides of an entry in the books do."""


class _Column:
    """What is seen of one column."""

    def __init__(self, index: int, name: str, *, of_sports: bool = False) -> None:
        self.index = index
        self.name = name
        self.of_sports = of_sports
        self.shapes: dict[str, list[Any]] = {}
        """Of each shape the first cell, its line, and how many there are."""
        self.more = 0
        """Cells of shapes that are not kept."""
        self.begin: list[str] = []
        """The cells of the first rows."""

    def note(self, cell: str, line: int) -> None:
        """Count *cell*, and keep it where it is the first of its shape; a bounded number of shapes is kept."""
        shape = digit_shape(cell)
        seen = self.shapes.get(shape)
        if seen is not None:
            seen[2] += 1
        elif len(self.shapes) < MOST_SHAPES:
            self.shapes[shape] = [cell.strip(), line, 1]
        else:
            self.more += 1

    def evidence(self, beside: Iterable[str] = ()) -> Evidence:
        """Return what its cells, and those of rows *beside* that do not count, say about its decimal mark."""
        own = evidence_in(cell for cell, _line, _count in self.shapes.values())
        return own if own.point or own.comma or own.unclear is None else evidence_in([own.unclear, *beside])

    def examples(self) -> list[str]:
        """Return a cell of each shape."""
        return [cell for cell, _line, _count in self.shapes.values()]

    def unit(self, decimal: str) -> str:
        """Return the unit that stands beside every figure of the column; empty when some have another or none."""
        return _shared(figure_in(cell, decimal) for cell, _line, _count in self.shapes.values())

    def survey(self, *, newest_first: bool) -> ColumnSurvey:
        """Return what the column holds: figures where at least half of what stands in it are such."""
        cells = [(cell, count) for cell, _line, count in self.shapes.values() if not is_no_data(cell)]
        if not cells:
            return ColumnSurvey("nothing")
        words = Counter({cell.upper(): count for cell, count in cells})
        if words.keys() <= CURRENCIES or self._names_assets(words):
            return ColumnSurvey("currencies", currencies=tuple(word for word, _count in words.most_common()))
        first = min((line, cell) for cell, line, _count in self.shapes.values() if not is_no_data(cell))
        of_work = _WORKED.search(self.name) and not _PLAYED.search(self.name)
        clocks = [HOURS_AND_MINUTES.fullmatch(cell) or _CLOCK.fullmatch(cell) for cell, _count in cells]
        if of_work and all(clocks) and (times := self._as_times([cell for cell, _count in cells], first)) is not None:
            return times
        figures = sum(count for cell, count in cells if figure_of(cell, ".") is not None or _with_comma(cell))
        others = sum(count for _cell, count in cells) - figures + self.more
        in_words = _DESCRIBES.fullmatch(self.name) and any(any(map(str.isalpha, cell)) for cell, _count in cells)
        if not figures or others > figures or in_words or (others and _DESCRIBES.fullmatch(self.name)):
            return self._without_figures(cells, first)
        begin = [cell for cell in self.begin if cell]
        if begin and (
            (all(map(is_day, begin)) and not is_serial_name(self.name))
            or all(map(_EPOCHS.fullmatch, begin))
            or (_names_clock(self.name) and all(map(_CLOCK.fullmatch, begin)))
        ):
            return ColumnSurvey("clock" if _CLOCK.fullmatch(begin[0]) else "days", first=first)
        whole = all(map(_WHOLE.fullmatch, begin))
        rising = _rises(begin, newest_first=newest_first)
        negative = any(cell[0] in "-(\u2212'" or cell[-1] == "-" or _TAKEN.search(cell) for cell, _count in cells)
        return ColumnSurvey("figures", numbers_things(self.name, begin), rising, whole, negative=negative)

    def _as_times(self, cells: Sequence[str], first: tuple[int, str]) -> ColumnSurvey | None:
        """Return what a column holds of which each cell is a length of time, None where all have hours and seconds."""
        short = [cell for cell in cells if cell.count(":") == 1]
        if self.of_sports and short:
            return ColumnSurvey("figures", minutes=True, first=first)
        if len(short) < len(cells):
            return None
        # A row of more than a day may be of minutes and seconds, unless its column is called hours.
        in_hours = _HOURS.search(self.name) or all(int(cell.partition(":")[0]) < LONGEST_DAY for cell in cells)
        return ColumnSurvey("figures", hours=True, first=first) if in_hours else ColumnSurvey("text", first=first)

    def _without_figures(self, cells: Sequence[tuple[str, int]], first: tuple[int, str]) -> ColumnSurvey:
        days = sum(is_day(cell) for cell, _count in cells[:MOST_LOOKED_AT])
        if 2 * days > len(cells[:MOST_LOOKED_AT]):
            return ColumnSurvey("days", first=first)
        # Of each shape one cell is kept, and of the first rows all, so that 1F and 7F are told apart.
        begin = Counter(filter(None, self.begin))
        words = begin | Counter({cell: count for cell, count in cells if cell not in begin and not is_no_data(cell)})
        few = len(words) <= MOST_WORDS and not self.more
        return ColumnSurvey("text", first=first, words=tuple(word for word, _n in words.most_common()) if few else ())

    def _names_assets(self, words: Mapping[str, int]) -> bool:
        """Tell whether it is called so and holds nothing but short codes, such as BTC."""
        return len(words) <= MOST_WORDS and _ASSETS.search(self.name) is not None and all(map(_CODE.fullmatch, words))


def _with_comma(cell: str) -> bool:
    return figure_of(cell, ",") is not None


MOST_WORDS = 20
"""Different things that a column says, up to which it sorts its rows; one with more describes them."""

_ASSETS = re.compile(
    r"currency|valuta|währung|devise|divisa|moneda|moeda|waluta|\b(?:asset|coin|token|commodity|munt)\b", re.IGNORECASE
)
_CODE = re.compile(r"[A-Z][A-Z0-9.]{1,9}")

_FIGURES = ("figures", "clock")

MOST_COMPARED = 10
"""Columns of figures that are held against each other."""

MIN_STEPS, MIN_STEPS_APART = 3, 2
"""From one row to the next, and different ones among them, from which a column is what another comes to so far."""

MOST_LOOKED_AT = 200
"""Rows of which the cells themselves are looked at, to tell whether a column numbers things or only rises."""

LEAST_READ, MOST_MOVED = 5, 0.1
"""Values that each rise, by no more than this part in all, from which they are readings of a meter."""
_DESCRIBES = re.compile(
    r"(?:description|notes?|comments?|remarks?|memo|title|name|activity name|workout|omschrijving"
    r"|opmerking(?:en)?|notitie"
    r"|beschreibung|bemerkung|verwendungszweck|libellé|concepto|descrizione)",
    re.IGNORECASE,
)
"""Columns of words, whatever a few of them look like."""

_EPOCHS = re.compile(r"1[4-9][0-9]{8}(?:[0-9]{3})?")
"""Seconds or thousandths of a second since 1970, from 2014 on."""
_TAKEN = re.compile(r"[0-9] ?dr\.?$", re.IGNORECASE)
_WHOLE = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:[.,' \u00a0\u202f][0-9]{3})+)")
"""A figure without a fraction, or one of which the last three digits are hardly one."""
_APART = re.compile(r"[_\-./]+")
_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]")
_CLOCK_NAME = re.compile(
    r"\b(?:time|timestamp|start|end|begin|from|to|tijdstip|uhrzeit|heure|hora|ora|godzina|klockslag|tid|czas)\b"
    r"|zeit\b|tijd\b",
    re.IGNORECASE,
)
_TOOK = re.compile(
    r"\b(?:elapsed|moving|total|spent|work(?:ed|ing)?|active|watch(?:ed)?|screen|sleep|response|reply"
    r"|wait(?:ing)?|handling"
    r"|resolution|load(?:ing)?|talk|idle|call|average|avg|mean|billable|tracked|break|pause|travel|driv(?:e"
    r"|ing)|lead|cycle"
    r"|run(?:ning)?|swim|bike|race|finish|chip|gun|net|time to|time in|stopped|hold|queue|processing|session"
    r"|on (?:page|site)|hours?|uren|stunden|heures)\b|\((?:h|hrs?|min|s|decimal)\)|duration|duur|durée|dauer"
    r"|(?:reis|laad|werk|rij|speel|wacht|reactie|antwoord|afhandel|loop|lever|kijk|luister|slaap"
    r"|scherm)-?tijd\b|(?:arbeits|fahr|lauf|warte|reaktions|lade|spiel|pausen|bearbeitungs|reise)zeit",
    re.IGNORECASE,
)
"""Names of times that say how long something took."""
_WORKED = re.compile(
    r"duration|duur|dauer|durée|arbeitszeit|werktijd|pausen?zeit|^(?:pause|pauze|break|soll|ist)$|hours?\b|uren\b|stunden|heures|worked|billable|tracked|gewerkt",
    re.I,
)
_HOURS = re.compile(
    r"hours?\b|uren\b|stunden|heures|worked|gewerkt|billable|\(h|arbeitszeit|werktijd|pause|pauze|^soll$|^ist$", re.I
)
LONGEST_DAY = 24
_SPORTS = re.compile(
    r"\b(?:distance|pace|heart ?rate|avg hr|activity type|workout|laps?|elevation|exercise|sport|km|miles)\b|afstand"
    r"|hartslag|distanz|strecke",
    re.IGNORECASE,
)
"""Columns beside which 45:12 is how long somebody ran."""
_PLAYED = re.compile(
    r"view|watch|play|listen|session|call|average|avg|mean|video|song|track\b|talk|handl|wait|respon|pace",
    re.IGNORECASE,
)
"""Of these 2:30 is as likely minutes and seconds."""


def _names_clock(name: str) -> bool:
    """Tell whether a column called *name* says when something was, and not how long it took."""
    plain = _APART.sub(" ", name)
    # What is called time and nothing more is told from the day beside it.
    if folded_name(name) in ROLES["time"]:
        return False
    return _CLOCK_NAME.search(plain) is not None and _TOOK.search(plain) is None


def _rises(cells: Sequence[str], *, newest_first: bool) -> bool:
    for decimal in ".,":
        values = [figure_of(cell, decimal) for cell in cells]
        figures = [value for value in values if value is not None]
        in_order = figures[::-1] if newest_first else figures
        if len(figures) == len(values) >= LEAST_READ and in_order[0] > 0:
            steps = all(after > before for before, after in pairwise(in_order))
            if steps and in_order[-1] - in_order[0] < MOST_MOVED * in_order[-1]:
                return True
        if len(figures) == len(values) >= LEAST_RISING:
            ups = sum(after > before for before, after in pairwise(in_order))
            return 2 * ups >= len(figures) and all(after >= before for before, after in pairwise(in_order))
    return False


def _keep(columns: Sequence[_Column], cells: Sequence[str]) -> None:
    """Keep the cells of one of the first rows."""
    for column in columns:
        column.begin.append(cells[column.index][:LONGEST_FIGURE].strip() if column.index < len(cells) else "")


class _Transactions:
    """Counts the rows that are the same as an earlier one in a table that names its transactions."""

    def __init__(self, names: Sequence[str]) -> None:
        self.name = next((name for name in names if _TRANSACTION.fullmatch(spaced(name))), "")
        self.at = names.index(self.name) if self.name else -1
        self.are_looked_at = bool(self.name)
        self.seen: set[int] = set()
        self.again = 0

    def note(self, cells: Sequence[str]) -> None:
        """Take a row; a bounded number of them is remembered."""
        if self.at < len(cells) and cells[self.at]:
            key = hash(tuple(cells))
            self.again += key in self.seen
            self.seen.add(key)
            self.are_looked_at = len(self.seen) < MOST_KEPT


def survey(
    table: Table, choices: ReadingChoices, date_at: int, figures: Sequence[int], *, kpi_at: int | None = None
) -> Survey:
    """Look through *table*; raises Refused, naming the option, where a mark or an order is in doubt."""
    of_sports = any(map(_SPORTS.search, table.names))
    columns = [_Column(index, table.names[index], of_sports=of_sports) for index in figures]
    days = DayEvidence()
    begin: list[str] = []
    kpis: dict[str, int] = {}
    # Of a column with several KPIs: a cell of each shape, by the KPI; there are few shapes beside a unit.
    beside: dict[str, dict[str, str]] = {}
    rows = 0
    columns_in_all = len(table.names)
    transactions = _Transactions(table.names)
    remarks = 0
    for line, cells in table.rows():
        width = len(cells)
        doubtful = date_at >= width or not cells[date_at] or days.note(cells[date_at])
        if (doubtful or width < columns_in_all) and _is_no_row(cells, date_at, days):
            remarks += 1
            continue
        rows += 1
        if transactions.are_looked_at:
            transactions.note(cells)
        if rows <= MOST_LOOKED_AT:
            begin.append(cells[date_at] if date_at < width else "")
            _keep(columns, cells)
        if kpi_at is not None and kpi_at < width and (kpi := cells[kpi_at]) not in kpis:
            kpis[kpi] = line
            _refuse_many_kpis(len(kpis))
        for column in columns:
            if column.index < width:
                cell = cells[column.index][:LONGEST_FIGURE]
                column.note(cell, line)
                if kpi_at is not None and kpi_at < width and cell and not (cell[0].isdigit() and cell[-1].isdigit()):
                    _note_unit(beside, cells[kpi_at].strip(), cell)
    words, beside_columns = _beside(table, date_at, columns)
    form = order_in(table.names[date_at], days.words | words, choices.dates, choices.usual_dates)
    every = choices.every or periods_in(table.names[date_at], begin, form.order)
    form = form._replace(
        since=None if every else _year_of(table, date_at, begin, form),
        utc_days=days.utc and not days.moments,
        zone=choices.zone,
        every=every,
        counted=not every and are_counted(begin),
        by_last_day=bool(choices.every),
        calendar=choices.calendar,
    )
    dated = [moment.date for cell in begin if (moment := moment_of(cell.strip(), form)) is not None]
    backwards = dated[0] > dated[-1] if dated and dated[0] != dated[-1] else _is_backwards(days.first, days.last, form)
    surveys = {column.index: column.survey(newest_first=backwards) for column in columns}
    measured = [column for column in columns if kpi_at is not None or surveys[column.index].holds in _FIGURES]
    own = {column.index: column.evidence(beside_columns.get(column.index, ())) for column in measured}
    evidence = {
        column.index: by_whole_things(column.name, own[column.index], own.values(), column.examples())
        for column in measured
    }
    chosen = choices.decimal or table.decimal
    marks = {
        index: BY_HOURS
        if surveys[index].hours
        else BY_MINUTES
        if surveys[index].minutes
        else mark_for(table.names[index], evidence[index], evidence.values(), chosen)
        for index in evidence
    }
    moments = [moment_of(cell.strip(), form) for cell in begin]
    if kpi_at is None:
        surveys |= _compared(surveys, measured[:MOST_COMPARED], marks, moments)
    return Survey(
        form,
        marks,
        surveys,
        _first_lines(kpis),
        rows,
        days.first,
        days.last,
        {column.index: unit for column in measured if (unit := column.unit(marks[column.index]))},
        _units_of(beside, marks[figures[0]]) if kpi_at is not None else {},
        days.dayless,
        remarks,
        backwards,
        days.utc and days.moments,
        table.names,
        {column.index: column.begin for column in columns},
        [None if moment is None else moment.date for moment in moments],
        (transactions.name, transactions.again),
    )


def _is_no_row(cells: Sequence[str], date_at: int, days: DayEvidence) -> bool:
    """Tell whether a row of which the day is doubtful is a remark, a total or pending; note a day that is empty."""
    if date_at < len(cells) and not cells[date_at]:
        if is_sum_without_day(cells, date_at):
            return True
        days.note("")
    return is_remark(cells) or (date_at < len(cells) and has_no_day(cells[date_at]))


def _year_of(table: Table, date_at: int, cells: Sequence[str], form: DayForm) -> date | None:
    """Return the first day of the year of days without one; None where they have theirs.

    Raises Refused where nothing names the year, or several are named, and where the days are of two years.
    """
    days = [cell for cell in cells if cell.strip()]
    if not may_have_no_year(days) or not are_most(sum(map(is_day_without_year, days)), len(days)):
        return None
    if len(table.years) == 1 and not spans_years(days, form.order):
        return date(min(table.years), 1, 1)
    params = {"column": excerpt(table.names[date_at]), "value": excerpt(days[0].strip())}
    raise Refused(_DAYS_WITHOUT_YEAR, field="year", **params)


_DAYS_WITHOUT_YEAR = mark(
    "Dates under '{column}', such as {value}, have no year. Add the year to each date. Or, if it is the same for all, "
    "put it in the file name, such as sales-2026.csv"
)


def _beside(table: Table, date_at: int, columns: Sequence[_Column]) -> tuple[set[str], dict[int, set[str]]]:
    """Return what rows that do not count say of the order of days, and by column of its decimal mark.

    What was answered about them is not asked again, and they are written as the others are.
    """
    days, cells_of = DayEvidence(), {column.index: set[str]() for column in columns}
    if table.beside is None:
        return days.words, {}
    for _line, cells in table.beside():
        if date_at < len(cells):
            days.note(cells[date_at])
        for index, shapes in cells_of.items():
            if index < len(cells) and len(shapes) < MOST_SHAPES:
                shapes.add(digit_shape(cells[index][:LONGEST_FIGURE].strip()))
    return days.words, cells_of


def _compared(
    surveys: Mapping[int, ColumnSurvey],
    measured: Sequence[_Column],
    marks: Mapping[int, str],
    moments: Sequence[Moment | None],
) -> dict[int, ColumnSurvey]:
    """Return the surveys of columns that are a balance of others, or that come to nothing on every day."""
    numbers = {
        column.index: [figure_of(cell, marks[column.index]) for cell in column.begin]
        for column in measured
        if len(column.begin) == len(moments)
    }
    days = [moment.date for moment in moments if moment is not None]
    balances = running_totals(numbers, newest_first=days != sorted(days))
    return {
        index: surveys[index]._replace(
            rising=surveys[index].rising or index in balances, cancels=_cancels(moments, values)
        )
        for index, values in numbers.items()
    }


def running_totals(columns: Mapping[int, Sequence[float | None]], *, newest_first: bool = False) -> set[int]:
    """Return which *columns* are what another one comes to so far, or what one comes to less another: balances.

    By their first rows; with *newest_first* these run backwards. One that begins anew, as that of a month does, is one
    too; rows below or above all that a column has, those of another table, are none of its own.
    """
    columns = {index: _own_rows(values) for index, values in columns.items()}
    filled = {
        index: [0.0 if value is None else value for value in (values[::-1] if newest_first else values)]
        for index, values in columns.items()
    }
    running: set[int] = set()
    for index, values in filled.items():
        steps = [after - before for before, after in pairwise(values)]
        if None in columns[index] or len({round(abs(step), 2) for step in steps if step}) < MIN_STEPS_APART:
            continue
        others = [
            moved
            for other, moved in filled.items()
            if other != index and other not in running and len(moved) == len(values)
        ]
        sides = [moved for one in others for moved in (one, [-value for value in one])]
        differences = [
            [plus - minus for plus, minus in zip(one, other, strict=True)]
            for one in others
            for other in others
            if one is not other
        ]
        if any(_comes_to(values, moved) for moved in (*sides, *differences)):
            running.add(index)
    return running


def _own_rows(values: Sequence[float | None]) -> Sequence[float | None]:
    """Return *values* without the empty ones before the first and behind the last figure."""
    filled = [at for at, value in enumerate(values) if value is not None]
    return values[filled[0] : filled[-1] + 1] if filled else []


def _comes_to(values: Sequence[float], moved: Sequence[float]) -> bool:
    """Tell whether *values* are what *moved* comes to so far; where they begin anew, its figure stands alone."""
    steps = [
        "on" if abs(value - before - by) < 0.005 else "anew" if abs(value - by) < 0.005 else ""
        for (before, value), by in zip(pairwise(values), moved[1:], strict=True)
    ]
    return steps.count("on") >= MIN_STEPS and all(steps) and steps.count("anew") < steps.count("on")


def _cancels(moments: Sequence[Moment | None], values: Sequence[float | None]) -> bool:
    sums: dict[date, float] = {}
    for moment, value in zip(moments, values, strict=True):
        if moment is not None and value is not None:
            sums[moment.date] = sums.get(moment.date, 0.0) + value
    return len(sums) > 1 and any(values) and all(abs(total) < 0.005 for total in sums.values())


def _refuse_many_kpis(count: int) -> None:
    if count > MOST_COLUMNS:
        raise Refused(MANY_KPIS, field="file", limit=MOST_COLUMNS)


def _note_unit(beside: dict[str, dict[str, str]], kpi: str, cell: str) -> None:
    """Keep a cell in which a unit may stand beside the figure, where it is the first of its shape."""
    shapes = beside.setdefault(kpi, {})
    if len(shapes) < MOST_BESIDE:
        shapes.setdefault(cell.translate(_NO_DIGITS), cell.strip())


def _is_backwards(first: str, last: str, form: DayForm) -> bool:
    earliest, latest = (moment_of(cell.strip(), form) for cell in (first, last))
    return earliest is not None and latest is not None and earliest.date > latest.date


_BY_PERIOD = {
    "week": mark("Each number is for a week and is logged on its last day"),
    "month": mark("Each number is for a month and is logged on its last day"),
    "quarter": mark("Each number is for a quarter and is logged on its last day"),
}


_COUNTED = mark("The dates are numbers, read the way a spreadsheet counts days: 46348 is 22 November 2026")


def cautions_of_days(days: DayForm, *, utc: bool = False) -> list[Caution]:
    """Return what is to be said of how dates were read: in the usual order, or turned into local days from *utc*."""
    cautions: list[Caution] = []
    by_order = {
        "dmy": mark("Dates such as {value} were read day first, as in your region. Wrong? Add --dates mdy"),
        "mdy": mark("Dates such as {value} were read month first, as in your region. Wrong? Add --dates dmy"),
    }
    if days.assumed_of:
        cautions.append((by_order[days.order], {"value": excerpt(days.assumed_of)}))
    if days.counted:
        cautions.append((_COUNTED, {}))
    if days.every:
        cautions.append((_BY_PERIOD[days.every], {}))
    if utc and days.zone is not None and str(days.zone) not in ("UTC", "Etc/UTC"):
        cautions.append((mark("Times in UTC were converted to days and times in {value}"), {"value": str(days.zone)}))
    return cautions


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
    if len(units) > 1 and units <= {"h", "min", "s"}:
        return "h"
    return units.pop() if len(units) == 1 else ""


def day_reader(days: DayForm) -> Callable[[str], Moment | None]:
    """Return a reader of cells with days that reads the same cell once."""
    return lru_cache(MOST_KEPT)(lambda cell: moment_of(cell.strip(), days))


DatedRow = tuple[int, list[str], Moment, str]
"""A row whose day was understood: its line, its cells, the day and time, the note. Plain, because there are many."""


def dated_rows(
    table: Table, roles: Mapping[str, int], days: DayForm, *, skip_dayless: bool = False
) -> Iterator[DatedRow | RefusedRow]:
    """Yield the rows of *table* with a day, in their order, and for each without one why it is refused.

    With *skip_dayless* rows in which nothing stands for a day are no rows. Raises Refused when the table has no rows,
    or cannot be read on.
    """
    width, date_at, time_at, note_at = len(table.names), roles["date"], roles.get("time"), roles.get("note")
    moment_in: Callable[[str], Moment | None] = day_reader(days)
    timed: dict[tuple[str, str], Moment] = {}
    # A bare number in a column that is called time may as well be how long it took.
    by_hour = time_at is not None and folded_name(table.names[time_at]) not in ROLES["time"]
    none = True
    for line, cells in table.rows():
        none = False
        whole = len(cells) == width or not ragged(cells, width)
        moment = moment_in(cells[date_at]) if whole else None
        if moment is None:
            if is_remark(cells) or (whole and (has_no_day(cells[date_at]) or is_sum_without_day(cells, date_at))):
                continue
            if not whole:
                yield ragged_row(line, cells, width)
            elif not skip_dayless or cells[date_at].strip():
                yield _no_day(line, cells[date_at], days)
            continue
        if time_at is not None and (clock := cells[time_at].strip()):
            clock = f"{int(clock):02}:00" if by_hour and _BARE_HOUR.fullmatch(clock) else clock
            at_time = timed.get((cells[date_at], clock)) or _at_time(moment, clock, cells[date_at], timed)
            if at_time is None:
                reason = mark("Not a time: '{value}'. Write it as 09:30")
                yield RefusedRow(line, reason, {"value": excerpt(clock)})
                continue
            moment = at_time
        yield line, cells, moment, "" if note_at is None else without_guard(cells[note_at].strip())
    if none:
        raise no_rows(table)


_BARE_HOUR = re.compile(r"[01]?[0-9]|2[0-3]")


def _at_time(moment: Moment, clock: str, day: str, timed: dict[tuple[str, str], Moment]) -> Moment | None:
    """Return *moment* at the time that *clock* is and remember it, None where that is no time."""
    time = time_of(clock)
    if time is None:
        return None
    if len(timed) >= MOST_TIMED:
        timed.clear()
    timed[day, clock] = Moment(moment.date, time)
    return timed[day, clock]


_NO_HEADER = mark(
    "No column with dates found. Rename the right column to date, or say which one it is: --map COLUMN=date"
)
_NO_DATES = mark(
    "There are no dates in the file. Export it with a date in each row, such as a detailed report or one by day"
)
_ONE_RANGE = mark(
    "The rows have no day: they are all for {value}. Export with a row for each day, such as Segment > Time > Day in "
    "Google Ads"
)

_WITHOUT_HEADER = mark(
    "The file has no header. Its columns are called {names}. Say what they are: --map 'column {number}=date' and "
    "--map 'column 2=KPI'"
)


def no_table(parts: Sequence[Part]) -> Refused:
    """Return the refusal of a file without a table with days, or with one whose columns have no names."""
    for part in parts:
        table = headerless_table(part)
        row = next(table.rows(), None) if table is not None else None  # a row of totals is none
        if table is not None and row is not None:
            number = next((index for index, cell in enumerate(row[1], start=1) if is_day(cell)), 1)
            params: dict[str, object] = {"names": excerpts(table.names), "number": number, "choices": table.names}
            return Refused(_WITHOUT_HEADER, field="columns", **params)
    if above := next(filter(None, map(range_above, parts)), ""):
        return Refused(_ONE_RANGE, field="file", value=excerpt(above))
    for head in (head for part in parts for head in part.heads.values()):
        months = [cell for _line, cells in head[1:] for cell in cells[:1] if month_number(cell)]
        if len(months) > 1:
            return Refused(NO_YEAR, field="year", value=excerpt(months[0].strip()), example="2026-08")
    cells = [cell for part in parts for head in part.heads.values() for _line, row in head for cell in row]
    named = any(CALLED_DAY.search(spaced(cell)) for cell in cells)
    if not named and not any(map(_may_be_day, cells)):
        return Refused(_NO_DATES, field="file")
    rows = [[cell.strip() for cell in row] for part in parts for head in part.heads.values() for _line, row in head]
    names = tuple(name for name in max(rows, key=len, default=[]) if name)
    return Refused(_NO_HEADER, field="day" if len(names) > 1 else "file", choices=names)


def _may_be_day(cell: str) -> bool:
    """Tell whether a cell is a day, or has the figures of one in a way that is not read."""
    return is_day(cell) or _AS_A_DAY.search(cell) is not None


_AS_A_DAY = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9:])|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2}")


def is_remark(cells: Sequence[str]) -> bool:
    """Tell whether a row has one text and nothing else, and that is no day or figure that was cut off.

    What was cut off stands first; a text further on goes on with that of the row above, whatever it begins with.
    """
    texts = [cell.strip() for cell in cells if cell.strip()]
    if len(texts) != 1 or is_day(texts[0]):
        return False
    goes_on = not cells[0].strip() and " " in texts[0] and any(map(str.isalpha, texts[0]))
    return goes_on or not texts[0][0].isdigit()


def no_rows(table: Table) -> Refused:
    """Return the refusal of a table that has a header and nothing else."""
    return Refused(mark("The file has a header on line {line}, but no rows"), field="file", line=table.line)


def ragged_row(line: int, cells: Sequence[str], width: int) -> RefusedRow:
    """Return the refusal of a row with more or fewer cells than there are columns."""
    if len(cells) < width:
        reason = mark("{found} of {columns} values: the row ends too early. Was the file cut short?")
    else:
        reason = mark("{found} values, but only {columns} columns. Does a number such as 12,50 need quotes?")
    return RefusedRow(line, reason, {"found": len(cells), "columns": width})


_NO_PERIOD = {
    "week": mark("Not a week: '{value}'. Write it as {example}"),
    "month": mark("Not a month: '{value}'. Write it as {example}"),
    "quarter": mark("Not a quarter: '{value}'. Write it as {example}"),
}


def _no_day(line: int, cell: str, days: DayForm) -> RefusedRow:
    if cell.strip().endswith("Z"):
        reason = mark("'{value}' is a time in UTC, not a day. Write the day, such as {example}")
        return RefusedRow(line, reason, {"value": excerpt(cell.strip()), "example": "2026-11-23"})
    if days.every:
        reason = _NO_PERIOD[days.every]
        example = {"week": "2026-W16", "month": "2026-08", "quarter": "2026-Q3"}[days.every]
        return RefusedRow(line, reason, {"value": excerpt(cell.strip()), "example": example})
    reason = mark("Not a date: '{value}'. Write it as {example}")
    example = "23-11-2026" if days.order == "dmy" else "11/23/2026"
    return RefusedRow(line, reason, {"value": excerpt(cell.strip()), "example": f"2026-11-23, {example}"})
