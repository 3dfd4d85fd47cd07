"""Components: a ratio as values that can be foretold like any others, by what it is divided by.

The conversion of a day with many visitors says more than that of a day with few, and a forecast weighs all days alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

LATEST = 91
"""Values from whose sums the ratio is taken that others are compared with."""


def linearised(ratios: Sequence[float], below: Sequence[float], usual: Sequence[float]) -> list[float]:
    """Return ratios so that their mean by the *usual* denominators is about the ratio of sums over any stretch.

    *below* is what each is divided by. What is above that the ratio of sums does not explain is divided by what is
    usually below: the linearisation of a ratio estimator (Cochran, Sampling Techniques, 1977, 6.2).
    """
    whole = fsum(below[-LATEST:])
    if not whole:
        return list(ratios)
    ratio = fsum(value * weight for value, weight in zip(ratios[-LATEST:], below[-LATEST:], strict=True)) / whole
    return [
        ratio + (value - ratio) * weight / (weight_usual or weight or 1.0)
        for value, weight, weight_usual in zip(ratios, below, usual, strict=True)
    ]
