"""The period of days that a review is of: a week, month or quarter that is over or running, or any other range."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from kpitui.core.calendar import BYS, By, Period, period_of, previous_period
from kpitui.core.comparison import Comparison
from kpitui.core.errors import Refused, mark
from kpitui.core.model import Kpi
from kpitui.services.like_for_like import compared, compared_days
from kpitui.services.reading import rhythm_of
from kpitui.services.workspace import Workspace


class ReviewPeriod(NamedTuple):
    """The days of a review, all inclusive. What a KPI is compared with depends on how far it has been logged."""

    by: By | None
    """The length of period it is; None for any other range."""
    start: date
    end: date
    label: str
    """Its name, sortable: ``2026-W47``, ``2026-11``, or ``2026-11-02..2026-11-13``."""
    as_of: date
    """The day it is seen from: its last one, or today while it is running."""


def review_period(workspace: Workspace, by: By, day: date | None = None) -> ReviewPeriod:
    """Return the period of length *by* that *day* is in; without a day, the newest one that is over."""
    calendar, today = workspace.settings.calendar, workspace.today
    period = period_of(by, day or today, calendar)
    if day is None and period.end >= today:
        period = previous_period(period, calendar)
    return ReviewPeriod(by, period.start, period.end, period.label, min(period.end, today))


def neighbour(workspace: Workspace, period: ReviewPeriod, step: int) -> ReviewPeriod:
    """Return the period before (-1) or after (1) *period*; the one that is running has none after it."""
    days = (period.end - period.start).days + 1
    day = period.end + timedelta(days=1) if step > 0 else period.start - timedelta(days=1)
    if day > workspace.today:
        return period
    if period.by is not None:
        return review_period(workspace, period.by, day)
    other = day + step * timedelta(days=days - 1)
    return range_of(workspace, min(day, other), max(day, other))


def range_of(workspace: Workspace, start: date, end: date) -> ReviewPeriod:
    """Return the days from *start* to *end*, those that are still to come left out.

    Raises Refused when all of them are, or when the end lies before the start.
    """
    if start > workspace.today:
        raise Refused(mark("{value} is in the future"), field="since", value=start.isoformat())
    if end < start:
        message = mark("{value} is before the first day, {start}")
        raise Refused(message, field="until", value=end.isoformat(), start=start.isoformat())
    end = min(end, workspace.today)
    return ReviewPeriod(None, start, end, f"{start.isoformat()}..{end.isoformat()}", end)


def compared_in(workspace: Workspace, kpi: Kpi, period: ReviewPeriod) -> Comparison:
    """Return a KPI over *period* beside the period before it, or as many days directly before any other range.

    Of a KPI that is logged by longer periods, as one of months in a week, it is the last of those that is over.
    """
    if period.by is None:
        return compared_days(workspace, kpi, period.start, period.end)
    own = rhythm_of(workspace, kpi)
    if BYS.index(own) > BYS.index(period.by):
        calendar = workspace.settings.calendar
        last = period_of(own, period.as_of, calendar)
        return compared(workspace, kpi, last if last.end <= period.as_of else previous_period(last, calendar))
    return compared(workspace, kpi, Period(period.by, period.start, period.end, period.label))
