"""What `--json` prints about the desk as a whole: what is due, the status, notes, pauses, cautions, the history."""

from __future__ import annotations

from typing import Any, TypedDict

from kpitui.services.json_documents.goals import ActionJson, GoalJson
from kpitui.services.json_documents.kpis import StatusKpiJson
from kpitui.services.json_documents.values import Day, Moment

# A class cannot have a field of this name, which is a reserved word.
DueForJson = TypedDict("DueForJson", {"for": str})
"""The day or the period that is due."""


class DueItemJson(DueForJson):
    """Something that is still to be done."""

    key: str | None
    """Of the KPI; null for an action that is about the whole business."""
    name: str
    action: int | None
    """The number of the action that is due; null for a KPI."""


class StatusJson(TypedDict):
    """Goals and KPIs at a glance."""

    today: Day
    goals: list[GoalJson]
    kpis: list[StatusKpiJson]
    actions: list[ActionJson]
    """Those that are due."""


class NoteJson(TypedDict):
    """A dated remark."""

    id: int
    date: Day
    kpi: str | None
    """Null when it is about all KPIs."""
    text: str


class PauseJson(TypedDict):
    """Days on which nothing is expected."""

    start: Day
    end: Day
    """The last day, inclusive."""
    kpi: str | None
    reason: str


class CautionJson(TypedDict):
    """What stands in the way of good figures."""

    rule: str
    kpi: str
    text: str
    repair: str
    command: str
    """The command that mends it."""


class ChangeJson(TypedDict):
    """One thing somebody did."""

    id: int
    at: Moment
    what: str
    """In words, in the language in force."""
    undone: bool
    action: str
    """The same as a word that never changes, such as entry.logged."""
    details: dict[str, Any]
