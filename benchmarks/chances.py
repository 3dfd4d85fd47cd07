"""Chances: what came of goals on real series, by kind of goal and by the share of its time that was gone.

Goals are set on what was known at their start. Chance and verdict are the program's own: the chance on what was known
when so much of the time was gone, the verdict on all of it. Goals that are decided already have no chance.

Beside what was reached stands what luck allows: the Brier score and the calibration error that the same chances would
have if each of them came true exactly as often as it says. No forecaster of the same sharpness can be better for long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from statistics import fmean, median
from typing import NamedTuple

from kpitui.core.aggregation import KpiData, Source
from kpitui.core.cadence import Slots, Span
from kpitui.core.goal import Goal, Keep, Target
from kpitui.core.insight.forecast import Forecast, forecast
from kpitui.core.insight.probability import outlook
from kpitui.core.insight.track_record import track_record
from kpitui.core.model import Kpi
from kpitui.core.pace import level_on, standing
from kpitui.core.quantiles import quantile
from kpitui.core.series import DayTotals

GONE = (0.0, 0.5, 0.85)
"""The shares of a goal's time after which a chance is given."""

LENGTHS: dict[Span, tuple[int, int]] = {"day": (60, 60), "week": (26, 13), "month": (36, 12)}
"""Of goals: the values known at the least when they begin, and the periods that they take."""

CUTS = 4
"""Goals one after the other on a series at the most."""

SHARES = (0.97, 1.0, 1.03)
"""Targets, by what came before the start."""

STOCKS = ("air", "employment", "prices", "sea", "shares", "unemployment")
"""The families of which the last value counts; of the others it is no level, but one day of a flow."""

FIRST = {"day": date(2018, 1, 1), "week": date(2010, 1, 4), "month": date(1990, 1, 1)}
"""Where series begin, a Monday."""


DRAWS = 200
"""How often outcomes are drawn from chances, to tell what luck alone does."""


class Outcome(NamedTuple):
    """A chance that was given, and whether it came true."""

    family: str
    chance: float
    came_true: bool
    stretch: tuple[int, int] = (0, 0)
    """The series and the cut of its goal: goals that share them come true together."""


def chance_rows(every: Sequence[tuple[str, Span, list[float | None]]], step: int = 1) -> Iterator[tuple[str, ...]]:
    """Yield for each kind of goal and share of its time what came of the chances given; families weigh equally."""
    outcomes: dict[tuple[str, float], list[Outcome]] = defaultdict(list)
    for number, (family, period, values) in enumerate(every[::step]):
        least, length = LENGTHS[period]
        for cut in range(CUTS):
            begin = len(values) - (cut + 1) * length
            if begin >= least:
                for kind, gone, outcome in _outcomes(family, period, values[: begin + length], begin):
                    outcomes[kind, gone].append(outcome._replace(stretch=(number, cut)))
    for (kind, gone), rows in sorted(outcomes.items(), key=lambda item: (KINDS.index(item[0][0]), item[0][1])):
        lowest = min(row.chance for row in rows)
        lows = [row for row in rows if row.chance == lowest]
        by_family: dict[str, list[float]] = defaultdict(list)
        for row in rows:
            by_family[row.family].append((row.chance - row.came_true) ** 2)
        yield (
            f"{kind}, {100 * gone:.0f} %",
            str(len(rows)),
            f"{fmean(map(fmean, by_family.values())):.3f}",
            f"{if_right([(row.family, row.chance) for row in rows]):.3f}",
            f"{expected_calibration_error([(row.chance, row.came_true) for row in rows]):.3f}",
            f"{by_luck(rows):.3f}",
            f"{100 * lowest:.0f} %",
            f"{sum(row.came_true for row in lows)} of {len(lows)}",
        )


def expected_calibration_error(chances: Sequence[tuple[float, bool]]) -> float:
    """Return how far chances lie from what came, the mean over tenths (Naeini et al. 2015)."""
    tenths: dict[int, list[float]] = defaultdict(list)
    for chance, came in chances:
        tenths[min(9, int(10 * chance))].append(chance - came)
    return sum(abs(sum(off)) for off in tenths.values()) / len(chances)


def if_right(chances: Sequence[tuple[str, float]]) -> float:
    """Return the Brier score to be expected of chances that are right, from families and chances; families alike."""
    by_family: dict[str, list[float]] = defaultdict(list)
    for family, chance in chances:
        by_family[family].append(chance * (1 - chance))
    return fmean(map(fmean, by_family.values()))


def by_luck(rows: Sequence[Outcome]) -> float:
    """Return the calibration error that chances which are right stay under in 19 of 20 draws of outcomes.

    Goals on the same stretch of a series are drawn together: whoever reaches the higher target reaches the lower one.
    """
    random = Random(19)
    errors = []
    for _draw in range(DRAWS):
        drawn: dict[tuple[int, int], float] = {}
        outcomes = [(row.chance, drawn.setdefault(row.stretch, random.random()) < row.chance) for row in rows]
        errors.append(expected_calibration_error(outcomes))
    return sorted(errors)[round(0.95 * DRAWS) - 1]


KINDS = ("total", "cap", "level up", "level down", "last value up", "last value down", "every period",
         "8 of 10 periods", "band, 8 of 10")  # fmt: skip
