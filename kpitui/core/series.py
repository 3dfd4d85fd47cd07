"""A KPI's history as columns, one row per local day that has entries, ascending, gaps left out.

Columns and not objects, because years of days pass through here on every screen. What a kind makes of them
is `aggregation`'s work; reading them is `kpitui.store.entries`'.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date

from kpitui.core.record import Record


class DayTotals(Record):
    """Per day with at least one entry: their figure and their number.

    The three columns have equal length; `days` ascends strictly. A day that is not in it has no data, which is
    not the same as zero.
    """

    days: tuple[date, ...] = ()
    figures: tuple[float, ...] = ()
    """The sum of the day's entries where the kind adds up or takes the mean, else the one of them that its rule takes:
    the last, the lowest or the highest; their number where the kind counts."""
    counts: tuple[int, ...] = ()

    def between(self, first: date, last: date) -> DayTotals:
        """Return the rows from *first* to *last*, both inclusive."""
        low, high = bisect_left(self.days, first), bisect_right(self.days, last)
        return DayTotals(self.days[low:high], self.figures[low:high], self.counts[low:high])


class DayValues(Record):
    """One value per day, ascending, days without a value left out: what charts, pace and statistics read."""

    days: tuple[date, ...] = ()
    values: tuple[float, ...] = ()

    def between(self, first: date, last: date) -> DayValues:
        """Return the days from *first* to *last*, both inclusive."""
        low, high = bisect_left(self.days, first), bisect_right(self.days, last)
        return DayValues(self.days[low:high], self.values[low:high])

    def on(self, day: date) -> float | None:
        """Return the value of *day*, or None when it has none."""
        index = bisect_left(self.days, day)
        return self.values[index] if index < len(self.days) and self.days[index] == day else None
