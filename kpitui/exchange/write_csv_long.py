"""Writing one entry per row: date, KPI, value, time, note. Every entry survives being imported again."""

from __future__ import annotations

from collections.abc import Iterator

from kpitui.exchange.cells import figure_cell, lines, text_cell
from kpitui.exchange.writing import Business

HEADER = ("date", "kpi", "value", "time", "note")


def write(business: Business) -> Iterator[str]:
    """Yield the lines of the file."""
    style = business.numbers
    rows = (
        (entry.date.isoformat(), entry.kpi, figure_cell(entry.value, style), entry.time or "", text_cell(entry.note))
        for entry in business.figures()
    )
    yield from lines((HEADER,), style)
    yield from lines(rows, style)
