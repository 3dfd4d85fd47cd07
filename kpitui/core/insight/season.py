"""The rhythm of weekdays and months: whether there is one, what each place of it adds, and which days are closed.

It is tested for first (`has_rhythm`), then estimated and shrunk (`season_of`). Weekdays and dates on which a business
never has anything (`open_places`, `closed_years`) are neither weak days nor missing ones, and what a sum of a goal is
spread over the week by is learned from it (`weekday_weights`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import fsum

from kpitui.core.cadence import Slots
from kpitui.core.insight.outliers import without_outliers
from kpitui.core.insight.small_samples import f_tail, ranks, slopes_of
from kpitui.core.quantiles import median
from kpitui.core.record import Record
from kpitui.core.series import DayValues

# Rhythm: whether the places of a season, such as the weekdays, differ by more than noise makes them differ.
#
# An F test at 5 % with the seasons as blocks (Fisher's randomised blocks), asked of ranks so that a single odd value
# neither makes a rhythm nor hides one (Conover and Iman 1981). A rhythm that is merely estimated, without a test, is
# "found" in more than half of all series without one.

SEASONS = 2
"""Full seasons before a rhythm is looked for."""

RHYTHM_LEVEL = 0.04
"""How rare the differences must be in noise; of ranks, and where neighbours resemble each other, 5 % come of it."""

POLISHES = 6
"""How often the means of weekdays and of weeks are taken out in turn at the most."""


def has_rhythm(slots: Sequence[int], values: Sequence[float], length: int) -> bool:
    """Tell whether the places of a season of *length* slots differ at 5 %; never for under two seasons.

    A straight line is taken out first, for a rise within each week is no rhythm, and then the mean of each season.
    Slots and values are those of the periods with data, ascending; gaps are allowed.
    """
    if length < 2 or len(values) < SEASONS * length or slots[-1] - slots[0] + 1 < SEASONS * length:
        return False
    blocks = _grouped((slot - slots[0]) // length for slot in slots)
    places = _grouped(slot % length for slot in slots)
    ranked = ranks(_rounded(_less_means(_without_line(slots, values), blocks)))
    columns = len(places)
    freedom = len(values) - columns - (len(blocks) - 1)
    if columns < 2 or freedom < 1:
        return False
    alone = _less_means(ranked, blocks)
    explained = fsum([rank * rank for rank in alone])
    left = _left_of(alone, explained, places, blocks)
    if left <= 1e-9 * explained:
        return explained > 0
    return f_tail((explained - left) / (columns - 1) / (left / freedom), columns - 1, freedom) < RHYTHM_LEVEL


def _left_of(
    alone: Sequence[float], explained: float, places: Sequence[Sequence[int]], blocks: Sequence[Sequence[int]]
) -> float:
    """Return the sum of squares that is left of *explained*, that of *alone*, without the means of the places.

    The means of the seasons are out of *alone* already. With days missing the two depend on each other, and are taken
    out in turn; else once is all of it.
    """
    if len(alone) == len(places) * len(blocks):
        sums = [fsum([alone[index] for index in members]) for members in places]
        return max(0.0, explained - fsum([total * total for total in sums]) / len(blocks))
    both, left = alone, explained
    for _time in range(POLISHES):
        before = left
        both = _less_means(_less_means(both, places), blocks)
        left = fsum([rank * rank for rank in both])
        if before - left <= 1e-3 * left:
            break
    return left


def _without_line(slots: Sequence[int], values: Sequence[float]) -> list[float]:
    """Return *values* less the straight line of least squares through them; as they are when most of them are equal.

    A line through days that are mostly nothing makes a slope of them within each week, which is no rhythm.
    """
    if 2 * max(Counter(values).values()) > len(values):
        return list(values)
    centre, level = fsum(slots) / len(slots), fsum(values) / len(values)
    steps = [slot - centre for slot in slots]
    spread = fsum([step * step for step in steps])
    slope = fsum([step * (value - level) for step, value in zip(steps, values, strict=True)]) / spread
    return [value - slope * step for step, value in zip(steps, values, strict=True)]


def _grouped(groups: Iterable[int]) -> list[list[int]]:
    """Return for each group the indices of the values that are in it."""
    members: dict[int, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    return list(members.values())


def _less_means(values: Sequence[float], groups: Sequence[Sequence[int]]) -> list[float]:
    """Return *values* less the mean of their group; *groups* are their indices."""
    result = list(values)
    for members in groups:
        mean = fsum([values[index] for index in members]) / len(members)
        for index in members:
            result[index] -= mean
    return result


def _rounded(values: Sequence[float]) -> list[float]:
    """Return *values* so rounded that those which differ by the errors of floats alone share a rank."""
    scale = max(abs(value) for value in values) or 1.0
    return [round(value / scale, 12) for value in values]


# The rhythm of a series: what each weekday, or each month, adds to its level, shrunk towards nothing.
#
# Estimated without a test, a rhythm is seen in more than half of all series that have none; so a test comes first. What
# passes it is still partly noise, so each effect is drawn back by how much the effects differ beyond what noise alone
# would make them differ.

WEAKEST = 0.3
"""A rhythm that is mostly noise is left out altogether."""

LATEST = 26
"""Seasons that the rhythm of a KPI is learned from where it is looked at as such."""

ONCE = 0.5
"""How much counts of a year that was seen once."""


class Season(Record):
    """What each place in the season adds; the effects sum to nothing."""

    effects: tuple[float, ...]
    """By slot modulo the length; of length 1 when there is no rhythm."""
    shrunk: float
    """The share that was kept of what was seen, 0 to 1."""

    @property
    def length(self) -> int:
        """Return how many places there are."""
        return len(self.effects)

    def effect(self, slot: int) -> float:
        """Return what *slot* adds."""
        return self.effects[slot % len(self.effects)]

    def without(self, slots: Sequence[int], values: Sequence[float]) -> list[float]:
        """Return *values* without what their slots add."""
        effects, length = self.effects, self.length
        return [value - effects[slot % length] for slot, value in zip(slots, values, strict=True)]

    def around(self, slots: Sequence[int], weights: Sequence[float]) -> Season:
        """Return the same rhythm around the mean of *slots* by *weights*: around a ratio of sums, no mean of ratios."""
        whole = fsum(weights)
        if whole <= 0:
            return self
        middle = fsum(self.effect(slot) * weight for slot, weight in zip(slots, weights, strict=True)) / whole
        return self._replace(effects=tuple(effect - middle for effect in self.effects))


NO_SEASON = Season((0.0,), 0.0)


def season_of(slots: Sequence[int], values: Sequence[float], length: int) -> Season:
    """Return the rhythm of *values* at ascending *slots*, `NO_SEASON` for under two seasons or mere noise.

    A place without any value, as a weekday on which nothing is ever logged, adds nothing.
    """
    if not has_rhythm(slots, values, length):
        return NO_SEASON
    deviations: list[list[float]] = [[] for _place in range(length)]
    for slot, value, middle in zip(slots, values, _moving_middle(slots, values, length), strict=True):
        deviations[slot % length].append(value - middle)
    places = [own for own in deviations if own]
    middles = [median(own) for own in places]
    mean = fsum(middles) / len(middles)
    left = [abs(value - middle) for own, middle in zip(places, middles, strict=True) for value in own]
    # 1.4826 makes the median of absolute deviations the standard deviation of normal noise.
    noise = (1.4826 * median(left)) ** 2 * len(left) / max(1, len(left) - len(places))
    noise_of_effect = noise * len(places) / len(values)
    spread = fsum((middle - mean) ** 2 for middle in middles) / (len(places) - 1)
    real = max(0.0, spread - noise_of_effect)
    if real <= 0.0:
        return NO_SEASON
    share = real / (real + noise_of_effect)
    if share < WEAKEST:
        return NO_SEASON
    return Season(tuple(share * (median(own) - mean) if own else 0.0 for own in deviations), share)


def recent_season(slots: Sequence[int], values: Sequence[float], length: int) -> Season:
    """Return the rhythm of the latest half year of *values*; a year of months counts as a week of days does."""
    return season_of(slots[-LATEST * length :], values[-LATEST * length :], length)


def year_once(slots: Sequence[int], values: Sequence[float], length: int) -> Season:
    """Return half of what the places of a year of *length* slots differed from a straight line, where it was seen once.

    `NO_SEASON` for a year or less, and from two years on, which `season_of` looks at. A December that was twice as high
    once may have been so by chance: half of it is expected again.
    """
    if length < 2 or not length < slots[-1] - slots[0] + 1 < SEASONS * length or len(values) <= length:
        return NO_SEASON
    slope = median(slopes_of(values, slots))
    centre = median(value - slope * slot for slot, value in zip(slots, values, strict=True))
    places: list[list[float]] = [[] for _place in range(length)]
    for slot, value in zip(slots, values, strict=True):
        places[slot % length].append(ONCE * (value - centre - slope * slot))
    means = [fsum(own) / len(own) if own else 0.0 for own in places]
    whole = fsum(means) / length
    return Season(tuple(mean - whole for mean in means), ONCE)


def _moving_middle(slots: Sequence[int], values: Sequence[float], length: int) -> list[float]:
    """Return at each value the lightly trimmed mean of the season around it, moved inwards at the ends."""
    half, first, last = length // 2, slots[0], slots[-1]
    middles = []
    low = high = 0
    for slot in slots:
        begin = min(max(slot - half, first), max(first, last - length + 1))
        while slots[low] < begin:
            low += 1
        while high < len(slots) and slots[high] < begin + length:
            high += 1
        window = sorted(values[low:high])
        trimmed = window[1:-1] if len(window) >= 5 else window
        middles.append(fsum(trimmed) / len(trimmed))
    return middles


# Closed days: weekdays on which a business that is logged by day never has anything.
#
# To a shop that is closed on Sunday, Monday follows Saturday: Sundays are neither a weak day of its rhythm nor values
# that are missing.

WEEKS = 4
"""Full weeks before a weekday is taken for closed, or a weight of it is learned."""

CLOSED_WEEKS = 12
"""Weeks that are looked back over."""

MOST_ZEROS = 0.35
"""The share of zeros on the other days from which on a zero is nothing special."""


def open_places(slots: Sequence[int], values: Sequence[float], length: int) -> list[int] | None:
    """Return the places of a week of *length* slots on which there are values, ascending; None when no day is closed.

    Closed is a weekday whose values were blank or 0 throughout the last twelve weeks, in a series of at least four.
    """
    if length < 2 or not slots or slots[-1] - slots[0] + 1 < WEEKS * length:
        return None
    begin = slots[-1] - CLOSED_WEEKS * length
    lately = [(slot % length, value) for slot, value in zip(slots, values, strict=True) if slot > begin]
    places = sorted({place for place, value in lately if value != 0})
    rest = [value for place, value in lately if place in places]
    if not 0 < len(places) < length or sum(value == 0 for value in rest) >= MOST_ZEROS * len(rest):
        return None
    return places


def renumbered(slots: Sequence[int], places: Sequence[int], length: int) -> list[int | None]:
    """Return each of *slots* as counted over the open *places* of a week alone; None for a closed day."""
    ranks = {place: rank for rank, place in enumerate(places)}
    return [slot // length * len(places) + ranks[slot % length] if slot % length in ranks else None for slot in slots]


# Holidays: dates on which a business that is logged by day had nothing in earlier years, whatever the weekday.
#
# Only its own past tells: which public holidays a shop is closed on differs from shop to shop, and days that it will be
# closed on for the first time are paused by hand.

AROUND = 14
"""Days before and after a date by which it is judged whether a day without anything is special there."""

MOST_EMPTY = 0.2
"""The share of these days without anything up to which it is."""

WEEKDAY = 28
"""Days before and after it in which its weekday must have brought something, or it is closed on that weekday."""

YEARS = 3
"""Years that are looked back."""


def closed_years(day: date, values: Mapping[date, float]) -> int:
    """Return in how many earlier years *day* was closed by *values*; 0 where it was open in one of them.

    A year counts with data around the date, on a weekday that was open. A date without a value tells nothing: what is
    missing is not 0.
    """
    closed = 0
    for back in range(1, YEARS + 1):
        try:
            then = day.replace(year=day.year - back)
        except ValueError:
            return 0  # 29 February
        near = [values[other] for step in _steps(AROUND, 1) if (other := then + timedelta(days=step)) in values]
        if then not in values or len(near) < AROUND or not _is_open(then, values):
            continue  # it tells nothing
        if values[then] != 0 or sum(value == 0 for value in near) > MOST_EMPTY * len(near):
            return 0
        closed += 1
    return closed


def with_holidays(
    paths: Sequence[Sequence[float]], days: Sequence[date], values: Mapping[date, float]
) -> tuple[tuple[float, ...], ...]:
    """Return *paths* of a sum over *days* with nothing on holidays: on all of them, on half where it was so once."""
    years = {index: count for index, day in enumerate(days) if (count := closed_years(day, values))}
    if not years:
        return tuple(map(tuple, paths))
    return tuple(
        tuple(
            0.0 if years.get(index, 0) > 1 or (index in years and number % 2) else value
            for index, value in enumerate(path)
        )
        for number, path in enumerate(paths)
    )


def _is_open(day: date, values: Mapping[date, float]) -> bool:
    """Tell whether the weekday of *day* usually brings something around it."""
    same = [values.get(day + timedelta(days=step), 0.0) for step in _steps(WEEKDAY, 7)]
    return sum(value != 0 for value in same) > len(same) / 2


def _steps(most: int, step: int) -> list[int]:
    return [number for number in range(-most, most + 1, step) if number]


# Weekday weights: how a sum is spread over the week, learned from a KPI's own days where they have a rhythm.
#
# A shop that is closed on Sunday is not behind on Sunday, and one that earns half its money on Saturday is not behind
# on Friday. Part of every glance at a goal, so it loads nothing that is slow to import.

LEARNED_DAYS = 91
"""Days before today that the rhythm is learned from."""


def weekday_weights(values: DayValues, slots: Slots) -> list[float] | None:
    """Return the weight of each weekday, Monday first, mean 1 over seven days; None when none can be learned.

    *values* are those of the last 91 days, with gaps; *slots* says on which weekdays an entry is expected, the others
    weigh nothing, and neither does one that is always closed. A weekday's mean is shrunk towards the others as in
    `season_of`, and is never below 0; of a business that is closed on some days the others may weigh alike.
    """
    pairs = [(slot, value) for day, value in zip(*values, strict=True) if (slot := slots.of(day)) is not None]
    places = open_places([slot for slot, _value in pairs], [value for _slot, value in pairs], slots.season)
    if places is not None and _are_mostly_logged([slot for slot, _value in pairs], places, slots.season):
        numbers = renumbered([slot for slot, _value in pairs], places, slots.season)
        pairs = [(number, value) for number, (_slot, value) in zip(numbers, pairs, strict=True) if number is not None]
    else:
        places = None
    weekdays = slots.weekdays if places is None else [slots.weekdays[place] for place in places]
    length = len(weekdays)
    if len(pairs) < WEEKS * length:
        return None
    logged_slots, logged = [slot for slot, _value in pairs], [value for _slot, value in pairs]
    logged = without_outliers(logged_slots, logged, length)
    season = season_of(logged_slots, logged, length)
    level = fsum(logged) / len(logged)
    if (season.length == 1 and places is None) or level <= 0:
        return None
    weights = [0.0] * 7
    for place, weekday in enumerate(weekdays):
        weights[weekday] = max(0.0, level + season.effects[place % season.length])
    whole = fsum(weights)
    return [7 * weight / whole for weight in weights] if whole > 0 else None


def _are_mostly_logged(slots: Sequence[int], places: Sequence[int], length: int) -> bool:
    """Tell whether each open place of the week has a value in most weeks: a few invoices close no weekday."""
    weeks = (slots[-1] - slots[0]) / length
    counts = Counter(slot % length for slot in slots)
    return all(counts[place] >= max(WEEKS, weeks / 2) for place in places)
