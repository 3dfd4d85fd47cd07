"""The track record of a recurring goal: how many of its periods were kept, where that says more than simulated days.

An invoice a month or three shifts a week come in regular lumps. Paths, whose days are drawn one by one, have months
with two invoices and months with none, which never were. So where totals of whole periods vary far less than days that
do not depend on each other would make them, a period to come is kept with the share of those that were, which is known
the better the more there are (a beta-binomial distribution from Jeffreys' prior). The running one is completed by what
the rest of earlier ones brought.

Where each value is a period by itself, paths smear values beyond any that were seen and foretell too many misses, and
the record knows nothing of a level that moved: the chance is the mean of both. A latest number has no record: where a
balance goes, only its paths know.

Few figures that come again and again, such as days of 8 or 9 hours, lie on the border of a goal as often as not. Paths
add noise to them that they do not have, and a week of exactly 40 hours becomes one of 40.1. So where such figures do
not move, periods to come are like those that were, and days are drawn as they were.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import fsum

from kpitui.core.aggregation import KpiData
from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import By, Period
from kpitui.core.goal import Goal, Target
from kpitui.core.insight.levels import steadiness
from kpitui.core.insight.lumps import ZEROS
from kpitui.core.measure import WHOLE, cadence_of, expected_in
from kpitui.core.missing import LUMPY
from kpitui.core.model import Pause
from kpitui.core.record import Record
from kpitui.core.recurring import by_of, fits, judged_periods, over_high, period_at

PERIODS: dict[By, int] = {"day": 91, "week": 26, "month": 12, "quarter": 8}
"""How many of the latest periods are a record, at the most."""

FEWEST = 4
"""Judged periods below which there is no record to speak of."""

REGULAR = 0.25
"""The variance of totals, as a share of that of independent days, below which periods are regular."""

FEWEST_AMOUNTS = 10
"""Values other than 0 below which days are not drawn from them, where most bring nothing."""

FEWEST_GAPS = 2
"""Gaps between lumps below which nothing is known of how they come."""

IN_TURN = 1.5
"""How many times the shortest of these gaps the longest is at the most, where lumps come in turn."""

AGAIN_AND_AGAIN = 6
"""How many times each figure occurs on average, at the least, where figures come again and again."""

PRIOR = 0.5
"""What Jeffreys' prior counts as kept, and as missed, before anything is known."""

DAY = timedelta(days=1)


class TrackRecord(Record):
    """The latest whole periods that were kept or missed, ascending, by the target that judges those to come."""

    kept: int
    judged: int
    rests: tuple[tuple[float, float], ...]
    """Of each what had come by the day of the period that it is now, and what came later."""
    regular: bool
    """Whether their totals vary far less than their days do."""
    negative: bool = False
    """Whether a value can be below 0, so that what is there may become less."""
    beside_paths: bool = False
    """Whether a chance is the mean of what it and the paths say, as where each value is a period by itself."""
    repeats: bool = False
    """Whether few figures come again and again and do not move, so that noise must not be added to them."""
    few_amounts: bool = False
    """Whether most days bring nothing, and the others are too few yet to say how they come."""
    drawn_from: tuple[tuple[date, float], ...] = ()
    """Where they do, the days to draw from, ascending: of days that are judged one by one where all were kept, of
    longer periods where hardly a day is missing."""


def has_lumps(goal: Goal, data: KpiData) -> bool:
    """Tell whether a period of *goal* is made of several entries that add up, so that they can come in lumps."""
    return goal.type == "recurring" and data.rule == "sum" and goal.per in PERIODS and goal.per != cadence_by(
        cadence_of(data)
    )  # fmt: skip


def judges_values(goal: Goal, data: KpiData) -> bool:
    """Tell whether each value is a period of *goal*: every day of a KPI that is logged by the day, or its own period.

    Sums of weeks, months and quarters are left to the paths, which know how they grow: on real series the record makes
    their chances worse, and those of days and of averages better.
    """
    by = by_of(goal.per or "day")
    return (
        goal.type == "recurring"
        and by in PERIODS
        and by == cadence_by(cadence_of(data))
        and (by == "day" or data.rule != "sum")
        and data.rule != "last"
    )


def are_unknown(data: KpiData, record: TrackRecord | None) -> bool:
    """Tell whether most days bring nothing and it is too early to say how the others come: too few, or no record."""
    return record.few_amounts if record is not None else _is_sparse(data, 1 - ZEROS)


def comes_in_turn(data: KpiData) -> bool:
    """Tell whether a sum comes in lumps with about as many days between them, as an invoice a month does.

    Days that are drawn one by one know nothing of that. So it may be too before the third lump, which is as little
    ground for paths.
    """
    if not _is_sparse(data, LUMPY):
        return False
    logged = data.values(data.first, data.today)
    days = [day for day, value in zip(logged.days, logged.values, strict=True) if value]
    gaps = [(after - before).days for before, after in pairwise(days)]
    return len(gaps) < FEWEST_GAPS or max(gaps) <= IN_TURN * min(gaps)


def _amounts(data: KpiData) -> int:
    return sum(value != 0 for value in data.values(data.first, data.today).values)


def _is_sparse(data: KpiData, share: float) -> bool:
    """Tell whether there is data, and at most *share* of the entries that were expected since then has an amount."""
    return bool(data.days) and _amounts(data) <= share * expected_in(data, data.days[0], min(data.last, data.today))


