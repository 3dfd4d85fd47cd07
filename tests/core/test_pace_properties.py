"""How goals stand: what holds for every goal, whatever its unit, its gaps and its pauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.goal import Baseline, Shape, Target
from kpitui.core.model import Pause
from kpitui.core.pace import expected_on
from kpitui.core.standing import Standing
from tests.core.goals import DEADLINE, START, goal, on, series, stand

SERIES = st.dictionaries(st.integers(1, 10), st.integers(0, 50), max_size=10)
SHAPES: tuple[Shape, ...] = ("cumulative", "cap", "level", "reduce", "band")


@given(SERIES, st.sampled_from(SHAPES), st.integers(1, 11), st.sampled_from([0.25, 3.0, 100.0]))
def test_the_unit_does_not_matter(logged: dict[int, int], shape: Shape, today: int, factor: float) -> None:
    """Guard that a figure in cents stands as the same figure in euros."""

    def scaled(by: float) -> Standing:
        base = 60.0 if shape == "reduce" else 10.0
        what = goal(shape, targets=(Target(START, 40 * by, 20 * by),), baseline=Baseline(base * by))
        return stand(what, series({day: value * by for day, value in logged.items()}), on(today))

    one, other = scaled(1), scaled(factor)
    assert one.status == other.status
    for name in ("actual", "expected", "gap", "needed_per_day", "left_per_day"):
        before, after = getattr(one, name), getattr(other, name)
        assert (None if before is None else pytest.approx(before * factor, abs=1e-9)) == after
    assert one.progress == (None if other.progress is None else pytest.approx(other.progress))


@given(SERIES, st.sampled_from(SHAPES), st.integers(-3, 20), st.integers(-3, 12), st.integers(0, 5))
def test_the_figures_agree(logged: dict[int, int], shape: Shape, today: int, rest: int, length: int) -> None:
    """Guard what holds for every goal: days add up, no needless rate, no good word without data."""
    pauses = [Pause(1, None, on(rest), on(rest + length), "away")]
    found = stand(goal(shape, 100, 10), series(logged), on(today), pauses=pauses)
    paused = sum(START <= on(day) <= DEADLINE for day in range(rest, rest + length + 1))
    assert 10 - paused == found.days_left + found.days_elapsed
    assert 0 <= found.days_logged <= found.days_elapsed
    assert found.needed_per_day is None or (found.needed_per_day > 0 and found.status != "reached")
    assert found.left_per_day is None or found.left_per_day >= 0
    if found.actual is None:
        assert found.status in ("no data", "not started")


@given(st.integers(2, 400), st.integers(-3, 400), st.integers(0, 60), st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_the_pace_line_runs_from_one_end_to_the_other(
    days: int, rest: int, length: int, base: float, target: float
) -> None:
    """Guard that the line ends at the target, stays level in a pause and begins at the baseline."""
    what = goal("level", target, base, deadline=on(days))
    assert base == pytest.approx(expected_on(what, START))
    assert target == pytest.approx(expected_on(what, on(days)), abs=1e-6)
    pauses = [Pause(1, None, on(rest), on(rest + length), "away")]
    total = goal(target=target, deadline=on(days))
    end = expected_on(total, on(days), None, pauses)
    if end is not None:
        assert target == pytest.approx(end)
        assert expected_on(total, on(rest - 1), None, pauses) == expected_on(total, on(rest + length), None, pauses)
    assert expected_on(total, on(0)) == 0
