"""How figures are written: units, grouping, decimals, and what fits in a cell."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.amount import parse_amount
from kpitui.core.figures import (
    NUMBER_STYLES,
    NumberStyle,
    apart_decimals,
    format_exact,
    format_number,
    format_together,
    format_typed,
    format_value,
    round_down,
    round_up,
    row_decimals,
    short_value,
)

EN, NL = NUMBER_STYLES["en"], NUMBER_STYLES["nl"]


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (41250.4, "EUR", "€ 41.250"),
        (12, "EUR", "€ 12"),
        (12.5, "EUR", "€ 12,50"),
        (-12.5, "EUR", "-€ 12,50"),
        (4.23, "%", "4,2%"),
        (0.123, "%", "0,12%"),
        (0, "%", "0,0%"),
        (1.5, "h", "1 u 30"),
        (8, "hours", "8 hours"),
        (1249 + 59.6 / 60, "h", "1.250 u"),
        (-0.25, "u", "-0 u 15"),
        (620, "", "620"),
        (7.5, "km", "7,5 km"),
        (2.066666, "s", "2,07 s"),
        (129.5667, "", "129,6"),
        (1234567, "", "1.234.567"),
        (-0.001, "", "0"),
        (3, "widgets", "3 widgets"),
    ],
)
def test_a_value_for_the_eye(value: float, unit: str, written: str) -> None:
    """A value has its unit where readers expect it, and as many decimals as tell something."""
    assert written == format_value(value, unit, NL)


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (1249.5, "EUR", "€ 1,249.50"),
        (2529.567333, "EUR", "€ 2,529.57"),
        (0.1 + 0.2, "EUR", "€ 0.30"),
        (12, "EUR", "€ 12"),
        (0.0153, "EUR", "€ 0.0153"),
        (4.25, "%", "4.25%"),
        (1 / 3, "", "0.3333"),
        (10 + 1 / 60, "h", "10 h 01"),
    ],
)
def test_a_value_in_full(value: float, unit: str, written: str) -> None:
    """What was typed is recognised, money by its cents; no noise of floats is added."""
    assert written == format_exact(value, unit, EN)


@pytest.mark.parametrize(
    ("values", "unit", "written"),
    [
        ([644.7, 71.2, 1218.3], "EUR", ["€ 645", "€ 71", "€ 1.218"]),
        ([12, 7.5], "EUR", ["€ 12,00", "€ 7,50"]),
        ([12, 7], "EUR", ["€ 12", "€ 7"]),
        ([0.45, 1.26], "%", ["0,5%", "1,3%"]),
        ([8, 7.5], "h", ["8 u 00", "7 u 30"]),
        ([8, 40], "h", ["8 u", "40 u"]),
        ([2.5, 3], "s", ["2,5 s", "3,0 s"]),
    ],
)
def test_figures_side_by_side_are_alike(values: list[float], unit: str, written: list[str]) -> None:
    """In one sentence or column all figures have as many decimals, hours all their minutes."""
    assert written == format_together(values, unit, NL)


@given(st.floats(-1e12, 1e12, allow_nan=False), st.sampled_from([EN, NL]))
def test_what_is_put_into_a_field_is_read_again(value: float, style: NumberStyle) -> None:
    """A figure in a form is the figure itself: leaving the form as it is changes nothing."""
    text = format_typed(value, style)
    assert parse_amount(text, decimal=style.decimal).value == pytest.approx(value, rel=1e-14, abs=1e-14)
    assert style.group not in text


@pytest.mark.parametrize(
    ("value", "unit", "up", "down"),
    [
        (993.44, "", 994, 993),
        (8.57, "", 9, 8),
        (0.43, "", 0.5, 0.4),
        (456.074, "EUR", 456.08, 456.07),
        (1456.07, "EUR", 1457, 1456),
        (5.71, "h", 5 + 43 / 60, 5 + 42 / 60),
        (2.86, "%", 2.9, 2.8),
    ],
)
def test_what_is_needed_is_rounded_to_the_safe_side(value: float, unit: str, up: float, down: float) -> None:
    """Half a visitor is no visitor: what is counted is rounded to whole ones, hours to minutes, money to cents."""
    assert round_up(value, unit) == pytest.approx(up)
    assert round_down(value, unit) == pytest.approx(down)


@pytest.mark.parametrize(
    ("values", "unit", "decimals"),
    [
        ([1, 2, 3], "", 0),
        ([1.5, 2], "", 1),
        ([1.25, 2], "", 2),
        ([150.5], "", 1),
        ([4.0], "%", 1),
        ([99.5], "EUR", 2),
        ([100.5], "EUR", 0),
    ],
)
def test_a_row_has_the_same_decimals(values: list[float], unit: str, decimals: int) -> None:
    """Figures in one row are shown alike, so that they can be compared at a glance."""
    assert decimals == row_decimals(values, unit)


@given(st.floats(-1e15, 1e15), st.integers(4, 12), st.sampled_from(["", "EUR", "%", "h"]))
def test_a_short_value_fits_and_is_never_cut(value: float, width: int, unit: str) -> None:
    """A figure in a narrow cell is rounded, scaled, or a row of #; it never loses digits at its end."""
    text = short_value(value, unit, EN, width)
    assert len(text) <= width
    if ":" in text:
        hours, minutes = text.lstrip("-").split(":")
        assert abs(int(hours.replace(",", "")) + int(minutes) / 60 - abs(value)) <= 1 / 120 + abs(value) * 1e-9
    elif set(text) != {"#"}:
        scale = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}.get(text[-1], 1.0)
        shown = float(text.rstrip("kMGT").replace(",", "")) * scale
        assert abs(shown - value) <= 0.5 * scale + abs(value) * 1e-9


