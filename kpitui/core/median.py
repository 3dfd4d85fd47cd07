"""The median, without the standard library's `statistics`: that loads fractions and decimals, and start-up counts."""

from __future__ import annotations

from collections.abc import Iterable


def median(values: Iterable[float]) -> float:
    """Return the middle of *values* in any order, at least one; of an even number the mean of the middle two."""
    ascending = sorted(values)
    middle = len(ascending) // 2
    return ascending[middle] if len(ascending) % 2 else (ascending[middle - 1] + ascending[middle]) / 2
