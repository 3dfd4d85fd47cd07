"""Forecast: where a short series is likely to go, as paths that can be summed, averaged and counted.

A robust level with a shrunk season and half a damped drift makes half of the paths, "the last season again" the other
half: the combination is better calibrated than either. Paths and not formulas, because a goal asks for sums over
many days, and days that follow each other are not independent. The seed is fixed, so that a screen never flickers.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, isfinite, log
from random import Random
from typing import NamedTuple

from kpitui.core.insight.paths import level_paths, season_paths
from kpitui.core.insight.season import NONE, WEEK, YEAR, Season, season_of

LENGTHS = {"day": WEEK, "week": 1, "month": YEAR, "quarter": 4}
"""How many periods a season has, by the length of the period."""

HISTORY = {"day": 182, "week": 104, "month": 60, "quarter": 20}
"""How many of the latest periods are looked at."""

SEASON_HISTORY = {"day": 91}
"""How many of them the season is learned from, where it is fewer."""

FEWEST = 10
"""Values below which nothing is foretold; of days they must also span two weeks."""

PATHS = 400
SEED = 20_261_123


class Forecast(NamedTuple):
    """Paths of a series over slots to come."""

    slots: tuple[int, ...]
    paths: tuple[tuple[float, ...], ...]
    """Each with a value for every slot."""
    values: int
    """On how many values they rest."""
    season: Season
    logarithmic: bool
    """Whether it was worked out on logarithms, as for positive series that vary by factors."""

    def range_at(self, at: int, coverage: float = 0.8) -> tuple[float, float, float]:
        """Return low, median and high of the slot with the index *at*, between which *coverage* of the paths lie."""
        return quantiles([path[at] for path in self.paths], coverage)

    def sums(self, first: int = 0, last: int | None = None) -> list[float]:
        """Return the sum of each path over the slots from index *first* up to *last*, exclusive."""
        return [sum(path[first:last]) for path in self.paths]


def forecast(
    slots: Sequence[int],
    values: Sequence[float],
    ahead: Sequence[int],
    *,
    period: str = "day",
    floor: float | None = None,
    ceiling: float | None = None,
) -> Forecast | None:
    """Return paths of the series *values*, at ascending *slots* that count periods, over the slots *ahead*.

    *period* is day, week, month or quarter. *floor* and *ceiling* are natural bounds that no path passes. None when
    there is nothing ahead, fewer than ten values, or of days less than two weeks.
    """
    begin = next((at for at, slot in enumerate(slots) if slot > slots[-1] - HISTORY[period]), 0) if slots else 0
    slots, values = slots[begin:], values[begin:]
    if not ahead or len(values) < FEWEST or (period == "day" and slots[-1] - slots[0] < 2 * WEEK - 1):
        return None
    logarithmic = min(values) > 0 and (period == "month" or max(values) > 3 * min(values))
    worked = [log(value) for value in values] if logarithmic else list(values)
    horizon = ahead[-1] - slots[-1]
    season = _season(slots, worked, period)
    random = Random(SEED)
    local = level_paths(slots, worked, season, horizon, random, PATHS // 2)
    again = season_paths(slots, worked, LENGTHS[period], horizon, random, PATHS - PATHS // 2)
    wanted = [slot - slots[-1] - 1 for slot in ahead]
    paths = tuple(
        tuple(_bounded(_plain(path[at], logarithmic, values), floor, ceiling) for at in wanted)
        for path in (*local, *again)
    )
    return Forecast(tuple(ahead), paths, len(values), season, logarithmic)


def quantiles(values: Sequence[float], coverage: float) -> tuple[float, float, float]:
    """Return low, median and high of *values* in any order; *coverage* of them lie from low to high."""
    ascending = sorted(values)
    outside = (1 - coverage) / 2
    return tuple(_quantile(ascending, share) for share in (outside, 0.5, 1 - outside))  # type: ignore[return-value]


def _season(slots: Sequence[int], values: Sequence[float], period: str) -> Season:
    length = LENGTHS[period]
    if length == 1:
        return NONE
    span = SEASON_HISTORY.get(period, HISTORY[period])
    begin = next(at for at, slot in enumerate(slots) if slot > slots[-1] - span)
    return season_of(slots[begin:], values[begin:], length)


def _plain(value: float, logarithmic: bool, values: Sequence[float]) -> float:
    """Return *value* in the unit of the series; a path of logarithms may not run beyond ten times its history."""
    if not logarithmic:
        return value
    most = 10 * max(values)
    return most if value > log(most) else exp(value)


def _bounded(value: float, floor: float | None, ceiling: float | None) -> float:
    if not isfinite(value):
        value = 0.0
    if floor is not None and value < floor:
        return floor
    return ceiling if ceiling is not None and value > ceiling else value


def _quantile(ascending: Sequence[float], share: float) -> float:
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (ascending[above] - ascending[below]) * (place - below)
