"""GoatCounter: visits per day."""

from __future__ import annotations

from kpitui.extras.pull.sources._place import Patience, Place, SourceMetric, Span, day_of, figures_of
from kpitui.extras.pull.sources._web import ask, authorised, objects_at

METRICS = ("daily",)
"""What an answer tells of a day as a whole."""


def fetch(place: Place, span: Span, patience: Patience) -> list[SourceMetric]:
    """Return a figure per day."""
    query = {"start": span.since.isoformat(), "end": span.until.isoformat()}
    url = f"{place.options['url'].rstrip('/')}/api/v0/stats/total"
    answer = ask(place, url, patience, query=query, headers=authorised(place))
    rows = objects_at(answer, "stats")
    return figures_of(place, ((name, day_of(row.get("day")), row.get(name)) for row in rows for name in place.kpis))
