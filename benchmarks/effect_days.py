"""How often an effect is told by the day that was named for it, on simulated series of every sort.

    python -m benchmarks.effect_days [RUNS]

A series of half a year is made, the day on which an effect of a size can be told at the earliest is worked out from it,
and the same series goes on with that effect. Where at most 40 % of the series get no day, and it is more than a week
away (the fewest days that are compared), the effect must be told by then in 70 to 90 % of the cases: ends with status 1
when a cell is out of that by more than chance explains.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from math import exp, sqrt
from random import Random
from statistics import fmean, median
from typing import NamedTuple

from kpitui.core.insight.effect import SPAN, Noise, effect_between, growth, noise_of, values_needed

RUNS = 400
HISTORY = 182
LEAST, MOST = 0.70, 0.90
"""The shares in which an effect is to be told by its day."""
WITHOUT_DAY = 0.40
EARLIEST = 8
"""The first day of which the shares are promised: one that would do with fewer days than a week is told oftener."""

Days = Callable[[Random, int, float], list[float]]
"""Makes so many days, the last thirteen weeks of them multiplied."""


class Told(NamedTuple):
    """What came of many series of one sort."""

    none: float
    """The share without a day."""
    middle: float | None
    """The middle of the days, counted from the start."""
    told: float | None
    """The share of those with a day that is told by then."""
    answered: int

    @property
    def judged(self) -> bool:
        """Tell whether the shares are promised here."""
        return self.none <= WITHOUT_DAY and self.middle is not None and self.middle >= EARLIEST

    @property
    def kept(self) -> bool:
        """Tell whether the promise is kept, but for what chance explains."""
        if not self.judged or self.told is None:
            return True
        doubt = 2 * sqrt(0.8 * 0.2 / self.answered)
        return LEAST - doubt <= self.told <= MOST + doubt


def amounts(cv: float, alike: float, *, adds: bool) -> Days:
    """Return a maker of amounts around 100 with a rhythm of the week, whose neighbours resemble each other.

    An effect *adds* the same to every day, or multiplies each.
    """

    def make(random: Random, count: int, factor: float) -> list[float]:
        state, days = 0.0, []
        for day in range(count):
            state = alike * state + random.gauss(0, sqrt(1 - alike * alike))
            rhythm = (1.0, 0.95, 0.9, 1.0, 1.1, 1.2, 0.85)[day % 7]
            effect = factor if day >= HISTORY else 1.0
            plain = 100 * (rhythm + cv * state)
            days.append(plain + 100 * (effect - 1) if adds else plain * effect)
        return days

    return make


def counts(mean: float) -> Days:
    """Return a maker of counted heads."""
    return lambda random, count, factor: [
        float(_poisson(random, mean * (factor if day >= HISTORY else 1.0))) for day in range(count)
    ]


def ratios(heads: float, rate: float) -> Days:
    """Return a maker of shares in percent, of so many heads a day."""

    def make(random: Random, count: int, factor: float) -> list[float]:
        days = []
        for day in range(count):
            many = max(1, _poisson(random, heads))
            share = rate * (factor if day >= HISTORY else 1.0)
            days.append(100 * sum(random.random() < share for _head in range(many)) / many)
        return days

    return make


def told_by_its_day(
    make: Days, factor: float, *, runs: int = RUNS, kind: str = "amount", heads: float = 0.0, seed: int = 7
) -> Told:
    """Return how often an effect by *factor* is told by the day that is named for it, and how often there is none.

    Of a ratio *heads* is of how many it is on a day.
    """
    random, days, hits = Random(seed), list[int](), 0
    for _run in range(runs):
        series = make(random, HISTORY + 91, factor)
        before = series[HISTORY - SPAN["day"] : HISTORY]
        level = fmean(before)
        noise = noise_of(series[:HISTORY], 7)
        if kind == "count":
            noise = Noise(max(noise.variance, fmean(series[:HISTORY])), noise.alike)
        if heads:
            noise = Noise(max(noise.variance, level * (100 - level) / heads), noise.alike)
        size = level * (factor - 1)
        grow = growth(level, size, counted=kind in ("count", "ratio"))
        needed = values_needed(noise, size, len(before), grow=grow)
        if needed is None:
            continue
        days.append(needed)
        rhythm = [fmean(series[place:HISTORY:7]) - fmean(series[:HISTORY]) for place in range(7)]
        plain = [value - rhythm[index % 7] for index, value in enumerate(series)]
        effect = effect_between(plain[HISTORY - SPAN["day"] : HISTORY], plain[HISTORY : HISTORY + needed])
        hits += effect is not None and effect.clear and (effect.difference > 0) == (size > 0)
    if not days:
        return Told(1.0, None, None, 0)
    return Told(1 - len(days) / runs, median(days), hits / len(days), len(days))


CELLS: tuple[tuple[str, Days, float, str, float], ...] = (
    *((f"amount cv {cv} alike {alike} {'+' if adds else 'x'}{factor}", amounts(cv, alike, adds=adds), factor, "amount",
       0.0)
      for cv in (0.25, 0.4) for alike in (0.0, 0.3, 0.6) for factor in (1.2, 1.3, 0.8) for adds in (True, False)),
    *((f"count {mean} a day x{factor}", counts(mean), factor, "count", 0.0)
      for mean, factor in ((10.0, 1.2), (10.0, 1.5), (3.0, 1.3), (3.0, 1.5), (1.0, 2.0), (0.5, 2.0), (10.0, 0.8))),
    *((f"ratio {100 * rate:g} % of {heads:g} a day x{factor}", ratios(heads, rate), factor, "ratio", heads)
      for heads, rate, factor in ((400.0, 0.03, 1.2), (100.0, 0.1, 1.2), (30.0, 0.1, 1.5), (100.0, 0.03, 1.5))),
)  # fmt: skip


def _poisson(random: Random, mean: float) -> int:
    if mean > 50:
        return max(0, round(random.gauss(mean, sqrt(mean))))
    limit, count, product = exp(-mean), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count


def main(runs: int = RUNS) -> int:
    """Print every cell, and return 1 where one is not as promised."""
    failed = 0
    for name, make, factor, kind, heads in CELLS:
        result = told_by_its_day(make, factor, runs=runs, kind=kind, heads=heads)
        failed += not result.kept
        day = "-" if result.middle is None else f"{result.middle:.0f}"
        share = "-" if result.told is None else f"{result.told:.2f}"
        note = "" if result.kept else "  NOT KEPT"
        note = note if result.judged else " (not promised)"
        print(f"{name:40} none {result.none:4.0%}  day {day:>3}  told {share}{note}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
