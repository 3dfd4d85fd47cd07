"""The period of a review: the newest one that is over, the running one, its neighbours, and any other range."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.calendar import By
from kpitui.core.errors import Refused
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.kpis import add_kpi
from kpitui.services.reading import all_kpis
from kpitui.services.reviews.period import ReviewPeriod, compared_in, neighbour, range_of, review_period
from kpitui.services.workspace import Workspace, open_workspace
from tests.services.conftest import NOW

TODAY = date(2026, 11, 23)


def days(workspace: Workspace, period: ReviewPeriod) -> tuple[str, ...]:
    """Return the days of a period and of the one that a KPI is compared with."""
    kpi = find_kpi(workspace, "orders") if all_kpis(workspace) else add_kpi(workspace, {"name": "Orders"})
    before = compared_in(workspace, kpi, period).before.period
    return tuple(day.isoformat() for day in (period.start, period.end, before.start, before.end))


@pytest.mark.parametrize(
    ("by", "label", "expected"),
    [
        ("week", "2026-W47", ("2026-11-16", "2026-11-22", "2026-11-09", "2026-11-15")),
        ("month", "2026-10", ("2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30")),
        ("quarter", "2026-Q3", ("2026-07-01", "2026-09-30", "2026-04-01", "2026-06-30")),
    ],
)
def test_the_newest_period_that_is_over(workspace: Workspace, by: By, label: str, expected: tuple[str, ...]) -> None:
    """Compared with the whole one before it, and seen from its last day."""
    found = review_period(workspace, by)
    assert (found.label, days(workspace, found), found.as_of) == (label, expected, found.end)


def test_a_running_period_is_compared_with_the_same_part(workspace: Workspace) -> None:
    """The days of November that are over with as many of October, seen from today, which is not logged yet."""
    found = review_period(workspace, "month", TODAY)
    assert days(workspace, found) == ("2026-11-01", "2026-11-30", "2026-10-01", "2026-10-22")
    log(workspace, [EntryInput("orders", "3", TODAY)])
    assert days(workspace, found) == ("2026-11-01", "2026-11-30", "2026-10-01", "2026-10-23")
    assert found.as_of == TODAY


def test_a_range_is_compared_with_as_many_days_before(workspace: Workspace) -> None:
    """Cut off at today; one that is still to come, or ends before it begins, is refused."""
    assert days(workspace, range_of(workspace, date(2026, 11, 4), date(2026, 11, 13))) == (
        "2026-11-04", "2026-11-13", "2026-10-25", "2026-11-03",
    )  # fmt: skip
    assert range_of(workspace, date(2026, 11, 20), date(2027, 1, 1)).end == TODAY
    for first, last in ((TODAY + timedelta(days=1), TODAY + timedelta(days=9)), (TODAY, TODAY - timedelta(days=1))):
        with pytest.raises(Refused):
            range_of(workspace, first, last)


def test_back_and_forth_between_periods(workspace: Workspace) -> None:
    """From last week to this week and back; after the running one comes nothing."""
    last = review_period(workspace, "week")
    running = neighbour(workspace, last, 1)
    assert running.label == "2026-W48"
    assert neighbour(workspace, running, 1) == running
    assert neighbour(workspace, running, -1) == last


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """An empty database for all examples."""
    path = str(tmp_path_factory.mktemp("period") / "kpitui.db")
    opened = open_workspace({}, NOW, database=path, language="en")
    yield opened
    opened.close()


@given(by=st.sampled_from(["week", "month", "quarter", "year"]), day=st.dates(date(1, 1, 1), TODAY))
def test_any_day_has_a_period(empty: Workspace, by: By, day: date) -> None:
    """From the first year on: the day is in it, and what it is compared with does not lie after it."""
    found = review_period(empty, by, day)
    assert found.start <= day <= found.end
    start, end, before_start, before_end = days(empty, found)
    assert before_start <= before_end <= end
    assert before_start < start or start == before_start == "0001-01-01"
