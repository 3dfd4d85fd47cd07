"""Which days tell nothing of what a KPI is now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from kpitui.core.cadence import slots_of
from kpitui.core.insight.unusual_days import unusual_days
from kpitui.core.series import DayValues

MONDAY = date(2026, 8, 3)


def _shop(day: date) -> float:
    return 97.0 + 3 * (day.toordinal() % 3) + (60 if day.weekday() == 5 else 0)


def _on(number: int) -> date:
    return MONDAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("value", "days", "expected"),
    [
        (lambda day: 2500.0 if day == _on(80) else _shop(day), 91, [_on(80)]),
        (lambda day: 0.0 if day == _on(80) else _shop(day), 91, [_on(80)]),
        (lambda day: 2500.0 if day in (_on(80), _on(81)) else _shop(day), 91, []),
        (lambda day: 2500.0 if day == _on(20) else _shop(day), 27, []),  # too few days
        (lambda day: 0.0 if day.weekday() == 6 else _shop(day), 91, []),  # closed on Sundays
        (lambda day: 5 * _shop(day) if day >= _on(88) else _shop(day), 91, []),  # another level
        (lambda day: 2500.0 if day.day == 11 else 0.0, 91, []),  # an invoice a month
        (lambda day: 1.0 if day.day in (5, 6, 20) else 0.0, 91, []),
    ],
)
def test_a_day_far_from_all_others(value: Callable[[date], float], days: int, expected: list[date]) -> None:
    """A single one is unusual; a Saturday, a closed day, a new level and what comes in lumps are none."""
    on = tuple(map(_on, range(days)))
    assert unusual_days(DayValues(on, tuple(map(value, on))), slots_of("day")) == expected
