"""Writing figures for people: decimal marks and groups, unit signs, how many decimals, what fits in a cell.

Reading them is `amount`'s work. Rounding here is for the eye only: what is stored and computed stays exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, floor, isfinite, log10

from kpitui.core.record import Record


class NumberStyle(Record):
    """How numbers are written."""

    decimal: str
    group: str
    hidden: str = ""
    """What stands in the place of every figure, for a screen that others see too; empty to show them."""
    spoken: tuple[tuple[str, str], ...] = ()
    """Units that are written as words, each with its word, for text that is read out."""


NUMBER_STYLES: dict[str, NumberStyle] = {"en": NumberStyle(".", ","), "nl": NumberStyle(",", ".")}
"""By the name that the setting ``numbers`` knows it under."""

CURRENCY_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}

_SHORT = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def unit_sign(unit: str) -> str:
    """Return how *unit* is written beside a figure: ``€`` for EUR, other units as they are."""
    return CURRENCY_SIGNS.get(unit, unit)


def is_currency(unit: str) -> bool:
    """Tell whether *unit* is a currency code."""
    return unit in CURRENCY_SIGNS or (len(unit) == 3 and unit.isascii() and unit.isupper())


def decimals_for(value: float, unit: str, decimals: int | None = None) -> int:
    """Return how many decimals *value* is shown with: those of its KPI, or else what its unit and size ask for."""
    if decimals is not None:
        return decimals
    size = abs(value)
    if is_currency(unit):
        return 0 if size >= 1000 or value == round(value) else 2
    if unit == "%":
        return 2 if size < 1 else 1
    if value == round(value) or size >= 1000:
        return 0
    return 1 if size >= 100 else 2


def format_number(value: float, decimals: int, style: NumberStyle, *, signed: bool = False) -> str:
    """Return *value* with exactly *decimals* decimals, grouped by thousands; with *signed*, a plus where it is due."""
    if style.hidden:
        return style.hidden
    text = f"{value:+,.{decimals}f}" if signed else f"{value:,.{decimals}f}"
    if text.strip("+-0.,") == "":
        text = text.lstrip("+-")
    if style.decimal == "." and style.group == ",":
        return text
    return text.translate({ord(","): style.group, ord("."): style.decimal})


def format_value(
    value: float, unit: str, style: NumberStyle, decimals: int | None = None, *, signed: bool = False
) -> str:
    """Return *value* with its unit, rounded for the eye: ``€ 41.250``, ``4,2%``, ``1,5 h``, ``620``."""
    return _with_unit(format_number(value, decimals_for(value, unit, decimals), style, signed=signed), unit, style)


def format_exact(value: float, unit: str, style: NumberStyle, decimals: int | None = None) -> str:
    """Return *value* with its unit and every decimal it has, up to six: what was typed must be recognised."""
    own = len(f"{value:.6f}".rstrip("0").partition(".")[2])
    if own == 1 and is_currency(unit):
        own = 2
    return _with_unit(format_number(value, max(own, decimals or 0), style), unit, style)


def row_decimals(values: Sequence[float], unit: str, decimals: int | None = None) -> int:
    """Return how many decimals figures of one unit are shown with when they stand in one row: the same for each."""
    if decimals is not None:
        return decimals
    largest = max((abs(value) for value in values if isfinite(value)), default=0.0)
    whole = all(value == round(value) for value in values if isfinite(value))
    if unit == "%":
        return 1
    if whole or largest >= (100 if is_currency(unit) else 1000):
        return 0
    return 1 if largest >= 100 else 2


def short_value(value: float, unit: str, style: NumberStyle, width: int, decimals: int | None = None) -> str:
    """Return *value* without its unit in at most *width* characters, as precisely as fits: ``1.249,5``, ``12,5k``.

    When nothing fits it is a row of ``#``, as in a spreadsheet: never a figure that is cut off.
    """
    if style.hidden:
        return style.hidden[:width]
    if not isfinite(value):
        return "#" * width
    size = abs(value)
    for places in range(decimals_for(value, unit, decimals), -1, -1):
        text = format_number(value, places, style)
        if len(text) <= width:
            return text
    # A figure just below a scale rounds up to it: 999,999 has no room as 1.000k and some as 1M.
    for scale, sign in (each for least in (1.0, 0.9995) for each in _SHORT if size >= least * each[0]):
        for places in (2, 1, 0):
            text = format_number(value / scale, places, style) + sign
            if len(text) <= width:
                return text
    return "#" * width


def round_up(value: float, unit: str, decimals: int | None = None) -> float:
    """Return an amount that is still needed, rounded up to what is shown of it."""
    return _rounded(value, decimals_for(value, unit, decimals), ceil)


def round_down(value: float, unit: str, decimals: int | None = None) -> float:
    """Return an allowance, rounded down to what is shown of it."""
    return _rounded(value, decimals_for(value, unit, decimals), floor)


def _with_unit(number: str, unit: str, style: NumberStyle) -> str:
    for short, word in style.spoken:
        if unit == short:
            return f"{number} {word}"
    if unit in CURRENCY_SIGNS:
        sign, digits = (number[0], number[1:]) if number[:1] in ("-", "+") else ("", number)
        return f"{sign}{CURRENCY_SIGNS[unit]} {digits}"
    if unit == "%":
        return f"{number}%"
    return f"{number} {unit}" if unit else number


def _rounded(value: float, decimals: int, direction: Callable[[float], int]) -> float:
    if not isfinite(value) or (value and log10(abs(value)) + decimals > 15):
        return value
    factor = 10.0**decimals
    # a hair is taken off first, because 0.1 * 3 * 10 is 3.0000000000000004 and means 3
    return direction(round(value * factor, 9)) / factor
