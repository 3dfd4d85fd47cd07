"""Natural limits against published cases, and what is no signal: gaps, natural bounds, trends, too few values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import exp
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight.xmr_limits import (
    FEWEST,
    LOCKED,
    WIDE_RANGE,
    LimitsBase,
    LimitsChart,
    are_small_counts,
    by_week,
    limits_chart,
    moving_ranges,
    natural_limits,
    trended_limits,
)

NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
"""NIST/SEMATECH e-Handbook, 6.3.2.2, individuals control charts: flow rate of ten batches."""

SOFTWARE = [5045, 4350, 4350, 3975, 4290, 4430, 4485, 4285, 3980, 3925, 3645, 3760, 3300, 3685, 3463, 5200]
"""Wheeler, Making Sense of Data, p. 382: the data set to verify software with."""

PEAK_FLOW = [120, 140, 100, 150, 260, 150, 100, 120, 300, 300, 275, 300, 140, 170, 150, 150, 190, 180]
"""Wheeler, Making Sense of Data, p. 130."""

RECEIVABLE = [
    55.6, 54.7, 54.9, 54.8, 56.9, 55.7, 53.8, 54.8, 53.4, 57.0, 59.4, 63.2,
    60.9, 60.7, 58.6, 57.3, 56.9, 58.1, 58.3, 50.9, 53.3, 52.5, 50.8, 52.9,
]  # fmt: skip
"""Wheeler, Making Sense of Data, table 9.2."""

REGION_D = [539, 558, 591, 556, 540, 590, 606, 643, 657, 602, 596, 640, 691, 723, 701, 802, 749, 762, 807, 781]
REGION_B = [1412, 1280, 1129, 1181, 1149, 1248, 1103, 1021, 1085, 1125,
            910, 999, 883, 851, 997, 878, 939, 834, 688, 806]  # fmt: skip
"""Wheeler, Making Sense of Data, 12.3: two regions with a trend."""


def test_the_individuals_chart_of_nist() -> None:
    """Centre 50.81, mean moving range 1.8778, limits 45.8159 and 55.8041 (NIST divides by 1.128)."""
    limits = natural_limits(NIST)
    assert limits is not None
    assert limits.centre == pytest.approx(50.81)
    assert limits.range_limit == pytest.approx(3.268 * 1.8778, abs=1e-3)
    assert limits.lower == pytest.approx(45.8159, abs=0.002)
    assert limits.upper == pytest.approx(55.8041, abs=0.002)


def test_the_data_to_verify_software_with() -> None:
    """Wheeler's own figures, to his two decimals."""
    limits = natural_limits(SOFTWARE)
    assert limits is not None
    figures = (limits.centre, limits.lower, limits.upper, limits.range_limit)
    assert [round(each, 2) for each in figures if each is not None] == [4135.5, 3188.72, 5082.28, 1163.19]
    assert list(moving_ranges(SOFTWARE))[-1] == 1737


def test_a_value_beyond_a_limit() -> None:
    """Table 9.2, with limits from all its values: 63.2 and 60.9 above, 50.9 and 50.8 below."""
    limits = natural_limits(RECEIVABLE)
    assert limits is not None
    assert limits.upper == pytest.approx(60.7, abs=0.1)
    assert sum(value > (limits.upper or 0) for value in RECEIVABLE) in (2, 3)


@pytest.mark.parametrize(("values", "slope", "apart"), [(REGION_D, 13.7, 93.52), (REGION_B, -29.48, 272.161)])
def test_limits_around_a_trend(values: list[float], slope: float, apart: float) -> None:
    """Wheeler's regions: the slope from the means of the halves, the limits from the moving ranges."""
    found = trended_limits(values)
    assert found is not None
    assert found.upper is not None
    assert found.slope == pytest.approx(slope)
    assert found.upper - found.centre == pytest.approx(apart, abs=1e-3)


def test_the_halves_of_an_odd_number_lie_further_apart() -> None:
    """Of thirteen values the seventh is in neither half, so the means lie seven places apart, not six."""
    found = trended_limits([float(at) for at in range(13)])
    assert found is not None
    assert found.slope == pytest.approx(1.0)
    assert found.centre == pytest.approx(0.0)
    assert trended_limits([1.0, 2.0, 3.0]) is None


def test_a_trend_that_runs_into_a_natural_bound() -> None:
    """A limit that would pass below nothing somewhere on its way is not drawn and cannot be crossed."""
    falling = trended_limits([9.0, 8.0, 6.0, 6.0, 4.0, 3.0, 2.0, 1.0], floor=0.0)
    assert falling is not None
    assert falling.lower is None
    assert falling.upper is not None


