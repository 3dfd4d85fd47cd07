"""Addresses that answer with JSON, and Plausible, Matomo, Umami and GoatCounter: what is asked, what is read."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._place import Patience, SourceMetric
from kpitui.extras.pull.sources.web_statistics import (
    UMAMI_METRICS,
    fetch_goatcounter,
    fetch_json,
    fetch_matomo,
    fetch_plausible,
    fetch_umami,
)
from tests.extras.pull.sources.conftest import SECRET, SPAN, place
from tests.extras.pull.sources.server import Web


def test_a_figure_of_today(web: Web, patience: Patience) -> None:
    """Without rows, what stands at the path is of today."""
    web.says({"data": {"total": 41, "none": None}})
    here = place(
        "json", {"data.total": "members", "data.none": "other"}, url=web.url, rows=None, date="date", headers={}
    )
    assert fetch_json(here, SPAN, patience) == [SourceMetric("members", SPAN.today, 41.0)]


def test_rows_with_days(web: Web, patience: Patience) -> None:
    """The days asked for stand in the address; a row may leave a figure out."""
    web.says({"rows": [{"d": "2026-11-20", "n": 3}, {"d": "2026-11-21"}]})
    here = place(
        "json",
        {"n": "orders"},
        url=f"{web.url}/x?from={{since}}&to={{until}}",
        rows="rows",
        date="d",
        headers={"X-A": "b"},
    )
    assert fetch_json(here, SPAN, patience) == [SourceMetric("orders", date(2026, 11, 20), 3.0)]
    assert web.asked[0].query == {"from": ["2026-11-20"], "to": ["2026-11-22"]}
    assert web.asked[0].headers["x-a"] == "b"


@pytest.mark.parametrize("answer", [{}, {"rows": 5}, {"rows": [5]}, {"rows": [{"d": "soon", "n": 1}]}, []])
def test_another_answer(web: Web, patience: Patience, answer: object) -> None:
    """What has another shape is refused in one sentence."""
    web.says(answer)
    with pytest.raises(Refused):
        fetch_json(place("json", {"n": "orders"}, url=web.url, rows="rows", date="d", headers={}), SPAN, patience)


PLAUSIBLE_KPIS = {"visitors": "visitors", "bounce_rate": "bounce"}


def test_plausible_figures_per_day(web: Web, patience: Patience) -> None:
    """One question for all metrics and days; a metric without a figure is none."""
    web.says(
        {
            "results": [
                {"metrics": [129, 40], "dimensions": ["2026-11-20"]},
                {"metrics": [7, None], "dimensions": ["2026-11-22"]},
            ]
        }
    )
    found = fetch_plausible(place("plausible", PLAUSIBLE_KPIS, url=f"{web.url}/", site="example.com"), SPAN, patience)
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
def test_plausible_another_answer(web: Web, patience: Patience, row: object) -> None:
    """A row of another shape is refused in one sentence."""
    web.says({"results": [row]})
    with pytest.raises(Refused):
        fetch_plausible(place("plausible", PLAUSIBLE_KPIS, url=web.url, site="example.com"), SPAN, patience)


MATOMO_KPIS = {"nb_visits": "visits", "nb_actions": "actions"}


def test_matomo_figures_per_day(web: Web, patience: Patience) -> None:
    """The answer is by day; a day without visits is an empty list; the secret is in the body and not in the address."""
    web.says({"2026-11-20": {"nb_visits": 5, "nb_actions": "9"}, "2026-11-21": [], "2026-11-22": {"nb_visits": 1}})
    found = fetch_matomo(place("matomo", MATOMO_KPIS, url=web.url, site=3, method="VisitsSummary.get"), SPAN, patience)
    assert found == [
        SourceMetric("visits", date(2026, 11, 20), 5.0),
        SourceMetric("actions", date(2026, 11, 20), 9.0),
        SourceMetric("visits", date(2026, 11, 22), 1.0),
    ]
    (asked,) = web.asked
    form = parse_qs(asked.body.decode())
    assert (asked.method, asked.path, asked.query) == ("POST", "/index.php", {})
    assert (form["token_auth"], form["idSite"], form["date"]) == ([SECRET.value], ["3"], ["2026-11-20,2026-11-22"])


def test_matomo_report_of_one_metric(web: Web, patience: Patience) -> None:
    """Such a report has figures where others have names."""
    web.says({"2026-11-20": 5})
    here = place("matomo", {"nb_visits": "visits"}, url=web.url, site=3, method="VisitsSummary.getVisits")
    assert fetch_matomo(here, SPAN, patience) == [SourceMetric("visits", date(2026, 11, 20), 5.0)]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"result": "error", "message": "no access"}, "Matomo says: no access"),
        ([], "no days"),
        ({"soon": {}}, "Not a date"),
    ],
)
def test_matomo_another_answer(web: Web, patience: Patience, answer: object, reason: str) -> None:
    """An error comes with status 200, and is told."""
    web.says(answer)
    with pytest.raises(Refused, match=reason):
        fetch_matomo(place("matomo", MATOMO_KPIS, url=web.url, site=3, method="VisitsSummary.get"), SPAN, patience)


UMAMI_KPIS = {"pageviews": "views", "sessions": "sessions"}


def test_umami_figures_per_day(web: Web, patience: Patience) -> None:
    """Days are those of the site's time zone, asked for in milliseconds."""
    web.says(
        {"pageviews": [{"x": "2026-11-20 00:00:00", "y": 12}], "sessions": [{"x": "2026-11-20T00:00:00Z", "y": 4}]}
    )
    here = place(
        "umami",
        UMAMI_KPIS,
        url=web.url,
        site="a b/c",
        timezone="Europe/Amsterdam",
        token={"header": "x-umami-api-key", "prefix": ""},
    )
    assert fetch_umami(here, SPAN, patience) == [
        SourceMetric("views", date(2026, 11, 20), 12.0),
        SourceMetric("sessions", date(2026, 11, 20), 4.0),
    ]
    (asked,) = web.asked
    assert asked.path == "/api/websites/a%20b%2Fc/pageviews"
    assert asked.query["startAt"] == ["1795129200000"]
    assert int(asked.query["endAt"][0]) - int(asked.query["startAt"][0]) == 3 * 86_400_000 - 1
    assert "x-umami-api-key" in asked.headers


