"""How good forecasts are on real series whose tail is hidden, against the last season again.

    python -m benchmarks.forecast

Prints, families of series weighing equally: the error relative to the seasonal naive forecast (below 1 is better), how
often an interval called 80 % held, the Brier score of "the sum reaches the target" beside those of two baselines, the
scaled error after one typing error of a factor ten, and the milliseconds for ninety values. Where the series come from
stands in `series/collect.py`.
"""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from collections.abc import Iterator
from math import erf, exp, log, sqrt
from pathlib import Path
from random import Random
from statistics import fmean, median, stdev
from typing import NamedTuple, cast

from kpitui.core.cadence import Span
from kpitui.core.insight.forecast import Forecast, forecast
from kpitui.core.insight.slots import SEASON_SLOTS

SHAPES: dict[Span, tuple[tuple[int, int], ...]] = {
    "day": ((30, 14), (60, 28), (120, 28)),
    "week": ((26, 4), (52, 8)),
    "month": ((24, 3), (48, 6)),
}
"""Values that are known and periods that are hidden."""

CUTS = 3
"""How many tails of a series are hidden, one after the other."""

TARGETS = (0.97, 1.0, 1.03)
"""Sums that may be reached, by the sum of the latest periods of the same length."""


class Task(NamedTuple):
    """A known part and a hidden tail; slots count periods."""

    family: str
    period: Span
    slots: list[int]
    values: list[float]
    ahead: list[int]
    hidden: list[float]


def tasks() -> Iterator[Task]:
    """Yield every task that has enough values, known and hidden."""
    with (Path(__file__).parent / "series" / "series.csv").open(encoding="utf-8") as file:
        for family, _name, period, *cells in csv.reader(file):
            values = [float(cell) if cell else None for cell in cells]
            for known, hidden in SHAPES[cast("Span", period)]:
                for cut in range(CUTS):
                    end = len(values) - cut * hidden
                    begin = end - hidden - known
                    if begin >= 0:
                        task = _task(family, cast("Span", period), values[begin:end], known)
                        if len(task.values) >= 0.7 * known * (5 / 7) and task.hidden:
                            yield task


def seasonal_naive(task: Task) -> list[float]:
    """Return the last season again for each slot ahead."""
    length = SEASON_SLOTS[task.period]
    by_slot = dict(zip(task.slots, task.values, strict=True))
    last = task.slots[-1]
    found = []
    for slot in task.ahead:
        back = slot - length * ((slot - last + length - 1) // length)
        while back not in by_slot and back > task.slots[0]:
            back -= length
        found.append(by_slot.get(back, task.values[-1]))
    return found


def main() -> None:
    """Run every task and print the figures."""
    errors: dict[str, list[float]] = defaultdict(list)
    inside: dict[str, list[float]] = defaultdict(list)
    brier: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    scaled: dict[str, list[float]] = defaultdict(list)
    clean: dict[str, list[float]] = defaultdict(list)
    random = Random(1)
    for task in tasks():
        found = forecast(task.slots, task.values, task.ahead, period=task.period, floor=_floor(task))
        if found is None:
            continue
        middle = [found.range_at(at)[1] for at in range(len(task.ahead))]
        naive = seasonal_naive(task)
        own, theirs = _mae(middle, task.hidden), _mae(naive, task.hidden)
        if theirs > 0 and own > 0:
            errors[task.family].append(log(own / theirs))
        inside[task.family].append(fmean(_holds(found, at, value) for at, value in enumerate(task.hidden)))
        for name, score in _brier(task, found, naive):
            brier[name][task.family].append(score)
        wrong = list(task.values)
        wrong[random.randrange(len(wrong))] *= 10
        after = forecast(task.slots, wrong, task.ahead, period=task.period, floor=_floor(task))
        scale = _scale(task)
        if scale > 0:
            clean[task.family].append(own / scale)
        if after is not None and scale > 0:
            scaled[task.family].append(
                _mae([after.range_at(at)[1] for at in range(len(task.ahead))], task.hidden) / scale
            )
    print(f"{sum(map(len, errors.values()))} tasks, {len(errors)} families")
    print(f"{exp(_even(errors)):6.3f}  error relative to the seasonal naive forecast")
    print(f"{100 * _even(inside):6.1f}  % of values inside the 80 % interval")
    for name, scores in brier.items():
        print(f"{_even(scores):6.3f}  Brier score of 'the sum reaches the target': {name}")
    print(f"{_even(clean):6.2f}  scaled error (MASE)")
    print(f"{_even(scaled):6.2f}  scaled error after one typing error of a factor ten")
    print(f"{_milliseconds():6.1f}  ms for ninety values, twenty-eight days ahead")
    for family in sorted(errors):
        figures = exp(fmean(errors[family])), 100 * fmean(inside[family]), fmean(brier["paths"][family])
        scales = fmean(clean[family]), fmean(scaled[family])
        print(f"        {family:<14}" + "".join(f"{figure:8.3f}" for figure in (*figures, *scales)))


def _task(family: str, period: Span, values: list[float | None], known: int) -> Task:
    seen = [(slot, value) for slot, value in enumerate(values) if value is not None]
    before = [(slot, value) for slot, value in seen if slot < known]
    after = [(slot, value) for slot, value in seen if slot >= known]
    return Task(
        family, period,
        [slot for slot, _value in before], [value for _slot, value in before],
        [slot for slot, _value in after], [value for _slot, value in after],
    )  # fmt: skip


def _brier(task: Task, found: Forecast, naive: list[float]) -> Iterator[tuple[str, float]]:
    """Yield the scores of the paths, of the naive sum with normal errors, and of not knowing anything."""
    total, sums = sum(task.hidden), found.sums()
    count = len(task.hidden)
    latest = sum(task.values[-count:])
    spread = stdev([later - value for value, later in zip(task.values, task.values[1:], strict=False)])
    for share in TARGETS:
        target = latest * share
        reached = float(total >= target)
        p = (sum(each >= target for each in sums) + 1) / (len(sums) + 2)
        z = (sum(naive) - target) / (spread * sqrt(count) or 1.0)
        yield "paths", (p - reached) ** 2
        yield "naive", (0.5 * (1 + erf(z / sqrt(2))) - reached) ** 2
        yield "even chance", (0.5 - reached) ** 2


def _floor(task: Task) -> float | None:
    return 0.0 if min(task.values) >= 0 else None


def _holds(found: Forecast, at: int, value: float) -> float:
    low, _middle, high = found.range_at(at)
    return float(low <= value <= high)


def _mae(guesses: list[float], truth: list[float]) -> float:
    return fmean(abs(guess - value) for guess, value in zip(guesses, truth, strict=True))


def _scale(task: Task) -> float:
    """Return the mean error of the seasonal naive forecast within the known part."""
    length = SEASON_SLOTS[task.period]
    by_slot = dict(zip(task.slots, task.values, strict=True))
    apart = [abs(value - by_slot[slot - length]) for slot, value in by_slot.items() if slot - length in by_slot]
    return fmean(apart) if apart else 0.0


def _even(by_family: dict[str, list[float]]) -> float:
    return fmean(fmean(scores) for scores in by_family.values())


def _milliseconds() -> float:
    random = Random(2)
    values = [100 + 20 * (at % 7 == 5) + random.gauss(0, 8) for at in range(90)]
    taken = []
    for _round in range(15):
        start = time.perf_counter()
        forecast(range(90), values, range(90, 118))
        taken.append(1000 * (time.perf_counter() - start))
    return median(taken)


if __name__ == "__main__":
    main()
