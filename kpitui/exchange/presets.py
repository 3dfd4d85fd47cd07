"""The exports of programs as data (`presets.toml`), and as figures per day: what their rows come to.

The records say what is known of a program. Which tables of a file are of a preset, and what their rows come to, is
worked out below them for all programs alike; nothing here knows one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from importlib import import_module
from importlib.resources import files
from itertools import repeat
from math import fsum
from typing import Any, Literal, NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.core.figures import is_currency
from kpitui.exchange.dates import Every, Moment
from kpitui.exchange.numerals import NO_FIGURE, figure_of, is_no_data, unit_called
from kpitui.exchange.reading import (
    Caution,
    FileMetric,
    FileReading,
    FileSource,
    Format,
    ImportedRow,
    ReadingChoices,
    RefusedRow,
    Survey,
    day_reader,
    no_rows,
    ragged_row,
    survey,
    tables_beside,
)
from kpitui.exchange.table import (
    Part,
    Row,
    Table,
    duplicate_column,
    excerpt,
    excerpts,
    folded_name,
    is_total,
    ragged,
    refuse_wide,
    table_in,
)

Column = tuple[str, ...]
"""The names that one column goes by, folded: the first is its own, the others its translations and older names."""

How = Literal["sum", "count", "distinct", "last", "mean", "only", "each"]

CURRENCY = "currency"
"""The unit of a figure that is in the currency its rows name; where they name none, in that of the business."""


class Where(NamedTuple):
    """Rows by what stands in a column, in any case.

    A value that ends with ``*`` means what begins so, one between two of them what has it anywhere.
    """

    column: Column
    values: tuple[str, ...]
    accepts: bool = True
    """Whether these rows are wanted, or all others."""


class Metric(NamedTuple):
    """A KPI that comes from the rows of a day."""

    key: str
    title: str
    """Its name for people, untranslated."""
    of: Column = ()
    """The column of its figures; none when rows are counted."""
    how: How = "sum"
    """sum, count, distinct (different texts), last, mean, only (one row a day, or it is refused), each by itself."""
    kind: str = "flow"
    unit: str = ""
    where: tuple[Where, ...] = ()
    sign: Literal["", "in", "out"] = ""
    """Only what came in, or only what went out, then without its minus."""
    times: float = 1.0
    less: Column = ()
    """A column whose figure is taken off in the same row, where the file has it: what went back of a payment."""
    back: tuple[Where, ...] = ()
    """Rows besides those of `where` that are added with their own sign: what went back, below zero. Where only what
    came in is wanted, what is above zero in them is no part of it."""
    parts: tuple[str, str] | tuple[()] = ()
    """For a ratio: the keys above and below the line."""
    better: str = "higher"


class Preset(NamedTuple):
    """The export of one program."""

    name: str
    title: str
    """Its name for people, untranslated."""
    date: Column
    needs: tuple[Column, ...]
    """Columns without which a file is another program's."""
    metrics: tuple[Metric, ...]
    only: tuple[Where, ...] = ()
    """The rows that are money, or visits, at all."""
    minus: Where | None = None
    """Where amounts have no sign: the rows in which they went out."""
    currency: Column = ()
    account: Column = ()
    """The column that says whose figures these are, when one file or several can hold more than one."""
    note: Column = ()
    order: Literal["dmy", "mdy"] | None = None
    """Which comes first in its dates, where the program leaves no doubt."""
    decimal: Literal[".", ","] | None = None
    days: Literal["", "utc", "nth", "hours"] = ""
    """utc: the first ten signs of a moment are the day; nth: a column counts the days from the start in a comment;
    hours: figures are those of an hour, which may be counted in the same way."""
    hour: Column = ()
    """The column of the hour, 0 to 23, where it does not stand beside the day."""
    commented: bool = False
    """Whether it stands below lines that begin with ``#``; rows without a day are totals then."""
    telling: Column = ()
    """Names of a column that no other program writes: a table that has it needs no such lines above it."""
    lacks: Column = ()
    """Columns that another program's file of nearly the same shape has."""
    compares: Column = ()
    """A column that a file has only when it holds two periods side by side, which cannot be told apart by day."""
    headerless: tuple[str, ...] = ()
    """The columns of a file that has no header."""
    pattern: tuple[str, ...] = ()
    """For a file without a header: what the cells of its first row look like."""


