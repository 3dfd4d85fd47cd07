"""Sources that are asked over HTTP: any address that answers with JSON, Plausible, Matomo, Umami and GoatCounter."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from kpitui.core.errors import Refused, mark
from kpitui.extras.pull.sources._place import Patience, Place, SourceMetric, Span, day_of, figures_of
from kpitui.extras.pull.sources._web import ODD_ROW, ask, authorised, objects_at, rows_at, value_at


def fetch_json(place: Place, span: Span, patience: Patience) -> list[SourceMetric]:
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


def fetch_plausible(place: Place, span: Span, patience: Patience) -> list[SourceMetric]:
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


def fetch_matomo(place: Place, span: Span, patience: Patience) -> list[SourceMetric]:
    """Return a figure per metric and day; the secret goes in the body, never in the address."""
    form = {
        "module": "API",
        "method": place.options["method"],
        "idSite": place.options["site"],
        "period": "day",
        "date": f"{span.since.isoformat()},{span.until.isoformat()}",
        "format": "JSON",
        "token_auth": place.secret.value or "anonymous",
    }
    answer = ask(place, f"{place.options['url'].rstrip('/')}/index.php", patience, form=form)
    if not isinstance(answer, dict):
        raise Refused(mark("The answer has no days"), field="url")
    if answer.get("result") == "error":
        raise Refused(mark("Matomo says: {reason}"), field="url", reason=str(answer.get("message"))[:200])
    cells: list[tuple[str, date, object]] = []
    for text, values in answer.items():
        day = day_of(text)
        if isinstance(values, int | float | str) and len(place.kpis) == 1:
            values = dict.fromkeys(place.kpis, values)  # noqa: PLW2901  a report of one metric has no names in it
        if isinstance(values, dict):
            cells += [(name, day, values.get(name)) for name in place.kpis]
    return figures_of(place, cells)


UMAMI_METRICS = ("pageviews", "sessions")
"""The lists that an answer has."""


def fetch_umami(place: Place, span: Span, patience: Patience) -> list[SourceMetric]:
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


GOATCOUNTER_METRICS = ("daily",)
"""What an answer tells of a day as a whole."""


def fetch_goatcounter(place: Place, span: Span, patience: Patience) -> list[SourceMetric]:
    """Return a figure per day."""
    query = {"start": span.since.isoformat(), "end": span.until.isoformat()}
    url = f"{place.options['url'].rstrip('/')}/api/v0/stats/total"
    answer = ask(place, url, patience, query=query, headers=authorised(place))
    rows = objects_at(answer, "stats")
    return figures_of(place, ((name, day_of(row.get("day")), row.get(name)) for row in rows for name in place.kpis))
