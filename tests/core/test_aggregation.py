"""Guards how entries become the value of a period or a day, for every kind."""

from __future__ import annotations

from datetime import date, timedelta
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.aggregation import (
    KpiData,
    Source,
    aggregate,
    day_values,
    divides_by_stock,
    paired,
    pairing_step,
    refusal,
)
from kpitui.core.calendar import BYS, STANDARD, By, period_of, periods_between
from kpitui.core.errors import NotFound, Refused
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.core.series import DayValues
from tests.core.business import (
    BALANCE,
    CALLS,
    CHEAPEST,
    CONVERSION,
    LATER,
    LONGEST,
    MONDAY,
    ORDERS,
    SPEED,
    UNIQUE,
    VISITORS,
    data,
    day,
    one,
    totals,
)

ENTRIES_OF_A_WEEK = [(day(0), 10.0), (day(0), 20.0), (day(3), 60.0)]


@pytest.mark.parametrize(
    ("kpi", "value", "slots"),
    [
        (ORDERS, 90.0, 2),
        (BALANCE, 60.0, 2),
        (SPEED, 30.0, 2),
        (CHEAPEST, 10.0, 2),
        (LONGEST, 60.0, 2),
        (CALLS, 3.0, 2),
        (UNIQUE, 60.0, 1),
    ],
)
def test_each_kind_has_its_own_rule(kpi: Kpi, value: float, slots: int) -> None:
    """A flow adds up, a level takes the last, a sample the mean; a lowest, a highest and a count are just that."""
    found = one(kpi, data((kpi, ENTRIES_OF_A_WEEK)))
    assert (value, 3, slots) == (found.value, found.entries, found.coverage.logged)


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if not kind.derived])
@pytest.mark.parametrize("by", BYS)
def test_no_entries_is_no_value(kind: str, by: By) -> None:
    """Without data every logged kind has no value in any period, never a zero."""
    kpi = ORDERS._replace(kind=kind)
    found = one(kpi, data((kpi, [])), by)
    assert (found.value, found.entries, found.coverage.logged) == (None, 0, 0)
    assert not found.at_least


def test_an_explicit_zero_is_a_value() -> None:
    """A day on which zero was logged has the value zero."""
    assert one(ORDERS, data((ORDERS, [(day(0), 0.0)])), "day").value == 0.0


@pytest.mark.parametrize("by", ["day", "month", "quarter", "year"])
def test_a_stamped_figure_is_neither_summed_nor_split(by: By) -> None:
    """A weekly stamped figure has no value by any other length, and the reason is told."""
    found = one(UNIQUE, data((UNIQUE, [(day(0), 400.0), (day(7), 410.0)])), by)
    assert found.value is None
    assert "can't be added up or split" in (refusal(UNIQUE, by) or "")


def test_a_stamped_figure_counts_wherever_it_was_entered_in_its_period() -> None:
    """By its own cadence a stamped KPI has a value and no refusal."""
    assert one(UNIQUE, data((UNIQUE, [(day(6), 400.0)]))).value == 400.0
    assert refusal(UNIQUE, "week") is None
    assert refusal(ORDERS, "year") is None


def test_a_ratio_is_a_ratio_of_sums() -> None:
    """1 of 2 and 10 of 100 are 11 of 102, not the mean of 50 and 10 percent."""
    sources = data((ORDERS, [(day(0), 1.0), (day(1), 10.0)]), (VISITORS, [(day(0), 2.0), (day(1), 100.0)]))
    assert one(CONVERSION, sources).value == 11 / 102
    assert one(CONVERSION._replace(unit="%"), sources).value == 100 * 11 / 102


def test_nothing_to_divide_by_is_no_value() -> None:
    """A denominator of zero, or none at all, gives no value instead of a failure."""
    assert one(CONVERSION, data((ORDERS, [(day(0), 0.0)]), (VISITORS, [(day(0), 0.0)]))).value is None
    assert one(CONVERSION, data((ORDERS, [(day(0), 3.0)]), (VISITORS, [(day(0), 0.0)]))).value is None
    assert one(CONVERSION, data((ORDERS, [(day(0), 3.0)]), (VISITORS, []))).value is None


