"""Guards what counts as expected, as missing and as a true zero."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.calendar import BYS, STANDARD, By, period_of
from kpitui.core.model import Pause
from tests.core.business import MONDAY, ORDERS, SPEED, data, day, one


def test_a_total_over_gaps_says_at_least() -> None:
    """A flow with an expected day left out is a lower bound; a mean with one is not, nor a full week."""
    gap = [(day(i), 1.0) for i in range(6)]
    assert one(ORDERS, data((ORDERS, gap))).at_least
    assert not one(SPEED, data((SPEED, gap))).at_least
    assert not one(ORDERS, data((ORDERS, [*gap, (day(6), 1.0)]))).at_least


def test_an_extra_day_does_not_hide_a_gap() -> None:
    """Working on Saturday does not make up for a Tuesday without data."""
    workdays = ORDERS._replace(cadence="workday")
    found = one(workdays, data((workdays, [(day(i), 1.0) for i in (0, 2, 3, 4, 5)])))
    assert (found.entries, found.coverage.logged, found.coverage.expected, found.at_least) == (5, 4, 5, True)


def test_days_are_expected_from_the_first_sign_of_life() -> None:
    """Expected days start when the KPI was created, or at its first entry when that is earlier."""
    young = ORDERS._replace(created=day(4))
    assert one(young, data((young, []))).coverage.expected == 3
    assert one(young, data((young, [(day(2), 1.0)]))).coverage.expected == 5


def test_today_is_expected_once_it_has_data() -> None:
    """On Wednesday two days are expected; three after an entry; a day to come never."""
    assert one(ORDERS, data((ORDERS, [(day(0), 1.0)])), today=day(2)).coverage.expected == 2
    assert one(ORDERS, data((ORDERS, [(day(2), 1.0)])), today=day(2)).coverage.expected == 3


def test_pauses_are_not_expected() -> None:
    """Paused days of the KPI or the business leave the coverage; those of another KPI stay."""
    pauses = [Pause(1, None, day(0), day(1), ""), Pause(2, 1, day(2), day(2), ""), Pause(3, 2, day(3), day(6), "")]
    sources = data((ORDERS, [(day(i), 1.0) for i in range(3, 7)]))
    found = one(ORDERS, sources, pauses=pauses)
    assert (found.coverage.expected, found.at_least) == (4, False)


def test_weeks_are_expected_where_they_end() -> None:
    """A weekly flow expects the weeks that end in the month, and the running one once it has data."""
    weekly = ORDERS._replace(cadence="week")
    sources = data((weekly, [(day(0), 1.0), (day(14), 1.0)]))
    found = one(weekly, sources, "month", today=day(15))
    assert (found.coverage.logged, found.coverage.expected, found.at_least) == (2, 3, True)


def test_blanks_are_zeros_only_when_they_are_over() -> None:
    """With blank meaning zero, expected days before today count as data, today and days off do not."""
    shop = ORDERS._replace(blank="zero", cadence="workday")
    found = one(shop, data((shop, [(day(0), 8.0)])), today=day(3))
    coverage = found.coverage
    assert (found.value, found.entries) == (8.0, 1)
    assert (coverage.logged, coverage.zeros, coverage.expected, coverage.share) == (1, 2, 3, 1.0)
    assert not found.at_least
    assert one(shop, data((shop, [])), "day", of=day(2), today=day(2)).value is None
    assert one(shop, data((shop, [])), "day", of=day(5)).value is None
    assert one(shop, data((shop, [])), "day", of=day(2), today=day(3)).value == 0.0


def test_blank_zeros_weigh_in_a_mean() -> None:
    """A sample whose blanks are zeros has the mean over all expected days."""
    speed = SPEED._replace(blank="zero")
    assert one(speed, data((speed, [(day(0), 7.0)]))).value == 1.0


def test_blanks_before_the_kpi_began_are_no_zeros() -> None:
    """No zeros are made up for days before the KPI was created, nor for paused ones."""
    shop = ORDERS._replace(blank="zero")
    assert one(shop, data((shop, [])), of=day(-7)).value is None
    assert one(shop, data((shop, [])), pauses=[Pause(1, None, day(0), day(6), "")]).value is None


def test_what_is_expected_does_not_depend_on_how_far_back_is_looked() -> None:
    """A day without data is missing also where the data that is read begins after it: the KPI is older than that."""
    late = ORDERS._replace(created=day(300))
    week = data((late, [(day(i), 1.0) for i in range(8, 14)]))
    began_before = {"orders": week["orders"]._replace(began=day(0))}
    found = one(late, began_before, of=day(7))
    assert (found.coverage.logged, found.coverage.expected, found.at_least) == (6, 7, True)
    assert one(late, week, of=day(7)).coverage.expected == 6


def test_more_entries_than_expected_are_no_more_than_all() -> None:
    """A weekly figure that is logged on three days of the week is there once, and never three times of one."""
    weekly = ORDERS._replace(cadence="week")
    found = one(weekly, data((weekly, [(day(i), 1.0) for i in (0, 2, 4)])))
    assert (found.entries, found.coverage.logged, found.coverage.expected, found.coverage.share) == (3, 1, 1, 1.0)


def test_a_paused_week_counts_its_paused_days_apart() -> None:
    """A pause over days that have data takes them out of what was expected, and says how many it took."""
    whole = [Pause(1, None, day(0), day(6), "holiday")]
    sources = data((ORDERS, [(day(i), 1.0) for i in range(7)]))
    coverage = one(ORDERS, sources, pauses=whole).coverage
    assert (coverage.logged, coverage.expected, coverage.paused, coverage.share) == (0, 0, 7, None)
    half = [Pause(1, None, day(5), day(8), "")]
    coverage = one(ORDERS, sources, pauses=half).coverage
    assert (coverage.logged, coverage.expected, coverage.paused) == (5, 5, 2)
    ahead = one(ORDERS, sources, pauses=half, today=day(5)).coverage
    assert (ahead.expected, ahead.paused) == (5, 1)


def test_a_sum_with_figures_below_zero_is_not_at_least_anything() -> None:
    """Where a day can be below zero, what is missing can make the total smaller: it is incomplete, no more."""
    found = one(ORDERS, data((ORDERS, [(day(0), 5.0), (day(1), -2.0)])))
    assert (found.incomplete, found.at_least) == (True, False)


@pytest.mark.parametrize("by", BYS)
def test_a_kpi_without_a_known_start_is_cheap_to_ask(by: By) -> None:
    """A KPI created in year 1 costs no walk through the centuries and expects all days that are over."""
    kpi = ORDERS._replace(created=date.min)
    period = period_of(by, MONDAY, STANDARD)
    assert one(kpi, data((kpi, [])), by).coverage.expected == period.days
