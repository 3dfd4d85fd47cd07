"""The table of writers: every kind of file that `kpitui export` writes."""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange import (
    json_export,
    write_csv_long,
    write_csv_wide,
    write_sql,
)
from kpitui.exchange.writing import ExportWriter

WRITERS: dict[str, ExportWriter] = {
    writer.name: writer
    for writer in (
        ExportWriter("csv", mark("one entry per row"), write_csv_long.write, selects=True),
        ExportWriter("csv-wide", mark("one day per row, one KPI per column"), write_csv_wide.write, selects=True),
        ExportWriter("json", mark("everything but the journal, to be read again"), json_export.write, ending="json"),
        ExportWriter("sql", mark("the whole database as SQL"), write_sql.write, ending="sql"),
    )
}
