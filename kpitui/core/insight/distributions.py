"""Tails of Student's t and of F, for tests on few values; the standard library has the normal distribution alone."""

from __future__ import annotations

from math import exp, lgamma, log

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
