"""Will a goal be reached, and when: counted on the paths of a forecast by the very rule of its verdict.

Each path begins with what is known and goes on with the first days that were not logged. What is decided already is not
foretold, and below ten values nothing is. A chance is shown between 2 and 98 %, in steps of 5 %: the third digit would
be an invention.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from datetime import date, timedelta
from itertools import accumulate
from math import fsum

from kpitui.core.aggregation import KpiData, cells_of_share
from kpitui.core.cadence import Slots
from kpitui.core.calendar import By, Period
from kpitui.core.elapsed import rate_from
from kpitui.core.goal import SUMS, Goal
from kpitui.core.insight.forecast import Forecast, quantiles
from kpitui.core.insight.outlook import Arrival, Outlook, printed_chance
from kpitui.core.insight.simulation import drawn_again
from kpitui.core.insight.track_record import PRIOR, TrackRecord, are_unknown, chance_by_record, has_lumps
from kpitui.core.measure import as_a_whole, by_of, cadence_of, stretch
from kpitui.core.missing import missing_amount
from kpitui.core.pace import comes_down, level_over, sum_until, usually_logged
from kpitui.core.recurring import JudgedPeriod, at_least, fits, is_left_out, must_still_keep
from kpitui.core.standing import OPEN, Standing

ARRIVING = 0.5
"""The share of paths that must arrive before a day of arrival is named."""

WEIGHED_DAYS, WEIGHED_LONG = 56, 400
"""Days that tell what a day to come weighs in a ratio, by its weekday; and what a week, month or quarter does."""

SURER = 1.4
"""The power to which the odds of a latest number are raised: paths that are as wide as they must be at their edges are
too wide in their middle. On real series 2 to 2.5 were best, on either half of their kinds as on the other; a random
walk, of which the paths are right, bears no more than this."""

DAY = timedelta(days=1)

_EXTREMES: dict[str, Callable[[Iterable[float]], float]] = {"min": min, "max": max}
"""What the figures of slots come to by the rules that take one of them."""


def can_be_foretold(standing: Standing) -> bool:
    """Tell whether there is a chance to speak of: the goal is under way, not decided, and has numbers to rest on."""
    thin = standing.measured is not None and not standing.measured.enough
    return standing.status in OPEN and not standing.decided and not thin and not standing.silent


def outlook(
    goal: Goal,
    standing: Standing,
    data: KpiData,
    forecast: Forecast,
    slots: Slots,
    record: TrackRecord | None = None,
) -> Outlook | None:
    """Return the chance and the arrival of *goal*, which stands as *standing* says, on the paths of *forecast*.

    *slots* cuts the calendar as the forecast does, whose slots begin with the first one that is not logged whole and go
    beyond the deadline where a day of arrival is asked for. A recurring goal whose *record* is regular is foretold by
    that, one whose values are judged one by one by the mean of its record and the paths, one whose figures come again
    and again by its record and days drawn as they were. None when no slot is left, or there is no chance to speak of.
    """
    if not can_be_foretold(standing) or not forecast.slots or slots.first_day(forecast.slots[0]) > goal.deadline:
        return None
    paths = _Paths(goal, data, forecast, slots)
    if goal.type in SUMS:
        return _sum_outlook(paths, goal)
    if goal.type == "level":
        return _level_outlook(paths, goal, standing)
    return _recurring_outlook(paths, goal, standing, record, slots)


class _Paths:
    """The paths of a forecast with the days of their slots, and with what is known of a slot that is not whole yet."""

    def __init__(self, goal: Goal, data: KpiData, forecast: Forecast, slots: Slots) -> None:
        self.data, self.values, self.slots = data, forecast.values, forecast.slots
        self.from_parts = forecast.from_parts
        self.first = [slots.first_day(slot) for slot in forecast.slots]
        self.last = [slots.last_day(slot) for slot in forecast.slots]
        so_far = [data.logged_value(first, last) for first, last in zip(self.first, self.last, strict=True)]
        self.partial = [(index, value) for index, value in enumerate(so_far) if value is not None]
        self.paths = self._with_what_is_there(forecast.paths)
        """Values by slot; none is less than what is there of it already, where no value is below 0."""
        self.eve = self.first[0] - DAY
        """The last day that is known whole."""
        edges = self.last if goal.type in SUMS else self.first
        self.end = sum(edge <= goal.deadline for edge in edges)
        """The number of slots that begin by the deadline, of a sum that end by it."""
        self.within = [goal.start <= last <= goal.deadline for last in self.last]
        """Whether each slot counts in the sum of the goal: a week or month does where it ends."""
        self.weights = usual_weights(data, slots, self.eve, forecast.slots)
        """What each slot weighs in a figure of many slots."""
        self._start = goal.start
        self._missing: dict[date, float] = {}
        lately = rate_from(date.min, self.eve, cadence_of(data), data.calendar)
        self._is_filled = data.rule == "sum" and usually_logged(data, lately, self.eve) == 1
        """Whether what is missing of a sum counts as usual; where much is, what is to come is as it is logged, too."""

    def missing(self, first: date, by: By = "day") -> float:
        """Return what was forgotten of a sum from *first* on, as usual, in what is known; *by* is of its period."""
        if first not in self._missing:
            days = self.data.stretch(first, self.eve, by)
            self._missing[first] = missing_amount(self.data, *days, start=self._start) if self._is_filled else 0.0
        return self._missing[first]

    def logged(self, first: date, by: By = "day") -> float:
        """Return what a sum has from *first* on in what is known, with what was forgotten: see `missing`."""
        if first > self.eve:
            return 0.0
        return (self.data.logged_value(first, self.eve, by) or 0.0) + self.missing(first, by)

    def with_paths(self, drawn: Sequence[Sequence[float]]) -> _Paths:
        """Return the same slots with other paths."""
        other = copy(self)
        other.paths = self._with_what_is_there(drawn)
        return other

    def _with_what_is_there(self, drawn: Sequence[Sequence[float]]) -> list[tuple[float, ...]]:
        return [_completed(path, self.partial, self.data) for path in drawn]


def fan_of(goal: Goal, data: KpiData, forecast: Forecast, slots: Slots) -> list[tuple[date, float, float, float]]:
    """Return where a total or a level is likely to go: the last day of each slot, low, middle and high of eight in ten.

    It is counted as the chance is: what is known once, and a level by its measure.
    """
    paths = _Paths(goal, data, forecast, slots)
    ways = _sums(paths, goal) if goal.type in SUMS else _levels(paths, goal)
    return [(day, *quantiles([way[index] for way in ways], 0.8)) for index, day in enumerate(paths.last[: paths.end])]


def _sums(paths: _Paths, goal: Goal) -> list[list[float]]:
    """Return on each path the sum after each slot: what is known since the start, then the slots that the goal has."""
    done = sum_until(goal, paths.data, paths.eve) or 0.0
    return [
        list(accumulate((x if within else 0.0 for within, x in zip(paths.within, path, strict=True)), initial=done))[1:]
        for path in paths.paths
    ]


def _sum_outlook(paths: _Paths, goal: Goal) -> Outlook:
    """Count the sums at the deadline; of a total that is above 0 also those that were there before."""
    target, end = goal.targets[-1].value, paths.end
    ways = [way[:end] or [sum_until(goal, paths.data, paths.eve) or 0.0] for way in _sums(paths, goal)]
    if goal.type == "cap" or target <= 0:
        sense = -1 if goal.type == "cap" else 1
        held = [at_least(sense * way[-1], sense * target) for way in ways]
        return Outlook(printed_chance(_share(held)), None, paths.values)
    never = len(paths.last)
    firsts = []
    for way, path in zip(ways, paths.paths, strict=True):
        # Beyond the deadline every slot counts, or nothing would arrive late.
        total = [*way[:-1], *accumulate(path[end:], initial=way[-1])][-never:]
        firsts.append(next((index for index, value in enumerate(total) if at_least(value, target)), never))
    share = _share([first < end for first in firsts])
    return Outlook(printed_chance(share), _arrival(paths, firsts), paths.values)


def _level_outlook(paths: _Paths, goal: Goal, standing: Standing) -> Outlook | None:
    """Count levels by their measure: what is known of its stretch at the deadline, and on each path the rest of it."""
    judged = [index for index, last in enumerate(paths.last) if last <= goal.deadline]
    if not judged:
        return None
    sense = -1 if comes_down(goal, paths.data.kpi.direction) else 1
    target = sense * goal.targets[-1].value
    ways = [[at_least(sense * level, target) for level in way] for way in _levels(paths, goal)]
    end = judged[-1]
    share = _share([way[end] for way in ways])
    if paths.data.rule == "last" and not paths.from_parts:
        share = share**SURER / (share**SURER + (1 - share) ** SURER)
    arrival = None if standing.at_target else _arrival(paths, [_settled(way, end) for way in ways])
    return Outlook(printed_chance(share), arrival, paths.values)


def _levels(paths: _Paths, goal: Goal) -> list[list[float]]:
    """Return on each path the level as of each slot."""
    data, over = paths.data, level_over(goal, paths.data)
    if data.rule in ("last", "stamped") or over == "last":
        return [list(path) for path in paths.paths]
    cadence = cadence_of(data)
    extreme = _EXTREMES.get(data.rule)
    if extreme is not None:
        begins = [
            (first, bisect_left(paths.first, first))
            for first, _last in (stretch(over, cadence, last, data.calendar) for last in paths.last)
        ]
        earlier = [data.value(first, paths.eve) if first <= paths.eve else None for first, _begin in begins]
        return [
            [
                extreme([*path[begin : index + 1], *([] if before is None else [before])])
                for index, ((_first, begin), before) in enumerate(zip(begins, earlier, strict=True))
            ]
            for path in paths.paths
        ]
    summed = data.rule == "sum"
    weights = list(accumulate(paths.weights, initial=0.0))
    whole = 1 / as_a_whole(over, cadence)
    by = by_of(over, goal.per)
    share_of = by if data.is_share_of_stock and by != "day" else None
    stretches = []
    for index, last in enumerate(paths.last):
        first, _last = stretch(over, cadence, last, data.calendar)
        begin = bisect_left(paths.first, first)
        total, total_weight = _known(data, first, paths.eve)
        if summed and goal.per is None and first <= paths.eve:
            total = paths.logged(first)
        weight = total_weight + weights[index + 1] - weights[begin]
        if share_of is not None:
            weight /= _times(paths, (first, last), share_of, index + 1 - begin) / whole
        stretches.append((begin, total, whole if summed and goal.per is None else weight or 1.0))
    ways = []
    for path in paths.paths:
        sums = list(accumulate((w * x for w, x in zip(paths.weights, path, strict=True)), initial=0.0))
        ways.append(
            [(total + sums[index + 1] - sums[begin]) / weight for index, (begin, total, weight) in enumerate(stretches)]
        )
    return ways


def _settled(way: Sequence[bool], end: int) -> int:
    """Return from which slot a level fits for good at the deadline, or else after it; the number of slots for never."""
    if not way[end]:
        return next((index for index in range(end + 1, len(way)) if way[index]), len(way))
    index = end
    while index and way[index - 1]:
        index -= 1
    return index


def _recurring_outlook(
    paths: _Paths, goal: Goal, standing: Standing, record: TrackRecord | None, slots: Slots
) -> Outlook | None:
    """Count kept periods, by the paths and the record as far as each of them knows how periods come."""
    if record is not None and record.regular:
        return Outlook(printed_chance(_share_by_record(paths, goal, standing, record)), None, record.judged)
    if has_lumps(goal, paths.data) and are_unknown(paths.data, record):
        return None
    if record is not None and record.repeats:
        share = _share_as_they_were(paths, goal, standing, record, slots)
        return Outlook(printed_chance(share), None, paths.values)
    share = _share([_keeps(paths, goal, standing, path) for path in paths.paths])
    if record is not None and record.beside_paths:
        share = (share + _share_by_record(paths, goal, standing, record)) / 2
    return Outlook(printed_chance(share), None, paths.values)


def _keeps(paths: _Paths, goal: Goal, standing: Standing, path: Sequence[float]) -> bool:
    """Tell whether a recurring goal is reached on a path: what is known of its periods, and the others on the path."""
    kept_periods, judged = standing.kept or 0, standing.judged or 0
    data = paths.data
    for turn in standing.periods:
        if not _is_drawn(paths, turn):
            continue
        begin, end = _slots_of(paths, turn.period)
        value = _period_value(paths, path, begin, end, turn.period)
        if value is None:
            continue
        target = goal.targets[-1] if turn.verdict == "ahead" else turn.target
        if turn.paused and is_left_out(data, turn, target, value, _best(paths, path, turn, begin, end)):
            continue
        kept_periods += fits(target, value)
        judged += 1
    if not judged:
        return False
    # Besides those of the path that were kept, as many as were judged must be kept of the others.
    drawn = judged - (standing.judged or 0)
    must = must_still_keep(_not_drawn(paths, standing), goal.keep, drawn)
    return kept_periods - (standing.kept or 0) >= max(must)


def _not_drawn(paths: _Paths, standing: Standing) -> list[JudgedPeriod]:
    return [turn for turn in standing.periods if not _is_drawn(paths, turn)]


def _is_drawn(paths: _Paths, turn: JudgedPeriod) -> bool:
    """Tell whether what becomes of a period is on the paths: it is to come, or over and not all of it is logged yet.

    One that is over without numbers may have been kept or missed: it is no evidence that it will never be judged.
    """
    late = turn.verdict == "unknown" and turn.period.end > paths.eve
    return late or turn.verdict in ("running", "ahead")


def _best(paths: _Paths, path: Sequence[float], turn: JudgedPeriod, begin: int, end: int) -> float:
    """Return the best day of a period on a path, of the days that are known and those ahead."""
    first, last = paths.data.stretch(turn.period.start, min(paths.eve, turn.period.end), turn.period.by)
    logged = paths.data.values(first, last).values if turn.period.start <= paths.eve else ()
    return max((*logged, *path[begin:end]), default=0.0)


def _slots_of(paths: _Paths, period: Period) -> tuple[int, int]:
    """Return the indices of the first slot that ends in *period*, and of the first one that ends after it."""
    return bisect_left(paths.last, period.start), bisect_right(paths.last, period.end)


def _share_as_they_were(paths: _Paths, goal: Goal, standing: Standing, record: TrackRecord, slots: Slots) -> float:
    """Return the chance of a recurring goal whose figures come again: by its record, and by days drawn as they were."""
    if slots.period != "day" or not record.drawn_from:
        return _share_by_record(paths, goal, standing, record)
    redrawn = paths.with_paths(drawn_again(record.drawn_from, slots, paths.slots, len(paths.paths)))
    by_days = _share([_keeps(redrawn, goal, standing, path) for path in redrawn.paths])
    return (by_days + _share_by_record(redrawn, goal, standing, record)) / 2


def _share_by_record(paths: _Paths, goal: Goal, standing: Standing, record: TrackRecord) -> float:
    """Return the chance of a recurring goal by its record; of the running period the paths count as one more."""
    target = goal.targets[-1]
    ahead = sum(turn.verdict != "running" and _is_drawn(paths, turn) for turn in standing.periods)
    running = next((period for period in standing.periods if period.verdict == "running"), None)
    needed = max(must_still_keep(_not_drawn(paths, standing), goal.keep, ahead + (running is not None)))
    drawn = 0.0
    if running is not None:
        begin, end = _slots_of(paths, running.period)
        values = [_period_value(paths, path, begin, end, running.period) for path in paths.paths]
        drawn = _share([value is not None and fits(running.target, value) for value in values])
        if record.repeats and not record.rests and running.value is None:
            drawn = (record.kept + PRIOR) / (record.judged + 2 * PRIOR)  # paths would smear this one period too
    now = None
    if running is not None:
        now = (running.value or 0.0) + paths.missing(running.period.start, running.period.by)
    return chance_by_record(record, target, running=now, drawn=drawn, ahead=ahead, needed=needed)


def _period_value(paths: _Paths, path: Sequence[float], begin: int, end: int, period: Period) -> float | None:
    data, start, by = paths.data, period.start, period.by
    if data.rule in ("last", "stamped"):
        return path[end - 1] if end > begin else data.value(start, paths.eve, by) if paths.eve >= start else None
    extreme = _EXTREMES.get(data.rule)
    if extreme is not None:
        before = data.value(start, paths.eve, by) if paths.eve >= start else None
        figures = [*path[begin:end], *([] if before is None else [before])]
        return extreme(figures) if figures else None
    so_far, weight_so_far = _known(data, start, paths.eve, by)
    if begin == end and not weight_so_far:
        return None
    if data.rule == "sum":
        return paths.logged(start, by) + fsum(path[begin:end])
    weight = weight_so_far + fsum(paths.weights[begin:end])
    if data.is_share_of_stock:
        weight /= _times(paths, data.stretch(start, period.end, by), by, end - begin)
    total = so_far + fsum(w * x for w, x in zip(paths.weights[begin:end], path[begin:end], strict=True))
    return total / weight if weight else None


def _known(data: KpiData, first: date, last: date, by: By = "day") -> tuple[float, float]:
    """Return what is known of a stretch: of a sum the total and its number of values, else value times weight."""
    value = None
    if first <= last:
        days = data.stretch(first, last, by)
        value = data.level_value(*days, "day") if data.is_share_of_stock else data.value(first, last, by)
    if value is None:
        return 0.0, 0.0
    if data.rule == "sum":
        return value, float(data.slots_with_data(first, last))
    weight = fsum(data.weights(*data.stretch(first, last, by)).values())
    return value * weight, weight


def _times(paths: _Paths, days: tuple[date, date], per: By, ahead: int) -> float:
    """Return how often a slot counts in the share of a stock *per* so long: those that are there and those *ahead*."""
    first, last = days
    there = paths.data.times(first, paths.eve, "week") if first <= paths.eve else 0.0
    return cells_of_share(there + ahead, (last - first).days + 1, per) or 1.0


def _completed(path: Sequence[float], partial: Sequence[tuple[int, float]], data: KpiData) -> tuple[float, ...]:
    """Return a path whose slots that are not whole have at least what is there of them; of no sum, just that.

    Of a lowest or highest number what is there counts beside what is still to come.
    """
    values = list(path)
    for index, so_far in partial:
        if data.rule in _EXTREMES:
            values[index] = _EXTREMES[data.rule]((values[index], so_far))
        elif data.rule != "sum":
            values[index] = so_far
        elif not data.negative:
            values[index] = max(values[index], so_far)
    return tuple(values)


def usual_weights(data: KpiData, slots: Slots, eve: date, ahead: Sequence[int]) -> list[float]:
    """Return what each of the slots *ahead* usually weighs, by those up to *eve*: of days the mean of their weekday.

    Of a ratio that is what it is divided by, of a sample the number of its entries; of all else each weighs 1.
    """
    if data.rule in ("sum", "last", "stamped", *_EXTREMES):
        return [1.0] * len(ahead)
    by_slot: dict[int, float] = {}
    days = WEIGHED_DAYS if slots.period == "day" else WEIGHED_LONG
    for day, weight in data.weights(max(date.min + days * DAY, eve) - days * DAY, eve).items():
        slot = slots.of(day)
        if slot is not None:
            by_slot[slot] = by_slot.get(slot, 0.0) + weight
    if slots.period != "day" and len(by_slot) > 1:
        del by_slot[min(by_slot)]  # of which a part may lie before the first day
    mean = fsum(by_slot.values()) / len(by_slot) if by_slot else 1.0
    by_place: dict[int, list[float]] = {}
    for slot, weight in by_slot.items() if slots.period == "day" else ():
        by_place.setdefault(slot % slots.season, []).append(weight)
    usual = {place: fsum(weights) / len(weights) for place, weights in by_place.items()}
    return [usual.get(slot % slots.season, mean) or mean or 1.0 for slot in ahead]


def _share(outcomes: Sequence[bool]) -> float:
    """Return the share of outcomes that are true; one more each way is counted, for a path is not a certainty."""
    return (sum(outcomes) + 1) / (len(outcomes) + 2)


def _arrival(paths: _Paths, firsts: Sequence[int]) -> Arrival | None:
    """Return when paths arrive, from the index of the slot that each does in."""
    never = len(paths.last)
    if sum(first < never for first in firsts) < ARRIVING * len(firsts):
        return None
    early, middle, late = (min(never, round(place)) for place in quantiles(firsts, 0.8))
    today = paths.data.today
    if middle >= never or paths.last[middle] < today:
        return None  # of what should be there by now nobody knows whether it is
    late_day = max(today, paths.last[late]) if late < never else None
    return Arrival(max(today, paths.last[early]), paths.last[middle], late_day)
