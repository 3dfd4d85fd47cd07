"""Step or slope: whether a level moved at once, out and back, or bit by bit, asked of a series that did move.

A step is not to be told as a trend, nor the way out and back of a bad quarter. Four simple pictures are compared by
the criterion of Schwarz (1978): a straight line, a line that begins on the way, one step, and two opposite steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import fsum, log
from typing import Literal

Shape = Literal["slope", "step", "open"]
"""How a level moved; ``open`` where neither picture is much better."""

OPEN = 8.0
"""How much better steps must be by the criterion before a slope is ruled out."""

LASTS = 3
"""Values that a level lasts at the least."""


def shape_of(slots: Sequence[int], values: Sequence[float], shortest: int) -> Shape:
    """Return whether *values* at ascending *slots* moved along a slope or by a step.

    A line takes up *shortest* slots at the least. A slope is told only where its picture is the better one.
    """
    count = len(values)
    if count < 2 * LASTS or min(values) == max(values):
        return "open"
    mean = fsum(values) / count
    plain = [value - mean for value in values]
    whole = fsum(value * value for value in plain)
    slope = min(_criterion(count, whole - gain, taken) for gain, taken in _lines(slots, plain, shortest))
    step = min(_criterion(count, whole - gain, taken) for gain, taken in _steps(plain))
    return "slope" if slope <= step else "open" if slope <= step + OPEN else "step"


def _criterion(count: int, squares: float, parameters: int) -> float:
    return count * log(max(squares, 1e-12) / count) + parameters * log(count)


def _lines(slots: Sequence[int], plain: Sequence[float], shortest: int) -> Iterator[tuple[float, int]]:
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


def _steps(plain: Sequence[float]) -> Iterator[tuple[float, int]]:
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
