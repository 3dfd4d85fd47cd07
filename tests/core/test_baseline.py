"""What a change is measured from: comparable periods and baselines."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.baseline import baseline_of, comparable_periods
from kpitui.core.goal import Baseline
from kpitui.core.series import DayValues

START = date(2026, 4, 1)


def daily(values: list[float]) -> DayValues:
    """Make a series without gaps from START."""
    return DayValues(tuple(START + timedelta(days=n) for n in range(len(values))), tuple(values))


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


def test_a_sum_is_measured_from_a_sum() -> None:
    """Guard the day count beside it, and that nothing comes from nothing."""
    values = daily([10, 20, 30])
    end = START + timedelta(days=9)
    assert Baseline(60, START, end, 3) == baseline_of("cumulative", values, START, end)
    assert baseline_of("cap", values, date(2025, 1, 1), date(2025, 1, 31)) is None


def test_a_level_is_measured_from_a_median_of_six() -> None:
    """Guard the minimum, and robustness against one typing error."""
    values = daily([10, 11, 12, 13, 1400, 14])
    assert Baseline(12.5, START, values.days[-1], 6) == baseline_of("reduce", values, START, values.days[-1])
    assert baseline_of("level", values, START, values.days[-2]) is None