@pytest.mark.parametrize(
    ("value", "text"), [(999_999, "1.0M"), (999.9999, "1.0k"), (-999_999, "-1M"), (995_000, "995k")]
)
def test_a_short_value_that_rounds_up_takes_the_next_sign(value: float, text: str) -> None:
    """Just below a million there is room for a million where there is none for a thousand thousands."""
    assert text == short_value(value, "", EN, 4)


@pytest.mark.parametrize("value", [inf, -inf, nan])
def test_what_is_no_figure_is_a_row_of_hashes(value: float) -> None:
    """Infinity is never written as a figure."""
    assert short_value(value, "", EN, 5) == "#####"


@given(st.floats(-1e9, 1e9), st.sampled_from(["", "EUR", "%"]))
def test_needs_round_up_and_allowances_down(value: float, unit: str) -> None:
    """What is still needed is never shown too low, what is allowed never too high."""
    hair = 1e-8 + abs(value) * 1e-12
    assert round_up(value, unit) >= value - hair
    assert round_down(value, unit) <= value + hair


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_both_styles_write_the_same_digits(value: float, decimals: int) -> None:
    """Dutch and English differ in their marks only."""
    dutch = format_number(value, decimals, NL)
    assert format_number(value, decimals, EN) == dutch.translate({ord("."): ",", ord(","): "."})


def test_a_hidden_figure_shows_no_digit() -> None:
    """A style that hides figures leaves the unit, whatever the width; one that is spoken has its unit as a word."""
    hidden = NumberStyle(".", ",", "•••")
    assert "-" not in format_value(-12.5, "EUR", hidden, signed=True)
    assert "€ •••" == format_value(-12.5, "EUR", hidden)
    assert "•••%" == format_exact(4.25, "%", hidden)
    assert ("•••", "••") == (short_value(1234.5, "", hidden, 7), short_value(1234.5, "", hidden, 2))
    spoken = NumberStyle(".", ",", spoken=(("h", "hours"), ("min", "minutes")))
    assert ("1 hours 30 minutes", "•••h") == (format_value(1.5, "h", spoken), format_value(1.5, "h", hidden)[:3] + "h")


def test_the_sign_of_a_dollar_stands_at_its_figure_where_people_pay_in_them() -> None:
    close = NUMBER_STYLES["en"]._replace(gap="")
    assert format_value(1249.5, "USD", close) == "$1,250"
    assert format_value(-12.5, "USD", close) == "-$12.50"
    assert format_value(12.5, "USD", close, signed=True) == "+$12.50"
    assert format_exact(1249.5, "EUR", close) == "€ 1,249.50"
    assert format_value(1249.5, "USD", NUMBER_STYLES["en"]) == "$ 1,250"


@pytest.mark.parametrize(
    ("values", "unit", "decimals", "way", "places"),
    [
        ((3.05, 3.267, 2.97), "%", None, 0.297, 2),  # a way of 0.3 has three steps of a tenth, thirty of a hundredth
        ((3.05, 4.2, 2.8), "%", None, 1.4, 1),
        ((66.5, 75.0), "%", None, 8.5, 1),
        ((3.2651, 3.2660), "%", None, None, 3),  # 3.27 and 3.27 are not the same
        ((9999.6, 10000.0), "EUR", None, None, 2),
        ((9800.4, 10000.0), "EUR", None, None, 0),
        ((7.26, 8.0, 7.0), "", 0, 1.0, 1),  # a mark without decimals would be 7 of 8 all the way
        ((3.3, 3.3), "%", None, None, 1),  # the same figure is the same
        ((4.4, 4.6), "", None, 4.6 - (4.5 + 4.6 + 4.7) / 3, 1),  # a mean of 4.6 is no way from 4.6
        ((4.6, (4.5 + 4.6 + 4.7) / 3), "", None, None, 1),
        ((7.5, 8.0), "h", None, None, None),
    ],
)
def test_figures_that_differ_look_different(
    values: tuple[float, ...], unit: str, decimals: int | None, way: float | None, places: int | None
) -> None:
    """As many decimals as tell them apart, and as many as show a tenth of the way of a goal."""
    assert apart_decimals(values, unit, decimals, way=way) == places


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (8912.5, 0, "8,913"), (8911.5, 0, "8,912"), (-8912.5, 0, "-8,913"), (0.5, 0, "1"), (-0.4, 0, "0"),
        (2.675, 2, "2.68"), (1.005, 2, "1.01"), (0.125, 2, "0.13"), (2.674, 2, "2.67"), (8912.499, 0, "8,912"),
        (1.1 + 2.2 + 0.005, 3, "3.305"), (0.1 * 3 + 0.2, 0, "1"), (9.95, 1, "10.0"),
        (1e17, 2, "100,000,000,000,000,000.00"),
    ],
)  # fmt: skip
def test_a_half_is_rounded_away_from_zero(value: float, decimals: int, expected: str) -> None:
    """As people round: of binary fractions 2.675 is a hair less than a half, and is one all the same."""
    assert format_number(value, decimals, NUMBER_STYLES["en"]) == expected


def test_what_is_written_is_rounded_alike_everywhere() -> None:
    """Half a minute, half of a money amount and half in a narrow cell go the same way."""
    english = NUMBER_STYLES["en"]
    assert format_value(1.375, "h", english) == "1 h 23"  # 82.5 minutes
    assert format_value(0.5 / 60, "h", english) == "0 h 01"
    assert format_value(8912.5, "EUR", english) == "€ 8,913"
    assert short_value(8912.5, "EUR", english, 6) == "8,913"
