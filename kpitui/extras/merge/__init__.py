"""Joining the database of another machine, or an export, with this one, as one undoable change with a report.

Which rows come in, which are in conflict and what a row must be is decided by `_reconciliation`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kpitui.core.aggregation import Source, aggregate
from kpitui.core.calendar import STANDARD, period_of
from kpitui.core.errors import Refused, mark
from kpitui.core.kinds import KINDS
from kpitui.core.system_reasons import system_reason
from kpitui.exchange import json_export
from kpitui.extras.merge._reconciliation import MergeConflict, TableMerge, reconcile, refuse_invalid_rows
from kpitui.files.opening import content_of, opened
from kpitui.files.target import DATABASE
from kpitui.services.parts import settle
from kpitui.services.workspace import Workspace
from kpitui.store import records
from kpitui.store.content import CONTENT, MergeContent, Row, snapshot
from kpitui.store.foreign_db import MergeWriter, filled_with, private_copy, refuse_itself, strange_rows_refused

KPI, GOAL, TARGET = (next(table for table in CONTENT if table.name == name) for name in ("kpi", "goal", "target"))

LARGEST = 256 << 20
"""Bytes of an export, or of a database that comes through a stream: they are held in memory as a whole."""

DECISIVE = ("kind", "unit")
"""What two KPIs with one key must agree on for their figures to be the same thing."""


class MergeReport(NamedTuple):
    """What a merge did or, in a dry run, would do."""

    file: str
    counts: Mapping[str, Mapping[str, int]]
    """By table how many rows were added, changed, removed, were the same and are in conflict."""
    conflicts: list[MergeConflict]

    @property
    def changes(self) -> int:
        """How many rows of ours are not as they were."""
        return sum(counts[what] for counts in self.counts.values() for what in ("added", "changed", "removed"))


def merge(workspace: Workspace, file: str, *, dry_run: bool = False) -> MergeReport:
    """Join the database or JSON export *file* with the open database and return what that did.

    Raises Refused or DatabaseUnusable, having changed nothing, when the file cannot be read, is of another program, is
    newer, does not fit together, or measures something else under the same key.
    """
    path = str(Path(file).expanduser().absolute())
    store = workspace.store
    with _opened(path, MergeContent(store.connection, store.path)) as theirs:
        if dry_run:
            with strange_rows_refused(file), snapshot(store) as ours:
                return _joined(ours, theirs, file, None)
        with strange_rows_refused(file), store.write("database.merged", file=Path(file).name) as change:
            ours = MergeContent(store.connection, store.path)
            report = _joined(ours, theirs, file, MergeWriter(change, ours))
            _refuse_circles(workspace)
            settle(change)
            return report


def refuse_missing(file: str) -> None:
    """Raise Refused when there is nothing at *file*, before a database is made to merge it into."""
    path = str(Path(file).expanduser().absolute())
    try:
        Path(path).stat()
    except (OSError, ValueError) as error:
        reason = system_reason(error)
        raise Refused(mark("{value} can't be read: {reason}"), field="file", value=path, reason=reason) from error


@contextmanager
def _opened(path: str, ours: MergeContent) -> Iterator[MergeContent]:
    if not _is_name(path):
        reason = mark("a file can't have that name")
        raise Refused(mark("{value} can't be read: {reason}"), field="file", value=path, reason=reason)
    refuse_itself(path, ours.path)
    source = opened(path)
    with source.file as file:
        is_database = file.read(len(DATABASE)) == DATABASE
        file.seek(0)
        data = b"" if is_database and not source.is_stream else content_of(file.fileno(), path, LARGEST)
    if is_database:
        with private_copy(path, ours, data) as content:
            yield content
        return
    with filled_with(json_export.read(data), path) as content:
        yield content


def _is_name(path: str) -> bool:
    """Return whether a file can be called *path*: with any bytes but NUL, and not with half of a character."""
    try:
        return "\0" not in path and bool(os.fsencode(path))
    except UnicodeEncodeError:
        return False


def _joined(ours: MergeContent, theirs: MergeContent, file: str, writer: MergeWriter | None) -> MergeReport:
    counts: dict[str, Counter[str]] = {}
    conflicts: list[MergeConflict] = []
    last = max((row["position"] for row in ours.rows(KPI)), default=0)
    set_later = {row["uid"] for row in theirs.rows(GOAL) if row.get("measure_until")}
    aimless = {row["uid"] for row in theirs.rows(GOAL)} - {row["goal"] for row in theirs.rows(TARGET)} - set_later
    if aimless:
        raise Refused(mark("{path} holds a goal without a target, so nothing was merged"), field="file", path=file)
    for joined in reconcile(ours, theirs):
        table = joined.table
        refuse_invalid_rows(
            table, [*joined.add, *(theirs_row for _, theirs_row in joined.change)], ours.days[table.name], file
        )
        if table.name == "kpi":
            _refuse_other_measures(joined)
            if not ours.is_empty():
                _place_after(joined.add, last)
        if writer is not None:
            _apply(joined, writer)
        counts.setdefault(table.name, Counter()).update(_counted(joined))
        conflicts += joined.conflicts
    return MergeReport(file, counts, conflicts)


def _refuse_other_measures(joined: TableMerge) -> None:
    for conflict in joined.conflicts:
        if conflict.ours and conflict.theirs and any(column in DECISIVE for column in conflict.fields):
            raise Refused(
                mark(
                    "{kpi} is a different KPI in the other file ({theirs}) than here ({ours}). Nothing was "
                    "merged. First give one of the two another short name: kpitui kpi edit {kpi} --key NAME"
                ),
                field="kpi",
                kpi=conflict.ours["key"],
                theirs=_measure(conflict.theirs),
                ours=_measure(conflict.ours),
            )


def _measure(kpi: Row) -> str:
    return " ".join(str(kpi[column]) for column in DECISIVE if kpi[column])


def _refuse_circles(workspace: Workspace) -> None:
    """Refuse KPIs that, now that all are there, are computed from each other in a circle or from one that is not."""
    sources = {kpi.key: Source(kpi) for kpi in records.all_kpis(workspace.store, archived=True)}
    today = [period_of("day", workspace.today, STANDARD)]
    for source in sources.values():
        if KINDS[source.kpi.kind].derived:
            aggregate(source.kpi, sources, today, today=workspace.today, calendar=STANDARD)


def _place_after(kpis: list[Row], last: int) -> None:
    """Give KPIs that come in their places on Today, after ours and in the order they have there."""
    for place, row in enumerate(sorted(kpis, key=lambda row: row["position"]), last + 1):
        row["position"] = place


def _apply(joined: TableMerge, writer: MergeWriter) -> None:
    table = joined.table
    for theirs, ours in [*joined.retained, *((theirs, ours) for ours, theirs in joined.change)]:
        writer.same(table, theirs, ours)
    for ours in joined.remove:
        writer.remove(table, ours)
    for ours, theirs in joined.change:
        writer.take(table, ours, theirs)
    writer.add(table, joined.add)


def _counted(joined: TableMerge) -> dict[str, int]:
    return {
        "added": len(joined.add),
        "changed": len(joined.change),
        "removed": len(joined.remove),
        "same": joined.same,
        "conflicts": len(joined.conflicts),
    }
