"""Sparklines: one sign a value, gaps empty, always as wide as asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpitui.charts.spark import spark


@given(st.lists(st.none() | st.floats()), st.integers(0, 40), st.booleans())
def test_it_is_as_wide_as_asked(values: list[float | None], width: int, ascii: bool) -> None:
    """Any values give exactly the width, in plain ASCII when that is asked."""
    drawn = spark(values, width, ascii=ascii)
    assert width == len(drawn)
    assert not ascii or drawn.isascii()


def test_lowest_and_highest_stand_out() -> None:
    """The lowest value is lowest, the highest highest, a missing one empty, equal ones in the middle."""
    assert "▁ █" == spark([1, None, 9], 3, ascii=False)
    assert "▅▅" == spark([4, 4], 2, ascii=False)
    assert "  _#" == spark([0, 5], 4, ascii=True)
