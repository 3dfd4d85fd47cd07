"""The table of the documents that `--json` gives to programs: which command prints which, with all their fields.

The manual's page about JSON is made from it, and a test holds what the commands print against it. The commands write
plain dictionaries, so that nothing dear is imported for them. Fields may be added, not renamed; a figure that is not
known is null, never 0.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from pydantic import Field

from kpitui.services import json_goals as of_goals
from kpitui.services import json_hooks as of_hooks
from kpitui.services import json_kpis as of_kpis
from kpitui.services.json_shape import Shape


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
    goals: list[of_goals.Goal]
    kpis: list[of_kpis.StatusKpi]
    actions: list[of_goals.Action]
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


class Backup(Shape):
    """A backup in the folder of backups."""

    file: str
    bytes: int


class Ailment(Shape):
    """Something that the doctor found."""

    level: str
    """A hint does not count as wrong."""
    text: str
    advice: str
    repair: str | None
    """What `--fix` would do, as a word that never changes; null when it cannot."""


class Examined(Shape):
    """One thing that the doctor looked at."""

    name: str
    findings: list[Ailment]


class Doctor(Shape):
    """What is wrong with the database or around it."""

    database: str
    checks: list[Examined]
    mended: list[str]


class BackupMade(Shape):
    """The backup that was written."""

    file: str


class RefusedRow(Shape):
    """A row of a file that could not be read."""

    line: int
    reason: str


class Brought(Shape):
    """A figure that files of a preset bring."""

    key: str
    name: str
    kind: str | None
    unit: str | None


class Preset(Shape):
    """A kind of file that is recognised."""

    preset: str
    title: str
    brings: list[Brought]


class ImportedColumn(Shape):
    """What a figure of the file becomes."""

    column: str | None
    figure: str
    kpi: str | None
    """Null while it is left out."""
    name: str
    kind: str | None
    unit: str | None


class Difference(Shape):
    """A figure that an earlier import brought and that the file has otherwise."""

    line: int
    kpi: str
    date: date
    before: float
    after: float


class Imported(Shape):
    """What an import did, or would do."""

    file: str
    format: str
    batch: int | None
    """The number of the import; null for a dry run, and when nothing was new."""
    new: int
    same: int
    changed: int
    conflicts: int
    """Figures that you logged yourself and that the file has otherwise; yours are kept."""
    refused: list[RefusedRow]
    """The first thousand."""
    refused_count: int
    columns: list[ImportedColumn]
    differences: list[Difference]
    added: list[str]
    """The KPIs that the import added."""
    cautions: list[str]


class MergeCounts(Shape):
    """What a merge did, or would do, to one table."""

    added: int
    changed: int
    removed: int
    same: int
    conflicts: int


class MergeConflict(Shape):
    """What both machines changed; ours was kept."""

    table: str
    fields: Any
    ours: Any
    theirs: Any


class Merged(Shape):
    """What a merge did, or would do."""

    file: str
    dry_run: bool
    tables: dict[str, MergeCounts]
    conflicts: list[MergeConflict]


class PulledSource(Shape):
    """What one source gave; null where it failed."""

    source: str
    kind: str
    batch: int | None
    new: int | None
    same: int | None
    changed: int | None
    conflicts: int | None
    error: str | None


class Pulled(Shape):
    """What `kpitui pull` did, or would do."""

    dry_run: bool
    sources: list[PulledSource]


class ListedSource(Shape):
    """A source of the configuration."""

    source: str
    kind: str | None


class Document(NamedTuple):
    """One document: the command that prints it, on the sample business, and what it is."""

    command: str
    shape: Any
    """A model, a list of one, or a dictionary."""


SHAPES: tuple[Document, ...] = (
    Document("status --json", Status),
    Document("due --json", list[DueItem]),
    Document("show orders --by week --json", of_kpis.Figures),
    Document("show orders --chart limits --json", of_kpis.Limits),
    Document("show orders --explain --json", of_kpis.Explained),
    Document("show orders --since 2026-11-01 --json", of_kpis.Since),
    Document("forecast orders --until 2026-12-31 --json", of_kpis.Forecast),
    Document("kpi list --json", list[of_kpis.ListedKpi]),
    Document("kpi show conversion --json", of_kpis.KpiDetails),
    Document("kpi templates webshop --json", list[of_kpis.Template]),
    Document("goal list --json", list[of_goals.Goal]),
    Document("goal list --closed --json", of_goals.ClosedGoals),
    Document("goal show 1 --json", of_goals.Goal),
    Document("goal show 1 --explain --json", of_goals.ExplainedGoal),
    Document('goal add "more revenue" --json', of_goals.GoalAdded),
    Document("status --calibration --json", of_goals.Calibration),
    Document("action list --all --json", list[of_goals.Action]),
    Document("action show 1 --json", of_goals.Action),
    Document('action add "Call ten customers" --json', of_goals.Action),
    Document("note list --json", list[Note]),
    Document("pause --json", list[Pause]),
    Document("review --json", of_goals.Review),
    Document("check --json", list[Caution]),
    Document("history --json", list[Change]),
    Document("doctor --json", Doctor),
    Document("backup --json", BackupMade),
    Document("backup --list --json", list[Backup]),
    Document("import figures.csv --dry-run --json", Imported),
    Document("import --presets --json", list[Preset]),
    Document("merge other.db --dry-run --json", Merged),
    Document("pull --dry-run --json", Pulled),
    Document("pull --list --json", list[ListedSource]),
    Document("config --json", dict[str, str]),
    Document("hooks --json", list[of_hooks.ListedHook]),
    Document("hooks example on-log", of_hooks.OnLog),
    Document("hooks example on-signal", of_hooks.OnSignal),
)
"""Every document, in the order of the manual. The files that commands name are made by the test."""
