"""Natural process limits (XmR) and the limits chart of a series: its segments with limits of their own, its signals.

`natural_limits` and `trended_limits` work out the limits of a stretch of values, `limits_chart` those of a whole series
and which values are signals against them. Counts that are mostly nothing are judged by the week (`by_week`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import fsum
from typing import Literal

from kpitui.core.insight.small_samples import lag_one, tolerance
from kpitui.core.insight.trend import weekly_means
from kpitui.core.quantiles import median
from kpitui.core.record import Record

# Natural process limits (XmR): the picture of the normal range of a stretch of values.
#
# After Wheeler, "Understanding Variation": the centre is a mean, the limits lie 2.660 mean moving ranges from it, the
# moving range itself has the limit 3.268. Where a few large ranges inflate their mean, he takes the median moving range
# with 3.145 and 3.865 instead. Which values are signals against them is told by `limits_chart`.

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


class Limits(Record):
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
    weights: Sequence[float] | None = None,
) -> Limits | None:
    """Return the limits of *values* in the order of time, None for fewer than two.

    *slots* count periods; without them every value follows the one before. *floor* and *ceiling* are natural bounds
    such as 0 for a count. *weights* are what the values are divided by: the centre of ratios is the ratio of the sums.
    """
    if len(values) < 2:
        return None
    centre = median(values) if variant == "median" else _mean(values, weights)
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
    weights: Sequence[float] | None = None,
) -> Limits | None:
    """Return limits around the line of *values* that plainly rise or fall; arguments as for `natural_limits`.

    The line goes through the middle of each half at its mean; of an odd number the middle value is in neither half, so
    that the halves lie one place further apart (Wheeler, Making Sense of Data, p. 179). None for fewer than four.
    """
    if len(values) < 4:
        return None
    half, odd = divmod(len(values), 2)
    early = _mean(values[:half], None if weights is None else weights[:half])
    late = _mean(values[-half:], None if weights is None else weights[-half:])
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


def _mean(values: Sequence[float], weights: Sequence[float] | None) -> float:
    """Return the mean of *values* by *weights*; without any, or with nothing to weigh by, each counts the same."""
    whole = fsum(weights) if weights is not None else 0.0
    if weights is None or whole <= 0:
        return fsum(values) / len(values)
    return fsum(weight * value for weight, value in zip(weights, values, strict=True)) / whole


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


# The limits chart of a series: its segments, each with natural limits of its own, and its signals.
#
# Whether a signal is worth a sentence is decided by others: on real daily series most charts show one.

FEWEST, LOCKED = 6, 20
"""Values of a segment before it has limits, and after which they stay as they are."""

RUN = 8
"""Values on one side of the centre that are a run."""

WIDE_RANGE = 4
"""The rule of a moving range beyond its limit."""

DRIFTING = 0.5
"""With a lag-1 correlation above this, runs say nothing: the series drifts by itself."""


class LimitsBase(Record):
    """Where a person agreed that limits begin anew."""

    slot: int
    trend_until: int | None = None
    """When they agreed that the limits follow a trend: the last slot that the trend rests on."""


class Segment(Record):
    """A stretch of the series with limits of its own."""

    first: int
    """The index of its first value."""
    last: int
    """The index of its last value, inclusive."""
    limits: Limits | None
    """None while there are too few values."""
    drifts: bool
    """Whether neighbours resemble each other so much that runs are no claim."""

    @property
    def limits_now(self) -> Limits | None:
        """Return the limits as they are at its last value."""
        return None if self.limits is None else self.limits.after(self.last - self.first)


class Signal(Record):
    """A change that the limits say is not noise."""

    rule: int
    """1: beyond a limit; 2: eight on one side of the centre; 3: three of four nearer to a limit than to the centre; 4:
    a moving range beyond its own limit, which is drawn and never told."""
    points: tuple[int, ...]
    """The indices of the values it is made of, for rule 3 only those beyond."""
    completed: int
    """The index of the value with which the rule was fulfilled."""
    above: bool


class LimitsChart(Record):
    """Segments and signals of a series, ascending."""

    segments: tuple[Segment, ...]
    signals: tuple[Signal, ...]


def limits_chart(
    values: Sequence[float],
    slots: Sequence[int],
    *,
    bases: Sequence[LimitsBase] = (),
    floor: float | None = None,
    ceiling: float | None = None,
    locked: int = LOCKED,
    variant: Variant = "mean",
    weights: Sequence[float] | None = None,
) -> LimitsChart:
    """Return the segments of *values* at ascending *slots*, their limits and every signal against them.

    A new segment begins at each of *bases*, which the person agreed to. Limits rest on the first twenty (*locked*)
    values of their segment, or as long as there are fewer on all of them; those around a trend on what there was when
    it was agreed to. *weights* are those of `natural_limits`.
    """
    ordered = sorted(bases, key=lambda base: base.slot)
    starts = [0, *(_index_from(slots, base.slot) for base in ordered)]
    segments: list[Segment] = []
    signals: list[Signal] = []
    for base, first, end in zip([None, *ordered], starts, [*starts[1:], len(values)], strict=True):
        if first == end:
            continue
        own, own_slots = values[first:end], slots[first:end]
        limits: Limits | None = None
        if len(own) >= FEWEST:
            work_out, count = natural_limits, locked
            if base is not None and base.trend_until is not None:
                work_out, count = trended_limits, _index_from(own_slots, base.trend_until + 1)
            own_weights = None if weights is None else weights[first:end][:count]
            limits = work_out(
                own[:count], own_slots[:count], floor=floor, ceiling=ceiling, variant=variant, weights=own_weights
            )
        if limits is None:
            segments.append(Segment(first, end - 1, None, drifts=False))
            continue
        level = _level(own, limits)
        # Asked of the values the limits rest on: a lasting shift later on would look like a drift of its own.
        drifts = len(own) >= LOCKED and lag_one(level[: limits.values]) > DRIFTING
        segments.append(Segment(first, end - 1, limits, drifts))
        signals += _signals(level, limits, first, runs=not drifts)
        signals += _wide_ranges(level, own_slots, limits, first)
    signals.sort(key=lambda signal: (signal.completed, signal.rule))
    return LimitsChart(tuple(segments), tuple(signals))


def _index_from(slots: Sequence[int], slot: int) -> int:
    """Return the index of the first value on or after *slot*."""
    return next((index for index, other in enumerate(slots) if other >= slot), len(slots))


def _level(values: Sequence[float], limits: Limits) -> Sequence[float]:
    """Return *values* without the rise of their limits, so that they can be judged by those of the first value."""
    return [value - limits.slope * index for index, value in enumerate(values)] if limits.slope else values


def _signals(values: Sequence[float], limits: Limits, first: int, *, runs: bool) -> Iterator[Signal]:
    slack = tolerance(limits.centre)
    for index, value in enumerate(values):
        if limits.upper is not None and value > limits.upper + slack:
            yield Signal(1, (first + index,), first + index, above=True)
        elif limits.lower is not None and value < limits.lower - slack:
            yield Signal(1, (first + index,), first + index, above=False)
    if runs:
        for above in (True, False):
            sign = 1 if above else -1
            sided = [sign * (value - limits.centre) for value in values]
            yield from _runs(sided, slack, first, above=above)
            edge = limits.upper if above else limits.lower
            if edge is not None:
                yield from _three_of_four(sided, abs(edge - limits.centre) / 2 + slack, first, above=above)


def _wide_ranges(values: Sequence[float], slots: Sequence[int], limits: Limits, first: int) -> Iterator[Signal]:
    """Yield every step from one value to the next that is wider than the limit of the moving range."""
    slack = tolerance(limits.centre)
    for index in range(1, len(values)):
        step = values[index] - values[index - 1]
        if slots[index] - slots[index - 1] <= LONGEST_GAP and abs(step) > limits.range_limit + slack:
            yield Signal(WIDE_RANGE, (first + index - 1, first + index), first + index, above=step > 0)


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
    for index in range(2, len(sided)):
        window = [back for back in range(max(0, index - 3), index + 1) if beyond[back]]
        if len(window) >= 3:
            completed = index if completed is None else completed
            points.update(window)
        elif completed is not None:
            yield Signal(3, tuple(first + point for point in sorted(points)), first + completed, above)
            completed, points = None, set()
    if completed is not None:
        yield Signal(3, tuple(first + point for point in sorted(points)), first + completed, above)


def _stretches(values: Sequence[float], holds: Callable[[float], bool]) -> Iterator[tuple[int, int]]:
    """Yield the beginning and end, exclusive, of every stretch of values for which *holds* is true."""
    start = None
    for index, value in enumerate(values):
        if holds(value):
            start = index if start is None else start
        elif start is not None:
            yield start, index
            start = None
    if start is not None:
        yield start, len(values)


# Small counts: a KPI that is mostly nothing, or hardly one a day, is judged by the week.
#
# Natural limits of such days fire on two stable series in three; those of their weekly sums do not.


def are_small_counts(values: Sequence[float]) -> bool:
    """Tell whether *values* of days are below one on average, or more than half of them zero; never without values."""
    return bool(values) and (fsum(values) / len(values) < 1 or 2 * sum(value == 0 for value in values) > len(values))


def by_week(slots: Sequence[int], values: Sequence[float], days: int) -> tuple[list[int], list[float]]:
    """Return the weeks, ascending, and what each brought; of weeks that have *days* slots a day.

    Days that are missing count as the mean of the others; weeks that are not over, or less than half logged, are left
    out.
    """
    weeks, means = weekly_means(slots, values, days)
    return weeks, [mean * days for mean in means]
