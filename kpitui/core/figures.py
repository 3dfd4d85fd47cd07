"""Writing figures for people: decimal marks and groups, unit signs, how many decimals, what fits in a cell.

The one place that decides how a figure looks, by its unit: money has two decimals or none, a percentage as many as its
KPI or one, hours are hours and minutes, a count is whole. Figures that stand side by side, in a row, a table or a
sentence, are written together and alike. Reading them is `amount`'s work. Rounding here is for the eye only: what is
stored and computed stays exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, copysign, floor, isfinite, log10

from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.model import Kpi


class NumberStyle(Record):
    """How numbers are written."""

    decimal: str
    group: str
    hidden: str = ""
    """What stands in the place of every figure, for a screen that others see too; empty to show them."""
    spoken: tuple[tuple[str, str], ...] = ()
    """Units that are written as words, each with its word, for text that is read out."""
    hour: str = "h"
    """The sign of an hour."""
    gap: str = " "
    """What stands between the sign of the dollar and the figure; other signs have a space, which EUR needs in ASCII."""


NUMBER_STYLES: dict[str, NumberStyle] = {"en": NumberStyle(".", ","), "nl": NumberStyle(",", ".", hour="u")}
"""By the name that the setting ``numbers`` knows it under."""

CURRENCY_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}

CURRENCY_CODES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollar": "USD",
    "dollars": "USD", "£": "GBP", "gbp": "GBP",
}  # fmt: skip
"""What people write for a currency, in small letters, and its code."""

HOURS = frozenset({"h", "u", "hour", "hours", "uur", "uren"})
"""The units of which a figure is written as hours and minutes."""

_HOUR_SIGNS = ("h", "u")

COUNTED = ("flow", "level", "stamped", "count")
"""The kinds of which a figure without a unit is a count."""

_SHORT = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))

_LARGE, _MIDDLE = 1000, 100
"""From the one on a figure has no decimals, from the other on at most one."""


_STEPS = 5
"""Steps of the last decimal that the way of a goal has at least, so that half a step is a tenth of it."""
_DUST = 1e-12
"""The share of a figure below which a difference is only that of rounding."""


def unit_sign(unit: str, style: NumberStyle) -> str:
    """Return how *unit* is written beside a figure: ``€`` for EUR, an hour as in *style*, other units as they are."""
    return CURRENCY_SIGNS.get(unit) or unit_named(unit, style)


def unit_named(unit: str, style: NumberStyle) -> str:
    """Return how *unit* is named in a sentence: an hour as in *style*, ``h`` or ``u``, other units as they are."""
    return style.hour if unit.lower() in _HOUR_SIGNS else unit


def unit_code(unit: str) -> str:
    """Return the code of a currency that was written as a sign or a word, such as ``USD`` for ``$``; others as is."""
    return CURRENCY_CODES.get(unit.lower(), unit)


def is_currency(unit: str) -> bool:
    """Tell whether *unit* is a currency code."""
    return unit in CURRENCY_SIGNS or (len(unit) == 3 and unit.isascii() and unit.isupper())


def is_hours(unit: str) -> bool:
    """Tell whether a figure in *unit* is written as hours and minutes."""
    return unit.lower() in HOURS


def decimals_for(value: float, unit: str, decimals: int | None = None) -> int:
    """Return how many decimals *value* is shown with: those of its KPI, or else what its unit and size ask for."""
    return decimals_together((value,), unit, decimals)


def decimals_together(values: Sequence[float], unit: str, decimals: int | None = None, *, large: float = _LARGE) -> int:
    """Return how many decimals figures of one unit are shown with when they stand side by side: the same for each.

    From *large* on the largest of them leaves no room for any.
    """
    if decimals is not None:
        return decimals
    sizes = [abs(value) for value in values if isfinite(value)]
    largest = max(sizes, default=0.0)
    if is_currency(unit):
        return 0 if largest >= large or all(own_decimals(size, 2) == 0 for size in sizes) else 2
    if unit == "%":
        return 2 if 0 < largest < 1 else 1
    most = 0 if largest >= large else 1 if largest >= _MIDDLE else 2
    return max((own_decimals(size, most) for size in sizes), default=0)


def apart_decimals(
    values: Sequence[float], unit: str, decimals: int | None = None, *, way: float | None = None
) -> int | None:
    """Return how many decimals figures need so that those that differ look different; None of hours and minutes.

    They are at least those of `decimals_together`, at most two of money and four of anything else. With *way*, how far
    what is measured has to go, no figure is rounded by more than a tenth of that.
    """
    if is_hours(unit) and decimals is None:
        return None
    places, most = decimals_together(values, unit, decimals), 2 if is_currency(unit) else 4
    steps = [2] if is_currency(unit) else range(places + 1, most + 1)
    if way and abs(way) <= _DUST * max(map(abs, values), default=0.0):
        way = None  # of two figures that are the same but for how they were counted
    different = len({f"{value:.12g}" for value in values})
    for more in (places, *(step for step in steps if step > places)):
        places = more
        coarse = way is not None and way and round(abs(way) * 10**places, 6) < _STEPS
        if not coarse and len({f"{rounded(value, places):.{places}f}" for value in values}) == different:
            break
    return places


def apart(kpi: Kpi, values: Sequence[float | None], *, way: float | None = None) -> Kpi:
    """Return *kpi* with the decimals that *values* of it need to look different; as it is where it is counted."""
    figures = [value for value in values if value is not None and isfinite(value)]
    if not figures or is_counted(kpi, *figures):
        return kpi
    places = apart_decimals(figures, kpi.unit, kpi.decimals, way=way)
    return kpi if places == decimals_together(figures, kpi.unit, kpi.decimals) else kpi._replace(decimals=places)


def row_decimals(values: Sequence[float], unit: str, decimals: int | None = None) -> int:
    """Return how many decimals figures of one unit have in the narrow cells of a row: the same for each."""
    if unit == "%" and decimals is None:
        return 1
    return decimals_together(values, unit, decimals, large=_MIDDLE if is_currency(unit) else _LARGE)


_EXACT = 2.0**52
"""From here on a figure has no decimals to round."""


def rounded(value: float, decimals: int = 0) -> float:
    """Return *value* with so many decimals, a half away from zero as people round: 8,912.5 is 8,913, 2.675 is 2.68.

    What lacks only the dust of binary fractions and of sums is a half too.
    """
    factor = 10.0**decimals
    scaled = abs(value) * factor
    if not scaled < _EXACT:  # too large for decimals, or not a number
        return value
    whole = floor(scaled + 0.5 + 1e-9 + 1e-14 * scaled)
    return copysign(whole / factor, value)


def format_number(value: float, decimals: int, style: NumberStyle, *, signed: bool = False) -> str:
    """Return *value* with exactly *decimals* decimals, grouped by thousands; with *signed*, a plus where it is due."""
    if style.hidden:
        return style.hidden
    value = rounded(value, decimals)
    text = f"{value:+,.{decimals}f}" if signed else f"{value:,.{decimals}f}"
    if text.strip("+-0.,") == "":
        text = text.lstrip("+-")
    if style.decimal == "." and style.group == ",":
        return text
    return text.translate({ord(","): style.group, ord("."): style.decimal})


def format_value(
    value: float, unit: str, style: NumberStyle, decimals: int | None = None, *, signed: bool = False
) -> str:
    """Return *value* with its unit, rounded for the eye: ``€ 41.250``, ``4,2%``, ``1 u 30``, ``620``."""
    return format_together((value,), unit, style, decimals, signed=signed)[0]


def format_together(
    values: Sequence[float], unit: str, style: NumberStyle, decimals: int | None = None, *, signed: bool = False
) -> list[str]:
    """Return *values* of one unit, each with it, as they stand in one sentence or column: alike in their decimals."""
    if is_hours(unit) and decimals is None:
        minutes = len(values) > 1 and any(isfinite(value) and rounded(value * 60) % 60 for value in values)
        return [_hours(value, unit, style, signed=signed, minutes=minutes) for value in values]
    places = decimals_together(values, unit, decimals)
    return [_with_unit(format_number(value, places, style, signed=signed), unit, style) for value in values]


def format_exact(value: float, unit: str, style: NumberStyle, decimals: int | None = None) -> str:
    """Return *value* with its unit as it was typed: with the decimals that it has, of money two or none.

    More than four are noise of a sum, unless its KPI has so many. An amount below one has up to four as well.
    """
    if is_hours(unit) and decimals is None:
        return format_value(value, unit, style)
    most = 2 if is_currency(unit) and abs(value) >= 1 else 4
    own = own_decimals(value, max(most, decimals or 0))
    if own == 1 and is_currency(unit):
        own = 2
    return _with_unit(format_number(value, max(own, decimals or 0), style), unit, style)


def format_typed(value: float, style: NumberStyle, decimals: int | None = None) -> str:
    """Return *value* as it can be typed again: every decimal it has, without its unit and without groups."""
    text = f"{value:.15g}"
    if "e" in text:
        text = f"{value:.15f}".rstrip("0").rstrip(".")
    whole, _mark, fraction = text.partition(".")
    fraction = fraction.ljust(decimals or 0, "0")
    return f"{whole}{style.decimal}{fraction}" if fraction else whole


def short_value(value: float, unit: str, style: NumberStyle, width: int, decimals: int | None = None) -> str:
    """Return *value* without its unit in at most *width* characters, as precisely as fits: ``1.249,5``, ``12,5k``.

    Hours are written as ``8:30``. When nothing fits it is a row of ``#``, as in a spreadsheet: never a figure that is
    cut off.
    """
    if style.hidden:
        return style.hidden[:width]
    if not isfinite(value):
        return "#" * width
    size = abs(value)
    if is_hours(unit) and decimals is None and size < 1e6:
        text = _clock(value, style)
        if len(text) <= width:
            return text
    for places in range(decimals_for(value, unit, decimals), -1, -1):
        text = format_number(value, places, style)
        if len(text) <= width:
            return text
    # A figure just below a scale rounds up to it: 999,999 has no room as 1.000k and some as 1M.
    for scale, sign in (step for least in (1.0, 0.9995) for step in _SHORT if size >= least * step[0]):
        for places in (2, 1, 0):
            text = format_number(value / scale, places, style) + sign
            if len(text) <= width:
                return text
    return "#" * width


def round_up(value: float, unit: str, decimals: int | None = None) -> float:
    """Return an amount that is still needed, rounded up to what is shown of it; what is counted to a whole one."""
    return _rounded(value, _step_decimals(value, unit, decimals), ceil, 60 if _in_minutes(unit, decimals) else 1)


def round_down(value: float, unit: str, decimals: int | None = None) -> float:
    """Return an allowance, rounded down to what is shown of it; of what is counted to a whole one."""
    return _rounded(value, _step_decimals(value, unit, decimals), floor, 60 if _in_minutes(unit, decimals) else 1)


def _in_minutes(unit: str, decimals: int | None) -> bool:
    return is_hours(unit) and decimals is None


def _step_decimals(value: float, unit: str, decimals: int | None) -> int:
    if _in_minutes(unit, decimals):
        return 0
    if decimals is None and not unit:
        return 0 if abs(value) >= 1 else 1
    return decimals_for(value, unit, decimals)


def own_decimals(value: float, most: int) -> int:
    """Return how many decimals *value* has, at most *most*."""
    return len(f"{rounded(value, most):.{most}f}".rstrip("0").partition(".")[2]) if most else 0


def _hours(value: float, unit: str, style: NumberStyle, *, signed: bool, minutes: bool) -> str:
    """Return hours and minutes: ``8 h``, ``1 h 30``; with *minutes* also ``8 h 00``."""
    sign = unit_named(unit, style)
    words = dict(style.spoken)
    if style.hidden or not isfinite(value):
        return _with_unit(format_number(value, 0, style), unit, style) if unit in words else f"{style.hidden} {sign}"
    hours, rest = divmod(int(rounded(abs(value) * 60)), 60)
    before = "-" if value < 0 and (hours or rest) else "+" if signed and (hours or rest) else ""
    text = f"{before}{format_number(hours, 0, style)} {words.get(unit, sign)}"
    if not rest and not minutes:
        return text
    return f"{text} {rest} {words['min']}" if "min" in words else f"{text} {rest:02d}"


def _clock(value: float, style: NumberStyle) -> str:
    """Return hours as in a cell: ``8``, ``8:30``."""
    hours, rest = divmod(int(rounded(abs(value) * 60)), 60)
    sign = "-" if value < 0 and (hours or rest) else ""
    return f"{sign}{format_number(hours, 0, style)}" + (f":{rest:02d}" if rest else "")


def _with_unit(number: str, unit: str, style: NumberStyle) -> str:
    for short, word in style.spoken:
        if unit == short:
            return f"{number} {word}"
    unit = CURRENCY_CODES.get(unit, unit)
    if unit in CURRENCY_SIGNS:
        sign, digits = (number[0], number[1:]) if number[:1] in ("-", "+") else ("", number)
        return f"{sign}{CURRENCY_SIGNS[unit]}{style.gap if unit == 'USD' else ' '}{digits}"
    if unit == "%":
        return f"{number}%"
    return f"{number} {unit}" if unit else number


def _rounded(value: float, decimals: int, direction: Callable[[float], int], parts: int) -> float:
    if not isfinite(value) or (value and log10(abs(value)) + decimals > 15):
        return value
    factor = 10.0**decimals * parts
    # a hair is taken off first, because 0.1 * 3 * 10 is 3.0000000000000004 and means 3
    return direction(round(value * factor, 9)) / factor


def is_counted(kpi: Kpi, *figures: float | None) -> bool:
    """Tell whether *kpi* is of things that come whole: no money, share or time, and no *figures* with a fraction."""
    if kpi.decimals or kpi.kind not in COUNTED or is_currency(kpi.unit) or is_hours(kpi.unit) or kpi.unit == "%":
        return False
    return all(figure is None or figure == round(figure) for figure in figures)


def on_the_safe_side(kpi: Kpi, value: float, *, up: bool, counted: bool) -> float:
    """Return a figure that a goal asks for (*up*) or leaves, rounded up or down to what is shown of it.

    What is *counted* becomes a whole number from 1 on.
    """
    return (round_up if up else round_down)(value, "" if counted else kpi.unit, kpi.decimals)


SMALLEST_RATE = 6
"""Decimals of the slowest change that is written."""


def estimate_decimals(kpi: Kpi, values: Sequence[float]) -> int | None:
    """Return how many decimals estimates of *kpi* have side by side; None where it is written in hours and minutes."""
    if kpi.decimals is not None or is_hours(kpi.unit):
        return kpi.decimals
    if not kpi.unit and kpi.kind in COUNTED:
        large = max((abs(value) for value in values), default=0.0) >= 10
        return 0 if large else min(1, decimals_together(values, ""))
    return decimals_together(values, kpi.unit, large=100 if is_currency(kpi.unit) else 1000)


def rate_decimals(kpi: Kpi, values: Sequence[float]) -> int | None:
    """Return how many decimals rates of change of *kpi* have side by side: the first of them is never written as 0."""
    places = estimate_decimals(kpi, values)
    if places is None:
        return None
    while values[0] and rounded(values[0], places) == 0 and places < SMALLEST_RATE:
        places += 1
    return places
