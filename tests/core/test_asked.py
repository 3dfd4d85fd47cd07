"""What a goal asks of a stretch of days, by hand for each kind of goal."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.asked import asked_in
from kpitui.core.goal import Goal, Target
from tests.core.goals import START, data, goal, kpi, on, recurring

TODAY = on(8)


def _asked(wanted: Goal, first: int, last: int, kind: str = "flow", **changes: object) -> float | None:
    return asked_in(wanted, data(kpi(kind, **changes), {1: 5.0}, TODAY), on(first), on(last))


def test_a_total_asks_its_share_by_pace() -> None:
    """100 over ten days are 30 in three of them, and no more than the days that are within the goal."""
    assert _asked(goal(), 2, 4) == pytest.approx(30)
    assert _asked(goal("cap"), 9, 14) == pytest.approx(20)
    assert _asked(goal(), 12, 14) is None


def test_what_does_not_add_up_is_asked_as_it_is() -> None:
    """A level of a mean, and every week's."""
    assert _asked(goal("level", 3.2), 2, 4, "sample") == 3.2
    assert _asked(recurring(high=2.5), 1, 3, "sample") == 2.5


def test_a_level_of_a_sum_asks_by_its_days() -> None:
    """280 over four weeks are 70 a week; 10 a day are 70 as well."""
    assert _asked(goal("level", 280, over="28d"), 1, 7) == pytest.approx(70)
    assert _asked(goal("level", 10, per="day"), 1, 7) == pytest.approx(70)


def test_a_recurring_goal_asks_so_many_of_its_periods() -> None:
    """140 a week are 280 in two weeks; 310 a month are 10 a day of March; 9 a working day are 45 a week."""
    assert _asked(recurring(low=140), 1, 14) == pytest.approx(280)
    assert _asked(recurring("month", low=310), 1, 3) == pytest.approx(30)
    assert _asked(recurring("workday", low=9), 1, 7) == pytest.approx(45)
    assert _asked(recurring("quarter", low=900), 1, 9) == pytest.approx(90)


def test_the_target_of_that_day_counts_and_none_asks_nothing() -> None:
    """A target that was raised since then does not judge the days before it."""
    raised = (Target(START, 100), Target(on(6), 200))
    assert _asked(goal(targets=raised), 2, 4) == pytest.approx(30)
    assert _asked(goal(targets=raised), 7, 8) == pytest.approx(40)
    assert _asked(goal(targets=()), 2, 4) is None
    assert _asked(goal(start=date(2026, 3, 5)), 1, 2) is None