"""The kinds of goals in the order in which they are told."""


class _Series(NamedTuple):
    """A series as a KPI: its values on the last days of its slots."""

    slots: Slots
    kpi: Kpi
    first: int
    """The slot of the first value."""
    values: list[float | None]

    def day(self, index: int) -> date:
        """Return the first day of the value with that *index*."""
        return self.slots.first_day(self.first + index)

    def data(self, count: int) -> KpiData:
        """Return the KPI with its first *count* values, on the day after them."""
        rows = [
            (self.slots.last_day(self.first + index), value)
            for index, value in enumerate(self.values[:count])
            if value is not None
        ]
        totals = DayTotals(tuple(day for day, _ in rows), tuple(value for _, value in rows), (1,) * len(rows))
        today = self.day(count)
        return KpiData(self.kpi, {self.kpi.key: Source(self.kpi, totals)}, self.day(0), today, today=today)

    def forecast(self, count: int, end: int) -> Forecast | None:
        """Return paths of the values after the first *count*, up to the index *end*, exclusive."""
        pairs = [(self.first + index, value) for index, value in enumerate(self.values[:count]) if value is not None]
        slots, values = [slot for slot, _value in pairs], [value for _slot, value in pairs]
        ahead = range(slots[-1] + 1, self.first + end)
        floor = 0.0 if min(values) >= 0 else None
        adds_up = self.kpi.kind == "flow"
        stock = self.kpi.kind == "level"
        return forecast(slots, values, ahead, period=self.slots.period, floor=floor, adds_up=adds_up, stock=stock)


def _outcomes(
    family: str, period: Span, values: list[float | None], begin: int
) -> Iterator[tuple[str, float, Outcome]]:
    """Yield what came of every goal that begins with the value *begin* and ends with the last."""
    slots = Slots(period)
    first = slots.of(FIRST[period])
    assert first is not None
    end = len(values)
    lowest = min(value for value in values if value is not None)
    kinds = [
        "sample",
        *(["flow"] if lowest >= 0 else []),
        *(["level"] if family.removesuffix(" by week") in STOCKS else []),
    ]
    for kind in kinds:
        series = _Series(slots, Kpi(1, "k", "K", kind, cadence=period, created=FIRST[period]), first, values)
        whole = series.data(end)
        goals = list(_goals(series, begin, end))
        verdicts = [standing(goal, whole).status for _name, goal in goals]
        for gone in GONE:
            count = begin + round(gone * (end - begin))
            result, data = series.forecast(count, end), series.data(count)
            if result is None:
                continue
            for (name, goal), verdict in zip(goals, verdicts, strict=True):
                record = track_record(goal, data) if goal.type == "recurring" else None
                chance = outlook(goal, standing(goal, data), data, result, slots, record)
                if chance is not None and verdict in ("reached", "missed"):
                    yield name, gone, Outcome(family, chance.chance, verdict == "reached")


def _goals(series: _Series, begin: int, end: int) -> Iterator[tuple[str, Goal]]:
    """Yield goals on a series, set by what was known before the value *begin*, with their kinds."""
    data = series.data(begin)
    start, deadline = series.day(begin), series.slots.last_day(series.first + end - 1)
    plain = Goal(1, "u", "t", 1, "total", start, deadline, (Target(start, 0.0),))
    length = end - begin
    if series.kpi.kind == "flow":
        before = data.value(series.day(begin - length), series.slots.last_day(series.first + begin - 1))
        if before is None:
            return
        for share in SHARES:
            targets = (Target(start, before * share),)
            yield "total", plain._replace(targets=targets)
            yield "cap", plain._replace(type="cap", targets=targets)
        yield from _every_period(series, plain, begin)
        return
    name = "level" if series.kpi.kind == "sample" else "last value"
    level = level_on(plain._replace(type="level"), data, start)
    if level is None or level.value is None or level.value <= 0:
        return
    for share in SHARES:
        goal = plain._replace(type="level", targets=(Target(start, level.value * share),))
        yield f"{name} up", goal._replace(down=False)
        yield f"{name} down", goal._replace(down=True)
    if name == "level":
        lately = sorted(value for value in series.values[max(0, begin - 60) : begin] if value is not None)
        for outside in (0.05, 0.1, 0.2):
            low, high = quantile(lately, outside), quantile(lately, 1 - outside)
            yield "band, 8 of 10", _recurring(plain, series.slots.period, low, high, (8, 10))


def _every_period(series: _Series, plain: Goal, begin: int) -> Iterator[tuple[str, Goal]]:
    """Yield goals for every week of days, else for every period of the series."""
    size = 7 if series.slots.period == "day" else 1
    stretches = [series.values[index : index + size] for index in range(begin - 8 * size, begin, size)]
    sums = [sum(value for value in stretch if value is not None) for stretch in stretches]
    per: Span = "week" if size == 7 else series.slots.period
    for share in (0.8, 0.9, 1.0):
        yield "every period", _recurring(plain, per, share * median(sums), None, None)
        yield "8 of 10 periods", _recurring(plain, per, share * median(sums), None, (8, 10))


def _recurring(plain: Goal, per: Span, low: float, high: float | None, keep: Keep | None) -> Goal:
    return plain._replace(type="recurring", per=per, targets=(Target(plain.start, low, low, high, keep),))