def preset_columns(preset: Preset) -> list[Column]:
    """Return every column of *preset* that something is read from."""
    rows = [*preset.only, *([preset.minus] if preset.minus else [])]
    for metric in preset.metrics:
        rows += [*metric.where, *metric.back]
    named = [preset.date, preset.hour, preset.currency, preset.account, preset.note]
    figures = [column for metric in preset.metrics for column in (metric.of, metric.less)]
    return [column for column in (*named, *figures, *(row.column for row in rows)) if column]


def presets() -> Iterator[Preset | str]:
    """Yield what `presets.toml` describes, in its order: a preset, or ``module:name`` of a format that is code."""
    text = (files("kpitui.exchange") / "presets.toml").read_text(encoding="utf-8")
    for name, fields in tomllib.loads(text).items():
        yield fields["reader"] if "reader" in fields else preset_of(name, fields)


_COLUMNS = ("date", "hour", "currency", "account", "note", "of", "less", "telling")
"""Fields that hold the names of one column."""


def preset_of(name: str, fields: Mapping[str, Any]) -> Preset:
    """Return the preset with the *fields* of its table; raises TypeError or KeyError for what no preset has."""
    rest = {field: value for field, value in fields.items() if field not in ("brand", "rows", "statement")}
    rows = {key: Where(_column(row["column"]), tuple(row["is"])) for key, row in fields.get("rows", {}).items()}
    rest["title"] = fields.get("brand") or fields["title"]
    rest["needs"] = tuple(map(_column, fields["needs"]))
    rest["only"] = _rows(rows, fields.get("only", ()))
    rest["minus"] = rows[fields["minus"]] if "minus" in fields else None
    if "statement" in fields:
        rest["metrics"] = _statement(**fields["statement"])
    else:
        rest["metrics"] = tuple(_metric(key, rows, metric) for key, metric in fields["metrics"].items())
    return Preset(name, **{field: _value(field, value) for field, value in rest.items()})


def _metric(key: str, rows: Mapping[str, Where], fields: Mapping[str, Any]) -> Metric:
    named = {field: _rows(rows, fields.get(field, ())) for field in ("where", "back")}
    return Metric(key, **{field: _value(field, value) for field, value in {**fields, **named}.items()})


def _statement(amount: Any, balance: Any = (), unit: str = CURRENCY) -> tuple[Metric, ...]:
    """Return what every bank statement brings; what of it is revenue, it cannot tell."""
    metrics = (
        Metric("money-in", mark("Money in"), _column(amount), unit=unit, sign="in"),
        Metric("expenses", mark("Expenses"), _column(amount), unit=unit, sign="out", better="lower"),
    )
    if not balance:
        return metrics
    return (*metrics, Metric("bank-balance", mark("Bank balance"), _column(balance), "last", "level", unit))


def _rows(rows: Mapping[str, Where], names: Sequence[str]) -> tuple[Where, ...]:
    """Return the *rows* with these *names*; ``not`` before a name means all others."""
    return tuple(rows[name.removeprefix("not ")]._replace(accepts=not name.startswith("not ")) for name in names)


def _column(names: str | list[str]) -> Column:
    return (names,) if isinstance(names, str) else tuple(names)


def _value(field: str, value: Any) -> Any:
    """Return *value* as the records have it: a column by its names, an array as a tuple."""
    if field in _COLUMNS:
        return _column(value)
    return tuple(value) if isinstance(value, list) else value


SEVERAL = mark(
    "'{column}' has several rows for {value}. They can't be added up: the same person can be in "
    "more than one. Export by day only, without another dimension"
)
OTHER_CURRENCY = mark(
    "The file has both {known} and {value}. Different currencies can't be added up. Export one currency, "
    "or add --skip-refused"
)
_NO_ROWS_BY = mark(
    "{format} needs the column '{column}', which is not in the file. The file has: {names}. To import all its rows: "
    "--preset csv-wide"
)
_UNUSED = mark("Columns not imported: {names}")
_UNUSED_TABLES = mark("Tables not imported: {names}")
NO_DAY = mark("Not a date: '{value}'. Write it as 2026-11-23")
SEVERAL_ACCOUNTS = mark(
    "The file has several accounts, so no balance is imported. Money in and money out are the totals of all accounts"
)


