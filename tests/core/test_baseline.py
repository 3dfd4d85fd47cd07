"""What a change is measured from: comparable periods and baselines."""

from __future__ import annotations

from datetime import date
from math import sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.aggregation import KpiData
from kpitui.core.baseline import baseline_of, comparable_periods, estimated, is_whole, level_before, unseen_weekdays
from kpitui.core.goal import Baseline
from tests.core.goals import data, each, kpi, on


def spans(start: date, deadline: date, today: date) -> list[tuple[str, str, str]]:
    """Return the comparable periods with their days as text."""
    return [(p.label, p.start.isoformat(), p.end.isoformat()) for p in comparable_periods(start, deadline, today)]


def test_a_quarter_is_compared_with_quarters() -> None:
    """Guard the three periods of a goal for a whole quarter."""
    assert spans(date(2026, 4, 1), date(2026, 6, 30), date(2026, 4, 10)) == [
        ("the same days last year", "2025-04-01", "2025-06-30"),
        ("the last full quarter", "2026-01-01", "2026-03-31"),
        ("the last 8 weeks", "2026-02-04", "2026-03-31"),
    ]


def test_a_year_has_only_one_year_before_it() -> None:
    """Guard that the same days are offered once."""
    assert spans(date(2026, 1, 1), date(2026, 12, 31), date(2026, 2, 1)) == [
        ("the same days last year", "2025-01-01", "2025-12-31"),
        ("the last 8 weeks", "2025-11-06", "2025-12-31"),
    ]


def test_only_periods_that_are_over_are_offered() -> None:
    """Guard a goal that is planned ahead: this year is not a full year yet."""
    assert spans(date(2027, 1, 1), date(2027, 12, 31), date(2026, 11, 23)) == [
        ("the last full year", "2025-01-01", "2025-12-31"),
        ("the last 8 weeks", "2026-09-28", "2026-11-22"),
    ]
    assert ("the last full quarter", "2026-07-01", "2026-09-30") in spans(
        date(2027, 1, 1), date(2027, 3, 31), date(2026, 11, 23)
    )


def test_other_lengths_are_compared_by_the_day() -> None:
    """Guard as many days before the start, and leap days a year earlier."""
    assert spans(date(2024, 2, 10), date(2024, 2, 29), date(2024, 2, 12)) == [
        ("the same days last year", "2023-02-10", "2023-02-28"),
        ("the last full period of the same length", "2024-01-21", "2024-02-09"),
        ("the last 8 weeks", "2023-12-16", "2024-02-09"),
    ]


def test_whole_months_stay_whole() -> None:
    """Guard that February in a leap year is compared with all of February."""
    assert ("the same days last year", "2024-02-01", "2024-02-29") in spans(
        date(2025, 2, 1), date(2025, 2, 28), date(2025, 2, 3)
    )


@given(st.dates(), st.integers(0, 800), st.integers(-400, 400))
def test_comparable_periods_are_over(start: date, length: int, ahead: int) -> None:
    """Guard, for any goal at any time, that a comparison never reaches today or the goal itself."""
    deadline = date.fromordinal(min(start.toordinal() + length, date.max.toordinal()))
    today = date.fromordinal(min(max(1, start.toordinal() + ahead), date.max.toordinal()))
    eve = max(1, min(start, today).toordinal() - 1)
    found = comparable_periods(start, deadline, today)
    assert all(period.start <= period.end and period.end.toordinal() <= eve for period in found)
    assert len({period[1:] for period in found}) == len(found)


def known(kind: str, values: dict[int, float], **changes: Any) -> KpiData:
    """Return a KPI with values on numbered days, seen long after."""
    return data(kpi(kind, **changes), values, on(400), last=on(400))


def test_a_sum_is_measured_from_a_sum_with_its_coverage() -> None:
    assert Baseline(60, on(1), on(10), 3, 10) == baseline_of("total", known("flow", each(20, 3)), on(1), on(10))
    assert baseline_of("cap", known("flow", each(20, 3)), on(20), on(30)) is None


def test_a_level_is_measured_by_the_rule_of_its_kind() -> None:
    assert Baseline(15, on(1), on(4), 4, 4) == baseline_of(
        "level", known("sample", {1: 10, 2: 10, 3: 20, 4: 20}), on(1), on(4)
    )
    stock = known("level", {1: 100, 5: 120, 30: 200})
    assert Baseline(120, on(5), on(5), 1, 1) == baseline_of("level", stock, on(1), on(10))
    assert baseline_of("recurring", stock, on(1), on(10)) is None


def test_a_level_of_a_month_is_compared_month_by_month() -> None:
    found = baseline_of("level", known("flow", each(10, 91)), on(1), on(91), over="28d")
    assert found is not None
    assert (found.value, found.days) == (280, 91)


