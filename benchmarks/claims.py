"""How often insight speaks of series in which nothing happens, and how soon of those in which something does.

    python -m benchmarks.claims [RUNS] [--table]

Simulated series, counted over many runs. The single looks stand beside what was measured when their rules were chosen;
what people see is told **per quarter of daily looks**, and power by the day on which a change is told. Ends with status
1 when a rule talks more, or later, than is accepted by more than chance explains; ``--table`` prints the table of the
manual (``docs/certainty.md``). All of it takes some minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, product
from math import exp
from random import Random
from statistics import fmean
from typing import NamedTuple

from kpitui.core.insight.anomaly import expected_from_past
from kpitui.core.insight.effect import FIRST_LOOK, SPAN, effect_between, latest_look
from kpitui.core.insight.links import LAGS, link_of
from kpitui.core.insight.season import has_rhythm, recent_season
from kpitui.core.insight.shift import is_news, lasting_shift, shifts_of
from kpitui.core.insight.trend import Direction, direction_of, trend_of, weekly_means
from kpitui.core.insight.xmr_limits import are_small_counts, by_week, limits_chart, natural_limits

MEASURED = 1000
"""Runs, at the least, behind the figures that are accepted."""

WEEKDAYS = (1.0, 0.9, 0.8, 1.0, 1.4, 2.0, -2.0)

QUARTER = 91
"""Days of looking."""

KNOWN = 63
"""Days that are known when the looking begins."""

SIZE = 10.0
"""The standard deviation of the noise around 100."""

Series = Callable[[Random, int], list[float]]
"""Makes so many days."""


class Claim(NamedTuple):
    """One rule on one sort of noise."""

    name: str
    most: float
    """The share in which it may speak; of power the share in which it must."""
    speaks: Callable[[Random], float]
    """Whether it speaks in one run, or in which share of its days."""
    share: float = 1.0
    """The share of the runs that is enough for it, since some are slow."""
    section: str = "one look"
    power: bool = False
    """Whether it is to speak."""


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
        found = expected_from_past(values[-1], slots[-1], slots, values, 7)
        return found is not None and found.surprising

    return speaks


def rhythm(count: int, memory: float) -> Callable[[Random], bool]:
    """Return the test whether the weekdays differ."""
    return lambda random: has_rhythm(range(count), noise(random, count, memory), 7)


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
        found = effect_between(values[:before], values[before:])
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


def poisson(mean: float) -> Series:
    """Return counts of rare things."""

    def count(random: Random) -> float:
        events, product = 0, random.random()
        while product > exp(-mean):
            events, product = events + 1, product * random.random()
        return float(events)

    return lambda random, days: [count(random) for _day in range(days)]


def rare(share: float, low: float, high: float) -> Series:
    """Return days of which a *share* brings something between *low* and *high*."""
    return lambda random, days: [random.uniform(low, high) if random.random() < share else 0.0 for _day in range(days)]


def skewed(random: Random, days: int) -> list[float]:
    """Return days with a long tail."""
    return [exp(random.gauss(0, 1)) for _day in range(days)]


def steady(memory: float = 0.0, weekdays: float = 0.0, size: float = SIZE) -> Series:
    """Return noise of a standard deviation *size* around 100, with a rhythm of the week *weekdays* as strong."""
    return lambda random, days: [
        100.0 + size * (value + weekdays * WEEKDAYS[day % 7]) for day, value in enumerate(noise(random, days, memory))
    ]


def with_step(series: Series, size: float) -> Series:
    """Return *series* that is higher by *size* standard deviations from the end of what is known on."""
    return lambda random, days: [
        value + (SIZE * size if day >= KNOWN else 0.0) for day, value in enumerate(series(random, days))
    ]


def rising(series: Series, flat: int, rise: float, days_of_rise: int) -> Series:
    """Return *series* that is flat for some days and then rises by *rise* in all."""
    return lambda random, days: [
        value + rise * min(1.0, max(0.0, (day - flat) / days_of_rise)) for day, value in enumerate(series(random, days))
    ]


def down_and_back(random: Random, days: int) -> list[float]:
    """Return twelve weeks at 100, ten at 30, and 100 again."""
    return [30.0 + value if 84 <= day < 154 else 100.0 + value for day, value in enumerate(noise(random, days))]


def shift_day(values: Sequence[float], first: int) -> int | None:
    """Return after which day of *values*, from the index *first* on, a shift is told by who looks daily; None never."""
    for count in range(first + 1, len(values) + 1):
        slots: Sequence[int] = range(count)
        known: Sequence[float] = values[:count]
        if are_small_counts(known):
            if count % 7:
                continue
            slots, known = by_week(slots, known, 7)
        else:
            known = recent_season(slots, known, 7).without(slots, known)
        shift = lasting_shift(shifts_of(slots, known), known)
        if shift is not None and is_news(shift, known):
            return count - first
    return None


def direction(values: Sequence[float]) -> Direction | None:
    """Return which way days go, by the weeks of the latest half year."""
    plain = recent_season(range(len(values)), values, 7).without(range(len(values)), values)
    weeks, means = weekly_means(range(len(values)), plain, 7)
    weeks, means = weeks[-26:], means[-26:]
    return direction_of(weeks, means, range(7 * weeks[0], len(values)), plain[7 * weeks[0] :], 7)


def trend_week(values: Sequence[float], first: int, *, steady_only: bool = True) -> int | None:
    """Return after which week from the index *first* on a trend is told; None never."""
    for count in range(first + 7, len(values) + 1, 7):
        seen = direction(values[:count])
        if seen is not None and seen.shape in (("slope",) if steady_only else ("slope", "open")):
            return (count - first) // 7
    return None


def shift_told(series: Series, days: int, known: int = KNOWN) -> Callable[[Random], bool]:
    """Return whether a shift is told on one of so many days of looking."""
    return lambda random: shift_day(series(random, known + days), known) is not None


def trend_told(series: Series, weeks: int, known: int = KNOWN, *, steady_only: bool = True) -> Callable[[Random], bool]:
    """Return whether a trend is told in one of so many weeks of looking."""
    return lambda random: trend_week(series(random, known + 7 * weeks), known, steady_only=steady_only) is not None


def effect_told(memory: float, step: float = 0.0, *, days: int = 28) -> Callable[[Random], bool]:
    """Return whether an action's effect is told by the looks within so many days of looking daily."""

    def speaks(random: Random) -> bool:
        before = SPAN["day"]
        values = noise(random, before + days, memory)
        after = [value + step for value in values[before:]]
        for passed in range(1, days + 1):
            look = latest_look(passed, FIRST_LOOK["day"])
            seen = effect_between(values[:before], after[:look]) if look else None
            if seen is not None and seen.clear:
                return True
        return False

    return speaks


