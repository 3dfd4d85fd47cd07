"""The two kinds of paths a forecast is made of: those of a level that moves, and those of the last season again."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import fsum, sqrt
from random import Random
from statistics import median
from typing import NamedTuple

from kpitui.core.insight.season import Season
from kpitui.core.insight.trend import slopes_of

ALPHAS = (0.03, 0.07, 0.15, 0.25, 0.4, 0.6, 0.85)
"""The speeds of smoothing that are tried when a level is fitted."""

CLIP = 3.0
"""Scales beyond which an error moves the level no further."""

STEPS = (1, 3, 8, 20, 45, 90)
"""How far ahead errors are looked at when the level is fitted: one step alone fits the noise."""

PRIOR_GAIN, PRIOR_WEIGHT = 0.35, 20.0
"""How much of an error a path's level follows, before its own history says otherwise; and after how many values."""

DRIFT_FROM, MOST_POINTS = 24, 120
"""Values from which on a drift is looked for, and how many of the newest ones at the most."""

DAMPED = 0.97
"""What is left of a drift from one step to the next."""

MOST_BLOCK = 3
"""How many errors that followed each other are drawn together at the most."""

WIDENED = 1.25
"""How much wider errors are drawn than they were: on real series a forecast knows less than its own past says."""

ONE_OFF = 4.0
"""Scales beyond which a value of the last season is an accident that is not repeated."""


class Level(NamedTuple):
    """A fitted level: where it is now, and the errors it made on the way."""

    now: float
    errors: list[float]
    """One step ahead, in the order of time."""
    gain: float
    """How much of an error the level of a path follows."""


def level_paths(
    slots: Sequence[int], values: Sequence[float], season: Season, horizon: int, random: Random, count: int
) -> list[list[float]]:
    """Return *count* paths over the *horizon* slots after the last: level, half a damped drift, errors, season."""
    plain = season.without(slots, values)
    scale = scale_of(plain)
    level = fitted_level(slots, plain, scale, horizon)
    slope, doubt = half_drift(slots, plain)
    terms = 0.7 * (season.length - 1 if season.length > 1 else 0)
    errors = _widened(level.errors, scale, terms)
    last = slots[-1]
    seasonal = [season.at(last + step) for step in range(1, horizon + 1)]
    damped, way = [], 0.0
    for step in range(horizon):
        way += DAMPED**step
        damped.append(way)
    paths = []
    for _path in range(count):
        drawn = in_blocks(errors, horizon, random)
        drift = slope + (random.gauss(0.0, doubt) if doubt else 0.0)
        now = level.now
        path = []
        for step, error in enumerate(drawn):
            path.append(now + drift * damped[step] + error + seasonal[step])
            now += level.gain * error
        paths.append(path)
    return paths


def season_paths(
    slots: Sequence[int], values: Sequence[float], length: int, horizon: int, random: Random, count: int
) -> list[list[float]]:
    """Return *count* paths that repeat the last season, each later one by another difference of seasons drawn."""
    by_slot = dict(zip(slots, values, strict=True))
    last = slots[-1]
    usual = median(values)
    differences = [value - by_slot[slot - length] for slot, value in by_slot.items() if slot - length in by_slot] or [
        value - usual for value in values
    ]
    spread = median(abs(each - median(differences)) for each in differences) * 1.4826 or scale_of(values)
    middle = median(differences)
    kept = [each for each in differences if abs(each - middle) <= ONE_OFF * spread] or differences
    drawn_from = _around(kept, _drawn_back(kept, length))
    history = [_seen(by_slot, last - length + 1 + place, length, usual, spread) for place in range(length)]
    paths = []
    for _path in range(count):
        path = list(history)
        for step, difference in enumerate(in_blocks(drawn_from, horizon, random)):
            path.append(path[step] + difference)
        paths.append(path[length:])
    return paths


