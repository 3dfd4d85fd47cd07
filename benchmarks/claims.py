"""How often insight speaks of series in which nothing happens: simulated noise, counted over many runs.

Each figure stands beside the most that is accepted, which is what was measured, over some thousand runs, when the rules
were chosen. Run it with ``python -m benchmarks.claims [RUNS]``; it takes a minute and ends with status 1 when a rule
talks more than that by more than both measurements' own chance explains.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from statistics import fmean
from typing import NamedTuple

from kpitui.core.insight.effect import effect_of
from kpitui.core.insight.limits import natural_limits
from kpitui.core.insight.limits_chart import limits_chart
from kpitui.core.insight.links import LAGS, link_of
from kpitui.core.insight.shift import shift_of
from kpitui.core.insight.surprise import expected_of
from kpitui.core.insight.trend import trend_of

MEASURED = 1000
"""Runs, at the least, behind the figures that are accepted."""

WEEKDAYS = (1.0, 0.9, 0.8, 1.0, 1.4, 2.0, -2.0)


class Claim(NamedTuple):
    """One rule on one sort of noise."""

    name: str
    most: float
    """The share of runs in which it may speak."""
    speaks: Callable[[Random], bool]
    share: float = 1.0
    """The share of the runs that is enough for it, since some are slow."""


def noise(random: Random, count: int, memory: float = 0.0) -> list[float]:
    """Return normal noise of one standard deviation in which each value remembers a share of the one before."""
    fresh = (1 - memory**2) ** 0.5
    values = [random.gauss(0, 1)]
    while len(values) < count:
        values.append(memory * values[-1] + fresh * random.gauss(0, 1))
    return values


def with_weekdays(values: list[float]) -> dict[int, float]:
    """Return *values* with a rhythm of the week, by slot."""
    return {at: value + 2 * WEEKDAYS[at % 7] for at, value in enumerate(values)}


def any_signal(count: int, rules: tuple[int, ...] = (1, 2, 3)) -> Callable[[Random], bool]:
    """Return a rule that speaks when a whole chart, with limits from all of its values, shows a signal."""

    def speaks(random: Random) -> bool:
        chart = limits_chart(noise(random, count), range(count), locked=count)
        return any(signal.rule in rules for signal in chart.signals)

    return speaks


def newest_beyond(base: int) -> Callable[[Random], bool]:
    """Return a rule that speaks when the newest value lies beyond limits locked on *base* values."""

    def speaks(random: Random) -> bool:
        values = noise(random, base + 1)
        limits = natural_limits(values[:base])
        assert limits is not None
        assert limits.upper is not None
        assert limits.lower is not None
        return not limits.lower <= values[-1] <= limits.upper

    return speaks


def surprised(count: int, memory: float) -> Callable[[Random], bool]:
    """Return the rule that is asked of the newest value every day."""

    def speaks(random: Random) -> bool:
        series = with_weekdays(noise(random, count + 1, memory))
        slots, values = list(series), list(series.values())
        found = expected_of(values[-1], slots[-1], slots, values, 7)
        return found is not None and found.surprising

    return speaks


def shifted(count: int, memory: float) -> Callable[[Random], bool]:
    """Return the rule that says on some day that the level moved."""

    def speaks(random: Random) -> bool:
        values = noise(random, count, memory)
        return shift_of(limits_chart(values, range(count)), values) is not None

    return speaks


def trend_of_weeks(weeks: int, memory: float) -> Callable[[Random], bool]:
    """Return the trend test on weekly means of days."""

    def speaks(random: Random) -> bool:
        days = noise(random, 7 * weeks, memory)
        found = trend_of([fmean(days[at : at + 7]) for at in range(0, len(days), 7)])
        return found is not None and found.clear

    return speaks


def effect(before: int, after: int, memory: float) -> Callable[[Random], bool]:
    """Return the comparison of the days before an action with those after it."""

    def speaks(random: Random) -> bool:
        values = noise(random, before + after, memory)
        found = effect_of(values[:before], values[before:])
        return found is not None and found.clear

    return speaks


def link(count: int, memory: float, *, walks: bool = False) -> Callable[[Random], bool]:
    """Return the link of two unrelated KPIs that share the weekdays, or of two random walks."""

    def series(random: Random) -> dict[int, float]:
        values = noise(random, count, memory)
        if walks:
            total = 0.0
            values = [total := total + step for step in values]
        return with_weekdays(values)

    def speaks(random: Random) -> bool:
        found = link_of(series(random), series(random), season=7, lags=LAGS["day"])
        return found is not None and found.clear

    return speaks


def claims() -> Iterator[Claim]:
    """Yield every rule with what is accepted of it."""
    for count, one, three in ((20, 0.04, 0.07), (50, 0.11, 0.25), (100, 0.22, 0.47)):
        yield Claim(f"a value beyond the limits, chart of {count}", one, any_signal(count, (1,)))
        yield Claim(f"any of the three rules, chart of {count}", three, any_signal(count))
    for (base, most), _next in pairwise([(6, 0.05), (12, 0.016), (20, 0.011), (50, 0.004), (0, 0)]):
        yield Claim(f"the newest value beyond limits of {base}", most, newest_beyond(base))
    for memory in (0.0, 0.3, 0.6):
        for count in (30, 60):
            yield Claim(f"surprise, newest of {count} days, memory {memory}", 0.023, surprised(count, memory), 0.2)
    for memory, most in ((0.0, 0.01), (0.3, 0.03), (0.6, 0.06)):
        yield Claim(f"a shift told on the last of 60 days, memory {memory}", most, shifted(60, memory))
    for memory in (0.0, 0.3, 0.6):
        yield Claim(f"trend over 12 weekly means, memory {memory}", 0.07, trend_of_weeks(12, memory))
    for memory, most in ((0.0, 0.03), (0.3, 0.05), (0.6, 0.09)):
        yield Claim(f"effect, 28 days before and after, memory {memory}", most, effect(28, 28, memory))
    for count in (60, 120):
        for memory in (0.0, 0.4):
            yield Claim(f"link over {count} days, memory {memory}", 0.05, link(count, memory), 0.1)
    yield Claim("link of two random walks over 120 days", 0.05, link(120, 0.0, walks=True), 0.1)


def main() -> int:
    """Count every claim; return 1 when one is made too often."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    too_often = 0
    for claim in claims():
        random, times = Random(20_261_124), max(100, round(runs * claim.share))
        seen = sum(claim.speaks(random) for _run in range(times)) / times
        slack = 2 * (claim.most * (1 - claim.most) * (1 / times + 1 / MEASURED)) ** 0.5
        bad = seen > claim.most + slack
        too_often += bad
        print(f"{claim.name:<52} {seen:7.1%}  at most {claim.most:6.1%}{'  TOO OFTEN' if bad else ''}", flush=True)
    return 1 if too_often else 0


if __name__ == "__main__":
    sys.exit(main())
