"""The median and other quantiles agree with the standard library's."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.median import median, quantile


@given(st.lists(st.floats(-1e15, 1e15), min_size=1))
def test_it_is_the_median(values: list[float]) -> None:
    """Any values give what `statistics.median` gives."""
    assert statistics.median(values) == median(values)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2))
def test_the_other_quantiles_are_interpolated(values: list[float]) -> None:
    """The first and the last tenth are those of `statistics.quantiles`, of one value it is itself."""
    first, *_between, last = statistics.quantiles(values, n=10, method="inclusive")
    assert quantile(sorted(values), 0.1) == pytest.approx(first, abs=1e-6)
    assert quantile(sorted(values), 0.9) == pytest.approx(last, abs=1e-6)
    assert quantile(values[:1], 0.3) == values[0]