def test_a_ratio_rests_on_the_days_that_have_both() -> None:
    """Its coverage is that of the days with both components, its entries those of the scarcer one."""
    sources = data((ORDERS, [(day(1), 1.0)]), (VISITORS, [(day(0), 50.0), (day(1), 50.0), (day(1), 20.0)]))
    found = one(CONVERSION, sources)
    assert (found.entries, found.coverage.logged, found.coverage.expected) == (1, 1, 7)


def test_a_level_can_be_divided() -> None:
    """What is divided by a stock is that of the week: 4 orders a day, also on the days that are missing, by 57.5."""
    ratio = CONVERSION._replace(denominator=4)
    sources = data((ORDERS, [(day(0), 4.0), (day(1), 4.0)]), (BALANCE, [(day(0), 99.0), (day(1), 16.0)]))
    assert one(ratio, sources).value == 7 * 4 / 57.5
    known = KpiData(ratio, sources, day(0), day(6), today=day(20))
    assert known.value(day(0), day(1)) == 8 / 115, "of no period that was named it is that of a day"


def test_a_formula_is_computed_on_the_whole_period() -> None:
    """Orders per visitor by formula is the ratio of the sums, also through another formula."""
    rate = Kpi(8, "rate", "Rate", "formula", formula="orders / visitors * 100")
    double = Kpi(9, "double", "Double", "formula", formula="rate * 2")
    sources = data(
        (ORDERS, [(day(0), 1.0), (day(1), 10.0)]),
        (VISITORS, [(day(0), 2.0), (day(1), 100.0)]),
        (rate, []),
        (double, []),
    )
    assert isclose(100 * 11 / 102, one(rate, sources).value or 0)
    assert isclose(200 * 11 / 102, one(double, sources).value or 0)
    assert one(double, sources).coverage.logged == 2


@pytest.mark.parametrize(
    ("formula", "value", "incomplete", "at_least"),
    [
        ("orders + visitors", 52.0, True, True),
        ("visitors - orders", 28.0, True, False),  # a missing day may take more off than it brings
        ("2 * orders", 25.0 * 2, True, True),
        ("orders / visitors", 0.3, False, False),
    ],
)
def test_a_formula_over_gaps_is_no_exact_total(formula: str, value: float, incomplete: bool, at_least: bool) -> None:
    """Orders of three days of seven and visitors of two: what adds up says that days are missing, a rate does not."""
    kpi = Kpi(8, "made", "Made", "formula", formula=formula)
    orders, visitors = [(day(0), 5.0), (day(1), 7.0), (day(3), 13.0)], [(day(0), 10.0), (day(1), 30.0)]
    figure = one(kpi, data((ORDERS, orders), (VISITORS, visitors)))
    assert (figure.value, figure.incomplete, figure.at_least) == (value, incomplete, at_least)


def test_a_formula_without_data_has_no_value() -> None:
    """When a component has no data in the period, neither has the formula."""
    rate = Kpi(8, "rate", "Rate", "formula", formula="orders + visitors")
    assert one(rate, data((ORDERS, [(day(0), 1.0)]), (VISITORS, []), (rate, []))).value is None


def test_a_ratio_can_divide_a_formula() -> None:
    """A formula is a component like any other."""
    both = Kpi(8, "both", "Both", "formula", formula="orders + visitors")
    sources = data((ORDERS, [(day(0), 1.0)]), (VISITORS, [(day(0), 3.0)]), (both, []))
    assert one(CONVERSION._replace(denominator=8), sources).value == 0.25


