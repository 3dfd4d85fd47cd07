"""The rows of an export as figures per day, by what its preset says: summed, counted, the last, told apart by sign.

What is known of each program stands in `presets`; nothing here knows one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from itertools import repeat
from math import fsum
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.exchange.dated_rows import no_rows, ragged_row
from kpitui.exchange.dates import Moment
from kpitui.exchange.numerals import NO_FIGURE, figure_of, is_no_data
from kpitui.exchange.preset import CURRENCY, Brings, Column, Match, Preset, Where, matches
from kpitui.exchange.reading import (
    Caution,
    FileMetric,
    FileReading,
    FileSource,
    Format,
    ImportedRow,
    ReadingChoices,
    RefusedRow,
)
from kpitui.exchange.survey import day_reader, survey
from kpitui.exchange.table import folded, ragged, shown

SEVERAL = mark(
    "'{column}' has several rows for {value}: figures of different people cannot be added; "
    "export it by day alone, without another dimension"
)
OTHER_CURRENCY = mark(
    "{value} among {known}: amounts in different currencies cannot be added; export one, or add --skip-refused"
)
NO_DAY = mark("'{value}' is no day; a day is written as 2026-11-23")
SEVERAL_ACCOUNTS = mark("The file holds several accounts, so it has no one balance; their money in and out is added")


def format_of(preset: Preset) -> Format:
    """Return *preset* as a row of the formats."""
    brings = tuple(_figure(one, one.key, CURRENCY) for one in preset.brings)
    return Format(preset.name, preset.title, partial(_sniff, preset), partial(_read, preset), brings)


MOST_REFUSED = 1_000
"""Refused rows that are kept; the others are only counted."""


class _Day(NamedTuple):
    """What the rows of a day gave for one KPI."""

    line: int
    values: list[float]
    texts: set[str]


class _Harvest:
    """The figures that the tables of one file gave."""

    def __init__(self, preset: Preset) -> None:
        self.preset = preset
        self.days: dict[tuple[str, date], _Day] = {}
        self.each: list[ImportedRow] = []
        self.refused: list[RefusedRow] = []
        self.more_refused = 0
        self.currency = ""
        self.accounts: set[str] = set()
        self.newest_first = False

    def add(self, one: Brings, row: _Row) -> None:
        """Take what *row* has for one KPI."""
        value = row.figure(one)
        if isinstance(value, RefusedRow):
            # A cell that two KPIs are read from is refused once.
            if value not in self.refused[-2:]:
                self.refuse(value)
        elif value is not None:
            self._keep(one, row, value)

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

    def _keep(self, one: Brings, row: _Row, value: float) -> None:
        if one.how == "each":
            self.each.append(
                ImportedRow(row.line, one.key, row.moment.date, value, row.moment.time, row.text(self.preset.note))
            )
            return
        key = (one.key, row.moment.date)
        day = self.days.get(key)
        if day is None:
            day = self.days[key] = _Day(row.line, [], set())
        elif one.how == "only":
            params: dict[str, object] = {"column": shown(row.name(one.of)), "value": row.moment.date.isoformat()}
            raise Refused(SEVERAL, field="file", **params)
        if one.how == "distinct":
            day.texts.add(row.text(one.of))
        elif one.how == "last":
            # The last one that counts is the first one seen where the newest stand on top.
            if not day.values or not self.newest_first:
                day.values[:] = [value]
        else:
            day.values.append(value)

    def rows(self) -> Iterator[ImportedRow]:
        """Yield the figures, by day."""
        ways = {one.key: one for one in self.preset.brings}
        skip = {one.key for one in self.preset.brings if one.how == "last"} if len(self.accounts) > 1 else set()
        for (key, day), found in sorted(self.days.items(), key=lambda item: (item[0][1], item[0][0])):
            if key not in skip:
                yield ImportedRow(found.line, key, day, _worth(ways[key], found))
        yield from self.each


class _Row(NamedTuple):
    """A row whose day was understood."""

    line: int
    cells: Sequence[str]
    moment: Moment
    match: Match
    marks: dict[int, str]
    preset: Preset

    def text(self, column: Column) -> str:
        """Return what stands in *column*; empty when there is no such column."""
        at = self.match.place(column)
        return "" if at is None else self.cells[at].strip()

    def name(self, column: Column) -> str:
        """Return what the file calls *column*."""
        at = self.match.place(column)
        return "" if at is None else self.match.table.names[at]

    def holds(self, rows: Iterable[Where]) -> bool:
        """Tell whether the row is among all of *rows*."""
        return all(_is(self.text(where.column), where.values) == where.accepts for where in rows)

    def figure(self, one: Brings) -> float | RefusedRow | None:
        """Return what the row adds to a KPI, None when it adds nothing, or why it is refused."""
        back = bool(one.back) and self.holds(one.back)
        if not (back or self.holds(one.where)):
            return None
        cell = self.text(one.of)
        if one.of and is_no_data(cell):
            return None
        if one.how in ("count", "distinct"):
            return 1.0
        value = self.number(one.of)
        return value if isinstance(value, RefusedRow) else self._part(one, value, back=back)

    def _part(self, one: Brings, value: float, *, back: bool) -> float | RefusedRow | None:
        """Return what of the figure of the row is the KPI's, with the sign it has there."""
        if back:
            return value * one.times if not one.sign or value < 0 else None
        if self.preset.minus is not None and one.how != "last":
            value = -abs(value) if self.holds([self.preset.minus]) else abs(value)
        if (one.sign == "in" and value <= 0) or (one.sign == "out" and value >= 0):
            return None
        value *= one.times * (-1 if one.sign == "out" else 1)
        off = 0.0 if is_no_data(self.text(one.less)) else self.number(one.less)
        return off if isinstance(off, RefusedRow) else value - abs(off)

    def number(self, column: Column) -> float | RefusedRow:
        """Return the figure in *column*, or why the row is refused."""
        cell, at = self.text(column), self.match.place(column)
        value = figure_of(cell, self.marks.get(at if at is not None else -1, "."))
        if value is None:
            return RefusedRow(self.line, NO_FIGURE, {"column": shown(self.name(column)), "value": shown(cell)})
        return value


