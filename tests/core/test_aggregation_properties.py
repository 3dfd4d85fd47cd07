"""Guards the laws of aggregation on any data: sums of sums, nothing lost, nothing made up."""

from __future__ import annotations

from datetime import date
from math import isclose
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from kpitui.core.aggregation import aggregate, day_values
from kpitui.core.calendar import BYS, STANDARD, By, Period, periods_between
from tests.core.business import CALLS, CHEAPEST, CONVERSION, LATER, LONGEST, ORDERS, SPEED, VISITORS, data, day, one

AMOUNTS = st.floats(-1e6, 1e6, allow_nan=False)
ENTRIES = st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 31)), AMOUNTS), max_size=40)
COUNTS = st.lists(
    st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 50), st.integers(0, 900)),
    max_size=30,
    unique_by=lambda row: row[0],
)


def months_of(year: int) -> list[Period]:
    """Return the months of a year."""
    return periods_between("month", date(year, 1, 1), date(year, 12, 31), STANDARD)


@given(rows=COUNTS, by=st.sampled_from(BYS))
def test_ratios_divide_sums_however_days_are_split(rows: list[tuple[date, int, int]], by: By) -> None:
    """In every period of every length the ratio is the sum above by the sum below, never a mean of ratios."""
    sources = data(
        (ORDERS, [(when, float(above)) for when, above, _ in rows]),
        (VISITORS, [(when, float(below)) for when, _, below in rows]),
    )
    periods = periods_between(by, date(2026, 1, 1), date(2026, 12, 31), STANDARD)
    for found in aggregate(CONVERSION, sources, periods, today=LATER, calendar=STANDARD):
        mine = [row for row in rows if found.period.start <= row[0] <= found.period.end]
        below = sum(row[2] for row in mine)
        assert (sum(row[1] for row in mine) / below if below else None) == found.value


@given(rows=ENTRIES, by=st.sampled_from(BYS))
def test_extremes_and_counts_are_those_of_the_entries_of_every_period(rows: list[tuple[date, float]], by: By) -> None:
    """However days are put together: the lowest and highest of the entries themselves, and how many there are."""
    periods = periods_between(by, date(2026, 1, 1), date(2026, 12, 31), STANDARD)
    for kpi, combine in ((CHEAPEST, min), (LONGEST, max), (CALLS, len)):
        for figure in aggregate(kpi, data((kpi, rows)), periods, today=LATER, calendar=STANDARD):
            values = [value for when, value in rows if figure.period.start <= when <= figure.period.end]
            assert (float(combine(values)) if values else None) == figure.value


@given(rows=COUNTS.filter(lambda rows: len(rows) > 1))
def test_a_ratio_is_never_the_mean_of_ratios(rows: list[tuple[date, int, int]]) -> None:
    """Where the mean of the daily ratios differs from the ratio of sums, the year's value is the latter."""
    rows = [row for row in rows if row[2]]
    assume(rows)
    mean = sum(above / below for _, above, below in rows) / len(rows)
    of_sums = sum(row[1] for row in rows) / sum(row[2] for row in rows)
    assume(not isclose(mean, of_sums))
    sources = data(
        (ORDERS, [(when, float(above)) for when, above, _ in rows]),
        (VISITORS, [(when, float(below)) for when, _, below in rows]),
    )
    found = one(CONVERSION, sources, "year").value
    assert found is not None
    assert isclose(of_sums, found)
    assert not isclose(mean, found)


@given(entries=ENTRIES, by=st.sampled_from(BYS))
def test_periods_of_a_flow_add_up_to_the_whole(entries: list[tuple[date, float]], by: By) -> None:
    """No entry is lost or counted twice, whichever length the year is cut by."""
    periods = periods_between(by, date(2026, 1, 1), date(2026, 12, 31), STANDARD)
    found = aggregate(ORDERS, data((ORDERS, entries)), periods, today=LATER, calendar=STANDARD)
    assert len(entries) == sum(value.entries for value in found)
    total = sum(value for _, value in entries)
    assert isclose(total, sum(value.value or 0 for value in found), rel_tol=1e-9, abs_tol=1e-5)


@given(entries=ENTRIES)
def test_three_months_are_their_quarter(entries: list[tuple[date, float]]) -> None:
    """Value, entries and coverage of a flow's quarter are the sums of those of its months."""
    sources = data((ORDERS, entries))
    months = aggregate(ORDERS, sources, months_of(2026)[6:9], today=LATER, calendar=STANDARD)
    quarter = one(ORDERS, sources, "quarter", of=date(2026, 8, 1))
    assert isclose(sum(month.value or 0 for month in months), quarter.value or 0, abs_tol=1e-5)
    assert sum(month.entries for month in months) == quarter.entries
    assert sum(month.coverage.logged for month in months) == quarter.coverage.logged
    assert sum(month.coverage.expected for month in months) == quarter.coverage.expected
    assert any(month.incomplete for month in months) <= quarter.incomplete or quarter.value is None


@given(
    entries=ENTRIES,
    today=st.dates(date(2026, 1, 1), date(2027, 2, 1)),
    by=st.sampled_from(BYS),
    cadence=st.sampled_from(["day", "workday", "mon,thu", "week", "month"]),
)
def test_coverage_keeps_its_bounds(entries: list[tuple[date, float]], today: date, by: By, cadence: str) -> None:
    """What is there never exceeds what was expected, whatever else was logged; partial is not over."""
    kpi = ORDERS._replace(cadence=cadence)
    periods = periods_between(by, date(2026, 1, 1), date(2026, 12, 31), STANDARD)
    for found in aggregate(kpi, data((kpi, entries)), periods, today=today, calendar=STANDARD):
        end = found.period.end
        assert 0 <= found.coverage.logged <= found.coverage.expected <= found.period.days
        assert (today <= end) == found.partial
        if cadence == "day" and found.value is not None and end < today:
            assert (found.coverage.logged < found.coverage.expected) == found.incomplete


@given(
    entries=st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(-999, 999))),
    pick=st.randoms(),
)
def test_the_order_of_sources_and_entries_does_not_matter(entries: list[tuple[date, int]], pick: Random) -> None:
    """Sums and means are the same in whatever order entries and KPIs come in."""
    values = [(when, float(value)) for when, value in entries]
    shuffled = sorted(values, key=lambda _: pick.random())
    for kpi in (ORDERS, SPEED):
        there, back = data((kpi, values), (VISITORS, [])), data((VISITORS, []), (kpi, shuffled))
        assert one(kpi, there, "year") == one(kpi, back, "year")


@given(
    logged=st.sets(st.integers(0, 27)),
    today=st.integers(0, 40),
    kind=st.sampled_from(["flow", "level", "sample"]),
)
def test_blank_zero_fills_exactly_the_days_that_are_over(logged: set[int], today: int, kind: str) -> None:
    """The days of the series are those logged and those before today, with zeros on the latter alone."""
    kpi = ORDERS._replace(kind=kind, blank="zero")
    sources = data((kpi, [(day(i), 5.0) for i in logged]))
    found = day_values(kpi, sources, day(0), day(27), today=day(today))
    expected = {day(i): 5.0 if i in logged else 0.0 for i in range(28) if i in logged or i < today}
    assert expected == dict(zip(found.days, found.values, strict=True))