def preset_formats() -> Iterator[Format]:
    """Yield a format for each preset, in the order of their table."""
    for preset in presets():
        if isinstance(preset, str):
            module, name = preset.split(":")
            yield getattr(import_module(module), name)
        else:
            yield format_of(preset)


def format_of(preset: Preset) -> Format:
    """Return *preset* as a row of the formats."""
    metrics = tuple(_figure(metric, metric.key, CURRENCY) for metric in preset.metrics)
    needed = partial(columns_needed, preset)
    return Format(preset.name, preset.title, partial(_sniff, preset), partial(_read, preset), metrics, needed=needed)


MOST_REFUSED = 1_000
"""Refused rows that are kept; the others are only counted."""


class TableMatch(NamedTuple):
    """A table of a file that is of a preset, with the place of each column by its own name."""

    table: Table
    places: dict[str, int]
    has: tuple[Metric, ...]
    """What the table has columns for."""

    def place(self, column: Column) -> int | None:
        """Return where *column* stands, or None when the table has none."""
        return self.places.get(column[0]) if column else None


def matches(preset: Preset, source: FileSource) -> Iterator[TableMatch]:
    """Yield the tables in *source* that are of *preset*."""
    for table in () if preset.commented else source.json:
        if (match := _match(preset, table)) is not None:
            yield match
    for part in source.parts:
        needs: tuple[Column, ...] = (preset.date, *preset.needs)
        if preset.commented and not _begins_with_a_report(source, part):
            if not preset.telling:
                continue
            needs = (*needs, preset.telling)
        for delimiter, head in part.heads.items():
            if (match := _match_below(preset, part, delimiter, head, part.folded_names[delimiter], needs)) is not None:
                yield match
                break


def _match_below(
    preset: Preset,
    part: Part,
    delimiter: str,
    head: Sequence[Row],
    folded_names: Sequence[frozenset[str]],
    needs: Sequence[Column],
) -> TableMatch | None:
    """Return the table whose header is in *head* and has what it *needs*; its first row where the preset has none."""
    if preset.headerless:
        if not head or not _looks_like(preset, head[0][1]):
            return None
        return _match(preset, table_in(part, delimiter, 0, preset.headerless))
    for (line, cells), names in zip(head, folded_names, strict=True):
        if len(cells) > 1 and _has_all(needs, names):
            match = _match(preset, table_in(part, delimiter, line, cells))
            if match is not None:
                return match
    return None


def _has_all(needs: Sequence[Column], names: Set[str]) -> bool:
    """Tell whether every column of *needs* is among these folded *names*."""
    return all(_name_of(column, names) is not None for column in needs)


def _name_of(column: Column, names: Set[str]) -> str | None:
    """Return the first name of *column* that is among *names*; one that ends with ``*`` is what begins so."""
    for name in column:
        if name in names:
            return name
        if name.endswith("*") and (begins := [other for other in names if other.startswith(name[:-1])]):
            return min(begins)
    return None


def _begins_with_a_report(source: FileSource, part: Part) -> bool:
    """Tell whether a report of that kind begins here: below a line of dashes, or comments with its period."""
    return "start date" in part.notes or source.parts[0].notes.get("", "").startswith("# --")


def _match(preset: Preset, table: Table) -> TableMatch | None:
    names = [folded_name(name) for name in table.names]
    folded_names = set(names)
    if not _has_all((preset.date, *preset.needs), folded_names) or not folded_names.isdisjoint(preset.lacks):
        return None
    refuse_wide(len(names))
    if not folded_names.isdisjoint(preset.compares):
        raise Refused(mark("The file compares two periods: export it without the comparison"), field="file")
    places: dict[str, int] = {}
    for column in preset_columns(preset):
        name = _name_of(column, folded_names)
        if name is not None:
            index = places[column[0]] = names.index(name)
            if names.count(name) > 1 and index == 0:
                return None  # two tables beside each other, each with its days
            if names.count(name) > 1:
                raise duplicate_column(table.names[index])
    has = tuple(metric for metric in preset.metrics if _has(metric, places))
    match = TableMatch(table, places, tuple(metric for metric in has if not metric.parts or _parts_in(metric, has)))
    return match if any(not metric.parts for metric in match.has) else None


