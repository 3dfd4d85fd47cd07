"""Tables of no program in particular: a figure per row, a day per row with a column per KPI, or the same as JSON.

In the long table a row has date, KPI, value, and perhaps a time and a note. In the wide one a column of text, of days
or of currencies is no KPI, one that numbers things (ids, postcodes) only when it is asked for, and the rows of a day
can be counted. What column is what is found by `table` and by what stands in its cells, what a cell is worth by
`numerals`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.core.kpi_nature import MONEY, nature_of
from kpitui.exchange.dates import moment_of
from kpitui.exchange.numerals import NO_FIGURE, figure_in, is_no_data, unit_called
from kpitui.exchange.reading import (
    ROWS,
    DatedRow,
    FileMetric,
    FileReading,
    FileSource,
    Format,
    ImportedRow,
    ReadingChoices,
    RefusedRow,
    Survey,
    dated_rows,
    no_rows,
    survey,
)
from kpitui.exchange.table import Table, folded, roles_of, shown, shown_names, unused_twins

LONG = "csv-long"
TWINS = mark("'{value}' and '{other}' are the same column: only the first is used")


def is_long(source: FileSource) -> bool:
    """Tell whether the file names columns for the date, the KPI and the value."""
    table = source.dated_table
    return table is not None and {"kpi", "value"} <= roles_of(table.names, source.choices.mapping).keys()


def read_long(source: FileSource) -> FileReading:
    """Read a file that `is_long` recognised; raises Refused when it cannot be read as a whole."""
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
    items = partial(_long_items, table, roles, seen, choices)
    cautions = seen.cautions()
    cautions += ((TWINS, {"value": shown(used), "other": shown(other)}) for used, other in unused_twins(*columns))
    return FileReading(LONG, figures, items, names=table.names, total=seen.rows, cautions=cautions)


def _long_items(
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


WIDE = "csv-wide"
_NO_KPI = ("date", "time", "note")
_NO_FIGURES = mark("No numbers under '{column}', only text such as {value}. That column is left out")
_NOTHING_MEASURED = mark(
    "No column has numbers. To log the number of rows per day, name the KPI: --count KPI. The columns: {names}"
)
_TEXT_LEFT_OUT = mark("Left out, as they hold no numbers: {names}")
_CURRENCIES = mark(
    "The file has amounts in {currencies}. They are never added together: a KPI takes only its "
    "own currency. Leave out the rest: --skip-refused"
)
_MAYBE_CENTS = mark(
    "These amounts have no decimals: {names}. Are they in cents? Then make a file format with times = 0.01"
)
_MONEY = re.compile(
    r"amount|total|gross|\bnet\b|\bfees?\b|price|revenue|sales|\bcosts?\b|spen[dt]|\btax|\btips?\b|refund|discount|shipping"
    r"|payout|earning|balance|value|budget|paid|commission|charge|bedrag|omzet|prijs|kosten|btw|saldo|netto|bruto|betrag"
    r"|umsatz|preis|gebühr|montant|prix|frais|importe|precio|importo|prezzo|valor|kwota",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:quantity|qty|aantal|number|count|items?|units?|orders?|stuks)\b(?!.*(?:value|amount|total))", re.I
)
_UNIT_IN_NAME = re.compile(r"[(\[]\s*([^()\[\]]{1,12}?)\s*[)\]]\s*$")


class _Column(NamedTuple):
    place: int
    header: str
    """What the file calls it."""
    name: str
    decimal: str
    unit: str
    """The unit that its name has in brackets."""
    money: bool
    """Whether its figures are in the currency that stands in their row."""


def is_wide(source: FileSource) -> bool:
    """Tell whether the file names a column for the date and at least one for a KPI."""
    if source.dated_table is None:
        return False
    return ROWS in source.choices.mapping or bool(_named(source.dated_table, source.choices))


def read_wide(source: FileSource) -> FileReading:
    """Read a file that `is_wide` recognised; raises Refused when it cannot be read as a whole.

    A cell that is no figure is refused without its neighbours; the note of a row goes with its first figure. Figures of
    several currencies carry theirs, so that they are never added up.
    """
    table, choices = source.table, source.choices
    headers = _unique(table.names)
    choices.refuse_unknown(headers)
    roles = roles_of(table.names, choices.mapping)
    named = _named(table, choices)
    seen = survey(table, choices, roles["date"], list(named))
    if not seen.rows:
        raise no_rows(table)
    if "time" in roles and "time" not in choices.mapping.values() and _has_clock(seen):
        # The day has its time already, so that a column called time is how long it took.
        named = _named(table, choices, no_kpi=("date", "note"))
        roles.pop("time")
        seen = survey(table, choices, roles["date"], list(named))
    mapped = {index for index in named if folded(headers[index]) in choices.mapping}
    measures = [index for index in named if seen.columns[index].holds == "figures"]
    currency_at, currencies = _currencies(seen)
    columns = [
        _column(index, headers[index], named[index], seen, in_currency=currency_at is not None) for index in measures
    ]
    if currencies and not any(column.money for column in columns):
        columns = [column._replace(money=not column.unit) for column in columns]
    figures = [_figure(column, seen, currencies, mapped) for column in columns]
    if rows_are := choices.mapping.get(ROWS, ""):
        figures.append(FileMetric(rows_are, origin=ROWS, every=seen.days.every))
    if all(figure.aside for figure in figures):
        raise Refused(_NOTHING_MEASURED, field="count", names=shown_names(table.names))
    left_out = [index for index in named if index not in measures and index not in mapped and index != currency_at]
    texts = [table.names[index] for index in left_out]
    cautions = seen.cautions()
    if texts := [name for name in texts if name]:
        cautions.append((_TEXT_LEFT_OUT, {"names": shown_names(texts)}))
    if source.is_json and currencies and all(seen.columns[column.place].whole for column in columns if column.money):
        cautions.append((_MAYBE_CENTS, {"names": shown_names([column.header for column in columns if column.money])}))
    if len(currencies) > 1:
        cautions.append((_CURRENCIES, {"currencies": ", ".join(currencies)}))
    wordy = [index for index in mapped if index not in measures]
    items = partial(_wide_items, table, roles, seen, columns, wordy, currency_at, rows_are)
    return FileReading(
        WIDE,
        figures,
        items,
        names=table.names,
        total=seen.rows,
        cautions=cautions,
        newest_first=seen.newest_first,
        day_column=table.names[roles["date"]],
        currency_column="" if currency_at is None else table.names[currency_at],
    )


def _named(table: Table, choices: ReadingChoices, no_kpi: Sequence[str] = _NO_KPI) -> dict[int, str]:
    """Return the columns of KPIs with what they are to be called."""
    roles = roles_of(table.names, choices.mapping)
    others = {roles.get(role) for role in no_kpi}
    named: dict[int, str] = {}
    for index, name in enumerate(_unique(table.names)):
        new = choices.renamed(name) if name else None
        if index not in others and new is not None:
            named[index] = new
    return named


def _has_clock(seen: Survey) -> bool:
    moment = moment_of(seen.first.strip(), seen.days)
    return moment is not None and moment.time is not None


def _currencies(seen: Survey) -> tuple[int | None, tuple[str, ...]]:
    """Return the column that names currencies, and those it names, the most frequent one first."""
    for index, column in seen.columns.items():
        if column.holds == "currencies":
            return index, column.currencies
    return None, ()


def _unique(names: Sequence[str]) -> list[str]:
    """Return *names* so that they are told apart: the second of two is called ``Amount (2)``."""
    counts: Counter[str] = Counter()
    unique = []
    for name in names:
        counts[folded(name)] += 1
        number = counts[folded(name)]
        unique.append(name if number == 1 or not name else f"{name} ({number})")
    return unique


def _column(index: int, header: str, name: str, seen: Survey, *, in_currency: bool) -> _Column:
    bracketed = _UNIT_IN_NAME.search(header)
    unit = unit_called(bracketed[1]) if bracketed else ""
    is_money = bool(_MONEY.search(header)) or nature_of(header).unit == MONEY
    money = in_currency and not unit and not seen.units.get(index) and is_money and not _COUNTED.search(header)
    return _Column(index, header, name, seen.marks[index], unit, money)


def _figure(column: _Column, seen: Survey, currencies: Sequence[str], mapped: set[int]) -> FileMetric:
    only_currency = currencies[0] if column.money and len(currencies) == 1 else ""
    unit = seen.units.get(column.place) or column.unit or only_currency
    survey_of = seen.columns[column.place]
    return FileMetric(
        column.name,
        unit=unit,
        column=column.header,
        origin=column.header,
        aside=survey_of.aside and column.place not in mapped,
        rising=survey_of.rising,
        money=column.money,
        every=seen.days.every,
    )


def _wide_items(
    table: Table,
    roles: Mapping[str, int],
    seen: Survey,
    columns: Sequence[_Column],
    wordy: Sequence[int],
    currency_at: int | None,
    rows_are: str,
) -> Iterator[ImportedRow | RefusedRow]:
    for index in wordy:
        # One refusal for a column of words that was asked for, so that it does not fill the report.
        line, cell = seen.columns[index].first
        yield RefusedRow(line, _NO_FIGURES, {"column": shown(table.names[index]), "value": shown(cell)})
    days: dict[date, list[int]] = {}
    for row in dated_rows(table, roles, seen.days, skip_dayless=seen.leaves_dayless):
        if isinstance(row, RefusedRow):
            yield row
            continue
        if rows_are:
            days.setdefault(row[2].date, [row[0], 0])[1] += 1
        yield from _wide_row(row, columns, "" if currency_at is None else row[1][currency_at].strip().upper())
    for day, (line, count) in days.items():
        yield ImportedRow(line, rows_are, day, float(count))


def _wide_row(row: DatedRow, columns: Sequence[_Column], currency: str) -> Iterator[ImportedRow | RefusedRow]:
    line, cells, (day, time), note = row
    for index, header, name, decimal, unit, money in columns:
        cell = cells[index].strip()
        if is_no_data(cell):
            continue
        figure = figure_in(cell, decimal)
        if figure is None:
            yield RefusedRow(line, NO_FIGURE, {"column": shown(header), "value": shown(cell)})
        else:
            yield ImportedRow(line, name, day, figure[0], time, note, figure[1] or unit or (currency if money else ""))
            note = ""


JSON = "json"


def is_json_table(source: FileSource) -> bool:
    """Tell whether the file is JSON with a date and at least one figure beside it."""
    return source.is_json and (is_long(source) or is_wide(source))


def read_json(source: FileSource) -> FileReading:
    """Read a file that `is_json_table` recognised; raises Refused when it cannot be read as a whole."""
    reading = read_long(source) if is_long(source) else read_wide(source)
    return FileReading(
        JSON, reading.figures, reading.items, names=reading.names, total=reading.total, cautions=reading.cautions
    )


PLAIN_FORMATS = (
    Format(JSON, mark("JSON: one object, or one line for each number"), is_json_table, read_json),
    Format(LONG, mark("one number per row: date, KPI, value"), is_long, read_long),
    Format(WIDE, mark("one day per row, one KPI per column"), is_wide, read_wide),
)
"""In the order they are tried: the one that asks most of a file comes first."""
