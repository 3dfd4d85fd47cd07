"""The records about measuring: KPI, entry, pause, note; and a draft and a change, which all pages know.

They are named tuples because `kpitui log` must start at once and `dataclasses` is slow to import. They hold
facts and no behaviour: what a kind means is told by `kinds`, when an entry is due by `cadence`. Goals
are in `goal`. Days are local `datetime.date`s, values are floats in the unit of their KPI.
"""

from __future__ import annotations

from datetime import date

from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Direction: TypeAlias = 'Literal["higher", "lower", "band"]'
"""Which way is better: up, down, or within a band."""

Blank: TypeAlias = 'Literal["unknown", "zero"]'
"""What a day without an entry means once it is over: no data, or a true zero."""


Split: TypeAlias = 'Literal["computed", "logged"]'
"""How a KPI with parts comes to its figure: computed as their sum, or logged, so that they leave a rest."""


class Kpi(Record):
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
    floor: float | None = None
    """What no value can be below, such as 0 for a count; None where that was not said."""
    ceiling: float | None = None
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
    part_of: int | None = None
    """The id of the KPI that it is a part of: it adds up to that one together with the other parts."""
    split: Split | None = None
    """How it comes to its figure where it has parts; None where it has none."""
    group: str = ""
    """The name of the group that it stands in on Today; empty for none."""


class Entry(Record):
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


class Pause(Record):
    """Days, both inclusive, on which nothing is expected; of one KPI, or of all when `kpi` is None."""

    id: int
    kpi: int | None
    start: date
    end: date
    reason: str


class Note(Record):
    """A dated remark, shown as a numbered mark on the charts of one KPI, or of all when `kpi` is None."""

    id: int
    uid: str
    kpi: int | None
    date: date
    text: str


class Draft(Record):
    """A form that is being filled in: the page it belongs to and what was typed, field by field."""

    id: int
    form: str
    fields: dict[str, str]
    updated: str
    """When the last key was saved, as an ISO moment in UTC."""


class Change(Record):
    """One user action in the journal, however many rows it touched."""

    id: int
    at: str
    """ISO moment in UTC."""
    what: str
    """The name of the action, such as ``entry.logged``; the faces turn it and its details into a sentence."""
    details: dict[str, object]
    undone: bool


StepHow: TypeAlias = 'Literal["done", "undone", "redone"]'


class Step(Record):
    """What was committed: a change of the journal that was done, taken back, or done once more."""

    change: int
    how: StepHow
