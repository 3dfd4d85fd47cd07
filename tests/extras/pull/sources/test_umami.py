"""Umami's page views."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._place import Patience, SourceMetric
from kpitui.extras.pull.sources.umami import METRICS, fetch
from tests.extras.pull.sources.conftest import SPAN, place
from tests.extras.pull.sources.server import Web

KPIS = {"pageviews": "views", "sessions": "sessions"}


def test_figures_per_day(web: Web, patience: Patience) -> None:
    """Days are those of the site's time zone, asked for in milliseconds."""
    web.says(
        {"pageviews": [{"x": "2026-11-20 00:00:00", "y": 12}], "sessions": [{"x": "2026-11-20T00:00:00Z", "y": 4}]}
    )
    here = place(
        "umami",
        KPIS,
        url=web.url,
        site="a b/c",
        timezone="Europe/Amsterdam",
        token={"header": "x-umami-api-key", "prefix": ""},
    )
    assert fetch(here, SPAN, patience) == [
        SourceMetric("views", date(2026, 11, 20), 12.0),
        SourceMetric("sessions", date(2026, 11, 20), 4.0),
    ]
    (asked,) = web.asked
    assert asked.path == "/api/websites/a%20b%2Fc/pageviews"
    assert asked.query["startAt"] == ["1795129200000"]
    assert int(asked.query["endAt"][0]) - int(asked.query["startAt"][0]) == 3 * 86_400_000 - 1
    assert "x-umami-api-key" in asked.headers


@pytest.mark.parametrize("answer", [{}, {"pageviews": [5], "sessions": []}, {"pageviews": [{"y": 1}], "sessions": []}])
def test_another_answer(web: Web, patience: Patience, answer: object) -> None:
    """What has another shape is refused in one sentence."""
    web.says(answer)
    with pytest.raises(Refused):
        fetch(place("umami", KPIS, url=web.url, site="a", timezone="UTC"), SPAN, patience)


def test_metrics() -> None:
    """The lists of an answer are all there is to ask for."""
    assert set(METRICS) == set(KPIS)
