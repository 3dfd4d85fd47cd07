"""The limits chart: segments, agreed bases, runs and values beyond; ties, constants, drift, trends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight.limits_chart import FEWEST, LOCKED, WIDE_RANGE, Base, LimitsChart, limits_chart
from kpitui.core.insight.xmr_limits import natural_limits

PEAK_FLOW = [120, 140, 100, 150, 260, 150, 100, 120, 300, 300, 275, 300, 140, 170, 150, 150, 190, 180]
"""Wheeler, Making Sense of Data, p. 130."""

SMOKERS = [21.3, 20.2, 20.9, 21.0, 18.8, 19.6, 18.7, 18.6, 18.1, 18.9, 19.2, 18.2, 17.3, 19.0]
"""Wheeler, Making Sense of Data, table 8.1."""


def chart(values: Sequence[float], bases: Sequence[Base] = ()) -> LimitsChart:
    """Return the chart of values without gaps."""
    return limits_chart(values, range(len(values)), bases=bases)


def test_peak_flow_rates() -> None:
    """Wheeler p. 130, and three of four values nearer to the limit than to the centre on days 9 to 12."""
    limits = natural_limits(PEAK_FLOW)
    assert limits is not None
    assert (round(limits.centre, 1), round(limits.upper or 0, 1), round(limits.lower or 0, 1)) == (183.1, 322.3, 43.8)
    (signal,) = [each for each in chart(PEAK_FLOW).signals if each.rule == 3]
    assert (signal.points, signal.completed, signal.above) == ((8, 9, 10, 11), 10, True)


def test_a_run_of_eight() -> None:
    """The last eight school years lie below the centre; the run is complete with the eighth."""
    (run,) = [each for each in chart(SMOKERS).signals if each.rule == 2]
    assert (run.points, run.completed, run.above) == (tuple(range(6, 14)), 13, False)


def test_too_few_values_have_no_limits_and_some_are_provisional() -> None:
    """Below six values nothing, below twelve provisional."""
    assert natural_limits([1.0]) is None
    assert chart([1.0, 2.0, 3.0, 2.0, 1.0]).segments[0].limits is None
    for count, provisional in ((FEWEST, True), (11, True), (12, False)):
        limits = chart([float(at % 3) for at in range(count)]).segments[0].limits
        assert limits is not None
        assert limits.provisional is provisional
    assert chart([]).segments == ()


def test_limits_are_locked_after_twenty_values() -> None:
    """What comes after the twentieth value moves the limits no more: it is judged by them."""
    base = [float(10 + at % 3) for at in range(LOCKED)]
    before, after = chart(base), chart([*base, *[500.0] * 10])
    assert before.segments[0].limits == after.segments[0].limits
    assert {each.points[0] for each in after.signals if each.rule == 1} == set(range(20, 30))


def test_a_new_base_begins_a_new_segment() -> None:
    """From the day that was agreed to there are limits of its own, and no run reaches across the border."""
    values = [float(10 + at % 3) for at in range(12)] + [float(50 + at % 3) for at in range(12)]
    found = chart(values, bases=[Base(12)])
    assert [(each.first, each.last) for each in found.segments] == [(0, 11), (12, 23)]
    assert found.signals == ()
    assert len(chart(values).signals) > 0
    late = limits_chart(values, [*range(12), *range(20, 32)], bases=[Base(15)])
    assert late.segments[1].first == 12


def test_limits_that_follow_an_agreed_trend() -> None:
    """They rest on what there was when it was agreed to; when the rise ends, that is a signal."""
    rising = [2.0 * at + (at % 3) for at in range(20)]
    followed = chart([*rising, *[42.0] * 12], bases=[Base(0, trend_until=19)])
    (segment,) = followed.segments
    assert segment.limits is not None
    assert segment.limits.slope == pytest.approx(2.0, abs=0.02)
    assert segment.limits.values == 20
    assert segment.limits_now is not None
    assert segment.limits_now.centre == pytest.approx(segment.limits.centre + 31 * segment.limits.slope)
    assert [signal for signal in followed.signals if signal.completed < 20] == []
    assert any(signal.rule == 1 and not signal.above for signal in followed.signals)
    lost = chart([1.0, 2.0, 3.0, 2.0, 1.0, 3.0], bases=[Base(0, trend_until=-1)])
    assert lost.segments[0].limits is None


def test_a_constant_series_has_no_signals() -> None:
    """Centre and limits coincide, and values that differ by the noise of floats are on the line."""
    values = [0.1 + 0.2, 0.3] * 10
    assert chart(values).signals == ()


def test_the_first_change_after_a_constant_run_is_a_signal() -> None:
    """Thirteen entries, the last one different."""
    signals = chart([7.0] * 12 + [8.0]).signals
    assert [each.points for each in signals if each.rule == 1] == [(12,)]


def test_a_value_on_the_line_breaks_a_run() -> None:
    """Seven above, one on the centre, seven above: no run of eight."""
    up, down = [11.0] * 7, [9.0] * 7
    values = [*up, 10.0, *up, *down, 10.0, *down]
    assert [each for each in chart(values).signals if each.rule == 2] == []


def test_a_moving_range_beyond_its_limit() -> None:
    """Peak flow rates, Wheeler p. 130: only the step of 180 to day 9 is wider than the range limit of 171."""
    wide = [each for each in chart(PEAK_FLOW).signals if each.rule == WIDE_RANGE]
    assert [(signal.points, signal.completed, signal.above) for signal in wide] == [((7, 8), 8, True)]
    gap = limits_chart(PEAK_FLOW, [*range(8), *range(18, 28)])
    assert (7, 8) not in [each.points for each in gap.signals if each.rule == WIDE_RANGE]


def test_a_drifting_series_makes_no_claim_by_runs() -> None:
    """Where neighbours resemble each other, runs come by themselves."""
    random, level, values = Random(3), 0.0, []
    for _step in range(60):
        level = 0.95 * level + random.gauss(0, 1)
        values.append(level)
    found = chart(values)
    assert found.segments[0].drifts
    assert {each.rule for each in found.signals} <= {1, WIDE_RANGE}


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=40), st.integers(-50, 50), st.integers(1, 9))
def test_adding_shifts_and_scaling_scales(whole: list[int], shift: int, scale: int) -> None:
    """The unit and the zero of a measure do not change what is a signal."""
    values = [float(value) for value in whole]
    moved = [scale * value + shift for value in values]
    one, other = natural_limits(values), natural_limits(moved)
    assert one is not None
    assert other is not None
    assert other.centre == pytest.approx(scale * one.centre + shift, abs=1e-6)
    assert other.upper == pytest.approx(scale * (one.upper or 0) + shift, abs=1e-6)
    assert [each[:3] for each in chart(values).signals] == [each[:3] for each in chart(moved).signals]


@given(st.lists(st.floats(-1e12, 1e12), max_size=60), st.lists(st.integers(1, 9), min_size=60, max_size=60))
def test_any_series_has_a_chart(values: list[float], gaps: list[int]) -> None:
    """No series, with whatever gaps, makes it fail; segments and signals lie within it."""
    slots, at = [], date(2026, 1, 1).toordinal()
    for gap in gaps[: len(values)]:
        at += gap
        slots.append(at)
    found = limits_chart(values, slots)
    assert all(0 <= point < len(values) for signal in found.signals for point in signal.points)
    assert sum(each.last - each.first + 1 for each in found.segments) == len(values)
