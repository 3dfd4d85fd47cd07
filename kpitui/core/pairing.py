"""The days that a ratio or a formula is computed over: those on which all its parts have a value.

A part that is logged by the week or by the month can only be paired by whole weeks or months, so the longest rhythm of
the parts is the cell in which they meet. What the cells add up to by the rule of each part is `aggregation`'s work.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from datetime import date

from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import Calendar, period_of
from kpitui.core.kinds import KINDS, Rule
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.core.series import DayTotals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.cadence import Span

_LENGTHS: tuple[Span, ...] = ("day", "week", "month", "quarter")


class Paired(Record):
    """The data of several KPIs on the cells that they have in common; a cell stands on its last day, or on today."""

    step: Span
    """How long a cell is: the longest rhythm of the parts."""
    parts: dict[str, DayTotals]
    """By key: the data of each part, one row for each day of `days`."""
    days: tuple[date, ...]
    """The cells with a value of every part, ascending."""
    one_sided: tuple[date, ...]
    """The cells with a value of some parts and not of all, ascending."""

    def number(self, first: date, last: date) -> int:
        """Return how many common cells stand on the days from *first* to *last* inclusive: the n of a ratio."""
        return bisect_right(self.days, last) - bisect_left(self.days, first)

    def number_one_sided(self, first: date, last: date) -> int:
        """Return how many cells from *first* to *last* inclusive had a value of some parts only."""
        return bisect_right(self.one_sided, last) - bisect_left(self.one_sided, first)


def pairing_step(kpis: Mapping[str, Kpi]) -> Span:
    """Return the length of the cells in which *kpis* can be paired: the longest of their rhythms."""
    return max((cadence_by(kpi.cadence) for kpi in kpis.values()), key=_LENGTHS.index, default="day")


def paired(kpis: Mapping[str, Kpi], totals: Mapping[str, DayTotals], today: date, calendar: Calendar) -> Paired:
    """Return the data of *kpis*, by key and none of them derived, on the cells that all of them have a value in.

    *totals* holds their data by the same keys, with a zero where a blank means one. A cell that is not over on
    *today* stands on today.
    """
    step = pairing_step(kpis)
    cells = {key: by_cell(kpi, totals[key], step, today, calendar) for key, kpi in kpis.items()}
    sets = [set(rows.days) for rows in cells.values()]
    common = set.intersection(*sets) if sets else set()
    every = set.union(*sets) if sets else set()
    parts = {key: rows if len(rows.days) == len(common) else _only(rows, common) for key, rows in cells.items()}
    return Paired(step, parts, tuple(sorted(common)), tuple(sorted(every - common)))


def _only(rows: DayTotals, days: set[date]) -> DayTotals:
    common = [row for row in zip(*rows, strict=True) if row[0] in days]
    return DayTotals(*zip(*common, strict=True)) if common else DayTotals()


_JOINED: dict[Rule, Callable[[float, float], float]] = {
    "sum": lambda before, figure: before + figure,
    "mean": lambda before, figure: before + figure,
    "min": min,
    "max": max,
}
"""What the figures of two days come to together; of any other rule the later one counts."""


def by_cell(kpi: Kpi, rows: DayTotals, step: Span, today: date, calendar: Calendar) -> DayTotals:
    """Return *rows* of a KPI as one row a cell: the sum where the kind adds up or takes the mean, else what counts.

    A cell of *step* stands on its last day, one that is not over on *today*; days stay as they are.
    """
    if step == "day":
        return rows
    joined = _JOINED.get(KINDS[kpi.kind].rule)
    figures: dict[date, float] = {}
    counts: dict[date, int] = {}
    end = day = date.min
    for row_day, figure, count in zip(*rows, strict=True):
        if row_day > end or not counts:
            end = period_of(step, row_day, calendar).end
            day = end if end < today or row_day > today else today
        figures[day] = joined(figures[day], figure) if joined and day in figures else figure
        counts[day] = counts.get(day, 0) + count
    return DayTotals(tuple(figures), tuple(figures.values()), tuple(counts.values()))
