"""The template library: each makes a KPI that the program accepts, in two languages, with trap and counter-KPI."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files

import pytest

from kpitui.core.errors import NotFound
from kpitui.core.kpi_names import checked_key
from kpitui.services.history import undo
from kpitui.services.kpi_fields import TradeFile, checked
from kpitui.services.kpis import add_kpi
from kpitui.services.templates import (
    Trade,
    add_from_library,
    added_with,
    kpi_of_template,
    library,
    template_called,
    templates,
    templates_like,
    templates_near,
)
from kpitui.services.why import tree_of
from kpitui.services.workspace import Workspace
from kpitui.store.records import all_kpis

ARTICLE = ("revenue", "orders", "visitors", "conversion", "site-speed", "organic-visitors", "social-visitors",
           "click-through", "bounce-rate", "abandoned-carts")  # fmt: skip
"""The KPIs in the table of the source article."""


@pytest.mark.sampled(20)
@pytest.mark.parametrize("key", templates())
def test_a_template_makes_a_kpi(workspace: Workspace, key: str) -> None:
    """With the KPIs it needs, which are templates themselves, every template can be added as it is."""
    template = template_called(key)
    for needed in dict.fromkeys((*template.needs, key)):
        each = template_called(needed)
        kpi = add_kpi(workspace, {"name": each.name_in("en"), "key": checked_key(each.key), **each.fields})
    assert (kpi.key, kpi.name) == (key, template.name_in("en"))


@pytest.mark.parametrize("key", templates())
def test_a_template_says_all_in_both_languages(key: str) -> None:
    """Name, what it tells and its trap differ by language; its counter-KPI is another template."""
    template = template_called(key)
    assert template.counter in templates()
    assert template.counter != key
    for texts in (template.names, template.tells, template.traps):
        assert len(texts) == 2
        assert all(text.strip() == text != "" for text in texts)
    assert template.tells[0] != template.tells[1]
    assert template.traps[0] != template.traps[1]


def test_there_are_enough_in_every_trade() -> None:
    """At least sixty KPIs, eight trades of at least ten each; the article's are in the first."""
    known, trades = library()
    assert len(known) >= 60
    assert len(trades) == 8
    assert all(len(trade.templates) >= 10 for trade in trades)
    assert set(ARTICLE) <= set(trades[0].templates)
    assert all(key in known for trade in trades for key in trade.templates)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("trade", library()[1], ids=lambda trade: trade.key)
def test_the_templates_of_a_trade_make_a_tree(workspace: Workspace, trade: Trade) -> None:
    """What it earns, or for software who pays, is taken apart into what it has templates for."""
    for key in trade.templates:
        add_from_library(workspace, key)
    outcome = next(kpi for key in ("revenue", "trials-paid") for kpi in all_kpis(workspace.store) if kpi.key == key)
    assert len(tree_of(workspace, outcome).parts) == 2


def test_the_files_of_the_program_stand_as_they_are_checked() -> None:
    """They are read without pydantic, so each is accepted by it and has nothing that it would write otherwise."""
    for file in sorted((files("kpitui") / "library").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            described = tomllib.loads(file.read_text(encoding="utf-8"))
            accepted = checked(TradeFile, described).model_dump(exclude_unset=True)
            assert json.loads(json.dumps(accepted)) == described, file.name


def test_names_are_in_a_language() -> None:
    """The same template in Dutch and English."""
    revenue = template_called("revenue")
    assert (revenue.name_in("nl"), library()[1][0].name_in("nl"), revenue.name_in("en")) == (
        "Omzet",
        "Webwinkel",
        "Revenue",
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [("load-time", "site-speed"), ("verloop", "churn"), ("coach sessions", "sessions"), ("uur tarief", "hourly-rate")],
)
def test_templates_are_found_by_their_words(text: str, key: str) -> None:
    """By alias, in either language, by trade and word together, by parts of words."""
    assert key in [template.key for template in templates_like(text)]
    assert templates_like("zzz") == []


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", ["revenue", "orders", "visitors"]),
        ("zzz", ["revenue", "orders", "visitors"]),
        ("Site spe", ["site-speed", "visitors"]),
        ("omzet", ["revenue", "session-revenue"]),
    ],
)
def test_templates_near_a_name_come_before_the_others_of_their_trade(text: str, keys: list[str]) -> None:
    """Both words of a name before one of them; where nothing fits, those of the first trade."""
    assert [template.key for template in templates_near(text, len(keys))] == keys


def test_an_unknown_template_is_refused_with_those_that_are_near() -> None:
    """The refusal lists the nearest."""
    with pytest.raises(NotFound) as refused:
        template_called("convesion")
    assert "conversion" in str(refused.value.params["known"])


def test_a_template_comes_with_its_parts_and_nothing_else(workspace: Workspace) -> None:
    """Revenue brings itself, conversion what it is calculated from; a second time nothing; each is one change."""
    assert [kpi.key for kpi in add_from_library(workspace, "revenue")] == ["revenue"]
    assert [kpi.key for kpi in add_from_library(workspace, "conversion")] == ["orders", "visitors", "conversion"]
    assert add_from_library(workspace, "conversion") == []
    undo(workspace)
    assert [kpi.key for kpi in all_kpis(workspace.store)] == ["revenue"]


def test_the_kpi_of_a_template_is_the_one_of_now(workspace: Workspace) -> None:
    """By its template, its key or its name, as soon as there is one, and no longer than it is there."""
    assert kpi_of_template(workspace, "revenue") is None
    add_kpi(workspace, {"name": "Revenue", "key": "turnover"})
    named = kpi_of_template(workspace, "revenue")
    add_kpi(workspace, {"name": "Takings", "template": "revenue"})
    own = kpi_of_template(workspace, "revenue")
    assert (named and named.key, own and own.key) == ("turnover", "takings")
    undo(workspace)
    undo(workspace)
    assert kpi_of_template(workspace, "revenue") is None


def test_without_drivers_only_what_it_needs(workspace: Workspace) -> None:
    """A formula comes with the KPIs in it."""
    add_from_library(workspace, "order-value")
    assert {kpi.key for kpi in all_kpis(workspace.store)} == {"revenue", "orders", "order-value"}
    with pytest.raises(NotFound):
        add_from_library(workspace, "weather")


def test_a_kpi_of_ones_own_with_the_name_of_a_template_is_that_kpi(workspace: Workspace) -> None:
    """A ratio called Conversie is no new KPI to add, in whichever language; a balance called Omzet is no revenue."""
    for name in ("Bestellingen", "Bezoekers"):
        add_kpi(workspace, {"name": name})
    add_kpi(workspace, {"name": "Omzet", "kind": "level"})
    own = add_kpi(workspace, {
        "name": "Conversie", "kind": "ratio", "unit": "%", "numerator": "bestellingen", "denominator": "bezoekers",
    })  # fmt: skip
    assert kpi_of_template(workspace, "conversion") == own
    assert kpi_of_template(workspace, "revenue") is None
    assert [template.key for template in added_with(workspace, "conversion")] == []