def _has(metric: Metric, places: dict[str, int]) -> bool:
    needed = [metric.of, *(row.column for row in metric.where if row.accepts)]
    return all(column[0] in places for column in needed if column)


def _parts_in(metric: Metric, has: Sequence[Metric]) -> bool:
    return set(metric.parts) <= {other.key for other in has}


def _looks_like(preset: Preset, cells: Sequence[str]) -> bool:
    if len(cells) < len(preset.pattern):
        return False
    return all(re.fullmatch(form, cell.strip()) for form, cell in zip(preset.pattern, cells, strict=False))


class _DayValues(NamedTuple):
    """What the rows of a day gave for one KPI."""

    line: int
    values: list[float]
    texts: set[str]


class _DayTotals:
    """The figures that the tables of one file gave."""

    def __init__(self, preset: Preset) -> None:
        self.preset = preset
        self.days: dict[tuple[str, date, str | None], _DayValues] = {}
        """By KPI and day, and by the time of day where figures are those of an hour."""
        self.single_rows: list[ImportedRow] = []
        self.refused: list[RefusedRow] = []
        self.more_refused = 0
        self.currency = ""
        self.every: Every = ""
        self.accounts: set[str] = set()
        self.newest_first = False
        self.cautions: list[Caution] = []

    def add(self, metric: Metric, row: _Row) -> None:
        """Take what *row* has for one KPI."""
        value = row.figure(metric)
        if isinstance(value, RefusedRow):
            # A cell that two KPIs are read from is refused once.
            if value not in self.refused[-2:]:
                self.refuse(value)
        elif value is not None:
            self._add_value(metric, row, value)

    def refuse(self, row: RefusedRow) -> None:
        """Keep a refused row, or count it when there are many."""
        if len(self.refused) < MOST_REFUSED:
            self.refused.append(row)
        else:
            self.more_refused += 1

    def refusals(self) -> Iterator[RefusedRow]:
        """Yield the refused rows; of very many the last that was kept stands for those that were not."""
        yield from self.refused
        yield from repeat(self.refused[-1], self.more_refused) if self.more_refused else ()

    def _add_value(self, metric: Metric, row: _Row, value: float) -> None:
        if metric.how == "each":
            self.single_rows.append(
                ImportedRow(row.line, metric.key, row.moment.date, value, row.moment.time, row.text(self.preset.note))
            )
            return
        key = (metric.key, row.moment.date, row.moment.time if self.preset.days == "hours" else None)
        day = self.days.get(key)
        if day is None:
            day = self.days[key] = _DayValues(row.line, [], set())
        elif metric.how == "only":
            params: dict[str, object] = {"column": excerpt(row.name(metric.of)), "value": row.moment.date.isoformat()}
            raise Refused(SEVERAL, field="file", **params)
        if metric.how == "distinct":
            day.texts.add(row.text(metric.of))
        elif metric.how == "last":
            # The last one that counts is the first one seen where the newest stand on top.
            if not day.values or not self.newest_first:
                day.values[:] = [value]
        else:
            day.values.append(value)

    def rows(self) -> Iterator[ImportedRow]:
        """Yield the figures, by day."""
        ways = {metric.key: metric for metric in self.preset.metrics}
        skip = (
            {metric.key for metric in self.preset.metrics if metric.how == "last"} if len(self.accounts) > 1 else set()
        )
        in_order = sorted(self.days.items(), key=lambda item: (item[0][1], item[0][2] or "", item[0][0]))
        for (key, day, time), values in in_order:
            if key not in skip:
                yield ImportedRow(values.line, key, day, _worth(ways[key], values), time)
        yield from self.single_rows


