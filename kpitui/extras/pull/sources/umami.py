"""Umami: pageviews and sessions per day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from kpitui.extras.pull.sources._place import Patience, Place, SourceMetric, Span, day_of, figures_of
from kpitui.extras.pull.sources._web import ask, authorised, objects_at

METRICS = ("pageviews", "sessions")
"""The lists that an answer has."""


def fetch(place: Place, span: Span, patience: Patience) -> list[SourceMetric]:
    """Return a figure per metric and day of the site's own time zone."""
    zone = place.options["timezone"]
    query = {
        "startAt": _milliseconds(span.since, zone),
        "endAt": _milliseconds(span.until + timedelta(days=1), zone) - 1,
        "unit": "day",
        "timezone": zone,
    }
    url = f"{place.options['url'].rstrip('/')}/api/websites/{quote(place.options['site'], safe='')}/pageviews"
    answer = ask(place, url, patience, query=query, headers=authorised(place))
    return figures_of(
        place,
        ((name, day_of(row.get("x")), row.get("y")) for name in place.kpis for row in objects_at(answer, name)),
    )


def _milliseconds(day: date, zone: str) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp() * 1000)
