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
from kpitui.core.figures import is_currency
from kpitui.core.kpi_nature import MONEY, Nature, counts_people, is_flattering, nature_of
from kpitui.core.text import in_single_quotes
from kpitui.exchange._day_columns import first_rows, is_of_published
from kpitui.exchange._quotients import quotient_of
from kpitui.exchange._row_evidence import (
    BESIDE_STAY,
    is_code,
    is_of_stay,
    orders_at,
    repeated_in_orders,
    stays_at,
    totals_of_groups,
)
from kpitui.exchange._serials import numbers_things
from kpitui.exchange._which_rows import is_state, which_count
from kpitui.exchange.dates import moment_of
from kpitui.exchange.numerals import (
    CURRENCIES,
    NO_FIGURE,
    counts_whole_things,
    figure_in,
    figure_of,
    in_currency_named,
    is_no_data,
    unit_called,
)
from kpitui.exchange.reading import (
    ROWS,
    Aside,
    Caution,
    ColumnSurvey,
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
from kpitui.exchange.table import (
    SAYS_NOTHING,
    Table,
    excerpt,
    excerpts,
    folded_name,
    roles_of,
    spaced,
    unused_duplicates,
)

LONG = "csv-long"
DUPLICATES = mark("'{value}' and '{other}' are the same column: only the first is used")


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
    negative = seen.columns[roles["value"]].negative
    of_accounts = any(map(_RESULT.fullmatch, named))
    figures = [
        FileMetric(
            name,
            unit=seen.units_of.get(kpi, ""),
            column=kpi,
            origin=kpi,
            every=seen.days.every,
            negative=negative,
            rising=table.balances,
            amount=of_accounts and not _OF_MEASURES.search(kpi) and not _COUNTED.search(kpi),
        )
        for kpi, name in named.items()
        if name is not None
    ]
    items = partial(_long_items, table, roles, seen, choices)
    cautions = seen.cautions()
    cautions += (
        (DUPLICATES, {"value": excerpt(used), "other": excerpt(other)}) for used, other in unused_duplicates(*columns)
    )
    names = table.header or table.names
    return FileReading(LONG, figures, items, names=names, total=seen.rows, cautions=cautions)


_RESULT = re.compile(
    r"(?:gross|net|operating) (?:profit|income|loss|earnings|operating income)"
    r"|total (?:\w+ ){0,2}(?:income|revenue|expenses|cost of (?:sales|goods sold))"
    r"|(?:bruto|netto|bedrijfs)?(?:winst|resultaat)|totale? (?:omzet|opbrengsten|kosten|lasten)"
    r"|rohertrag|betriebsergebnis|jahresüberschuss|résultat (?:net|d'exploitation)|utile netto|resultado neto",
    re.IGNORECASE,
)
"""A row of a profit and loss account, whose other rows are amounts too, whatever they are called."""


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
            yield RefusedRow(line, reason, {"value": excerpt(cell)})
        elif figure is None:
            yield RefusedRow(line, NO_FIGURE, {"column": excerpt(kpi.strip()), "value": excerpt(cell)})
        else:
            yield ImportedRow(line, name, day, figure[0], time, note, figure[1])


WIDE = "csv-wide"
_NO_KPI = ("date", "time", "note")
_NO_FIGURES = mark("No numbers under '{column}', only text such as {value}. That column is left out")
_NOTHING_MEASURED = mark(
    "No column has numbers. To log the number of rows per day, name the KPI: --count KPI. The columns: {names}"
)
_TEXT_LEFT_OUT = mark("Columns without numbers are left out: {names}")
_CURRENCIES = mark(
    "The file has amounts in {currencies}, but a KPI has only one currency. Leave out the others: --skip-refused"
)
_MAYBE_CENTS = mark(
    "These amounts have no decimals: {names}. Are they in cents? Then make a file format with times = 0.01"
)
_ONCE_AN_ORDER = mark(
    "All lines of one '{column}' have the same number. It is counted once: {names}. To count every "
    "line: --map '{skipped}'"
)
_READ_AS_CENTS = mark("Read as cents, so divided by 100: {names}")
_NAMELESS = mark("Columns with numbers but without a name are left out: {names}")
_NOT_NAMED = mark("Columns left out: {names}. You did not say what they are")
_MONEY = re.compile(
    r"amount|total|gross|\bnet\b|\bfees?\b|price|revenue|sales|\bcosts?\b|spen[dt]|\btax|\btips?\b|refund"
    r"|discount|shipping|\badjustment|\bround(?:ing| ?off)\b"
    r"|payout|earning|collected|profit|commissie|provision|balance|value|budget|paid|commission|charge|bedrag"
    r"|omzet|prijs|kosten|btw|saldo|netto|bruto|betrag"
    r"|umsatz|preis|gebühr|montant|prix|frais|importe|precio|importo|prezzo|valor|kwota|összeg|beløp|belopp|beløb|money|debit|credit\b|deposit"
    r"|withdraw|debet|bijgeschreven|afgeschreven|soll\b|haben\b|d[ée]bit|cr[ée]dit|^change$|^bij$|^af$",
    re.IGNORECASE,
)
_RATE = re.compile(r"percent|pct\b|%|\brates?\b|procent|prozent", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:quantity|qty|aantal|number|count|stuks)\b(?!.*(?:value|amount|total))"
    r"|^(?:[^\W\d_]+[ -])*(?:conversi(?:ons|es|oni|ones|ões)|konversionen|konwersje|conv\.)$"
    r"|\b(?:items?|units?|orders?)(?: (?:sold|shipped|placed|ordered|refunded|returned|count|in .*))?$",
    re.IGNORECASE,
)
_CENTS = re.compile(r"(?:^|[ _(])(?:cents?|centen|centimes)\)?$", re.IGNORECASE)
_OF_CURRENCIES = {
    "currency", "ccy", "code", "valuta", "valutacode", "munt", "währung", "devise", "divisa", "moneda",
    "moeda", "waluta", "asset", "coin", "token", "spot", "price", "commodity", "iso", "symbol", "type", "of",
}  # fmt: skip
"""Words in the name of a column of currencies that do not say of which amount."""
_FOREIGN = re.compile(
    r"\b(?:local|orig(?:inal)?|foreign|counter(?:party)?)[ _-](?:\w+[ _-])?(?:amount|value|total|currency|spen[dt])"
    r"|\b(?:amount|value|spen[dt])\b.*\b(?:local|original|foreign|transaction currency)\b|foreign spend"
    r"|oorspr(?:onkelijk)?\.? ?bedrag|vreemde valuta|fremdwährung|ursprungsbetrag|originalbetrag|montant d'origine"
    r"|importe original|importo originale",
    re.IGNORECASE,
)
"""Columns with the amounts once more, in the currency of whoever paid."""
_RATE_OF_MONEY = re.compile(
    r"\b(?:exchange|fx|forex|currency(?: conversion)?|spot|market) ?rate\b|wisselkoers|\bkoers\b|wechselkurs|\bkurs\b"
    r"|taux de change|tipo de cambio|tasso di cambio|kurs wymiany",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"^(?!.*(?:total|totaal|sum\b|(?<!unit )amount))(?=.*(?:\bprices?\b|prijs\b|\bpreis\b|\bprix\b|\bprecio\b"
    r"|\bprezzo\b|\bunit (?:cost|amount)\b|developer proceeds|per (?:unit|item|piece)|\b(?:billable|hourly) rate\b"
    r"|uurtarief|stundensatz))",
    re.IGNORECASE,
)
"""What one of a thing costs; what a row comes to is called a total or an amount."""
_HOURLY = re.compile(r"\b(?:hourly|billable|day|daily) rate\b|uurtarief|dagtarief|stundensatz", re.IGNORECASE)
"""What an hour costs, in money; beside it the other rates of a timesheet are what the hours of a row came to."""
_EARNED = re.compile(
    r"(?:(?:internal|fixed|total|billable|external) )?rate|(?:intern|vast) tarief|tarief", re.IGNORECASE
)
_QUANTITY = re.compile(
    r"\b(?:quantity|qty|shares|units|volume|hoeveelheid|aantal|stuks|stück|menge|quantité|cantidad|quantità)\b",
    re.IGNORECASE,
)
_THINGS_HELD = re.compile(
    r"\b(?:assets?|coins?|tokens?|crypto(?:currency)?|ticker|symbol|isin|security|securities|instrument|commodity"
    r"|stock|fund)\b"
    r"|wertpapier|\btitre\b|fonds|effect\b",
    re.IGNORECASE,
)
_CLASS = re.compile(
    r"(?<!by )(?<!per )\b(?:types?|soort|categor(?:y|ie|ía|ia)|kategorie|class|tier|segment"
    r"|(?:konto|umsatz|buchungs)art"
    r"|(?:vat|btw|tax|gst|mwst|ust|iva|tva|moms|steuer)[ -]?(?:rate|percent(?:age)?|pct|tarief|s[aä]tz|code|%"
    r"|schl(?:ü|ue?)ssel|kennzeichen)|bu[ -]?schl(?:ü|ue?)ssel)$"
    r"|^(?:vat|btw|tax|gst|mwst|ust|iva|tva|moms) ?(?:%|\(%\))$"
    r"|^(?:coupon|voucher|promo(?:tion)?|discount|kortings) ?(?:details?|name|naam)$|^kortingsbon$|^gutschein$",
    re.IGNORECASE,
)
"""What a row is, also where it is written in figures: 70% is a type of royalty, and 21% a rate of tax."""
_MAY_NUMBER = re.compile(r"number|num|nummer|numero|número|index|idx|position|positie|volgorde", re.IGNORECASE)
"""Names of columns that number the rows, where others are measured."""
_SALE = re.compile(
    r"(?:(?!unit|list|item|average|avg|mean|cost|stuk)[^\W\d_]+ )?(?:price|prijs|preis|prix|precio|prezzo)", re.I
)
"""What a booking or an order came to, where rows are of customers and nothing is counted."""
_CUSTOMER = re.compile(
    r"customer|client\b|guest|patient|email|e-mail|booked|appointment|\border|invoice|klant|kunde|gast\b"
    r"|bestelling|factuur",
    re.IGNORECASE,
)
_SURELY_MONEY = re.compile(
    r"(?:[^\W\d_]+ ){0,2}(?:amount|amt)\.?(?: (?:debit|credit|paid|due|net|gross))?|debits?|credits?"
    r"|(?:order|item|line|invoice|cart|grand)[ -]?(?:sub)?total"
    r"|(?:money|paid) (?:in|out)|withdrawals?|deposits?|payments?|(?:sub|net |gross )?total"
    r"|bedrag|bedragen|(?:netto|bruto|btw)[ -]?bedrag|bij|af|bijgeschreven|afgeschreven|debet|(?:sub)?totaal"
    r"|betrag|(?:netto|brutto|mwst|ust)[ -]?betrag|soll|haben|montant|débit|crédit|importe|importo"
    r"|cargo|abono|kwota|belopp|beløp|beløb|summa|valor|dare|avere",
    re.IGNORECASE,
)
"""Names of amounts in the exports of banks and the books, beside which a balance is."""
_OF_ANYTHING = re.compile(
    r"\b(?:(?:sub|grand )?totals?|net|gross|value|change|balance|budget|charge|totaal|netto|bruto)\b",
    re.IGNORECASE,
)
"""Words that are said of money, and of other things too."""
_SPENT_SO_FAR = re.compile(
    r"(?:total|lifetime) (?:spen[dt]|orders?|amount spent|donated|pledged|donations)|ltv|lifetime value"
    r"|orders count"
    r"|total spent .*",
    re.IGNORECASE,
)
"""What each customer has come to so far, in a table of them."""
_STILL_OPEN = re.compile(r"balance(?: due)?|(?:open|outstanding|openstaand) ?(?:balance|bedrag|saldo)?", re.IGNORECASE)
_OF_INVOICES = re.compile(
    r"invoice ?(?:no|nr|number|#|id|date)|factuur(?:nummer|datum)|rechnungs(?:nummer|nr)|\bdue ?date", re.IGNORECASE
)
"""Columns of invoices, of which a balance is what is still to be paid of each."""
_OF_MEASURES = re.compile(
    r"\b(?:consumption|usage|energy|volume|distance|weight|power|production|generation|hours?|minutes?|seconds"
    r"|kwh|km|verbruik"
    r"|productie|energie|verbrauch|erzeugung|consommation|consumo)\b(?!.*\b(?:cost|costs|price|amount|tax|value"
    r"|kosten|prijs)\b)",
    re.IGNORECASE,
)
"""What is measured in anything but money, also in a table that names a currency."""
_ONE_PERSON = re.compile(r"e-?mail|(?:full|first|last|customer|client|member|user) ?name|username", re.IGNORECASE)
_GUESTS = re.compile(
    r"people|persons?|guests?|pax|visitors?|attendees|bezoekers|personen|gasten|gäste|party size", re.I
)
_BOOKINGS = re.compile(
    r"\bbook|reserv|\bguest name|check-? ?in|ticket|appointment|boeking|buchung|\bgast", re.IGNORECASE
)
"""Tables of bookings, whose guests are others each time."""
_LENGTH = re.compile(r"(?:video |post |episode )?(?:duration|length)(?: ?\(.*\))?|duur|dauer|durée", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:video|post|reel|episode|song|track) ?(?:id|title|name|link|url|text)?\b", re.IGNORECASE)
"""What is published, whose length is no time that anybody spent."""
_PROJECTS = re.compile(r"\b(?:project|task|timesheet|billable|taak|projekt|aufgabe|tâche|proyecto)\b", re.IGNORECASE)
_BEGINS_OR_TOOK = re.compile(
    r"\b(?:start|end|begin|stop|from|to|hours?|duration|uren|duur|stunden|dauer|durée|horas|started|ended)\b",
    re.IGNORECASE,
)
_READ_AS_HOURS = mark("Columns read as hours and minutes: {names}")
_READ_AS_MINUTES = mark("Columns read as minutes and seconds: {names}")
_BRACKETS = re.compile(r"\s*[(\uff08][^()\uff08\uff09]*[)\uff09]\s*$")
_UNIT_IN_NAME = re.compile(r"(?:[(\[\uff08]\s*([^()\[\]\uff08\uff09]{1,12}?)\s*[)\]\uff09]|\bin ([A-Z]{3}))\s*$")


