"""Periods of a KPI compared like for like: the running one with as much of the earlier one as has been logged of it.

The rules are `kpitui.core.comparison`'s; here is read what they are held against. How it is said is the faces' work.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kpitui.core.aggregation import PeriodValue, Source, aggregate
from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import BYS, By, Period, period_last_year, period_of, previous_period, shifted
from kpitui.core.comparison import Against, Comparison, Lately, counterpart
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.services.reading import days_before, first_days, rhythm_of, sources_of
from kpitui.services.workspace import Workspace
from kpitui.store import records


def compared(
    workspace: Workspace, kpi: Kpi, period: Period, against: Against = "previous", *, until: date | None = None
) -> Comparison:
    """Return *period* of a KPI beside the earlier one, which is cut off where a running *period* has been logged to.

    With *until* both are cut off there.
    """
    calendar = workspace.settings.calendar
    earlier = period_last_year(period, calendar) if against == "last-year" else previous_period(period, calendar)
    return _compared(workspace, kpi, period, earlier, whole=KINDS[kpi.kind].whole, until=until)


def compared_days(workspace: Workspace, kpi: Kpi, start: date, end: date) -> Comparison:
    """Return the days from *start* to *end* of a KPI, both inclusive, beside as many directly before them."""
    length = end.toordinal() - start.toordinal() + 1
    earlier = Period("day", shifted(start, -length), shifted(start, -1), "")
    return _compared(workspace, kpi, Period("day", start, end, ""), earlier, whole=False)


def compared_as_given(workspace: Workspace, kpi: Kpi, period: Period, earlier: Period) -> Comparison:
    """Return *period* of a KPI beside *earlier*, neither of them cut off."""
    return _compared(workspace, kpi, period, earlier, whole=True)


def until_now(workspace: Workspace, kpi: Kpi, by: By) -> Comparison:
    """Return the running week, month, quarter or year of a KPI beside the same part of the earlier one."""
    return compared(workspace, kpi, period_of(by, workspace.today, workspace.settings.calendar), "previous")


def lately(workspace: Workspace, kpi: Kpi) -> list[Lately]:
    """Return how a KPI does this week, this month, this quarter and this year, as far as it has figures for them.

    A week in which nothing is logged yet gives way to the one before, and so does the month of a KPI of months. Of a
    KPI that is logged by longer periods the shorter ones are left out, of a stamped one all but its own.
    """
    own = rhythm_of(workspace, kpi)
    lengths: tuple[By, ...] = ("week", "month", "quarter", "year")
    if KINDS[kpi.kind].whole:
        lengths = (own,) if own != "day" else ()
    pairs = []
    for by in lengths:
        if BYS.index(by) < BYS.index(own):
            continue
        period = period_of(by, workspace.today, workspace.settings.calendar)
        before = compared(workspace, kpi, period)
        if before.now.value is None and by in ("week", own):
            period = previous_period(period, workspace.settings.calendar)
            before = compared(workspace, kpi, period)
        if before.now.value is not None:
            other = compared(workspace, kpi, period, "last-year") if by != "year" else None
            beside = other if other and other.before.value is not None else None
            pairs.append(Lately(by, before, beside, period.end >= workspace.today))
    return pairs


TO_DATE: tuple[By, ...] = ("month", "quarter", "year")
"""The periods that are set beside those of last year."""


def to_date(workspace: Workspace, kpi: Kpi) -> list[Comparison]:
    """Return the month, quarter and year of today up to today, each beside the same part of a year earlier.

    Those shorter than what the KPI is logged by are left out; of a stamped one all but its own length, for its figures
    can't be added up.
    """
    own, calendar = rhythm_of(workspace, kpi), workspace.settings.calendar
    stamped = KINDS[kpi.kind].whole
    beside = []
    for by in TO_DATE:
        if BYS.index(by) >= BYS.index(own) and (by == own or not stamped):
            period = period_of(by, workspace.today, calendar)
            earlier = period_last_year(period, calendar)
            beside.append(_compared(workspace, kpi, period, earlier, whole=stamped, until=workspace.today))
    return beside


def newest_period(workspace: Workspace, kpi: Kpi) -> Lately:
    """Return how a KPI does this week, or in the longer period that it is logged by, beside the one before.

    A period in which nothing is logged yet gives way to the one before, where there is something.
    """
    own = rhythm_of(workspace, kpi)
    by: By = "week" if own == "day" else own
    now = until_now(workspace, kpi, by)
    if now.compared.value is None and not now.now.refused:
        earlier = compared(workspace, kpi, previous_period(now.now.period, workspace.settings.calendar))
        now = earlier if earlier.now.value is not None else now
    return Lately(by, now, None, now.now.period.end >= workspace.today)


def _compared(
    workspace: Workspace, kpi: Kpi, period: Period, earlier: Period, *, whole: bool, until: date | None = None
) -> Comparison:
    """Compare *period*, up to *until* where that is given, with *earlier* or with as much of it."""
    sources = sources_of(workspace, [kpi], earlier.start, min(period.end, workspace.today))
    pauses = records.all_pauses(workspace.store)
    today, calendar = workspace.today, workspace.settings.calendar

    def value_of(stretch: Period) -> PeriodValue:
        over = not workspace.is_now
        return aggregate(kpi, sources, [stretch], today=today, calendar=calendar, pauses=pauses, day_is_over=over)[0]

    now, before = value_of(period._replace(end=min(until, period.end)) if until else period), value_of(earlier)
    without_today = None
    if (now.partial or until is not None) and not whole:
        if period.start <= today <= min(until or today, period.end) and _grows(workspace, sources):
            yesterday = days_before(today, 1)
            is_new = period.start > yesterday
            without_today = now._replace(value=None) if is_new else value_of(period._replace(end=yesterday))
        compared = without_today or now
        earlier = counterpart(compared._replace(period=period), before, today, calendar)
        before = value_of(earlier)
    return Comparison(now, before, _is_new(workspace, kpi, earlier.start), without_today)


def _grows(workspace: Workspace, sources: Mapping[str, Source]) -> bool:
    """Tell whether the numbers of today come hour by hour, of a KPI or of what it is computed from."""
    from kpitui.services.by_hour import comes_by_hour

    today = workspace.today
    return workspace.is_now and any(comes_by_hour(workspace, source.kpi, today) for source in sources.values())


def _is_new(workspace: Workspace, kpi: Kpi, start: date) -> bool:
    """Tell whether a KPI that adds up was first logged, or added, after *start*."""
    if KINDS[kpi.kind].rule != "sum":
        return False
    first = min(kpi.created, first_days(workspace).get(kpi.id, kpi.created))
    # The first number of a month that is logged on its last day is that of the whole month.
    return period_of(cadence_by(kpi.cadence), first, workspace.settings.calendar).start > start
