"""Shifts: told while they last and are news, not told of noise; and the known shift of the Nile."""

from __future__ import annotations

from random import Random

from kpitui.core.insight.limits_chart import Base, limits_chart
from kpitui.core.insight.shift import Shift, breaks_trend, shift_of

NILE = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
    1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
]  # fmt: skip
"""The annual flow of the Nile from 1871, 10^8 m3 (Cobb 1978); R finds the break after the 28th value, 1898."""


def told(values: list[float], bases: tuple[Base, ...] = ()) -> Shift | None:
    """Return the shift that the newest value is part of."""
    return shift_of(limits_chart(values, range(len(values)), bases=bases), values)


def test_the_shift_of_the_nile() -> None:
    """It began with the 29th year and was lower; it is told from the eighth year on and no longer than it is news."""
    years = [float(value) for value in NILE]
    assert told(years[:35]) is None
    found = told(years[:36])
    assert found is not None
    assert (found.first, found.above) == (28, False)
    assert -400 < found.effect.difference < -150


def test_a_shift_is_news_for_two_weeks() -> None:
    """After that it is a mark on the chart; and one that ended is not told at all."""
    random = Random(2)
    before, after = ([random.gauss(level, 1) for _day in range(29)] for level in (10, 14))
    before.append(9.0)
    assert told([*before, *after[:8]]) is not None
    assert told([*before, *after[:21]]) is not None
    assert told([*before, *after[:23]]) is None
    assert told([*before, *after[:10], 9.0]) is None


def test_nothing_is_told_of_a_run_that_a_new_baseline_took_in() -> None:
    """Once it was agreed that the limits begin anew, the level is the new normal."""
    random = Random(2)
    values = [random.gauss(10, 1) for _day in range(30)] + [random.gauss(14, 1) for _day in range(10)]
    assert told(values) is not None
    assert told(values, (Base(30),)) is None


def test_a_line_and_a_step() -> None:
    """A steady rise stays within the limits of its line, a single step does not."""
    random = Random(1)
    assert not breaks_trend([at + random.gauss(0, 1) for at in range(20)])
    assert breaks_trend([random.gauss(0, 0.5) for _week in range(10)] + [random.gauss(9, 0.5) for _week in range(10)])
    assert not breaks_trend([1.0, 2.0])
