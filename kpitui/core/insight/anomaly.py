"""Anomaly: a value that its own past did not lead to expect, asked about at entry and told of the newest one.

Natural limits flag one in five newest values of real series, because real series drift; this compares with a forecast
of one step instead. In a series that is mostly nothing, size and silence are judged apart (`is_sparse`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import exp, fsum, log, sqrt
from statistics import NormalDist, median

from kpitui.core.insight.expected_value import ASKED, TOLD, Expected, ReferenceDistribution
from kpitui.core.insight.outliers import varies_by_factors, without_outliers
from kpitui.core.insight.season import recent_season
from kpitui.core.insight.simulation import fitted_level, scale_of
from kpitui.core.insight.small_samples import student_t

FEWEST = 12
"""Earlier values needed to be surprised."""

HISTORY = 91
"""Values before it that are looked at, at the most."""


def expected_from_past(
    value: float, slot: int, slots: Sequence[int], values: Sequence[float], season: int
) -> Expected | None:
    """Return what was expected of *value* in *slot* after *values* at the ascending *slots* before it.

    *season* is how many slots a season has. None with fewer than twelve earlier values, or when all are equal.
    """
    earlier = [past for past_slot, past in zip(slots, values, strict=True) if past_slot < slot]
    if is_sparse(earlier):
        return expected_from_sparse(value, earlier) if len(earlier) >= FEWEST else None
    reference = reference_of(slot, slots, values, season, positive=value > 0)
    return reference.expected(value) if reference else None


def reference_of(
    slot: int, slots: Sequence[int], values: Sequence[float], season: int, *, positive: bool
) -> ReferenceDistribution | None:
    """Return what a value in *slot*, above 0 when *positive*, is held against; the rest as in `expected_from_past`."""
    earlier = [(past_slot, past) for past_slot, past in zip(slots, values, strict=True) if past_slot < slot]
    if len(earlier) < FEWEST:
        return None
    if is_sparse([value for _slot, value in earlier]):
        return size_reference([value for _slot, value in earlier]) if positive else None
    earlier = earlier[-HISTORY:]
    past_slots, values_before = [past_slot for past_slot, _value in earlier], [value for _slot, value in earlier]
    logarithmic = positive and varies_by_factors(past_slots, values_before, season)
    worked = [log(past) for past in values_before] if logarithmic else values_before
    worked = without_outliers(past_slots, worked, season)
    rhythm = recent_season(past_slots, worked, season)
    plain = rhythm.without(past_slots, worked)
    level = fitted_level(past_slots, plain, scale_of(plain), 1)
    spread = _spread(level.errors, rhythm.length - 1)
    if spread <= 0:
        return None
    # What was there twice before is no typing error, however alike the other values are.
    seen = [log(past) for past in values_before] if logarithmic else values_before
    middle = median(rhythm.without(past_slots, seen))
    second = sorted(abs(value - middle) for value in rhythm.without(past_slots, seen))[-2]
    spread = max(spread, second / ASKED)
    return ReferenceDistribution(level.now + rhythm.effect(slot), spread, logarithmic, len(values_before))


def _spread(errors: Sequence[float], terms: int) -> float:
    """Return how far errors usually go; *terms* places of a season were fitted to the same values.

    Their root mean square, the largest ones cut at three robust deviations, times 0.8 (n/(n-2-terms))^2. Measured on
    noise with and without a rhythm: the median of the errors alone is surprised by one newest value in five at n = 20,
    this by one in sixty; and a value that is halved is noticed slightly more often on real series.
    """
    robust = 1.4826 * median(abs(error) for error in errors)
    tame = fsum(min(abs(error), 3 * robust) ** 2 for error in errors) / len(errors)
    count = len(errors) + 1
    return 0.8 * sqrt(tame) * (count / max(1, count - 2 - terms)) ** 2


# Sparse series, such as invoices or rare orders: how large one is and how long none came are judged apart.
#
# To an average of mostly nothing every sale is far off. So a value above 0 is held against earlier ones above 0, and
# nothing is remarkable only where it lasts: longer than ever before, and longer than the share of zeros makes likely.

MOST_ZERO = 0.35
"""The share of zeros from which on a series is sparse."""

JUDGED, SPARSE_HISTORY = 91, 365
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
    sizes = [log(value) for value in values[-SPARSE_HISTORY:] if value > 0]
    count = len(sizes)
    if count < FEWEST_SIZES:
        return None
    mean = fsum(sizes) / count
    spread = max(LEAST_SPREAD, sqrt(fsum((size - mean) ** 2 for size in sizes) / (count - 1)))
    # A few sizes say little of rare ones: three deviations of a normal distribution are more of Student's t.
    spread *= sqrt(1 + 1 / count) * student_t(NormalDist().cdf(TOLD), count - 1) / TOLD
    return ReferenceDistribution(mean, spread, logarithmic=True, values=count, sparse=True)


def expected_from_sparse(value: float, values: Sequence[float]) -> Expected | None:
    """Return what was expected of *value* after the sparse *values*: by its size, or by how long nothing came."""
    if value > 0:
        reference = size_reference(values)
        return reference.expected(value) if reference else None
    return _silence(values[-SPARSE_HISTORY:]) if value == 0 else None


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
