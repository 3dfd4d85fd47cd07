"""The description of a source: what each kind asks for, and what is refused by its field."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.pull._schema import MODELS, SourceFields, checked_source
from kpitui.extras.pull.sources import SOURCES

LEAST: dict[str, dict[str, Any]] = {
    "json": {"url": "https://example.com", "kpis": {"a": "orders"}},
    "plausible": {"site": "example.com", "kpis": {"visitors": "orders"}},
    "matomo": {"url": "https://example.com", "site": 1, "kpis": {"nb_visits": "orders"}},
    "umami": {"url": "https://example.com", "site": "x", "kpis": {"pageviews": "orders"}},
    "goatcounter": {"url": "https://example.com", "kpis": {"daily": "orders"}},
    "ga4": {"property": 1, "kpis": {"activeUsers": "orders"}},
    "sql": {"file": "a.db", "query": "SELECT 1", "kpis": {"a": "orders"}},
    "command": {"command": ["true"], "kpi": "orders"},
}
"""The least that a source of each kind is described with."""


def test_every_kind_has_a_model() -> None:
    """A kind that is added has its fields, and a least description here."""
    assert set(MODELS) == set(SOURCES) == set(LEAST) == set(get_args(SourceFields.model_fields["kind"].annotation))


@pytest.mark.parametrize("kind", LEAST)
def test_the_least_is_enough(kind: str) -> None:
    """What is left out has a default; a field that is not known is refused."""
    fields = checked_source({"kind": kind, **LEAST[kind]})
    assert (fields.kind, fields.days, fields.today, fields.token) == (kind, 7, False, None)
    with pytest.raises(Refused) as refused:
        checked_source({"kind": kind, **LEAST[kind], "secret": "abc"})
    assert refused.value.field == "secret"


@pytest.mark.parametrize(
    ("kind", "changed", "field"),
    [
        ("smtp", {}, "kind"),
        ("json", {"kpis": {}}, "kpis"),
        ("json", {"kpis": {"a": "No Key"}}, "kpis"),
        ("json", {"days": 0}, "days"),
        ("json", {"days": 401}, "days"),
        ("json", {"timeout": float("nan")}, "timeout"),
        ("json", {"scale": {"b": 2.0}}, "scale"),
        ("json", {"token": {"env": "A", "file": "b"}}, "token"),
        ("json", {"token": {}}, "token"),
        ("json", {"token": {"value": "the secret itself"}}, "token"),
        ("json", {"password": "the secret itself"}, "password"),
        ("json", {"token": "the secret itself"}, "token"),
        ("json", {"token": {"env": "A", "header": "a: b\r\n"}}, "token"),
        ("json", {"headers": {"Authorization": "Bearer x"}}, "headers"),
        ("json", {"headers": {"X-Api-Key": "x"}}, "headers"),
        ("json", {"headers": {"X": "a\r\nb"}}, "headers"),
        ("umami", {"kpis": {"visitors": "orders"}}, "kpis"),
        ("umami", {"timezone": "Mars/Olympus"}, "timezone"),
        ("umami", {"timezone": "../../etc/passwd"}, "timezone"),
        ("matomo", {"method": "x&y=z"}, "method"),
        ("ga4", {"property": "x"}, "property"),
        ("command", {"command": "rm -rf /"}, "command"),
        ("command", {"command": []}, "command"),
    ],
)
def test_what_is_refused(kind: str, changed: dict[str, Any], field: str) -> None:
    """The refusal names the field."""
    with pytest.raises(Refused) as refused:
        checked_source({"kind": kind, **LEAST.get(kind, {}), **changed})
    assert refused.value.field == field
    assert "the secret itself" not in str(refused.value)


def test_the_sources_of_the_manual() -> None:
    """Every source that the manual shows is accepted as it stands there, and every kind is shown."""
    manual = (Path(__file__).parents[3] / "docs" / "automation.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```toml\n(.*?)```", manual, re.DOTALL)
    sources = tomllib.loads(shown)["source"]
    assert {checked_source(source).kind for source in sources.values()} == set(SOURCES)


def test_a_prefix_may_end_in_a_space() -> None:
    """Bearer and the secret are two words."""
    fields = checked_source({"kind": "json", **LEAST["json"], "token": {"env": "A", "prefix": "Token "}})
    assert fields.token is not None
    assert fields.token.prefix == "Token "
