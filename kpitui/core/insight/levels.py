"""Levels: several exponential smoothings of one series and a constant, weighted by how well they foretold.

No single speed of smoothing is right for a short series: the best one of the past is often so by chance. So a forecast
draws on all of them (model averaging), a constant level among them: where a business is steady, a level that walks
makes the range of a sum several times too wide. Two have a slope of their own, for lists that grow by themselves.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import fsum, sqrt

from kpitui.core.quantiles import median
from kpitui.core.record import Record

ALPHAS = (0.03, 0.07, 0.15, 0.25, 0.4, 0.6, 0.85)
"""The speeds of smoothing."""

STEPS = (1, 3, 8, 20, 45, 90)
"""How far ahead errors are looked at: one step alone fits the noise."""

CLIP = 3.0
"""Scales beyond which an error moves a robust level no further."""

SHARPNESS = 200.0
"""Errors weigh by their power of n * n / 200: with few values nearly all speeds count, with many the better ones."""

STEADY, LAGS, UNSTEADY_FROM, UNSTEADY = 7.0, 7, 1.0, 2.5
"""How much more the constant level counts for 100 values that do not resemble their neighbours; over how many lags, and
from how many standard errors of these correlations on it counts less, and no more than any other."""

TRENDS, TREND_WEIGHT = ((0.6, 0.1, 1.0), (0.85, 0.3, 0.97)), 0.25
"""Of smoothings that have a slope of their own: the speeds of level and slope, what is left of the slope from one step
to the next; and how much more each of them counts."""

DAMPED = 0.97
"""What is left of a slope from one step to the next."""

LEAST = 0.02
"""The weight below which a level is left out."""

OWN_GAIN_WEIGHT, MOST_GAIN = 20.0, 1.5
"""As how many values the speed of smoothing itself counts for how far a path walks; and how far at the most."""

TRIMMED = 20
"""One in so many of the largest errors is left out of their mean, as accidents."""


class Level(Record):
    """A level that a series may have."""

    weight: float
    """Its share of the paths."""
    now: float
    errors: list[float]
    """What values differed from it: of a constant from where it is now, else from where it was one step before."""
    gain: float
    """How much of an error the level of a path follows."""
    constant: bool
    """Whether it is the mean of all values, which neither walks nor drifts."""
    doubt: float
    """The standard error of where it is now, in standard deviations of its errors."""
    slope: float = 0.0
    """By how much it went up from one step to the next when it was looked at last."""
    damped: float | None = None
    """What is left of its own slope from one step to the next; None where it has none."""


def pooled_levels(slots: Sequence[int], values: Sequence[float], horizon: int) -> list[Level]:
    """Return the levels of *values* at ascending *slots*, for a forecast of *horizon* slots; their weights sum to 1."""
    count = len(values)
    scale = scale_of(values)
    steps = [step for step in STEPS if step <= max(1, min(horizon, count // 3))]
    clip = CLIP * scale
    robust, plain = smoothed_twice(slots, values, clip)
    candidates = [_Candidate(0.0, constants(values, clip))]
    candidates += [_Candidate(alpha, levels) for alpha, levels in zip(ALPHAS, robust, strict=True)]
    candidates.append(_Candidate(0.0, constants(values, None)))
    candidates += [_Candidate(alpha, levels) for alpha, levels in zip(ALPHAS, plain, strict=True)]
    candidates += [
        _Candidate(alpha, *trended(slots, values, alpha, beta, damped), damped) for alpha, beta, damped in TRENDS
    ]
    # Without accidents a smoothing is there twice, and counts twice; its errors are worked out once.
    different = {id(candidate.levels): candidate for candidate in candidates}
    far_off = {number: _far_off(candidate, values, steps) for number, candidate in different.items()}
    errors = [far_off[id(candidate.levels)] for candidate in candidates]
    best, power = min(errors), count * count / SHARPNESS
    constant = 1 + STEADY * (count / 100) ** 2 * steadiness(values)
    weights = [
        ((best / error) ** power if error > 0 else 1.0)
        * (TREND_WEIGHT if candidate.slopes else 1.0 if candidate.alpha else constant)
        for error, candidate in zip(errors, candidates, strict=True)
    ]
    whole = fsum(weights)
    pairs = [pair for pair in zip(weights, candidates, strict=True) if pair[0] >= LEAST * whole]
    whole = fsum(weight for weight, _candidate in pairs)
    return [_level(weight / whole, candidate, values, horizon) for weight, candidate in pairs]


class _Candidate(Record):
    alpha: float
    """The speed; 0 for the constant."""
    levels: list[float]
    """After each value."""
    slopes: list[float] | None = None
    """After each value, where it has a slope of its own."""
    damped: float = 1.0
    """What is left of it from one step to the next."""

    def errors(self, values: Sequence[float], step: int) -> list[float]:
        """Return what values differed from what was foretold so many *step* before."""
        if self.slopes is None:
            return errors_of(self.levels, values, step)
        way = fsum(self.damped**number for number in range(step))
        return [
            value - level - way * slope
            for level, slope, value in zip(self.levels, self.slopes, values[step:], strict=False)
        ]


def _far_off(candidate: _Candidate, values: Sequence[float], steps: Sequence[int]) -> float:
    """Return how far off a level was, up to so many *steps* ahead."""
    return fsum(trimmed_mean([abs(error) for error in candidate.errors(values, step)]) for step in steps)


def trended(
    slots: Sequence[int], values: Sequence[float], alpha: float, beta: float, damped: float
) -> tuple[list[float], list[float]]:
    """Return level and slope after each value, by Holt's method with a slope that dies out (Gardner 1985)."""
    now, slope, before = values[0], 0.0, slots[0]
    levels, slopes = [now], [slope]
    for slot, value in zip(slots[1:], values[1:], strict=True):
        gap = slot - before
        for _step in range(min(gap, 7)):
            now += slope
            slope *= damped
        error = value - now
        now += alpha * error
        slope += alpha * beta * error / gap
        before = slot
        levels.append(now)
        slopes.append(slope)
    return levels, slopes


