"""Writing one day per row, one KPI per column: the figure of each day, an empty cell where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kpitui.exchange.cells import figure_cell, lines
from kpitui.exchange.writing import Business, ExportFigure


def write(business: Business) -> Iterator[str]:
    """Yield the lines of the file."""
    style = business.numbers
    yield from lines((("date", *business.kpis),), style)
    yield from lines(_rows(business), style)


def _rows(business: Business) -> Iterator[tuple[str, ...]]:
    for day, figures in groupby(business.days(), key=_day):
        of_day = {figure.kpi: figure_cell(figure.value, business.numbers) for figure in figures}
        yield (day, *(of_day.get(kpi, "") for kpi in business.kpis))


def _day(figure: ExportFigure) -> str:
    return figure.date.isoformat()
