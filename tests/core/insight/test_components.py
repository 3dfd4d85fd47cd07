"""Components: ratios that are foretold by what they are divided by."""

from __future__ import annotations

import pytest

from kpitui.core.insight.components import linearised


def test_a_day_with_many_counts_for_more() -> None:
    """20 of 100, 20 of 100 and 90 of 300: 130 of 500 is 26 %, and so is the mean of what is foretold by."""
    values = linearised([0.2, 0.2, 0.3], [100, 100, 300], [500 / 3] * 3)
    assert sum(values) / 3 == pytest.approx(130 / 500)
    assert values[0] == pytest.approx(0.26 - 0.06 * 0.6)
    assert values[2] == pytest.approx(0.26 + 0.04 * 1.8)


def test_even_days_stay_as_they_are() -> None:
    """Five visitors every day, or nothing to divide by."""
    assert linearised([0.2, 0.4], [5, 5], [5, 5]) == pytest.approx([0.2, 0.4])
    assert linearised([0.2], [0], [5]) == [0.2]
    assert linearised([], [], []) == []
