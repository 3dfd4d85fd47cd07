"""Natural limits against published cases, and what is no signal: gaps, natural bounds, trends, too few values."""

from __future__ import annotations

import pytest

from kpitui.core.insight.xmr_limits import moving_ranges, natural_limits, trended_limits

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