class _Row(NamedTuple):
    """A row whose day was understood."""

    line: int
    cells: Sequence[str]
    moment: Moment
    match: TableMatch
    marks: dict[int, str]
    preset: Preset

    def at_its_hour(self) -> _Row:
        """Return the row with the hour that stands in a column of its own; without a moment where that is none."""
        if self.match.place(self.preset.hour) is None or self.moment is _NEVER:
            return self
        hour = self.text(self.preset.hour)
        if not (hour.isascii() and hour.isdigit() and len(hour) <= 2 and int(hour) < 24):
            return self._replace(moment=_NEVER)
        return self._replace(moment=Moment(self.moment.date, f"{int(hour):02}:00"))

    def text(self, column: Column) -> str:
        """Return what stands in *column*; empty when there is no such column."""
        index = self.match.place(column)
        return "" if index is None else self.cells[index].strip()

    def name(self, column: Column) -> str:
        """Return what the file calls *column*."""
        index = self.match.place(column)
        return "" if index is None else self.match.table.names[index]

    def holds(self, rows: Iterable[Where]) -> bool:
        """Tell whether the row is among all of *rows*."""
        return all(_is(self.text(where.column), where.values) == where.accepts for where in rows)

    def figure(self, metric: Metric) -> float | RefusedRow | None:
        """Return what the row adds to a KPI, None when it adds nothing, or why it is refused."""
        back = bool(metric.back) and self.holds(metric.back)
        if not (back or self.holds(metric.where)):
            return None
        cell = self.text(metric.of)
        if metric.of and is_no_data(cell):
            return None
        if metric.how in ("count", "distinct"):
            return 1.0
        value = self.number(metric.of)
        return value if isinstance(value, RefusedRow) else self._part(metric, value, back=back)

    def _part(self, metric: Metric, value: float, *, back: bool) -> float | RefusedRow | None:
        """Return what of the figure of the row is the KPI's, with the sign it has there."""
        if back:
            return value * metric.times if not metric.sign or value < 0 else None
        if self.preset.minus is not None and metric.how != "last":
            value = -abs(value) if self.holds([self.preset.minus]) else abs(value)
        if (metric.sign == "in" and value <= 0) or (metric.sign == "out" and value >= 0):
            return None
        value *= metric.times * (-1 if metric.sign == "out" else 1)
        off = 0.0 if is_no_data(self.text(metric.less)) else self.number(metric.less)
        return off if isinstance(off, RefusedRow) else value - abs(off * metric.times)

    def number(self, column: Column) -> float | RefusedRow:
        """Return the figure in *column*, or why the row is refused."""
        cell, index = self.text(column), self.match.place(column)
        value = figure_of(cell, self.marks.get(index if index is not None else -1, "."))
        if value is None:
            return RefusedRow(self.line, NO_FIGURE, {"column": excerpt(self.name(column)), "value": excerpt(cell)})
        return value


def _worth(metric: Metric, day: _DayValues) -> float:
    if metric.how == "distinct":
        return float(len(day.texts))
    total = fsum(day.values) / (len(day.values) if metric.how == "mean" else 1)
    # Cents that were added as binary fractions are cents again; a figure that stands alone is left as it is.
    return total if len(day.values) == 1 and metric.times == 1 else round(total, 6) + 0.0


def _is(text: str, values: Iterable[str]) -> bool:
    folded_text = text.casefold()
    return any(_is_so(folded_text, value) for value in values)


def _is_so(text: str, value: str) -> bool:
    if value.startswith("*") and value.endswith("*"):
        return value[1:-1] in text
    return text.startswith(value[:-1]) if value.endswith("*") else text == value


def _sniff(preset: Preset, source: FileSource) -> bool:
    return next(matches(preset, source), None) is not None


def columns_needed(preset: Preset, source: FileSource) -> frozenset[str]:
    """Return the columns of the file that are what *preset* needs; none when the file is not of it."""
    match = next(matches(preset, source), None)
    if match is None:
        return frozenset()
    names = {folded_name(name) for name in match.table.names}
    return frozenset(name for column in (preset.date, *preset.needs) if (name := _name_of(column, names)))


