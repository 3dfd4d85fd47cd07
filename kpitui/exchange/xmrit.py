"""Xmrit: a column of days and one of figures, read as any table of that shape; its exports lose zeros."""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange import csv_wide
from kpitui.exchange.reading import FileReading, FileSource, Format

NAME = "xmrit"
_LOST = mark("Xmrit writes 0 as an empty cell: a day that is empty here may have been 0")


def _sniff(source: FileSource) -> bool:
    """Tell whether the file has just days and one column."""
    table = source.dated_table
    return table is not None and not source.is_json and table.names[0] == "Date" and len(table.names) == 2


def _read(source: FileSource) -> FileReading:
    reading = csv_wide.read(source)
    return FileReading(
        NAME,
        reading.figures,
        reading.items,
        names=reading.names,
        total=reading.total,
        cautions=[*reading.cautions, (_LOST, {})],
    )


FORMAT = Format(NAME, "Xmrit", _sniff, _read, asked=True)
