"""Cells of a CSV file that is written: figures in a number style, and text that no spreadsheet takes for a formula.

A figure is written so that it can be read in one way only, whatever stands beside it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kpitui.core.figures import NumberStyle
from kpitui.i18n.harmless import harmless

FORMULA_SIGNS = ("=", "+", "-", "@", "'", "＝", "＋", "－", "＠")
"""What a text that a spreadsheet would work out begins with, and the guard itself, so that it can be taken off.

Tabs and line ends, which some take for the beginning of a formula too, are spaces by then."""

GUARD = "'"
LONGEST = 32_000
"""Characters; a spreadsheet takes no more into one cell."""


def figure_cell(value: float, style: NumberStyle) -> str:
    """Return *value* with all its digits, without grouping, and never as what could be thousands."""
    text = format(Decimal(repr(value + 0.0)), "f")
    whole, _point, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if not fraction:
        return whole
    return f"{whole}{style.decimal}{fraction}{'0' if len(fraction) == 3 else ''}"


def text_cell(text: str) -> str:
    """Return *text* on one line, with an apostrophe in front when a spreadsheet would take it for a formula."""
    clean = harmless(text, limit=LONGEST)
    return f"{GUARD}{clean}" if _worked_out(clean) else clean


def unguarded(text: str) -> str:
    """Return the text that `text_cell` guarded, on its one line; other text as it is."""
    return text[1:] if text.startswith(GUARD) and _worked_out(text[1:]) else text


def _worked_out(text: str) -> bool:
    return text.lstrip().startswith(FORMULA_SIGNS)


def lines(rows: Iterable[Sequence[str]], style: NumberStyle) -> Iterator[str]:
    """Yield *rows* as lines of CSV, with semicolons where the comma is the decimal mark."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if style.decimal == "," else ",", lineterminator="\n")
    for row in rows:
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
