"""Periods of a KPI compared like for like: the running one with as much of the earlier one as has been logged of it.

The rules are `kpitui.core.comparison`'s; here is read what they are held against. How it is said is the faces' work.
"""

from __future__ import annotations

from datetime import date

from kpitui.core.aggregation import PeriodValue, aggregate
from kpitui.core.calendar import By, Period, period_last_year, period_of, previous_period, same_part, shifted
from kpitui.core.comparison import Against, Comparison, as_far_as
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.services.reading import first_days, sources_of
from kpitui.services.workspace import Workspace
from kpitui.store import diary


def compared(workspace: Workspace, kpi: Kpi, period: Period, against: Against = "previous") -> Comparison:
    """Return *period* of a KPI beside the earlier one, which is cut off where a running *period* has been logged to."""
    calendar = workspace.settings.calendar
    earlier = period_last_year(period, calendar) if against == "last-year" else previous_period(period, calendar)
    return _compared(workspace, kpi, period, earlier, whole=KINDS[kpi.kind].whole)


def compared_days(workspace: Workspace, kpi: Kpi, start: date, end: date) -> Comparison:
    """Return the days from *start* to *end* of a KPI, both inclusive, beside as many directly before them."""
    length = end.toordinal() - start.toordinal() + 1
    earlier = Period("day", shifted(start, -length), shifted(start, -1), "")
    return _compared(workspace, kpi, Period("day", start, end, ""), earlier, whole=False)


def until_now(workspace: Workspace, kpi: Kpi, by: By, against: Against = "previous") -> Comparison:
    """Return the running week, month, quarter or year of a KPI beside the same part of the earlier one."""
    return compared(workspace, kpi, period_of(by, workspace.today, workspace.settings.calendar), against)


def _compared(workspace: Workspace, kpi: Kpi, period: Period, earlier: Period, *, whole: bool) -> Comparison:
    sources = sources_of(workspace, [kpi], earlier.start, period.end)
    pauses = diary.all_pauses(workspace.store)
    today, calendar = workspace.today, workspace.settings.calendar

    def value_of(stretch: Period) -> PeriodValue:
        return aggregate(kpi, sources, [stretch], today=today, calendar=calendar, pauses=pauses)[0]

    now = value_of(period)
    if now.partial and not whole:
        earlier = same_part(period, as_far_as(now, today, calendar), earlier)
    return Comparison(now, value_of(earlier), new=_is_new(workspace, kpi, earlier.start))


def _is_new(workspace: Workspace, kpi: Kpi, start: date) -> bool:
    """Tell whether a KPI that adds up was first logged, or added, after *start*."""
    if KINDS[kpi.kind].rule != "sum":
        return False
    return min(kpi.created, first_days(workspace).get(kpi.id, kpi.created)) > start
