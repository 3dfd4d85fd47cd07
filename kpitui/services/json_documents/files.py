"""What `--json` prints of files and other programs: backups, the doctor, imports, merges, pulls, and hooks."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from kpitui.services.json_documents.kpis import Day, Moment, Number


class BackupJson(TypedDict):
    """A backup in the folder of backups, the newest first."""

    file: str
    kind: str
    """manual, daily, upgrade, restore or repair."""
    at: Moment
    """Local time; the start of its day when only the day is known."""
    bytes: int


class ProblemJson(TypedDict):
    """Something that the doctor found."""

    level: str
    """A hint does not count as wrong."""
    text: str
    advice: str
    repair: str | None
    """What `--fix` would do, as a word that never changes; null when it cannot."""


class ExaminedJson(TypedDict):
    """One thing that the doctor looked at."""

    name: str
    findings: list[ProblemJson]


class DoctorJson(TypedDict):
    """What is wrong with the database or around it."""

    database: str
    checks: list[ExaminedJson]
    mended: list[str]
    timezone: str
    """The name of the time zone by which days begin."""
    region: str | None
    """The code of the region in force; null when none is known."""


class BackupMadeJson(TypedDict):
    """The backup that was written."""

    file: str


class RefusedRowJson(TypedDict):
    """A row of a file that could not be read."""

    line: int
    reason: str


class BroughtJson(TypedDict):
    """A figure that files of a preset bring."""

    key: str
    name: str
    kind: str | None
    unit: str | None


class PresetJson(TypedDict):
    """A kind of file that is recognised."""

    preset: str
    title: str
    brings: list[BroughtJson]


class ImportedColumnJson(TypedDict):
    """What a figure of the file becomes."""

    column: str | None
    figure: str
    kpi: str | None
    """Null while it is left out."""
    name: str
    kind: str | None
    unit: str | None


class DifferenceJson(TypedDict):
    """A figure that an earlier import brought and that the file has otherwise."""

    line: int
    kpi: str
    date: Day
    before: float
    after: float


class ImportedJson(TypedDict):
    """What an import did, or would do."""

    file: str
    format: str
    """Empty while a question is open, which is the first caution."""
    batch: int | None
    """The number of the import; null for a dry run, and when nothing was new."""
    new: int
    same: int
    changed: int
    conflicts: int
    """Figures that you logged yourself and that the file has otherwise; yours are kept."""
    refused: list[RefusedRowJson]
    """The first thousand."""
    refused_count: int
    columns: list[ImportedColumnJson]
    differences: list[DifferenceJson]
    lowered: list[DifferenceJson]
    """Days of which the file has less than was imported before; nothing is imported unless ``--lower`` says so."""
    added: list[str]
    """The KPIs that the import added."""
    cautions: list[str]


class MergeCountsJson(TypedDict):
    """What a merge did, or would do, to one table."""

    added: int
    changed: int
    removed: int
    same: int
    conflicts: int


class MergeConflictJson(TypedDict):
    """What both machines changed; ours was kept."""

    table: str
    fields: Any
    ours: Any
    theirs: Any


class MergedJson(TypedDict):
    """What a merge did, or would do."""

    file: str
    dry_run: bool
    tables: dict[str, MergeCountsJson]
    conflicts: list[MergeConflictJson]


class PulledSourceJson(TypedDict):
    """What one source gave; null where it failed."""

    source: str
    kind: str
    batch: int | None
    new: int | None
    same: int | None
    changed: int | None
    conflicts: int | None
    error: str | None


class PulledJson(TypedDict):
    """What `kpitui pull` did, or would do."""

    dry_run: bool
    sources: list[PulledSourceJson]


class ListedSourceJson(TypedDict):
    """A source of the configuration."""

    source: str
    kind: str | None


class ListedHookJson(TypedDict):
    """A hook, whether or not there is a program for it."""

    hook: Literal["on-log", "on-signal"]
    file: str
    there: bool
    runs: bool
    """Whether it is there, may run, and hooks are not turned off."""
    reason: str | None
    """Why it does not run although it is there."""


class HookDocumentJson(TypedDict):
    """What every hook is told."""

    hook: Literal["on-log", "on-signal"]
    change: int
    """The number of the change in the history."""
    what: str
    """What was done, as a word that never changes, such as entry.logged, entries.imported or day.cleared."""
    step: Literal["done", "undone", "redone"]
    """Whether it was done just now, taken back by undo, or done once more by redo."""
    said: str
    """The same as a sentence, in the language in force."""
    today: Day


class TouchedKpiJson(TypedDict):
    """A KPI whose figures were logged, corrected or taken away."""

    key: str
    name: str
    unit: str
    first: Day
    """The first day that was touched."""
    last: Day
    days: int
    """How many days were touched."""
    entries: int


class TouchedDayJson(TypedDict):
    """The figure of one day."""

    key: str
    name: str
    unit: str
    day: Day
    before: Number
    """Null when there was none, or when somebody else changed the day at the same moment."""
    after: Number
    """Null when there is none any more."""


class OnLogJson(HookDocumentJson):
    """What on-log is told."""

    kpis: list[TouchedKpiJson]
    days: list[TouchedDayJson] | None
    """Null when there are more than five hundred."""


class SignalLimitsJson(TypedDict):
    """Natural limits; one that cannot be crossed is null."""

    lower: Number
    centre: Number
    upper: Number
    provisional: bool
    """Whether they rest on fewer than twelve values."""


class NewSignalJson(TypedDict):
    """A change that is more than noise and was not there before."""

    key: str
    name: str
    unit: str
    signal: Literal["above", "below"]
    kind: Literal["surprise", "shift"]
    """A newest value that was not to be expected, or a level that moved and stayed."""
    day: Day
    """Of the surprise, or since when the level moved."""
    value: Number
    """Of the surprise; null for a shift."""
    text: str
    """The signal as a sentence, in the language in force."""
    limits: SignalLimitsJson | None
    """Null while there are too few values."""


class OnSignalJson(HookDocumentJson):
    """What on-signal is told."""

    text: str
    """Every signal as a line, with the name of its KPI."""
    signals: list[NewSignalJson]
