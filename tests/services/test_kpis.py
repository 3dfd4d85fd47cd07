"""Setting up: KPIs of every kind, what is refused about them, pauses and notes."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.errors import KpituiError, NotFound, Refused
from kpitui.services import kpis, pauses
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.history import undo
from kpitui.services.kpi_fields import KpiFields, checked
from kpitui.services.workspace import Workspace
from kpitui.store import journal, records
from kpitui.store.records import all_kpis

TODAY = date(2026, 11, 23)


def test_the_key_comes_from_the_name(workspace: Workspace) -> None:
    """A KPI without a key gets one from its name; the same name again is refused, as is a key that was given."""
    assert "klant-tevredenheid" == kpis.add_kpi(workspace, {"name": "Klant tevredenheid"}).key
    for fields in ({"name": " KLANT  tevredenheid"}, {"name": "Other", "key": "klant-tevredenheid"}):
        with pytest.raises(Refused, match="is taken by") as taken:
            kpis.add_kpi(workspace, fields)
        assert taken.value.field == "key"


@pytest.mark.parametrize(
    ("name", "unit", "key"),
    [("Margin %", "", "margin-pct"), ("Margin £", "EUR", "margin-gbp"), ("Margin!", "EUR", "margin-eur"),
     ("Margin!", "%", "margin-pct"), ("Margin!", "per hour", "margin-2"), ("Márgin", "", "margin-2")],
)  # fmt: skip
def test_a_key_that_is_taken_is_made_longer(workspace: Workspace, name: str, unit: str, key: str) -> None:
    """By the unit that the name or the KPI has, else by a number; and once more for the next."""
    kpis.add_kpi(workspace, {"name": "Margin €"})
    assert kpis.add_kpi(workspace, {"name": name, "unit": unit}).key == key
    with pytest.raises(Refused, match="is taken by"):
        kpis.add_kpi(workspace, {"name": name, "unit": unit})
    assert kpis.add_kpi(workspace, {"name": "Margin?"}).key == ("margin-3" if key == "margin-2" else "margin-2")


def test_a_long_name_leaves_room_for_what_is_put_behind(workspace: Workspace) -> None:
    """Names with the same first sixty signs are two KPIs, and both keys can be typed."""
    begin = "Revenue of the web shop in the Netherlands from returning customers "
    keys = [kpis.add_kpi(workspace, {"name": begin + end}).key for end in ("under thirty", "over thirty")]
    assert [len(key) <= 60 for key in keys] == [True, True]
    assert keys[1] == keys[0][:58].rstrip("-") + "-2"


def test_a_changed_name_keeps_its_key(workspace: Workspace) -> None:
    """The key is what scripts and sources know it by."""
    kpi = kpis.add_kpi(workspace, {"name": "Margin"})
    fields = {**kpis.fields_of(workspace, kpi), "name": "Margin of the shop", "key": ""}
    assert kpis.edit_kpi(workspace, kpi, fields).key == "margin"


def test_formulas_follow_a_key(shop: Workspace) -> None:
    """What is calculated from a KPI still is under its new key, also once that is undone; a circle is still seen."""
    kpis.add_kpi(shop, {"name": "Gain", "kind": "formula", "formula": "max(revenue, 0) - 0.5*revenue"})
    kpis.add_kpi(shop, {"name": "Twice", "kind": "formula", "formula": "2 * gain"})
    revenue, gain = find_kpi(shop, "revenue"), find_kpi(shop, "gain")
    kpis.edit_kpi(shop, revenue, {**kpis.fields_of(shop, revenue), "key": "net-sales"})
    assert find_kpi(shop, "gain").formula == "max(net-sales, 0) - 0.5*net-sales"
    undo(shop)
    assert find_kpi(shop, "gain").formula == gain.formula
    with pytest.raises(Refused, match="calculated from each other"):
        kpis.edit_kpi(shop, gain, {**kpis.fields_of(shop, gain), "key": "win", "formula": "twice / 2"})
    long = kpis.add_kpi(shop, {"name": "Long", "kind": "formula", "formula": " + ".join(["revenue"] * 20)})
    with pytest.raises(Refused, match="The formula of") as refused:
        kpis.edit_kpi(shop, revenue, {**kpis.fields_of(shop, revenue), "key": "revenue-of-the-shop"})
    assert (refused.value.field, find_kpi(shop, "long")) == ("key", long)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Speed", "kind": "rate"}, "kind"),
        ({"name": "Speed", "every": "sometimes"}, "every"),
        ({"name": "Share", "kind": "ratio"}, "numerator"),
        ({"name": "Share", "kind": "formula"}, "formula"),
        ({"name": "Share", "kind": "formula", "formula": "orders ** 9"}, "formula"),
        ({"name": "Share", "kind": "formula", "formula": "share + 1"}, "formula"),
        ({"name": "Share", "kind": "formula", "formula": "nothing * 2"}, "formula"),
        ({"name": "Stock", "better": "band", "band_low": 5, "band_high": 2}, "band_low"),
        ({"name": "Speed", "key": "Not A Key"}, "key"),
        ({"name": "Speed", "colour": "red"}, "colour"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_at_its_field(shop: Workspace, fields: dict[str, object], field: str) -> None:
    """A refused KPI names the field, and nothing is added."""
    before = all_kpis(shop.store)
    with pytest.raises(KpituiError) as refused:
        kpis.add_kpi(shop, fields)
    assert (field, before) == (refused.value.field, all_kpis(shop.store))


def test_a_circle_of_formulas_is_refused(shop: Workspace) -> None:
    """KPIs cannot be computed from each other in a circle, also through others."""
    kpis.add_kpi(shop, {"name": "A", "kind": "formula", "formula": "order-value + 1"})
    value = find_kpi(shop, "order-value")
    with pytest.raises(Refused) as refused:
        kpis.edit_kpi(shop, value, {**kpis.fields_of(shop, value), "formula": "a * 2"})
    assert "formula" == refused.value.field


def test_a_formula_adds_no_euros_to_pieces(shop: Workspace) -> None:
    """A formula that adds figures of different units is refused; a unit is worked out when none is given."""
    with pytest.raises(Refused) as refused:
        kpis.add_kpi(shop, {"name": "Sum", "kind": "formula", "formula": "revenue + orders"})
    assert "formula" == refused.value.field
    worked_out = kpis.add_kpi(shop, {"name": "Per visit", "kind": "formula", "formula": "revenue / visitors"})
    assert "EUR" == worked_out.unit


def test_unknown_parts_are_named(shop: Workspace) -> None:
    """A ratio of a KPI that does not exist is refused with its name."""
    with pytest.raises(NotFound) as refused:
        kpis.add_kpi(shop, {"name": "R", "kind": "ratio", "numerator": "orderz", "denominator": "visitors"})
    assert "orders" in str(refused.value)


def test_fields_describe_the_kpi_again(shop: Workspace) -> None:
    """The fields of a KPI, saved as they are, change nothing."""
    for kpi in all_kpis(shop.store):
        assert kpi == kpis.edit_kpi(shop, kpi, kpis.fields_of(shop, kpi))


def test_a_kpi_with_entries_stays_logged(shop: Workspace) -> None:
    """A KPI that has entries cannot become a computed one."""
    log(shop, [EntryInput("orders", "3", TODAY)])
    orders = find_kpi(shop, "orders")
    with pytest.raises(Refused) as refused:
        kpis.edit_kpi(shop, orders, {**kpis.fields_of(shop, orders), "kind": "formula", "formula": "visitors * 2"})
    assert "kind" == refused.value.field


def test_archive_and_bring_back(shop: Workspace) -> None:
    """An archived KPI leaves Today and keeps its entries; it can be brought back, and each is undone."""
    orders = find_kpi(shop, "orders")
    kpis.archive_kpi(shop, orders)
    assert orders.id not in {kpi.id for kpi in all_kpis(shop.store)}
    journal.undo(shop.store)
    assert orders.id in {kpi.id for kpi in all_kpis(shop.store)}


def test_move_changes_the_order_of_today(shop: Workspace) -> None:
    """A KPI moves by so many places, and not beyond the ends."""
    kpis.move_kpi(shop, find_kpi(shop, "visitors"), -2)
    assert "visitors" == all_kpis(shop.store)[0].key
    kpis.move_kpi(shop, find_kpi(shop, "visitors"), -5)
    assert "visitors" == all_kpis(shop.store)[0].key


def test_a_pause_ends_after_it_starts(shop: Workspace) -> None:
    """A pause that ends before it starts is refused; the others are kept with their reason."""
    with pytest.raises(Refused):
        pauses.add_pause(shop, None, TODAY, date(2026, 11, 20), "flu")
    pauses.add_pause(shop, None, date(2026, 11, 20), TODAY, "flu")
    (pause,) = records.all_pauses(shop.store)
    assert "flu" == pause.reason


def test_unknown_and_missing_fields_are_named() -> None:
    """A field that does not exist and one that is missing are refused by name."""
    with pytest.raises(Refused) as unknown:
        checked(KpiFields, {"name": "x", "flavour": "y"})
    with pytest.raises(Refused) as missing:
        checked(KpiFields, {"kind": "flow"})
    assert ("flavour", "name") == (unknown.value.field, missing.value.field)


def test_a_refusal_of_the_core_keeps_its_sentence() -> None:
    """The core's own sentence about a cadence arrives, with the field it belongs to."""
    with pytest.raises(Refused) as refused:
        checked(KpiFields, {"name": "x", "every": "fortnight"})
    assert ("every", True) == (refused.value.field, "fortnight" in str(refused.value))


def test_infinity_is_no_edge() -> None:
    """Edges of a band are finite numbers."""
    with pytest.raises(Refused):
        checked(KpiFields, {"name": "x", "better": "band", "band_low": float("-inf"), "band_high": 2})
