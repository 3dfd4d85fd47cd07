"""Slots: days, weeks, months or quarters as whole numbers, so that neighbours differ by one and gaps show.

A KPI that is logged on some weekdays only has slots for these alone: to a shop that is closed on Sunday, Monday
follows Saturday. Which days an entry is expected for is told by `cadence`, what a KPI is worth in a slot by
`aggregation`.
"""

from __future__ import annotations

from datetime import date, timedelta

from kpitui.core.cadence import WEEKDAYS, Span, cadence_by
from kpitui.core.record import Record

SEASON_SLOTS: dict[Span, int] = {"day": 7, "week": 1, "month": 12, "quarter": 4}
"""How many slots a season has, by their length: a week of days, a year of months or quarters; weeks have none."""

MONTHS = {"month": 1, "quarter": 3}
"""The months in a slot."""


class Slots(Record):
    """How the calendar is cut for one KPI."""

    period: Span
    weekdays: tuple[int, ...] = tuple(range(7))
    """Of days: on which weekdays there is a slot, Monday is 0, ascending."""

    @property
    def season(self) -> int:
        """Return how many slots a season has; a week has one for each day on which something is expected."""
        return len(self.weekdays) if self.period == "day" else SEASON_SLOTS[self.period]

    def of(self, day: date) -> int | None:
        """Return the slot that *day* lies in; None for a day on which nothing is expected."""
        if self.period in MONTHS:
            return (day.year * 12 + day.month - 1) // MONTHS[self.period]
        week = (day.toordinal() - 1) // 7  # 1 January of the year 1 is a Monday
        if self.period == "week":
            return week
        if day.weekday() not in self.weekdays:
            return None
        return week * len(self.weekdays) + self.weekdays.index(day.weekday())

    def first_day(self, slot: int) -> date:
        """Return the first day of *slot*, the day itself for a slot of one day."""
        if self.period in MONTHS:
            month = slot * MONTHS[self.period]
            return date(month // 12, month % 12 + 1, 1)
        if self.period == "week":
            return date.fromordinal(slot * 7 + 1)
        week, place = divmod(slot, len(self.weekdays))
        return date.fromordinal(week * 7 + 1 + self.weekdays[place])

    def last_day(self, slot: int) -> date:
        """Return the last day of *slot*."""
        if self.period == "day":
            return self.first_day(slot)
        return self.first_day(slot + 1) - timedelta(days=1)

    def between(self, first: date, last: date) -> range:
        """Return the slots that end from *first* to *last*, both inclusive, ascending."""
        begin, end = self._at_or_after(first), self._at_or_after(last)
        while self.last_day(begin) < first:
            begin += 1
        while self.last_day(end) > last:
            end -= 1
        return range(begin, end + 1)

    def _at_or_after(self, day: date) -> int:
        for step in range(7):
            slot = self.of(day + timedelta(days=step))
            if slot is not None:
                return slot
        raise AssertionError("every week has a day on which something is expected")


def slots_of(cadence: str) -> Slots:
    """Return how the calendar is cut for a KPI that is logged by *cadence*."""
    by = cadence_by(cadence)
    if by != "day":
        return Slots(by)
    if cadence == "workday":
        return Slots("day", tuple(range(5)))
    if cadence == "day":
        return Slots("day")
    return Slots("day", tuple(WEEKDAYS.index(name) for name in cadence.split(",")))