def _worth(one: Brings, day: _Day) -> float:
    if one.how == "distinct":
        return float(len(day.texts))
    total = fsum(day.values) / (len(day.values) if one.how == "mean" else 1)
    # Cents that were added as binary fractions are cents again; a figure that stands alone is left as it is.
    return total if len(day.values) == 1 and one.times == 1 else round(total, 6) + 0.0


def _is(text: str, values: Iterable[str]) -> bool:
    known = text.casefold()
    return any(known.startswith(value[:-1]) if value.endswith("*") else known == value for value in values)


def _sniff(preset: Preset, source: FileSource) -> bool:
    return next(matches(preset, source), None) is not None


def _read(preset: Preset, source: FileSource) -> FileReading:
    found = _once(matches(preset, source))
    harvest = _Harvest(preset)
    for match in found:
        _gather(preset, match, source.choices, harvest)
    has = list(dict.fromkeys(one for match in found for one in match.has))
    names = [name for match in found for name in match.table.names]
    called = {one.key: _called(source.choices, one, found) for one in has}
    source.choices.refuse_unknown([*names, *(one.key for one in has), *(one.title for one in has)])
    figures = [
        _figure(one, called[one.key] or one.key, harvest.currency, called, found)
        for one in has
        if called[one.key] is not None and (not one.parts or all(called.get(part) for part in one.parts))
    ]

    def items() -> Iterator[ImportedRow | RefusedRow]:
        yield from harvest.refusals()
        for row in harvest.rows():
            if (name := called.get(row.kpi)) is not None:
                yield row if name == row.kpi else row._replace(kpi=name)

    balances = any(one.how == "last" for one in has)
    cautions: list[Caution] = [(SEVERAL_ACCOUNTS, {})] if balances and len(harvest.accounts) > 1 else []
    # Both shapes of one program are one source: importing the second corrects and does not add.
    family = preset.name.partition("-")[0]
    scope = "+".join([family, *(_digest(account) for account in sorted(harvest.accounts))])
    return FileReading(preset.name, figures, items, names=found[0].table.names, scope=scope, cautions=cautions)