def test_a_stock_begins_at_what_it_is_at_the_start() -> None:
    """Growing 5 a week, 395 today: 20 % more is 474, not 261."""
    growing = known("level", {7 * week: 5.0 * week for week in range(1, 80)}, cadence="week")
    assert level_before(growing, on(393)) == Baseline(280, on(392), on(392), 1, 1)


def test_a_level_begins_with_the_four_weeks_before() -> None:
    found = level_before(known("sample", each(3, 60)), on(40))
    assert found == Baseline(3, on(12), on(39), 28, 28)
    few = level_before(known("sample", each(3, 13, first=20)), on(33))
    assert few is not None
    assert (few.days, few.expected, is_whole(few)) == (13, 28, False)


def test_ten_days_of_ninety_are_not_whole() -> None:
    """EUR 100 on ten days of March: the quarter is about 9,000, and 1,000 is not taken for it."""
    march = known("flow", each(100, 10))
    found = baseline_of("total", march, on(1), on(90))
    assert found == Baseline(1000, on(1), on(90), 10, 90)
    assert not is_whole(found)
    whole = estimated("total", found, march)
    assert whole.value == 9000
    assert is_whole(Baseline(1, on(1), on(90), 81, 90))
    assert is_whole(Baseline(1))


def spread_of(values: list[float]) -> float:
    mean = sum(values) / len(values)
    deviation = sqrt(sum((value - mean) ** 2 for value in values) / max(1, len(values) - 1))
    return max(deviation, abs(mean) / sqrt(len(values) + 2))


def test_a_sum_of_another_length_is_that_of_the_days_of_the_goal() -> None:
    """A sum of nine days is each weekday's in 90, with a range; three days more or less are no other length."""
    values = {n: 100.0 + (0, 40, -40)[n % 3] for n in range(1, 10)}
    noisy = known("flow", values)
    week = baseline_of("total", noisy, on(1), on(9))
    assert week is not None
    scaled = estimated("total", week, noisy, (on(101), on(190)))
    # Monday and Tuesday were seen twice: 140 and 60, 60 and 100; 90 days from a Wednesday have 12 Tuesdays.
    means = [100, 80, 100, 140, 60, 100, 140]
    counts = [13, 12, 13, 13, 13, 13, 13]
    assert [sum(on(n).weekday() == day for n in range(101, 191)) for day in range(7)] == counts
    assert scaled.value == pytest.approx(sum(mean * count for mean, count in zip(means, counts, strict=True)))
    assert scaled.low is not None
    unknown = (11 + 11**2 / 2) + (10 + 10**2 / 2) + 5 * (12 + 12**2)
    assert scaled.value - scaled.low == pytest.approx(1.2816 * spread_of(list(values.values())) * sqrt(unknown))
    assert estimated("total", week, noisy, (on(101), on(112))) == week
    assert estimated("level", week, noisy, (on(101), on(190))) == week


def test_an_estimate_sells_nothing_on_a_day_that_is_closed() -> None:
    """100 on 24 days, Sundays never: 2,400 in four weeks is 7,200 in twelve, and not 100 on each of 84 days."""
    sundays = {n for n in range(1, 29) if on(n).weekday() == 6}
    shop = known("flow", {n: 100.0 for n in range(1, 29) if n not in sundays})
    found = baseline_of("total", shop, on(1), on(28))
    assert found is not None
    whole = estimated("total", found, shop, (on(29), on(112)))
    assert whole.value == pytest.approx(7200)
    assert (whole.days, whole.expected) == (24, 28)
    assert whole.low is not None
    assert whole.low < 7200
    # Of its own four weeks nothing is missing, and there is nothing to estimate.
    own = estimated("total", found, shop)
    assert (own.value, own.days, own.expected, own.low, own.high) == (2400, 24, 24, None, None)
    # Three Sundays, or many more days without an entry, say nothing yet of a day that is closed.
    young = known("flow", {n: 100.0 for n in range(1, 22) if n not in sundays})
    found = baseline_of("total", young, on(1), on(21))
    assert found is not None
    assert estimated("total", found, young, (on(22), on(105))).value == pytest.approx(8400)
    sparse = known("flow", {n: 100.0 for n in range(1, 29) if on(n).weekday() in (0, 2, 4) and n % 2})
    found = baseline_of("total", sparse, on(1), on(28))
    assert found is not None
    assert estimated("total", found, sparse).value == pytest.approx(2800)