@pytest.mark.parametrize("formula", ["loop + 1", "other + 1"])
def test_kpis_in_a_circle_are_refused(formula: str) -> None:
    """A KPI computed from itself, directly or by way of another, is refused and named."""
    loop = Kpi(8, "loop", "Loop", "formula", formula=formula)
    other = Kpi(9, "other", "Other", "formula", formula="loop * 2")
    sources = data((loop, []), (other, []))
    with pytest.raises(Refused, match="loop > "):
        one(loop, sources)
    with pytest.raises(Refused, match="loop > "):
        day_values(loop, sources, day(0), day(6), today=LATER)


def test_a_ratio_of_a_ratio_is_refused() -> None:
    """Dividing a ratio is refused with the field and the ratio at fault."""
    bad = CONVERSION._replace(id=8, key="bad", numerator=3)
    with pytest.raises(Refused, match="Conversion") as refused:
        one(bad, data((ORDERS, []), (VISITORS, []), (CONVERSION, [])))
    assert refused.value.field == "numerator"


def test_a_missing_component_is_named() -> None:
    """A KPI that a ratio or formula rests on but that is not there is not found."""
    with pytest.raises(NotFound) as ratio:
        one(CONVERSION, data((ORDERS, [])))
    assert ratio.value.field == "denominator"
    with pytest.raises(NotFound, match="visitors"):
        one(Kpi(8, "rate", "Rate", "formula", formula="orders + visitors"), data((ORDERS, [])))


def test_one_value_a_day_by_kind() -> None:
    """Day values follow the rule of the kind and leave days without data out."""
    days = (day(0), day(3))
    for kpi, first, second in (
        (ORDERS, 30.0, 60.0), (BALANCE, 20.0, 60.0), (SPEED, 15.0, 60.0), (CHEAPEST, 10.0, 60.0),
        (LONGEST, 20.0, 60.0), (CALLS, 2.0, 1.0),
    ):  # fmt: skip
        found = day_values(kpi, data((kpi, ENTRIES_OF_A_WEEK)), day(0), day(6), today=LATER)
        assert DayValues(days, (first, second)) == found


def test_the_week_of_a_maximum_is_the_highest_of_its_days_also_within_a_formula() -> None:
    """A part of a formula by weeks is taken by its own rule: the longest wait of the week, per order of the week."""
    share = Kpi(10, "share", "Share", "formula", formula="longest / orders", created=MONDAY)
    waits = [(day(0), 4.0), (day(1), 9.0), (day(2), 6.0)]
    orders = [(day(0), 1.0), (day(1), 1.0), (day(2), 1.0)]
    assert one(share, data((LONGEST, waits), (ORDERS, orders))).value == 3.0
    weekly = ORDERS._replace(cadence="week")
    assert one(share, data((LONGEST, waits), (weekly, [(day(6), 3.0)]))).value == 3.0


def test_day_values_of_a_ratio_need_both() -> None:
    """A ratio has a value on the days on which it can be divided."""
    sources = data((ORDERS, [(day(0), 1.0), (day(2), 3.0)]), (VISITORS, [(day(0), 4.0), (day(1), 5.0)]))
    assert DayValues((day(0),), (0.25,)) == day_values(CONVERSION, sources, day(0), day(6), today=LATER)


def test_day_values_keep_to_the_days_asked_for() -> None:
    """Entries outside the stretch are left out, and its ends belong to it."""
    sources = data((ORDERS, [(day(i), float(i)) for i in range(5)]))
    assert day_values(ORDERS, sources, day(1), day(3), today=LATER).days == (day(1), day(2), day(3))


def test_day_values_know_blank_zeros() -> None:
    """A day that is over and blank is a zero in the series when the KPI says so."""
    shop = ORDERS._replace(blank="zero")
    found = day_values(shop, data((shop, [(day(1), 5.0)])), day(0), day(6), today=day(3))
    assert DayValues((day(0), day(1), day(2)), (0.0, 5.0, 0.0)) == found


