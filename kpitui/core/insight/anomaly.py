"""Surprise: a value that its own past did not lead to expect, asked about at entry and told of the newest one.

Natural limits flag one in five newest values of real series, because real series drift; this compares with a forecast
of one step instead. In a series that is mostly nothing it is `sparse` that judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, log, sqrt
from statistics import median

from kpitui.core.insight import sparse
from kpitui.core.insight.expected_value import Expected, ReferenceDistribution
from kpitui.core.insight.outliers import varies_by_factors, without_outliers
from kpitui.core.insight.season import recent_season
from kpitui.core.insight.simulation import fitted_level, scale_of

FEWEST = 12
"""Earlier values needed to be surprised."""

HISTORY = 91
"""Values before it that are looked at, at the most."""


def expected_of(value: float, slot: int, slots: Sequence[int], values: Sequence[float], season: int) -> Expected | None:
    """Return what was expected of *value* in *slot* after *values* at the ascending *slots* before it.

    *season* is how many slots a season has. None with fewer than twelve earlier values, or when all are equal.
    """
    earlier = [past for past_slot, past in zip(slots, values, strict=True) if past_slot < slot]
    if sparse.is_sparse(earlier):
        return sparse.expected_of(value, earlier) if len(earlier) >= FEWEST else None
    reference = reference_of(slot, slots, values, season, positive=value > 0)
    return reference.expected(value) if reference else None


def reference_of(
    slot: int, slots: Sequence[int], values: Sequence[float], season: int, *, positive: bool
) -> ReferenceDistribution | None:
    """Return what a value in *slot*, above 0 when *positive*, is held against; the rest is as for `expected_of`."""
    earlier = [(past_slot, past) for past_slot, past in zip(slots, values, strict=True) if past_slot < slot]
    if len(earlier) < FEWEST:
        return None
    if sparse.is_sparse([value for _slot, value in earlier]):
        return sparse.size_reference([value for _slot, value in earlier]) if positive else None
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
    return ReferenceDistribution(level.now + rhythm.at(slot), spread, logarithmic, len(values_before))


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
