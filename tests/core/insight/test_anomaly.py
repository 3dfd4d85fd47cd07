"""Surprise: what its own past did not lead to expect."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight.anomaly import FEWEST, expected_of


def days(count: int = 60, seed: int = 1) -> list[float]:
    """Return days with a weekly rhythm."""
    random = Random(seed)
    return [100 + 30 * (at % 7 == 0) + random.gauss(0, 6) for at in range(count)]


def test_ten_times_the_usual_is_doubtful() -> None:
    """A shifted decimal mark is asked about, up and down."""
    for value in (1000.0, 10.0):
        found = expected_of(value, 60, range(60), days(), 7)
        assert found is not None
        assert found.doubtful
        assert found.surprising
        assert found.usual == pytest.approx(100, abs=8)


def test_the_usual_is_no_surprise_and_knows_the_weekday() -> None:
    """A Monday is compared with what Mondays bring."""
    found = expected_of(128.0, 63, range(63), days(63), 7)
    assert found is not None
    assert not found.surprising
    assert found.usual == pytest.approx(130, abs=10)


def test_surprises_are_rare_on_noise() -> None:
    """Of ordinary newest values about one in fifty is told of."""
    told = 0
    for seed in range(300):
        values = days(61, seed)
        found = expected_of(values[60], 60, range(60), values[:60], 7)
        told += found is not None and found.surprising
    assert told / 300 <= 0.05


@pytest.mark.parametrize("values", [[], [1.0] * (FEWEST - 1), [5.0] * 40])
def test_too_little_or_nothing_to_compare_with(values: list[float]) -> None:
    """Too few values, or a constant, surprise nobody here."""
    assert expected_of(9.0, 50, range(len(values)), values, 7) is None


@given(st.lists(st.floats(-1e9, 1e9), max_size=40), st.floats(-1e9, 1e9))
def test_any_value_after_any_series(values: list[float], value: float) -> None:
    """Nothing makes it fail."""
    found = expected_of(value, 60, range(len(values)), values, 7)
    assert found is None or found.values == len(values)
