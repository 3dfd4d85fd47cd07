"""Forecast: where a short series is likely to go, as paths that can be summed, averaged and counted.

Levels that stay and levels that walk, with a shrunk season and half a damped drift, make the paths; their quantiles are
averaged with those of "the last season again" where that does as well. What lies on a straight line goes on as it
does. Days without sales and small counts are drawn from the days of the past, and weekdays that are always closed are
left out. Paths and not formulas, because a goal asks for sums over many days, and days that follow each other are not
independent. The seed is fixed, so that a screen never flickers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, fsum, log
from random import Random
from typing import Literal

from kpitui.core.cadence import SEASON_SLOTS, Span
from kpitui.core.insight.lumps import is_resampled
from kpitui.core.insight.outliers import lasting_jumps, varies_by_factors, without_outliers
from kpitui.core.insight.season import NO_SEASON, Season, open_places, renumbered, season_of, year_once
from kpitui.core.insight.shift import is_news, lasting_shift, shifts_of
from kpitui.core.insight.simulation import (
    level_paths,
    resampled_paths,
    season_paths,
    season_share,
    straight_paths,
)
from kpitui.core.insight.trend import step_or_slope
from kpitui.core.quantiles import quantile
from kpitui.core.record import Record

HISTORY: dict[str, int] = {"week": 104, "month": 60, "quarter": 20}
"""How many of the latest periods are looked at; of days, see `WEEKS`."""

WEEKS, SEASON_WEEKS = 26, 13
"""Of days: the weeks that are looked at, and those that the weekdays are learned from."""

LARGEST_DECEMBER = log(3)
"""As a logarithm: a month that lies farther from its neighbours, and was seen once, is an accident."""

LONG_WEEKS = 5
"""Weeks that a rise takes at the least; what is sooner is a step."""

FEWEST = 10
"""Values below which nothing is foretold; of days they must also span two weeks."""

PATHS, AGAIN_PATHS = 400, 200
"""How many paths there are, and from how many of the last season again their share is taken."""

SEED = 20_261_123
"""Of the random numbers, the same at every look."""


class NotEnoughData(Record):
    """What a series lacks to be foretold: values, or days between the first and the last of them."""

    what: Literal["values", "days"]
    logged: int
    needed: int


class Forecast(Record):
    """Paths of a series over slots to come."""

    slots: tuple[int, ...]
    paths: tuple[tuple[float, ...], ...]
    """Each with a value for every slot."""
    values: int
    """On how many values they rest."""
    season: Season
    logarithmic: bool
    """Whether it was worked out on logarithms, as for positive series that vary by factors."""
    from_parts: bool = False
    """Whether it is that of a balance, by what comes in and goes out."""

    def range_at(self, index: int, coverage: float = 0.8) -> tuple[float, float, float]:
        """Return low, median and high of the slot at place *index*, between which *coverage* of the paths lie."""
        return quantiles([path[index] for path in self.paths], coverage)

    def sums(self, first: int = 0, last: int | None = None) -> list[float]:
        """Return the sum of each path over the slots from index *first* up to *last*, exclusive."""
        return [sum(path[first:last]) for path in self.paths]


def forecast(
    slots: Sequence[int],
    values: Sequence[float],
    ahead: Sequence[int],
    *,
    period: Span = "day",
    length: int | None = None,
    floor: float | None = None,
    ceiling: float | None = None,
    adds_up: bool = True,
    stock: bool = False,
) -> Forecast | None:
    """Return paths of the series *values*, at ascending *slots* that count periods, over the slots *ahead*.

    *period* is what a slot is; *length* says how many slots a season has where it is not the usual number, as in a
    week of five working days. *floor* and *ceiling* are natural bounds that no path passes. On a weekday that never has
    a value there is nothing where values add up, else the value of the day before. A *stock* goes on from where it is
    as it usually moves; jumps that it made once or twice come as often as they did. None when there is nothing ahead,
    fewer than ten values, or of days less than two weeks.
    """
    jumps = lasting_jumps(values) if stock else {}
    if jumps:
        smooth = [
            value + fsum(jump for place, jump in jumps.items() if place > index) for index, value in enumerate(values)
        ]
        result = forecast(
            slots, smooth, ahead, period=period, length=length, floor=floor, ceiling=ceiling, adds_up=adds_up
        )
        return None if result is None else result._replace(paths=_with_jumps(result.paths, jumps, len(values), floor))
    length = length or SEASON_SLOTS[period]
    if not ahead or not_enough_data(slots, values, period=period, length=length) is not None:
        return None
    slots, values = _latest(slots, values, WEEKS * length if period == "day" else HISTORY[period])
    places = open_places(slots, values, length) if period == "day" else None
    if places is None:
        return _paths(slots, values, ahead, period, length, (floor, ceiling))
    numbers = renumbered(slots, places, length)
    pairs = [(number, value) for number, value in zip(numbers, values, strict=True) if number is not None]
    open_slots = [number for number, _value in pairs]
    coming = renumbered(ahead, places, length)
    until = [number for number in coming if number is not None]
    if len(pairs) < FEWEST or not until:
        return _paths(slots, values, ahead, period, length, (floor, ceiling))
    open_values = [value for _number, value in pairs]
    result = _paths(open_slots, open_values, until, period, len(places), (floor, ceiling))
    shut = 0.0 if adds_up or any(value == 0 for value in values) else None
    effects = [result.season.effects[places.index(place) % result.season.length] if place in places else 0.0
               for place in range(length)]  # fmt: skip
    return Forecast(
        tuple(ahead),
        tuple(tuple(_with_shut_days(path, coming, shut, open_values[-1])) for path in result.paths),
        len(values),
        Season(tuple(effects), result.season.shrunk) if result.season.length > 1 else NO_SEASON,
        result.logarithmic,
    )


def _with_jumps(
    paths: Sequence[Sequence[float]], jumps: dict[int, float], count: int, floor: float | None
) -> tuple[tuple[float, ...], ...]:
    """Return *paths* with jumps drawn from those that *count* values had, each path with its own."""
    random, sizes = Random(SEED), list(jumps.values())
    jumped = []
    for path in paths:
        moved, values = 0.0, []
        for value in path:
            if random.random() < len(sizes) / count:
                moved += random.choice(sizes)
            values.append(value + moved if floor is None else max(floor, value + moved))
        jumped.append(tuple(values))
    return tuple(jumped)


def _with_shut_days(
    path: Sequence[float], coming: Sequence[int | None], shut: float | None, before: float
) -> Iterator[float]:
    """Yield the values of a *path* over open days with those of closed ones: *shut*, or when None the value before."""
    following = iter(path)
    for number in coming:
        if number is None:
            yield before if shut is None else shut
        else:
            before = next(following)
            yield before


def _paths(
    slots: Sequence[int],
    values: Sequence[float],
    ahead: Sequence[int],
    period: Span,
    length: int,
    bounds: tuple[float | None, float | None],
) -> Forecast:
    random = Random(SEED)
    if is_resampled(values):
        drawn = resampled_paths(slots, values, ahead, period=period, length=length, random=random, count=PATHS)
        paths = tuple(tuple(_bounded(path, *bounds)) for path in drawn)
        return Forecast(tuple(ahead), paths, len(values), NO_SEASON, logarithmic=False)
    straight = straight_paths(slots, values, ahead, random, PATHS)
    if straight is not None:
        paths = tuple(tuple(_bounded(path, *bounds)) for path in straight)
        return Forecast(tuple(ahead), paths, len(values), NO_SEASON, logarithmic=False)
    logarithmic = min(values) > 0 and (period == "month" or varies_by_factors(slots, values, length))
    raw = [log(value) for value in values] if logarithmic else list(values)
    worked = without_outliers(slots, raw, length)
    season = _season(slots, worked, period, length)
    if season is NO_SEASON and period != "day" and length > 1:
        if logarithmic:
            # A month that was seen once may be a December as well as an accident.
            raw = [value if abs(value - clean) < LARGEST_DECEMBER else clean
                   for value, clean in zip(raw, worked, strict=True)]  # fmt: skip
        else:
            raw = worked
        once = year_once(slots, raw, length)
        season, worked = (season, worked) if once is NO_SEASON else (once, raw)
    histories = [worked]
    if period == "day" and (moved := _at_the_new_level(slots, worked, season)) is not None:
        histories.append(moved)
    mixed = [
        path
        for history in histories
        for path in _drawn(slots, history, ahead, length, season, random, PATHS // len(histories), logarithmic)
    ]
    most = 10 * max(values)
    plain = ((_in_own_unit(path, most) if logarithmic else path) for path in mixed)
    return Forecast(
        tuple(ahead), tuple(tuple(_bounded(path, *bounds)) for path in plain), len(values), season, logarithmic
    )


def _at_the_new_level(slots: Sequence[int], values: Sequence[float], season: Season) -> list[float] | None:
    """Return *values* with all before a step that is news moved to its level; None where there is none.

    Nobody knows yet whether it will stay: half of the paths begin from here, half from the values as they are.
    """
    plain = season.without(slots, values)
    shift = lasting_shift(shifts_of(slots, plain), plain)
    if shift is None or not is_news(shift, plain) or step_or_slope(slots, plain, 7 * LONG_WEEKS) != "step":
        return None
    return [value + shift.effect.difference if index < shift.first else value for index, value in enumerate(values)]


def _drawn(
    slots: Sequence[int],
    values: Sequence[float],
    ahead: Sequence[int],
    length: int,
    season: Season,
    random: Random,
    count: int,
    logarithmic: bool,
) -> list[list[float]]:
    """Return *count* paths of a level and its errors, averaged with those of the last season again."""
    horizon = ahead[-1] - slots[-1]
    steps = [slot - slots[-1] - 1 for slot in ahead]
    mixed = [
        [path[step] for step in steps]
        for path in level_paths(slots, values, season, horizon, random, count, logarithmic=logarithmic)
    ]
    share = season_share(slots, values, season, length)
    if share > 0:
        again = season_paths(slots, values, length, horizon, random, AGAIN_PATHS)
        mixed = coupled(mixed, [[path[step] for step in steps] for path in again], share)
    return mixed


def not_enough_data(
    slots: Sequence[int], values: Sequence[float], *, period: Span, length: int
) -> NotEnoughData | None:
    """Return what the series lacks for a forecast, of its latest values, which alone count; None when it is enough.

    *length* says how many slots a season has.
    """
    if not slots:
        return NotEnoughData("values", 0, FEWEST)
    slots, values = _latest(slots, values, WEEKS * length if period == "day" else HISTORY[period])
    if len(values) < FEWEST:
        return NotEnoughData("values", len(values), FEWEST)
    stretch = slots[-1] - slots[0] + 1
    return NotEnoughData("days", stretch, 2 * length) if period == "day" and stretch < 2 * length else None


def quantiles(values: Sequence[float], coverage: float) -> tuple[float, float, float]:
    """Return low, median and high of *values* in any order; *coverage* of them lie from low to high."""
    ascending = sorted(values)
    outside = (1 - coverage) / 2
    return tuple(quantile(ascending, share) for share in (outside, 0.5, 1 - outside))  # type: ignore[return-value]


def _latest(slots: Sequence[int], values: Sequence[float], span: int) -> tuple[Sequence[int], Sequence[float]]:
    begin = next((index for index, slot in enumerate(slots) if slot > slots[-1] - span), 0)
    return slots[begin:], values[begin:]


def _season(slots: Sequence[int], values: Sequence[float], period: Span, length: int) -> Season:
    if length == 1:
        return NO_SEASON
    span = SEASON_WEEKS * length if period == "day" else HISTORY[period]
    return season_of(*_latest(slots, values, span), length)


def _in_own_unit(path: Sequence[float], most: float) -> list[float]:
    """Return a path of logarithms in the unit of the series; none runs beyond ten times its history."""
    edge = log(most)
    return [exp(value) if value < edge else most for value in path]


def _bounded(path: list[float], floor: float | None, ceiling: float | None) -> list[float]:
    """Return *path* within its natural bounds."""
    if floor is not None:
        path = [value if value > floor else floor for value in path]
    return [min(value, ceiling) for value in path] if ceiling is not None else path


# Coupling: two forecasts made one by averaging their quantiles, slot by slot, in the order of the paths of the first.
#
# Averaged quantiles are better calibrated than a mixture, whose range is as wide as the widest (Lichtendahl et al.
# 2013); that each path keeps its rank in every slot keeps sums as wide as they have to be (ensemble copula coupling,
# Schefzik et al. 2013).


def coupled(paths: Sequence[list[float]], others: Sequence[list[float]], share: float) -> list[list[float]]:
    """Return *paths* with *share* of each value from the value of the same rank among *others*, of the same slots."""
    size, count = len(paths), len(others)
    mixed = [list(path) for path in paths]
    for place in range(len(paths[0])):
        order = sorted(range(size), key=lambda index: paths[index][place])
        ascending = sorted(other[place] for other in others)
        for rank, index in enumerate(order):
            mixed[index][place] = (1 - share) * paths[index][place] + share * ascending[rank * count // size]
    return mixed


# Components: a ratio as values that can be foretold like any others, by what it is divided by.
#
# The conversion of a day with many visitors says more than that of a day with few, and a forecast weighs all days
# alike.

LATEST = 91
"""Values from whose sums the ratio is taken that others are compared with."""


def linearised(ratios: Sequence[float], below: Sequence[float], usual: Sequence[float]) -> list[float]:
    """Return ratios so that their mean by the *usual* denominators is about the ratio of sums over any stretch.

    *below* is what each is divided by. What is above that the ratio of sums does not explain is divided by what is
    usually below: the linearisation of a ratio estimator (Cochran, Sampling Techniques, 1977, 6.2).
    """
    whole = fsum(below[-LATEST:])
    if not whole:
        return list(ratios)
    ratio = fsum(value * weight for value, weight in zip(ratios[-LATEST:], below[-LATEST:], strict=True)) / whole
    return [
        ratio + (value - ratio) * weight / (weight_usual or weight or 1.0)
        for value, weight, weight_usual in zip(ratios, below, usual, strict=True)
    ]
