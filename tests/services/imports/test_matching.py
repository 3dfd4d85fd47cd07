"""Which KPI a figure is: by key, by name in either language, or one that can be added."""

from __future__ import annotations

import pytest

from kpitui.exchange import FileMetric
from kpitui.exchange.reading import ROWS
from kpitui.i18n import use
from kpitui.services.imports.matching import add_missing, fields_for, matched
from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import Workspace

VISITORS = FileMetric("visitors", "Visitors", "stamped")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_figure_finds_its_kpi_in_either_language(workspace: Workspace, language: str) -> None:
    """What a preset calls visitors is a KPI called Bezoekers when Dutch is spoken, and always the key."""
    use(language)
    add_kpi(workspace, {"name": "Bezoekers" if language == "nl" else "Visitors", "key": "people"})
    (found,) = matched(workspace, [VISITORS])
    assert found.kpi is not None
    assert found.kpi.key == "people"


def test_a_mapped_figure_is_only_what_the_mapping_says(shop: Workspace) -> None:
    """Beside a KPI called Revenue, ``--map revenue=etsy`` is a KPI of its own, called as it was typed."""
    etsy = FileMetric("etsy", "Revenue", "flow", "EUR", origin="revenue")
    (match,) = matched(shop, [etsy])
    assert (match.kpi, match.can_be_added) == (None, True)
    assert fields_for(etsy, {}, "")["name"] == "etsy"


def test_what_is_computed_or_missing_is_told_apart(shop: Workspace) -> None:
    """Only a KPI that is not there can be added; one that is computed takes no figures."""
    computed, missing = matched(shop, [FileMetric("conversion"), FileMetric("weather")])
    assert (computed.can_be_added, missing.can_be_added) == (False, True)
    assert computed.refusal is not None
    assert "calculated" in computed.refusal[0]


def test_a_name_alone_is_looked_up_in_the_library() -> None:
    """A column called as a template becomes what the template is, others what their names tell; the rest adds up."""
    assert fields_for(FileMetric("Bounce rate"), {}, "EUR")["name"] == "Bounce rate"
    assert fields_for(FileMetric("Weather"), {}, "EUR") == {"name": "Weather"}
    known = fields_for(FileMetric("Site speed"), {}, "EUR")
    assert (known["template"], known["kind"]) == ("site-speed", "sample")
    assert fields_for(FileMetric("Saldo zakelijke rekening"), {}, "GBP") == {
        "name": "Saldo zakelijke rekening", "kind": "level", "unit": "GBP",
    }  # fmt: skip


def test_a_ratio_waits_for_its_parts(workspace: Workspace) -> None:
    """A rate is added after what it is made of, and not at all where a part is missing."""
    parts = [FileMetric("bounces", "", "flow"), FileMetric("visits", "", "flow")]
    rate = FileMetric("bounce-rate", "Bounce rate", "ratio", "%", ("bounces", "visits"))
    with workspace.store.write("entries.imported") as change:
        assert add_missing(workspace, change, matched(workspace, [rate])) == []
        added = add_missing(workspace, change, matched(workspace, [rate, *parts]))
    assert [kpi.key for kpi in added] == ["bounces", "visits", "bounce-rate"]


def test_other_names_of_a_template_are_its_kpi(shop: Workspace) -> None:
    """A Dutch file finds the English KPI by what the library calls it, whatever language is spoken."""
    (found,) = matched(shop, [FileMetric("Omzet")])
    assert found.kpi is not None
    assert found.kpi.key == "revenue"


def test_money_of_which_the_file_names_no_currency_is_that_of_the_business() -> None:
    """What a web shop sold in dollars is no amount in euros; a currency that the file names stays."""
    revenue = FileMetric("revenue", "Revenue", "flow", money=True)
    assert fields_for(revenue, {}, "USD")["unit"] == "USD"
    assert fields_for(revenue._replace(unit="GBP"), {}, "USD")["unit"] == "GBP"
    assert fields_for(revenue._replace(money=False), {}, "USD")["unit"] == ""


def test_what_figures_show_goes_before_what_a_name_says() -> None:
    """A rate between 0 and 1 may be a part of one; guests of bookings add up; an answer to a question is averaged."""
    rate = FileMetric("Conversion rate of shops", share=True)
    assert fields_for(rate, {}, "EUR") == {"name": rate.name, "kind": "sample"}
    assert fields_for(rate._replace(share=False), {}, "EUR")["unit"] == "%"
    people = FileMetric("People", adds_up=True)
    assert (fields_for(people, {}, "")["kind"], fields_for(people._replace(adds_up=False), {}, "")["kind"]) == (
        "flow",
        "stamped",
    )
    assert fields_for(FileMetric("Would you come back?"), {}, "")["kind"] == "sample"
    assert fields_for(FileMetric("Debit", amount=True), {}, "GBP")["unit"] == "GBP"


def test_counted_rows_add_up_whatever_they_are_called() -> None:
    """Subscribers are a level, and the rows of a day that name some of them are not."""
    assert fields_for(FileMetric("Subscribers", origin=ROWS), {}, "EUR")["kind"] == "flow"
    assert fields_for(FileMetric("New followers"), {}, "EUR")["kind"] == "flow"
    assert fields_for(FileMetric("Followers"), {}, "EUR")["kind"] == "level"
