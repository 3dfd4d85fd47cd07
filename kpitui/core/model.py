"""The records everything is about: KPI, entry, goal, target, link, pause, note, action.

They are named tuples because `kpitui log` must start at once and `dataclasses` is dear to import. They hold
facts and no behaviour: what a kind means is told by `kinds`, when an entry is due by `cadence`, how a goal
stands by `pace`. Days are local `datetime.date`s, values are floats in the unit of their KPI.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

Direction = Literal["higher", "lower", "band"]
"""Which way is better: up, down, or within a band."""

Blank = Literal["unknown", "zero"]
"""What a day without an entry means once it is over: no data, or a true zero."""

Shape = Literal["cumulative", "level", "reduce", "cap", "band"]
"""How a goal is judged: a sum to reach, a level to rise to, one to bring down to, a sum not to pass, a band to keep."""

Role = Literal["outcome", "driver", "counter"]
"""What a KPI does for a goal: is its result, drives it, or guards against winning it at another's cost."""

GoalState = Literal["open", "achieved", "missed", "dropped"]
"""Where a goal is in its life; the verdict of a closed goal is frozen."""

ActionState = Literal["planned", "started", "done", "dropped"]
"""Where a corrective action is in its life."""


class Kpi(NamedTuple):
    """A thing measured. `key` is its short name for the shell, unique among all KPIs."""

    id: int
    key: str
    name: str
    kind: str
    """One of the keys of `kinds.KINDS`."""
    unit: str = ""
    """A currency code such as EUR, ``%``, a unit of time (``h``, ``min``, ``s``), free text, or nothing."""
    decimals: int | None = None
    """How many decimals are shown; None lets the unit decide."""
    direction: Direction = "higher"
    band_low: float | None = None
    band_high: float | None = None
    cadence: str = "day"
    """When an entry is expected: day, workday, weekdays such as ``mon,thu``, week, month or quarter."""
    blank: Blank = "unknown"
    numerator: int | None = None
    """For a ratio: the id of the KPI above the line."""
    denominator: int | None = None
    """For a ratio: the id of the KPI below the line."""
    formula: str | None = None
    """For a formula KPI: an expression over keys, such as ``orders / visitors * 100``."""
    source: str = ""
    """Where the figure comes from, in the user's words."""
    description: str = ""
    template: str | None = None
    created: date = date(1, 1, 1)
    archived: bool = False
    position: int = 0
    """Its place on Today, ascending."""


class Entry(NamedTuple):
    """One raw measurement. Several entries of a KPI on one day are all kept."""

    id: str
    """Time-ordered and unique on every machine, so that two databases can be merged."""
    kpi: int
    date: date
    value: float
    time: str | None = None
    """Local time of day as ``HH:MM``, or None."""
    note: str = ""
    source: str = ""
    """Who wrote it: ``shell``, ``app``, ``import`` or the name of a fetched source."""
    batch: int | None = None
    """The import it came with, or None."""


class Target(NamedTuple):
    """One version of what a goal must reach; the past is judged by the version of its day."""

    since: date
    """The first day on which this version holds."""
    value: float
    """The figure to reach, to stay under, or the upper edge of a band."""
    low: float | None = None
    """The lower edge of a band; None for the other shapes."""
    reason: str = ""
    """Why it was changed; empty for the first version."""


class Baseline(NamedTuple):
    """What a change is measured from: a value, and the period it was taken from, frozen with its day count."""

    value: float
    start: date | None = None
    end: date | None = None
    """The last day of the period, inclusive."""
    days: int | None = None
    """On how many days of the period there was data."""


class Goal(NamedTuple):
    """A SMART goal on one outcome KPI. Start and deadline are both part of it."""

    id: int
    uid: str
    title: str
    """The one result that is wanted, as a sentence (S)."""
    kpi: int
    """The id of the outcome KPI (M)."""
    shape: Shape
    start: date
    deadline: date
    """The last day that counts (T)."""
    targets: tuple[Target, ...]
    """All versions, oldest first; never empty."""
    baseline: Baseline | None = None
    drivers: tuple[int, ...] = ()
    counters: tuple[int, ...] = ()
    acceptable: str = ""
    """Who agreed, what it takes, what is in one's own hands (A)."""
    why: str = ""
    """Why this result matters (R)."""
    review: str = "week"
    """How often the goal is looked at: week, month or quarter."""
    state: GoalState = "open"
    closed: date | None = None
    verdict: float | None = None
    """The figure the goal was closed at."""
    learning: str = ""
    """One sentence of learning, asked when the goal is closed."""
    created: date = date(1, 1, 1)


class Pause(NamedTuple):
    """Days, both inclusive, on which nothing is expected; of one KPI, or of all when `kpi` is None."""

    id: int
    kpi: int | None
    start: date
    end: date
    reason: str


class Note(NamedTuple):
    """A dated remark, shown as a numbered mark on the charts of one KPI, or of all when `kpi` is None."""

    id: int
    uid: str
    kpi: int | None
    date: date
    text: str


class Action(NamedTuple):
    """A corrective action: what, for which KPI or goal, due when, with what expected effect."""

    id: int
    uid: str
    what: str
    kpi: int | None
    goal: int | None
    due: date | None
    expected: str
    state: ActionState
    started: date | None
    finished: date | None


class Draft(NamedTuple):
    """A form that is being filled in: the page it belongs to and what was typed, field by field."""

    id: int
    form: str
    fields: dict[str, str]
    updated: str
    """When the last key was saved, as an ISO moment in UTC."""


class Change(NamedTuple):
    """One user action in the journal, however many rows it touched."""

    id: int
    at: str
    """ISO moment in UTC."""
    what: str
    """The name of the action, such as ``entry.logged``; the faces turn it and its details into a sentence."""
    details: dict[str, object]
    undone: bool
