"""Links: whether one series moves before another, asked of pairs that a person put together and never hunted for.

The best of fifteen lags looks like a link in most pairs of unrelated noise, two weekday rhythms always do, and so do
two series that both grow. So rhythm, trend and memory are taken out of both first, and the bound counts the lags.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, sqrt, tanh
from statistics import NormalDist

from kpitui.core.insight.season import season_of
from kpitui.core.insight.small_samples import lag_one, ranks, slopes_of
from kpitui.core.quantiles import median
from kpitui.core.record import Record

FEWEST = 40
"""Slots that both must have a value in."""

LAGS = {"day": 14, "week": 4, "month": 2, "quarter": 1}
"""How many slots one may move before the other, at the most."""

MEMORY = 0.9
"""With a lag-1 correlation above this a series is judged by its steps."""

THINNED = 120
"""Values that the trend of a series is worked out from, at the most."""


class Link(Record):
    """The strongest of the correlations looked at."""

    lag: int
    """How many slots the first series moves before the second."""
    correlation: float
    bound: float
    """What the strongest of so many lags stays under in unrelated series, nineteen times in twenty."""
    values: int
    """In how many slots both have a value."""

    @property
    def clear(self) -> bool:
        """Whether it is worth a sentence."""
        return abs(self.correlation) > self.bound


def link_of(first: Mapping[int, float], second: Mapping[int, float], *, season: int, lags: int) -> Link | None:
    """Return how *second* follows *first* after up to *lags* slots; both map slots to values, in ascending order.

    *season* is how many slots a season has. None when they share fewer than forty slots, or when one is constant.
    Prewhitening after Cryer and Chan, Time Series Analysis (2008), 11.3; the rank correlation is Spearman's.
    """
    common = len(first.keys() & second.keys())
    if common < FEWEST:
        return None
    leading, following = _surprises(first, season), _surprises(second, season)
    correlations: list[tuple[float, int]] = []
    for lag in range(lags + 1):
        pairs = [(value, following[slot + lag]) for slot, value in leading.items() if slot + lag in following]
        correlation = spearman(pairs) if len(pairs) >= FEWEST // 2 else None
        if correlation is not None:
            correlations.append((correlation, lag))
    if not correlations:
        return None
    correlation, lag = max(correlations, key=lambda pair: abs(pair[0]))
    bound = tanh(NormalDist().inv_cdf(1 - 0.025 / (lags + 1)) / sqrt(common - lags - 3))
    return Link(lag, correlation, bound, common)


def spearman(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return the rank correlation of *pairs*, ties at their mean rank; None when all of one side are equal."""
    ones, others = ranks([first for first, _second in pairs]), ranks([second for _first, second in pairs])
    middle = (len(pairs) - 1) / 2
    spread = fsum((first - middle) ** 2 for first in ones) * fsum((second - middle) ** 2 for second in others)
    if spread <= 0:
        return None
    return fsum((first - middle) * (second - middle) for first, second in zip(ones, others, strict=True)) / sqrt(spread)


def _surprises(series: Mapping[int, float], season: int) -> dict[int, float]:
    """Return what each value brings beyond rhythm, trend and the value of the slot before it."""
    slots, values = list(series), list(series.values())
    plain = season_of(slots, values, season).without(slots, values)
    step = max(1, len(values) // THINNED)
    slope = median(slopes_of(plain[::step], slots[::step])) if len(values) > 1 else 0.0
    flat = [value - slope * slot for slot, value in zip(slots, plain, strict=True)]
    centre = fsum(flat) / len(flat)
    apart = dict(zip(slots, (value - centre for value in flat), strict=True))
    memory = lag_one(flat)
    memory = 1.0 if memory > MEMORY else memory
    return {slot: value - memory * apart[slot - 1] for slot, value in apart.items() if slot - 1 in apart}
