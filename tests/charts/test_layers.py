"""What several charts draw: lines broken at gaps, and thinned to what can be shown."""

from __future__ import annotations

from datetime import date, timedelta

from kpitui.charts.layers import runs, thinned
from kpitui.charts.spec import Point

LAST = date(2026, 11, 22)


def test_a_gap_is_not_drawn_over() -> None:
    """Days without data break the line; days that are not expected do not."""
    points: list[Point] = [(LAST - timedelta(days=back), 1.0) for back in (9, 8, 3, 2, 1)]
    assert [2, 3] == [len(run) for run in runs(points, 1)]
    assert [5] == [len(run) for run in runs(points, 5)]


def test_thinning_keeps_the_extremes() -> None:
    """Thousands of points are reduced to what the columns show, the highest and lowest among them."""
    points = [(LAST - timedelta(days=back), float((back * 7919) % 1000)) for back in range(3650, 0, -1)]
    kept = thinned(points, 160)
    assert len(kept) <= 320
    assert {0.0, 999.0} <= {value for _day, value in kept}
    assert list(kept) == sorted(kept)
