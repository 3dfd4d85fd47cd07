"""How figures are written: units, grouping, decimals, and what fits in a cell."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.figures import (
    NUMBER_STYLES,
    NumberStyle,
    decimals_for,
    format_exact,
    format_number,
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
        (1.5, "h", "1,50 h"),
        (620, "", "620"),
        (1234567, "", "1.234.567"),
        (-0.001, "", "0,00"),
        (3, "widgets", "3 widgets"),
    ],
)
def test_a_value_for_the_eye(value: float, unit: str, written: str) -> None:
    """A value has its unit where readers expect it, and as many decimals as tell something."""
    assert written == format_value(value, unit, NL)


@pytest.mark.parametrize(
    ("value", "written"), [(1249.5, "€ 1,249.50"), (0.1 + 0.2, "€ 0.30"), (12, "€ 12"), (1.234, "€ 1.234")]
)
def test_a_value_in_full(value: float, written: str) -> None:
    """What was typed is recognised: no decimal is rounded away, and no noise of floats is added."""
    assert written == format_exact(value, "EUR", EN)


@pytest.mark.parametrize(
    ("values", "unit", "decimals"),
    [([1, 2, 3], "", 0), ([1.5, 2], "", 2), ([150.5], "", 1), ([4.0], "%", 1), ([99.5], "EUR", 2), ([100.5], "EUR", 0)],
)
def test_a_row_has_the_same_decimals(values: list[float], unit: str, decimals: int) -> None:
    """Figures in one row are shown alike, so that they can be compared at a glance."""
    assert decimals == row_decimals(values, unit)


@given(st.floats(-1e15, 1e15), st.integers(4, 12), st.sampled_from(["", "EUR", "%", "h"]))
def test_a_short_value_fits_and_is_never_cut(value: float, width: int, unit: str) -> None:
    """A figure in a narrow cell is rounded, scaled, or a row of #; it never loses digits at its end."""
    text = short_value(value, unit, EN, width)
    assert len(text) <= width
    if set(text) != {"#"}:
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
    hair = 10.0 ** -decimals_for(value, unit) * 1e-6 + abs(value) * 1e-12
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
    assert "1.50 hours" == format_value(1.5, "h", NumberStyle(".", ",", spoken=(("h", "hours"),)))
