"""The bar of a goal: its signs by hand, and for any share as wide as asked and never whole before the target."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.tui.widgets.goal_bar import SHORTEST, bar_line, bar_signs
from kpitui.wording.goals import GoalBar

SHARES = st.floats(-3, 3)


@pytest.mark.parametrize(
    ("share", "pace", "signs"),
    [
        (0.25, 0.5, "━━─┼────"),
        (0.5, 0.25, "━┼━━────"),
        (0.01, 1.0, "━──────┼"),
        (0.0, None, "────────"),
        (-0.5, 0.01, "┼───────"),
        (0.999, None, "━━━━━━━─"),
        (1.0, 0.5, "━━━┼━━━━"),
        (1.8, 1.2, "━━━━━━━━"),
    ],
)
def test_a_bar_of_eight(share: float, pace: float | None, signs: str) -> None:
    assert bar_signs(share, pace, 8) == signs


@given(SHARES, st.none() | SHARES, st.integers(1, 200), st.booleans())
def test_a_bar_is_as_wide_as_asked_and_whole_only_at_the_target(
    share: float, pace: float | None, width: int, ascii: bool
) -> None:
    signs = bar_signs(share, pace, width, ascii=ascii)
    assert len(signs) == width
    assert signs.isascii() == ascii
    assert (signs[-1] in "─-") <= (share < 1)
    assert signs.count("┼") + signs.count("+") <= 1


def test_a_line_has_its_figures_beside_it_or_is_not_there() -> None:
    bar = GoalBar("2.8%", "6.8%", 0.02, 0.79)
    assert bar_line(bar, 30, ascii=True) == "2.8% =--------------+---- 6.8%"
    assert bar_line(bar, 4 + 4 + 2 + SHORTEST - 1) == ""
