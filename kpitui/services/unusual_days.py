"""The days that what a KPI is now is told without: those that were excluded, and single ones far from all others.

Its forecast goes on from the same days, so that the recent average and the middle of the chance are of one opinion.
"""

from __future__ import annotations

from datetime import date, timedelta

from kpitui.core.kinds import KINDS
from kpitui.core.measure import cadence_of
from kpitui.core.model import Kpi
from kpitui.services.reading import data_of, history_of
from kpitui.services.workspace import Workspace
from kpitui.store import insight


def unusual_days_of(workspace: Workspace, kpi: Kpi) -> frozenset[date]:
    """Return the days of *kpi* that were excluded, and the accidents of the last thirteen weeks; a stock has none."""
    days: frozenset[date] = workspace.cached(("unusual", kpi.id), lambda: _unusual_days(workspace, kpi))
    return days


def _unusual_days(workspace: Workspace, kpi: Kpi) -> frozenset[date]:
    from kpitui.core.cadence import slots_of
    from kpitui.core.insight.season import LEARNED_DAYS
    from kpitui.core.insight.unusual_days import unusual_days

    excluded = insight.one_offs_of(workspace.store, kpi.id)
    today = workspace.today
    data = data_of(workspace, kpi, today, today)
    slots = slots_of(cadence_of(data))
    if slots.period != "day" or data.rule == "last" or KINDS[kpi.kind].whole:
        return frozenset(excluded)
    values = history_of(workspace, kpi, today - timedelta(days=LEARNED_DAYS), today)
    days = unusual_days(values, slots)
    if today in days and workspace.is_now:
        from kpitui.services.by_hour import comes_by_hour

        if comes_by_hour(workspace, kpi, today):  # its other hours are to come
            days.remove(today)
    return frozenset(excluded.union(days))
