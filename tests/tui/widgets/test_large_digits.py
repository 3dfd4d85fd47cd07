"""Large figures: as wide as they say, with what they are of and what they are compared with."""

from __future__ import annotations

import pytest

from kpitui.tui.widgets.large_digits import Tile, fits, large, tile_lines


@pytest.mark.parametrize("text", ["€ 11,253", "0", "-1.5%", "12:30", "•••", "$1,234,567,890"])
def test_the_rows_of_a_figure_are_equally_wide(text: str) -> None:
    rows = large(text)
    assert 1 == len({len(row) for row in rows})
    assert any(row.strip() for row in rows)


def test_every_digit_looks_different() -> None:
    assert 10 == len({large(digit) for digit in "0123456789"})


def test_no_remark_is_cut_and_names_stand_above_their_figures() -> None:
    tiles = [Tile("yesterday", "12"), Tile("this year", "345", ("+30% on last year, incomplete",))]
    lines = tile_lines(tiles, 60).plain.splitlines()
    assert lines[0].index("this year") == 30
    assert "+30% on last year," in lines[4]
    assert "incomplete" in " ".join(lines[4:])
    assert fits(tiles, 60)
    assert not fits(tiles, 20)
