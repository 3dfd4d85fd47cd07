"""What was expected of a KPI and what is there: the slots that are over, those without data, blanks that are zero.

A slot is expected from the day the KPI was created, or from its first entry when that is earlier. Today is
expected only once it has data. Which days a cadence names is `cadence`'s, what the data adds up to
`aggregation`'s.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from kpitui.core.cadence import cadence_by, pauses_of, slots
from kpitui.core.calendar import Calendar, period_of
from kpitui.core.model import Kpi, Pause
from kpitui.core.record import Record
from kpitui.core.series import DayTotals


class View(Record):
    """From when, and with which calendar and pauses, data is looked at."""

    today: date
    calendar: Calendar
    pauses: Sequence[Pause]
    """Those of all KPIs; the ones of other KPIs are left aside."""


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


def ledger_of(kpi: Kpi, totals: DayTotals, first: date, last: date, view: View) -> Ledger:
    """Return the data of *kpi* with its slots that end from *first* to *last* inclusive.

    A blank slot that is over is a zero, and so neither missing nor without data, when the KPI says so.
    """
    origin = min((kpi.created, *totals.days[:1]))
    horizon = min(last, period_of(cadence_by(kpi.cadence), view.today, view.calendar).end)
    expected, blank, known = [], [], set(totals.days)
    for start, end in slots(kpi.cadence, max(first, origin), horizon, view.calendar, pauses_of(kpi, view.pauses)):
        has_data = start in known if start == end else number_within(totals.days, start, end) > 0
        if has_data or end < view.today:
            expected.append(end)
        if not has_data and end < view.today:
            blank.append(end)
    if kpi.blank == "zero":
        return Ledger(_with_zeros(totals, blank), tuple(blank), tuple(expected), ())
    return Ledger(totals, (), tuple(expected), tuple(blank))


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