def test_an_estimate_has_a_range() -> None:
    noisy = known("flow", {n: 100.0 + (40 if n % 2 else -40) for n in range(1, 11)})
    found = baseline_of("total", noisy, on(1), on(20))
    assert found is not None
    whole = estimated("total", found, noisy)
    spread = sqrt(10 * 40**2 / 9)
    # Monday to Wednesday were 100 on average, then 60, 140, 60 and on Sunday 140; of 20 days two are Sundays.
    assert whole.value == 3 * (100 + 100 + 100 + 60 + 140 + 60) + 2 * 140
    assert whole.low is not None
    assert whole.high is not None
    assert whole.high - whole.value == pytest.approx(1.2816 * spread * sqrt(3 * 1.5 + 3 * (2 + 4) + (1 + 1)))
    assert whole.value - whole.low == pytest.approx(whole.high - whole.value)


@pytest.mark.parametrize(
    ("days", "unknown"),
    # Of ten days from a Monday three weekdays were seen twice; 30 have five Mondays and Tuesdays.
    [(1, 29 + 29**2), (2, 28 + 28**2 / 2), (10, 2 * (3 + 9 / 2) + (2 + 4 / 2) + 4 * (3 + 9))],
)
def test_equal_values_make_no_certain_estimate(days: int, unknown: float) -> None:
    """The next one may be another: once in n + 2, by as much as the mean."""
    alike = known("flow", each(100, days))
    found = baseline_of("total", alike, on(1), on(30))
    assert found is not None
    whole = estimated("total", found, alike)
    assert whole.value == 3000
    assert whole.high is not None
    assert whole.high - whole.value == pytest.approx(1.2816 * 100 / sqrt(days + 2) * sqrt(unknown))


WEEKDAY = {0: 100.0, 1: 100.0, 2: 100.0, 3: 100.0, 4: 150.0, 5: 300.0}
"""What a shop sells, Monday to Saturday."""


@pytest.mark.parametrize(
    ("days", "sunday", "unseen", "right"),
    [
        # Ten days from Friday to Sunday: two Saturdays, and two Sundays of 50. Twelve weeks are 12 x 900.
        (range(5, 15), 50.0, (), 12 * 900),
        # The same, of which Sunday was closed and said to be: 0 is a figure.
        (range(5, 15), 0.0, (), 12 * 850),
        # From Thursday to Saturday of the next week, its one Sunday blank: closed or forgotten, nobody can tell.
        (range(4, 14), None, (6,), None),
        # Four weeks of blank Sundays: closed.
        (range(1, 29), None, (), 12 * 850),
        # Open on one Sunday of eight: of twelve on one and a half.
        (range(1, 57), "one", (), 12 * 850 + 1.5 * 400),
    ],
)
def test_every_weekday_is_scaled_by_itself(
    days: range, sunday: float | str | None, unseen: tuple[int, ...], right: float | None
) -> None:
    sundays = {n: sunday for n in days if on(n).weekday() == 6 and isinstance(sunday, float)}
    if sunday == "one":
        sundays = {next(n for n in days if on(n).weekday() == 6): 400.0}
    values = {n: WEEKDAY[on(n).weekday()] for n in days if on(n).weekday() < 6} | sundays
    shop = known("flow", {n: float(value) for n, value in values.items()})
    assert unseen_weekdays(shop, on(days[0]), on(days[-1])) == set(unseen)
    found = baseline_of("total", shop, on(days[0]), on(days[-1]))
    assert found is not None
    if right is not None:
        assert estimated("total", found, shop, (on(200), on(200 + 83))).value == pytest.approx(right)


def test_a_weekday_that_was_closed_before_is_closed_in_a_short_period_too() -> None:
    """Twelve weeks without a Sunday, and ten days of another quarter: those of the quarter are 13 weeks of six days."""
    shop = known("flow", {n: 100.0 for n in (*range(1, 85), *range(260, 270)) if on(n).weekday() < 6})
    assert unseen_weekdays(shop, on(260), on(269)) == set()
    found = baseline_of("total", shop, on(190), on(280))
    assert found is not None
    assert estimated("total", found, shop).value == pytest.approx(13 * 600)


def test_the_total_of_a_month_with_gaps_is_scaled_as_a_level_too() -> None:
    """3 orders on one of 31 days are about 93 a month; 3 a day stay 3 a day."""
    few = known("flow", {20: 3.0})
    month = baseline_of("level", few, on(1), on(31), over="month")
    assert month is not None
    assert month.value == 3
    whole = estimated("level", month, few, over="month")
    assert whole.value == 93
    assert whole.low is not None
    assert whole.low < 60
    daily = baseline_of("level", few, on(1), on(31), over="month", per="day")
    assert daily is not None
    assert estimated("level", daily, few, over="month", per="day").value == 3
