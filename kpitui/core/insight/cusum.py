"""CUSUM: small steps the same way add up until they pass a border, and then the level has moved.

Page (1954), with the allowance k = 0.5 standard deviations of Montgomery, Introduction to Statistical Quality Control
(chapter 9), on whitened residuals (`whitening`). The baseline is everything before the run that is being counted, so
that it grows with the history. Its own doubt is added to the allowance, and the border was found by simulation so that
within a quarter of daily looks few flat series alarm; `benchmarks/claims.py` counts how few.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kpitui.core.insight.whitening import Baselines, ReferenceWindow

ALLOWANCE, BORDER = 0.5, 6.5
"""k and h, in standard deviations: half the step that is looked for, and the sum at which it is told."""

LARGEST = 3.0
"""How much of one residual counts: no single value, however odd, is a level."""

FEWEST = 12
"""Values of a baseline before anything is counted."""

SHORTEST = 3
"""Values of a run before it alarms."""


class Alarm(NamedTuple):
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


def next_alarm(slots: Sequence[int], values: Sequence[float], start: int = 0) -> Alarm | None:
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
                return Alarm(run.likeliest, index, run is up)
    return None