def smoothed_twice(
    slots: Sequence[int], values: Sequence[float], clip: float
) -> tuple[list[list[float]], list[list[float]]]:
    """Return by each of `ALPHAS` the levels that follow at most *clip* of an error, and those that follow all of it.

    Both are one list where no error is larger.
    """
    plain = [smoothed(slots, values, alpha, None) for alpha in ALPHAS]
    robust = [
        levels if _is_within(levels, values, clip) else _followed_in_part(slots, values, alpha, clip)
        for alpha, levels in zip(ALPHAS, plain, strict=True)
    ]
    return robust, plain


def smoothed(slots: Sequence[int], values: Sequence[float], alpha: float, clip: float | None) -> list[float]:
    """Return the level after each value: it follows more of an error after a gap, and at most *clip* of a large one."""
    return _followed(slots, values, alpha) if clip is None else _followed_in_part(slots, values, alpha, clip)


def _is_within(levels: Sequence[float], values: Sequence[float], clip: float) -> bool:
    """Tell whether no value is farther than *clip* from the level before it."""
    errors = [values[0] - _first_level(values), *errors_of(levels, values, 1)]
    return -clip <= min(errors) and max(errors) <= clip


def _first_level(values: Sequence[float]) -> float:
    return median(values[: min(7, len(values))])


# A review does this a hundred times for each KPI. So a series without gaps takes a short way to the very same figures,
# and calls of min and max, which would take as long as all the rest, are spelled out.


def _followed(slots: Sequence[int], values: Sequence[float], alpha: float) -> list[float]:
    """Return the level after each value, which follows every error in full."""
    now = _first_level(values)
    if slots[-1] - slots[0] == len(slots) - 1:
        return [now := now + alpha * (value - now) for value in values]
    levels = []
    before = slots[0] - 1
    for slot, value in zip(slots, values, strict=True):
        gap = slot - before
        now += (alpha if gap == 1 else 1 - (1 - alpha) ** gap) * (value - now)
        before = slot
        levels.append(now)
    return levels


def _followed_in_part(slots: Sequence[int], values: Sequence[float], alpha: float, clip: float) -> list[float]:
    """Return the level after each value, which follows at most *clip* of an error."""
    now = _first_level(values)
    levels = []
    before = slots[0] - 1
    for slot, value in zip(slots, values, strict=True):
        error = value - now
        if error > clip:
            error = clip
        elif error < -clip:
            error = -clip
        gap = slot - before
        now += (alpha if gap == 1 else 1 - (1 - alpha) ** gap) * error
        before = slot
        levels.append(now)
    return levels


