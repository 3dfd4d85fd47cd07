"""Any address that answers with JSON: one figure of today, or rows with a day each."""

from __future__ import annotations

from typing import Any

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._place import Patience, Place, SourceMetric, Span, day_of, figures_of
from kpitui.extras.pull.sources._web import ask, authorised, rows_at, value_at


def fetch(place: Place, span: Span, patience: Patience) -> list[SourceMetric]:
    """Return the figures at the paths of *place*: within each of its rows, or else of the answer as a whole."""
    days = {"since": span.since.isoformat(), "until": span.until.isoformat()}
    url = place.options["url"]
    for name, day in days.items():
        url = url.replace(f"{{{name}}}", day)
    answer = ask(place, url, patience, headers={**place.options["headers"], **authorised(place)})
    rows = place.options["rows"]
    if rows is None:
        return figures_of(place, ((path, span.today, value_at(answer, path)) for path in place.kpis))
    return figures_of(
        place,
        ((path, *_cell(row, place.options["date"], path)) for row in rows_at(answer, rows) for path in place.kpis),
    )


def _cell(row: Any, date: str, path: str) -> tuple[Any, Any]:
    """Return the day and the value of a row; a value that a row leaves out is none."""
    day = day_of(value_at(row, date))
    try:
        return day, value_at(row, path)
    except Refused:
        return day, None
