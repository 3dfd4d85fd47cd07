"""What a change is measured from: the periods that a goal can be compared with, and what one of them was worth.

A baseline is whole, or it is said not to be: below 90 % of the expected entries it is not taken as it stands, but
another period, an estimate of the whole with its range, or what is measured in the four weeks to come.

All dates are inclusive. What target follows from a change of it is told by `smart.targets`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from math import fsum, sqrt

from kpitui.core.aggregation import KpiData
from kpitui.core.cadence import cadence_by, pauses_of, slots, weekday_counts
from kpitui.core.calendar import a_year_earlier, month_index, months_from, shifted
from kpitui.core.errors import mark
from kpitui.core.goal import SUMS, Baseline, GoalType, Over, Per
from kpitui.core.insight.season import WEEKS
from kpitui.core.measure import WHOLE, Measured, as_a_whole, by_of, cadence_of, expected_in, measure, over_of, stretch
from kpitui.core.model import Pause
from kpitui.core.record import Record

MIN_LEVEL_VALUES = 6
"""Values below which nothing is said of whether a target is within reach."""

UNEQUAL = 3
"""Days that periods may differ by and be of one length all the same: February and March, quarters, leap years."""

ALIKE = 0.95
"""How many entries a sum has at the least, as a share of those of another, to be one of as many: 52 and 53 weeks."""

COVERAGE = 1.2816
"""Standard errors to each side of an estimate that hold eight in ten."""

MOST_LOGGED = 0.75
"""The share of the days on other weekdays that must be logged before a weekday is taken for closed."""

RARELY = 0.25
"""The share of a weekday up to which its entries are exceptions, such as the Sundays before Christmas."""

DAY, WEEK = timedelta(days=1), timedelta(days=7)
_RECENT_WEEKS = 8
_SAME_LENGTH = mark("the last full period of the same length")
_FULL_PERIODS = {
    1: mark("the last full month"),
    3: mark("the last full quarter"),
    12: mark("the last full year"),
}


class Comparable(Record):
    """A period that is over and that a change can be measured from; both days are part of it."""

    label: str
    """What it is, untranslated, to follow "more than" or stand in a list."""
    start: date
    end: date


def comparable_periods(start: date, deadline: date, today: date) -> list[Comparable]:
    """Return the periods a goal from *start* to *deadline* can be compared with, the most telling first.

    They are the same days a year earlier, the last full period of the same length before *start*, and the last
    8 weeks before it. Whole months are compared with whole months. Only periods that ended before *today* are
    given, each pair of days once; none when the deadline comes before the start.
    """
    if deadline < start:
        return []
    eve = shifted(min(start, today), -1)
    periods = [_a_year_earlier(start, deadline), _same_length(start, deadline, eve), _last_weeks(eve)]
    by_days: dict[tuple[date, date], Comparable] = {}
    for period in periods:
        if period.end <= eve:
            by_days.setdefault((period.start, period.end), period)
    return list(by_days.values())


def baseline_of(
    kind: GoalType,
    data: KpiData,
    start: date,
    end: date,
    *,
    over: Over | None = None,
    per: Per | None = None,
    pauses: Sequence[Pause] = (),
) -> Baseline | None:
    """Return the baseline of a goal of *kind* from the days *start* to *end*, with how many of their entries there are.

    It is what the days came to for a sum, else the figure of a level over those days by its rule; of something
    that is measured *over* a shorter stretch, what such a stretch brought on average. Of a stock it is the last value
    up to *end*. None without data, and for a recurring goal, which needs none.
    """
    if kind == "recurring":
        return None
    stock = data.rule in ("last", "stamped")
    if kind == "level" and stock:
        return _stock(measure(data, "last", end), data)
    if kind == "level" and data.rule in ("min", "max"):
        # The extreme of a longer stretch lies further out: it is measured as the level itself will be.
        return _measured(measure(data, over or over_of(data.rule, cadence_of(data)), end, pauses=pauses))
    expected = expected_in(data, start, end, pauses)
    counted = data.counted_days(start, end)
    value = _level_of(data, counted, over, per) if kind == "level" else data.logged_value(*counted)
    there = min(data.slots_with_data(start, end), expected)
    if value is None or not there:
        return None
    if kind == "level" and data.rule == "sum":
        cadence = cadence_of(data)
        stretched = over or over_of(data.rule, cadence)
        first, last = stretch(stretched, cadence, end, data.calendar)
        share = 1 if per is not None else expected_in(data, first, last)
        value = value / there * share if (first, last) != (start, end) or per is not None else value
        value *= as_a_whole(stretched, cadence) if per is None else 1.0
    return Baseline(value, start, end, there, expected)


def _level_of(data: KpiData, days: tuple[date, date], over: Over | None, per: Per | None) -> float | None:
    """Return what *days* come to; the share of a stock is that of the week or month which it is measured over."""
    value = data.value(*days)
    by = by_of(over, per)
    if value is None or not data.is_share_of_stock or over is None or by == "day":
        return value
    cadence = cadence_of(data)
    first, last = stretch(over, cadence, days[1], data.calendar)
    share = expected_in(data, first, last) / max(1, expected_in(data, *days))
    months = 3 if by == "quarter" else 1
    return value * data.times(*days, "week") * share / months * as_a_whole(over, cadence)


def level_before(
    data: KpiData, start: date, over: Over | None = None, per: Per | None = None, pauses: Sequence[Pause] = ()
) -> Baseline | None:
    """Return what a level was when its goal began: its measure the day before *start*, of a stock its value on *start*.

    None without data; whether it is whole, or not even enough, is told by its coverage.
    """
    cadence = cadence_of(data)
    stretched = over or over_of(data.rule, cadence)
    if stretched == "last" or data.rule in ("last", "stamped"):
        return _stock(measure(data, "last", start), data)
    return _measured(measure(data, stretched, shifted(start, -1), per=per, pauses=pauses))


def _measured(level: Measured | None) -> Baseline | None:
    if level is None or level.value is None:
        return None
    return Baseline(level.value, level.first, level.last, level.values, level.expected)


def is_whole(baseline: Baseline) -> bool:
    """Tell whether a baseline may be taken as it stands: at least 90 % of what was expected is there."""
    return not baseline.expected or (baseline.days or 0) >= WHOLE * baseline.expected


def other_length(start: date, end: date, days: int) -> bool:
    """Tell whether a period is of another length than *days*; unequal months and leap days make no other length."""
    return abs((end - start).days + 1 - days) > UNEQUAL


def counted_span(data: KpiData, start: date, deadline: date) -> tuple[date, date]:
    """Return the days whose entries count in a sum from *start* to *deadline*: of weeks those of the weeks it has."""
    first, last = data.counted_days(start, deadline)
    return (first, last) if first <= last else (start, deadline)


def is_other_size(
    data: KpiData, period: tuple[date, date], span: tuple[date, date], pauses: Sequence[Pause] = ()
) -> bool:
    """Tell whether the sum of *period* is one of more or less than that of *span*: of another length, or of more weeks.

    Of what is not logged every (working) day it is the number of its entries that counts: 38 days have five or six
    Sundays.
    """
    if other_length(*period, (span[1] - span[0]).days + 1):
        return True
    if cadence_of(data) in ("day", "workday"):
        return False
    had, has = (expected_in(data, *days, pauses) for days in (period, span))
    return min(had, has) < ALIKE * max(had, has)


def estimated(
    kind: GoalType,
    baseline: Baseline,
    data: KpiData,
    span: tuple[date, date] | None = None,
    *,
    over: Over | None = None,
    per: Per | None = None,
    pauses: Sequence[Pause] = (),
) -> Baseline:
    """Return a *baseline* with gaps as an estimate of the whole, with the range that holds eight in ten.

    With *span*, the first and last day of a goal, a sum is that of those days, where its period is of another length;
    *over* and *per* are those of a level, which stays what it is unless it is the total of the period. The missing
    entries of a total are taken at the mean of those that are there, each weekday at its own where every one has been
    seen; a weekday on which nearly nothing is ever logged is taken for closed. The range counts both how much single
    entries differ and how well so few tell their mean: the sum of m^2 s^2 / n + m s^2 for m missing and n known ones of
    each weekday. However alike those are, one that is not is still to be expected once in n + 2 (Laplace's rule of
    succession), and then by as much as the mean: s^2 is at least that.
    """
    start, end, logged, expected = baseline.start, baseline.end, baseline.days or 0, baseline.expected or 0
    if start is None or end is None or not logged:
        return baseline
    other = None
    if kind in SUMS and span is not None and is_other_size(data, (start, end), span, pauses):
        other = span
    elif logged >= expected:
        return baseline
    counted = data.counted_days(start, end)
    values = data.values(*counted).values
    mean = fsum(values) / len(values)
    unlike = abs(mean) / sqrt(len(values) + 2)
    spread = max(unlike, sqrt(fsum((value - mean) ** 2 for value in values) / max(1, len(values) - 1)))
    if kind not in SUMS and not _is_total(baseline, data, over, per):
        doubt = COVERAGE * spread * sqrt(1 / logged - 1 / expected)
        return baseline._replace(low=baseline.value - doubt, high=baseline.value + doubt)
    rates = _weekday_rates(data, start, end, pauses)
    if rates is None:
        whole = float(expected)
        if other is not None and cadence_by(cadence_of(data)) != "day":
            whole = float(expected_in(data, *other, pauses))
        elif other is not None:
            whole = expected * ((other[1] - other[0]).days + 1) / ((end - start).days + 1)
        missing = max(0.0, whole - logged)
        # What was logged on days that lack a part is no part of what a whole one brings.
        there, all_of_it = data.value(*counted), data.logged_value(*counted)
        share = there / all_of_it if there and all_of_it else 1.0
        value, unknown = baseline.value * share * whole / logged, missing + missing * missing / logged
    else:
        counts = weekday_counts(*other) if other else weekday_counts(start, end, pauses_of(data.kpi, pauses))
        ahead = [(rate, count) for rate, count in zip(rates, counts, strict=True) if rate is not None]
        value = fsum(rate.mean * count for rate, count in ahead)
        lacking = [(rate.of, max(0, count - rate.of)) for rate, count in ahead if rate.is_open]
        unknown = fsum(missing + missing * missing / of for of, missing in lacking)
        if other is None and not unknown:
            return baseline._replace(expected=logged)  # nothing but closed days is missing
    doubt = COVERAGE * spread * sqrt(unknown)
    return baseline._replace(value=value, low=value - doubt, high=value + doubt)


class _WeekdayRate(Record):
    """What a weekday brings on average."""

    mean: float
    of: int
    """The days that the mean is of: those that were logged; of a closed weekday all of them."""
    is_open: bool


def _weekday_rates(
    data: KpiData, start: date, end: date, pauses: Sequence[Pause] = ()
) -> list[_WeekdayRate | None] | None:
    """Return what each weekday brings by the entries from *start* to *end*, Monday first; None where nothing is due.

    None altogether where that can't be told: of a KPI of weeks or longer, with a weekday of which nothing is known.
    """
    cadence, logged = cadence_of(data), data.values(start, end)
    if cadence_by(cadence) != "day" or not logged.days:
        return None
    own = pauses_of(data.kpi, pauses)
    due = {first.weekday() for first, _last in slots(cadence, start, end, data.calendar, own)}
    beside = Counter(day.weekday() for day in _due_beside(cadence, logged.days, data, own))
    closed = closed_weekdays(data, start, end, pauses)
    rates: list[_WeekdayRate | None] = [None] * 7
    for weekday in due:
        values = [value for day, value in zip(logged.days, logged.values, strict=True) if day.weekday() == weekday]
        of = max(len(values), beside[weekday]) if weekday in closed else len(values)
        if not of and weekday not in closed:
            return None
        rates[weekday] = _WeekdayRate(fsum(values) / of if of else 0.0, of, bool(values))
    return rates


def _due_beside(cadence: str, days: Sequence[date], data: KpiData, pauses: Sequence[Pause]) -> list[date]:
    """Return the days that an entry was due on and that lie within a week of one of *days*, from the first of them."""
    last = max(days[-1], min(days[-1] + WEEK - DAY, data.today - DAY))
    due = [day for day, _last in slots(cadence, days[0], last, data.calendar, pauses)]
    return [day for day in due if bisect_right(days, day + WEEK) > bisect_left(days, day - WEEK)]


def closed_weekdays(data: KpiData, start: date, end: date, pauses: Sequence[Pause] = ()) -> frozenset[int]:
    """Return the weekdays (Monday is 0) that are due and on which nearly nothing is logged: a shop that is closed then.

    At most one in four of at least four of them is logged, where most of the other days are: one that lacks each of
    four by chance is one in 256 then. All that is known of the KPI tells, before *start* and after *end* too.
    """
    cadence = cadence_of(data)
    if cadence_by(cadence) != "day":
        return frozenset()
    own, closed = pauses_of(data.kpi, pauses), set[int]()
    for first, last in ((start, end), (data.days[0], data.days[-1]) if data.days else (start, end)):
        days = data.values(first, last).days
        if not days:
            continue
        logged, due = Counter(day.weekday() for day in days), _due_beside(cadence, days, data, own)
        gone = Counter(day.weekday() for day in due)
        rare = {weekday for weekday in gone if gone[weekday] >= WEEKS and logged[weekday] <= RARELY * gone[weekday]}
        others = sum(day <= days[-1] and day.weekday() not in rare for day in due)
        if others and sum(logged[weekday] for weekday in gone.keys() - rare) >= MOST_LOGGED * others:
            closed |= rare
    return frozenset(closed)


def unseen_weekdays(data: KpiData, start: date, end: date, pauses: Sequence[Pause] = ()) -> frozenset[int]:
    """Return the weekdays (Monday is 0) from *start* to *end* of which nobody can tell yet whether they are closed.

    They were never logged, and too few of them have gone by. What is logged by the week or longer has none.
    """
    cadence, days = cadence_of(data), data.days
    if cadence_by(cadence) != "day" or not days:
        return frozenset()
    own = pauses_of(data.kpi, pauses)
    due = {first.weekday() for first, _last in slots(cadence, start, end, data.calendar, own)}
    blank = due - {day.weekday() for day in days}
    gone = Counter(day.weekday() for day in _due_beside(cadence, days, data, own))
    return frozenset(weekday for weekday in blank if gone[weekday] < WEEKS)


def _is_total(baseline: Baseline, data: KpiData, over: Over | None, per: Per | None) -> bool:
    """Tell whether the *baseline* of a level is all that its period brought, as `baseline_of` leaves it."""
    if data.rule != "sum" or per is not None or baseline.end is None:
        return False
    cadence = cadence_of(data)
    measured_over = stretch(over or over_of(data.rule, cadence), cadence, baseline.end, data.calendar)
    return measured_over == (baseline.start, baseline.end)


def _stock(now: Measured | None, data: KpiData) -> Baseline | None:
    if now is None or now.value is None:
        return None
    day = max(when for when in data.days if when <= now.last)
    return Baseline(now.value, day, day, 1, 1)


def _a_year_earlier(start: date, deadline: date) -> Comparable:
    months = _whole_months(start, deadline)
    label = mark("the same days last year")
    if months:
        return Comparable(label, *months_from(month_index(start) - 12, months))
    return Comparable(label, a_year_earlier(start), a_year_earlier(deadline))


def _same_length(start: date, deadline: date, eve: date) -> Comparable:
    """Step back by whole periods when the goal is one of whole months, else take as many days up to *eve*."""
    months = _whole_months(start, deadline)
    if not months:
        return Comparable(_SAME_LENGTH, shifted(eve, start.toordinal() - deadline.toordinal()), eve)
    steps = max(1, (month_index(start) - month_index(eve)) // months)
    if months_from(month_index(start) - steps * months, months)[1] > eve:
        steps += 1
    period = months_from(month_index(start) - steps * months, months)
    return Comparable(_FULL_PERIODS.get(months, _SAME_LENGTH), *period)


def _last_weeks(eve: date) -> Comparable:
    return Comparable(mark("the last 8 weeks"), shifted(eve, 1 - 7 * _RECENT_WEEKS), eve)


def _whole_months(start: date, deadline: date) -> int:
    """Return how many calendar months the days make up exactly; 0 when they begin or end within one."""
    if start.day != 1 or shifted(deadline, 1).day != 1:
        return 0
    return month_index(deadline) - month_index(start) + 1