class _Column(NamedTuple):
    place: int
    header: str
    """What the file calls it."""
    name: str
    decimal: str
    unit: str
    """The unit that stands beside all its figures, or in brackets in its name."""
    currency_at: int | None = None
    """The column that names the currency of its figures in their row."""
    aside: Aside = ""
    """Why it becomes no new KPI."""
    times: float = 1.0
    """0.01 where its name says that its figures are cents."""
    once_at: int | None = None
    """The column that says of which order a row is a line, where it is of the whole order and counts once."""


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
    if "time" in roles and "time" not in choices.mapping.values() and (_has_clock(seen) or _is_timesheet(table)):
        # The day has its time already, or it is of work, so that a column called time is how long it took.
        named = _named(table, choices, no_kpi=("date", "note"))
        roles.pop("time")
        seen = survey(table, choices, roles["date"], list(named))
    hour = None if "time" in roles else _hour_column(list(named), headers, choices, seen)
    if hour is not None:
        roles["time"] = hour
        named = {index: name for index, name in named.items() if index != hour}
        seen = survey(table, choices, roles["date"], list(named))
    mapped = {index for index in named if folded_name(headers[index]) in choices.mapping}
    measures = [
        index
        for index in named
        if seen.columns[index].holds == "figures" or (index in mapped and seen.columns[index].holds == "clock")
    ]
    in_currencies = {index: column.currencies for index, column in seen.columns.items() if column.holds == "currencies"}
    columns = _columns({index: (headers[index], named[index]) for index in measures}, seen, in_currencies)
    of_published = is_of_published(table.names, table.names[roles["date"]])
    figures = _with_quotients(
        [_figure(column, seen, in_currencies, mapped, of_published=of_published) for column in columns], columns, seen
    )
    taken = [column for column in columns if not column.aside or column.place in mapped]
    currency_at = next((column.currency_at for column in taken if column.currency_at is not None), None)
    currencies = in_currencies.get(currency_at, ()) if currency_at is not None else ()
    if rows_are := choices.mapping.get(ROWS, ""):
        figures.append(FileMetric(rows_are, origin=ROWS, every=seen.days.every))
    if all(figure.aside for figure in figures):
        raise Refused(_NOTHING_MEASURED, field="count", names=excerpts(table.names))
    left_out = [
        table.names[index]
        for index in named
        if index not in measures and index not in mapped and index not in in_currencies
    ]
    if len(figures) == 1 and choices.mapping.get(folded_name(figures[0].column)) is None:
        figures = [figures[0]._replace(named_by=_names_each(figures[0], left_out, seen))]
    nameless = _nameless(table)
    cautions = [*seen.cautions(), *_cautions(taken, seen, left_out=left_out, unnamed=_unnamed(table, choices))]
    if nameless:
        cautions.append((_NAMELESS, {"names": excerpts(nameless)}))
    money = [column for column in taken if column.currency_at is not None]
    if source.is_json and money and all(seen.columns[column.place].whole for column in money):
        cautions.append((_MAYBE_CENTS, {"names": excerpts([column.header for column in money])}))
    if len(currencies) > 1:
        cautions.append((_CURRENCIES, {"currencies": excerpts(currencies)}))
    wordy = [index for index in mapped if index not in measures]
    columns = [column._replace(aside="") if column.place in mapped else column for column in columns]
    items = partial(_wide_items, table, roles, seen, columns, wordy, rows_are)
    return FileReading(
        WIDE,
        figures,
        items,
        names=table.header or table.names,
        total=seen.rows,
        cautions=cautions,
        newest_first=seen.newest_first,
        question=which_count(taken, seen, choices),
        day_column=table.names[roles["date"]],
        currency_column="" if currency_at is None else table.names[currency_at],
    )


