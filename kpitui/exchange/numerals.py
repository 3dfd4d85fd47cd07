"""Figures as files write them: which decimal mark a column has, and what its cells are worth.

The mark is found from all cells of a column and never guessed; a cell that does not fit it is refused. What people
type is read by `kpitui.core.amount`, which knows sums and abbreviations that have no place in a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import isfinite
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.exchange.table import excerpt

MARKS = {".": ".", ",": ",", "point": ".", "comma": ","}
"""The ways to name a decimal mark."""

NO_DATA = frozenset(
    {
        "",
        "-",
        "--",
        "–",
        "—",
        "n/a",
        "#n/a",
        "(not set)",
        "null",
        "none",
        "n.v.t.",
        "nvt",
        "k.a.",
        "#div/0!",
        "#deel/0!",
        *("#ref!", "#value!", "#name?", "#num!", "#null!", "#spill!", "#calc!", "#error!"),
        *("#verw!", "#waarde!", "#naam?", "#getal!", "#leeg!", "#n/b", "#bezug!", "#wert!", "#zahl!", "#nv"),
    }
)
"""Cells that say that there is no figure, in lower case; none of them is ever 0."""

NO_FIGURE = mark("Not a number under '{column}': '{value}'. Write it as 1249.50; 1.249,50; or 4,2%")
"""Why a cell is refused."""

CURRENCIES = frozenset({
    "EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "ISK", "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "RUB",
    "UAH", "CAD", "AUD", "NZD", "MXN", "BRL", "ARS", "CLP", "COP", "PEN", "UYU", "JPY", "CNY", "HKD", "TWD",
    "KRW", "INR", "IDR", "MYR", "SGD", "THB", "VND", "PHP", "PKR", "ZAR", "NGN", "KES", "EGP", "MAD", "ILS",
    "AED", "SAR", "QAR", "KWD",
})  # fmt: skip
"""The codes of ISO 4217 in which exports are seen; other words of three capitals beside a figure are no currency."""

_TOO_FEW = re.compile(r"<\s*[0-9]+")
_SIGN = "[+\\-\u2212]?"
_SIGNS = r"(?:(?:US|CA|AU|NZ|R|HK|S|MX)?\$|[€£¥₹₩₺₽₴₪฿₫₱]|kr\.?|Rs\.?|zł|Kč|Ft|lei|[Ee]uros?|円|元|원"
_MONEY = rf"{_SIGNS}|{'|'.join(sorted(CURRENCIES))})?"
_TIME = "(?:hours?|hrs?|h|uur|uren|u|min|sec|s|ms)"
_CLOCK = re.compile(
    r"(?P<sign>-)?(?P<hours>[0-9]{1,6})"
    r"(?:[hu] ?(?P<minutes>[0-5]?[0-9])(?: ?m(?:in)?)?|:(?P<mm>[0-5][0-9]):(?P<ss>[0-5][0-9]))"
)
"""A duration in hours and minutes, or in hours, minutes and seconds; ``1:30`` alone could be either."""
_UNITS = {
    "€": "EUR", "$": "USD", "US$": "USD", "CA$": "CAD", "AU$": "AUD", "NZ$": "NZD", "R$": "BRL", "HK$": "HKD",
    "S$": "SGD", "MX$": "MXN", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₴": "UAH",
    "₪": "ILS", "฿": "THB", "₫": "VND", "₱": "PHP", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "lei": "RON", "kr": "",
    "kr.": "", "Rs": "", "Rs.": "", "euro": "EUR", "euros": "EUR", "Euro": "EUR", "Euros": "EUR", "円": "JPY",
    "元": "CNY", "원": "KRW",
    "hour": "h", "hours": "h", "hr": "h", "hrs": "h", "uur": "h", "uren": "h", "u": "h", "sec": "s",
}  # fmt: skip
BY_HOURS, BY_MINUTES = "h:mm", "m:ss"
"""Stand for the decimal mark of a column of hours and minutes, or of minutes and seconds."""
HOURS_AND_MINUTES = re.compile(r"(?P<sign>-)?(?P<hours>[0-9]{1,6}):(?P<minutes>[0-5][0-9])")
_SPACES = "\u0020\u00a0\u202f"
_APOSTROPHES = "'\u2019"


def _grammar(decimal: str, thousands: str) -> re.Pattern[str]:
    groups = rf"[1-9][0-9]{{0,2}}(?:(?P<group>[{thousands}{_APOSTROPHES}{_SPACES}])[0-9]{{3}})(?:(?P=group)[0-9]{{3}})*"
    # In India the last three digits are a group, and the others go by two: 1,25,000.00.
    groups += r"|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}" if decimal == "." else ""
    fraction = rf"\{decimal}[0-9]+"
    number = rf"(?P<whole>{groups}|[0-9]+)?(?P<fraction>{fraction})?"
    return re.compile(
        rf"(?P<sign>{_SIGN})\s{{0,2}}{_MONEY}\s{{0,2}}(?P<inner>{_SIGN})\s{{0,2}}(?=[0-9{decimal}]){number}"
        rf"(?P<behind>-)?\s{{0,2}}(?:%|{_TIME}|{_MONEY})"
    )


_GRAMMARS = {".": _grammar(".", ","), ",": _grammar(",", ".")}
_SHAPE = {ord(digit): "1" for digit in "23456789"}


class Evidence(NamedTuple):
    """For each way of reading, a cell of the column that can be read no other way, or None."""

    point: str | None = None
    comma: str | None = None
    unclear: str | None = None
    """A cell that can be read both ways, such as 1.234."""


def is_no_data(cell: str) -> bool:
    """Tell whether *cell* says that there is no figure, which is not the same as 0."""
    return cell in NO_DATA or cell.lower() in NO_DATA or (cell[0] == "<" and bool(_TOO_FEW.fullmatch(cell)))


def evidence_in(cells: Iterable[str]) -> Evidence:
    """Return what the cells of one column, without outer white space, say about its decimal mark."""
    point = comma = unclear = None
    for cell in set(cells):
        if "." not in cell and "," not in cell:
            continue
        cell = _mended(cell)  # noqa: PLW2901  what stands for the figure in it
        as_point, as_comma = (_GRAMMARS[which].fullmatch(cell) is not None for which in ".,")
        if as_point and as_comma:
            unclear = _first(unclear, cell)
        elif as_point:
            point = _first(point, cell)
        elif as_comma:
            comma = _first(comma, cell)
    return Evidence(point, comma, unclear)


_WHOLE_THINGS = re.compile(
    r"\b(?:views?|impressions?|impr|clicks?|visitors?|visits?|sessions?|users?|downloads?|installs?|plays"
    r"|streams|listens"
    r"|likes?|followers?|subscribers?|reach|comments?|shares?|saves|steps|opens|recipients?|page ?views?|quantity|units"
    r"|weergaven|bezoek(?:ers|en)?|vertoningen|klikken|volgers|abonnees|stappen|aantal|aufrufe|besucher|impressionen"
    r"|klicks|schritte|vues|visites|visiteurs|clics|visualizaciones|visitas|visualizzazioni)\b",
    re.IGNORECASE,
)
"""What is counted in whole numbers, so that three decimals are thousands."""
_NOT_WHOLE = re.compile(
    r"%|\b(?:rate|ratio|per|average|avg|mean|cost|time|value|price|gemiddeld\w*)\b|/", re.IGNORECASE
)


_NO_CENTS_IN = re.compile(r"円|원|₩|₫|\b(?:JPY|KRW|VND|CLP|yen|won)\b", re.IGNORECASE)
"""Currencies without a smaller coin, as a column or a cell names them."""
_WEIGHED_TOO = re.compile(r"\b(?:quantity|units|aantal)\b", re.IGNORECASE)
"""What is also said of kilograms and hours."""


def counts_whole_things(column: str) -> bool:
    """Tell whether a column by its name counts what comes whole, such as views."""
    return _WHOLE_THINGS.search(column) is not None and _NOT_WHOLE.search(column) is None


def by_whole_things(column: str, evidence: Evidence, others: Iterable[Evidence], cells: Iterable[str]) -> Evidence:
    """Return the evidence of a column whose name says that it counts things: three digits behind a mark are thousands.

    Nothing has 1.52 views, so that 1,520 of them cannot be read in two ways. But 1.000 may be one with three decimals:
    what the *others* of its file prove goes first, and where they prove nothing, plain figures among its *cells* do.
    """
    no_cents = evidence.unclear is not None and _NO_CENTS_IN.search(f"{column} {evidence.unclear}") is not None
    counts = no_cents or counts_whole_things(column)
    if evidence.unclear is None or evidence.point or evidence.comma or not counts:
        return evidence
    thousands = Evidence(comma=evidence.unclear) if "." in evidence.unclear else Evidence(point=evidence.unclear)
    if no_cents:
        return thousands
    others, cells = list(others), list(cells)
    point, comma = any(other.point for other in others), any(other.comma for other in others)
    if point != comma and point == (thousands.point is not None):
        return thousands
    broken = any(cell[-4:-3] in MARKS and cell[-3:] != "000" for cell in cells)
    plain = any(cell.isdigit() and cell.strip("0") for cell in cells)
    weighed = _WEIGHED_TOO.search(column) is not None
    if weighed:
        return thousands if point == comma and plain and not broken else evidence
    return thousands if broken or plain else evidence


def digit_shape(cell: str) -> str:
    """Return *cell* with every digit but 0 as 1: cells of one shape can be read in the same ways."""
    return cell.translate(_SHAPE)


def mark_for(column: str, evidence: Evidence, others: Iterable[Evidence], chosen: str | None) -> str:
    """Return the decimal mark of *column*: the chosen one, else the one all its cells agree on.

    Where its cells allow both, the other columns of the file decide if they agree. Raises Refused, naming the
    option, when cells contradict each other or nothing decides.
    """
    if chosen is not None:
        return chosen
    if evidence.point is None and evidence.comma is None and evidence.unclear is not None:
        evidence = _together(column, evidence, others)
    if evidence.point is not None and evidence.comma is not None:
        raise Refused(
            mark("'{column}' has both {point} and {comma}. Say which is right: --decimal point or --decimal comma"),
            field="decimal",
            column=excerpt(column),
            point=excerpt(evidence.point),
            comma=excerpt(evidence.comma),
        )
    return "," if evidence.comma is not None else "."


def figure_of(cell: str, decimal: str) -> float | None:
    """Return what a cell is worth with that decimal mark, or None when it is no finite figure."""
    figure = figure_in(cell, decimal)
    return None if figure is None else figure[0]


def figure_in(cell: str, decimal: str) -> tuple[float, str] | None:
    """Return what a cell is worth with that decimal mark, and the unit that stands beside it, or empty.

    A unit is named as in `kpitui.core.amount`. None when the cell is no finite figure.
    """
    if len(cell) < 16 and cell.isascii():
        # Nearly every cell is plain digits, perhaps with one mark among them; the rest takes the long way.
        plain = cell.removeprefix("-")
        digits = plain.replace(decimal, "", 1)
        if digits.isdigit() and plain[-1] != decimal:
            return float(cell if decimal == "." else cell.replace(",", ".")), ""
    if cell[:1] in ("(", "'") and (mended := _mended(cell)) != cell:
        figure = figure_in(mended, decimal)
        return None if figure is None or (cell[0] == "(" and figure[0] < 0) else _negated(figure, cell)
    match = _GRAMMARS[decimal].fullmatch(cell) if decimal in _GRAMMARS else None
    if match is None:
        short = {BY_HOURS: (_hours_and_minutes,), BY_MINUTES: (_minutes_and_seconds, _duration)}
        otherwise = short.get(decimal, (_measured, _shortened, _duration, _as_booked, _scientific))
        return next(filter(None, (reader(cell, decimal) for reader in otherwise)), None)
    if bool(match["sign"]) + bool(match["inner"]) + bool(match["behind"]) > 1:
        return None
    whole = (match["whole"] or "0").replace(match["group"] or ("," if decimal == "." else " "), "")
    value = float(f"{whole}.{(match['fraction'] or '.0')[1:]}")
    if not isfinite(value):
        return None
    negative = bool(match["behind"]) or not {match["sign"], match["inner"]}.isdisjoint(("-", "\u2212"))
    unit = _unit_beside(cell)
    return None if unit is None else (-value if negative else value, unit)


def _mended(cell: str) -> str:
    """Return a cell without the brackets of a bookkeeper's minus, the guard against formulas, or a side behind it."""
    if cell[-1:].casefold() in ("r", ".") and (match := _BOOKED.fullmatch(cell)) is not None:
        return match["figure"].strip()
    if ("e" in cell or "E" in cell) and (powers := _SCIENTIFIC.fullmatch(cell)) is not None:
        return f"0{powers['mark'] or ''}0"  # only one digit stands before its mark, which groups nothing
    if cell[-1:] in ("k", "K", "M") and (match := _SHORTENED.fullmatch(cell)) is not None:
        return match["figure"].strip()
    if cell[-1:] in ("-", "\u2013", "\u2014"):
        return _NO_CENTS.sub(r"\g<mark>00", cell)
    if cell[:1] == "(":
        return cell[1:-1].strip() if cell.endswith(")") else cell
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("-", "+", "\u2212") else cell


