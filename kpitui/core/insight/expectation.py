"""Whether a change came out as it was expected: the range of the change that was seen, held against one size.

Only the size is judged. What brought the change about cannot be told from figures.
"""

from __future__ import annotations

from typing import Literal

from kpitui.core.goal import Expectation
from kpitui.core.insight.effect import Effect

Outcome = Literal["as expected", "more", "less", "other way", "open"]
"""How a change came out; ``open`` while both no change at all and what was expected are within its range."""


def size_of(expected: Expectation, level: float | None) -> float | None:
    """Return an expected change in the unit of the KPI, whose *level* before it was; None when that is not known."""
    if not expected.percent:
        return expected.size
    return None if not level else abs(level) * expected.size / 100


def outcome_of(effect: Effect, expected: float) -> Outcome:
    """Return how *effect* came out against a change of *expected*, which is not 0, in the same unit."""
    low, high = (effect.low, effect.high) if expected > 0 else (-effect.high, -effect.low)
    size = abs(expected)
    if high < 0:
        return "other way"
    if high < size:
        return "less"
    if low > size:
        return "more"
    return "as expected" if low > 0 else "open"