def _columns(
    measures: Mapping[int, tuple[str, str]], seen: Survey, in_currencies: Mapping[int, Sequence[str]]
) -> list[_Column]:
    """Return the columns of figures, by their place what the file calls them and what they are to be called."""
    columns = [_column(index, *names, seen, in_currencies) for index, names in measures.items()]
    if in_currencies and not any(column.currency_at is not None or column.unit for column in columns):
        only = next(iter(in_currencies))
        columns = [column._replace(currency_at=only) for column in columns]
    return _once_a_stay(_once_an_order(_with_reasons(columns, seen, in_currencies), seen), seen)


def _cautions(
    taken: Sequence[_Column], seen: Survey, *, left_out: Sequence[str], unnamed: Sequence[str]
) -> Iterator[Caution]:
    """Yield what is said of how columns were read, and of those that are no KPIs."""
    if hours := [column.header for column in taken if seen.columns[column.place].hours]:
        yield _READ_AS_HOURS, {"names": excerpts(hours)}
    if minutes := [column.header for column in taken if seen.columns[column.place].minutes]:
        yield _READ_AS_MINUTES, {"names": excerpts(minutes)}
    if cents := [column.header for column in taken if column.times != 1]:
        yield _READ_AS_CENTS, {"names": excerpts(cents)}
    if once := [column for column in taken if column.once_at is not None]:
        order = seen.names[once[0].once_at or 0]
        params = {"column": excerpt(order), "names": excerpts([column.header for column in once])}
        yield _ONCE_AN_ORDER, {**params, "skipped": in_single_quotes(f"{order}=-")}
    if unnamed:
        yield _NOT_NAMED, {"names": excerpts(unnamed)}
    if texts := [name for name in left_out if name]:
        yield _TEXT_LEFT_OUT, {"names": excerpts(texts)}