def _negated(figure: tuple[float, str], cell: str) -> tuple[float, str]:
    return (-figure[0], figure[1]) if cell[0] == "(" and figure[0] else figure


def _unit_beside(cell: str) -> str | None:
    """Return the unit that stands before or behind a figure; None where two stand there that are not the same."""
    unit = cell.strip(_OF_FIGURES)
    if unit.isalpha() or not any(map(str.isdigit, unit)):
        return _UNITS.get(unit, unit)
    sign, code = (text.strip(_OF_FIGURES) for text in _FIGURE.split(unit, maxsplit=1))
    same = _UNITS.get(sign, sign) == _UNITS.get(code, code)
    return _UNITS.get(code, code) if same or code in _SHARED_SIGNS.get(sign.rstrip("."), ()) else None


_OF_FIGURES = "0123456789.,+-\u2212" + _APOSTROPHES + _SPACES
_FIGURE = re.compile(rf"[0-9](?:[{re.escape(_OF_FIGURES)}]*[0-9])?")
_SHARED_SIGNS = {
    "$": {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU"},
    "¥": {"JPY", "CNY"}, "£": {"GBP", "EGP"}, "kr": {"SEK", "NOK", "DKK", "ISK"}, "Rs": {"INR", "PKR"},
}  # fmt: skip
"""Signs that several currencies have, of which a code on the other side of the figure says which it is."""


def in_currency_named(unit: str, named: str, cell: str) -> str:
    """Return the currency that a name says, where the sign in *cell* is of that one as well as of *unit*; else it."""
    shared = any({unit, named} <= codes for codes in _SHARED_SIGNS.values())
    return named if shared and unit not in cell.upper() else unit


def unit_called(text: str) -> str:
    """Return the unit that *text*, which stands in brackets in a name, is; empty when it is none."""
    if text.upper() in CURRENCIES:
        return text.upper()
    unit = _UNITS.get(text, _UNITS.get(text.lower(), _NAMED_UNITS.get(text.lower(), "")))
    return unit or (
        text.lower() if text.lower() in ("%", "h", "min", "s", "ms") else _MEASURES.get(text.casefold(), "")
    )


_NAMED_UNITS = {
    "seconds": "s",
    "seconden": "s",
    "minutes": "min",
    "mins": "min",
    "minuten": "min",
    "milliseconds": "ms",
    "p": "p",
}


_MEASURES = {
    unit.casefold(): unit
    for unit in (
        "kg", "mg", "lb", "lbs", "oz", "km", "cm", "mm", "mi", "ft", "yd", "ml", "cl", "dl", "m²", "m³", "m2", "m3",
        "kWh", "Wh", "MWh", "kW", "bpm", "kcal", "cal", "kJ", "kB", "MB", "GB", "TB", "°C", "°F",
    )
}  # fmt: skip
"""Units of what is weighed and measured, by their folded names; one letter alone may be anything."""
_MEASURED = re.compile(r"(?P<figure>.*[0-9])[ \u00a0\u202f]?(?P<unit>[^\W\d_]{1,4}[²³23]?|°[CF])")


def _measured(cell: str, decimal: str) -> tuple[float, str] | None:
    """Return what stands before a unit that is no time and no money, such as ``12 kg``, with that unit."""
    match = _MEASURED.fullmatch(cell)
    unit = _MEASURES.get(match["unit"].casefold()) if match is not None else None
    if match is None or unit is None:
        return None
    figure = figure_in(match["figure"], decimal)
    return None if figure is None or figure[1] else (figure[0], unit)


_SHORTENED = re.compile(r"(?P<figure>[^\W\d_]{0,3}[$€£]?.*[0-9]) ?(?P<times>[kKM])")
_TIMES = {"k": 1_000, "m": 1_000_000}


def _shortened(cell: str, decimal: str) -> tuple[float, str] | None:
    """Return what stands before a K or an M, such as ``1.2K``, which stand for thousands and millions."""
    match = _SHORTENED.fullmatch(cell)
    figure = figure_in(match["figure"], decimal) if match is not None else None
    if match is None or figure is None:
        return None
    return round(figure[0] * _TIMES[match["times"].lower()], 6), figure[1]


_BOOKED = re.compile(r"(?P<figure>.*[0-9]) ?(?P<side>[cd]r)\.?", re.IGNORECASE)
_NO_CENTS = re.compile(r"(?<=[0-9])(?P<mark>[.,])(?:-{1,2}|\u2013|\u2014)$")


def _as_booked(cell: str, decimal: str) -> tuple[float, str] | None:
    """Return what a bank writes with its side, as 12.50 Dr, which is taken off, or with a dash for its cents."""
    if (whole := _NO_CENTS.sub(r"\g<mark>00", cell)) != cell:
        return figure_in(whole, decimal)
    match = _BOOKED.fullmatch(cell)
    figure = figure_in(match["figure"].strip(), decimal) if match is not None else None
    if match is None or figure is None or figure[0] < 0:
        return None
    return (-figure[0] if match["side"].lower() == "dr" else figure[0]), figure[1]


_SCIENTIFIC = re.compile(r"-?[0-9](?:(?P<mark>[.,])[0-9]+)?[eE](?:-[0-9]{1,3}|\+0?[0-9])")
"""A figure by powers of ten; a great one, which a spreadsheet makes of a long number, has lost its digits."""


def _scientific(cell: str, decimal: str) -> tuple[float, str] | None:
    """Return what a program writes by powers of ten, such as ``0E-20`` and ``1.5e-05``."""
    match = _SCIENTIFIC.fullmatch(cell)
    return None if match is None or match["mark"] not in (None, decimal) else (float(cell.replace(",", ".")), "")


_MINUTES = re.compile(r"(?P<minutes>[0-9]{1,6}):(?P<seconds>[0-5][0-9]) ?min")
"""A duration in minutes and seconds that says so."""


def _duration(cell: str, _decimal: str) -> tuple[float, str] | None:
    if (short := _MINUTES.fullmatch(cell)) is not None:
        return int(short["minutes"]) / 60 + int(short["seconds"]) / 3600, "h"
    match = _CLOCK.fullmatch(cell)
    if match is None:
        return None
    hours = int(match["hours"]) + int(match["minutes"] or match["mm"]) / 60 + int(match["ss"] or 0) / 3600
    return -hours if match["sign"] else hours, "h"


def _hours_and_minutes(cell: str, _decimal: str) -> tuple[float, str] | None:
    match = HOURS_AND_MINUTES.fullmatch(cell)
    if match is None:
        return None
    hours = int(match["hours"]) + int(match["minutes"]) / 60
    return -hours if match["sign"] else hours, "h"


def _minutes_and_seconds(cell: str, _decimal: str) -> tuple[float, str] | None:
    match = HOURS_AND_MINUTES.fullmatch(cell)
    if match is None:
        return None
    hours = int(match["hours"]) / 60 + int(match["minutes"]) / 3600
    return -hours if match["sign"] else hours, "h"


def _together(column: str, evidence: Evidence, others: Iterable[Evidence]) -> Evidence:
    others = list(others)
    point = next((other.point for other in others if other.point is not None), None)
    comma = next((other.comma for other in others if other.comma is not None), None)
    if (point is None) == (comma is None):
        raise Refused(
            mark("In '{column}', {value} can be read in two ways. Add --decimal point or --decimal comma"),
            field="decimal",
            column=excerpt(column),
            value=excerpt(evidence.unclear or ""),
        )
    return Evidence(point, comma)


def _first(example: str | None, cell: str) -> str:
    """Return the smaller text, so that the same file always gives the same example."""
    return cell if example is None else min(example, cell)
