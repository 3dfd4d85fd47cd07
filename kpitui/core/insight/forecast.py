"""Forecast: where a short series is likely to go, as paths that can be summed, averaged and counted.

A robust level with a shrunk season and half a damped drift makes most of the paths, "the last season again" the others:
together they are better calibrated than either. Paths and not formulas, because a goal asks for sums over
many days, and days that follow each other are not independent. The seed is fixed, so that a screen never flickers.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from random import Random
from typing import Literal, NamedTuple

from kpitui.core.cadence import Span
from kpitui.core.insight.accidents import without_accidents
from kpitui.core.insight.paths import level_paths, season_paths
from kpitui.core.insight.season import NO_SEASON, Season, season_of
from kpitui.core.insight.slots import SEASON_SLOTS
from kpitui.core.median import quantile

HISTORY: dict[str, int] = {"week": 104, "month": 60, "quarter": 20}
"""How many of the latest periods are looked at; of days, see `WEEKS`."""

WEEKS, SEASON_WEEKS = 26, 13
"""Of days: the weeks that are looked at, and those that the weekdays are learned from."""

FEWEST = 10
"""Values below which nothing is foretold; of days they must also span two weeks."""

PATHS, LEVEL_PATHS = 400, 350
"""How many there are, and how many of them come from the moving level. On the real series of the forecast benchmark
seven in eight gave a better sum and better chances than the half of them that the literature suggests."""

SEED = 20_261_123
"""Of the random numbers, the same at every look."""


class Lacking(NamedTuple):
    """What a series lacks to be foretold: values, or days between the first and the last of them."""

    what: Literal["values", "days"]
    known: int
    needed: int


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
    period: Span = "day",
    length: int | None = None,
    floor: float | None = None,
    ceiling: float | None = None,
) -> Forecast | None:
    """Return paths of the series *values*, at ascending *slots* that count periods, over the slots *ahead*.

    *period* is what a slot is; *length* says how many slots a season has where it is not the usual number, as in a
    week of five working days. *floor* and *ceiling* are natural bounds that no path passes. None when there is nothing
    ahead, fewer than ten values, or of days less than two weeks.
    """
    length = length or SEASON_SLOTS[period]
    if not ahead or too_early(slots, values, period=period, length=length) is not None:
        return None
    slots, values = _latest(slots, values, WEEKS * length if period == "day" else HISTORY[period])
    logarithmic = min(values) > 0 and (period == "month" or max(values) > 3 * min(values))
    worked = [log(value) for value in values] if logarithmic else list(values)
    worked = without_accidents(slots, worked, length)
    horizon = ahead[-1] - slots[-1]
    season = _season(slots, worked, period, length)
    random = Random(SEED)
    local = level_paths(slots, worked, season, horizon, random, LEVEL_PATHS)
    again = season_paths(slots, worked, length, horizon, random, PATHS - LEVEL_PATHS)
    wanted = [slot - slots[-1] - 1 for slot in ahead]
    most = 10 * max(values)
    paths = []
    for path in (*local, *again):
        picked = [path[at] for at in wanted]
        paths.append(tuple(_bounded(_plain(picked, most) if logarithmic else picked, floor, ceiling)))
    return Forecast(tuple(ahead), tuple(paths), len(values), season, logarithmic)


def too_early(slots: Sequence[int], values: Sequence[float], *, period: Span, length: int) -> Lacking | None:
    """Return what the series lacks for a forecast, of its latest values, which alone count; None when it is enough.

    *length* says how many slots a season has.
    """
    if not slots:
        return Lacking("values", 0, FEWEST)
    slots, values = _latest(slots, values, WEEKS * length if period == "day" else HISTORY[period])
    if len(values) < FEWEST:
        return Lacking("values", len(values), FEWEST)
    stretch = slots[-1] - slots[0] + 1
    return Lacking("days", stretch, 2 * length) if period == "day" and stretch < 2 * length else None


def quantiles(values: Sequence[float], coverage: float) -> tuple[float, float, float]:
    """Return low, median and high of *values* in any order; *coverage* of them lie from low to high."""
    ascending = sorted(values)
    outside = (1 - coverage) / 2
    return tuple(quantile(ascending, share) for share in (outside, 0.5, 1 - outside))  # type: ignore[return-value]


def _latest(slots: Sequence[int], values: Sequence[float], span: int) -> tuple[Sequence[int], Sequence[float]]:
    begin = next((at for at, slot in enumerate(slots) if slot > slots[-1] - span), 0)
    return slots[begin:], values[begin:]


def _season(slots: Sequence[int], values: Sequence[float], period: Span, length: int) -> Season:
    if length == 1:
        return NO_SEASON
    return season_of(*_latest(slots, values, SEASON_WEEKS * length if period == "day" else HISTORY[period]), length)


def _plain(path: Sequence[float], most: float) -> list[float]:
    """Return a path of logarithms in the unit of the series; none runs beyond ten times its history."""
    edge = log(most)
    return [exp(value) if value < edge else most for value in path]


def _bounded(path: list[float], floor: float | None, ceiling: float | None) -> list[float]:
    """Return *path* within its natural bounds."""
    if floor is not None:
        path = [value if value > floor else floor for value in path]
    return [min(value, ceiling) for value in path] if ceiling is not None else path
