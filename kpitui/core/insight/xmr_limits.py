"""Natural process limits (XmR): the picture of the normal range of a stretch of values.

After Wheeler, "Understanding Variation": the centre is a mean, the limits lie 2.660 mean moving ranges from it, the
moving range itself has the limit 3.268. Where a few large ranges inflate their mean, he takes the median moving range
with 3.145 and 3.865 instead. Which values are signals against them is told by `limits_chart`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from math import fsum
from typing import Literal, NamedTuple

from kpitui.core.median import median

LIMITS, RANGE_LIMIT = 2.660, 3.268
"""How many mean moving ranges the limits lie from the centre, and where the moving range has its own."""

MEDIAN_LIMITS, MEDIAN_RANGE_LIMIT = 3.145, 3.865
"""The same in median moving ranges: 3 and 3.686 standard deviations, of which a median range is 0.954."""

Variant = Literal["mean", "median range", "median"]
"""What limits rest on: means; the median moving range around a mean; or medians of both."""

FULL = 12
"""Values from which on limits are no longer provisional."""

LONGEST_GAP = 3
"""Periods; over a longer gap two values are no neighbours."""


class Limits(NamedTuple):
    """Centre and limits of a segment; a limit beyond a natural bound is None, for it cannot be crossed."""

    centre: float
    """At the first value; further on it is higher by `slope` with each value."""
    lower: float | None
    upper: float | None
    range_limit: float
    """The limit of the moving range."""
    values: int
    """On how many values they rest."""
    slope: float = 0.0
    """What the centre and both limits rise by from one value to the next; 0 but around an agreed trend."""

    @property
    def provisional(self) -> bool:
        """Whether more values will still move them much."""
        return self.values < FULL

    def after(self, steps: int) -> Limits:
        """Return the limits as they are *steps* values further on: the same ones, but around a trend."""
        rise = self.slope * steps
        lower = None if self.lower is None else self.lower + rise
        upper = None if self.upper is None else self.upper + rise
        return self._replace(centre=self.centre + rise, lower=lower, upper=upper)


def natural_limits(
    values: Sequence[float],
    slots: Sequence[int] | None = None,
    *,
    floor: float | None = None,
    ceiling: float | None = None,
    variant: Variant = "mean",
) -> Limits | None:
    """Return the limits of *values* in the order of time, None for fewer than two.

    *slots* count periods; without them every value follows the one before. *floor* and *ceiling* are natural bounds
    such as 0 for a count.
    """
    if len(values) < 2:
        return None
    centre = median(values) if variant == "median" else fsum(values) / len(values)
    apart, range_limit = _distances(values, slots, variant)
    lower, upper = centre - apart, centre + apart
    return Limits(
        centre,
        None if floor is not None and lower < floor else lower,
        None if ceiling is not None and upper > ceiling else upper,
        range_limit,
        len(values),
    )


def trended_limits(
    values: Sequence[float],
    slots: Sequence[int] | None = None,
    *,
    floor: float | None = None,
    ceiling: float | None = None,
    variant: Variant = "mean",
) -> Limits | None:
    """Return limits around the line of *values* that plainly rise or fall; arguments as for `natural_limits`.

    The line goes through the middle of each half at its mean; of an odd number the middle value is in neither half, so
    that the halves lie one place further apart (Wheeler, Making Sense of Data, p. 179). None for fewer than four.
    """
    if len(values) < 4:
        return None
    half, odd = divmod(len(values), 2)
    early, late = fsum(values[:half]) / half, fsum(values[-half:]) / half
    slope = (late - early) / (half + odd)
    begin = early - slope * (half - 1) / 2
    apart, range_limit = _distances(values, slots, variant)
    lower, upper, rise = begin - apart, begin + apart, slope * (len(values) - 1)
    return Limits(
        begin,
        None if floor is not None and min(lower, lower + rise) < floor else lower,
        None if ceiling is not None and max(upper, upper + rise) > ceiling else upper,
        range_limit,
        len(values),
        slope,
    )


def _distances(values: Sequence[float], slots: Sequence[int] | None, variant: Variant) -> tuple[float, float]:
    """Return how far the limits lie from the centre, and the limit of the moving range."""
    if variant == "mean":
        spread = mean_range(values, slots)
        return LIMITS * spread, RANGE_LIMIT * spread
    ranges = list(moving_ranges(values, slots))
    spread = median(ranges) if ranges else 0.0
    return MEDIAN_LIMITS * spread, MEDIAN_RANGE_LIMIT * spread


def mean_range(values: Sequence[float], slots: Sequence[int] | None = None) -> float:
    """Return the mean moving range, 0 when no two values are neighbours."""
    ranges = list(moving_ranges(values, slots))
    return fsum(ranges) / len(ranges) if ranges else 0.0


def moving_ranges(values: Sequence[float], slots: Sequence[int] | None = None) -> Iterator[float]:
    """Yield how far neighbours lie apart, leaving out those with a gap of more than three periods between them."""
    for index in range(1, len(values)):
        if slots is None or slots[index] - slots[index - 1] <= LONGEST_GAP:
            yield abs(values[index] - values[index - 1])


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
