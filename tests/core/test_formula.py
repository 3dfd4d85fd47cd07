"""Formula KPIs: what may be written, what it comes to, in which unit, and that circles are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.core.formula import LONGEST, Formula, evaluation_order, unit_of

STRAIGHT = [
    ("(carts - orders) / carts * 100", {"orders"}),
    ("revenue - ad-costs * 1.21 + 4", {"revenue", "ad-costs"}),
    ("orders * orders + visitors", {"visitors"}),
    ("max(orders, 3) + abs(visitors) - revenue", {"revenue"}),
    ("revenue / orders * visitors", {"revenue", "visitors"}),
    ("-(revenue * 2) / min(orders, 5)", {"revenue"}),
]

VALUES = {"orders": 18.0, "visitors": 600.0, "ad-costs": 50.0, "revenue": 1250.0, "class": 2.0, "min": 7.0}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("orders / visitors * 100", 3.0),
        ("revenue - ad-costs", 1200.0),
        ("(revenue - ad-costs) / orders", 1200 / 18),
        ("-orders + 20", 2.0),
        ("max(orders, 20)", 20.0),
        ("min(orders, visitors, 5)", 5.0),
        ("abs(-orders)", 18.0),
        ("class * 2", 4.0),
        ("min * 2", 14.0),
        ("1.5", 1.5),
    ],
)
def test_what_a_formula_comes_to(text: str, value: float) -> None:
    """Arithmetic over keys, also those with hyphens and those that are words of Python."""
    assert Formula.parse(text).evaluate(VALUES) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "", "orders /", "orders ** 2", "orders // 2", "orders % 2", "orders.real", "orders[0]", "f(orders)", "'x'",
        "lambda: 1", "orders if 1 else 2", "__import__('os')", "1e400", "[1]", "orders == 1", "max(orders)",
        "abs(1, 2)", "max(*orders)", "orders; 1", "x" * (LONGEST + 1), "(" * 150, "1_000 +", "9" * 30, "\x00",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    """Nothing but arithmetic over keys is let in, and the refusal is a sentence about the formula."""
    with pytest.raises(Refused) as refused:
        Formula.parse(text)
    assert refused.value.field == "formula"


@pytest.mark.parametrize("text", ["orders / (visitors - 600)", "orders / nothing", "orders * huge * huge"])
def test_no_result_is_none_and_never_zero(text: str) -> None:
    """Division by zero, a missing part, and what is beyond all bounds have no value."""
    assert Formula.parse(text).evaluate({**VALUES, "nothing": None, "huge": 1e300}) is None


@given(st.text(alphabet="abc-_ 0123456789.+*/()%,'\"[]=!", max_size=60))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    """Nothing that can be typed raises anything but a refusal, and what is let in comes to a number or to none."""
    try:
        formula = Formula.parse(text)
    except Refused:
        return
    value = formula.evaluate(dict.fromkeys(formula.names, 2.0))
    assert value is None or isinstance(value, float)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("revenue / orders", "EUR"),
        ("revenue - costs", "EUR"),
        ("revenue / costs", ""),
        ("orders / visitors * 100", ""),
        ("revenue / hours", "EUR/h"),
        ("revenue * 2 + 10", "EUR"),
        ("max(revenue, 0)", "EUR"),
    ],
)
def test_the_unit_is_worked_out(text: str, unit: str) -> None:
    """Units are divided and multiplied as their figures are."""
    units = {"revenue": "EUR", "costs": "EUR", "hours": "h"}
    assert unit == unit_of(Formula.parse(text), units)


def test_different_units_are_not_added() -> None:
    """Euros and hours are not added up."""
    with pytest.raises(Refused, match="EUR, h"):
        unit_of(Formula.parse("revenue + hours"), {"revenue": "EUR", "hours": "h"})


def test_parts_come_before_what_is_computed_from_them() -> None:
    """The order of evaluation puts every formula after those it speaks of."""
    formulas = {"c": Formula.parse("b * 2"), "b": Formula.parse("a + 1"), "d": Formula.parse("b + c")}
    order = evaluation_order(formulas)
    assert order.index("b") < order.index("c") < order.index("d")


def test_a_circle_is_refused_and_named() -> None:
    """KPIs that are computed from each other are refused, with the way round."""
    circle = {"a": Formula.parse("b"), "b": Formula.parse("c"), "c": Formula.parse("a")}
    with pytest.raises(Refused, match="a > b > c > a"):
        evaluation_order(circle)


@pytest.mark.parametrize("text", ["İ", "𝒳", "ordersİ", "é + 1", "orders１２", "ａｂｓ(1)"])
def test_letters_beyond_ascii_are_in_no_formula(text: str) -> None:
    """Python reads some letters as others; none of them is in a key, and each is refused."""
    with pytest.raises(Refused):
        Formula.parse(text)


@pytest.mark.parametrize(("text", "names"), STRAIGHT)
def test_in_which_names_a_formula_is_a_straight_line(text: str, names: set[str]) -> None:
    """Added or a factor, once; not below a line, not within min, max or abs."""
    assert Formula.parse(text).straight_names() == names