@pytest.mark.parametrize("answer", [{}, {"pageviews": [5], "sessions": []}, {"pageviews": [{"y": 1}], "sessions": []}])
def test_umami_another_answer(web: Web, patience: Patience, answer: object) -> None:
    """What has another shape is refused in one sentence."""
    web.says(answer)
    with pytest.raises(Refused):
        fetch_umami(place("umami", UMAMI_KPIS, url=web.url, site="a", timezone="UTC"), SPAN, patience)


def test_metrics() -> None:
    """The lists of an answer are all there is to ask for."""
    assert set(UMAMI_METRICS) == set(UMAMI_KPIS)


def test_goatcounter_figures_per_day(web: Web, patience: Patience) -> None:
    """A day with 0 visits is 0, and said so."""
    web.says(
        {
            "total": 9,
            "stats": [{"day": "2026-11-20", "hourly": [0] * 24, "daily": 9}, {"day": "2026-11-21", "daily": 0}],
        }
    )
    assert fetch_goatcounter(place("goatcounter", {"daily": "visits"}, url=web.url), SPAN, patience) == [
        SourceMetric("visits", date(2026, 11, 20), 9.0),
        SourceMetric("visits", date(2026, 11, 21), 0.0),
    ]
    assert (web.asked[0].path, web.asked[0].query) == (
        "/api/v0/stats/total",
        {"start": ["2026-11-20"], "end": ["2026-11-22"]},
    )


@pytest.mark.parametrize("answer", [{}, {"stats": None}, {"stats": ["x"]}, {"stats": [{"daily": 3}]}])
def test_goatcounter_another_answer(web: Web, patience: Patience, answer: object) -> None:
    """What has another shape is refused in one sentence."""
    web.says(answer)
    with pytest.raises(Refused):
        fetch_goatcounter(place("goatcounter", {"daily": "visits"}, url=web.url), SPAN, patience)
