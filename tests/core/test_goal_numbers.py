"""The figures in a wish: marks of decimals and thousands, units, and what is left of the sentence."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core._goal_numbers import Figures, take_figures
from kpitui.core.goal_text import read_wish


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1.250", 1250.0, ""),
        ("1,250", 1250.0, ""),
        ("1.250,50 euro", 1250.5, "EUR"),
        ("1,250.50", 1250.5, ""),
        ("0,031", 0.031, ""),
        ("3,5%", 3.5, "%"),
        ("2k", 2000.0, ""),
        ("1,2 miljoen", 1_200_000.0, ""),
        ("€ 60", 60.0, "EUR"),
        ("twenty", 20.0, ""),
        ("twaalf uur", 12.0, "h"),
    ],
)
def test_a_figure_to_reach(text: str, value: float, unit: str) -> None:
    """However it is written."""
    _rest, found = take_figures(f" orders to {text} ", "")
    assert (found.target, found.unit) == (value, unit)


def test_the_rest_of_the_sentence_is_left() -> None:
    """The figure and the words around it are gone, the noun between figure and direction stays."""
    rest, found = take_figures(" 50 orders more a month ", "more")
    assert rest.split() == ["orders", "a", "month"]
    assert found == Figures(change_points=50.0)
    assert take_figures(" more revenue ", "more") == (" more revenue ", Figures())


@pytest.mark.parametrize(
    "sentence", ["1249.501.24950 more orders", "1,,2 orders", "1.2,3.4 more", f"{'9' * 150} orders"]
)
def test_a_figure_that_is_none_is_no_mistake(sentence: str) -> None:
    """Marks in places that make no sense, and figures beyond all measure, are read as well as can be."""
    read_wish(sentence, date(2026, 11, 23))
