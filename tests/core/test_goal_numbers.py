"""The figures in a wish: in digits and in words, with their unit, scale and range, and what they are for."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core._goal_numbers import FIGURE, TIMES, Quantity, take_quantities
from kpitui.core._goal_roles import Figures, take_figures
from kpitui.core._goal_tokens import line_of
from kpitui.core.goal_text import read_wish


def quantities(text: str) -> list[Quantity]:
    """Return the figures of a text."""
    line = line_of(text)
    take_quantities(line)
    return [token.item for token in line.tokens if isinstance(token.item, Quantity)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1.250", 1250.0, ""),
        ("1,250", 1250.0, ""),
        ("1.250,50 euro", 1250.5, "EUR"),
        ("1,250.50", 1250.5, ""),
        ("€ 1.200,-", 1200.0, "EUR"),
        ("0,031", 0.031, ""),
        ("3,5%", 3.5, "%"),
        ("35 per cent", 35.0, "%"),
        ("2k", 2000.0, ""),
        ("€1.2m", 1_200_000.0, "EUR"),
        ("1,2 miljoen", 1_200_000.0, ""),
        ("3 ton", 300_000.0, "EUR"),
        ("anderhalf ton", 150_000.0, "EUR"),
        ("€ 60", 60.0, "EUR"),
        ("$12k", 12_000.0, "USD"),
        ("twenty", 20.0, ""),
        ("twenty-five", 25.0, ""),
        ("two hundred and fifty", 250.0, ""),
        ("vijfentwintig", 25.0, ""),
        ("honderdvijftig", 150.0, ""),
        ("tweeduizend", 2000.0, ""),
        ("a dozen", 12.0, ""),
        ("een dozijn", 12.0, ""),
        ("half a million", 500_000.0, ""),
        ("anderhalf", 1.5, ""),
        ("tweeënhalf", 2.5, ""),
        ("two and a half hours", 2.5, "h"),
        ("twaalf uur", 12.0, "h"),
        ("1u30", 1.5, "h"),
        ("een kwartier", 15.0, "min"),
        ("half an hour", 0.5, "h"),
        ("half a percentage point", 0.5, "pp"),
        ("anderhalve procentpunt", 1.5, "pp"),
        ("2 points", 2.0, "pt"),
        ("1800 ms", 1.8, "s"),
        ("by a third", 33.33, "%"),
        ("met een kwart", 25.0, "%"),
        ("two thirds fewer", 66.67, "%"),
        ("-20%", 20.0, "%"),
    ],
)
def test_a_figure(text: str, value: float, unit: str) -> None:
    """However it is written."""
    (quantity,) = quantities(f"orders {text}")
    assert (quantity.value, quantity.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5-8% more", 5.0, 8.0),
        ("5 tot 10% meer", 5.0, 10.0),
        ("3 to 5 leads a day", 3.0, 5.0),
        ("2 à 3 artikelen", 2.0, 3.0),
        ("two or three articles", 2.0, 3.0),
    ],
)
def test_a_range_keeps_both_its_edges(text: str, low: float, high: float) -> None:
    (quantity,) = quantities(text)
    assert (quantity.value, quantity.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("double", 100.0), ("triple", 200.0), ("halveren", -50.0), ("twice as many", 100.0), ("3x as much", 200.0),
        ("anderhalf keer zoveel", 50.0), ("half as many", -50.0), ("vervijfvoudigen", 400.0),
    ],
)  # fmt: skip
def test_a_multiple_is_a_change_in_percent(text: str, percent: float) -> None:
    line = line_of(f"{text} orders")
    take_quantities(line)
    assert (line.tokens[0].text, line.tokens[0].item) == (TIMES, Quantity(percent, "%"))


def test_an_article_is_no_number() -> None:
    """Neither een nor a, one of nor a quarter of a year; nor the five of a five-star review."""
    assert quantities("een video a week, one of the reviews, 5-star reviews") == []


def test_the_rest_of_the_sentence_is_left() -> None:
    """The figure is gone, the noun and the words for a direction stay."""
    line = line_of("50 orders more a month")
    take_quantities(line)
    assert take_figures(line, saving=False) == Figures(change_points=50.0, direction="more")
    assert [token.text for token in line.tokens if token.text.isalpha()] == ["orders", "more", "a", "month"]
    assert FIGURE not in line.text
    plain = line_of("more revenue")
    assert take_figures(plain, saving=False) == Figures()


@pytest.mark.parametrize(
    "sentence", ["1249.501.24950 more orders", "1,,2 orders", "1.2,3.4 more", f"{'9' * 150} orders"]
)
def test_a_figure_that_is_none_is_no_mistake(sentence: str) -> None:
    """Marks in places that make no sense, and figures beyond all measure, are read as well as can be."""
    read_wish(sentence, date(2026, 11, 23))
