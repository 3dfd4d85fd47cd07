"""Columns that are one column divided by another, as their cells show: a click-through rate is clicks by impressions.

The mean of such rates over the rows of a day is none of that day; only the sums of both columns give it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

Figures = Sequence[float | None]

MOST_DIVIDED = 10
"""Columns that are tried against each other."""
LEAST_ROWS = 2
"""Rows with different rates from which a column is a quotient, and no chance."""
_HALF = 0.55
"""Of the last decimal that is written: how far a rounded rate is from the exact one, at most."""


class Quotient(NamedTuple):
    """Two columns of which a third is one divided by the other."""

    above: int
    below: int
    percent: bool
    """Whether it is written as a percentage, and not as a part of one."""


def quotient_of(cells: Sequence[str], rates: Figures, others: Mapping[int, Figures]) -> Quotient | None:
    """Return which two of *others* the *rates* are one by the other of; None where they are of none.

    *cells* are the rates as they are written, whose decimals say how exact they are. Two rows with different rates at
    least must fit, and every row that has all three figures.
    """
    places = list(others)[:MOST_DIVIDED]
    steps = [_HALF * 10.0 ** -_decimals(cell) for cell in cells]
    for above, below in permutations(places, 2):
        for percent in (False, True):
            if _fits(rates, others[above], others[below], steps, 100.0 if percent else 1.0):
                return Quotient(above, below, percent)
    return None


def _fits(rates: Figures, above: Figures, below: Figures, steps: Sequence[float], factor: float) -> bool:
    seen: set[float] = set()
    for rate, part, whole, step in zip(rates, above, below, steps, strict=True):
        if rate is None or part is None or whole is None:
            continue
        if whole == 0 or part == 0:
            if rate != 0 or (part and not whole):
                return False
            continue
        if abs(factor * part / whole - rate) > step:
            return False
        seen.add(rate)
    return len(seen) >= LEAST_ROWS


def _decimals(cell: str) -> int:
    """Return how many digits stand behind the last mark of a figure, such as 2 in ``2,48%``."""
    figure = cell.strip().rstrip("%€$£ ")
    end = max(figure.rfind("."), figure.rfind(","))
    return len(figure) - end - 1 if end >= 0 else 0