def _read(preset: Preset, source: FileSource) -> FileReading:
    every = list(matches(preset, source))
    for match in every:
        _refuse_without_rows(preset, match)
    # A report with several tables may have one in which nothing happened.
    tables = _without_repeats(match for match in every if next(match.table.rows(), None) is not None)
    if not tables:
        raise no_rows(every[0].table)
    totals = _DayTotals(preset)
    for match in tables:
        _gather(preset, match, source.choices, totals)
    has = list(dict.fromkeys(metric for match in tables for metric in match.has))
    names = [name for match in tables for name in match.table.names]
    called = {metric.key: _called(source.choices, metric, tables) for metric in has}
    source.choices.refuse_unknown([*names, *(metric.key for metric in has), *(metric.title for metric in has)])
    figures = [
        _figure(metric, called[metric.key] or metric.key, totals.currency, called, tables)._replace(every=totals.every)
        for metric in has
        if called[metric.key] is not None and (not metric.parts or all(called.get(part) for part in metric.parts))
    ]

    def items() -> Iterator[ImportedRow | RefusedRow]:
        yield from totals.refusals()
        for row in totals.rows():
            if (name := called.get(row.kpi)) is not None:
                yield row if name == row.kpi else row._replace(kpi=name)

    balances = any(metric.how == "last" for metric in has)
    cautions: list[Caution] = [(SEVERAL_ACCOUNTS, {})] if balances and len(totals.accounts) > 1 else []
    cautions += (*totals.cautions, *_left_out(source, every, tables))
    # Both shapes of one program are one source: importing the second corrects and does not add.
    family = preset.name.partition("-")[0]
    scope = "+".join([family, *(_digest(account) for account in sorted(totals.accounts))])
    return FileReading(
        preset.name,
        figures,
        items,
        names=tables[0].table.names,
        scope=scope,
        cautions=cautions,
        by_day=True,
        by_hour=preset.days == "hours",
    )


def _refuse_without_rows(preset: Preset, match: TableMatch) -> None:
    """Raise Refused where a table lacks a column that says which rows count, or which way their amounts went."""
    counting = [where.column for where in preset.only if where.accepts and "" not in where.values]
    for column in (*counting, *([preset.minus.column] if preset.minus is not None else [])):
        if match.place(column) is None:
            raise Refused(
                _NO_ROWS_BY,
                field="preset",
                column=column[0],
                format=preset.name,
                names=excerpts([name for name in match.table.names if name]),
            )


def _left_out(source: FileSource, matched: Sequence[TableMatch], tables: Sequence[TableMatch]) -> Iterator[Caution]:
    """Yield what of the file is not read: columns of the *tables* that are, and other tables than those *matched*."""
    unused = {
        name: None
        for match in tables
        for index, name in enumerate(match.table.names)
        if match.table.line and name and index not in match.places.values()
    }
    if unused:
        yield _UNUSED, {"names": excerpts(list(unused))}
    if others := tables_beside(source.parts, [match.table for match in matched]):
        yield _UNUSED_TABLES, {"names": excerpts(others)}


def _without_repeats(tables: Iterable[TableMatch]) -> list[TableMatch]:
    """Return the tables, each figure only in the first that has it: a report repeats what it shows twice."""
    seen: set[str] = set()
    distinct = []
    for match in tables:
        has = tuple(metric for metric in match.has if metric.key not in seen)
        seen |= {metric.key for metric in has}
        distinct.append(match._replace(has=has))
    return [match for match in distinct if any(not metric.parts for metric in match.has)]


def _gather(preset: Preset, match: TableMatch, choices: ReadingChoices, totals: _DayTotals) -> None:
    table = match.table
    chosen = choices._replace(decimal=choices.decimal or preset.decimal, dates=choices.dates or preset.order)
    summed = [metric for metric in match.has if metric.how not in ("count", "distinct")]
    figures = {match.place(column) for metric in summed for column in (metric.of, metric.less)}
    date_index = match.places[preset.date[0]]
    seen = survey(table, chosen, date_index, sorted(place for place in figures if place is not None))
    if not seen.rows:
        raise no_rows(table)
    if not totals.currency and match.place(preset.currency) is None:
        totals.currency = _currency_beside(match, preset, seen)
    totals.cautions += [caution for caution in seen.cautions() if caution not in totals.cautions]
    totals.every = seen.days.every
    day_of = _days_of(preset, match, day_reader(seen.days))
    first, last = day_of(seen.first), day_of(seen.last)
    totals.newest_first = first is not None and last is not None and first.date > last.date

    def moment_at(cell: str) -> Moment:
        return day_of(cell) or _NEVER

    for line, cells in table.rows():
        if len(cells) != len(table.names) and ragged(cells, len(table.names)):
            totals.refuse(ragged_row(line, cells, len(table.names)))
        elif cells[date_index].strip() or not preset.commented:
            row = _Row(line, cells, moment_at(cells[date_index]), match, seen.marks, preset).at_its_hour()
            # A row that does not count, such as a payment that was never made, need not have a day.
            if row.holds(preset.only) and not is_total(cells[date_index]):
                _take(row, totals)


