"""Guards that the tree of a KPI is found in ratios, formulas and parts, without circles, and which way is taken."""

from __future__ import annotations

from kpitui.core.formula import Formula
from kpitui.core.metric_tree import DEEPEST, Branch, branches, depth_of, metric_tree, pruned
from kpitui.core.model import Kpi

REVENUE = Kpi(1, "revenue", "Revenue", "flow", unit="EUR")
ORDERS = Kpi(2, "orders", "Orders", "flow")
VISITORS = Kpi(3, "visitors", "Visitors", "flow")
CONVERSION = Kpi(4, "conversion", "Conversion", "ratio", unit="%", numerator=2, denominator=3)
VALUE = Kpi(5, "order-value", "Order value", "formula", unit="EUR", formula="revenue / orders")
SHOP = (REVENUE, ORDERS, VISITORS, CONVERSION, VALUE)
PER_VISITOR = Kpi(6, "per-visitor", "Revenue per visitor", "ratio", numerator=1, denominator=3)


def _text(tree: Branch) -> str:
    """Return a tree as text: ``revenue[orders, order-value]``."""
    name = tree.kpi.key if tree.kpi is not None else tree.kind
    return f"{name}[{', '.join(map(_text, tree.parts))}]" if tree.parts else name


def test_a_shop_has_its_tree_by_itself() -> None:
    """Orders are visitors times conversion, revenue orders times order value, also where that is a formula."""
    tree = metric_tree(REVENUE, SHOP)
    assert _text(tree) == "revenue[orders[visitors, conversion], order-value]"
    assert [branch.way for _depth, branch in branches(tree)] == ["product", "product", "", "", ""]
    assert _text(metric_tree(CONVERSION, SHOP)) == "conversion[orders, visitors]"
    assert _text(metric_tree(VISITORS, SHOP)) == "visitors"


def test_of_several_ways_the_deepest_is_taken_or_that_of_the_drivers() -> None:
    """Visitors times revenue per visitor is the other way; it is named, and taken where its parts are drivers."""
    every = (*SHOP, PER_VISITOR)
    tree = metric_tree(REVENUE, every)
    assert _text(tree) == "revenue[orders[visitors, conversion], order-value]"
    assert [[kpi.key for kpi in way] for way in tree.others] == [["visitors", "per-visitor"]]
    chosen = metric_tree(REVENUE, every, {PER_VISITOR.id})
    assert _text(chosen) == "revenue[visitors, per-visitor]"
    archived = (*SHOP, PER_VISITOR._replace(archived=True))
    assert metric_tree(REVENUE, archived).others == ()


def test_a_circle_is_no_way() -> None:
    """Two KPIs that are each a ratio of the other do not open each other for ever."""
    back = Kpi(7, "visits-an-order", "Visits an order", "ratio", numerator=3, denominator=2)
    tree = metric_tree(ORDERS, (*SHOP, back))
    assert _text(tree) == "orders[visitors, conversion]"
    assert _text(metric_tree(VISITORS, (*SHOP, back))) == "visitors[orders, visits-an-order]"


def test_a_ratio_of_a_ratio_is_no_way() -> None:
    """It is refused wherever it is computed, so it must not stand in the tree of the KPI above its line."""
    odd = Kpi(7, "odd", "Odd", "ratio", numerator=2, denominator=4)
    assert _text(metric_tree(ORDERS, (ORDERS, VISITORS, CONVERSION, odd), {odd.id})) == "orders[visitors, conversion]"
    assert _text(metric_tree(odd, (ORDERS, VISITORS, CONVERSION, odd))) == "odd"


def test_a_formula_has_the_kpis_it_names() -> None:
    """Revenue less costs opens revenue further; a formula that is refused or names what is not there is a leaf."""
    costs = Kpi(8, "costs", "Costs", "flow", unit="EUR")
    profit = Kpi(9, "profit", "Profit", "formula", unit="EUR", formula="revenue - costs")
    margin = Kpi(10, "margin", "Margin", "formula", unit="%", formula="100 * profit / revenue")
    every = (*SHOP, costs, profit, margin)
    assert _text(metric_tree(profit, every)) == "profit[revenue[orders[visitors, conversion], order-value], costs]"
    assert _text(metric_tree(margin, every)) == "margin[profit, revenue]"
    assert [[kpi.key for kpi in way] for way in metric_tree(profit, every).others] == [["revenue", "margin"]]
    for formula in ("revenue - nothing", "revenue -", " - ".join(f"k{n}" for n in range(9))):
        broken = profit._replace(formula=formula)
        assert (
            _text(metric_tree(broken, (*SHOP, broken, *(Kpi(50 + n, f"k{n}", "K", "flow") for n in range(9)))))
            == "profit"
        )