def surprised_days(series: Series, *, known: int = 126) -> Callable[[Random], float]:
    """Return the share of the days of a quarter whose value is told of as a surprise."""

    def speaks(random: Random) -> float:
        values = series(random, known + QUARTER)
        told, before = 0, 0
        for day in range(known, known + QUARTER):
            seen = expected_from_past(values[day], day, range(day), values[:day], 7)
            way = 0 if seen is None or not seen.surprising else 1 if seen.far > 0 else -1
            told += way not in (0, before)
            before = way
        return told / QUARTER

    return speaks


def claims() -> Iterator[Claim]:
    """Yield every rule with what is accepted of it."""
    yield from looks()
    yield from quarters()
    yield from powers()


def looks() -> Iterator[Claim]:
    """Yield the rules at one look, with what was measured when they were chosen."""
    for count, one, three in ((20, 0.04, 0.07), (50, 0.11, 0.25), (100, 0.22, 0.47)):
        yield Claim(f"a value beyond the limits, chart of {count}", one, any_signal(count, (1,)))
        yield Claim(f"any of the three rules, chart of {count}", three, any_signal(count))
    for (base, most), _next in pairwise([(6, 0.05), (12, 0.016), (20, 0.011), (50, 0.004), (0, 0)]):
        yield Claim(f"the newest value beyond limits of {base}", most, newest_beyond(base))
    for memory, count in product((0.0, 0.3, 0.6), (30, 60)):
        yield Claim(f"surprise, newest of {count} days, memory {memory}", 0.023, surprised(count, memory), 0.2)
    for memory in (0.0, 0.3, 0.6):
        yield Claim(f"Mann-Kendall over 12 weekly means, memory {memory}", 0.07, trend_of_weeks(12, memory))
    for memory, most in ((0.0, 0.04), (0.3, 0.06), (0.6, 0.09)):
        yield Claim(f"effect, 28 days before and after, memory {memory}", most, effect(28, 28, memory))
    for count, memory in product((60, 120), (0.0, 0.4)):
        yield Claim(f"link over {count} days, memory {memory}", 0.05, link(count, memory), 0.1)
    yield Claim("link of two random walks over 120 days", 0.05, link(120, 0.0, walks=True), 0.1)
    for count, memory in product((14, 28, 56, 91), (0.0, 0.3)):
        yield Claim(f"weekday rhythm in {count} days, memory {memory}", 0.05, rhythm(count, memory), 0.5)