def test_a_stamped_figure_stands_on_one_day_of_its_period() -> None:
    """Of two figures for one week the last stands, on the day it was entered."""
    sources = data((UNIQUE, [(day(0), 400.0), (day(2), 410.0), (day(9), 500.0)]))
    assert DayValues((day(2), day(9)), (410.0, 500.0)) == day_values(UNIQUE, sources, day(0), day(13), today=LATER)


def test_no_periods_give_no_values() -> None:
    """Asking for nothing is answered with nothing."""
    assert aggregate(ORDERS, data((ORDERS, [])), [], today=LATER, calendar=STANDARD) == []


@pytest.mark.parametrize("by", BYS)
@pytest.mark.parametrize("edge", [date.min, date.max])
def test_the_ends_of_time_hold_entries_too(by: By, edge: date) -> None:
    """An entry on the first or last day there is has its value in every length of period."""
    kpi = ORDERS._replace(created=edge)
    found = one(kpi, data((kpi, [(edge, 3.0)])), by, of=edge, today=edge)
    assert (found.value, found.coverage.expected, found.partial) == (3.0, 1, True)


# Guards that a ratio and a formula rest on the days, weeks or months that have all their parts, and on no others.

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


WEEKLY = ORDERS._replace(cadence="week", created=date(2026, 1, 5))
PER_WEEK = CONVERSION._replace(created=date(2026, 1, 5), unit="")


@pytest.mark.parametrize("weekday", [0, 4, 6])
@pytest.mark.parametrize(
    ("by", "of", "total", "weeks"),
    [
        ("month", date(2026, 8, 12), 30.0 + 31 + 32 + 33 + 34, 5),  # those that end on 2, 9, 16, 23 and 30 August
        ("month", date(2026, 9, 1), 35.0 + 36 + 37 + 38, 4),  # that of Monday 31 August ends on 6 September
        ("quarter", date(2026, 9, 1), 416.0, 13),  # from 26, which ends on 5 July, to 38, which ends on 27 September
        ("year", date(2026, 9, 1), 1326.0, 51),  # 1 to 51: that of Monday 28 December ends in 2027
    ],
)
def test_a_week_counts_in_the_month_it_ends_in(weekday: int, by: By, of: date, total: float, weeks: int) -> None:
    """The first week of figures, that of Monday 5 January, has 1 of them, the next one 2; whichever day they are of."""
    entries = [(date(2026, 1, 5) + timedelta(7 * week + weekday), week + 1.0) for week in range(55)]
    figure = one(WEEKLY, data((WEEKLY, entries)), by, of=of)
    assert (figure.value, figure.entries, figure.coverage.logged, figure.coverage.expected) == (total, *[weeks] * 3)
    below = VISITORS._replace(cadence="week", created=WEEKLY.created)
    sources = data((PER_WEEK, []), (WEEKLY, entries), (below, [(when, 2.0) for when, _ in entries]))
    assert one(PER_WEEK, sources, by, of=of).value == total / (2 * weeks)


@pytest.mark.parametrize(("of", "value"), [(date(2026, 10, 28), 39.0 + 40 + 41 + 42), (date(2026, 11, 1), 43.0)])
def test_the_running_week_is_of_the_month_it_ends_in_too(of: date, value: float) -> None:
    """What was logged on Monday 26 October is of November, from its first day on."""
    entries = [(date(2026, 1, 5) + timedelta(7 * week), week + 1.0) for week in range(43)]
    below = VISITORS._replace(cadence="week", created=WEEKLY.created)
    sources = data((PER_WEEK, []), (WEEKLY, entries), (below, [(when, 1.0) for when, _ in entries]))
    assert one(WEEKLY, sources, "month", of=of, today=of).value == value
    weeks = {10: 4, 11: 1}[of.month]
    assert one(PER_WEEK, sources, "month", of=of, today=of).value == value / weeks