MEDIANS = [2.5, 2.3, 16.3, 6.3, 7.6, 16.3, 7.1, 7.8, 7.8, 9.9, 10.5, -4.8]
"""Wheeler, Making Sense of Data, p. 145, section 10.2: the median moving range."""

REGION_C = [1056, 1048, 1129, 1073, 1157, 1146, 1064, 1213, 1088, 1322, 1256, 1132, 1352, 1353, 1466, 1196]
"""Wheeler, Making Sense of Data, 12.3: the first sixteen values of the region, with the median moving range."""


def test_limits_from_the_median_moving_range() -> None:
    """Wheeler: centre 7.47, limits 14.07 and 0.87, range limit 8.12."""
    limits = natural_limits(MEDIANS, variant="median range")
    assert limits is not None
    figures = (limits.centre, limits.upper, limits.lower, limits.range_limit)
    assert figures == pytest.approx((7.467, 14.072, 0.862, 8.116), abs=0.001)
    both = natural_limits(MEDIANS, variant="median")
    assert both is not None
    assert both.centre == pytest.approx(7.7)
    assert both.range_limit == limits.range_limit


def test_limits_around_a_trend_from_the_median_moving_range() -> None:
    """Region C: slope 19.98, limits 264.2 from the line."""
    found = trended_limits(REGION_C, variant="median range")
    assert found is not None
    assert found.upper is not None
    assert found.slope == pytest.approx(19.984375)
    assert found.upper - found.centre == pytest.approx(264.18)


def test_no_range_across_a_long_gap() -> None:
    """Values that lie more than three periods apart are no neighbours."""
    assert list(moving_ranges([1.0, 5.0, 6.0], [0, 3, 4])) == [4.0, 1.0]
    assert list(moving_ranges([1.0, 5.0, 6.0], [0, 4, 5])) == [1.0]


def test_a_natural_bound_is_no_limit() -> None:
    """A lower limit below nothing is not drawn and cannot be crossed."""
    limits = natural_limits([0.0, 3.0, 1.0, 4.0, 0.0, 2.0], floor=0.0, ceiling=4.0)
    assert limits is not None
    assert (limits.lower, limits.upper) == (None, None)


# The limits chart: segments, agreed bases, runs and values beyond; ties, constants, drift, trends.

"""Wheeler, Making Sense of Data, p. 130."""

SMOKERS = [21.3, 20.2, 20.9, 21.0, 18.8, 19.6, 18.7, 18.6, 18.1, 18.9, 19.2, 18.2, 17.3, 19.0]
"""Wheeler, Making Sense of Data, table 8.1."""


def chart(values: Sequence[float], bases: Sequence[LimitsBase] = ()) -> LimitsChart:
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
    found = chart(values, bases=[LimitsBase(12)])
    assert [(each.first, each.last) for each in found.segments] == [(0, 11), (12, 23)]
    assert found.signals == ()
    assert len(chart(values).signals) > 0
    late = limits_chart(values, [*range(12), *range(20, 32)], bases=[LimitsBase(15)])
    assert late.segments[1].first == 12


def test_limits_that_follow_an_agreed_trend() -> None:
    """They rest on what there was when it was agreed to; when the rise ends, that is a signal."""
    rising = [2.0 * at + (at % 3) for at in range(20)]
    followed = chart([*rising, *[42.0] * 12], bases=[LimitsBase(0, trend_until=19)])
    (segment,) = followed.segments
    assert segment.limits is not None
    assert segment.limits.slope == pytest.approx(2.0, abs=0.02)
    assert segment.limits.values == 20
    assert segment.limits_now is not None
    assert segment.limits_now.centre == pytest.approx(segment.limits.centre + 31 * segment.limits.slope)
    assert [signal for signal in followed.signals if signal.completed < 20] == []
    assert any(signal.rule == 1 and not signal.above for signal in followed.signals)
    lost = chart([1.0, 2.0, 3.0, 2.0, 1.0, 3.0], bases=[LimitsBase(0, trend_until=-1)])
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


# Small counts: which series are judged by the week, and what their weeks brought; and that this keeps them quiet.


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


def test_the_centre_of_ratios_is_the_ratio_of_the_sums() -> None:
    """Five days of 1 in 10 and one of 10 in 1,000: 15 in 1,050 is 1.43 %, where the mean of the days is 8.5 %."""
    rates, below = [10.0, 10.0, 10.0, 10.0, 10.0, 1.0], [10.0] * 5 + [1000.0]
    limits = natural_limits(rates, weights=below)
    assert limits is not None
    assert limits.centre == pytest.approx(100 * 15 / 1050)
    assert limits.upper == pytest.approx(100 * 15 / 1050 + 2.66 * 9 / 5)
    (segment,) = limits_chart(rates, range(6), weights=below).segments
    assert segment.limits == limits
