"""What the hook on-log is told: which figures of which days became what, or of very many only where they lie."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kpitui.core.model import Change, Kpi, Step
from kpitui.services.reading import all_kpis, history_of

if TYPE_CHECKING:
    from kpitui.extras.hooks.runner import CommittedStep
    from kpitui.services.workspace import Workspace
    from kpitui.store.time_travel import Touched

MOST_DAYS = 500
"""Figures of days that are listed; of more only the summary is told."""

ORDERS = Kpi(1, "orders", "Orders", "flow")
"""The KPI of the examples."""

State = dict[int, tuple[Kpi, dict[date, float]]]
"""By the id of a KPI: the KPI, and its value on the days that were touched, as far as it has one."""


def after(workspace: Workspace, touched: Touched) -> State:
    """Return the touched KPIs and, unless they are very many, their values on the touched days."""
    listed = _listed(touched)
    return {
        kpi.id: (kpi, _values(workspace, kpi, list(touched[kpi.id])) if listed else {})
        for kpi in all_kpis(workspace)
        if kpi.id in touched
    }


before = after
"""What was there is read in the same way."""


def document(workspace: Workspace, happened: CommittedStep, was: State | None, now: State) -> dict[str, Any] | None:
    """Return the document about a step, from what *was* (None: not known) and what is *now*."""
    touched = happened.touched
    # A KPI that came with the figures is gone when both are undone.
    kpis = {number: kpi for state in (was or {}, now) for number, (kpi, _values) in state.items()}
    summary = [
        {**_head(kpis[number]), "first": _iso(min(days)), "last": _iso(max(days)), "days": len(days),
         "entries": sum(days.values())}
        for number, days in touched.items() if number in kpis
    ]  # fmt: skip
    listed = [
        {**_head(kpis[number]), "day": _iso(day), "before": _value(was, number, day),
         "after": _value(now, number, day)}
        for number, days in touched.items() if number in kpis for day in days
    ] if _listed(touched) else None  # fmt: skip
    return {**happened.head(workspace, "on-log"), "kpis": summary, "days": listed}


def example(workspace: Workspace) -> dict[str, Any]:
    """Return a made-up document: eighteen orders logged today where there were twelve."""
    was, now = ({1: (ORDERS, {workspace.today: value})} for value in (12.0, 18.0))
    record = document(workspace, example_of(workspace), was, now)
    assert record is not None
    return record


def example_of(workspace: Workspace) -> CommittedStep:
    """Return the made-up step of the examples."""
    from kpitui.extras.hooks.runner import CommittedStep

    details = {"kpi": ORDERS.name, "date": workspace.today.isoformat(), "text": "18", "count": 1}
    change = Change(1, "", "entry.logged", details, undone=False)
    return CommittedStep(Step(1, "done"), change, {1: {workspace.today: 2}})


def _listed(touched: Touched) -> bool:
    return sum(map(len, touched.values())) <= MOST_DAYS


def _values(workspace: Workspace, kpi: Kpi, days: list[date]) -> dict[date, float]:
    """Return the values on *days*, ascending, those next to each other read at once."""
    by_day: dict[date, float] = {}
    first = days[0]
    for day, following in zip(days, [*days[1:], None], strict=True):
        if following is None or following > day + timedelta(days=1):
            values = history_of(workspace, kpi, first, day)
            by_day.update(zip(values.days, values.values, strict=True))
            first = following or day
    return by_day


def _head(kpi: Kpi) -> dict[str, str]:
    return {"key": kpi.key, "name": kpi.name, "unit": kpi.unit}


def _value(state: State | None, number: int, day: date) -> float | None:
    return state[number][1].get(day) if state and number in state else None


def _iso(day: date) -> str:
    return day.isoformat()