def _lost_customers(cadence: str, kind: str) -> tuple[Kpi, dict[str, Source]]:
    """Return a churn, as a ratio or a formula, of 6 and 4 of 200 members in turn."""
    members = Kpi(1, "members", "Members", "level", cadence=cadence, created=MONDAY)
    left = Kpi(2, "left", "Left", "flow", cadence=cadence, created=MONDAY)
    churn = Kpi(3, "churn", "Churn", kind, unit="%", numerator=2, denominator=1, created=MONDAY)
    if kind == "formula":
        churn = churn._replace(formula="left / members * 100")
    step = {"day": 1, "week": 7}[cadence]
    days = [day(step * number + step - 1) for number in range(60)]
    entries = [(when, 6.0 if number % 2 == 0 else 4.0) for number, when in enumerate(days)]
    return churn, {**data((members, [(when, 200.0) for when in days]), (left, entries)), "churn": Source(churn)}


@pytest.mark.parametrize("kind", ["ratio", "formula"])
@pytest.mark.parametrize("cadence", ["day", "week"])
def test_what_is_lost_of_a_stock_is_divided_by_the_stock_of_each_step(cadence: str, kind: str) -> None:
    """Four weeks of 6, 4, 6 and 4 of 200 members are 20 of 800: 2.5 % a week, not 10 %, by the stock as weight."""
    churn, sources = _lost_customers(cadence, kind)
    known = KpiData(churn, sources, day(0), day(400), today=day(420))
    step = {"day": 1, "week": 7}[cadence]
    assert known.value(day(0), day(4 * step - 1)) == 2.5
    assert known.value(day(0), day(3 * step - 1)) == pytest.approx(100 * 16 / 600)
    assert set(known.weights(day(0), day(28)).values()) == {200.0}


@pytest.mark.parametrize("kind", ["ratio", "formula"])
def test_what_is_lost_of_a_stock_is_told_for_the_period(kind: str) -> None:
    """6 and 4 a day in turn of 200: 35 or 36 a week are 17.5 or 18 %, 31 days 77.5 or 78 %; a quarter's mean month.

    With a day of one side missing the others stand for it, as the mean of the members does.
    """
    churn, sources = _lost_customers("day", kind)
    known = KpiData(churn, sources, day(0), day(400), today=day(420))
    assert known.value(day(0), day(6), "week") == 100 * 36 / 200
    assert known.value(day(0), day(30), "month") == 100 * 156 / 200
    assert known.value(day(0), day(59), "quarter") == pytest.approx(100 * 300 / 200 / 2), "two months that have begun"
    assert known.level_value(day(0), day(27), "month") == 100 * 140 / 200
    assert known.level_value(day(0), day(27), "day") == 2.5
    left = sources["left"]
    days, figures, counts = left.totals
    gap = left.totals._replace(
        days=days[:3] + days[4:], figures=figures[:3] + figures[4:], counts=counts[:3] + counts[4:]
    )
    with_gap = KpiData(churn, {**sources, "left": left._replace(totals=gap)}, day(0), day(400), today=day(420))
    assert with_gap.value(day(0), day(6), "week") == pytest.approx(100 * 32 / 6 * 7 / 200)


def test_only_a_division_of_what_adds_up_by_a_stock_is_one_of_each_step() -> None:
    """Orders at a price of their day add up, two sums and two stocks divide as they did."""
    price = Kpi(1, "price", "Price", "level", created=MONDAY)
    debt = Kpi(2, "debt", "Debt", "level", created=MONDAY)
    orders, visitors = (Kpi(3, "orders", "O", "flow"), Kpi(4, "visitors", "V", "flow"))
    parts = {kpi.key: Source(kpi) for kpi in (price, debt, orders, visitors)}
    texts = {
        "orders * price": False, "orders / visitors * 100": False, "debt / price": False,
        "(orders - debt) / 100": False, "visitors / orders * price": False,
        "orders / debt": True, "100 * debt / orders": True, "(debt + orders) / debt": True,
    }  # fmt: skip
    for text, rate in texts.items():
        assert divides_by_stock(Kpi(9, "f", "F", "formula", formula=text), parts) is rate, text
