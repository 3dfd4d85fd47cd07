"""Coupling: two forecasts made one by averaging their quantiles, slot by slot, in the order of the paths of the first.

Averaged quantiles are better calibrated than a mixture, whose range is as wide as the widest (Lichtendahl et al. 2013);
that each path keeps its rank in every slot keeps sums as wide as they have to be (ensemble copula coupling, Schefzik et
al. 2013).
"""

from __future__ import annotations

from collections.abc import Sequence


def coupled(paths: Sequence[list[float]], others: Sequence[list[float]], share: float) -> list[list[float]]:
    """Return *paths* with *share* of each value from the value of the same rank among *others*, of the same slots."""
    size, count = len(paths), len(others)
    mixed = [list(path) for path in paths]
    for place in range(len(paths[0])):
        order = sorted(range(size), key=lambda index: paths[index][place])
        ascending = sorted(other[place] for other in others)
        for rank, index in enumerate(order):
            mixed[index][place] = (1 - share) * paths[index][place] + share * ascending[rank * count // size]
    return mixed
