"""Plausible's Stats API v2."""

from __future__ import annotations

import json
from datetime import date

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._place import Patience, SourceMetric
from kpitui.extras.pull.sources.plausible import fetch
from tests.extras.pull.sources.conftest import SECRET, SPAN, place
from tests.extras.pull.sources.server import Web

KPIS = {"visitors": "visitors", "bounce_rate": "bounce"}


def test_figures_per_day(web: Web, patience: Patience) -> None:
    """One question for all metrics and days; a metric without a figure is none."""
    web.says(
        {
            "results": [
                {"metrics": [129, 40], "dimensions": ["2026-11-20"]},
                {"metrics": [7, None], "dimensions": ["2026-11-22"]},
            ]
        }
    )
    found = fetch(place("plausible", KPIS, url=f"{web.url}/", site="example.com"), SPAN, patience)
    assert found == [
        SourceMetric("visitors", date(2026, 11, 20), 129.0),
        SourceMetric("bounce", date(2026, 11, 20), 40.0),
        SourceMetric("visitors", date(2026, 11, 22), 7.0),
    ]
    (asked,) = web.asked
    assert (asked.method, asked.path, asked.headers["authorization"]) == (
        "POST",
        "/api/v2/query",
        f"Bearer {SECRET.value}",
    )
    assert json.loads(asked.body) == {
        "site_id": "example.com",
        "metrics": ["visitors", "bounce_rate"],
        "date_range": ["2026-11-20", "2026-11-22"],
        "dimensions": ["time:day"],
    }


@pytest.mark.parametrize(
    "row",
    [
        5,
        {},
        {"metrics": [1], "dimensions": ["2026-11-20"]},
        {"metrics": [1, 2], "dimensions": []},
        {"metrics": 1, "dimensions": ["2026-11-20"]},
    ],
)
def test_another_answer(web: Web, patience: Patience, row: object) -> None:
    """A row of another shape is refused in one sentence."""
    web.says({"results": [row]})
    with pytest.raises(Refused):
        fetch(place("plausible", KPIS, url=web.url, site="example.com"), SPAN, patience)
