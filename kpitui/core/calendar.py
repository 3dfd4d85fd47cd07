"""Days, weeks, months, quarters and years as the business counts them: real lengths, week start, fiscal year.

Every function works from year 1 to 9999; a period that sticks out at either end of time is cut off there.
Which days an entry is expected on is `cadence`'s work, reading a date as typed is `day`'s.
"""

from __future__ import annotations

from datetime import date

from kpitui.core.errors import Refused, mark
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

By: TypeAlias = 'Literal["day", "week", "month", "quarter", "year"]'
"""The lengths of period a figure can be asked for."""

BYS: tuple[By, ...] = ("day", "week", "month", "quarter", "year")
"""All of them, shortest first."""

PERIOD_NAMES: dict[str, str] = {
    "day": mark("day"), "week": mark("week"), "month": mark("month"), "quarter": mark("quarter"), "year": mark("year"),
}  # fmt: skip
"""Their names for people, untranslated."""

SHORTEST_DAYS: dict[str, int] = {"day": 1, "week": 7, "month": 28, "quarter": 89, "year": 365}
"""The fewest days that a period has; a quarter of February to April has 89."""
MEAN_DAYS: dict[str, float] = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25}
"""How many days a period has in the long run."""
LONGEST_DAYS: dict[str, int] = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
"""The most days that a period has."""

_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}
_DAYS: dict[str, int] = {"day": 1, "week": 7}
_DAYS_OF_52_WEEKS = 364
_LAST_DAY = date.max.toordinal()
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097
"""After 400 years the calendar repeats itself, weekdays included."""


class Calendar(Record):
    """How this business counts its weeks and years."""

    week_start: int = 0
    """The first day of the week: Monday is 0, Sunday is 6."""
    fiscal_month: int = 1
    """The month the business year starts in, 1 to 12; quarters and years follow it."""


SUNDAY = 6

STANDARD = Calendar()
"""Weeks from Monday, years from January."""


class Period(Record):
    """A day, week, month, quarter or year; `start` and `end` are both part of it."""

    by: By
    start: date
    end: date
    label: str
    """Its name, sortable within one length: ``2026-11-23``, ``2026-W47``, ``2026-11``, ``2026-Q4``, ``FY2026``."""

    @property
    def days(self) -> int:
        """Return the number of days in it."""
        return self.end.toordinal() - self.start.toordinal() + 1


def is_whole(period: Period) -> bool:
    """Tell whether a period is one of the calendar, as it is cut: no day, and not cut off at either end."""
    if period.by not in _MONTHS:
        return period.by == "week" and period.days == _DAYS["week"]
    after = shifted(period.end, 1)
    return period.start.day == after.day == 1 and month_index(after) - month_index(period.start) == _MONTHS[period.by]


def period_of(by: By, day: date, calendar: Calendar) -> Period:
    """Return the period of length *by* that *day* falls in.

    A week is named by the ISO week of its Thursday, which is the ISO week itself when weeks start on Monday; weeks that
    start on Sunday are named by their first day, as where they are customary: ``2026-11-22``.
    A business year that does not start in January is named by the calendar year it ends in: ``FY2026`` with
    fiscal month 7 is July 2025 to June 2026, and ``FY2026-Q1`` its first three months.
    """
    if by == "day":
        return Period(by, day, day, day.isoformat())
    if by == "week":
        first = day.toordinal() - (day.weekday() - calendar.week_start) % 7
        start = _at(first)
        label = start.isoformat() if calendar.week_start == SUNDAY else iso_week(start)
        return Period(by, start, _at(first + 6), label)
    first = month_index(day) - (day.month - calendar.fiscal_month) % _MONTHS[by]
    return Period(by, *months_from(first, _MONTHS[by]), _label(by, first, calendar))


def iso_week(start: date) -> str:
    """Return the name of the ISO week that the Thursday of the week from *start* on lies in: ``2026-W47``."""
    return _week_label(start.toordinal() + (3 - start.weekday()) % 7)


def periods_between(by: By, first: date, last: date, calendar: Calendar) -> list[Period]:
    """Return all periods that touch the days from *first* to *last* inclusive, ascending and without gaps."""
    if first > last:
        return []
    periods = [period_of(by, first, calendar)]
    while periods[-1].end < last:
        periods.append(period_of(by, shifted(periods[-1].end, 1), calendar))
    return periods


def previous_period(period: Period, calendar: Calendar) -> Period:
    """Return the period before *period*; the first one there is comes after nothing and returns itself."""
    return period_of(period.by, shifted(period.start, -1), calendar)


def period_last_year(period: Period, calendar: Calendar) -> Period:
    """Return the same month, quarter or year one year earlier; of a day or week that of 52 weeks earlier."""
    if period.by in _DAYS:
        return period_of(period.by, shifted(period.start, -_DAYS_OF_52_WEEKS), calendar)
    return period_of(period.by, months_later(period.start, -12), calendar)