def _named(table: Table, choices: ReadingChoices, no_kpi: Sequence[str] = _NO_KPI) -> dict[int, str]:
    """Return the columns of KPIs with what they are to be called."""
    roles = roles_of(table.names, choices.mapping)
    others = {roles.get(role) for role in no_kpi}
    named: dict[int, str] = {}
    unnamed = _unnamed(table, choices)
    for index, name in enumerate(_unique(table.names)):
        new = choices.renamed(name) if name and name not in unnamed else None
        if index not in others and new is not None:
            named[index] = new
    return named


def _nameless(table: Table) -> list[str]:
    """Return which columns have figures and no name, other than row numbers, by their places."""
    rows = [] if all(table.names) else first_rows(table)
    nameless = []
    for index, name in enumerate(table.names):
        cells = [row[index].strip() for row in rows if index < len(row) and row[index].strip()] if not name else []
        figures = [cell for cell in cells if figure_of(cell, ".") is not None or figure_of(cell, ",") is not None]
        if cells and 2 * len(figures) > len(cells) and not numbers_things("", cells):
            nameless.append(f"column {index + 1}")
    return nameless


def _unnamed(table: Table, choices: ReadingChoices) -> list[str]:
    """Return the columns of a table without a header that the person did not name, where they named some as KPIs."""
    if table.line or not any(folded_name(name) in choices.mapping for name in table.names):
        return []
    roles = roles_of(table.names, choices.mapping)
    named = [name for name in table.names if folded_name(name) in choices.mapping]
    if len(named) <= len(roles):
        return []
    return [name for name in table.names if name.startswith("column ") and name not in named]


def _is_timesheet(table: Table) -> bool:
    """Tell whether a column called time is how long somebody worked: beside projects, without a start or a duration."""
    names = [name.replace("_", " ") for name in table.names]
    return any(map(_PROJECTS.search, names)) and not any(map(_BEGINS_OR_TOOK.search, names))


def _has_clock(seen: Survey) -> bool:
    moment = moment_of(seen.first.strip(), seen.days)
    return moment is not None and moment.time is not None


def _unique(names: Sequence[str]) -> list[str]:
    """Return *names* so that they are told apart: the second of two is called ``Amount (2)``."""
    counts: Counter[str] = Counter()
    unique = []
    for name in names:
        counts[folded_name(name)] += 1
        number = counts[folded_name(name)]
        unique.append(name if number == 1 or not name else f"{name} ({number})")
    return unique