def quarters() -> Iterator[Claim]:
    """Yield what is told at least once within a quarter of daily looks at series in which nothing happens."""
    section = "a quarter of daily looks"
    kinds: tuple[tuple[str, float, Series], ...] = (
        ("memory 0", 0.12, steady()),
        ("memory 0.3", 0.25, steady(0.3)),
        ("memory 0.6", 0.30, steady(0.6)),
        ("weekday rhythm", 0.12, steady(weekdays=2.0)),
        ("three orders a day", 0.12, poisson(3.0)),
        ("half an order a day", 0.12, poisson(0.5)),
        ("a long tail", 0.12, skewed),
    )
    for name, most, series in kinds:
        yield Claim(f"shift, {name}", most, shift_told(series, QUARTER), 0.05, section)
    for name, _most, series in kinds[:4]:
        most = 0.15 if name == "memory 0.6" else 0.12
        yield Claim(f"trend or other rise, {name}", most, trend_told(series, 13, steady_only=False), 0.05, section)
    known = trend_told(steady(), 13, 182, steady_only=False)
    yield Claim("trend or other rise, half a year known", 0.12, known, 0.05, section)
    for memory, most in ((0.0, 0.10), (0.3, 0.10), (0.6, 0.14)):
        yield Claim(f"effect of an action, memory {memory}", most, effect_told(memory, days=QUARTER), 0.25, section)
    sparse: tuple[tuple[str, Series], ...] = (
        ("half an order a day", poisson(0.5)),
        ("70 % of days without", rare(0.3, 60.0, 180.0)),
        ("invoices on 7 % of days", rare(0.07, 2500.0, 6000.0)),
        ("one order a day", poisson(1.1)),
        ("three orders a day", poisson(3.0)),
        ("memory 0.3", steady(0.3)),
    )
    for name, series in sparse:
        yield Claim(f"surprise, share of days, {name}", 0.03, surprised_days(series), 0.01, section)


def powers() -> Iterator[Claim]:
    """Yield what must be told of series in which something does happen, and what it must not be taken for."""
    section = "when something happens"
    for size, days, least in ((1, 14, 0.4), (2, 7, 0.8), (3, 4, 0.8)):
        for name, weekdays in (("", 0.0), (", weekday rhythm", 2.0)):
            series = with_step(steady(weekdays=weekdays), size)
            yield Claim(
                f"shift of {size} sd told in {days} days{name}",
                least,
                shift_told(series, days),
                0.1,
                section,
                power=True,
            )
    for size in (1, 2, 3):
        step = with_step(steady(), size)
        yield Claim(f"step of {size} sd told as a trend in 4 weeks", 0.15 if size == 1 else 0.05, trend_told(step, 4),
                    0.1, section)  # fmt: skip
    yield Claim("ten bad weeks told as a trend", 0.02, trend_told(down_and_back, 14, 84), 0.05, section)
    for noise_size, least, steady_least in ((10.0, 0.96, 0.85), (20.0, 0.80, 0.45)):
        series = rising(steady(size=noise_size), 84, 20.0, 84)
        name = f"20 % up in 12 weeks, noise {noise_size:.0f} %"
        yield Claim(f"{name}: told", least, trend_told(series, 12, 84, steady_only=False), 0.1, section, power=True)
        yield Claim(f"{name}: told as steady", steady_least, trend_told(series, 12, 84), 0.1, section, power=True)
    for change, least in ((0.5, 0.35), (1.0, 0.9)):
        yield Claim(
            f"effect of {change} sd told in 28 days", least, effect_told(0.0, change), 0.25, section, power=True
        )


def main() -> int:
    """Count every claim; return 1 when one is made too often, or a change told too seldom."""
    figures = [argument for argument in sys.argv[1:] if argument.isdigit()]
    table = "--table" in sys.argv
    runs, failed, section = int(figures[0]) if figures else 4000, 0, ""
    for claim in claims():
        random, times = Random(20_261_124), max(60, round(runs * claim.share))
        seen = sum(claim.speaks(random) for _run in range(times)) / times
        slack = 2 * (claim.most * (1 - claim.most) * (1 / times + 1 / MEASURED)) ** 0.5
        bad = seen < claim.most - slack if claim.power else seen > claim.most + slack
        failed += bad
        border = "at least" if claim.power else "at most"
        if table:
            if claim.section != section:
                print(f"\n| {claim.section} | measured | accepted |\n| --- | --- | --- |")
            print(f"| {claim.name} | {100 * seen:.1f} % | {border} {100 * claim.most:.1f} % |", flush=True)
        else:
            verdict = "" if not bad else "  TOO SELDOM" if claim.power else "  TOO OFTEN"
            print(f"{claim.name:<52} {seen:7.1%}  {border} {claim.most:6.1%}{verdict}", flush=True)
        section = claim.section
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
