"""Matomo's Reporting API."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._place import Patience, SourceMetric
from kpitui.extras.pull.sources.matomo import fetch
from tests.extras.pull.sources.conftest import SECRET, SPAN, place
from tests.extras.pull.sources.server import Web

KPIS = {"nb_visits": "visits", "nb_actions": "actions"}


def test_figures_per_day(web: Web, patience: Patience) -> None:
    """The answer is by day; a day without visits is an empty list; the secret is in the body and not in the address."""
    web.says({"2026-11-20": {"nb_visits": 5, "nb_actions": "9"}, "2026-11-21": [], "2026-11-22": {"nb_visits": 1}})
    found = fetch(place("matomo", KPIS, url=web.url, site=3, method="VisitsSummary.get"), SPAN, patience)
    assert found == [
        SourceMetric("visits", date(2026, 11, 20), 5.0),
        SourceMetric("actions", date(2026, 11, 20), 9.0),
        SourceMetric("visits", date(2026, 11, 22), 1.0),
    ]
    (asked,) = web.asked
    form = parse_qs(asked.body.decode())
    assert (asked.method, asked.path, asked.query) == ("POST", "/index.php", {})
    assert (form["token_auth"], form["idSite"], form["date"]) == ([SECRET.value], ["3"], ["2026-11-20,2026-11-22"])


def test_a_report_of_one_metric(web: Web, patience: Patience) -> None:
    """Such a report has figures where others have names."""
    web.says({"2026-11-20": 5})
    here = place("matomo", {"nb_visits": "visits"}, url=web.url, site=3, method="VisitsSummary.getVisits")
    assert fetch(here, SPAN, patience) == [SourceMetric("visits", date(2026, 11, 20), 5.0)]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"result": "error", "message": "no access"}, "Matomo says: no access"),
        ([], "no days"),
        ({"soon": {}}, "Not a date"),
    ],
)
def test_another_answer(web: Web, patience: Patience, answer: object, reason: str) -> None:
    """An error comes with status 200, and is told."""
    web.says(answer)
    with pytest.raises(Refused, match=reason):
        fetch(place("matomo", KPIS, url=web.url, site=3, method="VisitsSummary.get"), SPAN, patience)
