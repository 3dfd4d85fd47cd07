"""What `--json` prints about files and the database: imports, pulls, merges, backups, and what the doctor found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from kpitui.services.json_shapes.shape import Shape


class Backup(Shape):
    """A backup in the folder of backups, the newest first."""

    file: str
    kind: str
    """manual, daily, upgrade, restore or repair."""
    at: datetime
    """Local time; the start of its day when only the day is known."""
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
    timezone: str
    """The name of the time zone by which days begin."""
    region: str | None
    """The code of the region in force; null when none is known."""


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
