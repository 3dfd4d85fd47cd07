"""The median agrees with the standard library's."""

from __future__ import annotations

import statistics

from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.median import median


@given(st.lists(st.floats(-1e15, 1e15), min_size=1))
def test_it_is_the_median(values: list[float]) -> None:
    """Any values give what `statistics.median` gives."""
    assert statistics.median(values) == median(values)
