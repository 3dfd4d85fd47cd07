"""The records that pass between a file and the import: rows read, rows refused, what the person chose, a format.

How files are read is the work of `table`, the formats and `presets`; what the rows mean for the database `services`'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.exchange.content import FileContent
from kpitui.exchange.json_tables import json_tables
from kpitui.exchange.table import Part, Table, find_table, folded, parts_of, refuse_many, roles_of, shown

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
    unit: str = ""
    """The unit beside the figure, as `kpitui.core.amount` names it; empty where there is none."""


class RefusedRow(NamedTuple):
    """A row, or one cell of it, that could not be read."""

    line: int
    reason: str
    """An untranslated sentence with ``{name}`` placeholders."""
    params: dict[str, object]


class FileMetric(NamedTuple):
    """A KPI that a file brings: what it is called there and, where the format knows, what it is."""

    name: str
    """As in `ImportedRow.kpi`."""
    title: str = ""
    """Its name for people, untranslated; empty when it is just the name."""
    kind: str = ""
    """A kind of `core.kinds`; empty when the file does not tell."""
    unit: str = ""
    parts: tuple[str, ...] = ()
    """For a ratio: the names of the figures above and below the line. Nothing in the file is its own."""
    better: str = "higher"
    column: str = ""
    """The column it comes from, as the file calls it."""
    origin: str = ""
    """What it is called in a mapping."""
    money: bool = False
    """Whether it is an amount of which the file may not name the currency: then it is that of the business."""


Caution = tuple[str, dict[str, object]]
"""An untranslated sentence about the file as a whole, with its parameters."""


class FileReading:
    """What a file holds. Its items can be gone through again and again, and are never held as a whole."""

    def __init__(
        self,
        format: str,
        figures: Iterable[FileMetric],
        items: Callable[[], Iterator[ImportedRow | RefusedRow]],
        *,
        names: Iterable[str] = (),
        scope: str = "",
        cautions: Iterable[Caution] = (),
        total: int = 0,
    ) -> None:
        self.format = format
        self.figures = tuple(figures)
        self.items = items
        self.names = tuple(names)
        """The columns of the file, by which it is known again."""
        self.scope = scope
        """What tells its figures from those of another source for the same KPI and day."""
        self.cautions = tuple(cautions)
        self.total = total
        """How many rows there are to go through, 0 when that is not known."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The KPIs that have figures of their own, each once, in the order they first appear."""
        return tuple(figure.name for figure in self.figures if not figure.parts)

    @cached_property
    def rows(self) -> list[ImportedRow]:
        """All figures at once, in the order of the file; for small files."""
        return [item for item in self.items() if isinstance(item, ImportedRow)]

    @cached_property
    def refused(self) -> list[RefusedRow]:
        """All refusals at once, by line; for small files."""
        refusals = [item for item in self.items() if isinstance(item, RefusedRow)]
        return sorted(refusals, key=lambda refusal: refusal.line)


class ReadingChoices(NamedTuple):
    """What the person decided about a file; `None` leaves it to the evidence in the file."""

    mapping: Mapping[str, str] = {}
    """From folded names in the file to a role of `table.ROLES`, a key, or ``-`` to leave it out."""
    decimal: str | None = None
    """``.`` or ``,``."""
    dates: str | None = None
    """``dmy`` or ``mdy``."""
    remembered: frozenset[str] = frozenset()
    """The names in *mapping* that come from an earlier file, and need not be in this one."""

    def renamed(self, name: str) -> str | None:
        """Return what the column or KPI called *name* in the file is to be called, or None to leave it out."""
        new = self.mapping.get(folded(name), name)
        return None if new == LEFT_OUT else new

    def refuse_unknown(self, names: Iterable[str]) -> None:
        """Refuse a mapping of what is not among *names*, those in the file: it would silently change nothing."""
        names = list(names)
        folded_names = {folded(name) for name in names}
        for old in self.mapping:
            if old not in folded_names and old not in self.remembered:
                reason = mark("'{value}' is in the mapping and not in the file, which has {names}")
                raise Refused(reason, field="map", value=shown(old), names=shown(", ".join(filter(None, names))))


class FileSource:
    """A file that is being recognised and read; looked through only once."""

    def __init__(self, content: FileContent, choices: ReadingChoices | None = None) -> None:
        self.content = content
        self.choices = choices or ReadingChoices()
        self.read_members: list[FileContent] = []
        """The file itself, or those of the files packed in it that are text, as far as they were read."""

    @cached_property
    def is_json(self) -> bool:
        """Whether it is JSON."""
        return bool(self.json)

    @cached_property
    def parts(self) -> list[Part]:
        """The stretches that can hold a table, of all files in an archive; raises Refused for what is no text."""
        if self.json:
            return []
        members = self.content.members()
        if members == [self.content]:
            self.read_members.append(self.content)
            return parts_of(self.content)
        parts: list[Part] = []
        refused: Refused | None = None
        for member in members:
            try:
                parts += parts_of(member)
                self.read_members.append(member)
            except Refused as error:
                # An archive may hold pictures and empty reports beside the table that is wanted.
                refused = error
            refuse_many(len(parts))
        if refused is not None and not parts:
            raise refused
        return parts

    @cached_property
    def json(self) -> list[Table]:
        """The tables of a file of JSON, none when it is no JSON; raises Refused for broken JSON."""
        if self.content.head[:2] in (b"PK", b"\x1f\x8b"):
            return []
        tables = json_tables(self.content) or []
        if tables:
            self.read_members.append(self.content)
        return tables

    @cached_property
    def dated_table(self) -> Table | None:
        """The first table with a column of dates, or None when there is none."""
        mapping = self.choices.mapping
        tables = (*self.json, *(find_table(part, mapping) for part in self.parts))
        return next((table for table in tables if table is not None and "date" in roles_of(table.names, mapping)), None)

    @property
    def table(self) -> Table:
        """The first table with a column of dates; raises Refused when there is none."""
        if self.dated_table is None:
            raise Refused(
                mark(
                    "No header with a column of dates and another one was found: "
                    "call the first one date or datum, or name it with --map COLUMN=date"
                ),
                field="file",
            )
        return self.dated_table


class Format(NamedTuple):
    """A kind of file that can be read: one row of `exchange.formats`."""

    name: str
    title: str
    """Its name for people, untranslated."""
    sniff: Callable[[FileSource], bool]
    """Tells whether a file is of this kind; raises Refused only for what is no text at all."""
    read: Callable[[FileSource], FileReading]
    """Reads a file of this kind; raises Refused when it cannot be read as a whole."""
    metrics: tuple[FileMetric, ...] = ()
    """The KPIs it can bring, where that is known without a file."""
    asked: bool = False
    """Whether it is tried only when it is asked for by name, because other files look the same."""
