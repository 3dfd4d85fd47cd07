"""InfluxDB: annotated CSV, the answer of its API and the download of its data explorer, as one table of series.

The answer holds a table for each series, or several in one block; each block has a header of its own. A series is its
measurement, its field and its tags, named by what differs in the file. What its figures become is `prometheus`' work:
samples are snapshots.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kpitui.core.errors import Refused
from kpitui.exchange.content import FileContent
from kpitui.exchange.table import MANY_KPIS, MOST_COLUMNS, Row, Table, shown

COLUMNS = ("influx time", "influx series", "influx value")
LEFT_OUT = "left out"
"""The note of the table that names the series without figures or times."""

_ANNOTATION = re.compile(r"#(?:group|datatype|default)\b", re.IGNORECASE)
_OWN = frozenset({"", "result", "table", "_start", "_stop", "_time", "_value", "_field", "_measurement"})
_FIGURES = frozenset({"double", "long", "unsignedlong", "duration"})

Labels = tuple[tuple[str, str], ...]
"""Measurement, field and tags of one series, each with its name."""


class _Block(NamedTuple):
    """A stretch under one header."""

    names: Sequence[str]
    kinds: Mapping[str, str]
    """The data types by column; none where they are not told."""
    defaults: Mapping[str, str]

    @property
    def values(self) -> list[str]:
        """The columns of figures: the one of values, or, in a table turned by field, one for each field."""
        if "_value" in self.names:
            return ["_value"] if self.kinds.get("_value", "double") in _FIGURES else []
        return [name for name in self.names if name not in _OWN and self.kinds.get(name) in _FIGURES]

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """Return the cells of a row by column, those that are empty as the file says that they are."""
        return {name: cell.strip() or self.defaults.get(name, "") for name, cell in zip(self.names, row, strict=False)}

    def labels(self, cells: Mapping[str, str], value: str) -> Labels:
        """Return what tells the series of *cells* from others."""
        field = cells.get("_field", "") if value == "_value" else value
        tags = sorted(name for name in cells if name not in _OWN and self.kinds.get(name, "string") == "string")
        return (
            ("_measurement", cells.get("_measurement", "")),
            ("_field", field),
            *((tag, cells[tag]) for tag in tags),
        )


def influx_table(content: FileContent) -> Table | None:
    """Return the samples of annotated CSV, or of the same without annotations, None when the file is neither.

    Raises Refused when it is no text or holds too many tables.
    """
    begin = content.head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    names = [name.strip() for name in begin.partition("\n")[0].split(",")]
    if not (_ANNOTATION.match(begin) or ({"_time", "_value"} <= set(names) and "table" in names)):
        return None
    every: dict[Labels, None] = {}
    left_out: dict[str, None] = {}
    dated = False
    for _line, block, row in _records(content):
        cells = block.cells(row)
        if "_time" not in block.names or not block.values:
            left_out[cells.get("_field") or cells.get("_measurement") or cells.get("result") or "-"] = None
            continue
        dated = True
        every.update(dict.fromkeys(block.labels(cells, value) for value in block.values))
        if len(every) > MOST_COLUMNS:
            raise Refused(MANY_KPIS, field="file", limit=MOST_COLUMNS)
    if not dated:
        return None
    called = _names_of(list(every))

    def rows() -> Iterator[Row]:
        for line, block, row in _records(content):
            if "_time" in block.names:
                cells = block.cells(row)
                for value in block.values:
                    yield line, [cells.get("_time", ""), called[block.labels(cells, value)], cells.get(value, "")]

    notes = {LEFT_OUT: shown(", ".join(left_out))} if left_out else {}
    return Table(COLUMNS, 0, rows, notes, decimal=".")


def _records(content: FileContent) -> Iterator[tuple[int, _Block, list[str]]]:
    """Yield the rows with their line and the block that they are in."""
    kinds: list[str] = []
    defaults: list[str] = []
    block: _Block | None = None
    reader = csv.reader(content.lines())
    for row in reader:
        if not any(cell.strip() for cell in row):
            block, kinds, defaults = None, [], []
        elif row[0].startswith("#"):
            if block is not None:
                block, kinds, defaults = None, [], []
            if row[0].lower().startswith("#datatype"):
                kinds = [cell.partition(":")[0].strip().lower() for cell in row]
            elif row[0].lower().startswith("#default"):
                defaults = ["", *row[1:]]
        elif block is None:
            names = [cell.strip() for cell in row]
            block = _Block(names, dict(zip(names, kinds, strict=False)), dict(zip(names, defaults, strict=False)))
        else:
            yield reader.line_num, block, row


def _names_of(every: Sequence[Labels]) -> dict[Labels, str]:
    """Return what each series is called: its field, its measurement where there are several, and tags that differ."""
    labels = [dict(series) for series in every]
    names = list(dict.fromkeys(name for series in labels for name in series))
    differing = [name for name in names if len({series.get(name, "") for series in labels}) > 1]
    called = {}
    for series, by_name in zip(every, labels, strict=True):
        measurement, field = by_name["_measurement"], by_name["_field"]
        parts = [measurement if "_measurement" in differing or not field else "", field]
        parts += [f"{name}={by_name[name]}" for name in differing if name[0] != "_" and by_name.get(name)]
        called[series] = " ".join(filter(None, parts)) or "value"
    return called
