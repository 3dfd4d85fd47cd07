"""A query on an SQLite file of another program, which is only ever read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from kpitui.core.errors import Refused, mark
from kpitui.core.parser_reasons import parser_reason
from kpitui.extras.pull.sources._place import MOST_FIGURES, Patience, Place, SourceMetric, Span, day_of, figures_of

STEPS = 10_000
"""Instructions of SQLite between two looks at the clock."""


def fetch(place: Place, span: Span, patience: Patience) -> list[SourceMetric]:
    """Return the figures in the rows of the query, which may name the days as ``:since`` and ``:until``."""
    path = Path(place.options["file"]).expanduser()
    if not path.is_file():
        raise Refused(mark("{path} does not exist"), field="file", path=str(path))
    try:
        columns, rows = _rows(path, place.options["query"], span, patience)
    except (sqlite3.Error, sqlite3.Warning, UnicodeDecodeError) as error:
        raise Refused(mark("The query failed: {reason}"), field="query", reason=parser_reason(error)) from error
    missing = [name for name in (place.options["date"], *place.kpis) if name not in columns]
    if missing:
        reason = mark("The query has no column {name}. Choose: {known}")
        raise Refused(reason, field="query", name=missing[0], known=", ".join(columns)[:200])
    day_at = columns[place.options["date"]]
    return figures_of(place, ((name, day_of(row[day_at]), row[columns[name]]) for row in rows for name in place.kpis))


def _rows(path: Path, query: str, span: Span, patience: Patience) -> tuple[dict[str, int], list[tuple[object, ...]]]:
    until = patience.deadline()
    with closing(
        sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=max(0.0, until - patience.clock()))
    ) as connection:
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.set_progress_handler(lambda: patience.clock() > until, STEPS)
        days = {"since": span.since.isoformat(), "until": span.until.isoformat()}
        cursor = connection.execute(query, days)
        rows = cursor.fetchmany(MOST_FIGURES + 1)
        if len(rows) > MOST_FIGURES:
            raise Refused(mark("The query has more than {limit} rows"), field="query", limit=MOST_FIGURES)
        return {column[0]: index for index, column in enumerate(cursor.description or ())}, rows
