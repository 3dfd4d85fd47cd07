"""The records that pass between a file and the import: rows read, rows refused, what the person chose, a format.

How files are read is `table`'s, `csv_long`'s and `csv_wide`'s work; what the rows mean for the database `services`'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.exchange.table import Header, Row, decoded, find_header, folded, rows_below, shown

LEFT_OUT = "-"
"""What a column or KPI is mapped to that is not wanted."""


class ImportedRow(NamedTuple):
    """One figure from a file, in the unit it has there."""

    line: int
    """The line of the file, from 1; of a row over several lines the last one."""
    kpi: str
    """The key the person mapped it to, else the name of the KPI as it stands in the file."""
    date: date
    value: float
    time: str | None = None
    """Time of day as ``HH:MM``, or None."""
    note: str = ""


class RefusedRow(NamedTuple):
    """A row, or one cell of it, that could not be read."""

    line: int
    reason: str
    """An untranslated sentence with ``{name}`` placeholders."""
    params: dict[str, object]


class Reading(NamedTuple):
    """What a file holds; rows are in the order of the file, and cells without data are in neither list."""

    format: str
    columns: tuple[str, ...]
    """The KPIs that were found, each once, in the order they first appear."""
    rows: list[ImportedRow]
    refused: list[RefusedRow]


class Choices(NamedTuple):
    """What the person decided about a file; `None` leaves it to the evidence in the file."""

    mapping: Mapping[str, str] = {}
    """From folded names in the file to a role of `table.ROLES`, a key, or ``-`` to leave it out."""
    decimal: str | None = None
    """``.`` or ``,``."""
    dates: str | None = None
    """``dmy`` or ``mdy``."""

    def renamed(self, name: str) -> str | None:
        """Return what the column or KPI called *name* in the file is to be called, or None to leave it out."""
        new = self.mapping.get(folded(name), name)
        return None if new == LEFT_OUT else new

    def refuse_unknown(self, names: Iterable[str]) -> None:
        """Refuse a mapping of what is not among *names*, those in the file: it would silently change nothing."""
        names = list(names)
        known = {folded(name) for name in names}
        for old in self.mapping:
            if old not in known:
                reason = mark("'{value}' is in the mapping and not in the file, which has {names}")
                raise Refused(reason, field="map", value=shown(old), names=shown(", ".join(names)))


class Source:
    """A file that is being recognised and read; decoded and looked through only once."""

    def __init__(self, data: bytes, name: str = "", choices: Choices | None = None) -> None:
        self.data = data
        self.name = name
        """The name of the file, or nothing when it came through standard input."""
        self.choices = choices or Choices()

    @cached_property
    def text(self) -> str:
        """The text of the file; raises Refused when it is empty or no text."""
        return decoded(self.data)

    @cached_property
    def found_header(self) -> Header | None:
        """The header of the table with a column of dates, or None when there is none."""
        return find_header(self.text, self.choices.mapping)

    @property
    def header(self) -> Header:
        """The header of the table; raises Refused when there is none."""
        if self.found_header is None:
            raise Refused(
                mark(
                    "No header with a column of dates and another one was found: "
                    "call the first one date or datum, or name it with --map COLUMN=date"
                ),
                field="file",
            )
        return self.found_header

    @cached_property
    def rows(self) -> list[Row]:
        """The rows below the header, without blank, comment and total rows; raises Refused when there are none."""
        return rows_below(self.header, self.text)


class Format(NamedTuple):
    """A kind of file that can be read: one row of `FORMATS`."""

    name: str
    title: str
    """Its name for people, untranslated."""
    sniff: Callable[[Source], bool]
    """Tells whether a file is of this kind; raises Refused only for what is no text at all."""
    read: Callable[[Source], Reading]
    """Reads a file of this kind; raises Refused when it cannot be read as a whole."""
