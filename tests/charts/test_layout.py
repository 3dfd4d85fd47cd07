"""What charts share: round values inside the window, days that exist and fit, lines broken at gaps and thinned."""

from __future__ import annotations

import math
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kpitui.charts.figure import Frame, Layer, draw_figure
from kpitui.charts.layout import LABEL, day_ticks, runs, thinned, value_ticks
from kpitui.charts.spec import AXIS, LINE, TARGET, Point

LAST = date(2026, 11, 22)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@given(st.floats(-1e12, 1e12), st.floats(1e-3, 1e12), st.integers(1, 12))
def test_values_ascend_inside_the_window(low: float, span: float, count: int) -> None:
    """Ticks ascend, lie in the window up to rounding, and are about as many as asked."""
    ticks = value_ticks(low, low + span, count)
    assert ticks == sorted(ticks)
    assert len(ticks) <= 2 * count + 2
    assert all(low - span * 1e-6 <= tick <= low + span * (1 + 1e-6) for tick in ticks)


def test_steps_are_round() -> None:
    """Steps are 1, 2 or 5 times a power of ten."""
    assert [0, 20, 40, 60, 80, 100] == value_ticks(0, 100, 5)
    assert [400, 450, 500, 550] == value_ticks(399, 555, 4)


@given(st.dates(date(1, 1, 1), date(9000, 1, 1)), st.integers(0, 40_000), st.integers(1, 300))
def test_days_fit_and_exist(first: date, days: int, room: int) -> None:
    """The labels fit in the room they were given, on days of the chart."""
    last = first + timedelta(days=days)
    ticks = day_ticks(first, last, room, MONTHS)
    assert len(ticks) <= max(1, room // LABEL)
    assert all(first <= day <= last for day, _label in ticks)


def test_grids_are_mondays_months_and_years() -> None:
    """Two months are marked by Mondays, a year by months, a decade by years."""
    assert all(day.weekday() == 0 for day, _ in day_ticks(date(2026, 9, 1), date(2026, 11, 1), 90, MONTHS))
    assert "Jan '26" == day_ticks(date(2026, 1, 1), date(2026, 12, 31), 100, MONTHS)[0][1]
    assert "2018" == day_ticks(date(2017, 5, 1), date(2027, 12, 31), 90, MONTHS)[0][1]


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
