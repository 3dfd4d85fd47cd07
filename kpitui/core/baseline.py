"""What a change is measured from: baselines, comparable periods, relative targets, and target, date and rate.

Given any two of a target, a date and a rate, the third follows. All dates are inclusive and `today` is passed
in. How a goal stands afterwards is `pace`'s work.
"""

from __future__ import annotations

from datetime import date
from math import ceil, fsum
from typing import NamedTuple

from kpitui.core.calendar import a_year_earlier
from kpitui.core.errors import Refused, mark
from kpitui.core.goal import Baseline, Shape
from kpitui.core.median import median
from kpitui.core.series import DayValues

MIN_LEVEL_VALUES = 6
"""A level taken from fewer values than this is too shaky to measure a change from."""

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


def relative_target(baseline: float, percent: float) -> float:
    """Return *baseline* changed by *percent* of its size: B + |B| * p / 100, so that more is up below 0 too.

    Raises Refused when the baseline is 0, of which no percentage is anything.
    """
    if baseline == 0:
        raise Refused(
            mark("a change of {value} percent cannot be measured from 0: give the target itself"),
            field="change",
            value=percent,
        )
    return baseline + abs(baseline) * percent / 100


def points_target(baseline: float, points: float) -> float:
    """Return *baseline* plus *points*, both in the unit of the KPI: 2.8 % and 4 points make 6.8 %."""
    return baseline + points


def comparable_periods(start: date, deadline: date, today: date) -> list[Comparable]:
    """Return the periods a goal from *start* to *deadline* can be compared with, the most telling first.

    They are the same days a year earlier, the last full period of the same length before *start*, and the last
    8 weeks before it. Whole months are compared with whole months. Only periods that ended before *today* are
    given, each pair of days once; none when the deadline comes before the start.
    """
    if deadline < start:
        return []
    eve = _shifted(min(start, today), -1)
    periods = [_a_year_earlier(start, deadline), _same_length(start, deadline, eve), _last_weeks(eve)]
    found: dict[tuple[date, date], Comparable] = {}
    for period in periods:
        if period.end <= eve:
            found.setdefault((period.start, period.end), period)
    return list(found.values())


def baseline_of(shape: Shape, values: DayValues, start: date, end: date) -> Baseline | None:
    """Return the baseline of a goal of *shape* from the days *start* to *end*, with the number of days with data.

    It is the sum for a sum to reach or not to pass, else the median. None without data, and for a median of
    fewer than 6 values.
    """
    found = values.between(start, end).values
    if shape in ("cumulative", "cap"):
        return Baseline(fsum(found), start, end, len(found)) if found else None
    return Baseline(median(found), start, end, len(found)) if len(found) >= MIN_LEVEL_VALUES else None


def rate_for(target: float, start: date, deadline: date) -> float:
    """Return what each day must bring to reach *target*. Raises Refused when the deadline is before the start."""
    return target / _length(start, deadline)


def target_for(start: date, deadline: date, rate: float) -> float:
    """Return what *rate* a day comes to. Raises Refused when the deadline is before the start."""
    return rate * _length(start, deadline)


def deadline_for(target: float, start: date, rate: float) -> date:
    """Return the first day on which *rate* a day has come to *target*, at the earliest *start* itself.

    Raises Refused when the rate does not lead there, or not while there are dates.
    """
    days = ceil(round(target / rate, 9)) if rate > 0 else 0
    if rate <= 0 or start.toordinal() + days - 1 > date.max.toordinal():
        raise Refused(
            mark("{value} a day never comes to {target}: give a larger rate"), field="rate", value=rate, target=target
        )
    return _shifted(start, max(days, 1) - 1)


def _length(start: date, deadline: date) -> int:
    if deadline < start:
        raise Refused(
            mark("the deadline {value} is before the start {start}: give a later day"),
            field="deadline",
            value=deadline.isoformat(),
            start=start.isoformat(),
        )
    return deadline.toordinal() - start.toordinal() + 1


def _a_year_earlier(start: date, deadline: date) -> Comparable:
    months = _whole_months(start, deadline)
    label = mark("the same days last year")
    if months:
        return Comparable(label, *_months_from(start, -12, months))
    return Comparable(label, a_year_earlier(start), a_year_earlier(deadline))


def _same_length(start: date, deadline: date, eve: date) -> Comparable:
    """Step back by whole periods when the goal is one of whole months, else take as many days up to *eve*."""
    months = _whole_months(start, deadline)
    if not months:
        return Comparable(_SAME_LENGTH, _shifted(eve, start.toordinal() - deadline.toordinal()), eve)
    since_eve = 12 * (start.year - eve.year) + start.month - eve.month
    steps = max(1, since_eve // months)
    if _months_from(start, -steps * months, months)[1] > eve:
        steps += 1
    return Comparable(_FULL_PERIODS.get(months, _SAME_LENGTH), *_months_from(start, -steps * months, months))


def _last_weeks(eve: date) -> Comparable:
    return Comparable(mark("the last 8 weeks"), _shifted(eve, 1 - 7 * _RECENT_WEEKS), eve)


def _whole_months(start: date, deadline: date) -> int:
    """Return how many calendar months the days make up exactly; 0 when they begin or end within one."""
    if start.day != 1 or _shifted(deadline, 1).day != 1:
        return 0
    return 12 * (deadline.year - start.year) + deadline.month - start.month + 1


def _months_from(start: date, offset: int, months: int) -> tuple[date, date]:
    """Return the first and last day of *months* calendar months, *offset* months from the one of *start*."""
    first = _first_of_month(12 * start.year + start.month - 1 + offset)
    after = _first_of_month(12 * start.year + start.month - 1 + offset + months)
    return first, max(first, _shifted(after, -1))


def _first_of_month(index: int) -> date:
    """Return the first day of a month counted from year 0, no earlier or later than there are dates."""
    year, month = divmod(min(max(index, 12), 12 * date.max.year + 11), 12)
    return date(year, month + 1, 1)


def _shifted(day: date, days: int) -> date:
    """Return the day that is *days* later, or earlier below 0, cut off where dates end."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
