"""What a change is measured from: the periods that a goal can be compared with, and what one of them was worth.

A baseline is whole, or it is said not to be: below 90 % of the expected entries it is not taken as it stands, but
another period, an estimate of the whole with its range, or what is measured in the four weeks to come.

All dates are inclusive. What target follows from a change of it is told by `smart.targets`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import fsum, sqrt
from typing import NamedTuple

from kpitui.core.aggregation import KpiData
from kpitui.core.cadence import cadence_by, slots
from kpitui.core.calendar import a_year_earlier, month_index, months_from, shifted
from kpitui.core.errors import mark
from kpitui.core.goal import SUMS, Baseline, GoalType, Over, Per
from kpitui.core.insight.season import WEEKS
from kpitui.core.measure import WHOLE, Measured, cadence_of, expected_in, measure, over_of, stretch
from kpitui.core.model import Pause

MIN_LEVEL_VALUES = 6
"""Values below which nothing is said of whether a target is within reach."""

UNEQUAL = 3
"""Days that periods may differ by and be of one length all the same: February and March, quarters, leap years."""

COVERAGE = 1.2816
"""Standard errors to each side of an estimate that hold eight in ten."""

MOST_LOGGED = 0.75
"""The share of the days on other weekdays that must be logged before a weekday without any is taken for closed."""

WEEK = timedelta(days=7)
_RECENT_WEEKS = 8
_SAME_LENGTH = mark("the last full period of the same length")
_FULL_PERIODS = {
    1: mark("the last full month"),
    3: mark("the last full quarter"),
    12: mark("the last full year"),
}


class Comparable(NamedTuple):
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
    found: dict[tuple[date, date], Comparable] = {}
    for period in periods:
        if period.end <= eve:
            found.setdefault((period.start, period.end), period)
    return list(found.values())


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
    value, expected = data.value(start, end), expected_in(data, start, end, pauses)
    there = min(data.slots_with_data(start, end), expected)
    if value is None or not there:
        return None
    if kind == "level" and data.rule == "sum":
        cadence = cadence_of(data)
        first, last = stretch(over or over_of(data.rule, cadence), cadence, end, data.calendar)
        share = 1 if per is not None else expected_in(data, first, last)
        value = value / there * share if (first, last) != (start, end) or per is not None else value
    return Baseline(value, start, end, there, expected)


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


def estimated(
    kind: GoalType,
    baseline: Baseline,
    data: KpiData,
    days: int | None = None,
    *,
    over: Over | None = None,
    per: Per | None = None,
) -> Baseline:
    """Return a *baseline* with gaps as an estimate of the whole, with the range that holds eight in ten.

    With *days* a sum is that of so many days, where its period is of another length; *over* and *per* are those of
    a level, which stays what it is unless it is the total of the period. The missing entries of a total are taken at
    the mean of those that are there, but nothing is taken to have been missed on a weekday that never had one: a shop
    that is closed on Sunday sells nothing then. The range counts both how much single entries differ and how well so
    few tell their mean: m^2 s^2 / n + m s^2 for m missing and n known ones. However alike those are, one that is not is
    still to be expected once in n + 2 (Laplace's rule of succession), and then by as much as the mean: s^2 is at least
    that.
    """
    start, end, known, expected = baseline.start, baseline.end, baseline.days or 0, baseline.expected or 0
    if start is None or end is None or not known:
        return baseline
    if kind in SUMS and days is not None and other_length(start, end, days):
        whole = expected * days / ((end - start).days + 1)
    else:
        whole = float(expected)
        if known >= expected:
            return baseline
    values = data.values(start, end).values
    mean = fsum(values) / len(values)
    unlike = abs(mean) / sqrt(len(values) + 2)
    spread = max(unlike, sqrt(fsum((value - mean) ** 2 for value in values) / max(1, len(values) - 1)))
    missing = max(0.0, whole - known)
    if kind in SUMS or _is_total(baseline, data, over, per):
        value = baseline.value * whole / known * _open_share(data, start, end, known, expected)
        doubt = COVERAGE * spread * sqrt(missing + missing * missing / known)
    else:
        value = baseline.value
        doubt = COVERAGE * spread * sqrt(1 / known - 1 / expected)
    return baseline._replace(value=value, low=value - doubt, high=value + doubt)


def _open_share(data: KpiData, start: date, end: date, known: int, expected: int) -> float:
    """Return which share of the entries expected from *start* to *end* fall on weekdays that ever had one.

    A weekday without any is closed after four of them beside logged days, where most of the others are logged: one that
    lacks each of four by chance is one in 256 then. Else all of it is 1.
    """
    there, cadence = data.values(start, end).days, cadence_of(data)
    if not there or cadence_by(cadence) != "day":
        return 1.0
    logged = {day.weekday() for day in there}
    due = [first for first, _last in slots(cadence, start, end, data.calendar)]
    blank = [day for day in due if day.weekday() not in logged]
    beside = [day.weekday() for day in blank if there[0] - WEEK < day < there[-1] + WEEK]
    closed = sum(beside.count(day.weekday()) >= WEEKS for day in blank)
    share = 1 - closed / len(due) if due else 1.0
    return share if known >= MOST_LOGGED * expected * share else 1.0


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
