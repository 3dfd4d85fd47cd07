"""Slots: every day has one or none, they follow each other, and lead back to their days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight.slots import slots_of

CADENCES = ["day", "workday", "mon,thu", "sun", "week", "month", "quarter"]


@pytest.mark.parametrize("cadence", CADENCES)
@given(day=st.dates(date(1, 2, 1), date(9990, 1, 1)))
def test_a_day_lies_within_its_slot(cadence: str, day: date) -> None:
    """The slot of a day begins before it or on it and ends on it or after."""
    slots = slots_of(cadence)
    slot = slots.of(day)
    if slot is not None:
        assert slots.first_day(slot) <= day <= slots.last_day(slot)


@pytest.mark.parametrize("cadence", CADENCES)
def test_neighbours_differ_by_one(cadence: str) -> None:
    """Over two years slots ascend by one, gaps in the week included."""
    slots = slots_of(cadence)
    days = [date(2025, 1, 1) + timedelta(days=at) for at in range(730)]
    seen = list(dict.fromkeys(slot for day in days if (slot := slots.of(day)) is not None))
    assert seen == list(range(seen[0], seen[-1] + 1))


@pytest.mark.parametrize(
    ("cadence", "count", "season"),
    [("day", 30, 7), ("workday", 21, 5), ("mon,thu", 9, 2), ("week", 5, 1), ("month", 1, 12), ("quarter", 0, 4)],
)
def test_the_slots_that_end_in_a_month(cadence: str, count: int, season: int) -> None:
    """November 2026 has thirty days, twenty-one working days, five Sundays that end a week, one month."""
    slots = slots_of(cadence)
    assert (len(slots.between(date(2026, 11, 1), date(2026, 11, 30))), slots.season) == (count, season)
