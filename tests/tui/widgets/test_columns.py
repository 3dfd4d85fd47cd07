"""Texts in so many cells: whatever the text, the width is exact and a loss is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kpitui.tui.widgets.columns import at_right, fitted


@given(st.text(max_size=30), st.integers(0, 20), st.booleans(), st.sampled_from([fitted, at_right]))
def test_the_width_is_exact(text: str, width: int, ascii: bool, fit: object) -> None:
    """Wide signs, combining ones and empty texts included."""
    fit_in = fitted if fit is fitted else at_right
    assert cell_len(fit_in(text, width, ascii=ascii)) == width


@pytest.mark.parametrize(
    ("text", "width", "left", "right"),
    [("Orders", 8, "Orders  ", "  Orders"), ("Orders", 6, "Orders", "Orders"), ("193.313", 5, "193.…", "193.…"),
     ("two words", 5, "two… ", "two… "), ("x", 0, "", "")],
)  # fmt: skip
def test_what_is_cut_says_so(text: str, width: int, left: str, right: str) -> None:
    """A figure that does not fit never looks like a smaller one."""
    assert (fitted(text, width), at_right(text, width)) == (left, right)


def test_plain_ascii_has_a_sign_of_its_own() -> None:
    """For terminals that show nothing else."""
    assert fitted("Orders", 4, ascii=True) == "Ord~"
