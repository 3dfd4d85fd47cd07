"""The sample business: fills an empty database with Studio Noord, its figures through the import people use.

The files come from ``sample_data``, in the checkout or in the installed package; what they hold is made there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import kpitui
from kpitui.core.errors import Refused, mark
from kpitui.core.goal import Action, Baseline, Expectation, Goal, Target
from kpitui.exchange import FileContent
from kpitui.services.entries import find_kpi
from kpitui.services.imports import ImportChoices, carry_out
from kpitui.services.insight.signals import begin_base, set_one_off
from kpitui.services.kpis import add_kpi
from kpitui.services.notes import add_note
from kpitui.services.parts import split_kpi
from kpitui.services.pauses import add_pause
from kpitui.services.planned import add_planned
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace
from kpitui.store import goals, records
from kpitui.store.insight import AgreedBase
from kpitui.store.stale_files import DEMO, mark_demo

__all__ = ["DEMO", "TODAY", "fill", "mark_demo"]

TODAY = "2026-11-23"
"""The day the sample business lives on."""

OF_A_KPI = ("key", "kind", "unit", "decimals", "numerator", "denominator", "formula", "blank")
"""The fields of a KPI that are called the same in the definitions."""

Described = Mapping[str, Any]
"""A KPI, goal or action of the sample data, as its file has it."""


def fill(workspace: Workspace, language: str) -> None:
    """Put the KPIs, figures, goals, notes, actions and planned amounts of the sample business into an empty database.

    Its names and remarks are in *language*. Raises Refused when the sample data are not there or do not fit.
    """
    folder = _folder()
    business = _in_language(json.loads((folder / "studio-noord.json").read_text("utf-8")), language)
    change_setting(workspace, "business", business["business"])
    today, workspace.today = workspace.today, date.fromisoformat(business["first"])
    for kpi in business["kpis"]:
        _add_kpi(workspace, kpi)
    for whole in dict.fromkeys(kpi["part_of"] for kpi in business["kpis"] if kpi["part_of"]):
        parts = [kpi["key"] for kpi in business["kpis"] if kpi["part_of"] == whole]
        split_kpi(workspace, find_kpi(workspace, whole), parts, way="logged", move=False)
    workspace.today = today
    for file in business["files"]:
        content = FileContent((folder / file["name"]).read_bytes(), file["name"])
        carry_out(workspace, content, ImportChoices(file["format"]))
    for base in business["bases"]:
        begin_base(workspace, find_kpi(workspace, base["kpi"]), AgreedBase(_day(base["date"])))
    for day in business["one_offs"]:
        set_one_off(workspace, find_kpi(workspace, day["kpi"]), _day(day["date"]), left_out=True)
    for pause in business["pauses"]:
        add_pause(workspace, None, _day(pause["start"]), _day(pause["end"]), pause["reason"])
    for note in business["notes"]:
        add_note(workspace, find_kpi(workspace, note["kpi"]), _day(note["date"]), note["text"])
    by_title = {goal["title"]: _add_goal(workspace, goal) for goal in business["goals"]}
    for action in business["actions"]:
        _add_action(workspace, action, by_title)
    for amount in business["planned"]:
        fields = {name: amount[name] for name in ("amount", "first", "every", "text")}
        add_planned(workspace, find_kpi(workspace, amount["kpi"]), fields)


def _folder() -> Path:
    package = Path(kpitui.__file__).parent
    for folder in (package / "sample_data", package.parent / "sample_data"):
        if (folder / "studio-noord.json").exists():
            return folder
    raise Refused(mark("This installation does not include the sample data"))


def _in_language(value: Any, language: str) -> Any:
    """Return *value* with every text that is there in several languages in the one that is wanted."""
    if isinstance(value, dict):
        if value.keys() == {"en", "nl"}:
            return value.get(language, value["en"])
        return {name: _in_language(part, language) for name, part in value.items()}
    return [_in_language(part, language) for part in value] if isinstance(value, list) else value


def _add_kpi(workspace: Workspace, kpi: Described) -> None:
    fields = {name: kpi[name] for name in OF_A_KPI}
    texts = {name: kpi[name] for name in ("name", "description", "source")}
    add_kpi(workspace, {**fields, **texts, "every": kpi["cadence"], "better": kpi["direction"]})


def _add_goal(workspace: Workspace, described: Described) -> int:
    start, measured = _day(described["start"]), described["baseline"]
    baseline = None
    if measured is not None:
        baseline = Baseline(
            measured["value"], _day(measured["start"]), _day(measured["end"]), measured["days"], measured["expected"]
        )
    keep = described.get("keep")
    target = Target(start, described["target"], described.get("at_least"), None, (keep[0], keep[1]) if keep else None)
    goal = Goal(
        id=0,
        uid="",
        title=described["title"],
        kpi=find_kpi(workspace, described["kpi"]).id,
        type=described["type"],
        start=start,
        deadline=_day(described["deadline"]),
        targets=(target,),
        baseline=baseline,
        drivers=tuple(find_kpi(workspace, key).id for key in described["drivers"]),
        counters=tuple(find_kpi(workspace, key).id for key in described["counters"]),
        acceptable=described["acceptable"],
        why=described["why"],
        review=described["review"],
        created=start,
        per=described.get("per"),
        state=described.get("state", "open"),
        closed=_day_or_none(described.get("closed")),
        verdict=described.get("verdict"),
        learning=described.get("learning", ""),
        change=float(re.sub(r"[^0-9.-]", "", described["change"])) if described.get("change") else None,
        change_percent=described.get("change", "").endswith("%"),
    )
    with workspace.store.write("goal.added", goal=goal.title) as change:
        return goals.add_goal(change, goal).id


def _add_action(workspace: Workspace, described: Described, goal_ids: Mapping[str, int]) -> None:
    expected = described["expected"]
    action = Action(
        id=0,
        uid="",
        what=described["what"],
        kpi=find_kpi(workspace, described["kpi"]).id if described["kpi"] else None,
        goal=goal_ids.get(described["goal"]),
        due=_day_or_none(described["due"]),
        expected=Expectation(expected["size"], expected["percent"], _day(expected["by"])),
        state=described["state"],
        started=_day_or_none(described["started"]),
        finished=_day_or_none(described["finished"]),
        created=_day(described["created"]),
    )
    with workspace.store.write("action.added", action=action.what) as change:
        records.add_action(change, action)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _day_or_none(text: str | None) -> date | None:
    return None if text is None else _day(text)
