"""What tests on few values are made of: tails of t and F, ranks, slopes, and how much neighbours resemble each other.

The standard library has the normal distribution alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import exp, fsum, lgamma, log

FRACTION_STEPS, TINY = 200, 1e-300
"""Steps of a continued fraction at the most, and what stands in for a divisor of zero."""


def f_tail(ratio: float, above: int, below: int) -> float:
    """Return how often an F with *above* and *below* degrees of freedom exceeds *ratio* (DLMF 8.17)."""
    return incomplete_beta(below / 2, above / 2, below / (below + above * ratio))


def t_tails(t: float, freedom: float) -> float:
    """Return how often Student's t with *freedom* degrees lies farther from 0 than *t*, on either side."""
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    numerator, denominator = 1.0, 1 / _divisor(1 - (a + b) * x / (a + 1))
    fraction = denominator
    for step in range(1, FRACTION_STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        factor = 1.0
        for term in (even, odd):
            denominator = 1 / _divisor(1 + term * denominator)
            numerator = _divisor(1 + term / numerator)
            factor = denominator * numerator
            fraction *= factor
        if abs(factor - 1) < 1e-12:
            break
    return front * fraction


def _divisor(value: float) -> float:
    return value if abs(value) > TINY else TINY


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each of *values* from 0 on; those that are equal share the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    result = [0.0] * len(values)
    begin = 0
    while begin < len(order):
        end = begin
        while end + 1 < len(order) and values[order[end + 1]] == values[order[begin]]:
            end += 1
        for place in range(begin, end + 1):
            result[order[place]] = (begin + end) / 2
        begin = end + 1
    return result


def lag_one(values: Sequence[float]) -> float:
    """Return the correlation of neighbours, 0 for a constant series."""
    centre = fsum(values) / len(values)
    apart = [value - centre for value in values]
    whole = fsum(deviation * deviation for deviation in apart)
    if whole <= tolerance(centre) ** 2 * len(values):
        return 0.0
    return fsum(earlier * later for earlier, later in itertools.pairwise(apart)) / whole


def tolerance(centre: float) -> float:
    """Return how far from *centre* a float still counts as equal to it."""
    return 1e-9 * max(1.0, abs(centre))


MOST_ALIKE = 0.8
"""The correlation of neighbours that is reckoned with at the most."""


def student_t(share: float, freedom: float) -> float:
    """Return the value below which *share* of Student's t with *freedom* degrees lies, good to 1 % from two degrees on.

    The expansion around the normal distribution of Abramowitz and Stegun, 26.7.5.
    """
    from statistics import NormalDist  # slow to load, and not needed to learn the rhythm of a week

    x = NormalDist().inv_cdf(share)
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return x + fsum(term / freedom ** (index + 1) for index, term in enumerate(terms))


def slopes_of(values: Sequence[float], slots: Sequence[float]) -> list[float]:
    """Return the slopes between all pairs of values, ascending."""
    return sorted(
        (values[later] - values[index]) / (slots[later] - slots[index])
        for index in range(len(values))
        for later in range(index + 1, len(values))
    )