def _column(index: int, header: str, name: str, seen: Survey, in_currencies: Mapping[int, Sequence[str]]) -> _Column:
    bracketed = _UNIT_IN_NAME.search(header)
    code = header.strip(" $€£").upper()
    in_name = unit_called(bracketed[1] or bracketed[2]) if bracketed else ""
    first = next(filter(None, seen.begin[index]), "")
    unit = in_currency_named(seen.units.get(index, ""), in_name, first) or in_name
    unit = unit or (code if code in CURRENCIES else "")
    earned = _is_earned(header, seen.names)
    by_row = not unit and in_currencies and (earned or _is_amount(header, seen.columns[index], in_currencies))
    currency_at = _currency_of(index, header, in_currencies, seen.names) if by_row else None
    times = 0.01 if _CENTS.search(header) and is_money(header) else 1.0
    return _Column(index, header, name, seen.marks[index], unit, currency_at, times=times)


def is_money(header: str) -> bool:
    """Tell whether a column that is called *header* has amounts of money; what it counts, or a rate, is none."""
    nature = nature_of(header)
    header = _BRACKETS.sub("", spaced(header))
    counted = nature.kind in ("sample", "level", "stamped") and nature.unit != MONEY
    if counted or is_of_stay(header) or _OF_MEASURES.search(header) or nature.unit not in ("", MONEY):
        return False
    named = nature.unit == MONEY or _MONEY.search(header)
    return (
        bool(named) and not _COUNTED.search(header) and (_HOURLY.search(header) is not None or not _RATE.search(header))
    )


def _is_earned(header: str, names: Sequence[str]) -> bool:
    """Tell whether a rate is what a row of a timesheet came to: what its hours cost has a column of its own."""
    beside = [name for name in names if _HOURLY.search(spaced(name)) and folded_name(name) != folded_name(header)]
    return _EARNED.fullmatch(spaced(header).strip()) is not None and bool(beside)


def _is_amount(header: str, survey_of: ColumnSurvey, in_currencies: Mapping[int, Sequence[str]]) -> bool:
    """Tell whether a column of a table that names currencies has amounts in them: by its name, or by its decimals.

    Where there are several currencies, what could be an amount is one, so that it is never added up without a word.
    """
    if is_money(header):
        return True
    nature = nature_of(header)
    if (
        _COUNTED.search(_BRACKETS.sub("", header))
        or _RATE.search(header)
        or nature.unit
        or nature.kind == "sample"
        or survey_of.numbers
    ):
        return False
    if counts_whole_things(header) or is_of_stay(header) or _OF_MEASURES.search(header):
        return False
    return not survey_of.whole or any(len(codes) > 1 for codes in in_currencies.values())


def _currency_of(index: int, header: str, in_currencies: Mapping[int, Sequence[str]], names: Sequence[str]) -> int:
    """Return the column that names the currency of an amount: the one called most like it, else the nearest before."""
    words = _words(header)
    money = [other for other, codes in in_currencies.items() if CURRENCIES.issuperset(codes)]
    stems = {other: _words(names[other]) - _OF_CURRENCIES for other in money or in_currencies}
    fitting = [other for other, stem in stems.items() if stem <= words]
    if fitting:
        return max(fitting, key=lambda other: (len(stems[other]), -abs(other - index)))
    alike = {other: len(stem & words) for other, stem in stems.items()}
    if len([other for other, count in alike.items() if count == max(alike.values())]) == 1:
        return max(alike, key=lambda other: alike[other])
    return min(stems, key=lambda other: (other > index, abs(other - index)))


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", name.casefold()))


def _with_reasons(
    columns: Sequence[_Column], seen: Survey, in_currencies: Mapping[int, Sequence[str]]
) -> list[_Column]:
    """Return *columns* with why some of them are set aside: amounts in a second currency, prices, mixed quantities."""
    amounts = [column for column in columns if is_money(column.header) and not _FOREIGN.search(column.header)]
    several = {at for at, codes in in_currencies.items() if len(codes) > 1}
    at_home = any(
        is_currency(column.unit) if column.currency_at is None else column.currency_at not in several
        for column in amounts
    )
    totals = [column for column in amounts if not _PRICE.search(spaced(column.header))]
    counted = any(_QUANTITY.search(column.header) for column in columns)
    of_things = any(
        survey_of.holds in ("text", "currencies") and _THINGS_HELD.search(seen.names[index])
        for index, survey_of in seen.columns.items()
    )

    others = [column for column in columns if not _MAY_NUMBER.fullmatch(column.header)]
    texts = [seen.begin[index] for index, survey_of in seen.columns.items() if survey_of.words]
    # Of each day several rows, described in words, with an amount that has cents: there a long number is no amount.
    days = list(filter(None, seen.begin_days))
    is_list = (
        len(days) > len(set(days))
        and any(survey_of.holds == "text" for survey_of in seen.columns.values())
        and any(not seen.columns[column.place].whole for column in amounts)
    )

    def reason(column: _Column) -> Aside:
        cells = seen.begin[column.place]
        may_be_code = _may_be_code(column.header) and (
            is_code(cells, texts) or (is_list and not _is_count(column.header) and _are_references(cells))
        )
        is_hour = _is_hour_of_day(column, seen) and others != [column]
        if seen.columns[column.place].numbers or may_be_code or is_hour or (column not in others and others):
            return "numbers"
        if others != [column] and (_is_of_before(column, columns) or _of_people_apart(column, seen)):
            return "before" if _is_of_before(column, columns) else "people"
        is_class = _CLASS.search(spaced(column.header)) or is_state(column.header) or _is_flag(column, seen)
        if is_class and others != [column]:
            return "classes"
        is_rate = _RATE_OF_MONEY.search(column.header) and (amounts or in_currencies) and column.unit != "%"
        is_price = _PRICE.search(spaced(column.header)) and (counted or of_things) and (totals or counted)
        so_far = _SPENT_SO_FAR.fullmatch(column.header.replace("_", " ")) and any(map(_ONE_PERSON.search, seen.names))
        still_open = _STILL_OPEN.fullmatch(spaced(column.header)) and any(map(_OF_INVOICES.search, seen.names))
        is_length = _LENGTH.fullmatch(column.header) and any(map(_PUBLISHED.search, seen.names))
        if is_rate or is_price or is_length or so_far or still_open or (_QUANTITY.search(column.header) and of_things):
            return "apart"
        abroad = (_FOREIGN.search(column.header) and amounts) or (column.currency_at in several and at_home)
        return "foreign" if abroad else ""

    return [column._replace(aside=reason(column)) for column in columns]


