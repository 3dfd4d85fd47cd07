"""The median and other quantiles, without `statistics`: that loads fractions and decimals, and start-up counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def median(values: Iterable[float]) -> float:
    """Return the middle of *values* in any order, at least one; of an even number the mean of the middle two."""
    ascending = sorted(values)
    middle = len(ascending) // 2
    return ascending[middle] if len(ascending) % 2 else (ascending[middle - 1] + ascending[middle]) / 2


def quantile(ascending: Sequence[float], share: float) -> float:
    """Return the value below which *share* of the *ascending* values lie, interpolated between neighbours."""
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (ascending[above] - ascending[below]) * (place - below)
