"""Writing CSV: an entry per row, each of which survives being imported again, or a day per row and a KPI per column."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kpitui.exchange.cells import figure_cell, lines, text_cell
from kpitui.exchange.writing import Business, ExportFigure

HEADER = ("date", "kpi", "value", "time", "note")


def entries(business: Business) -> Iterator[str]:
    """Yield the lines of a file with an entry per row."""
    style = business.numbers
    rows = (
        (entry.date.isoformat(), entry.kpi, figure_cell(entry.value, style), entry.time or "", text_cell(entry.note))
        for entry in business.figures()
    )
    yield from lines((HEADER,), style)
    yield from lines(rows, style)


def days(business: Business) -> Iterator[str]:
    """Yield the lines of a file with a day per row: the figure of the day, an empty cell where there is none."""
    style = business.numbers
    yield from lines((("date", *business.kpis),), style)
    yield from lines(_rows(business), style)


def _rows(business: Business) -> Iterator[tuple[str, ...]]:
    for day, figures in groupby(business.days(), key=_day):
        of_day = {figure.kpi: figure_cell(figure.value, business.numbers) for figure in figures}
        yield (day, *(of_day.get(kpi, "") for kpi in business.kpis))


def _day(figure: ExportFigure) -> str:
    return figure.date.isoformat()
