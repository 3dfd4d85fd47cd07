"""Google Analytics by Google's client: what it is asked, what its answers become, what is said when it is missing."""

from __future__ import annotations

import sys
from datetime import date
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._place import NO_SECRET, Patience, Secret, SourceMetric
from kpitui.extras.pull.sources.google_analytics import fetch
from tests.extras.pull.sources.conftest import SECRET, SPAN, place
from tests.safety import SAFETY_SECONDS

KPIS = {"activeUsers": "users", "bounceRate": "bounce"}


def cells(*values: str) -> list[SimpleNamespace]:
    """Return values as Google's client gives them: texts in objects."""
    return [SimpleNamespace(value=value) for value in values]


class Google:
    """Google's client, as far as it is used."""

    def __init__(self, error: Exception | None = None) -> None:
        self.asked: list[Any] = []
        self.error = error

    def run_report(self, request: Any, *, timeout: float) -> Any:
        """Answer with one day."""
        self.asked.append((request, timeout))
        if self.error:
            raise self.error
        return SimpleNamespace(
            rows=[SimpleNamespace(dimension_values=cells("20261120"), metric_values=cells("2541", "0.25"))]
        )


def test_figures_per_day(patience: Patience) -> None:
    """Every value is a text, a day has no hyphens, a fraction is scaled to a percentage."""
    google = Google()
    found = fetch(place("ga4", KPIS, property=123, scale={"bounceRate": 100.0}), SPAN, patience, google)
    assert found == [
        SourceMetric("users", date(2026, 11, 20), 2541.0),
        SourceMetric("bounce", date(2026, 11, 20), 25.0),
    ]
    ((request, timeout),) = google.asked
    assert (request["property"], timeout) == ("properties/123", SAFETY_SECONDS)
    assert request["date_ranges"] == [{"start_date": "2026-11-20", "end_date": "2026-11-22"}]
    assert request["metrics"] == [{"name": "activeUsers"}, {"name": "bounceRate"}]


def test_what_google_raises_is_told_without_the_secret(patience: Patience) -> None:
    """Whatever its client raises is one sentence."""
    with pytest.raises(Refused, match="PermissionError no access with •••") as refused:
        google = Google(PermissionError(f"no access with {SECRET.value}\nand more"))
        fetch(place("ga4", KPIS, property=123), SPAN, patience, google)
    assert SECRET.value not in str(refused.value)


def test_without_the_extra(patience: Patience, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says what to install."""
    monkeypatch.setitem(sys.modules, "google.analytics.data_v1beta", None)
    with pytest.raises(Refused, match=r"kpitui\[ga\]"):
        fetch(place("ga4", KPIS, property=123), SPAN, patience)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Google's library as a fake, which notes the keys it was given."""
    keys: list[Any] = []

    class Client(Google):
        def __init__(self) -> None:
            super().__init__()
            keys.append(None)

        @classmethod
        def from_service_account_info(cls, info: Any) -> Google:
            keys.append(info)
            if "client_email" not in info:
                raise ValueError(f"Service account info was not in the expected format, {info}")
            return Google()

    module = ModuleType("google.analytics.data_v1beta")
    vars(module)["BetaAnalyticsDataClient"] = Client
    for name in ("google", "google.analytics"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return keys


def test_the_key_goes_to_google(patience: Patience, library: list[Any]) -> None:
    """The secret is the content of a key file; without one, Google's own defaults count."""
    fetch(place("ga4", KPIS, Secret('{"client_email": "a@b"}'), property=123), SPAN, patience)
    fetch(place("ga4", KPIS, NO_SECRET, property=123), SPAN, patience)
    assert library == [{"client_email": "a@b"}, None]


@pytest.mark.parametrize("key", ["no json", '{"private_key": "abc"}'])
def test_a_key_that_is_none(patience: Patience, library: list[Any], key: str) -> None:
    """The refusal does not tell what was in it."""
    with pytest.raises(Refused, match="not a key file of a Google service account"):
        fetch(place("ga4", KPIS, Secret(key), property=123), SPAN, patience)
    assert len(library) <= 1