def fitted_level(slots: Sequence[int], values: Sequence[float], scale: float, horizon: int) -> Level:
    """Return the level by the exponential smoothing, robust or not, whose errors up to the horizon are smallest."""
    steps = [step for step in STEPS if step <= max(1, min(horizon, len(values) // 3))]
    best: tuple[float, list[float]] | None = None
    for clip in (CLIP * scale, None):
        for alpha in ALPHAS:
            levels = smoothed(slots, values, alpha, clip)
            error = fsum(_error(levels, values, step) for step in steps) / len(steps)
            if best is None or error < best[0] * (1 - 1e-9):
                best = error, levels
    assert best is not None
    levels = best[1]
    errors = [values[at + 1] - levels[at] for at in range(len(values) - 1)]
    return Level(levels[-1], errors, _gain(levels, values, horizon))


def smoothed(slots: Sequence[int], values: Sequence[float], alpha: float, clip: float | None) -> list[float]:
    """Return the level after each value: it follows more of an error after a gap, and at most *clip* of a large one."""
    now = median(values[: min(7, len(values))])
    levels = []
    before = slots[0] - 1
    for slot, value in zip(slots, values, strict=True):
        error = value - now
        if clip is not None:
            error = max(-clip, min(clip, error))
        gap = slot - before
        now += (alpha if gap == 1 else 1 - (1 - alpha) ** gap) * error
        before = slot
        levels.append(now)
    return levels


def half_drift(slots: Sequence[int], values: Sequence[float]) -> tuple[float, float]:
    """Return half of the Theil-Sen slope, drawn back by its own doubt, and that doubt; nothing below 24 values."""
    if len(values) < DRIFT_FROM:
        return 0.0, 0.0
    shown, at = list(values[-MOST_POINTS:]), list(slots[-MOST_POINTS:])
    step = max(1, len(shown) // 60)
    shown, at = shown[::step], at[::step]
    slope = median(slopes_of(shown, at))
    centre = fsum(at) / len(at)
    intercept = median(value - slope * slot for value, slot in zip(shown, at, strict=True))
    left = [value - intercept - slope * slot for value, slot in zip(shown, at, strict=True)]
    spread = 1.4826 * median(abs(each) for each in left)
    doubt = spread / sqrt(fsum((slot - centre) ** 2 for slot in at))
    if doubt <= 0:
        return slope / 2, 0.0
    z = slope / doubt
    return slope / 2 * z * z / (z * z + 4), doubt / 2


def in_blocks(errors: Sequence[float], count: int, random: Random) -> list[float]:
    """Return *count* errors drawn in stretches as they followed each other, so that what persists keeps persisting."""
    size = len(errors)
    block = max(1, min(MOST_BLOCK, size // 4))
    drawn: list[float] = []
    while len(drawn) < count:
        start = int(random.random() * (size - block + 1))
        drawn += errors[start : start + block]
    return drawn[:count]


def scale_of(values: Sequence[float]) -> float:
    """Return how much neighbours usually differ, robustly: never 0 unless all are equal."""
    ranges = [abs(later - value) for value, later in itertools.pairwise(values)]
    if not ranges:
        return 0.0
    return max(median(ranges) / 0.954, 0.5 * fsum(ranges) / len(ranges) / 1.128)


def _around(values: Sequence[float], centre: float) -> list[float]:
    """Return *values* moved so that *centre* is their mean."""
    off = fsum(values) / len(values) - centre
    return [centre + WIDENED * (value - off - centre) for value in values]


def _drawn_back(differences: Sequence[float], length: int) -> float:
    """Return the mean difference of seasons, drawn back by its own doubt."""
    count = len(differences)
    centre = fsum(differences) / count
    spread = fsum((each - centre) ** 2 for each in differences) / max(1, count - 1)
    doubt = spread / max(1.0, count / length)
    return centre * centre * centre / (centre * centre + 4 * doubt) if doubt > 0 else centre


def _error(levels: Sequence[float], values: Sequence[float], step: int) -> float:
    count = len(values) - step
    return fsum(abs(values[at + step] - levels[at]) for at in range(count)) / count


def _gain(levels: Sequence[float], values: Sequence[float], horizon: int) -> float:
    """Return how much of an error stays, from how errors grew with the distance, drawn towards the prior."""
    near = _spread(levels, values, 1)
    grown = []
    for step in STEPS[1:]:
        if step <= min(horizon, len(values) // 4) and near > 0:
            grown.append(max(0.0, (_spread(levels, values, step) / near) ** 2 - 1) / (step - 1))
    if not grown:
        return PRIOR_GAIN
    own = min(2.5, sqrt(fsum(grown) / len(grown)))
    count = float(len(values))
    return (own * count + PRIOR_GAIN * PRIOR_WEIGHT) / (count + PRIOR_WEIGHT)


def _spread(levels: Sequence[float], values: Sequence[float], step: int) -> float:
    errors = [values[at + step] - levels[at] for at in range(len(values) - step)]
    middle = median(errors)
    return 1.4826 * median(abs(each - middle) for each in errors)


def _widened(errors: Sequence[float], scale: float, terms: float) -> list[float]:
    """Return the errors around their mean, without accidents, as wide as what was fitted makes them too narrow."""
    count = len(errors)
    most = 6 * scale
    tame = [max(-most, min(most, each)) for each in errors]
    centre = fsum(tame) / count
    factor = WIDENED * sqrt(count / max(1.0, count - 2 - terms)) * (1 + 4 / count)
    widened = [(each - centre) * factor for each in tame]
    return widened + [-each for each in widened] if count < 30 else widened


def _seen(by_slot: dict[int, float], slot: int, length: int, usual: float, spread: float) -> float:
    """Return the value of *slot*, or of a season before it; an accident is replaced by what is usual there."""
    found = [by_slot[back] for back in (slot - length * step for step in range(8)) if back in by_slot]
    if not found:
        return usual
    middle = median(found)
    return middle if spread and abs(found[0] - middle) > ONE_OFF * spread else found[0]
