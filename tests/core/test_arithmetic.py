"""Sums in a cell: worked out exactly, in the order of school, and never as Python."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.arithmetic import compute
from kpitui.core.errors import Refused


@pytest.mark.parametrize(
    ("text", "value"),
    [("3*45+12", 147), ("12+3*45", 147), ("(12+3)*45", 675), ("10-2-3", 5), ("8/2/2", 2), ("-(2+3)", -5), ("2*-3", -6)],
)
def test_the_order_of_operations(text: str, value: int) -> None:
    """Times and divided by go before plus and minus, equal ones from left to right, brackets first."""
    assert Decimal(value) == compute(text, Decimal)


def test_cents_stay_cents() -> None:
    """A sum of cents is exact: 0.1 + 0.2 is 0.3."""
    assert Decimal("0.3") == compute("0.1+0.2", Decimal)


@pytest.mark.parametrize("text", ["1+", "(1", "1)", "*3", "1 2", "1//0", "10/0", "(" * 50 + "1" + ")" * 50, "1+a"])
def test_what_cannot_be_worked_out_is_refused(text: str) -> None:
    """A sum that is not complete, too deep, or divides by zero is refused, with the text in the sentence."""
    with pytest.raises(Refused) as refused:
        compute(text, Decimal)
    assert text[:10] in str(refused.value)


@given(st.lists(st.integers(0, 999), min_size=1, max_size=12), st.data())
def test_it_agrees_with_exact_arithmetic(numbers: list[int], data: st.DataObject) -> None:
    """Any chain of plus, minus and times comes to what it should."""
    signs = [data.draw(st.sampled_from("+-*")) for _ in numbers[1:]]
    text = str(numbers[0]) + "".join(f"{sign}{number}" for sign, number in zip(signs, numbers[1:], strict=True))
    terms, sign = [Decimal(numbers[0])], []
    for each, number in zip(signs, numbers[1:], strict=True):
        if each == "*":
            terms[-1] *= number
        else:
            sign.append(each)
            terms.append(Decimal(number))
    total = terms[0]
    for each, term in zip(sign, terms[1:], strict=True):
        total = total + term if each == "+" else total - term
    assert total == compute(text, Decimal)