_FLAG = re.compile(
    r"(?:is|has|was|can)[ _].*|exported|billable|billed|invoiced|locked|archived|deleted|approved|verified|taxable"
    r"|reimbursable|recurring|enabled|active|gefactureerd|factureerbaar|declarabel|abrechenbar|geëxporteerd|facturable",
    re.IGNORECASE,
)
"""Columns that say yes or no of a row."""


def _is_flag(column: _Column, seen: Survey) -> bool:
    """Tell whether a column says yes or no of each row, as 1 and 0 or nothing."""
    return _FLAG.fullmatch(column.header.strip()) is not None and set(seen.begin[column.place]) <= {"", "0", "1"}


LONG_NUMBER = 7
"""Digits from which a whole number beside amounts with cents is a reference."""


def _is_count(header: str) -> bool:
    return counts_whole_things(header) or is_flattering(header)


def _are_references(cells: Sequence[str]) -> bool:
    """Tell whether all *cells* are whole numbers of one and the same, great length."""
    numbers = [cell for cell in cells if cell]
    return all(cell.isascii() and cell.isdigit() for cell in numbers) and {len(cell) for cell in numbers} in (
        {length} for length in range(LONG_NUMBER, 40)
    )


_HOUR = re.compile(
    r"(?:start(?:ing)? |begin )?(?:hour|hr|uur|stunde|heure|hora|ora|godzina|timme)s?(?: of (?:the )?day)?", re.I
)
LAST_HOUR = 24


def _hour_column(places: Sequence[int], headers: Sequence[str], choices: ReadingChoices, seen: Survey) -> int | None:
    """Return the column that says in which hour of its day each row is, 0 to 23 or as 13:00; None where none does."""
    for place in places:
        if _HOUR.fullmatch(headers[place].strip()) is None or folded_name(headers[place]) in choices.mapping:
            continue
        days = list(_by_day(place, seen).values())
        whole = all(_AN_HOUR.fullmatch(cell) for cells in days for cell in cells)
        if whole and any(len(cells) > 1 for cells in days) and all(len(cells) == len(set(cells)) for cells in days):
            return place
    return None


def _by_day(place: int, seen: Survey) -> dict[date, list[str]]:
    """Return the cells of a column by their days."""
    of_days: dict[date, list[str]] = {}
    for cell, day in zip(seen.begin[place], seen.begin_days, strict=False):
        if cell and day is not None:
            of_days.setdefault(day, []).append(cell)
    return of_days


def _names_each(figure: FileMetric, texts: Sequence[str], seen: Survey) -> str:
    """Return the column of *texts* that names what each row of the only *figure* is of, as one number a row would have.

    The name of the figure itself says nothing then, the rows of one day have different names, and these come back.
    """
    if SAYS_NOTHING.fullmatch(figure.column.strip()) is None:
        return ""
    for place in seen.begin:
        of_days = _by_day(place, seen) if seen.names[place] in texts else {}
        names = [cell for cells in of_days.values() for cell in cells]
        several = [cells for cells in of_days.values() if len(cells) > 1]
        if several and len(set(names)) < len(names) and all(len(cells) == len(set(cells)) for cells in several):
            return seen.names[place]
    return ""


_AN_HOUR = re.compile(r"(?:[01]?[0-9]|2[0-3])(?::00(?::00)?)?")


def _is_hour_of_day(column: _Column, seen: Survey) -> bool:
    """Tell whether a column says in which hour of its day each row is, and not how many hours something took."""
    if _HOUR.fullmatch(column.header.strip()) is None:
        return False
    of_days = _by_day(column.place, seen)
    hours = [cell for cells in of_days.values() for cell in cells]
    whole = all(cell.isdigit() and int(cell) <= LAST_HOUR for cell in hours)
    several = [cells for cells in of_days.values() if len(cells) > 1]
    return whole and bool(several) and all(len(cells) == len(set(cells)) for cells in several)


_OF_A_MARKET = frozenset({"open", "high", "low", "close"})


def _is_of_a_market(header: str, names: Sequence[str]) -> bool:
    """Tell whether a column is the price with which a day began or ended, or its highest or lowest one."""
    others = {folded_name(name) for name in names}
    return others >= _OF_A_MARKET and folded_name(header).removeprefix("adj ") in _OF_A_MARKET


_BEFORE = re.compile(
    r"\b(?:previous|prior|prev\.?|last|vorige?|vorherige[rs]?|précédente?|anterior|precedente)"
    r" (?:period|year|month|week|day|periode|jaar|maand|zeitraum|jahr|monat|woche|période|année|mois|período|año"
    r"|periodo|anno)\b|\bvorjahr|\bvorperiode",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"(?:%|abs(?:olute)?|rel(?:ative)?|yoy|mom)? ?(?:change|difference|delta|verschil|Δ) ?(?:%|\(%\))?", re.I
)


