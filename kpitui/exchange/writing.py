"""Files out: what a writer is given, and the table of every kind of file that `kpitui export` writes.

Importing what a writer wrote gives the same content. What is selected, and from which database, is told by
`kpitui.services.exports`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pkgutil import resolve_name
from typing import Any, NamedTuple

from kpitui.core.errors import mark
from kpitui.core.figures import NUMBER_STYLES, NumberStyle


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


WRITERS: dict[str, ExportWriter] = {
    writer.name: writer
    for writer in (
        ExportWriter("csv", mark("one number per row"), "kpitui.exchange.write_csv:entries", selects=True),
        ExportWriter(
            "csv-wide", mark("one day per row, one KPI per column"), "kpitui.exchange.write_csv:days", selects=True
        ),
        ExportWriter(
            "json",
            mark("everything except the history, to import again"),
            "kpitui.exchange.json_export:write",
            ending="json",
        ),
        ExportWriter("sql", mark("the whole database as SQL"), "kpitui.exchange.write_sql:write", ending="sql"),
    )
}
"""All of them, by the name that the command line knows."""
