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
from kpitui.core.kpi_nature import MONEY, nature_of
from kpitui.core.text import in_single_quotes
from kpitui.exchange.dates import moment_of
from kpitui.exchange.numerals import CURRENCIES, NO_FIGURE, figure_in, is_no_data, unit_called
from kpitui.exchange.reading import (
    LEFT_OUT,
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
from kpitui.exchange.table import Table, excerpt, excerpts, folded_name, roles_of, unused_duplicates

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
    figures = [
        FileMetric(name, unit=seen.units_of.get(kpi, ""), column=kpi, origin=kpi, every=seen.days.every)
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
    "The file has amounts in {currencies}. They are never added together: a KPI takes only its "
    "own currency. Leave out the rest: --skip-refused"
)
_MAYBE_CENTS = mark(
    "These amounts have no decimals: {names}. Are they in cents? Then make a file format with times = 0.01"
)
_MONEY = re.compile(
    r"amount|total|gross|\bnet\b|\bfees?\b|price|revenue|sales|\bcosts?\b|spen[dt]|\btax|\btips?\b|refund|discount|shipping"
    r"|payout|earning|balance|value|budget|paid|commission|charge|bedrag|omzet|prijs|kosten|btw|saldo|netto|bruto|betrag"
    r"|umsatz|preis|gebühr|montant|prix|frais|importe|precio|importo|prezzo|valor|kwota|money|debit|credit\b|deposit"
    r"|withdraw|debet|bijgeschreven|afgeschreven|soll\b|haben\b|d[ée]bit|cr[ée]dit|^change$|^bij$|^af$",
    re.IGNORECASE,
)
_WHICH_COUNT = mark(
    "Perhaps not all rows count: '{column}' has {names}. Say which do, such as --only "
    "'{quoted}', or count all of them: --map '{skipped}'"
)
_NOT_COUNTED = re.compile(
    r"(?:.*[ _-])?(?:failed|failure|declined|canceled|cancelled|cancellation|rejected|refused|void(?:ed)?|expired"
    r"|pending|drafts?|unpaid|refunded|reverted|reversed|chargeback|disputed|incomplete|abandoned|aborted|unsuccessful|error"
    r"|no[ _-]?show|cancell?ed[ _-]by[ _-].*|vorgemerkt|reserviert|reserverat|offen|überfällig|afgezegd"
    r"|overdue|payouts?|withdrawals?|opname|geannuleerd|mislukt|afgewezen|geweigerd|verlopen|terugbetaald|concept|openstaand|onbetaald|uitbetaling"
    r"|storniert|fehlgeschlagen|abgelehnt|erstattet|ausstehend|abgebrochen|auszahlung|annulée?|échoué|remboursée?|refusée?"
    r"|cancelad[oa]|rechazad[oa]|reembolsad[oa]|pendiente|annullato|rimborsato|rifiutato|in behandeling)",
    re.IGNORECASE,
)
"""What a row says that is no money, or money of another kind."""
_WENT_BACK = re.compile(
    r"(?:.*[ _-])?(?:refund|return(?:ed)?|credit ?note|debit|debet|dr|d|out|af|uit|expenses?|outgoing|dbit|outflow"
    r"|paid out|sell|terugbetaling|retour|creditnota|afschrijving|uitgaven?|soll|ausgaben?|gutschrift"
    r"|(?:injectie|teruglevering|export|feed-?in|einspeisung)\b.*|rückerstattung|débit|dépenses?|remboursement|cargo|gastos?|reembolso|addebito|uscite?|rimborso)",
    re.IGNORECASE,
)
"""What a row says that is the other way round; where no amount has a minus it would be added to the others."""
_IS_NOT_COUNTED = re.compile(
    r"(?:is[ _])?(?:cancell?ed|refunded|void(?:ed)?|no[ _-]?show|deleted|failed|(?:\w+[ _])?afgezegd"
    r"|geannuleerd|storniert)\??",
    re.IGNORECASE,
)
"""Columns that say yes of such rows."""
_YES = frozenset({"true", "yes", "y", "1", "ja", "j", "waar", "wahr", "oui", "sí", "si"})
_OF_A_NAME = re.compile(r"\bname\b|naam\b|\bnom\b|nombre", re.IGNORECASE)
"""Whose initials are no marks of debit."""
_HOW_PAID = re.compile(
    r"method|card|fulfil|ship|deliver|verzend|bezorg|lever|line ?item|tax type|betaalwijze|betaalmiddel"
    r"|zahlungsart|moyen de paiement",
    re.IGNORECASE,
)
"""Columns in which debit is a kind of card, and pending something about a parcel."""
_RATE = re.compile(r"percent|pct\b|%|\brates?\b|procent|prozent", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:quantity|qty|aantal|number|count|items?|units?|orders?|stuks)\b(?!.*(?:value|amount|total))", re.I
)
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
    r"^(?!.*(?:total|totaal|sum\b|amount))(?=.*(?:\bprices?\b|prijs\b|\bpreis\b|\bprix\b|\bprecio\b|\bprezzo\b"
    r"|\bunit cost\b|developer proceeds|per (?:unit|item|piece)|\b(?:billable|hourly) rate\b|uurtarief|stundensatz))",
    re.IGNORECASE,
)
"""What one of a thing costs; what a row comes to is called a total or an amount."""
_QUANTITY = re.compile(
    r"\b(?:quantity|qty|shares|units|volume|hoeveelheid|aantal|stuks|stück|menge|quantité|cantidad|quantità)\b",
    re.IGNORECASE,
)
_THINGS_HELD = re.compile(
    r"\b(?:assets?|coins?|tokens?|crypto(?:currency)?|ticker|symbol|isin|security|securities|instrument|commodity|stock|fund)\b"
    r"|wertpapier|\btitre\b|fonds|effect\b",
    re.IGNORECASE,
)
_CLASS = re.compile(
    r"(?<!by )(?<!per )\b(?:types?|soort|categor(?:y|ie|ía|ia)|kategorie|class|tier|segment"
    r"|(?:konto|umsatz|buchungs)art"
    r"|(?:vat|btw|tax|gst|mwst|ust|iva|tva|moms)[ -]?(?:rate|percentage|tarief|satz|code|%))$"
    r"|^(?:vat|btw|tax|gst|mwst|ust|iva|tva|moms) ?(?:%|\(%\))$",
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
    r"customer|client\b|guest|patient|email|e-mail|booked|appointment|\border|invoice|klant|kunde|gast\b|bestelling|factuur",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"total|totals|totaal|all|alle|overall|combined|gesamt|insgesamt|tous|toutes|todos|totale?", re.I)
