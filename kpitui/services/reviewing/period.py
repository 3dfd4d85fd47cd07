"""The stretch of days that a review is of: a week, month or quarter that is over or running, or any other range."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from kpitui.core.calendar import By, Period, period_of, previous_period, same_elapsed
from kpitui.core.errors import Refused, mark
from kpitui.services.workspace import Workspace


class Stretch(NamedTuple):
    """The days of a review, all inclusive, and those it is compared with."""

    by: By | None
    """The length of period it is; None for any other range."""
    start: date
    end: date
    label: str
    """Its name, sortable: ``2026-W47``, ``2026-11``, or ``2026-11-02..2026-11-13``."""
    before_start: date
    before_end: date
    """The same part of the period before, or as many days directly before it."""
    as_of: date
    """The day it is seen from: its last one, or today while it is running."""


def stretch_of(workspace: Workspace, by: By, day: date | None = None) -> Stretch:
    """Return the period of length *by* that *day* is in; without a day, the newest one that is over."""
    calendar, today = workspace.settings.calendar, workspace.today
    period = period_of(by, day or today, calendar)
    if day is None and period.end >= today:
        period = previous_period(period, calendar)
    before = same_elapsed(period, today, calendar)
    return Stretch(by, period.start, period.end, period.label, *before, min(period.end, today))


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
        said = mark("{value} lies before the first day, {start}")
        raise Refused(said, field="until", value=end.isoformat(), start=start.isoformat())
    end = min(end, workspace.today)
    length = end.toordinal() - start.toordinal() + 1
    first = date.fromordinal(max(1, start.toordinal() - length))
    last = date.fromordinal(max(1, start.toordinal() - 1))
    label = f"{start.isoformat()}..{end.isoformat()}"
    return Stretch(None, start, end, label, first, last, end)


def as_period(stretch: Stretch, *, before: bool = False) -> Period:
    """Return the days of *stretch* that count up to the day it is seen from, or those *before*, for an aggregate."""
    if before:
        return Period(stretch.by or "day", stretch.before_start, stretch.before_end, stretch.label)
    return Period(stretch.by or "day", stretch.start, stretch.as_of, stretch.label)
