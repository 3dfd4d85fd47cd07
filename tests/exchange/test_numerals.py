"""Figures in files: the decimal mark is found from a whole column, never guessed, and no cell is taken for 0."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.exchange.numerals import Evidence, evidence_in, figure_of, is_no_data, mark_for


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("1249.50", ".", 1249.5),
        ("1.249,50", ",", 1249.5),
        ("1,249.50", ".", 1249.5),
        ("1 249,50", ",", 1249.5),
        ("€ 12,50", ",", 12.5),
        ("-€12.50", ".", -12.5),
        ("€ -12.50", ".", -12.5),
        ("12,50 EUR", ",", 12.5),
        ("4.2%", ".", 4.2),
        (".5", ".", 0.5),
        ("007", ".", 7.0),
        ("\u22123", ".", -3.0),
    ],
)
def test_what_a_cell_is_worth(cell: str, decimal: str, value: float) -> None:
    """A cell is read with the mark of its column."""
    assert value == figure_of(cell, decimal)


@pytest.mark.parametrize("cell", ["abc", "1,5", "1.2.3", "1e5", "0x10", "--1", "1,24,5", "nan", "", "€", "٣"])
def test_a_cell_that_does_not_fit_is_no_figure(cell: str) -> None:
    """What is not written as the column is, is refused and never 0."""
    assert figure_of(cell, ".") is None


@pytest.mark.parametrize("cell", ["", "-", "--", "—", "n/a", "N/A", "(not set)", "< 10", "<5"])
def test_no_data_is_not_zero(cell: str) -> None:
    """The ways in which files say that there is no figure."""
    assert is_no_data(cell)
    assert not is_no_data("0")


def test_the_mark_is_found_from_the_whole_column() -> None:
    """One cell that can be read in one way only decides for all."""
    assert mark_for("a", evidence_in(["1.234", "1.234,5"]), (), None) == ","
    assert mark_for("a", evidence_in(["1.234", "12.5"]), (), None) == "."
    assert mark_for("a", evidence_in(["12", "13"]), (), None) == "."


def test_another_column_decides_where_one_leaves_doubt() -> None:
    """A file is written by one program: what is certain in one column holds for an unclear one."""
    assert mark_for("a", evidence_in(["1.234"]), [evidence_in(["0,5"])], None) == ","


def test_doubt_is_told_and_never_guessed() -> None:
    """Cells that contradict each other, or decide nothing, are refused with the option that decides."""
    with pytest.raises(Refused, match="--decimal") as both:
        mark_for("a", evidence_in(["0,5", "0.5"]), (), None)
    with pytest.raises(Refused, match=r"1\.234"):
        mark_for("a", evidence_in(["1.234"]), (), None)
    assert both.value.field == "decimal"
    assert mark_for("a", Evidence("0.5", "0,5"), (), ",") == ","


@given(st.decimals(-(10**9), 10**9, places=2), st.booleans(), st.booleans())
def test_what_is_written_is_read_back(number: object, dutch: bool, grouped: bool) -> None:
    """Any amount, in either style, grouped or not, is read as it was written."""
    value = float(str(number))
    text = f"{value:,.2f}" if grouped else f"{value:.2f}"
    if dutch:
        text = text.translate({ord(","): ".", ord("."): ","})
    assert value == figure_of(text, "," if dutch else ".")
