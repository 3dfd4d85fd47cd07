"""JSON with figures of any KPI: one object per figure, one per day, or what KPITUI itself shows and exports.

Finding tables in JSON is `json_tables`' work; as tables they are read as the long and wide ones are.
"""

from __future__ import annotations

from kpitui.exchange import csv_long, csv_wide
from kpitui.exchange.reading import FileReading, FileSource

NAME = "json"


def sniff(source: FileSource) -> bool:
    """Tell whether the file is JSON with a date and at least one figure beside it."""
    return source.is_json and (csv_long.sniff(source) or csv_wide.sniff(source))


def read(source: FileSource) -> FileReading:
    """Read a file that `sniff` recognised; raises Refused when it cannot be read as a whole."""
    reading = csv_long.read(source) if csv_long.sniff(source) else csv_wide.read(source)
    return FileReading(
        NAME, reading.figures, reading.items, names=reading.names, total=reading.total, cautions=reading.cautions
    )
