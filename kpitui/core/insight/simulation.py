"""The paths that a forecast is made of: levels that stay or walk, the last season again, or days of the past."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from math import exp, fsum, log, sqrt
from random import Random
from statistics import median

from kpitui.core.cadence import Slots, Span
from kpitui.core.insight.levels import (
    CLIP,
    DAMPED,
    STEPS,
    Level,
    errors_of,
    pooled_levels,
    smoothed,
    smoothed_twice,
)
from kpitui.core.insight.levels import scale_of as scale_of  # noqa: PLC0414 - read from here by others too
from kpitui.core.insight.season import Season, has_rhythm
from kpitui.core.insight.small_samples import slopes_of, tolerance
from kpitui.core.record import Record

DRIFT_FROM, MOST_POINTS = 24, 120
"""Values from which on a drift is looked for, and how many of the newest ones at the most."""

CLEAR_DRIFT = 64.0
"""Of half a slope that lies z standard errors from 0, z * z / (z * z + 64) is believed: neighbours resemble each other,
so that standard errors are too small; on real series this was better than 4 in every kind."""

STRAIGHT = 0.5
"""The share of one step of a line that values lie off it at the most, where they go on as it does."""

MOST_BLOCK = 3
"""How many errors that followed each other are drawn together at the most."""

WIDENED = 1.15
"""How much wider errors are drawn than they were, of a level that walks: on real series a forecast knows less than its
own past says."""

AGAIN_WIDENED = 1.25
"""The same for differences from the season before."""

ONE_OFF = 4.0
"""Scales beyond which a value of the last season is an accident that is not repeated."""

MOST_ACCIDENTS = 0.9
"""The share of a season from which on what is far off is no accident, but another level."""

AGAIN, AGAIN_UP_TO, AGAIN_NONE = 0.5, 1.1, 1.3
"""The share of "the last season again": half while its errors are at most 1.1 times those of a level, none from 1.3
times on."""


class FittedLevel(Record):
    """The one level that fits a series best: where it is now, and the errors it made on the way."""

    now: float
    errors: list[float]
    """One step ahead, in the order of time."""


def level_paths(
    slots: Sequence[int],
    values: Sequence[float],
    season: Season,
    horizon: int,
    random: Random,
    count: int,
    *,
    logarithmic: bool = False,
) -> list[list[float]]:
    """Return *count* paths over the *horizon* slots after the last: a level, half a damped drift, errors, season.

    Each level has as many of them as it weighs. Where *values* are logarithms, errors that are widened leave the mean
    of what they are the logarithms of as it was.
    """
    plain = season.without(slots, values)
    scale = scale_of(plain)
    slope, doubt = half_drift(slots, plain)
    terms = 0.7 * (season.length - 1)
    last = slots[-1]
    seasonal = [season.effect(last + step) for step in range(1, horizon + 1)]
    damped = _ways(DAMPED, horizon)
    paths: list[list[float]] = []
    share = 0.0
    for level in pooled_levels(slots, plain, horizon):
        share += level.weight
        drawn = _Errors(level, scale, terms, logarithmic=logarithmic)
        ways = damped if level.damped is None else _ways(level.damped, horizon)
        for errors in in_blocks(drawn.errors, horizon, random, round(share * count) - len(paths)):
            drift = level.slope
            if not level.constant and level.damped is None:
                drift = slope + (random.gauss(0.0, doubt) if doubt else 0.0)
            now = level.now + drawn.bias + (random.gauss(0.0, drawn.doubt) if drawn.doubt else 0.0)
            path = []
            for step, error in enumerate(errors):
                path.append(now + drift * ways[step] + error + seasonal[step])
                now += level.gain * error
            paths.append(path)
    return paths


def straight_paths(
    slots: Sequence[int], values: Sequence[float], ahead: Sequence[int], random: Random, count: int
) -> list[list[float]] | None:
    """Return *count* paths that go on as a straight line does; None where *values* hardly lie on one, or on a level.

    A debt that is paid off by the same amount each week needs no half a year to be believed: what lies off the line is
    next to nothing beside one step of it. Slope and errors are those of least squares, each path has its own slope.
    """
    size, far = len(values), max(map(abs, values))
    centre, middle = fsum(slots) / size, fsum(values) / size
    square = fsum((slot - centre) ** 2 for slot in slots)
    slope = fsum((slot - centre) * (value - middle) for slot, value in zip(slots, values, strict=True)) / square
    errors = [value - middle - slope * (slot - centre) for slot, value in zip(slots, values, strict=True)]
    if abs(slope) <= tolerance(far) or max(map(abs, errors)) > STRAIGHT * abs(slope):
        return None
    doubt = sqrt(fsum(error * error for error in errors) / max(1, size - 2) / square)
    begin, last = slots[-1], middle + slope * (slots[-1] - centre)
    paths = []
    for drawn in in_blocks(errors, len(ahead), random, count):
        own = slope + random.gauss(0.0, doubt)
        paths.append([last + own * (slot - begin) + error for slot, error in zip(ahead, drawn, strict=True)])
    return paths


def _ways(damped: float, horizon: int) -> list[float]:
    """Return how far a slope of 1 gets in so many steps when so much of it is left after each."""
    return list(accumulate(damped**step for step in range(horizon)))


class _Errors:
    """What the paths of a level draw from."""

    def __init__(self, level: Level, scale: float, terms: float, *, logarithmic: bool) -> None:
        count = len(level.errors)
        most = 6 * scale
        tame = [max(-most, min(most, error)) for error in level.errors]
        mean = fsum(tame) / count
        base = [error - mean for error in tame]
        square = fsum(error * error for error in base) / count
        constant = level.constant
        factor = (1.0 if constant else WIDENED * (1 + 2 / count)) * sqrt(
            count / max(1.0, count - (1 if constant else 2) - terms)
        )
        self.errors = [factor * error for error in base]
        if logarithmic:
            # Widened logarithms would raise the mean of what they are logarithms of.
            raised = log(fsum(map(exp, self.errors)) / fsum(map(exp, base)))
            self.errors = [error - raised for error in self.errors]
        elif count < 30:
            self.errors += [-error for error in self.errors]
        noise = square / count
        self.bias = mean if constant else mean**3 / (mean * mean + 4 * noise) if noise > 0 else 0.0
        """What the level lags behind on average: of a constant as it is, else drawn back by its own doubt."""
        self.doubt = level.doubt * sqrt(square)


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
    spread = median(abs(difference - median(differences)) for difference in differences) * 1.4826 or scale_of(values)
    middle = median(differences)
    ordinary = [difference for difference in differences if abs(difference - middle) <= ONE_OFF * spread] or differences
    drawn_from = _around(ordinary, _drawn_back(ordinary, length))
    coming = range(last - length + 1, last + 1)
    history = [_seen(by_slot, slot, length, usual, spread) for slot in coming]
    changed = [slot for slot, value in zip(coming, history, strict=True) if value != by_slot.get(slot, value)]
    if len(changed) > length * MOST_ACCIDENTS:
        history = [by_slot.get(slot, value) for slot, value in zip(coming, history, strict=True)]
    paths = []
    for drawn in in_blocks(drawn_from, horizon, random, count):
        path = list(history)
        for step, difference in enumerate(drawn):
            path.append(path[step] + difference)
        paths.append(path[length:])
    return paths


def season_share(slots: Sequence[int], values: Sequence[float], season: Season, length: int) -> float:
    """Return the share that "the last season again" of *length* slots deserves, by its errors and those of a level."""
    by_slot = dict(zip(slots, values, strict=True))
    apart = [abs(value - by_slot[slot - length]) for slot, value in by_slot.items() if slot - length in by_slot]
    plain = season.without(slots, values)
    clip = CLIP * scale_of(plain)
    best = min(_mean_error(smoothed(slots, plain, alpha, clip), plain) for alpha in (0.03, 0.15, 0.4))
    if not apart or best <= 0:
        return 0.0
    ratio = fsum(apart) / len(apart) / best
    return AGAIN * min(1.0, max(0.0, (AGAIN_NONE - ratio) / (AGAIN_NONE - AGAIN_UP_TO)))


def fitted_level(slots: Sequence[int], values: Sequence[float], scale: float, horizon: int) -> FittedLevel:
    """Return the level by the exponential smoothing, robust or not, whose errors up to the horizon are smallest."""
    steps = [step for step in STEPS if step <= max(1, min(horizon, len(values) // 3))]
    best: tuple[float, list[float]] | None = None
    robust, plain = smoothed_twice(slots, values, CLIP * scale)
    # What is the same without a clip is not better for it.
    for levels in (*robust, *(levels for levels, clipped in zip(plain, robust, strict=True) if levels is not clipped)):
        error = fsum(_mean_error(levels, values, step) for step in steps) / len(steps)
        if best is None or error < best[0] * (1 - 1e-9):
            best = error, levels
    assert best is not None
    return FittedLevel(best[1][-1], errors_of(best[1], values, 1))


def half_drift(slots: Sequence[int], values: Sequence[float]) -> tuple[float, float]:
    """Return half of the Theil-Sen slope, drawn back by its own doubt, and that doubt; nothing below 24 values."""
    if len(values) < DRIFT_FROM:
        return 0.0, 0.0
    recent, recent_slots = list(values[-MOST_POINTS:]), list(slots[-MOST_POINTS:])
    step = max(1, len(recent) // 60)
    recent, recent_slots = recent[::step], recent_slots[::step]
    slope = median(slopes_of(recent, recent_slots))
    centre = fsum(recent_slots) / len(recent_slots)
    intercept = median(value - slope * slot for value, slot in zip(recent, recent_slots, strict=True))
    left = [value - intercept - slope * slot for value, slot in zip(recent, recent_slots, strict=True)]
    spread = 1.4826 * median(abs(residual) for residual in left)
    doubt = spread / sqrt(fsum((slot - centre) ** 2 for slot in recent_slots))
    if doubt <= 0:
        return slope / 2, 0.0
    z = slope / doubt
    return slope / 2 * z * z / (z * z + CLEAR_DRIFT), doubt / 2


def in_blocks(errors: Sequence[float], length: int, random: Random, count: int) -> list[list[float]]:
    """Return *count* lists of *length* errors, drawn in stretches as they followed each other: what persists persists.

    The last error is followed by the first (circular block bootstrap, Politis and Romano 1992): otherwise those at both
    ends would be drawn less often, and errors whose mean is 0 would push every path the same way. For the same reason
    all errors begin about as many stretches at each place (Latin hypercube sampling, McKay et al. 1979): few paths then
    say what many would.
    """
    size = len(errors)
    block = max(1, min(MOST_BLOCK, size // 4))
    ring = [*errors, *errors[:block]]
    drawn: list[list[float]] = [[] for _path in range(count)]
    order = list(range(count))
    for _stretch in range(-(-length // block)):
        random.shuffle(order)
        for path, place in zip(drawn, order, strict=True):
            start = int((place + random.random()) * size / count)
            path.extend(ring[start : start + block])
    return [path[:length] for path in drawn]


def _around(values: Sequence[float], centre: float) -> list[float]:
    """Return *values* moved so that *centre* is their mean."""
    off = fsum(values) / len(values) - centre
    return [centre + AGAIN_WIDENED * (value - off - centre) for value in values]


def _drawn_back(differences: Sequence[float], length: int) -> float:
    """Return the mean difference of seasons, drawn back by its own doubt."""
    count = len(differences)
    centre = fsum(differences) / count
    spread = fsum((difference - centre) ** 2 for difference in differences) / max(1, count - 1)
    doubt = spread / max(1.0, count / length)
    return centre * centre * centre / (centre * centre + 4 * doubt) if doubt > 0 else centre


def _mean_error(levels: Sequence[float], values: Sequence[float], step: int = 1) -> float:
    errors = errors_of(levels, values, step)
    return fsum(map(abs, errors)) / len(errors)


def _seen(by_slot: dict[int, float], slot: int, length: int, usual: float, spread: float) -> float:
    """Return the value of *slot*, or of a season before it; an accident is replaced by what is usual there."""
    seen = [by_slot[back] for back in (slot - length * step for step in range(8)) if back in by_slot]
    if not seen:
        return usual
    middle = median(seen)
    return middle if spread and abs(seen[0] - middle) > ONE_OFF * spread else seen[0]


# Resampling: paths of days drawn from the days of the past, for series that a level and errors do not describe.
#
# Days without a sale, counts of one or two, and few large invoices have no "usual error": what may come is what came
# before (the bootstrap, Efron 1979). Newer days are drawn more often, and each path weighs them anew (the Bayesian
# bootstrap, Rubin 1981), since their mean is not known for certain either.

HALF_LIFE: dict[Span, float] = {"day": 120.0, "week": 26.0, "month": 12.0, "quarter": 8.0}
"""After how many slots a value is drawn half as often."""

SEED = 20_261_129
"""Of the random numbers for days drawn as they were, the same at every look."""

RHYTHM_WEEKS = 4
"""Full seasons before places of the season are told apart."""


def resampled_paths(
    slots: Sequence[int],
    values: Sequence[float],
    ahead: Sequence[int],
    *,
    period: Span,
    length: int,
    random: Random,
    count: int,
) -> list[list[float]]:
    """Return *count* paths over the slots *ahead*, of values drawn from *values* at ascending *slots*.

    Where a test finds that places of the season of *length* slots differ, a value is carried from its place to another
    by the ratio of their means.
    """
    factors = _factors(slots, values, length) if period == "day" else [1.0] * length
    weights = [0.5 ** ((slots[-1] - slot) / HALF_LIFE[period]) for slot in slots]
    plain = [value / factors[slot % length] if factors[slot % length] > 0 else 0.0
             for slot, value in zip(slots, values, strict=True)]  # fmt: skip
    paths = []
    for _path in range(count):
        heaped = list(accumulate(weight * random.expovariate(1.0) for weight in weights))
        paths.append([plain[bisect(heaped, random.random() * heaped[-1])] * factors[slot % length] for slot in ahead])
    return paths


def drawn_again(
    logged: Sequence[tuple[date, float]], slots: Slots, ahead: Sequence[int], count: int
) -> list[list[float]]:
    """Return *count* paths over the slots *ahead* of values as they were *logged*, ascending by day, none made up.

    Where a test finds that weekdays differ, a value is drawn from those of its weekday. Each path weighs them anew.
    """
    pairs = [(slot, value) for day, value in logged if (slot := slots.of(day)) is not None]
    if not pairs:
        return []
    numbers, values = [slot for slot, _value in pairs], [value for _slot, value in pairs]
    season = slots.season if len(values) >= RHYTHM_WEEKS * slots.season else 1
    if season > 1 and not has_rhythm(numbers, values, season):
        season = 1
    places: list[list[tuple[float, float]]] = [[] for _place in range(season)]
    for slot, value in pairs:
        places[slot % season].append((value, 0.5 ** ((numbers[-1] - slot) / HALF_LIFE["day"])))
    whole = [pair for own in places for pair in own]
    random = Random(SEED)
    paths = []
    for _path in range(count):
        heaped = [list(accumulate(weight * random.expovariate(1.0) for _value, weight in own or whole))
                  for own in places]  # fmt: skip
        paths.append([
            (places[place] or whole)[bisect(heaped[place], random.random() * heaped[place][-1])][0]
            for place in (slot % season for slot in ahead)
        ])  # fmt: skip
    return paths


def _factors(slots: Sequence[int], values: Sequence[float], length: int) -> list[float]:
    """Return the mean of each place of the season over the mean of all, drawn back by its doubt; 1 without a rhythm."""
    mean = fsum(values) / len(values)
    places: list[list[float]] = [[] for _place in range(length)]
    for slot, value in zip(slots, values, strict=True):
        places[slot % length].append(value)
    if len(values) < RHYTHM_WEEKS * length or not all(places) or mean <= 0 or not has_rhythm(slots, values, length):
        return [1.0] * length
    means = [fsum(own) / len(own) for own in places]
    left = fsum((value - middle) ** 2 for own, middle in zip(places, means, strict=True) for value in own)
    noise = left / (len(values) - length) * length / len(values)
    spread = fsum((middle - mean) ** 2 for middle in means) / (length - 1)
    share = max(0.0, spread - noise) / spread if spread > 0 else 0.0
    return [max(0.0, 1 + share * (middle / mean - 1)) for middle in means]
