"""A KPI's history as columns, one row per local day that has entries; and what was expected of it and is there.

Columns and not objects, because years of days pass through here on every screen. What a kind makes of them is
`aggregation`'s work, which days a cadence names `cadence`'s; reading them is `kpitui.store.entries`'.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from kpitui.core.cadence import Slot, cadence_by, pauses_of, slots
from kpitui.core.calendar import Calendar, period_of
from kpitui.core.model import Kpi, Pause
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


# What was expected of a KPI and what is there: the slots that are over, those without data, blanks that are zero.
#
# A slot is expected from the day the KPI was created, or from its first entry ever when that is earlier, so that a
# period rests on the same however many others are asked for. Today is expected only once it has data. Which days a
# cadence names is `cadence`'s, what the data adds up to `aggregation`'s.


class View(Record):
    """From when, and with which calendar and pauses, data is looked at."""

    today: date
    calendar: Calendar
    pauses: Sequence[Pause]
    """Those of all KPIs; the ones of other KPIs are left aside."""


class Coverage(Record):
    """How much of what was expected is there, counted in slots: days for a KPI of days, weeks for one of weeks."""

    expected: int = 0
    """The slots that are over, and the running one when it has data; paused ones are not among them."""
    logged: int = 0
    """Those of them that have an entry; of a derived KPI, one of each part."""
    zeros: int = 0
    """Those that have none and count as zero."""
    one_sided: int = 0
    """Of a derived KPI: those that have an entry of some of its parts and not of all."""
    paused: int = 0
    """The slots on which nothing was expected because of a pause."""
    cadence: str = "day"
    """What the slots are: those of this cadence."""

    @property
    def there(self) -> int:
        """Return how many slots have a value, the zeros among them; never more than were expected."""
        return self.logged + self.zeros

    @property
    def missing(self) -> int:
        """Return how many slots have none."""
        return self.expected - self.there

    @property
    def share(self) -> float | None:
        """Return which share of the slots has a value, 0 to 1; None when nothing was expected."""
        return self.there / self.expected if self.expected else None


class Ledger(Record):
    """The data of one KPI and the slots it was expected for, each slot by its last day; all ascending."""

    totals: DayTotals
    """All its data, not only that of the stretch asked for, with a zero on each of the `filled` days."""
    filled: tuple[date, ...]
    """Blank slots that count as zero."""
    expected: tuple[date, ...]
    """The slots that are over, and the running one when it has data."""
    missing: tuple[date, ...]
    """The expected slots without data."""
    paused: tuple[date, ...]
    """The slots up to today on which nothing was expected because of a pause."""
    cadence: str
    """What the slots are: those of this cadence."""

    def coverage(self, first: date, last: date) -> Coverage:
        """Return how much of what was expected from *first* to *last*, both inclusive, is there."""
        expected, zeros, missing, paused = (
            number_within(ends, first, last) for ends in (self.expected, self.filled, self.missing, self.paused)
        )
        return Coverage(expected, expected - zeros - missing, zeros, 0, paused, self.cadence)


def ledger_of(kpi: Kpi, totals: DayTotals, first: date, last: date, view: View, *, began: date | None = None) -> Ledger:
    """Return the data of *kpi* with its slots that end from *first* to *last* inclusive.

    *began* is the day of its first entry ever, where *totals* does not reach back that far. A blank slot that is
    over is a zero, and so neither missing nor without data, when the KPI says so.
    """
    origin = max(first, min((kpi.created, *totals.days[:1], *([began] if began else []))))
    horizon = min(last, period_of(cadence_by(kpi.cadence), view.today, view.calendar).end)
    rests = pauses_of(kpi, view.pauses)
    due = slots(kpi.cadence, origin, horizon, view.calendar, rests)
    expected, blank, logged = [], [], set(totals.days)
    for start, end in due:
        has_data = start in logged if start == end else number_within(totals.days, start, end) > 0
        if has_data or end < view.today:
            expected.append(end)
        if not has_data and end < view.today:
            blank.append(end)
    paused = _paused(kpi.cadence, origin, min(horizon, view.today), due, view.calendar) if rests else ()
    if kpi.blank == "zero":
        return Ledger(_with_zeros(totals, blank), tuple(blank), tuple(expected), (), paused, kpi.cadence)
    return Ledger(totals, (), tuple(expected), tuple(blank), paused, kpi.cadence)


def _paused(cadence: str, first: date, last: date, due: Sequence[Slot], calendar: Calendar) -> tuple[date, ...]:
    """Return the last days of the slots that end from *first* to *last* and are not among those that are *due*."""
    expected = {end for _, end in due}
    return tuple(end for _, end in slots(cadence, first, last, calendar) if end not in expected)


def number_within(days: Sequence[date], first: date, last: date) -> int:
    """Return how many of the ascending *days* lie from *first* to *last* inclusive."""
    return bisect_right(days, last) - bisect_left(days, first)


def _with_zeros(totals: DayTotals, blanks: Sequence[date]) -> DayTotals:
    """Return *totals* with one zero on each of *blanks*, days it does not hold."""
    if not blanks:
        return totals
    rows = sorted((*zip(*totals, strict=True), *((day, 0.0, 1) for day in blanks)))
    days, figures, counts = zip(*rows, strict=True)
    return DayTotals(days, figures, counts)
