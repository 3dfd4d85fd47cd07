"""Charts within a line: sparklines as wide as asked with gaps empty, and bars of a waterfall that meet their ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpitui.charts.inline import spark, waterfall


@given(st.lists(st.none() | st.floats()), st.integers(0, 40), st.booleans())
def test_it_is_as_wide_as_asked(values: list[float | None], width: int, ascii: bool) -> None:
    """Any values give exactly the width, in plain ASCII when that is asked."""
    drawn = spark(values, width, ascii=ascii)
    assert width == len(drawn)
    assert not ascii or drawn.isascii()


def test_lowest_and_highest_stand_out() -> None:
    """The lowest value is lowest, the highest highest, a missing one empty, equal ones in the middle."""
    assert "▁ ▇" == spark([1, None, 9], 3, ascii=False)
    assert "▄▄" == spark([4, 4], 2, ascii=False)
    assert "  _#" == spark([0, 5], 4, ascii=True)


def test_down_and_up_to_the_other_total() -> None:
    """4,000 to 3,534 by -612, +184 and -38: each bar begins where the one before ended."""
    fall = waterfall(4000, [-612, 184, -38], [True, False, False], 40, ascii=False)
    assert fall.bars == [
        "████████████████████████████████████████",
        "         ███████████████████████████████",
        "         ▒▒▒▒▒▒▒▒▒▒",
        "                 ▒▒",
        "█████████████████",
    ]
    assert fall.base == 3200
    plain = waterfall(4000, [-612, 184, -38], [True, False, False], 40, ascii=True)
    assert [set(bar.strip()) for bar in plain.bars] == [{"#"}, {"-"}, {"+"}, {"-"}, {"#"}]


def test_a_large_fall_begins_at_nothing_and_a_loss_below_it() -> None:
    """Where 0 costs little room the bars begin there; totals of both signs grow from it."""
    assert waterfall(100, [-80], [False], 20, ascii=True).base == 0
    profit = waterfall(100, [100, -250], [False, False], 50, ascii=True)
    assert (profit.base, profit.bars) == (
        -50, ["          ####################", " " * 30 + "+" * 20, "-" * 50, "##########"],
    )  # fmt: skip


@given(
    st.floats(-1e6, 1e6),
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9),
    st.integers(8, 60),
)
def test_bars_keep_to_their_width(before: float, steps: list[float], width: int) -> None:
    """None is wider than asked for, and a step that changes the level has a sign."""
    fall = waterfall(before, steps, [False] * len(steps), width, ascii=True)
    assert all(len(bar) <= width for bar in fall.bars)
    level = before
    for step, bar in zip(steps, fall.bars[1:-1], strict=True):
        assert level == level + step or bar.strip()
        level += step
