"""Series of lumps: days without a sale, counts of one or two, few large invoices. They have no usual error."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

ZEROS = 0.35
"""The share of zeros from which on a series is resampled."""

COUNTS = 4.0
"""The mean below which whole numbers are."""


def is_resampled(values: Sequence[float]) -> bool:
    """Tell whether *values*, at least one, have so many zeros, or are counts so small, that they are resampled."""
    if min(values) < 0:
        return False
    zeros = sum(value == 0 for value in values)
    few = fsum(values) / len(values) < COUNTS and all(float(value).is_integer() for value in values)
    return zeros >= ZEROS * len(values) or few
