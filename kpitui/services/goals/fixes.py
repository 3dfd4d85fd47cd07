"""One key against a finding: what a fix changes of what was typed, and what it does beyond the draft.

Which fixes there are is told by the checks of `kpitui.core.smart`. What is done beyond the draft can be undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from kpitui.core.figures import decimals_for, rounded
from kpitui.core.model import Kpi
from kpitui.core.smart import Fix
from kpitui.services.entries import find_kpi
from kpitui.services.goals.goal_parsing import typed_figure
from kpitui.services.kpis import edit_kpi, fields_of
from kpitui.services.notes import add_note
from kpitui.services.reading import all_kpis
from kpitui.services.templates import add_from_library, kpi_of_template
from kpitui.services.workspace import Workspace
from kpitui.store import records

FORM_FIELD = {"change_percent": "change", "change_points": "change", "low": "at_least", "high": "at_most"}
"""The field of the form that a field of the draft is typed into, where they differ."""


FixDone = Literal["added", "zero", "days", "split", "noted"]
"""KPIs were added, one counts a day without a figure as 0 or is expected on some weekdays only, a title was kept as a
draft, or as a note of today.
"""


class FixResult(NamedTuple):
    """What a fix came to."""

    typed: dict[str, str]
    """All that is typed into the form now."""
    did: FixDone | None = None
    """What was done beyond the form; None when nothing was."""
    names: tuple[str, ...] = ()
    """The names of the KPIs that were added or changed, or the title that was kept."""
    over: bool = False
    """Whether there is nothing left to set a goal on."""


def typed_by(workspace: Workspace, fix: Fix, kpi: Kpi | None) -> dict[str, str]:
    """Return the fields of the form that *fix* changes, each with the text as if it had been typed."""
    typed: dict[str, str] = {}
    sets = dict(fix.sets)
    if "baseline_start" in sets and sets["baseline_start"] is None:
        typed["compared"] = ""
    start, end = sets.pop("baseline_start", None), sets.pop("baseline_end", None)
    if isinstance(start, date) and isinstance(end, date):
        typed["compared"] = f"{start.isoformat()}..{end.isoformat()}"
    if "down" in sets:
        sets.pop("down")
        typed["settled"] = "down"
    for field, value in sets.items():
        name = FORM_FIELD.get(field, field)
        typed[name] = typed.get(name) or _typed(workspace, field, value, kpi)
    return typed


def mend(workspace: Workspace, typed: Mapping[str, str], fix: Fix, kpi: Kpi | None) -> FixResult:
    """Do what *fix* does and return what is typed after it; raise Refused or NotFound when it cannot be done."""
    changed = {**typed, **typed_by(workspace, fix, kpi)}
    if fix.does == "add":
        return _added(workspace, changed, fix.subject)
    if fix.does in ("drivers", "counter"):
        field = "drivers" if fix.does == "drivers" else "counters"
        return _named(workspace, changed, field, fix.subject.split())
    if fix.does in ("zero", "days"):
        key, *every = fix.subject.split(" --every ")
        kpi = find_kpi(workspace, key)
        fields = {**fields_of(workspace, kpi), **({"every": every[0]} if every else {"blank": "zero"})}
        edit_kpi(workspace, kpi, fields)
        return FixResult(changed, "days" if every else "zero", (kpi.name,))
    if fix.does == "split":
        other = {"title": fix.subject, **{day: changed.get(day, "") for day in ("start", "deadline")}}
        records.save_draft(workspace.store, "goal", other)
        return FixResult(changed, "split", (fix.subject,))
    if fix.does == "note":
        add_note(workspace, None, workspace.today, fix.subject)
        return FixResult(changed, "noted", (fix.subject,), over=True)
    return FixResult(changed)


def _added(workspace: Workspace, typed: dict[str, str], template: str) -> FixResult:
    """Add a template with what it is calculated from, and nothing else, and measure the goal by it."""
    added = add_from_library(workspace, template)
    mine = kpi_of_template(workspace, template)
    return FixResult({**typed, "kpi": mine.key if mine else template}, *_added_names(added))


def _named(workspace: Workspace, typed: dict[str, str], field: str, keys: list[str]) -> FixResult:
    """Name KPIs in a field of the form; those that are still templates are added first."""
    named, added = [typed[field]] if typed.get(field, "").strip() else [], list[Kpi]()
    for key in keys:
        if kpi_of_template(workspace, key) is None:
            added += add_from_library(workspace, key)
        mine = kpi_of_template(workspace, key)
        named += [_as_typed(workspace, mine)] if mine else []
    return FixResult({**typed, field: ", ".join(named)}, *_added_names(added))


def _as_typed(workspace: Workspace, kpi: Kpi) -> str:
    """Return a KPI as a person would type it into a list: by its name, where that names no other and has no comma."""
    name = kpi.name.casefold()
    others = [
        other for other in all_kpis(workspace) if other.id != kpi.id and name in (other.name.casefold(), other.key)
    ]
    return kpi.key if others or "," in name else kpi.name


def _added_names(added: list[Kpi]) -> tuple[FixDone | None, tuple[str, ...]]:
    return ("added" if added else None), tuple(kpi.name for kpi in added)


def _typed(workspace: Workspace, field: str, value: object, kpi: Kpi | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | date):
        return value.isoformat() if isinstance(value, date) else "yes" * value
    if isinstance(value, tuple):
        return {"settled": " ", "keep": "/"}.get(field, ", ").join(map(str, value))
    if isinstance(value, int | float):
        if field == "change_percent":
            return f"{typed_figure(workspace, value)}%"
        unit, decimals = (kpi.unit, kpi.decimals) if kpi else ("", None)
        # What was offered is what is taken: the figure as it was shown.
        text = typed_figure(workspace, rounded(value, decimals_for(value, unit, decimals)))
        return f"{text}pp" if field == "change_points" and unit == "%" else text
    return str(value)
