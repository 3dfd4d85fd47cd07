"""Natural process limits (XmR): the picture of the normal range of a series, its segments and its signals.

After Wheeler, "Understanding Variation": the centre is a mean, the limits lie 2.660 mean moving ranges from it, the
moving range itself has the limit 3.268. Whether a signal is worth a sentence is decided by others: on real daily
series most charts show one.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from math import fsum
from typing import NamedTuple

LIMITS, RANGE_LIMIT = 2.660, 3.268
"""How many mean moving ranges the limits lie from the centre, and where the moving range has its own."""

FEWEST, FULL, LOCKED = 6, 12, 20
"""Values before there are limits, before they are no longer provisional, and after which they stay as they are."""

LONGEST_GAP = 3
"""Periods; over a longer gap two values are no neighbours."""

RUN = 8
DRIFTING = 0.5
"""With a lag-1 correlation above this, runs say nothing: the series drifts by itself."""


class Limits(NamedTuple):
    """Centre and limits of a segment; a limit beyond a natural bound is None, for it cannot be crossed."""

    centre: float
    lower: float | None
    upper: float | None
    range_limit: float
    """The limit of the moving range."""
    values: int
    """On how many values they rest."""

    @property
    def provisional(self) -> bool:
        """Whether more values will still move them much."""
        return self.values < FULL


class Segment(NamedTuple):
    """A stretch of the series with limits of its own."""

    first: int
    """The index of its first value."""
    last: int
    """The index of its last value, inclusive."""
    limits: Limits | None
    """None while there are too few values."""
    drifts: bool
    """Whether neighbours resemble each other so much that runs are no claim."""


class Signal(NamedTuple):
    """A change that the limits say is not noise."""

    rule: int
    """1: beyond a limit; 2: eight on one side of the centre; 3: three of four nearer to a limit than to the centre."""
    points: tuple[int, ...]
    """The indices of the values it is made of, for rule 3 only those beyond."""
    completed: int
    """The index of the value with which the rule was fulfilled."""
    above: bool


class LimitsChart(NamedTuple):
    """Segments and signals of a series, ascending."""

    segments: tuple[Segment, ...]
    signals: tuple[Signal, ...]


def natural_limits(
    values: Sequence[float],
    slots: Sequence[int] | None = None,
    *,
    floor: float | None = None,
    ceiling: float | None = None,
) -> Limits | None:
    """Return the limits of *values* in the order of time, None for fewer than two.

    *slots* count periods; without them every value follows the one before. *floor* and *ceiling* are natural bounds
    such as 0 for a count.
    """
    if len(values) < 2:
        return None
    ranges = list(moving_ranges(values, slots))
    spread = fsum(ranges) / len(ranges) if ranges else 0.0
    centre = fsum(values) / len(values)
    lower, upper = centre - LIMITS * spread, centre + LIMITS * spread
    return Limits(
        centre,
        None if floor is not None and lower < floor else lower,
        None if ceiling is not None and upper > ceiling else upper,
        RANGE_LIMIT * spread,
        len(values),
    )


def moving_ranges(values: Sequence[float], slots: Sequence[int] | None = None) -> Iterator[float]:
    """Yield how far neighbours lie apart, leaving out those with a gap of more than three periods between them."""
    for at in range(1, len(values)):
        if slots is None or slots[at] - slots[at - 1] <= LONGEST_GAP:
            yield abs(values[at] - values[at - 1])


def limits_chart(
    values: Sequence[float],
    slots: Sequence[int],
    *,
    bases: Sequence[int] = (),
    floor: float | None = None,
    ceiling: float | None = None,
) -> LimitsChart:
    """Return the segments of *values* at ascending *slots*, their limits and every signal against them.

    A new segment begins at each slot in *bases*, the re-bases that the person agreed to. Limits rest on the first
    twenty values of their segment; before there are as many, on all of them.
    """
    starts = sorted({0, *(at for at, slot in enumerate(slots) if any(_begins(base, at, slots) for base in bases))})
    segments: list[Segment] = []
    signals: list[Signal] = []
    for first, end in zip(starts, [*starts[1:], len(values)], strict=True):
        if first == end:
            continue
        own, own_slots = values[first:end], slots[first:end]
        found = natural_limits(own[:LOCKED], own_slots[:LOCKED], floor=floor, ceiling=ceiling)
        limits = found if len(own) >= FEWEST else None
        # Asked of the values the limits rest on: a lasting shift later on would look like a drift of its own.
        drifts = len(own) >= LOCKED and lag_one(own[:LOCKED]) > DRIFTING
        segments.append(Segment(first, end - 1, limits, drifts))
        if limits is not None:
            signals += _signals(own, limits, first, runs=not drifts)
    signals.sort(key=lambda signal: (signal.completed, signal.rule))
    return LimitsChart(tuple(segments), tuple(signals))


def trended_limits(values: Sequence[float]) -> tuple[float, list[float], float]:
    """Return slope, line and distance of the limits for a series that plainly rises or falls, at least four values.

    The line goes through the middle of each half at its mean; of an odd number the middle value is in neither half, so
    that the halves lie one place further apart. The limits lie 2.660 mean moving ranges of the values from it.
    """
    half, odd = divmod(len(values), 2)
    early, late = fsum(values[:half]) / half, fsum(values[-half:]) / half
    slope = (late - early) / (half + odd)
    ranges = list(moving_ranges(values))
    line = [early + slope * (at - (half - 1) / 2) for at in range(len(values))]
    return slope, line, LIMITS * fsum(ranges) / len(ranges)


def proposed_base(chart: LimitsChart) -> Signal | None:
    """Return the newest completed run of the last segment, at whose first value a new baseline might begin."""
    if not chart.segments:
        return None
    first = chart.segments[-1].first
    runs = [signal for signal in chart.signals if signal.rule == 2 and signal.points[0] > first]
    return runs[-1] if runs else None


def lag_one(values: Sequence[float]) -> float:
    """Return the correlation of neighbours, 0 for a constant series."""
    centre = fsum(values) / len(values)
    apart = [value - centre for value in values]
    whole = fsum(each * each for each in apart)
    if whole <= tolerance(centre) ** 2 * len(values):
        return 0.0
    return fsum(one * other for one, other in itertools.pairwise(apart)) / whole


def tolerance(centre: float) -> float:
    """Return how far from *centre* a float still counts as equal to it."""
    return 1e-9 * max(1.0, abs(centre))


def _begins(base: int, at: int, slots: Sequence[int]) -> bool:
    """Tell whether the value at index *at* is the first one on or after the slot *base*."""
    return slots[at] >= base and (at == 0 or slots[at - 1] < base)


def _signals(values: Sequence[float], limits: Limits, first: int, *, runs: bool) -> Iterator[Signal]:
    slack = tolerance(limits.centre)
    for at, value in enumerate(values):
        if limits.upper is not None and value > limits.upper + slack:
            yield Signal(1, (first + at,), first + at, above=True)
        elif limits.lower is not None and value < limits.lower - slack:
            yield Signal(1, (first + at,), first + at, above=False)
    if runs:
        for above in (True, False):
            sign = 1 if above else -1
            sided = [sign * (value - limits.centre) for value in values]
            yield from _runs(sided, slack, first, above=above)
            edge = limits.upper if above else limits.lower
            if edge is not None:
                yield from _three_of_four(sided, abs(edge - limits.centre) / 2 + slack, first, above=above)


def _runs(sided: Sequence[float], slack: float, first: int, *, above: bool) -> Iterator[Signal]:
    """Yield every run of at least eight values on one side; a value on the line ends it."""
    for start, end in _stretches(sided, lambda value: value > slack):
        if end - start >= RUN:
            yield Signal(2, tuple(range(first + start, first + end)), first + start + RUN - 1, above)


def _three_of_four(sided: Sequence[float], half: float, first: int, *, above: bool) -> Iterator[Signal]:
    """Yield each stretch in which three of four successive values lie beyond the half line."""
    beyond = [value > half for value in sided]
    completed = None
    points: set[int] = set()
    for at in range(2, len(sided)):
        window = [back for back in range(max(0, at - 3), at + 1) if beyond[back]]
        if len(window) >= 3:
            completed = at if completed is None else completed
            points.update(window)
        elif completed is not None:
            yield Signal(3, tuple(first + each for each in sorted(points)), first + completed, above)
            completed, points = None, set()
    if completed is not None:
        yield Signal(3, tuple(first + each for each in sorted(points)), first + completed, above)


def _stretches(values: Sequence[float], holds: Callable[[float], bool]) -> Iterator[tuple[int, int]]:
    """Yield the beginning and end, exclusive, of every stretch of values for which *holds* is true."""
    start = None
    for at, value in enumerate(values):
        if holds(value):
            start = at if start is None else start
        elif start is not None:
            yield start, at
            start = None
    if start is not None:
        yield start, len(values)
