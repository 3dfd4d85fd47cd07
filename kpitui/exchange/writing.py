"""Files out: what a writer is given, the table of every kind of file that `kpitui export` writes, and CSV and SQL.

Importing what a writer wrote gives the same content. What is selected, and from which database, is told by
`kpitui.services.exports`. In CSV a figure is written so that it can be read in one way only, whatever stands beside it,
and no text so that a spreadsheet takes it for a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.core.figures import NUMBER_STYLES, NumberStyle
from kpitui.i18n.harmless import DANGEROUS, harmless

FORMULA_SIGNS = ("=", "+", "-", "@", "'", "＝", "＋", "－", "＠")
"""What a text that a spreadsheet would work out begins with, and the guard itself, so that it can be taken off.

Tabs and line ends, which some take for the beginning of a formula too, are spaces by then."""

GUARD = "'"
LONGEST_CELL = 32_000
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
    clean = harmless(text, limit=LONGEST_CELL)
    return f"{GUARD}{clean}" if _worked_out(clean) else clean


def without_guard(text: str) -> str:
    """Return the text that `text_cell` guarded, on its one line; other text as it is."""
    return text[1:] if text.startswith(GUARD) and _worked_out(text[1:]) else text


def _worked_out(text: str) -> bool:
    return text.lstrip().startswith(FORMULA_SIGNS)


def csv_lines(rows: Iterable[Sequence[str]], style: NumberStyle) -> Iterator[str]:
    """Yield *rows* as lines of CSV, with semicolons where the comma is the decimal mark."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if style.decimal == "," else ",", lineterminator="\n")
    for row in rows:
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


class ExportFigure(NamedTuple):
    """One entry, or the figure of one day."""

    kpi: str
    date: date
    value: float
    time: str | None = None
    note: str = ""


class Business(NamedTuple):
    """What there is to write; a writer asks for what it needs, and only that is read."""

    figures: Callable[[], Iterator[ExportFigure]]
    """Every entry, by day, then by KPI, then in the order of the day."""
    days: Callable[[], Iterator[ExportFigure]]
    """One figure a day of each KPI, by day."""
    kpis: list[str]
    """The keys of the KPIs that have figures."""
    tables: Callable[[], Iterator[tuple[str, Iterator[Mapping[str, Any]]]]]
    """The whole content, table by table."""
    statements: Callable[[], Iterator[tuple[str, tuple[object, ...] | None]]]
    """The whole database as SQL: a statement, and the values for its question marks if it has any."""
    numbers: NumberStyle = NUMBER_STYLES["en"]
    schema: int = 0
    written: str = ""
    """The moment, ISO in UTC."""


class ExportWriter(NamedTuple):
    """A kind of file that can be written."""

    name: str
    title: str
    """What it is for people, untranslated."""
    place: str
    """Its function as ``module:name``, imported when it first writes."""
    selects: bool = False
    """Whether only some KPIs and days can be written."""
    ending: str = "csv"
    """What the name of such a file ends in."""

    def write(self, business: Business) -> Iterator[str]:
        """Yield the pieces of the file with what *business* has."""
        lines: Iterator[str] = resolve_name(self.place)(business)
        return lines


OTHER_PROGRAMS = frozenset(
    ("xlsx", "xls", "ods", "numbers", "doc", "docx", "odt", "pdf", "parquet", "zip", "gz", "xml")
)
"""Endings of files that are written by other programs only."""


def ending_of(place: str, endings: Mapping[str, str | None]) -> str | None:
    """Return the kind of file that the ending of *place* says, of those in *endings*; None for none.

    Raises Refused for an ending of files that only other programs write: what is in it would be something else.
    """
    name, dot, ending = place.replace("\\", "/").rpartition("/")[2].rpartition(".")
    ending = ending.lower()
    if not (name and dot) or Path(place).expanduser().is_dir():
        return None
    if ending in OTHER_PROGRAMS:
        reason = mark("KPITUI doesn't write .{value} files. Choose: {choices}")
        raise Refused(reason, field="file", value=ending, choices=", ".join(f".{choice}" for choice in endings))
    return endings.get(ending)


EXPORT_ENDINGS = {"csv": "csv", "json": "json", "sql": "sql"}
"""Which export a file is by its ending."""

WRITERS: dict[str, ExportWriter] = {
    writer.name: writer
    for writer in (
        ExportWriter("csv", mark("one number per row"), "kpitui.exchange.writing:csv_entries", selects=True),
        ExportWriter(
            "csv-wide", mark("one day per row, one KPI per column"), "kpitui.exchange.writing:csv_days", selects=True
        ),
        ExportWriter(
            "json",
            mark("everything except the history, to import again"),
            "kpitui.exchange.json_export:write",
            ending="json",
        ),
        ExportWriter("sql", mark("the whole database as SQL"), "kpitui.exchange.writing:sql_statements", ending="sql"),
    )
}
"""All of them, by the name that the command line knows."""


HEADER = ("date", "kpi", "value", "time", "note")


def csv_entries(business: Business) -> Iterator[str]:
    """Yield the lines of a file with an entry per row."""
    style = business.numbers
    rows = (
        (entry.date.isoformat(), entry.kpi, figure_cell(entry.value, style), entry.time or "", text_cell(entry.note))
        for entry in business.figures()
    )
    yield from csv_lines((HEADER,), style)
    yield from csv_lines(rows, style)


def csv_days(business: Business) -> Iterator[str]:
    """Yield the lines of a file with a day per row: the figure of the day, an empty cell where there is none."""
    style = business.numbers
    yield from csv_lines((("date", *business.kpis),), style)
    yield from csv_lines(_day_rows(business), style)


def _day_rows(business: Business) -> Iterator[tuple[str, ...]]:
    for day, figures in groupby(business.days(), key=_day_of):
        of_day = {figure.kpi: figure_cell(figure.value, business.numbers) for figure in figures}
        yield (day, *(of_day.get(kpi, "") for kpi in business.kpis))


def _day_of(figure: ExportFigure) -> str:
    return figure.date.isoformat()


def sql_statements(business: Business) -> Iterator[str]:
    """Yield one statement a line."""
    for statement, values in business.statements():
        if values is None:
            yield f"{statement};\n"
        else:
            yield f"{_filled(statement, iter(values))};\n"


def _filled(statement: str, values: Iterator[object]) -> str:
    return re.sub(r"\?", lambda _: literal(next(values)), statement)


def literal(value: object) -> str:
    """Return *value* as SQL that stands for exactly it, and in which no character can act on a terminal."""
    if value is None:
        return "NULL"
    if isinstance(value, int | float):
        return repr(value)
    text = str(value).replace("'", "''")
    return re.sub(DANGEROUS, lambda match: f"'||char({ord(match[0])})||'", f"'{text}'")
