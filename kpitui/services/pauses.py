"""Pauses: days on which nothing is expected of one KPI or of all; one may be added afterwards."""

from __future__ import annotations

from datetime import date

from kpitui.core.errors import NotFound, Refused, mark
from kpitui.core.model import Kpi, Pause
from kpitui.core.text import storable
from kpitui.services.workspace import Workspace
from kpitui.store import records


def add_pause(workspace: Workspace, kpi: Kpi | None, start: date, end: date, reason: str) -> int:
    """Expect nothing from *start* to *end*, both inclusive, of one KPI or of all; return the id of the pause."""
    reason = _checked(start, end, reason)
    with workspace.store.write("pause.added", **_details(kpi, start, end)) as change:
        return records.add_pause(change, kpi.id if kpi else None, start, end, reason)


def edit_pause(workspace: Workspace, pause: Pause, kpi: Kpi | None, start: date, end: date, reason: str) -> Pause:
    """Give a pause another KPI, other days or another reason, and return it; raises Refused as `add_pause`."""
    reason = _checked(start, end, reason)
    changed = pause._replace(kpi=kpi.id if kpi else None, start=start, end=end, reason=reason)
    with workspace.store.write("pause.edited", **_details(kpi, start, end)) as change:
        records.update_pause(change, changed)
    return changed


def remove_pause(workspace: Workspace, pause: Pause) -> None:
    """Delete a pause, undoably: its days are expected again."""
    kpi = next((kpi for kpi in records.all_kpis(workspace.store, archived=True) if kpi.id == pause.kpi), None)
    with workspace.store.write("pause.removed", **_details(kpi, pause.start, pause.end)) as change:
        records.delete_pause(change, pause)


def find_pause(workspace: Workspace, number: str) -> Pause:
    """Return the pause with this number, as it is listed; raise NotFound."""
    for pause in records.all_pauses(workspace.store):
        if str(pause.id) == number.strip():
            return pause
    raise NotFound(mark("No pause {value}. See the list: kpitui pause"), field="remove", value=number)


def last_day(workspace: Workspace, text: str, start: date) -> date:
    """Return the last day of a pause as it was typed: one that lies before its first is the next one of that name."""
    end = workspace.read_day(text)
    return end if end >= start else workspace.read_day(text, today=start, future=True)


def _checked(start: date, end: date, reason: str) -> str:
    if end < start:
        raise Refused(mark("A pause can't end before it starts"), field="end")
    return storable(reason, what=mark("a reason"), field="reason")


def _details(kpi: Kpi | None, start: date, end: date) -> dict[str, str]:
    return {"kpi": kpi.name if kpi else "", "date": start.isoformat(), "end": end.isoformat()}
