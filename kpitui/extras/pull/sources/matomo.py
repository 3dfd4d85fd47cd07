"""Matomo: the Reporting API, one report with a figure per metric and day."""

from __future__ import annotations

from datetime import date

from kpitui.core.errors import Refused, mark
from kpitui.extras.pull.sources._place import Patience, Place, SourceMetric, Span, day_of, figures_of
from kpitui.extras.pull.sources._web import ask


def fetch(place: Place, span: Span, patience: Patience) -> list[SourceMetric]:
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