def _is_of_before(column: _Column, columns: Sequence[_Column]) -> bool:
    """Tell whether a column is of the period before that of its rows, or says how much was more since."""
    if _BEFORE.search(column.header):
        return any(not _BEFORE.search(other.header) for other in columns)
    return _CHANGED.fullmatch(column.header.strip()) is not None and any(
        _BEFORE.search(other.header) for other in columns
    )


def _may_be_code(header: str) -> bool:
    return nature_of(header) == Nature() and not is_money(header) and not _COUNTED.search(header)


def _of_people_apart(column: _Column, seen: Survey) -> bool:
    """Tell whether a column counts different people in several rows a day, which are not those of bookings."""
    if not counts_people(column.header) or _is_of_guests(column, seen):
        return False
    cells = seen.begin[column.place]
    days = [day for cell, day in zip(cells, seen.begin_days, strict=False) if cell and day is not None]
    return len(days) > len(set(days))


def _is_of_guests(column: _Column, seen: Survey) -> bool:
    return _GUESTS.fullmatch(column.header) is not None and any(map(_BOOKINGS.search, seen.names))


def _once_an_order(columns: Sequence[_Column], seen: Survey) -> list[_Column]:
    """Return *columns* with the column of orders for those that are of a whole order and stand on each of its lines."""
    at = orders_at(seen.names, seen.begin)
    amounts = {column.place: column.decimal for column in columns if not column.aside and is_money(column.header)}
    repeated = repeated_in_orders(seen.names, seen.begin, at, amounts) if at is not None else set()
    if not repeated:
        figures = {column.place: column.decimal for column in columns if not column.aside}
        at, repeated = totals_of_groups(seen.begin, figures)
    return [column._replace(once_at=at) if column.place in repeated else column for column in columns]


def _once_a_stay(columns: Sequence[_Column], seen: Survey) -> list[_Column]:
    """Return *columns* with the column of stays for nights and guests, where several rows are about one stay."""
    places = {column.place: column.header for column in columns if not column.aside}
    at = stays_at(seen.names, seen.begin, places) if not any(column.once_at is not None for column in columns) else None
    if at is None:
        return list(columns)
    return [column._replace(once_at=at) if is_of_stay(column.header) else column for column in columns]


def _figure(
    column: _Column,
    seen: Survey,
    in_currencies: Mapping[int, Sequence[str]],
    mapped: set[int],
    *,
    of_published: bool,
) -> FileMetric:
    codes = in_currencies[column.currency_at] if column.currency_at is not None else ()
    of_customers = any(_CUSTOMER.search(name) for name in seen.names)
    counted = any(_QUANTITY.search(seen.names[index]) for index in seen.columns)
    is_sale = of_customers and not counted and _SALE.fullmatch(column.header) is not None
    is_sale = is_sale or _is_earned(column.header, seen.names)
    unit = column.unit or (codes[0] if len(codes) == 1 else "")
    gained = of_published and nature_of(column.header).kind == "level"
    return FileMetric(
        column.name,
        unit=unit,
        column=column.header,
        origin=column.header,
        aside="" if column.place in mapped else column.aside,
        rising=seen.columns[column.place].rising
        or _SO_FAR.search(column.header) is not None
        or _is_stock(column.header, seen.names)
        or _is_nameless_balance(column, seen)
        or _is_of_a_market(column.header, seen.names),
        money=column.currency_at is not None or is_sale,
        is_sale=is_sale,
        amount=_surely_money(column.header) and any(map(_is_of_money, seen.names)),
        share=_is_share(column, seen),
        adds_up=gained or _is_of_guests(column, seen),
        every=seen.days.every,
        currencies=tuple(codes),
        negative=seen.columns[column.place].negative,
        fractions=seen.columns[column.place].holds == "figures" and not seen.columns[column.place].whole,
    )


def _with_quotients(figures: Sequence[FileMetric], columns: Sequence[_Column], seen: Survey) -> list[FileMetric]:
    """Return *figures*, of the *columns* of the same places, with what rates are one divided by the other of."""
    sums: dict[int, list[float | None]] = {}
    rates: dict[int, list[float | None]] = {}
    for index, (figure, column) in enumerate(zip(figures, columns, strict=True)):
        nature = nature_of(figure.column)
        cells = [figure_of(cell, column.decimal) if cell else None for cell in seen.begin[column.place]]
        if figure.aside or column.once_at is not None or column.times != 1:
            continue
        if nature.kind == "sample" or figure.unit == "%":
            rates[index] = cells
        elif nature.kind in ("", "flow") and not counts_people(figure.column) and not figure.rising:
            sums[index] = cells
    with_quotients = list(figures)
    for index, cells in rates.items():
        quotient = quotient_of(seen.begin[columns[index].place], cells, sums)
        if quotient is not None:
            figure = figures[index]
            names = (figures[quotient.above].name, figures[quotient.below].name)
            unit = figure.unit or ("%" if quotient.percent else "")
            with_quotients[index] = figure._replace(quotient=names, unit=unit)
    return with_quotients


def _is_share(column: _Column, seen: Survey) -> bool:
    figures = [figure_of(cell, column.decimal) for cell in seen.begin[column.place] if cell]
    return any(figures) and all(figure is not None and 0 <= figure <= 1 for figure in figures)


_SO_FAR = re.compile(r"\bso far$|\btot nu toe$|\bbisher$|\bto date$", re.IGNORECASE)
"""The end of a name that says that a figure has those of earlier days in it."""


_ALL_SO_FAR = re.compile(r"(?:total|current|active|cumulative|lifetime) ")


