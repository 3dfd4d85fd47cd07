"""`kpi split` and `show --parts` in the shell."""

from __future__ import annotations

from tests.cli.conftest import Shell


def test_visitors_are_split_by_source(shop: Shell) -> None:
    """They have numbers, so they stay logged; the parts have shares, and the rest is what they leave."""
    done = shop.ok("kpi", "split", "visitors", "organic", "social")
    assert "Visitors keeps its own numbers. What is not in its parts is the rest: organic, social" in done.out
    assert "kpitui log organic=... social=..." in done.out
    shop.ok("log", "organic=240", "social=0", "--on", "2026-11-22")
    shown = shop.ok("show", "visitors", "--parts", "--last", "1").out.split("\n")
    assert shown[1].split() == ["Visitors", "organic", "social", "the", "rest", "days"]
    assert shown[2].split()[:8] == ["2026-11", "480", "240", "(50%)", "0", "(0%)", "240", "(50%)"]
    assert "1/3" in shown[2] and "2 without all parts" in shown[2]
    plain = shop.ok("show", "visitors", "--parts", "--last", "1", "--plain").out
    assert "2026-11: organic 240 (50%), social 0 (0%), the rest 240 (50%)" in plain
    chart = shop.ok("show", "visitors", "--chart", "parts", "--size", "60x10").out
    assert "█ organic" in chart and "▞ the rest" in chart
    assert "organic 240 (50%)" in shop.ok("show", "visitors", "--chart", "parts", "--plain").out
    document = shop.ok("show", "visitors", "--parts", "--last", "1", "--json").json
    assert document["split"] == "logged"
    assert [(part["key"], part["value"], part["share"]) for part in document["periods"][0]["parts"]] == [
        ("organic", 240.0, 0.5), ("social", 0.0, 0.0), (None, 240.0, 0.5),
    ]  # fmt: skip


def test_the_way_is_changed_and_parts_are_taken_out(shop: Shell) -> None:
    """The sum instead of a logged whole, one part less, none; each can be undone; without words it is said."""
    shop.ok("kpi", "split", "orders", "web", "fair")
    assert "is the sum of its parts: web, fair" in shop.ok("kpi", "split", "orders", "--computed").out
    assert "Calculated" in shop("log", "orders", "3").err or "calculated" in shop("log", "orders", "3").err
    assert shop.ok("kpi", "show", "orders", "--json").json["split"] == "computed"
    assert shop.ok("kpi", "show", "web", "--json").json["part_of"] == "orders"
    assert "the sum of its parts: fair" in shop.ok("kpi", "split", "orders", "--take-out", "web").out
    assert "has no parts any more" in shop.ok("kpi", "split", "orders", "--take-out").out
    shop.ok("undo")
    assert "the sum of its parts: fair" in shop.ok("kpi", "split", "orders").out


def test_what_has_no_parts_says_how_to_make_them(shop: Shell) -> None:
    """Table and chart name the command; a ratio has no parts that add up."""
    for words in (("--parts",), ("--chart", "parts")):
        refused = shop("show", "orders", *words)
        assert (refused.status, "kpitui kpi split orders PART PART" in refused.err) == (1, True)
    assert "can't be split" in shop("kpi", "split", "conversion", "a1").err