"""A kind of row that has the others in it."""
_LENGTH = re.compile(r"(?:video |post |episode )?(?:duration|length)(?: ?\(.*\))?|duur|dauer|durée", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:video|post|reel|episode|song|track) ?(?:id|title|name|link|url|text)?\b", re.IGNORECASE)
"""What is published, whose length is no time that anybody spent."""
_OF_UNITS = re.compile(r"units?(?: of measure(?:ment)?)?|uom|eenheid|einheit|unité|unidad", re.IGNORECASE)
_ACCOUNT = re.compile(r"account|rekening|konto|compte|cuenta|conto|ledger|grootboek|category|categorie", re.IGNORECASE)
_BOTH_SIDES = mark(
    "The amounts of each day add up to 0, as in double-entry bookkeeping. Say which rows count, "
    "such as --only '{quoted}', or count all of them: --map '{skipped}'"
)
_READ_AS_HOURS = mark("Columns read as hours and minutes: {names}")
_UNIT_IN_NAME = re.compile(r"(?:[(\[]\s*([^()\[\]]{1,12}?)\s*[)\]]|\bin ([A-Z]{3}))\s*$")


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
    mapped = {index for index in named if folded_name(headers[index]) in choices.mapping}
    measures = [
        index
        for index in named
        if seen.columns[index].holds == "figures" or (index in mapped and seen.columns[index].holds == "clock")
    ]
    in_currencies = {index: column.currencies for index, column in seen.columns.items() if column.holds == "currencies"}
    columns = [_column(index, headers[index], named[index], seen, in_currencies) for index in measures]
    if in_currencies and not any(column.currency_at is not None or column.unit for column in columns):
        only = next(iter(in_currencies))
        columns = [column._replace(currency_at=only) for column in columns]
    columns = _with_reasons(columns, seen, in_currencies)
    figures = [_figure(column, seen, in_currencies, mapped) for column in columns]
    taken = [column for column in columns if not column.aside or column.place in mapped]
    currency_at = next((column.currency_at for column in taken if column.currency_at is not None), None)
    currencies = in_currencies.get(currency_at, ()) if currency_at is not None else ()
    if rows_are := choices.mapping.get(ROWS, ""):
        figures.append(FileMetric(rows_are, origin=ROWS, every=seen.days.every))
    if all(figure.aside for figure in figures):
        raise Refused(_NOTHING_MEASURED, field="count", names=excerpts(table.names))
    left_out = [
        index for index in named if index not in measures and index not in mapped and index not in in_currencies
    ]
    texts = [table.names[index] for index in left_out]
    cautions = seen.cautions()
    if hours := [column.header for column in taken if seen.columns[column.place].hours]:
        cautions.append((_READ_AS_HOURS, {"names": excerpts(hours)}))
    if texts := [name for name in texts if name]:
        cautions.append((_TEXT_LEFT_OUT, {"names": excerpts(texts)}))
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
        names=table.names,
        total=seen.rows,
        cautions=cautions,
        newest_first=seen.newest_first,
        question=_which_count(taken, seen, choices),
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
    unit = seen.units.get(index) or (unit_called(bracketed[1] or bracketed[2]) if bracketed else "")
    by_row = not unit and in_currencies and _is_amount(header, seen.columns[index], in_currencies)
    currency_at = _currency_of(index, header, in_currencies, seen.names) if by_row else None
    return _Column(index, header, name, seen.marks[index], unit, currency_at)