_NEVER = Moment(date.min, None)
"""Stands for the day of a row that has none."""


def _take(row: _Row, totals: _DayTotals) -> None:
    preset = row.preset
    if row.moment is _NEVER:
        day = row.text(preset.date)
        totals.refuse(RefusedRow(row.line, NO_DAY, {"value": excerpt(day)}))
        return
    currency = row.text(preset.currency).upper()
    if currency and currency != (totals.currency or currency):
        params: dict[str, object] = {"value": currency, "known": totals.currency}
        totals.refuse(RefusedRow(row.line, OTHER_CURRENCY, params))
        return
    totals.currency = totals.currency or currency
    if account := row.text(preset.account):
        totals.accounts.add(account)
    for metric in row.match.has:
        if not metric.parts:
            totals.add(metric, row)


def _currency_beside(match: TableMatch, preset: Preset, seen: Survey) -> str:
    """Return the currency that stands beside all amounts, or in the names of their columns, such as ``Fees ($)``."""
    for metric in preset.metrics:
        index = match.place(metric.of)
        if metric.unit == CURRENCY and index is not None:
            bracketed = _IN_BRACKETS.search(match.table.names[index])
            for unit in (seen.units.get(index, ""), unit_called(bracketed[1]) if bracketed else ""):
                if is_currency(unit):
                    return unit
    return ""


_IN_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]{1,4})\s*[)\]]\s*$")


def _days_of(preset: Preset, match: TableMatch, read: Callable[[str], Moment | None]) -> Callable[[str], Moment | None]:
    """Return how the day in a cell is read; raises Refused when a count of days has no start."""
    name = match.table.names[match.places[preset.date[0]]]
    if preset.days == "utc":
        return lambda cell: read(cell.strip()[:10])
    counts = folded_name(name)
    if preset.days not in ("nth", "hours") or not counts.startswith("nth"):
        return read
    start = read(match.table.notes.get("start date", ""))
    if start is None:
        raise Refused(
            mark(
                "'{column}' counts from the date in the line '# Start date', but that line is missing. "
                "Export the file again"
            ),
            field="file",
            column=name,
        )

    def counted(cell: str) -> Moment | None:
        number = cell.strip()
        if not (number.isascii() and number.isdigit() and len(number) < 6):
            return None
        if counts.startswith("nth hour"):
            return Moment(start.date + timedelta(int(number) // 24), f"{int(number) % 24:02}:00")
        return Moment(start.date + timedelta(int(number)), None)

    return counted


def _figure(
    metric: Metric,
    name: str,
    currency: str,
    called: Mapping[str, str | None] | None = None,
    tables: Sequence[TableMatch] = (),
) -> FileMetric:
    """Return what *metric* brings as a figure that is called *name* in the rows."""
    parts = tuple((called or {}).get(part) or part for part in metric.parts)
    places = ((match, match.place(metric.of)) for match in tables)
    column = next((match.table.names[index] for match, index in places if index is not None), "")
    unit = currency if metric.unit == CURRENCY else metric.unit
    money = metric.unit == CURRENCY
    return FileMetric(name, metric.title, metric.kind, unit, parts, metric.better, column, metric.key, money)


def _called(choices: ReadingChoices, metric: Metric, tables: Sequence[TableMatch]) -> str | None:
    """Return what a figure is to be called: it can be mapped by its key, its title or its column."""
    column = _figure(metric, metric.key, "", None, tables).column
    for name in (metric.key, metric.title, *([column] if column else [])):
        if folded_name(name) in choices.mapping:
            return choices.renamed(name)
    return metric.key


def _digest(account: str) -> str:
    """Return a short mark of an account, so that its number is not stored once more."""
    return sha256(account.encode("utf-8", "replace")).hexdigest()[:8]