def test_parts_of_a_whole_with_their_rest() -> None:
    """A whole that is logged has a rest, one that is their sum has none."""
    parts = [Kpi(20 + n, f"p{n}", f"P{n}", "flow", part_of=3) for n in range(2)]
    for split, text in (("logged", "visitors[p0, p1, rest]"), ("computed", "visitors[p0, p1]")):
        whole = VISITORS._replace(split=split)  # type: ignore[arg-type]
        assert _text(metric_tree(whole, (REVENUE, ORDERS, whole, CONVERSION, VALUE, *parts))) == text


def test_a_ratio_of_wholes_with_the_same_parts_is_a_mix() -> None:
    """By a ratio of each part, or by names that differ only in that of the whole; else it is a mere ratio."""
    orders, visitors = ORDERS._replace(split="computed"), VISITORS._replace(split="computed")
    names = (("Orders search", 2), ("Orders mail", 2), ("Visitors mail", 3), ("Visitors search", 3))
    parts = [Kpi(30 + n, f"p{n}", name, "flow", part_of=whole) for n, (name, whole) in enumerate(names)]
    tree = metric_tree(CONVERSION, (orders, visitors, CONVERSION, *parts))
    assert tree.way == "mix"
    assert [(above.key, below.key) for above, below in tree.pairs if above and below] == [("p1", "p2"), ("p0", "p3")]
    assert _text(tree) == "conversion[rate[p2, p3], mix[p2, p3]]"
    other = [parts[0]._replace(name="Shop"), parts[1]._replace(name="Post"), *parts[2:]]
    assert metric_tree(CONVERSION, (orders, visitors, CONVERSION, *other)).way == "ratio"
    ratios = [Kpi(40 + n, f"r{n}", "R", "ratio", numerator=30 + n, denominator=33 - n) for n in range(2)]
    linked = metric_tree(CONVERSION, (orders, visitors, CONVERSION, *other, *ratios))
    assert [(above.key, below.key) for above, below in linked.pairs if above and below] == [("p1", "p2"), ("p0", "p3")]


def test_a_tree_has_an_end() -> None:
    """It goes four steps down, and can be cut off anywhere."""
    chain = [Kpi(100 + n, f"c{n}", f"C{n}", "flow", split="computed", part_of=99 + n) for n in range(9)]
    tree = metric_tree(chain[0], chain)
    assert depth_of(tree) == DEEPEST
    assert _text(pruned(tree, 2)) == "c0[c1[c2]]"


def test_which_formulas_are_one_division() -> None:
    """Numbers before or behind it are its factor; a second name on a side, or a sum, is none."""
    assert Formula.parse("revenue / orders").division() == (1.0, "revenue", "orders")
    assert Formula.parse("orders / visitors * 100").division() == (100.0, "orders", "visitors")
    assert Formula.parse("(2 * a) / (4 * b)").division() == (0.5, "a", "b")
    for text in ("a * b / c", "a / b / c", "a + b", "a / a", "0 * a / b", "a / 0 / b", "-a / b", "a * 2", "max(a, b)"):
        assert Formula.parse(text).division() is None, text
    assert [
        divisor.evaluate({"a": 1.0, "b": 5.0, "c": 3.0}) for divisor in Formula.parse("a / (b - c) / 2").divisors()
    ] == [2.0]


def test_no_kpi_stands_at_two_places() -> None:
    """Goods are sales times their share, and the sales a part already: more sales are no more cost on another line."""
    sales, goods = (Kpi(n, key, key, "flow", unit="EUR") for n, key in ((20, "sales"), (21, "goods")))
    share = Kpi(22, "share", "Share", "ratio", unit="%", numerator=21, denominator=20)
    left = Kpi(23, "left", "Left", "formula", unit="EUR", formula="sales - goods")
    guests, spend = (
        Kpi(24, "guests", "Guests", "flow"),
        Kpi(25, "spend", "Spend", "ratio", numerator=20, denominator=24),
    )
    every = (sales, goods, share, left, guests, spend)
    assert _text(metric_tree(left, every)) == "left[sales[guests, spend], goods]"
    assert _text(metric_tree(goods, every)) == "goods[sales[guests, spend], share]"