def same_part(period: Period, until: date, earlier: Period) -> Period:
    """Return the part of *earlier* that is as far along as *period* is at the end of the day *until*.

    Both have the same length. Weeks are compared by weekday and all others by month and day of the month: 1-12 March
    with 1-12 February, 1-31 March with 1-28 February, up to 29 February 2028 with up to 28 February 2027. One that has
    not begun is taken as on its first day.
    """
    reached = min(max(until, period.start), period.end)
    if period.by in _DAYS:
        counterpart = shifted(reached, earlier.start.toordinal() - period.start.toordinal())
    else:
        counterpart = months_later(reached, month_index(earlier.start) - month_index(period.start))
    return earlier._replace(end=min(max(counterpart, earlier.start), earlier.end))


def days_of_weeks(by: By, first: date, last: date, calendar: Calendar) -> tuple[date, date]:
    """Return the first and the last day of the weeks that end from *first* on, in the period of *by* that *last* is in.

    A week counts as a whole in the month, quarter or year that it ends in; no day after *last* is given. Days and weeks
    themselves are returned as they are.
    """
    if by in _DAYS:
        return first, last
    begin, whole = days_of_whole("week", first, period_of(by, last, calendar).end, calendar)
    return begin, min(last, whole)


def days_of_whole(by: By, first: date, last: date, calendar: Calendar) -> tuple[date, date]:
    """Return the first and the last day of the periods of *by* that end from *first* to *last*.

    The last day comes before the first where none does. Days are returned as they are.
    """
    if by == "day":
        return first, last
    period = period_of(by, last, calendar)
    return period_of(by, first, calendar).start, last if period.end == last else shifted(period.start, -1)


def a_year_earlier(day: date) -> date:
    """Return the same day one year earlier; 29 February becomes 28 February, and year 1 stays where it is."""
    return day if day.year == 1 else months_later(day, -12)


def shifted(day: date, days: int) -> date:
    """Return the day that is *days* later, or earlier below 0."""
    return _at(day.toordinal() + days)


def month_index(day: date) -> int:
    """Return the number of the month of *day*, counted from January of the year 0."""
    return day.year * 12 + day.month - 1


def months_from(index: int, count: int) -> tuple[date, date]:
    """Return the first and the last day of *count* months, the first of which is the one with this *index*."""
    return _at(_month_ordinal(index)), _at(_month_ordinal(index + count) - 1)


def months_later(day: date, months: int) -> date:
    """Return the same day *months* later, or earlier below 0; the last of that month when it is shorter."""
    index = month_index(day) + months
    return _at(min(_month_ordinal(index) + day.day, _month_ordinal(index + 1)) - 1)


def stretch_end(first: date, months: int, days: int) -> date:
    """Return the last day of a stretch from *first* on that lasts so many months or, where those are 0, so many days.

    Three months from 15 May last until 14 August; one from 31 January lasts until the end of February.
    """
    if not months:
        return shifted(first, days - 1)
    later = months_later(first, months)
    return later if later.day < first.day else shifted(later, -1)


def _at(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), _LAST_DAY))


def _month_ordinal(index: int) -> int:
    """Return the ordinal of the first day of a month counted from year 0; just outside time beyond its ends."""
    year, month = divmod(index, 12)
    if year < 1:
        return 0
    return date(year, month + 1, 1).toordinal() if year <= date.max.year else _LAST_DAY + 1


def _week_label(thursday: int) -> str:
    """Name a week by the ISO week of its Thursday, which may lie just outside the years that `date` knows."""
    cycles = 1 if thursday < 1 else -1 if thursday > _LAST_DAY else 0
    year, week, _ = date.fromordinal(thursday + cycles * _CYCLE_DAYS).isocalendar()
    return f"{year - cycles * _CYCLE_YEARS:04d}-W{week:02d}"


def _label(by: By, first_month: int, calendar: Calendar) -> str:
    year, month = divmod(first_month, 12)
    if by == "month":
        return f"{year:04d}-{month + 1:02d}"
    since_start = (month + 1 - calendar.fiscal_month) % 12
    ends_in = (first_month - since_start + 11) // 12
    name = f"{ends_in:04d}" if calendar.fiscal_month == 1 else f"FY{ends_in:04d}"
    return name if by == "year" else f"{name}-Q{since_start // 3 + 1}"


FIRST_DAY, YEARS_AHEAD = date(1900, 1, 1), 100
"""A day before that, or more than so many years ahead, is a slip of the year: no figure or plan is of then."""


def refuse_unlikely(day: date, today: date, **params: str) -> None:
    """Raise Refused for a *day* whose year can only be a slip, seen from *today*; *params* go along with it."""
    if day < FIRST_DAY <= today:
        reason = mark("The year {year} is before 1900. Check the date")
    elif day.year > today.year + YEARS_AHEAD:
        reason = mark("The year {year} is more than 100 years ahead. Check the date")
    else:
        return
    raise Refused(reason, field="date", year=day.year, **params)
