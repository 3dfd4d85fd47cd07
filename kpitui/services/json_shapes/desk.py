"""What `--json` prints about the desk as a whole: what is due, the status, notes, pauses, cautions, the history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field

from kpitui.services.json_shapes.goals import Action, Goal
from kpitui.services.json_shapes.kpis import StatusKpi
from kpitui.services.json_shapes.shape import Shape


class DueItem(Shape):
    """Something that is still to be done."""

    key: str | None
    """Of the KPI; null for an action that is about the whole business."""
    name: str
    day: str = Field(alias="for")
    """The day or the period that is due."""
    action: int | None
    """The number of the action that is due; null for a KPI."""


class Status(Shape):
    """Goals and KPIs at a glance."""

    today: date
    goals: list[Goal]
    kpis: list[StatusKpi]
    actions: list[Action]
    """Those that are due."""


class Note(Shape):
    """A dated remark."""

    id: int
    date: date
    kpi: str | None
    """Null when it is about all KPIs."""
    text: str


class Pause(Shape):
    """Days on which nothing is expected."""

    start: date
    end: date
    """The last day, inclusive."""
    kpi: str | None
    reason: str


class Caution(Shape):
    """What stands in the way of good figures."""

    rule: str
    kpi: str
    text: str
    repair: str
    command: str
    """The command that mends it."""


class Change(Shape):
    """One thing somebody did."""

    id: int
    at: datetime
    what: str
    """In words, in the language in force."""
    undone: bool
    action: str
    """The same as a word that never changes, such as entry.logged."""
    details: dict[str, Any]