def _once(found: Iterable[Match]) -> list[Match]:
    """Return the tables, each figure only in the first that has it: a report repeats what it shows twice."""
    seen: set[str] = set()
    kept = []
    for match in found:
        has = tuple(one for one in match.has if one.key not in seen)
        seen |= {one.key for one in has}
        kept.append(match._replace(has=has))
    return [match for match in kept if any(not one.parts for one in match.has)]


def _gather(preset: Preset, match: Match, choices: ReadingChoices, harvest: _Harvest) -> None:
    table = match.table
    chosen = choices._replace(decimal=choices.decimal or preset.decimal, dates=choices.dates or preset.order)
    summed = [one for one in match.has if one.how not in ("count", "distinct")]
    figures = {match.place(column) for one in summed for column in (one.of, one.less)}
    at = match.at[preset.date[0]]
    seen = survey(table, chosen, at, sorted(place for place in figures if place is not None))
    if not seen.rows:
        raise no_rows(table)
    day_of = _days_of(preset, match, day_reader(seen.order))
    first, last = day_of(seen.first), day_of(seen.last)
    harvest.newest_first = first is not None and last is not None and first.date > last.date
    for line, cells in table.rows():
        if len(cells) != len(table.names) and ragged(cells, len(table.names)):
            harvest.refuse(ragged_row(line, cells, len(table.names)))
        elif cells[at].strip() or not preset.commented:
            moment = day_of(cells[at])
            if moment is None:
                harvest.refuse(RefusedRow(line, NO_DAY, {"value": shown(cells[at].strip())}))
            else:
                _take(_Row(line, cells, moment, match, seen.marks, preset), harvest)


def _take(row: _Row, harvest: _Harvest) -> None:
    preset = row.preset
    if not row.holds(preset.only):
        return
    currency = row.text(preset.currency).upper()
    if currency and currency != (harvest.currency or currency):
        params: dict[str, object] = {"value": currency, "known": harvest.currency}
        harvest.refuse(RefusedRow(row.line, OTHER_CURRENCY, params))
        return
    harvest.currency = harvest.currency or currency
    if account := row.text(preset.account):
        harvest.accounts.add(account)
    for one in row.match.has:
        if not one.parts:
            harvest.add(one, row)


def _days_of(preset: Preset, match: Match, read: Callable[[str], Moment | None]) -> Callable[[str], Moment | None]:
    """Return how the day in a cell is read; raises Refused when a count of days has no start."""
    name = match.table.names[match.at[preset.date[0]]]
    if preset.days == "utc":
        return lambda cell: read(cell.strip()[:10])
    if preset.days != "nth" or not folded(name).startswith("nth"):
        return read
    start = read(match.table.notes.get("start date", ""))
    if start is None:
        raise Refused(mark("'{column}' counts days, and no comment says '# Start date'"), field="file", column=name)

    def counted(cell: str) -> Moment | None:
        number = cell.strip()
        if not (number.isascii() and number.isdigit() and len(number) < 6):
            return None
        return Moment(start.date + timedelta(int(number)), None)

    return counted


def _figure(
    one: Brings,
    name: str,
    currency: str,
    called: Mapping[str, str | None] | None = None,
    found: Sequence[Match] = (),
) -> FileMetric:
    """Return what *one* brings as a figure that is called *name* in the rows."""
    parts = tuple((called or {}).get(part) or part for part in one.parts)
    places = ((match, match.place(one.of)) for match in found)
    column = next((match.table.names[at] for match, at in places if at is not None), "")
    unit = currency if one.unit == CURRENCY else one.unit
    money = one.unit == CURRENCY
    return FileMetric(name, one.title, one.kind, unit, parts, one.better, column, one.key, money)


def _called(choices: ReadingChoices, one: Brings, found: Sequence[Match]) -> str | None:
    """Return what a figure is to be called: it can be mapped by its key, its title or its column."""
    column = _figure(one, one.key, "", None, found).column
    for name in (one.key, one.title, *([column] if column else [])):
        if folded(name) in choices.mapping:
            return choices.renamed(name)
    return one.key


def _digest(account: str) -> str:
    """Return a short mark of an account, so that its number is not stored once more."""
    return sha256(account.encode("utf-8", "replace")).hexdigest()[:8]
