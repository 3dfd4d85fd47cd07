"""Steady businesses: what is foretold of six weeks of a KPI in which nothing happens, half a year known.

Seven kinds of business that are hard to foretell by a level and its errors. The seeds are not those that the engine was
tuned with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from statistics import fmean

from benchmarks.claims import poisson
from kpitui.core.insight.forecast import forecast, quantiles

KNOWN, AHEAD = 126, 42
SEED = 771_129

Day = Callable[[Random, int], float | None]
"""Makes the value of a day, None for no entry."""


def count_of(mean: float) -> Day:
    """Return counts of things that come by themselves."""
    counts = poisson(mean)
    return lambda random, _day: counts(random, 1)[0]


def open_on_six_days(random: Random, day: int) -> float | None:
    """Return what a shop takes that is closed on Sunday and leaves it blank."""
    return None if day % 7 == 6 else (700 if day % 7 == 5 else 300) * (1 + random.gauss(0, 0.1))


BUSINESSES: dict[str, Day] = {
    "70 % of days without": lambda random, _day: 0.0 if random.random() < 0.7 else random.lognormvariate(4.6, 0.5),
    "invoices on 7 % of days": lambda random, _day: random.uniform(2500, 6000) if random.random() < 0.07 else 0.0,
    "Sundays closed and blank": open_on_six_days,
    "one order a day": count_of(1.1),
    "three orders a day": count_of(3.0),
    "a long tail": lambda random, _day: random.lognormvariate(4.6, 1.0),
    "10 % noise": lambda random, _day: 100 + 10 * random.gauss(0, 1),
}


def steady_rows(businesses: int) -> Iterator[tuple[str, ...]]:
    """Yield for each kind how often the 80 % range of the sum holds, its middle over the true mean, and its width."""
    for name, day in BUSINESSES.items():
        random = Random(SEED)
        ideal = [sum(day(random, number) or 0.0 for number in range(AHEAD)) for _time in range(4000)]
        mean = fmean(ideal)
        low, _middle, high = quantiles(ideal, 0.8)
        best = (high - low) / mean
        holds, middles, widths, pasts = [], [], [], []
        for _business in range(businesses):
            values = [day(random, number) for number in range(KNOWN + AHEAD)]
            pairs = [(slot, value) for slot, value in enumerate(values[:KNOWN]) if value is not None]
            slots, numbers = [slot for slot, _value in pairs], [value for _slot, value in pairs]
            result = forecast(slots, numbers, range(KNOWN, KNOWN + AHEAD), floor=0.0)
            assert result is not None
            low, middle, high = quantiles(result.sums(), 0.8)
            holds.append(low <= sum(value or 0.0 for value in values[KNOWN:]) <= high)
            middles.append(middle)
            pasts.append(sum(numbers) / KNOWN * AHEAD)
            widths.append((high - low) / mean)
        fits = (
            0.72 <= fmean(holds) <= 0.9
            and abs(fmean(middles) / fmean(pasts) - 1) <= 0.05
            and (best <= 0.1 or fmean(widths) <= 2 * best)
        )
        yield (
            name, f"{100 * fmean(holds):.0f} %", f"{fmean(middles) / fmean(pasts):.2f}", f"{fmean(widths):.2f}",
            f"{best:.2f}", "" if fits else "not yet",
        )  # fmt: skip
