"""Plausible: the Stats API v2, figures per day."""

from __future__ import annotations

from datetime import date

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._place import Patience, Place, SourceMetric, Span, day_of, figures_of
from kpitui.extras.pull.sources._web import ODD_ROW, ask, authorised, rows_at


def fetch(place: Place, span: Span, patience: Patience) -> list[SourceMetric]:
    """Return a figure per metric and day; days on which nothing happened are not in the answer."""
    metrics = list(place.kpis)
    body = {
        "site_id": place.options["site"],
        "metrics": metrics,
        "date_range": [span.since.isoformat(), span.until.isoformat()],
        "dimensions": ["time:day"],
    }
    url = f"{place.options['url'].rstrip('/')}/api/v2/query"
    answer = ask(place, url, patience, body=body, headers=authorised(place))
    cells: list[tuple[str, date, object]] = []
    for row in rows_at(answer, "results"):
        try:
            day, values = day_of(row["dimensions"][0]), dict(zip(metrics, row["metrics"], strict=True))
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise Refused(ODD_ROW, field="url") from error
        cells += [(name, day, value) for name, value in values.items()]
    return figures_of(place, cells)
