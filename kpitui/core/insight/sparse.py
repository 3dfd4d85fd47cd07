"""Sparse series, such as invoices or rare orders: how large one is and how long none came are judged apart.

To an average of mostly nothing every sale is far off. So a value above 0 is held against earlier ones above 0, and
nothing is remarkable only where it lasts: longer than ever before, and longer than the share of zeros makes likely.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import exp, fsum, log, sqrt
from statistics import NormalDist

from kpitui.core.insight.effect import student
from kpitui.core.insight.expected_value import TOLD, Expected, ReferenceDistribution

MOST_ZERO = 0.35
"""The share of zeros from which on a series is sparse."""

JUDGED, HISTORY = 91, 365
"""Newest values by which that is judged, and how many are looked at for sizes and silences, at the most."""

FEWEST_SIZES = 8
"""Values above 0 before the size of one is judged."""

LEAST_SPREAD = log(2) / TOLD
"""Below twice what is usual no size is news, however alike the earlier ones were; in logarithms."""


def is_sparse(values: Sequence[float]) -> bool:
    """Tell whether *values*, none below 0, are so often 0 lately that zeros and sizes are judged apart."""
    newest = values[-JUDGED:]
    zeros = sum(value == 0 for value in newest)
    return bool(newest) and min(newest) >= 0 and MOST_ZERO * len(newest) <= zeros


def size_reference(values: Sequence[float]) -> ReferenceDistribution | None:
    """Return what a value above 0 after the sparse *values* is held against; None with too few above 0."""
    sizes = [log(value) for value in values[-HISTORY:] if value > 0]
    count = len(sizes)
    if count < FEWEST_SIZES:
        return None
    mean = fsum(sizes) / count
    spread = max(LEAST_SPREAD, sqrt(fsum((size - mean) ** 2 for size in sizes) / (count - 1)))
    # A few sizes say little of rare ones: three deviations of a normal distribution are more of Student's t.
    spread *= sqrt(1 + 1 / count) * student(NormalDist().cdf(TOLD), count - 1) / TOLD
    return ReferenceDistribution(mean, spread, logarithmic=True, values=count, sparse=True)


def expected_of(value: float, values: Sequence[float]) -> Expected | None:
    """Return what was expected of *value* after the sparse *values*: by its size, or by how long nothing came."""
    if value > 0:
        reference = size_reference(values)
        return reference.expected(value) if reference else None
    return _silence(values[-HISTORY:]) if value == 0 else None


def _silence(values: Sequence[float]) -> Expected | None:
    """Return how unusual it is that nothing came after *values* either; None where it always is like that."""
    runs = [(empty, len(list(run))) for empty, run in groupby(values, key=lambda value: value == 0)]
    now = runs.pop()[1] + 1 if runs[-1][0] else 1
    earlier = values[: len(values) + 1 - now]
    longest = max((length for empty, length in runs if empty), default=0)
    if not any(earlier) or now <= longest:
        return None
    share = (sum(value == 0 for value in earlier) + 1) / (len(earlier) + 2)
    sizes = [log(value) for value in earlier if value > 0]
    rare = max(1e-12, share**now)
    usual = exp(fsum(sizes) / len(sizes))
    return Expected(
        usual, NormalDist().inv_cdf(rare), None, len(values), sparse=True, silence=now, longest_silence=longest
    )
