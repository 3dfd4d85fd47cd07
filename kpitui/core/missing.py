"""Which numbers that are due are missing, and what they would bring: the one answer for all that is said of a goal.

Its verdict, chance and next step rest on it, and so does what it would take. A number that is missing is taken to be as
those that are there. Of a sum it brings what is usual on its weekday; whatever does not add up is as it is without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from math import fsum

from kpitui.core.aggregation import KpiData
from kpitui.core.cadence import Span
from kpitui.core.calendar import period_of, shifted
from kpitui.core.measure import WHOLE

USUAL_DAYS = 91
"""Days before a stretch that tell what is usually logged, and what an entry brings: a quarter."""

AWAY: dict[Span, int] = {"day": 5, "week": 2, "month": 2, "quarter": 2}
"""From how many entries in a row on that are missing, those are an absence, such as a holiday, and no habit."""

MOSTLY_OPEN = 2 / 3
"""The share of what is due from which on a weekday without any number is one on which a shop is closed."""

LUMPY = 0.25
"""Up to this share of entries with an amount a sum comes in lumps, as an invoice a month does."""

NEARLY = 1.1
"""How many times what is usual the numbers that are missing, or the days that are left, may have to bring to do."""

DAY = timedelta(days=1)


def usual_weekdays(data: KpiData, start: date) -> frozenset[int]:
    """Return the weekdays (Monday 0) on which most of what was due was logged in the quarter before *start*."""
    due, there = data.slots_due(shifted(start, -USUAL_DAYS), shifted(start, -1))
    begun = min(there, default=start)
    by_weekday: dict[int, list[bool]] = {}
    for day in due:
        if day >= begun:
            by_weekday.setdefault(day.weekday(), []).append(day in there)
    return frozenset(weekday for weekday, days in by_weekday.items() if 2 * sum(days) >= len(days))


def open_days(
    due: Sequence[date], there: Collection[date], by: Span, usual: Collection[int] = frozenset()
) -> list[date]:
    """Return those of *due* on whose weekday there ever is a number; of weeks and longer all of them.

    Where a third and more of what is due is on weekdays without any, those are not closed but not logged; nor are the
    *usual* weekdays, on which there were numbers before. *there* may have days from before those that are due, too.
    """
    weekdays = {day.weekday() for day in there}.union(usual)
    opened = [day for day in due if day.weekday() in weekdays]
    return list(due) if by != "day" or len(opened) < MOSTLY_OPEN * len(due) else opened


def usual_share(due: Sequence[date], there: Collection[date], by: Span) -> float:
    """Return how much of what is *due*, the latest days (weeks, months) in order, is usually *there*.

    A sum is judged by what is logged, and what is not brings nothing to it: where more than a tenth is missing now and
    then, as much will be. A single one that was forgotten counts as the others, an absence says nothing of other times,
    and on a weekday that never has a number a shop is closed.
    """
    logged = missing = 0
    for is_there, run in groupby(open_days(due, there, by), key=there.__contains__):
        length = sum(1 for _day in run)
        if is_there:
            logged += length
        elif length < AWAY[by]:
            missing += length
    return 1.0 if missing <= 1 or logged >= WHOLE * (logged + missing) else logged / (logged + missing)


class UsualAmounts:
    """What an entry of something that adds up usually brings, and which entries are missing in a stretch of days."""

    def __init__(
        self, data: KpiData, first: date, last: date, unusual: Collection[date] = (), start: date | None = None
    ) -> None:
        """*unusual* days tell nothing of what is usual; what was logged before the *start* of a goal is due in it."""
        self._data, self.last = data, last
        by, start = data.step, min(start or first, first)
        due, there = data.slots_due(min(first, shifted(last, -USUAL_DAYS)), last)
        begun = min(first, min(there, default=first))
        due = [day for day in due if day >= begun]
        self.in_lumps = len(there) <= LUMPY * len(due)
        """Whether it comes in lumps, so that what is not there is nothing that was forgotten."""
        weekdays = usual_weekdays(data, start) if by == "day" and not self.in_lumps else frozenset()
        opened = [] if self.in_lumps else open_days(due, there, by, weekdays)
        self._closed = frozenset(range(7)).difference(day.weekday() for day in opened) if by == "day" else frozenset()
        self.missing: list[date] = [day for day in opened if day >= first and day not in there]
        """The last days of the slots that are missing from *first* to *last*, ascending, without closed weekdays."""
        self.expected = sum(day >= first for day in opened)
        """How many are due in it, without those."""
        since = period_of(by, begun, data.calendar).start if by != "day" else begun
        self._since = since
        logged = data.values(since, last)
        usual = there.difference(unusual) if by == "day" else there
        of_days = [(day, value) for day, value in zip(*logged, strict=True) if by != "day" or day in usual]
        self._mean = fsum(value for _day, value in of_days) / len(usual) if usual else 0.0
        self._by_weekday = means_by_weekday(of_days) if by == "day" else {}
        if not weekdays <= self._by_weekday.keys():
            before = zip(*data.values(shifted(start, -USUAL_DAYS), shifted(start, -1)), strict=True)
            earlier = means_by_weekday([(day, value) for day, value in before if day not in unusual])
            self._by_weekday = {**earlier, **self._by_weekday}

    def of(self, days: Sequence[date]) -> float:
        """Return what the entries of *days* (of weeks and longer, those of slots) bring; on closed weekdays nothing."""
        return fsum(
            self._by_weekday.get(day.weekday(), self._mean) for day in days if day.weekday() not in self._closed
        )

    @property
    def amount(self) -> float:
        """Return what the entries that are missing bring."""
        return self.of_missing(self.last)

    def of_missing(self, until: date) -> float:
        """Return what the entries that are missing up to a day bring, besides those parts of them that are there."""
        return fsum(self._rest_of(day) for day in self.missing if day <= until)

    def _rest_of(self, day: date) -> float:
        whole, data = self.of([day]), self._data
        computed = data.with_parts_of(day, self._since)
        if computed is not None:
            return computed
        part = data.logged_value(period_of(data.step, day, data.calendar).start, day) or 0.0
        return max(0.0, whole - part) if whole >= 0 and part >= 0 else whole - part


def means_by_weekday(of_days: Iterable[tuple[date, float]]) -> dict[int, float]:
    """Return the mean of the values of each weekday (Monday 0) that has any."""
    by_weekday: dict[int, list[float]] = {}
    for day, value in of_days:
        by_weekday.setdefault(day.weekday(), []).append(value)
    return {weekday: fsum(values) / len(values) for weekday, values in by_weekday.items()}


def missing_amount(
    data: KpiData, first: date, last: date, unusual: Collection[date] = (), start: date | None = None
) -> float:
    """Return what the entries that are missing from *first* to *last* bring to a sum; of anything else nothing.

    *unusual* days and the *start* of a goal are as for `UsualAmounts`.
    """
    if data.rule != "sum" or first > last:
        return 0.0
    due, there = data.slots_due(first, last)
    return UsualAmounts(data, first, last, unusual, start).amount if len(there) < len(due) else 0.0


def with_missing(value: float, amount: float) -> tuple[float, float]:
    """Return what a sum comes to with what is missing, an *amount* by what is usual: as much, and nearly as much more.

    What is missing is not known to the last cent, so that only what holds for both is sure.
    """
    return value + amount, value + NEARLY * amount
