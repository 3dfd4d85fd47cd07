"""Whether a series rises or falls, since when, by how much, and whether bit by bit or at once.

`direction_of` is the whole answer. It is made of three others: Mann-Kendall and Theil-Sen (`trend_of`), a line that may
begin to rise or fall anywhere (`broken_line`), and whether a step explains it better (`step_or_slope`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import erf, exp, fsum, log, sqrt
from statistics import fmean, median
from typing import Literal

from kpitui.core.insight.small_samples import MOST_ALIKE, lag_one, ranks, slopes_of, t_tails
from kpitui.core.record import Record

# Trend: whether a series rises or falls (Mann-Kendall) and by how much (Theil-Sen).
#
# Mann-Kendall with the variance corrected for ties and a continuity correction, two-sided at 5 %, is exact enough from
# ten values on. It is asked of weekly means and not of days, where neighbours resemble each other and flat series look
# like trends.

FEWEST = 4
"""Values below which there is no trend."""

LEVEL = 0.05
"""How rare, in flat series, a direction must be to be clear."""

Z95 = 1.959963984540054
"""Standard deviations on each side that hold 95 % of a normal distribution."""


class Trend(Record):
    """What is known of the direction of a series."""

    score: int
    """Mann-Kendall's S: rising pairs less falling ones."""
    z: float
    p: float
    slope: float
    """Theil-Sen: the median of all slopes, in units per slot."""
    low: float
    high: float
    """The 95 % range of the slope, after Sen (1968)."""
    values: int

    @property
    def clear(self) -> bool:
        """Whether so steady a direction is rare in flat series."""
        return self.p < LEVEL


def trend_of(values: Sequence[float], slots: Sequence[float] | None = None) -> Trend | None:
    """Return the trend of *values* in the order of time at ascending *slots* (0, 1, 2... when left out).

    None for fewer than four values, and when all are equal.
    """
    if len(values) < FEWEST or min(values) == max(values):
        return None
    score, variance = kendall(values)
    if variance <= 0:
        return None
    z = (score - (score > 0) + (score < 0)) / sqrt(variance)
    slopes = slopes_of(values, slots or range(len(values)))
    apart = Z95 * sqrt(variance)
    low, high = _rank(slopes, (len(slopes) - apart) / 2), _rank(slopes, (len(slopes) + apart) / 2 + 1)
    return Trend(score, z, 2 * (1 - 0.5 * (1 + erf(abs(z) / sqrt(2)))), median(slopes), low, high, len(values))


