"""Cells that are written: figures that can be read in one way, text that is never a formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.figures import NUMBER_STYLES
from kpitui.exchange.cells import figure_cell, lines, text_cell, unguarded
from kpitui.exchange.numerals import evidence_in, figure_of, mark_for
from kpitui.i18n.harmless import harmless

FIGURES = st.floats(-1e15, 1e15, allow_nan=False)


@pytest.mark.parametrize("style", NUMBER_STYLES)
@given(value=FIGURES)
def test_a_figure_is_read_again_to_the_bit_and_in_one_way(style: str, value: float) -> None:
    """Alone in its column, a figure tells its decimal mark by itself and is worth what it was."""
    cell = figure_cell(value, NUMBER_STYLES[style])
    assert figure_of(cell, mark_for("x", evidence_in([cell]), (), None)) == value


@pytest.mark.parametrize(
    ("value", "cell"), [(0.0, "0"), (-0.0, "0"), (-3, "-3"), (1.234, "1.2340"), (1e15, "1000000000000000")]
)
def test_figures_that_are_easily_lost(value: float, cell: str) -> None:
    """Zero is written, negative keeps its sign, what could be thousands gets a digit more."""
    assert cell == figure_cell(value, NUMBER_STYLES["en"])


@pytest.mark.parametrize("text", ["=1+1", "+31 6 12", "-2", "@SUM(A1)", "\t=1", "\r@1", " =1", "＝1", "'quoted"])
def test_what_a_spreadsheet_would_work_out_is_guarded(text: str) -> None:
    """The cell begins with an apostrophe, and taking it off gives the text again."""
    assert text_cell(text).startswith("'")
    assert harmless(text) == unguarded(text_cell(text))


@given(text=st.text(max_size=60))
def test_any_text_comes_back(text: str) -> None:
    """Whatever the text is: no formula, no control character, and the same text on one line afterwards."""
    cell = text_cell(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert harmless(cell) == cell
    assert harmless(text) == unguarded(cell)


def test_lines_quote_what_must_be_quoted() -> None:
    """The delimiter follows the decimal mark."""
    assert ['a,"b,c"\n'] == list(lines([("a", "b,c")], NUMBER_STYLES["en"]))
    assert ['a;"b;c"\n'] == list(lines([("a", "b;c")], NUMBER_STYLES["nl"]))
