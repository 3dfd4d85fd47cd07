"""Tables with their periods above the columns: a KPI per row and months across, or years down and months across.

They are read as a figure per row. A month without a year is none: where the year stands in the first column, or in the
name of the column, it comes from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from kpitui.core.errors import Refused, mark
from kpitui.exchange.dates import is_day, is_short_month, month_number, periods_in
from kpitui.exchange.numerals import figure_of
from kpitui.exchange.table import Part, Row, Table, excerpt, is_total, refuse_wide, table_in

COLUMNS = ("date", "kpi", "value")
LEAST_PERIODS = 2
"""Columns that are periods, from which a table is one of them."""
SEARCHED_ROWS = 12
"""Rows that may be the header, below a title."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_QUARTER = re.compile(r"[qk][1-4]", re.IGNORECASE)
_OF_TIME = re.compile(
    r"years?|jaar|jaren|jahr|months?|maand(?:en)?|monat|quarters?|kwartaal|period\w?|date|datum|", re.IGNORECASE
)
_BESIDE = re.compile(
    r"(?:sub|grand )?totals?|totaal|sum|som|average|avg\.?|mean|gemiddelde?|ytd|year to date|units?|eenheid|change"
    r"|%|notes?|",
    re.IGNORECASE,
)
"""What a column beside the periods may be called."""
NO_YEAR = mark("{value} is a month without a year. Write months with their year, such as {example}")


def crosstab_in(part: Part) -> Table | None:
    """Return the table of *part* that has periods above its columns, None where there is none.

    Raises Refused for months of which no year is known.
    """
    for delimiter, head in part.heads.items():
        for index, (line, cells) in enumerate(head[:SEARCHED_ROWS]):
            names = [cell.strip() for cell in cells]
            labels = [
                row[0].strip() for _line, row in head[index + 1 :] if row and row[0].strip() and not is_total(row[0])
            ]
            places = _places(names, labels)
            if places is not None:
                refuse_wide(len(names))
                title = next((row[0].strip() for _line, row in head[:index] if _is_title(row)), "")
                return _table(part, table_in(part, delimiter, line, cells), places, _name_of(names[0], title, part))
    return None


def _places(names: Sequence[str], labels: Sequence[str]) -> dict[int, str] | None:
    """Return the period of each column, without its year where the labels have it; None where they are no periods."""
    if len(names) <= LEAST_PERIODS or not labels or any(map(is_day, labels)):
        return None
    beside = {index for index, name in enumerate(names) if index and _BESIDE.fullmatch(name)}
    across = {index: name for index, name in enumerate(names) if index and index not in beside}
    if len(across) < LEAST_PERIODS:
        return None
    texts = list(across.values())
    are_years = all(map(_YEAR.fullmatch, texts))
    if all(map(_is_part_of_year, texts)):
        if all(map(_YEAR.fullmatch, labels)):
            return across
        if all(figure_of(label, ".") is None for label in labels) and all(map(month_number, texts)):
            raise Refused(NO_YEAR, field="file", value=excerpt(texts[0]), example=f"{texts[0]} 2026")
        return None
    if are_years:
        return across if all(map(_is_part_of_year, labels)) else None
    whole = all(is_day(text) or periods_in("month", [text]) or is_short_month(text) for text in texts)
    return across if whole and not all(map(_is_figure, labels)) else None


def _is_figure(text: str) -> bool:
    return figure_of(text, ".") is not None


def _is_part_of_year(text: str) -> bool:
    return month_number(text) > 0 or _QUARTER.fullmatch(text) is not None


def _is_title(row: Sequence[str]) -> bool:
    return bool(row[0].strip()) and not any(cell.strip() for cell in row[1:]) and not _is_figure(row[0].strip())


def _name_of(corner: str, title: str, part: Part) -> str:
    """Return what the one KPI of a table is called: its corner, its title, else its file."""
    if not _OF_TIME.fullmatch(corner):
        return corner
    return title or PurePath(part.content.name).stem or "kpi"


def _table(part: Part, table: Table, places: Mapping[int, str], name: str) -> Table:
    def rows() -> Iterator[Row]:
        for line, cells in table.rows():
            label = cells[0].strip() if cells else ""
            for index, period in places.items():
                if label and index < len(cells) and cells[index].strip():
                    yield line, [*_cell(label, period, name), cells[index]]

    return Table(COLUMNS, table.line, rows, part.notes, file=part.content.name, header=table.names)


def _cell(label: str, period: str, name: str) -> tuple[str, str]:
    """Return the period of a cell, and the KPI it is of."""
    for year, rest in ((label, period), (period, label)):
        if _YEAR.fullmatch(year) and _is_part_of_year(rest):
            return (f"{year}-{month_number(rest):02}" if month_number(rest) else f"{year}-Q{rest[-1]}"), name
    return period, label