def is_money(header: str) -> bool:
    """Tell whether a column that is called *header* has amounts of money; what it counts, or a rate, is none."""
    named = _MONEY.search(header) or nature_of(header).unit == MONEY
    return bool(named) and not _COUNTED.search(header) and not _RATE.search(header)


def _is_amount(header: str, survey_of: ColumnSurvey, in_currencies: Mapping[int, Sequence[str]]) -> bool:
    """Tell whether a column of a table that names currencies has amounts in them: by its name, or by its decimals.

    Where there are several currencies, what could be an amount is one, so that it is never added up without a word.
    """
    if is_money(header):
        return True
    nature = nature_of(header)
    if _COUNTED.search(header) or _RATE.search(header) or nature.unit or nature.kind == "sample" or survey_of.numbers:
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
    totals = [column for column in amounts if not _PRICE.search(column.header)]
    counted = any(_QUANTITY.search(column.header) for column in columns)
    of_things = any(
        survey_of.holds in ("text", "currencies") and _THINGS_HELD.search(seen.names[index])
        for index, survey_of in seen.columns.items()
    )

    others = [column for column in columns if not _MAY_NUMBER.fullmatch(column.header)]

    def reason(column: _Column) -> Aside:
        if seen.columns[column.place].numbers or (column not in others and others):
            return "numbers"
        if _CLASS.search(column.header) and others != [column]:
            return "classes"
        is_rate = _RATE_OF_MONEY.search(column.header) and (amounts or in_currencies) and column.unit != "%"
        is_price = _PRICE.search(column.header) and (counted or of_things) and (totals or counted)
        is_length = _LENGTH.fullmatch(column.header) and any(map(_PUBLISHED.search, seen.names))
        if is_rate or is_price or is_length or (_QUANTITY.search(column.header) and of_things):
            return "apart"
        if _FOREIGN.search(column.header) and amounts:
            return "foreign"
        return "foreign" if column.currency_at in several and at_home else ""

    return [column._replace(aside=reason(column)) for column in columns]


