"""Small counts: which series are judged by the week, and what their weeks brought; and that this keeps them quiet."""

from __future__ import annotations

from math import exp
from random import Random

import pytest

from kpitui.core.insight.limits_chart import limits_chart
from kpitui.core.insight.small_counts import are_small_counts, by_week


@pytest.mark.parametrize(
    ("values", "small"),
    [([0.0, 1.0, 0.0, 2.0], True), ([0.0, 0.0, 0.0, 40.0], True), ([3.0, 0.0, 4.0, 5.0], False), ([], False)],
)
def test_which_series_are_small_counts(values: list[float], small: bool) -> None:
    """Below one on average, or mostly zero."""
    assert are_small_counts(values) is small


def test_what_a_week_brought() -> None:
    """A missing day counts as the mean of the others of its week."""
    assert by_week([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13], [1.0] * 7 + [2.0] * 6, 7) == ([0, 1], [7.0, 14.0])


def test_weeks_of_rare_events_seldom_show_a_value_beyond_the_limits() -> None:
    """One event in two days, stable: of charts of days most show a signal, of charts of weeks hardly any."""
    random = Random(1)
    days_speak = weeks_speak = 0
    for _run in range(100):
        days = [_poisson(random, 0.5) for _day in range(140)]
        days_speak += _speaks(list(range(140)), days)
        weeks_speak += _speaks(*by_week(list(range(140)), days, 7))
    assert days_speak > 60
    assert weeks_speak < 20


def _speaks(slots: list[int], values: list[float]) -> bool:
    return any(signal.rule == 1 for signal in limits_chart(values, slots, floor=0.0).signals)


def _poisson(random: Random, mean: float) -> float:
    count, product = 0, random.random()
    while product > exp(-mean):
        count, product = count + 1, product * random.random()
    return float(count)