def constants(values: Sequence[float], clip: float | None) -> list[float]:
    """Return the mean of the values so far after each value; one far off counts as *clip* away."""
    now = median(values[: min(7, len(values))])
    means = []
    for place, value in enumerate(values, start=1):
        error = value - now
        if clip is not None:
            error = max(-clip, min(clip, error))
        now += error / place
        means.append(now)
    return means


def errors_of(levels: Sequence[float], values: Sequence[float], step: int) -> list[float]:
    """Return what values differed from the level so many *step* before."""
    return [value - level for level, value in zip(levels, values[step:], strict=False)]


def scale_of(values: Sequence[float]) -> float:
    """Return how much neighbours usually differ, robustly: never 0 unless all are equal."""
    ranges = [abs(later - value) for value, later in itertools.pairwise(values)]
    if not ranges:
        return 0.0
    return max(median(ranges) / 0.954, 0.5 * fsum(ranges) / len(ranges) / 1.128)


def trimmed_mean(values: Sequence[float]) -> float:
    """Return the mean of *values*, at least one, without the largest of them."""
    rest = sorted(values)[: len(values) - len(values) // TRIMMED]
    return fsum(rest) / len(rest)


def steadiness(values: Sequence[float]) -> float:
    """Return from 1 to 0 how little values resemble those of the days before them.

    That is the sum of the first correlations with themselves in standard errors, as in a variance ratio (Lo and
    MacKinlay 1988); what is far off is drawn in to three scales.
    """
    count = len(values)
    centre = median(values)
    far = 3 * 1.4826 * median(abs(value - centre) for value in values)
    near = [max(-far, min(far, value - centre)) for value in values] if far else [value - centre for value in values]
    mean = fsum(near) / count
    residuals = [value - mean for value in near]
    whole = fsum(value * value for value in residuals)
    lags = min(LAGS, count // 4)
    if whole <= 0 or lags < 1:
        return 1.0
    # A correlation of n values with themselves is 1/n too low.
    correlations = (
        fsum(value * later for value, later in zip(residuals, residuals[lag:], strict=False)) / whole + 1 / count
        for lag in range(1, lags + 1)
    )
    errors = fsum(correlations) * sqrt(count / lags)
    return min(1.0, max(0.0, (UNSTEADY - errors) / (UNSTEADY - UNSTEADY_FROM)))


def _level(weight: float, candidate: _Candidate, values: Sequence[float], horizon: int) -> Level:
    now, alpha = candidate.levels[-1], candidate.alpha
    if not alpha:
        return Level(weight, now, [value - now for value in values], 0.0, True, 1 / sqrt(len(values)))
    # A smoothing looks back over about 2 / alpha values.
    doubt = 1 / sqrt(min(float(len(values)), 2 / alpha))
    level = Level(weight, now, candidate.errors(values, 1), _gain(candidate, values, horizon), False, doubt)
    return level._replace(slope=candidate.slopes[-1], damped=candidate.damped) if candidate.slopes else level


def _gain(candidate: _Candidate, values: Sequence[float], horizon: int) -> float:
    """Return how far a path walks, from how errors grew with the distance, drawn towards the speed of smoothing.

    Of a random walk seen through noise the variance of errors grows by the square of the gain with every step
    (Hyndman et al. 2008, local level). A growth below 0 counts as such, or noise would always seem to walk.
    """
    near = _variance(candidate, values, 1)
    steps = [step for step in STEPS[1:] if step <= min(horizon, len(values) // 4)]
    if near <= 0 or not steps:
        return candidate.alpha
    grown = fsum((_variance(candidate, values, step) / near - 1) / (step - 1) for step in steps) / len(steps)
    count = len(values)
    square = (grown * count + candidate.alpha * candidate.alpha * OWN_GAIN_WEIGHT) / (count + OWN_GAIN_WEIGHT)
    return min(MOST_GAIN, sqrt(max(0.0, square)))


def _variance(candidate: _Candidate, values: Sequence[float], step: int) -> float:
    return trimmed_mean([error * error for error in candidate.errors(values, step)])
