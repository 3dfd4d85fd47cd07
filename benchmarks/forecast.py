"""How good forecasts and chances are: on real series whose tail is hidden, and on simulated businesses that are steady.

    python -m benchmarks.forecast [--every N] [--table] [--fast]

Three parts, families of series weighing equally: forecasts of real series, against the last season again, also with a
quarter of the values missing and after a typing error; the same with the constants of the engine chosen on the other
half of the families (cross-fit), which tells how much of a figure is fitted to these very series; the chance by kind of
goal (`chances.py`); and steady businesses (`steady.py`). ``--table`` prints the tables of the manual
(``docs/certainty.md``), ``--every`` takes every so many tasks, ``--fast`` leaves the cross-fit out, which takes most of
the time. Where the series come from stands in `series/collect.py`.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import exp, log
from pathlib import Path
from random import Random
from statistics import fmean, median
from typing import NamedTuple, cast

from benchmarks.chances import chance_rows, expected_calibration_error, if_right
from benchmarks.steady import steady_rows
from kpitui.core.cadence import SEASON_SLOTS, Span
from kpitui.core.insight.forecast import PATHS, SEED, Forecast, forecast, quantiles
from kpitui.core.insight.season import NO_SEASON
from kpitui.core.insight.simulation import season_paths

SHAPES: dict[Span, tuple[tuple[int, int], ...]] = {
    "day": ((30, 14), (60, 28), (120, 28)),
    "week": ((26, 4), (40, 8), (52, 8)),
    "month": ((24, 3), (48, 6)),
}
"""Values that are known and periods that are hidden."""

CUTS = 3
"""How many tails of a series are hidden, one after the other."""

TARGETS = (0.97, 1.0, 1.03)
"""Sums that may be reached, by the sum of the latest periods of the same length."""

CHOICES: dict[str, tuple[float, ...]] = {
    "levels.SHARPNESS": (100.0, 200.0, 400.0),
    "levels.STEADY": (0.0, 7.0, 20.0),
    "levels.OWN_GAIN_WEIGHT": (5.0, 20.0, 60.0),
    "simulation.CLEAR_DRIFT": (4.0, 16.0, 64.0),
    "simulation.WIDENED": (1.0, 1.15, 1.3),
    "levels.TREND_WEIGHT": (0.0, 0.25, 1.0),
    "simulation.AGAIN": (0.0, 0.25, 0.5, 0.75),
    "simulation.AGAIN_WIDENED": (1.0, 1.25),
    "simulation.MOST_BLOCK": (1, 2, 3, 5),
}
"""Constants of the engine that could be fitted to the series, with values that a cross-fit chooses among."""

FAR = log(10)
"""Beyond ten times better or worse a task counts as ten times."""


class Task(NamedTuple):
    """A known part and a hidden tail; slots count periods."""

    family: str
    period: Span
    slots: list[int]
    values: list[float]
    ahead: list[int]
    hidden: list[float]


Row = tuple[str, ...]
"""The cells of a row of a table."""

REAL: Row = (
    "real series", "tasks", "error", "in range", "sum in range", "interval score", "Brier of sums", "if right", "ECE",
)  # fmt: skip
CHANCES: Row = (
    "goal, share of its time gone", "goals", "Brier", "if right", "ECE", "by luck", "lowest chance", "came true",
)  # fmt: skip
STEADY: Row = ("steady business", "range holds", "middle", "width", "ideal width", "")


class Score(NamedTuple):
    """What came of one task."""

    task: Task
    error: float
    """The logarithm of the error over that of the last season again."""
    inside: float
    """The share of values within their 80 % range."""
    sum_inside: float
    interval: float | None
    """The interval score of the 80 % ranges (Gneiting and Raftery 2007) by the error of the season before."""
    scaled: float | None
    """The error by the error of the season before."""
    chances: tuple[tuple[float, bool], ...]
    """The chance of each sum, and whether it was reached."""

    @property
    def brier(self) -> float:
        """Return the mean squared distance of the chances from what came."""
        return fmean((chance - reached) ** 2 for chance, reached in self.chances)


def all_series() -> Iterator[tuple[str, Span, list[float | None]]]:
    """Yield family, period and values of every series, and of those of days the weekly means as a family of its own."""
    with (Path(__file__).parent / "series" / "series.csv").open(encoding="utf-8") as file:
        for family, _name, period, *cells in csv.reader(file):
            values = [float(cell) if cell else None for cell in cells]
            yield family, cast("Span", period), values
            if period == "day":
                weeks = [values[begin : begin + 7] for begin in range(len(values) % 7, len(values) - 6, 7)]
                weekly = [[value for value in week if value is not None] for week in weeks]
                yield f"{family} by week", "week", [fmean(week) if len(week) >= 3 else None for week in weekly]


def tasks() -> Iterator[Task]:
    """Yield every task that has enough values, known and hidden."""
    for family, period, values in all_series():
        for count, hidden in SHAPES[period]:
            for cut in range(CUTS):
                end = len(values) - cut * hidden
                begin = end - hidden - count
                if begin >= 0:
                    task = _task(family, period, values[begin:end], count)
                    if len(task.values) >= 0.7 * count * (5 / 7) and task.hidden:
                        yield task


def seasonal_naive(task: Task) -> list[float]:
    """Return the last season again for each slot ahead."""
    length = SEASON_SLOTS[task.period]
    by_slot = dict(zip(task.slots, task.values, strict=True))
    last = task.slots[-1]
    naive = []
    for slot in task.ahead:
        back = slot - length * ((slot - last + length - 1) // length)
        while back not in by_slot and back > task.slots[0]:
            back -= length
        naive.append(by_slot.get(back, task.values[-1]))
    return naive


def scored(task: Task, whole: Task | None = None) -> Score | None:
    """Return what comes of *task*, None where it is too early to say; *whole* is the task before values were taken."""
    result = forecast(task.slots, task.values, task.ahead, period=task.period, floor=_floor(task))
    return None if result is None else _scored(task, result, whole or task)


def season_again(task: Task) -> Score:
    """Return what comes of *task* when the last season is repeated, with differences of seasons as its errors."""
    horizon = task.ahead[-1] - task.slots[-1]
    paths = season_paths(task.slots, task.values, SEASON_SLOTS[task.period], horizon, Random(SEED), PATHS)
    steps = [slot - task.slots[-1] - 1 for slot in task.ahead]
    picked = tuple(tuple(path[step] for step in steps) for path in paths)
    result = Forecast(tuple(task.ahead), picked, len(task.values), NO_SEASON, logarithmic=False)
    return _scored(task, result, task)


def _scored(task: Task, result: Forecast, whole: Task) -> Score:
    ranges = [result.range_at(place) for place in range(len(task.ahead))]
    own, naive = _mae([middle for _low, middle, _high in ranges], task.hidden), _mae(seasonal_naive(task), task.hidden)
    scale = _scale(whole)
    width = fmean(
        high - low + 10 * max(0.0, low - value) + 10 * max(0.0, value - high)
        for (low, _middle, high), value in zip(ranges, task.hidden, strict=True)
    )
    sums, total = result.sums(), sum(task.hidden)
    low, _middle, high = quantiles(sums, 0.8)
    latest = sum(whole.values[-len(task.hidden) :])
    chances = (
        ((sum(value >= latest * share for value in sums) + 1) / (len(sums) + 2), total >= latest * share)
        for share in TARGETS
    )
    return Score(
        task,
        max(-FAR, min(FAR, log(own / naive))) if own > 0 and naive > 0 else 0.0,
        fmean(low <= value <= high for (low, _middle, high), value in zip(ranges, task.hidden, strict=True)),
        float(low <= total <= high),
        width / scale if scale else None,
        own / scale if scale else None,
        tuple(chances),
    )


def with_gaps(task: Task, random: Random) -> Task:
    """Return *task* with a quarter of its known values missing."""
    last = task.slots[-1]
    rest = [
        (slot, value)
        for slot, value in zip(task.slots, task.values, strict=True)
        if random.random() >= 0.25 or slot == last
    ]
    return task._replace(slots=[slot for slot, _value in rest], values=[value for _slot, value in rest])


def with_error(task: Task, random: Random) -> Task:
    """Return *task* with one value ten times as large."""
    values = list(task.values)
    values[random.randrange(len(values))] *= 10
    return task._replace(values=values)


def even(scores: Iterable[Score], figure: Callable[[Score], float | None]) -> float:
    """Return the mean of a figure, families weighing equally."""
    by_family: dict[str, list[float]] = defaultdict(list)
    for score in scores:
        value = figure(score)
        if value is not None:
            by_family[score.task.family].append(value)
    return fmean(map(fmean, by_family.values()))


def half_of(family: str) -> int:
    """Return in which half of the families one is, a series by week in the same as its days."""
    return sum(map(ord, family.removesuffix(" by week"))) % 2


def loss(scores: Sequence[Score]) -> float:
    """Return what a choice is judged by: the mean of the logarithms of error, interval score and Brier score."""
    return (
        even(scores, lambda score: score.error)
        + log(even(scores, lambda score: score.interval))
        + log(even(scores, lambda score: score.brier))
    ) / 3


def cross_fitted(every: Sequence[Task]) -> tuple[list[Score], list[str]]:
    """Return the scores of all tasks, each half by the constants that did best on the other, and these constants.

    They are chosen one after the other, each beside those that were chosen before it (coordinate descent, one round).
    """
    result, notes = [], []
    for half in (0, 1):
        own = [task for task in every if half_of(task.family) == half]
        other = [task for task in every if half_of(task.family) != half]
        least = loss(_all_scored(other, {}))
        best: dict[str, float] = {}
        for name, values in CHOICES.items():
            now = _constant(name)
            losses = {
                value: least if value == now else loss(_all_scored(other, {**best, name: value})) for value in values
            }
            best[name] = min(losses, key=losses.__getitem__)
            least = losses[best[name]]
        result += _all_scored(own, best)
        changed = {name: value for name, value in best.items() if value != _constant(name)}
        chosen = ", ".join(f"{name.split('.')[1]} {value:g}" for name, value in changed.items())
        notes.append(f"chosen for half {half}: {chosen or 'the constants as they are'}")
    return result, notes


def _constant(name: str) -> float:
    module, constant = name.split(".")
    return cast("float", getattr(importlib.import_module(f"kpitui.core.insight.{module}"), constant))


def _all_scored(every: Iterable[Task], constants: dict[str, float]) -> list[Score]:
    """Return the scores of tasks with some constants of the engine changed for the time."""
    before = {name: _constant(name) for name in constants}
    try:
        _set(constants)
        return [score for task in every if (score := scored(task)) is not None]
    finally:
        _set(before)


def _set(constants: dict[str, float]) -> None:
    for name, value in constants.items():
        module, constant = name.split(".")
        setattr(importlib.import_module(f"kpitui.core.insight.{module}"), constant, value)


def row_of(name: str, scores: Sequence[Score]) -> Row:
    """Return the figures of some scores as the cells of a row."""
    chances = [chance for score in scores for chance in score.chances]
    return (
        name,
        str(len(scores)),
        f"{exp(even(scores, lambda score: score.error)):.3f}",
        f"{100 * even(scores, lambda score: score.inside):.0f} %",
        f"{100 * even(scores, lambda score: score.sum_inside):.0f} %",
        f"{even(scores, lambda score: score.interval):.2f}",
        f"{even(scores, lambda score: score.brier):.3f}",
        f"{if_right([(score.task.family, chance) for score in scores for chance, _reached in score.chances]):.3f}",
        f"{expected_calibration_error(chances):.3f}",
    )


def real_rows(every: Sequence[Task], *, fast: bool) -> tuple[list[Row], list[str]]:
    """Return the rows of the real series, and what else is to be told."""
    random = Random(5)
    plain = [score for task in every if (score := scored(task)) is not None]
    gaps = [score for task in every if (score := scored(with_gaps(task, random), task)) is not None]
    wrong = [score for task in every if (score := scored(with_error(task, random), task)) is not None]
    rows = [
        row_of("all", plain),
        row_of("all, by paths of the last season alone", [season_again(score.task) for score in plain]),
        row_of("without days by week", [score for score in plain if not score.task.family.endswith(" by week")]),
    ]
    for name, period in (("days", "day"), ("weeks", "week"), ("months", "month")):
        rows.append(row_of(name, [score for score in plain if score.task.period == period]))
    rows.append(row_of("a quarter missing", gaps))
    rows.append(row_of("weeks, a quarter missing", [score for score in gaps if score.task.period == "week"]))
    notes = [
        f"scaled error (MASE) {even(plain, lambda score: score.scaled):.2f}, after one typing error of a factor ten"
        f" {even(wrong, lambda score: score.scaled):.2f}",
        f"{_milliseconds():.1f} ms for ninety values, twenty-eight days ahead",
    ]
    if not fast:
        crossed, chosen = cross_fitted(every)
        rows.append(row_of("cross-fit: each half by choices made on the other", crossed))
        notes += chosen
    return rows, notes


def main() -> None:
    """Run every part and print its table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forecast")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--part", choices=("real", "chances", "steady"))
    options = parser.parse_args()
    if options.part in (None, "real"):
        rows, notes = real_rows(list(tasks())[:: options.every], fast=options.fast)
        _print(REAL, rows, table=options.table)
        if not options.table:
            print(*notes, sep="\n")
    if options.part in (None, "chances"):
        _print(CHANCES, chance_rows(list(all_series()), options.every), table=options.table)
    if options.part in (None, "steady"):
        _print(STEADY, steady_rows(max(20, 150 // options.every)), table=options.table)


def _print(heads: Row, rows: Iterable[Row], *, table: bool) -> None:
    if table:
        print(f"\n| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
        for row in rows:
            print(f"| {' | '.join(row)} |", flush=True)
        return
    print("\n" + f"{heads[0]:<50}" + "".join(f"{head:>16}" for head in heads[1:]))
    for row in rows:
        print(f"{row[0]:<50}" + "".join(f"{cell:>16}" for cell in row[1:]), flush=True)


def _task(family: str, period: Span, values: list[float | None], count: int) -> Task:
    seen = [(slot, value) for slot, value in enumerate(values) if value is not None]
    before = [(slot, value) for slot, value in seen if slot < count]
    after = [(slot, value) for slot, value in seen if slot >= count]
    return Task(
        family, period,
        [slot for slot, _value in before], [value for _slot, value in before],
        [slot for slot, _value in after], [value for _slot, value in after],
    )  # fmt: skip


def _floor(task: Task) -> float | None:
    return 0.0 if min(task.values) >= 0 else None


def _mae(guesses: Sequence[float], truth: Sequence[float]) -> float:
    return fmean(abs(guess - value) for guess, value in zip(guesses, truth, strict=True))


def _scale(task: Task) -> float:
    """Return the mean error of the last season again within the known part."""
    length = SEASON_SLOTS[task.period]
    by_slot = dict(zip(task.slots, task.values, strict=True))
    apart = [abs(value - by_slot[slot - length]) for slot, value in by_slot.items() if slot - length in by_slot]
    return fmean(apart) if apart else 0.0


def _milliseconds() -> float:
    random = Random(2)
    values = [100 + 20 * (day % 7 == 5) + random.gauss(0, 8) for day in range(90)]
    taken = []
    for _round in range(15):
        start = time.process_time()
        forecast(range(90), values, range(90, 118))
        taken.append(1000 * (time.process_time() - start))
    return median(taken)


if __name__ == "__main__":
    main()
