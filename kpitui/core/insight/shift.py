"""Shift: a level that moved and stayed, seen by a CUSUM of residuals in which neighbours no longer resemble each other.

From the residuals of a baseline (`Baselines`) over their sum (`next_alarm`) to the shifts of a series (`shifts_of`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import fsum, sqrt

from kpitui.core.insight.effect import Effect, pooled_effect
from kpitui.core.insight.small_samples import MOST_ALIKE, tolerance
from kpitui.core.record import Record

# Whitening: one-step residuals in standard deviations, in which neighbours no longer resemble each other.
#
# A day says little that is new where it resembles the day before it; what it brings beyond that is its residual. The
# level, the spread and the likeness of neighbours are those of a baseline of earlier values.


class ReferenceWindow(Record):
    """What values were like before: first-order autoregression around a level."""

    centre: float
    spread: float
    """Their standard deviation."""
    memory: float
    """The correlation of neighbours, 0 to 0.8."""
    values: int

    def residual(self, value: float, before: float, gap: int) -> float:
        """Return what *value* brings beyond the value *before* it, *gap* slots earlier, in standard deviations."""
        memory = self.memory**gap
        expected = self.centre + memory * (before - self.centre)
        return (value - expected) / (self.spread * sqrt(1 - memory**2))


class Baselines:
    """The baselines of any stretch of the same values, from running sums: they are asked for at every step."""

    def __init__(self, values: Sequence[float]) -> None:
        # Sums of squares lose digits far from 0, so the values are taken from their own middle.
        self.middle = fsum(values) / len(values) if values else 0.0
        plain = [value - self.middle for value in values]
        self.plain = plain
        self.sums = list(accumulate(plain, initial=0.0))
        self.squares = list(accumulate((value * value for value in plain), initial=0.0))
        self.products = list(accumulate((former * latter for former, latter in pairwise(plain)), initial=0.0))

    def of(self, begin: int, end: int) -> ReferenceWindow | None:
        """Return the baseline of the values from *begin* to *end*, exclusive; None for under two or a constant.

        A short series underrates the likeness of neighbours r by about (1 + 3 r) / n (Kendall 1954), which is added.
        """
        count = end - begin
        if count < 2:
            return None
        total = self.sums[end] - self.sums[begin]
        mean = total / count
        whole = self.squares[end] - self.squares[begin] - total * mean
        if whole <= (count - 1) * tolerance(self.middle + mean) ** 2:
            return None
        ends = 2 * total - self.plain[begin] - self.plain[end - 1]
        alike = self.products[end - 1] - self.products[begin] - mean * ends + (count - 1) * mean**2
        memory = alike / whole
        memory += (1 + 3 * max(0.0, memory)) / count
        memory = min(MOST_ALIKE, max(0.0, memory))
        return ReferenceWindow(self.middle + mean, sqrt(whole / (count - 1)), memory, count)


# CUSUM: small steps the same way add up until they pass a border, and then the level has moved.
#
# Page (1954), with the allowance k = 0.5 standard deviations of Montgomery, Introduction to Statistical Quality Control
# (chapter 9), on whitened residuals. The baseline is everything before the run that is being counted, so
# that it grows with the history. Its own doubt is added to the allowance, and the border was found by simulation so
# that within a quarter of daily looks few flat series alarm; `benchmarks/claims.py` counts how few.

ALLOWANCE, BORDER = 0.5, 6.5
"""k and h, in standard deviations: half the step that is looked for, and the sum at which it is told."""

LARGEST = 3.0
"""How much of one residual counts: no single value, however odd, is a level."""

FEWEST = 12
"""Values of a baseline before anything is counted."""

SHORTEST = 3
"""Values of a run before it alarms."""


class CusumAlarm(Record):
    """A run of residuals that passed the border."""

    first: int
    """The index of the value at which the level most likely moved."""
    completed: int
    """The index of the value with which the border was passed."""
    above: bool


class _Run:
    """The sum in one direction."""

    def __init__(self, sign: int, start: int) -> None:
        self.sign, self.start, self.total = sign, start, 0.0
        self.residuals: list[float] = []

    def add(self, index: int, residual: float, allowance: float) -> None:
        if self.total <= 0:
            self.start, self.residuals = index, []
        counted = max(-LARGEST, min(LARGEST, residual))
        self.total = max(0.0, self.total + self.sign * counted - allowance)
        self.residuals.append(max(-2 * LARGEST, min(2 * LARGEST, residual)))

    @property
    def alarmed(self) -> bool:
        return self.total > BORDER and len(self.residuals) >= SHORTEST

    @property
    def likeliest(self) -> int:
        """Return the index from which on the mean of the residuals is farthest from nothing for its length."""
        best, first, total = 0.0, self.start, 0.0
        for back, residual in enumerate(reversed(self.residuals), start=1):
            total += self.sign * residual
            if total > 0 and total**2 / back >= best:
                best, first = total**2 / back, self.start + len(self.residuals) - back
        return first


def next_alarm(slots: Sequence[int], values: Sequence[float], start: int = 0) -> CusumAlarm | None:
    """Return the first alarm among *values* at ascending *slots* from index *start* on, where a level begins.

    The values are without their rhythm. None while the level stays, and with fewer than twelve values of it.
    """
    up, down = (_Run(sign, start + FEWEST) for sign in (1, -1))
    baselines = Baselines(values)
    baseline: ReferenceWindow | None = None
    rests_on = -1
    for index in range(start + FEWEST, len(values)):
        before = min(run.start if run.total > 0 else index for run in (up, down))
        if before != rests_on:
            baseline, rests_on = baselines.of(start, before), before
        if baseline is None:
            continue
        gap = slots[index] - slots[index - 1]
        residual = baseline.residual(values[index], values[index - 1], gap)
        allowance = ALLOWANCE + baseline.values**-0.5
        for run in (up, down):
            run.add(index, residual, allowance)
            if run.alarmed:
                return CusumAlarm(run.likeliest, index, run is up)
    return None


# Shift: a level that moved and stayed, told by CUSUM, by how much it moved, and whether it is still there.
#
# A run of eight on one side of a centre from the first twenty values spoke of every fourth flat series within a
# quarter, and of a jump of three standard deviations only after eight days; see `benchmarks/claims.py`.

NEWS = 14
"""Slots after its completion in which a shift may still be told; later on it is a proposal for new limits."""

LASTING_LOOK = 365
"""Values that are looked through for shifts, at the most."""

NEWEST = 7
"""Values by which it is judged whether a shifted level is still there, at the most."""


class Shift(Record):
    """A level that moved."""

    first: int
    """The index of its first value."""
    completed: int
    """The index of the value with which it could be told."""
    above: bool
    effect: Effect
    """The values from the first one on against those of the level before."""


def shifts_of(slots: Sequence[int], values: Sequence[float], begin: int = 0) -> list[Shift]:
    """Return the shifts of *values* without their rhythm, at ascending *slots*, from index *begin* on, ascending.

    Each is held against the whole level before it, and goes up to the next one.
    """
    start = max(begin, len(values) - LASTING_LOOK)
    alarms: list[tuple[int, CusumAlarm]] = []
    while (alarm := next_alarm(slots, values, start)) is not None:
        alarms.append((start, alarm))
        start = alarm.first
    result = []
    for index, (level, alarm) in enumerate(alarms):
        end = alarms[index + 1][1].first if index + 1 < len(alarms) else len(values)
        effect = pooled_effect(values[level : alarm.first], values[alarm.first : max(end, alarm.completed + 1)])
        if effect is not None and effect.clear:
            result.append(Shift(alarm.first, alarm.completed, alarm.above, effect))
    return result


def lasting_shift(shifts: Sequence[Shift], values: Sequence[float]) -> Shift | None:
    """Return the last of *shifts*, if the newest *values* are still nearer to its level than to the one before."""
    if not shifts:
        return None
    last = shifts[-1]
    after = values[last.first :]
    newest = after[-min(NEWEST, len(after)) :]
    old = fsum(after) / len(after) - last.effect.difference
    away = fsum(newest) / len(newest) - old
    seen = values[last.first : last.completed + 1]
    moved = fsum(seen) / len(seen) - old
    return last if away * moved > 0 and abs(away) > abs(moved) / 2 else None


def is_news(shift: Shift, values: Sequence[float]) -> bool:
    """Tell whether a shift of *values* was completed so lately that it is still told."""
    return shift.completed > len(values) - 1 - NEWS
