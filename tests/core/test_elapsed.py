"""How far along goals are in time: the last day that counts, pauses, weights and missing entries."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.elapsed import (
    counted_until,
    days_between,
    missing_slots,
    time_share,
    weight_between,
    weight_share,
    with_zeros,
)
from kpitui.core.model import Pause
from kpitui.core.series import DayValues
from tests.core.goals import goal, on, series

REST = Pause(1, None, on(3), on(4), "ill")


def test_a_week_counts_from_its_entry_or_its_end() -> None:
    """Guard the last day that counts for a weekly figure: with an entry, without one, and when a week is missing."""
    what = goal(deadline=on(28))
    assert on(9) == counted_until(what, series({9: 1}), on(9), "week")
    assert on(10) == counted_until(what, series({9: 1}), on(11), "week")
    assert on(7) == counted_until(what, series({7: 1}), on(11), "week")
    assert on(14) == counted_until(what, series({7: 1}), on(16), "week")


def test_zeros_only_where_an_entry_was_expected() -> None:
    """Guard that pauses, today and days with a value get no zero."""
    filled = with_zeros(goal(), series({2: 5}), on(6), "day", pauses=[REST])
    assert DayValues((on(1), on(2), on(5)), (0, 5, 0)) == filled
    assert DayValues((on(3),), (7,)) == with_zeros(goal(), series({3: 7}), on(9), "week", pauses=[])


def test_missing_slots_begin_after_the_last_value() -> None:
    """Guard that the week of the last value is not missing."""
    assert missing_slots(on(3), on(6), "day", []) == 3
    assert missing_slots(on(3), on(13), "week", []) == 0
    assert missing_slots(on(3), on(14), "week", []) == 1


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
