"""The table of writers: every kind of file that `kpitui export` writes."""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange import (
    json_export,
    write_csv_long,
    write_csv_wide,
    write_sql,
)
from kpitui.exchange.writing import Writer

WRITERS: dict[str, Writer] = {
    one.name: one
    for one in (
        Writer("csv", mark("one entry per row"), write_csv_long.write, selects=True),
        Writer("csv-wide", mark("one day per row, one KPI per column"), write_csv_wide.write, selects=True),
        Writer("json", mark("everything but the journal, to be read again"), json_export.write, ending="json"),
        Writer("sql", mark("the whole database as SQL"), write_sql.write, ending="sql"),
    )
}
