"""What a change is measured from: the periods that a goal can be compared with, and what one of them was worth.

All dates are inclusive. What target follows from a change of it is told by `smart.targets`.
"""

from __future__ import annotations

from datetime import date
from math import fsum
from typing import NamedTuple

from kpitui.core.calendar import a_year_earlier, month_index, months_from, shifted
from kpitui.core.errors import mark
from kpitui.core.goal import SUMS, Baseline, Shape
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


def baseline_of(shape: Shape, values: DayValues, start: date, end: date) -> Baseline | None:
    """Return the baseline of a goal of *shape* from the days *start* to *end*, with the number of days with data.

    It is the sum for a sum to reach or not to pass, else the median. None without data, and for a median of
    fewer than 6 values.
    """
    found = values.between(start, end).values
    if shape in SUMS:
        return Baseline(fsum(found), start, end, len(found)) if found else None
    return Baseline(median(found), start, end, len(found)) if len(found) >= MIN_LEVEL_VALUES else None


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