def track_record(goal: Goal, data: KpiData, pauses: Sequence[Pause] = ()) -> TrackRecord | None:
    """Return the record of the periods of *goal*, and of those before it, that are over; None with too few of them.

    *data* reaches back over them as far as it is to be looked; the period that runs on its day is not one of them.
    """
    if not data.days or goal.type != "recurring" or goal.per not in (*PERIODS, "workday") or data.rule == "last":
        return None
    target = goal.targets[-1]._replace(since=date.min)
    last = min(data.today, goal.deadline)
    wider = goal._replace(start=max(data.first, data.days[0]), deadline=last, targets=(target,))
    over = [turn for turn in judged_periods(wider, data, pauses) if turn.verdict in ("kept", "missed")]
    over = over[-PERIODS[by_of(goal.per or "week")] :]
    if len(over) < FEWEST:
        return None
    kept = sum(turn.verdict == "kept" for turn in over)
    logged = data.values(over[0].period.start, data.today)
    lumps = has_lumps(goal, data)
    repeats = _repeats(logged.values)
    few = _is_sparse(data, 1 - ZEROS) and _amounts(data) < FEWEST_AMOUNTS
    record = TrackRecord(kept, len(over), (), regular=False, negative=data.negative, repeats=repeats, few_amounts=few)
    if by_of(goal.per or "week") == "day":
        whole = kept == len(over)  # else they would be surer than real days, of which missed ones come together
    else:
        whole = lumps and len(logged.days) >= WHOLE * expected_in(data, over[0].period.start, logged.days[-1], pauses)
    if repeats and whole:
        record = record._replace(drawn_from=tuple(zip(logged.days, logged.values, strict=True)))
    if not lumps:
        beside = judges_values(goal, data)
        return record._replace(beside_paths=beside) if beside or repeats else None
    gone = _days_gone(goal, data)
    totals = [turn.value or 0.0 for turn in over]
    return record._replace(
        rests=tuple(_parted(data, turn.period, gone) for turn in over),
        regular=_regular(totals, data, [turn.period for turn in over]),
    )


def _repeats(values: Sequence[float]) -> bool:
    """Tell whether few figures, at least two, come again and again, and do not move. One alone is not smeared.

    They move where they plainly resemble those of the days before, which noise does in six of a thousand series.
    """
    different = len(set(values))
    return different > 1 and AGAIN_AND_AGAIN * different <= len(values) and steadiness(values) > 0


def _days_gone(goal: Goal, data: KpiData) -> int:
    period = period_at(data.calendar, goal.per or "week", data.today)
    count = bisect_right(data.days, data.today)
    return max(0, (data.days[count - 1] - period.start).days + 1) if count else 0


def _parted(data: KpiData, period: Period, gone: int) -> tuple[float, float]:
    middle = min(period.end, period.start + (gone - 1) * DAY)
    before = (data.value(period.start, middle, period.by) or 0.0) if gone else 0.0
    after = (data.value(period.start, period.end, period.by) or 0.0) - before if middle < period.end else 0.0
    return before, after


def _regular(totals: Sequence[float], data: KpiData, periods: Sequence[Period]) -> bool:
    """Tell whether *totals* of periods vary far less than their days would make them if they came independently."""
    mean = fsum(totals) / len(totals)
    apart = fsum((total - mean) ** 2 for total in totals)
    weekdays: list[list[float]] = [[] for _weekday in range(7)]
    for period in periods:
        first, last = data.stretch(period.start, period.end, period.by)
        logged = data.values(first, last)
        by_day = dict(zip(logged.days, logged.values, strict=True))
        for number in range((last - first).days + 1):
            day = first + number * DAY
            weekdays[day.weekday()].append(by_day.get(day, 0.0))
    independent = 0.0
    for values in weekdays:
        middle = fsum(values) / len(values) if values else 0.0
        independent += fsum((value - middle) ** 2 for value in values)
    return apart < REGULAR * independent


def chance_by_record(
    record: TrackRecord, target: Target, *, running: float | None, drawn: float, ahead: int, needed: int
) -> float:
    """Return the chance that at least *needed* periods are kept, of *ahead* whole ones and the running one.

    *running* is what the running period has so far, None where there is none. It ends as those did that were as far as
    it is by the same day; where there was none of them, *drawn*, the share of paths that keep it, stands for them.
    """
    kept, missed = record.kept + PRIOR, record.judged - record.kept + PRIOR
    if running is None:
        return _at_least(needed, kept, missed, ahead)
    state = _state(target, running)
    alike = [fits(target, running + after) for before, after in record.rests if _state(target, before) == state]
    share = (sum(alike) + PRIOR) / (len(alike) + 2 * PRIOR) if alike else drawn
    if state == (True, False) and target.high is None and not record.negative:
        share = 1.0
    either = _at_least(needed - 1, kept + 1, missed, ahead), _at_least(needed, kept, missed + 1, ahead)
    return share * either[0] + (1 - share) * either[1]


def _state(target: Target, value: float) -> tuple[bool, bool]:
    return fits(target._replace(high=None), value), over_high(target, value)


def _at_least(needed: int, kept: float, missed: float, ahead: int) -> float:
    """Return the beta-binomial chance of at least *needed* of *ahead* periods, from the odds *kept* to *missed*."""
    chances = [1.0]
    for done in range(ahead):
        new = [0.0] * (done + 2)
        for number, chance in enumerate(chances):
            share = (kept + number) / (kept + missed + done)
            new[number + 1] += chance * share
            new[number] += chance * (1 - share)
        chances = new
    return min(1.0, fsum(chances[max(0, needed) :]))
