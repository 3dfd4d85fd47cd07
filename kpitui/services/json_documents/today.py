"""What `--json` prints of today: status, what is due, notes, pauses, planned amounts, checks and changes."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from kpitui.services.json_documents.goals import ActionJson, GoalJson
from kpitui.services.json_documents.kpis import Day, Moment, StatusKpiJson

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
    runway: bool
    """Whether it is a balance that may run out, by the setting runway-due; `for` is the earliest day then."""


class GroupJson(TypedDict):
    """Some KPIs under one heading on Today."""

    name: str
    """Of your own, or of a goal, by the setting groups; empty for the KPIs that are in none."""
    kpis: list[str]
    """Their short names, in order."""


class StatusJson(TypedDict):
    """Goals and KPIs at a glance."""

    today: Day
    goals: list[GoalJson]
    kpis: list[StatusKpiJson]
    groups: list[GroupJson]
    """In the order of Today, folded ones too; none where there are no groups."""
    actions: list[ActionJson]
    """Those that are due."""


class NoteJson(TypedDict):
    """A dated remark."""

    id: int
    date: Day
    kpi: str | None
    """Null when it is about all KPIs."""
    text: str
    tags: list[str]
    """The hashtags in it, in small letters and without ``#``."""


class TagJson(TypedDict):
    """A hashtag and how often it is used."""

    tag: str
    notes: int
    entries: int


class PauseJson(TypedDict):
    """Days on which nothing is expected."""

    id: int
    """Its number, for `--remove`."""
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


class PlannedDayJson(TypedDict):
    """A day of a planned amount."""

    date: Day
    state: Literal["due", "open", "matched", "skipped"]
    """Still to come; its day is over and it was not seen; there; or it will not come."""
    arrived: Day | None
    """The logged day by which it was there."""
    confirmed: bool
    """Whether a person said so; without, it is what the balance shows."""


class PlannedJson(TypedDict):
    """An amount of a balance that is to come."""

    id: int
    kpi: str
    amount: float
    """Below 0 goes out, above 0 comes in."""
    date: Day
    """The first day."""
    every: Literal["week", "month", "quarter", "year"] | None
    until: Day | None
    text: str
    new: bool
    """Whether it never came before its first day."""
    days: list[PlannedDayJson]
    """Those that were seen or are open, and those within a year."""


class PlannedAheadJson(TypedDict):
    """A planned amount that a runway counts with."""

    id: int
    date: Day
    amount: float
    text: str
    state: Literal["due", "open", "matched", "skipped"]
    confirmed: bool


class LastingJson(TypedDict):
    """The chance that a balance lasts."""

    date: Day
    share: float
    """Of not being below the floor on any day up to this one; 0.02 to 0.98 in steps of 0.05."""


class RunwayJson(TypedDict):
    """When a balance runs out; a day that is not within a year is null."""

    kpi: str
    floor: float
    """Below it the balance has run out."""
    as_of: Day | None
    """The day of the last balance; null where it is too early to tell, and so is all that follows from it."""
    value: float | None
    below: bool | None
    """Whether it is below the floor now."""
    early: Day | None
    """The first day by which one in ten paths is below the floor."""
    likely: Day | None
    """The first day by which half of them are."""
    late: Day | None
    """The first day by which nine in ten are."""
    looked_until: Day | None
    chance: list[LastingJson]
    planned: list[PlannedAheadJson]
    weeks: int
    """How many weeks of the past it rests on, or stretches between two entries; 8 are needed."""
    basis: Literal["week", "stretch"] | None