def _which_count(columns: Sequence[_Column], seen: Survey, choices: ReadingChoices) -> Caution | None:
    """Return the question which rows count, where a column says that not all do, and nobody said it.

    What was cancelled or failed is no revenue, whatever its sign; what went back or out is taken off by a minus, and is
    a question only where no amount has one.
    """
    signed = any(seen.columns[column.place].negative for column in columns if not column.aside)
    if (both := _which_account(columns, seen, choices)) is not None:
        return both
    for index, survey_of in seen.columns.items():
        name = seen.names[index]
        if folded_name(name) in choices.only or survey_of.holds != "text" or _HOW_PAID.search(name):
            continue
        if _OF_A_NAME.search(name):
            continue
        texts = [text for text in survey_of.words if _NOT_COUNTED.fullmatch(text)]
        if _IS_NOT_COUNTED.fullmatch(name.strip()):
            texts += [text for text in survey_of.words if text.casefold() in _YES]
        if not signed:
            texts += [text for text in survey_of.words if _WENT_BACK.fullmatch(text)]
        texts += _wholes(survey_of.words)
        if _OF_UNITS.fullmatch(name) and len(survey_of.words) > 1 and all(map(unit_called, survey_of.words)):
            texts = list(survey_of.words[1:])
        if texts and columns:
            others = [text for text in survey_of.words if text not in texts]
            return _WHICH_COUNT, {
                "column": excerpt(name),
                "names": excerpts(survey_of.words),
                "quoted": in_single_quotes(f"{name}={','.join((others or texts)[:6])}"),
                "skipped": in_single_quotes(f"{name}=-"),
            }
    return None


def _wholes(words: Sequence[str]) -> list[str]:
    """Return the kinds of rows among *words* that have others in them: the total of all, or with beside without."""
    if len(words) < 2:
        return []
    without = {word.casefold().replace("without", "with", 1) for word in words if word.casefold().startswith("without")}
    return [word for word in words if _WHOLE.fullmatch(word) or word.casefold() in without]


def _which_account(columns: Sequence[_Column], seen: Survey, choices: ReadingChoices) -> Caution | None:
    """Return the question of which account the rows are, where both sides of each entry are in the table."""
    if not any(seen.columns[column.place].cancels for column in columns if not column.aside):
        return None
    texts = [(seen.names[index], survey_of.words) for index, survey_of in seen.columns.items() if survey_of.words]
    accounts = [(name, words) for name, words in texts if _ACCOUNT.search(name) and len(words) > 1]
    names = [folded_name(name) for name, _words in accounts]
    if not accounts or any(name in choices.only or choices.mapping.get(name) == LEFT_OUT for name in names):
        return None
    name, words = min(accounts, key=lambda account: len(account[1]))
    return _BOTH_SIDES, {
        "quoted": in_single_quotes(f"{name}={excerpt(words[0])}"),
        "skipped": in_single_quotes(f"{name}=-"),
    }


def _figure(column: _Column, seen: Survey, in_currencies: Mapping[int, Sequence[str]], mapped: set[int]) -> FileMetric:
    codes = in_currencies[column.currency_at] if column.currency_at is not None else ()
    of_customers = any(_CUSTOMER.search(name) for name in seen.names)
    counted = any(_QUANTITY.search(seen.names[index]) for index in seen.columns)
    is_sale = of_customers and not counted and _SALE.fullmatch(column.header) is not None
    unit = column.unit or (codes[0] if len(codes) == 1 else "")
    return FileMetric(
        column.name,
        unit=unit,
        column=column.header,
        origin=column.header,
        aside="" if column.place in mapped else column.aside,
        rising=seen.columns[column.place].rising,
        money=column.currency_at is not None or is_sale,
        is_sale=is_sale,
        every=seen.days.every,
        currencies=tuple(codes),
        negative=seen.columns[column.place].negative,
    )


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
    for row in dated_rows(table, roles, seen.days, skip_dayless=seen.leaves_dayless):
        if isinstance(row, RefusedRow):
            yield row
            continue
        if rows_are:
            days.setdefault(row[2].date, [row[0], 0])[1] += 1
        yield from _wide_row(row, columns)
    for day, (line, count) in days.items():
        yield ImportedRow(line, rows_are, day, float(count))


def _wide_row(row: DatedRow, columns: Sequence[_Column]) -> Iterator[ImportedRow | RefusedRow]:
    line, cells, (day, time), note = row
    for index, header, name, decimal, own_unit, currency_at, aside in columns:
        cell = cells[index].strip()
        if is_no_data(cell):
            continue
        figure = figure_in(cell, decimal)
        if figure is None and aside:
            continue  # a postcode with letters in a column that becomes no KPI
        if figure is None:
            yield RefusedRow(line, NO_FIGURE, {"column": excerpt(header), "value": excerpt(cell)})
        else:
            unit = figure[1] or own_unit
            if not unit and currency_at is not None:
                unit = cells[currency_at].strip().upper()
            yield ImportedRow(line, name, day, figure[0], time, note, unit)
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
