"""What follows from a draft: the target from a change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.core.smart.draft import GoalDraft
from kpitui.core.smart.targets import deadline_for, points_target, relative_target, target_for, target_of

TODAY = date(2026, 4, 1)


def test_the_target_follows_from_the_change() -> None:
    """Which of target, points and percent wins."""
    assert target_of(GoalDraft(baseline=100, change_percent=15)) == pytest.approx(115)
    assert target_of(GoalDraft(baseline=100, change_percent=15, change_points=4)) == 104
    assert target_of(GoalDraft(baseline=100, target=7, change_points=4)) == 7
    assert target_of(GoalDraft(change_percent=15)) is None


def test_a_recurring_goal_has_the_figure_of_its_periods() -> None:
    assert target_of(GoalDraft(type="recurring", low=15, high=25)) == 25
    assert target_of(GoalDraft(type="recurring", low=15)) == 15


def test_relative_and_points_differ_on_a_percentage() -> None:
    """Guard the two readings of "4 percent up" on 2 percent."""
    assert pytest.approx(relative_target(2.0, 4)) == 2.08
    assert points_target(2.0, 4) == 6.0


def test_more_is_up_below_zero_too() -> None:
    """Guard the size of the baseline in a relative change of a loss."""
    assert relative_target(-100, 10) == -90


def test_no_percentage_of_zero() -> None:
    """Guard that an absolute target is asked for."""
    with pytest.raises(Refused) as refused:
        relative_target(0, 15)
    assert (refused.value.field, refused.value.params) == ("change", {"value": 15})


@given(st.integers(1, 10_000), st.integers(0, 2000))
def test_any_two_give_the_third(target: int, days: int) -> None:
    """Guard that target, deadline and rate agree with each other."""
    deadline = TODAY + timedelta(days=days)
    rate = target / (days + 1)
    assert target == pytest.approx(target_for(TODAY, deadline, rate))
    assert deadline == deadline_for(target, TODAY, rate)


def test_what_cannot_be_worked_out_is_refused() -> None:
    """Guard a deadline before the start, and a rate that leads nowhere."""
    with pytest.raises(Refused, match="before the start"):
        target_for(TODAY, TODAY - timedelta(days=1), 10)
    for rate in (0, -1, 1e-9):
        with pytest.raises(Refused, match="never reaches"):
            deadline_for(10, TODAY, rate)
