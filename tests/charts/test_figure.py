"""The grid of characters: within its size, roles told apart, nothing a value can do to it."""

from __future__ import annotations

import math

from kpitui.charts.figure import Frame, Layer, draw_figure
from kpitui.charts.spec import AXIS, LINE, TARGET

FRAME = Frame((0.0, 10.0), (0.0, 10.0), [(0, "a"), (5, "b")], [(0, "0"), (10, "10")])


def test_roles_reach_the_rows() -> None:
    """A line and a level keep their roles apart from the axes."""
    rows = draw_figure(
        FRAME, [Layer("level", [0], [5], TARGET), Layer("line", [0, 10], [1, 9], LINE)], 40, 10, ascii=False
    )
    assert {AXIS, LINE, TARGET} == {role for row in rows for _text, role in row}
    assert 10 == len(rows)


def test_values_outside_and_no_numbers_are_harmless() -> None:
    """Infinite, missing and far too large values are cut to the window or left out."""
    wild = [1.0, math.nan, math.inf, -math.inf, 1e300, -1e300]
    rows = draw_figure(FRAME, [Layer("line", range(6), wild, LINE)], 40, 10, ascii=True)
    assert all("".join(text for text, _ in row).isascii() for row in rows)


def test_too_small_is_nothing() -> None:
    """Without room for its axes a figure has no rows."""
    assert [] == draw_figure(FRAME, [], 5, 10, ascii=False)
    assert [] == draw_figure(FRAME, [], 50, 2, ascii=False)
