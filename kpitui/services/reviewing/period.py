"""The stretch of days that a review is of: a week, month or quarter that is over or running, or any other range."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from kpitui.core.calendar import By, Period, period_of, previous_period
from kpitui.core.comparison import Comparison
from kpitui.core.errors import Refused, mark
from kpitui.core.model import Kpi
from kpitui.services.like_for_like import compared, compared_days
from kpitui.services.workspace import Workspace


class Stretch(NamedTuple):
    """The days of a review, all inclusive. What a KPI is compared with depends on how far it has been logged."""

    by: By | None
    """The length of period it is; None for any other range."""
    start: date
    end: date
    label: str
    """Its name, sortable: ``2026-W47``, ``2026-11``, or ``2026-11-02..2026-11-13``."""
    as_of: date
    """The day it is seen from: its last one, or today while it is running."""


def stretch_of(workspace: Workspace, by: By, day: date | None = None) -> Stretch:
    """Return the period of length *by* that *day* is in; without a day, the newest one that is over."""
    calendar, today = workspace.settings.calendar, workspace.today
    period = period_of(by, day or today, calendar)
    if day is None and period.end >= today:
        period = previous_period(period, calendar)
    return Stretch(by, period.start, period.end, period.label, min(period.end, today))


def neighbour(workspace: Workspace, stretch: Stretch, step: int) -> Stretch:
    """Return the stretch before (-1) or after (1) *stretch*; the one that is running has none after it."""
    days = (stretch.end - stretch.start).days + 1
    day = stretch.end + timedelta(days=1) if step > 0 else stretch.start - timedelta(days=1)
    if day > workspace.today:
        return stretch
    if stretch.by is not None:
        return stretch_of(workspace, stretch.by, day)
    other = day + step * timedelta(days=days - 1)
    return range_of(workspace, min(day, other), max(day, other))


def range_of(workspace: Workspace, start: date, end: date) -> Stretch:
    """Return the days from *start* to *end*, those that are still to come left out.

    Raises Refused when all of them are, or when the end lies before the start.
    """
    if start > workspace.today:
        raise Refused(mark("{value} is still to come"), field="since", value=start.isoformat())
    if end < start:
        message = mark("{value} lies before the first day, {start}")
        raise Refused(message, field="until", value=end.isoformat(), start=start.isoformat())
    end = min(end, workspace.today)
    return Stretch(None, start, end, f"{start.isoformat()}..{end.isoformat()}", end)


def compared_in(workspace: Workspace, kpi: Kpi, stretch: Stretch) -> Comparison:
    """Return a KPI over *stretch* beside the period before it, or as many days directly before any other range."""
    if stretch.by is None:
        return compared_days(workspace, kpi, stretch.start, stretch.end)
    return compared(workspace, kpi, Period(stretch.by, stretch.start, stretch.end, stretch.label))
