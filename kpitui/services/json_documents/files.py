"""What `--json` prints about files and the database: imports, pulls, merges, backups, and what the doctor found."""

from __future__ import annotations

from typing import Any, TypedDict

from kpitui.services.json_documents.values import Day, Moment


class BackupJson(TypedDict):
    """A backup in the folder of backups, the newest first."""

    file: str
    kind: str
    """manual, daily, upgrade, restore or repair."""
    at: Moment
    """Local time; the start of its day when only the day is known."""
    bytes: int


class AilmentJson(TypedDict):
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
    findings: list[AilmentJson]


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
