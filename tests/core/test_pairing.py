"""Guards that a ratio and a formula rest on the days, weeks or months that have all their parts, and on no others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.aggregation import aggregate, day_values
from kpitui.core.calendar import STANDARD, By, period_of, periods_between
from kpitui.core.model import Kpi
from kpitui.core.pairing import paired, pairing_step
from tests.core.business import CONVERSION, LATER, MONDAY, ORDERS, VISITORS, data, day, one, totals

pytestmark = pytest.mark.thorough

RATE = Kpi(8, "rate", "Rate", "formula", formula="orders / visitors", created=MONDAY)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
SIDES = st.dictionaries(st.dates(FIRST, LAST), st.integers(0, 900), max_size=40)


def test_a_forgotten_side_is_left_out() -> None:
    """Five days have both, one day only orders, one only visitors: the ratio is that of the five days."""
    above = [(day(i), 3.0) for i in range(6)]
    below = [(day(i), 100.0) for i in (0, 1, 2, 3, 4, 6)]
    for kpi in (CONVERSION, RATE):
        found = one(kpi, data((ORDERS, above), (VISITORS, below), (kpi, [])))
        assert (found.value, found.coverage.there, found.coverage.one_sided) == (0.03, 5, 2)


def test_a_weekly_part_is_paired_by_weeks() -> None:
    """Orders of every day by visitors of the week: the weeks that have both, whatever day the week was logged on."""
    visitors = VISITORS._replace(cadence="week")
    sources = data((ORDERS, [(day(i), 10.0) for i in range(21)]), (visitors, [(day(4), 700.0), (day(20), 1400.0)]))
    month = one(CONVERSION, sources, "month")
    assert (month.value, month.coverage.there, month.coverage.one_sided) == (140 / 2100, 2, 1)
    assert one(CONVERSION, sources, of=day(8)).value is None
    assert day_values(CONVERSION, sources, day(0), day(20), today=LATER) == ((day(6), day(20)), (0.1, 0.05))


def test_a_week_that_runs_stands_on_today() -> None:
    """What is logged of a week early counts for the running week and month, and not before its time."""
    visitors = VISITORS._replace(cadence="week")
    sources = data((ORDERS, [(day(0), 10.0)]), (visitors, [(day(0), 100.0)]))
    assert one(CONVERSION, sources, today=day(2)).value == 0.1
    assert day_values(CONVERSION, sources, day(0), day(6), today=day(2)).days == (day(2),)


def test_a_blank_that_is_zero_is_a_value() -> None:
    """A day without orders is a day of no orders where the KPI says so, and its visitors count."""
    orders = ORDERS._replace(blank="zero")
    found = one(CONVERSION, data((orders, [(day(0), 6.0)]), (VISITORS, [(day(i), 10.0) for i in range(7)])))
    assert (found.value, found.coverage.there, found.coverage.one_sided) == (6 / 70, 7, 0)


def test_the_step_is_the_longest_rhythm() -> None:
    """Days with a weekly part are paired by the week, weeks with a monthly one by the month; nothing by the day."""
    cadences = {"workday": "day", "week": "week", "month": "month", "quarter": "quarter"}
    for cadence, step in cadences.items():
        assert pairing_step({"a": ORDERS, "b": VISITORS._replace(cadence=cadence)}) == step
    assert paired({}, {}, LATER, STANDARD).days == ()


@given(above=SIDES, below=SIDES, by=st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_periods_are_sums_over_the_days_that_have_both(above: dict[date, int], below: dict[date, int], by: By) -> None:
    """Counted day by day: sum by sum over the days with both; the others are counted as one-sided."""
    sources = data(
        (ORDERS, [(when, float(value)) for when, value in above.items()]),
        (VISITORS, [(when, float(value)) for when, value in below.items()]),
    )
    for found in aggregate(
        CONVERSION, sources, periods_between(by, FIRST, LAST, STANDARD), today=LATER, calendar=STANDARD
    ):
        top = bottom = both = single = 0
        when = found.period.start
        while when <= found.period.end:
            if when in above and when in below:
                top, bottom, both = top + above[when], bottom + below[when], both + 1
            elif when in above or when in below:
                single += 1
            when += timedelta(days=1)
        assert (found.value, found.coverage.there, found.coverage.one_sided) == (
            top / bottom if bottom else None,
            both,
            single,
        )


@given(above=SIDES, below=SIDES)
def test_weeks_pair_whole_weeks(above: dict[date, int], below: dict[date, int]) -> None:
    """With one side by the week, every week that has both sides counts once with all that was logged in it."""
    sides = {"orders": ORDERS, "visitors": VISITORS._replace(cadence="week")}
    rows = {
        "orders": totals(ORDERS, [(when, float(value)) for when, value in above.items()]),
        "visitors": totals(VISITORS, [(when, float(value)) for when, value in below.items()]),
    }
    found = paired(sides, rows, LATER, STANDARD)
    weeks = {period_of("week", when, STANDARD).end for when in above}
    assert set(found.days) == weeks & {period_of("week", when, STANDARD).end for when in below}
    for end, figure in zip(found.days, found.parts["orders"].figures, strict=True):
        assert figure == sum(value for when, value in above.items() if period_of("week", when, STANDARD).end == end)


def test_the_coverage_of_a_ratio_is_of_the_days_that_both_are_expected_on() -> None:
    """Visitors of working days and orders of every day meet on working days; a forgotten side is said, blanks too."""
    visitors = VISITORS._replace(cadence="workday")
    orders = ORDERS._replace(blank="zero")
    sources = data((orders, [(day(0), 1.0), (day(1), 2.0)]), (visitors, [(day(i), 10.0) for i in (0, 1, 2)]))
    coverage = one(CONVERSION, sources).coverage
    assert (coverage.expected, coverage.logged, coverage.zeros, coverage.missing) == (5, 2, 1, 2)
    assert coverage.one_sided == 4  # Thursday and Friday lack visitors, so does the weekend, when none are expected


def test_the_coverage_of_a_ratio_by_weeks_counts_weeks() -> None:
    """Daily orders by weekly visitors: a week is expected once, and is there when both have something in it."""
    weekly = VISITORS._replace(cadence="week")
    sources = data((ORDERS, [(day(i), 3.0) for i in range(14)]), (weekly, [(day(0), 300.0), (day(14), 300.0)]))
    coverage = one(CONVERSION, sources, "month").coverage
    assert (coverage.cadence, coverage.expected, coverage.logged, coverage.one_sided) == ("week", 4, 1, 2)
