"""GoatCounter: visits per day."""

from __future__ import annotations

from kpitui.core.errors import Refused, mark
from kpitui.sources.answers import rows_at
from kpitui.sources.place import Figure, Patience, Place, Span, day_of, figure
from kpitui.sources.web import ask, authorised

METRICS = ("daily",)
"""What an answer tells of a day as a whole."""


def fetch(place: Place, span: Span, patience: Patience) -> list[Figure]:
    """Return a figure per day."""
    query = {"start": span.since.isoformat(), "end": span.until.isoformat()}
    url = f"{place.options['url'].rstrip('/')}/api/v0/stats/total"
    answer = ask(place, url, patience, query=query, headers=authorised(place))
    found: list[Figure | None] = []
    for row in rows_at(answer, "stats"):
        if not isinstance(row, dict):
            raise Refused(mark("A row of the answer is not as it should be"), field="url")
        found += [figure(place, name, day_of(row.get("day")), row.get(name)) for name in place.kpis]
    return [one for one in found if one is not None]
