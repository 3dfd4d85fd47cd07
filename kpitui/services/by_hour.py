"""Whether the numbers of a KPI come hour by hour, so that a day is not over while some of its hours are to come.

A module of its own for the status: it loads nothing that reads what is typed.
"""

from __future__ import annotations

from datetime import date, timedelta

from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.services.workspace import Workspace
from kpitui.store import entries

GROWS = {"sum": -1, "max": -1, "min": 1}
"""By the rule of a day: on which side of what is usual a day lies that is not over."""


def comes_by_hour(workspace: Workspace, kpi: Kpi, day: date) -> bool:
    """Tell whether a day of a KPI grows hour by hour: lately it had several entries a day with a time."""
    from kpitui.core.quantiles import USUAL_DAYS

    if KINDS[kpi.kind].rule not in GROWS:
        return False
    first = day - timedelta(days=min(USUAL_DAYS, day.toordinal() - 1))
    count, days = entries.timed_on(workspace.store, kpi.id, first, day)
    return days > 0 and count >= 2 * days
