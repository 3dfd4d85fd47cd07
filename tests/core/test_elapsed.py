"""How far along goals are in time: pauses, weights and shares."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.elapsed import days_between, time_share, weight_between, weight_share
from kpitui.core.model import Pause
from tests.core.goals import goal, on

REST = Pause(1, None, on(3), on(4), "ill")


def test_shares_without_days_are_not_defined() -> None:
    """Guard goals that are paused all along, and the way of a goal of one day."""
    assert weight_share(goal(), on(5), None, [Pause(1, None, on(0), on(20), "away")]) is None
    assert time_share(goal(deadline=on(1)), on(1), []) is None


@given(st.integers(1, 60), st.integers(0, 60), st.lists(st.floats(0, 3), min_size=7, max_size=7))
def test_weights_add_up(length: int, split: int, weights: list[float]) -> None:
    """Guard that two parts make the whole, and that even weights count days."""
    first, middle, last = on(1), on(min(split, length)), on(length)
    whole = weight_between(first, last, weights, [REST])
    parts = weight_between(first, middle, weights, [REST]) + weight_between(
        on(min(split, length) + 1), last, weights, [REST]
    )
    assert abs(whole - parts) < 1e-9
    assert days_between(first, last, [REST]) == weight_between(first, last, None, [REST])
