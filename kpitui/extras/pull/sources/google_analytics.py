"""Google Analytics 4, by Google's own client, which is the extra ``ga``: figures per day."""

from __future__ import annotations

import json
from typing import Any

from kpitui.core.errors import Refused, mark
from kpitui.extras.pull.sources._place import MOST_FIGURES, Patience, Place, SourceMetric, Span, day_of, figures_of


def fetch(place: Place, span: Span, patience: Patience, client: Any = None) -> list[SourceMetric]:
    """Return a figure per metric and day; *client* is Google's, made from the secret unless it is given."""
    metrics = list(place.kpis)
    request = {
        "property": f"properties/{place.options['property']}",
        "dimensions": [{"name": "date"}],
        "metrics": [{"name": name} for name in metrics],
        "date_ranges": [{"start_date": span.since.isoformat(), "end_date": span.until.isoformat()}],
        "limit": MOST_FIGURES,
    }
    try:
        answer = (client or _client(place)).run_report(
            request, timeout=min(patience.timeout, patience.until - patience.clock())
        )
    except Refused:
        raise
    except Exception as error:  # the client raises what it likes, and all of it is one sentence to us
        message = place.secret.hide(str(error).partition("\n")[0])[:200]
        reason = mark("No numbers from Google: {kind} {reason}")
        raise Refused(reason, field="property", kind=type(error).__name__, reason=message) from error
    return figures_of(
        place,
        (
            (name, day_of(row.dimension_values[0].value), cell.value)
            for row in answer.rows
            for name, cell in zip(metrics, row.metric_values, strict=True)
        ),
    )


def _client(place: Place) -> Any:
    try:
        from google.analytics.data_v1beta import BetaAnalyticsDataClient
    except ImportError as error:
        reason = mark("Numbers from Google need an extra package. Install it: pip install 'kpitui[ga]'")
        raise Refused(reason, field="kind") from error
    if not place.secret:
        return BetaAnalyticsDataClient()
    try:
        return BetaAnalyticsDataClient.from_service_account_info(json.loads(place.secret.value))
    except ValueError as error:
        raise Refused(mark("The token is not a key file of a Google service account"), field="token") from error