def weekly_means(slots: Sequence[int], values: Sequence[float], days: int) -> tuple[list[int], list[float]]:
    """Return the weeks, ascending, and the mean of the values in each; of weeks that have *days* slots a day.

    A week with values on fewer than half of its days is left out, and so is the newest one while its last day is
    missing: it may not be over.
    """
    by_week: dict[int, list[float]] = {}
    for slot, value in zip(slots, values, strict=True):
        by_week.setdefault(slot // days, []).append(value)
    if slots and slots[-1] % days != days - 1:
        by_week.popitem()
    means = {week: fmean(logged) for week, logged in by_week.items() if 2 * len(logged) >= days}
    return list(means), list(means.values())


def kendall(values: Sequence[float]) -> tuple[int, float]:
    """Return Mann-Kendall's S and its variance, corrected for ties."""
    score = 0
    seen: list[float] = []
    for value in values:
        score += bisect_left(seen, value) - (len(seen) - bisect_right(seen, value))
        insort(seen, value)
    n = len(values)
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    return score, (n * (n - 1) * (2 * n + 5) - ties) / 18


def _rank(ascending: Sequence[float], rank: float) -> float:
    """Return the value of a rank counted from 1, the nearest there is."""
    return ascending[max(0, min(len(ascending) - 1, round(rank) - 1))]


# Broken line: flat up to some value, and from there a steady way up or down; the test whether a series does so.
#
# A test against a straight line through all values sees a rise late that began lately. Here the line may begin
# anywhere, and its level counts the tries: over a quarter of weekly looks about one flat series in ten is claimed to
# rise or fall (`benchmarks/claims.py`). It is asked of ranks, so that one odd value makes no trend, and of errors that
# may resemble their neighbours: the t is reduced by sqrt((1 - r) / (1 + r)), r being their lag-1 correlation.

KINK_LEVEL = 0.005
"""How rare, in flat series, so steady a direction must be to be clear at one look; found by simulation."""

SHORTEST = 6
"""Values on the way up or down at the least, the one from which it begins among them."""

NEARLY = 3.84
"""Twice the difference of log-likelihoods within which a kink is nearly as good: the 95 % point of chi square."""


class BrokenLine(Record):
    """The line that describes a series best."""

    kink: int
    """The index of the value from which it rises or falls; 0 for a straight line."""
    rises: bool
    p: float
    """How often flat series show so steady a direction, for the one kink."""
    kinks: range
    """The kinks that describe the series nearly as well, the best one among them."""

    @property
    def clear(self) -> bool:
        """Whether it is rare enough in flat series, all kinks and looks reckoned with."""
        return self.p < KINK_LEVEL


def broken_line(values: Sequence[float], slots: Sequence[float]) -> BrokenLine | None:
    """Return the line that describes *values* at ascending *slots* best; None for fewer than six, or all equal."""
    count = len(values)
    if count < SHORTEST or min(values) == max(values):
        return None
    ranked = ranks(values)
    middle = fsum(ranked) / count
    ranked = [rank - middle for rank in ranked]
    lines = [_kinked_line(ranked, slots, kink) for kink in range(count - SHORTEST + 1)]
    best = min(lines, key=lambda line: line.p)
    border = min(line.squares for line in lines) * exp(NEARLY / count) + 1e-9
    likely = [line.kink for line in lines if line.squares <= border and line.rises == best.rises]
    kinks = range(min(best.kink, *likely), max(best.kink, *likely) + 1)
    return BrokenLine(best.kink, best.rises, best.p, kinks)


class _KinkFit(Record):
    kink: int
    rises: bool
    p: float
    squares: float
    """The sum of the squares of its errors."""


def _kinked_line(ranked: Sequence[float], slots: Sequence[float], kink: int) -> _KinkFit:
    """Return the line with one *kink* through ranks whose mean is 0, by least squares."""
    count = len(ranked)
    way = [max(0.0, slot - slots[kink]) for slot in slots]
    middle = fsum(way) / count
    way = [step - middle for step in way]
    spread = fsum(step * step for step in way)
    slope = fsum(step * rank for step, rank in zip(way, ranked, strict=True)) / spread
    errors = [rank - slope * step for step, rank in zip(way, ranked, strict=True)]
    variance = fsum(error * error for error in errors) / (count - 2)
    if variance <= 1e-12:
        return _KinkFit(kink, slope > 0, 0.0, 0.0)
    memory = min(MOST_ALIKE, max(0.0, lag_one(errors)))
    t = slope * sqrt(spread / variance * (1 - memory) / (1 + memory))
    return _KinkFit(kink, slope > 0, t_tails(t, count - 2), variance * (count - 2))


# Step or slope: whether a level moved at once, out and back, or bit by bit, asked of a series that did move.
#
# A step is not to be told as a trend, nor the way out and back of a bad quarter. Four simple pictures are compared by
# the criterion of Schwarz (1978): a straight line, a line that begins on the way, one step, and two opposite steps.

Shape = Literal["slope", "step", "open"]
"""How a level moved; ``open`` where neither picture is much better."""

OPEN = 8.0
"""How much better steps must be by the criterion before a slope is ruled out."""

LASTS = 3
"""Values that a level lasts at the least."""


def step_or_slope(slots: Sequence[int], values: Sequence[float], shortest: int) -> Shape:
    """Return whether *values* at ascending *slots* moved along a slope or by a step.

    A line takes up *shortest* slots at the least. A slope is told only where its picture is the better one.
    """
    count = len(values)
    if count < 2 * LASTS or min(values) == max(values):
        return "open"
    mean = fsum(values) / count
    plain = [value - mean for value in values]
    whole = fsum(value * value for value in plain)
    slope = min(_criterion(count, whole - gain, taken) for gain, taken in _line_criteria(slots, plain, shortest))
    step = min(_criterion(count, whole - gain, taken) for gain, taken in _step_criteria(plain))
    return "slope" if slope <= step else "open" if slope <= step + OPEN else "step"


def _criterion(count: int, squares: float, parameters: int) -> float:
    return count * log(max(squares, 1e-12) / count) + parameters * log(count)


def _line_criteria(slots: Sequence[int], plain: Sequence[float], shortest: int) -> Iterator[tuple[float, int]]:
    """Yield by how much each line lessens the sum of squares, and how many figures it takes from the values."""
    count = len(plain)
    times = [slot - slots[0] for slot in slots]
    # Sums from each value to the last one: of times, of their squares, of values, and of times with values.
    first, second, level, moment = (
        list(accumulate(reversed(terms), initial=0.0))[::-1]
        for terms in (
            times,
            [time * time for time in times],
            plain,
            [time * value for time, value in zip(times, plain, strict=True)],
        )
    )
    for kink in range(count):
        if kink and times[-1] - times[kink] < shortest:
            return
        left, begin = count - kink, times[kink]
        way = first[kink] - left * begin
        spread = second[kink] - 2 * begin * first[kink] + left * begin**2 - way**2 / count
        if spread > 0:
            yield (moment[kink] - begin * level[kink]) ** 2 / spread, 3 if kink else 2


def _step_criteria(plain: Sequence[float]) -> Iterator[tuple[float, int]]:
    """Yield the same for the best single step, and for the best two in opposite directions."""
    sums = list(accumulate(plain, initial=0.0))
    count = len(plain)
    gain, change = _best_step(sums, 0, count)
    yield gain, 3
    rises = sums[change] < 0
    backs = [0.0]
    for begin, end in ((0, change), (change, count)):
        if end - begin >= 2 * LASTS:
            more, second = _best_step(sums, begin, end)
            before, after = sums[second] - sums[begin], sums[end] - sums[second]
            if (before / (second - begin) < after / (end - second)) != rises:
                backs.append(more)
    yield gain + max(backs), 5


def _best_step(sums: Sequence[float], begin: int, end: int) -> tuple[float, int]:
    """Return the gain of the best step between two indices of running *sums*, and the index it begins at."""
    count, total = end - begin, sums[end] - sums[begin]

    def gain(change: int) -> float:
        before = sums[change] - sums[begin]
        return before**2 / (change - begin) + (total - before) ** 2 / (end - change) - total**2 / count

    return max((gain(change), change) for change in range(begin + LASTS, end - LASTS + 1))


# Direction: whether a series rises or falls, since when, by how much, and whether bit by bit.
#
# That it does is told by the broken line (`broken_line`), how steeply by Theil-Sen on the way up or down alone
# (`trend_of`), and whether a step explains it better by `step_or_slope`.


class Direction(Record):
    """A series that went up or down by more than flat series do."""

    trend: Trend
    """Of the way up or down alone."""
    begin: int
    """The index of the step from which it goes up or down."""
    shape: Shape
    early: float
    late: float
    """The means of the first and of the last quarter of the steps."""

    @property
    def rises(self) -> bool:
        """Whether it goes up."""
        return self.trend.slope > 0


def direction_of(
    step_slots: Sequence[int], steps: Sequence[float], slots: Sequence[int], values: Sequence[float], season: int
) -> Direction | None:
    """Return which way *steps* at ascending *slots* go, such as the weeks of a series of days; None when unclear.

    *values* at *slots* are what the steps are made of, without their rhythm, *season* of them in a step; where the
    steps are the values themselves, the same again and 1.
    """
    line = broken_line(steps, step_slots)
    if line is None or not line.clear:
        return None
    for begin in (line.kink, 0):
        trend = trend_of(steps[begin:], step_slots[begin:])
        if trend is not None and trend.clear and (trend.slope > 0) == line.rises:
            trend = _widened(trend, step_slots, steps, line.kinks)
            quarter = max(2, len(steps) // 4)
            early, late = fsum(steps[:quarter]) / quarter, fsum(steps[-quarter:]) / quarter
            return Direction(trend, begin, step_or_slope(slots, values, (SHORTEST - 1) * season), early, late)
    return None


def _widened(trend: Trend, step_slots: Sequence[int], steps: Sequence[float], kinks: range) -> Trend:
    """Return *trend* with a range that reckons with the doubt about where the way up or down begins."""
    ways = [way for kink in kinks if (way := trend_of(steps[kink:], step_slots[kink:])) is not None]
    same = [way for way in ways if way.clear and (way.slope > 0) == (trend.slope > 0)]
    return trend._replace(
        low=min([trend.low, *(way.low for way in same)]), high=max([trend.high, *(way.high for way in same)])
    )
