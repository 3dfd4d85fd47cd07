"""A period of a KPI beside an earlier one, like with like, and what may be said of their difference.

Which day of a running period counts is the last one that has been logged, not today: before today is logged, an
earlier period would otherwise have one day more. Reading both is the services' work.
"""

from __future__ import annotations

from datetime import date

from kpitui.core.aggregation import PeriodValue
from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import BYS, By, Calendar, Period, period_of, same_part, shifted
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Against: TypeAlias = 'Literal["previous", "last-year"]'
"""What a period is compared with: the one before it, or the same one of a year earlier."""

Bound: TypeAlias = 'Literal["exact", "at least", "at most", "incomplete"]'
"""What a difference is: what it says, a lower or an upper bound of it, or that of figures that both lack days."""


TELLING = 0.5
"""The share of what was expected that a sum must have for a percentage of it to say anything."""


class Comparison(Record):
    """A period and as much of an earlier one."""

    now: PeriodValue
    before: PeriodValue
    """The earlier period, its days cut off where those of `now` end; of a period that is over, the whole of it."""
    new: bool = False
    """Whether the KPI began after the first day of the earlier period, so that there was less of it to log."""
    without_today: PeriodValue | None = None
    """What is compared instead of `now` where the hours of today are still coming: as much as is of whole days."""

    @property
    def compared(self) -> PeriodValue:
        """Return what of the later period is held beside the earlier one."""
        return self.now if self.without_today is None else self.without_today

    @property
    def difference(self) -> float | None:
        """Return by how much it is higher now, below 0 when lower; None where either has no value."""
        if self.compared.value is None or self.before.value is None:
            return None
        return self.compared.value - self.before.value

    @property
    def change(self) -> float | None:
        """Return the difference as a share of what was before; None where that is not above 0, or tells nothing."""
        difference, before = self.difference if self.tells else None, self.before.value
        return difference / before if difference is not None and before is not None and before > 0 else None

    @property
    def tells(self) -> bool:
        """Whether a share says anything: neither side has less than half of what was expected, or of the other side.

        The year to date is ten times that of a year in which it began in November.
        """
        if self.bound == "exact":
            return True
        there = [side.coverage.there for side in (self.compared, self.before)]
        expected = [side.coverage.expected for side in (self.compared, self.before)]
        return min(there) >= TELLING * max(there) and all(
            logged >= TELLING * due for logged, due in zip(there, expected, strict=True)
        )

    @property
    def bound(self) -> Bound:
        """Return what the difference is: of two sums one of which is "at least" it is a bound, of two nothing sure.

        What is missing now can only raise it, what is missing before can only lower it.
        """
        now, before = self.compared, self.before
        if not (now.incomplete or before.incomplete or self.new):
            return "exact"
        if now.at_least and not (before.incomplete or self.new):
            return "at least"
        return "at most" if before.at_least and not now.incomplete and not self.new else "incomplete"


class Lately(Record):
    """A week, month or year up to now, beside the same part of the one before and of last year."""

    by: By
    before: Comparison
    """Beside the period before; of a year that is last year."""
    last_year: Comparison | None
    """Beside the same period of a year earlier; None for a year, and without figures there."""
    is_current: bool
    """Whether today is in it, also where today has passed, as on the last day of a month as of that day."""


def counterpart(now: PeriodValue, before: PeriodValue, today: date, calendar: Calendar) -> Period:
    """Return as much of the earlier period of *before* as has been logged of the running one of *now* on *today*.

    Of a KPI of weeks that is as many weeks of a month, quarter or year, each in the one it ends in: the same date falls
    in another part of the week a year earlier. Of one of months it is as many months. Of any other it is up to the same
    day.
    """
    period, earlier = now.period, before.period
    until, longer = now.until, BYS.index(period.by) > BYS.index("week")
    slots = stands_for_slots(now, before)
    if longer and until is not None and slots and cadence_by(now.coverage.cadence) == "week":
        newest, first = (period_of("week", day, calendar).end for day in (until, period.start))
        last = shifted(period_of("week", earlier.start, calendar).end, newest.toordinal() - first.toordinal())
        return earlier._replace(end=min(last, earlier.end))
    reached = as_far_as(now, today, calendar, whole=slots)
    part = same_part(period, reached, earlier)
    if slots and longer:
        # The end of a month of 30 days is that of one of 31, whose number may stand on its last day.
        part = part._replace(end=min(period_of(cadence_by(now.coverage.cadence), part.end, calendar).end, earlier.end))
    return part


def as_far_as(value: PeriodValue, today: date, calendar: Calendar, *, whole: bool = False) -> date:
    """Return the last day of a running period that counts when it is compared on *today*.

    It is the last day with data, or the last day of the week, month or quarter that its entry stands for, once that is
    over; also before where entries are known to stand for *whole* ones. Without any data it is the last day that is
    over, or the first one.
    """
    if value.until is None:
        return max(shifted(today, -1), value.period.start)
    slot = period_of(cadence_by(value.coverage.cadence), value.until, calendar)
    return slot.end if whole or slot.end < today else value.until


def stands_for_slots(*values: PeriodValue) -> bool:
    """Tell whether the entries of periods stand for whole weeks, months or quarters: there is one for each."""
    return all(
        cadence_by(value.coverage.cadence) != "day" and value.entries <= max(1, value.coverage.logged)
        for value in values
    )
