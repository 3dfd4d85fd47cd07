"""Days, weeks or months on which a KPI was expected to be logged and was not: what is walked to fill them in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import Period, period_of
from kpitui.core.kinds import is_computed
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.core.series import View, ledger_of
from kpitui.services.reading import all_pauses, days_before, shown_kpis, sources_of
from kpitui.services.workspace import Workspace

LOOK = 91
"""Days back that are looked at when nobody says since when."""


class Gap(Record):
    """A KPI that lacks a number."""

    kpi: Kpi
    day: date
    """The day, or the last day of the week, month or quarter."""
    period: Period


def gaps(workspace: Workspace, kpis: Sequence[Kpi] = (), *, since: date | None = None) -> list[Gap]:
    """Return what is missing of *kpis* (of all on Today without any), the oldest day first, then in their order.

    Only what is over counts, from *since* (three months ago without it) on. What is calculated, paused, or zero where
    it is blank, lacks nothing.
    """
    today, calendar = workspace.today, workspace.settings.calendar
    first = since or days_before(today, LOOK)
    chosen = [kpi for kpi in (kpis or shown_kpis(workspace)) if not is_computed(kpi) and not kpi.archived]
    sources = sources_of(workspace, chosen, first, today)
    view = View(today, calendar, all_pauses(workspace))
    missing = []
    for place, kpi in enumerate(chosen):
        source = sources[kpi.key]
        ledger = ledger_of(kpi, source.totals, first, today, view, began=source.began)
        missing += [(day, place) for day in ledger.missing]
    ordered = [(chosen[place], day) for day, place in sorted(missing)]
    return [Gap(kpi, day, period_of(cadence_by(kpi.cadence), day, calendar)) for kpi, day in ordered]