def _is_stock(header: str, names: Sequence[str]) -> bool:
    """Tell whether new ones of what a column counts, and those that left, have columns of their own.

    Or those of each day, where it is their total: total installs beside daily installs are all there are so far.
    """
    others = {folded_name(name) for name in names}
    total = _ALL_SO_FAR.match(folded_name(header))
    if total is not None and f"daily {folded_name(header)[total.end() :]}" in others:
        return True
    came = {f"{word} {folded_name(header)}" for word in ("new", "nieuwe", "neue", "gained")}
    went = {
        f"{word} {folded_name(header)}" for word in ("churned", "lost", "left", "cancelled", "canceled", "opgezegde")
    }
    return not others.isdisjoint(came) and not others.isdisjoint(went)


_NAMELESS_COLUMN = re.compile(r"column [0-9]+")


def _is_nameless_balance(column: _Column, seen: Survey) -> bool:
    """Tell whether a column without a name has the balances beside amounts, also where rows between them are missing.

    It has cents and no minus, and another column without a name has cents, both signs and less in every row.
    """
    if _NAMELESS_COLUMN.fullmatch(column.header) is None or seen.columns[column.place].whole:
        return False
    balances = [figure_of(cell, column.decimal) for cell in seen.begin[column.place]]
    for place in seen.marks:
        if place == column.place or not seen.columns[place].negative or seen.columns[place].whole:
            continue
        amounts = [figure_of(cell, seen.marks[place]) for cell in seen.begin[place]]
        pairs = list(zip(balances, amounts, strict=True))
        if len(pairs) >= LEAST_BALANCES and all(
            balance is not None and amount and balance > abs(amount) for balance, amount in pairs
        ):
            return True
    return False


LEAST_BALANCES = 4
"""Rows from which what is more than the amount beside it each time is so by no chance."""


def _surely_money(header: str) -> bool:
    """Tell whether a column in a table with amounts is one too: by more than being a total."""
    plain = header.replace("_", " ")
    if _SURELY_MONEY.fullmatch(plain):
        return True
    return is_money(_OF_ANYTHING.sub(" ", plain)) and plain.casefold() != "sales"


def _is_of_money(header: str) -> bool:
    return nature_of(header).unit == MONEY or re.search(r"\bdebi?t\b|\bcredit\b|saldo", header, re.I) is not None


def _wide_items(
    table: Table,
    roles: Mapping[str, int],
    seen: Survey,
    columns: Sequence[_Column],
    wordy: Sequence[int],
    rows_are: str,
) -> Iterator[ImportedRow | RefusedRow]:
    for index in wordy:
        # One refusal for a column of words that was asked for, so that it does not fill the report.
        line, cell = seen.columns[index].first
        yield RefusedRow(line, _NO_FIGURES, {"column": excerpt(table.names[index]), "value": excerpt(cell)})
    days: dict[date, list[int]] = {}
    once = [column for column in columns if column.once_at is not None]
    once_at = once[0].once_at if once else None
    of_lines = [column for column in columns if column.once_at is None]
    stays: set[str] | None = set() if any(is_of_stay(column.header) for column in once) else None
    order = ""
    for row in dated_rows(table, roles, seen.days, skip_dayless=seen.leaves_dayless):
        if isinstance(row, RefusedRow):
            yield row
            continue
        if rows_are:
            days.setdefault(row[2].date, [row[0], 0])[1] += 1
        if once_at is None:
            yield from _wide_row(row, columns)
            continue
        same = row[1][once_at].strip()
        again = bool(same) and (same == order if stays is None else same in stays or _is_beside_stay(row[1]))
        yield from _wide_row(row, of_lines if again else columns)
        order = same
        if (
            not again
            and stays is not None
            and len(stays) < MOST_STAYS
            and any(row[1][column.place].strip("0 ") for column in once)
        ):
            stays.add(same)
    for day, (line, count) in days.items():
        yield ImportedRow(line, rows_are, day, float(count))


def _is_beside_stay(cells: Sequence[str]) -> bool:
    return any(BESIDE_STAY.fullmatch(cell.strip()) for cell in cells)


MOST_STAYS = 100_000
"""Stays that are remembered, so that their nights count once."""


def _wide_row(row: DatedRow, columns: Sequence[_Column]) -> Iterator[ImportedRow | RefusedRow]:
    line, cells, (day, time), note = row
    for index, header, name, decimal, own_unit, currency_at, aside, times, _once_at in columns:
        cell = cells[index].strip()
        if is_no_data(cell):
            continue
        figure = figure_in(cell, decimal)
        if figure is None and aside:
            continue  # a postcode with letters in a column that becomes no KPI
        if figure is None:
            yield RefusedRow(line, NO_FIGURE, {"column": excerpt(header), "value": excerpt(cell)})
        else:
            unit = in_currency_named(figure[1], own_unit, cell) or own_unit
            if not unit and currency_at is not None:
                unit = cells[currency_at].strip().upper()
            yield ImportedRow(line, name, day, figure[0] if times == 1 else figure[0] * times, time, note, unit)
            note = ""


JSON = "json"


def is_json_table(source: FileSource) -> bool:
    """Tell whether the file is JSON with a date and at least one figure beside it."""
    return source.is_json and (is_long(source) or is_wide(source))


def read_json(source: FileSource) -> FileReading:
    """Read a file that `is_json_table` recognised; raises Refused when it cannot be read as a whole."""
    reading = read_long(source) if is_long(source) else read_wide(source)
    reading.format = JSON
    return reading


PLAIN_FORMATS = (
    Format(JSON, mark("JSON: one object, or one line for each number"), is_json_table, read_json),
    Format(LONG, mark("one number per row: date, KPI, value"), is_long, read_long),
    Format(WIDE, mark("one day per row, one KPI per column"), is_wide, read_wide),
)
"""In the order they are tried: the one that asks most of a file comes first."""
