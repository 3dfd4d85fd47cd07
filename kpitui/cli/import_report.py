"""What `kpitui import` tells: the presets, how far it is, and what an import did or would do, as text or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from kpitui.i18n import _
from kpitui.wording.imports import (
    added_text,
    becomes_text,
    caution_text,
    conflict_text,
    counts_text,
    difference_text,
    more_text,
    reason_text,
    refusal_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpitui.cli.console import Console
    from kpitui.exchange import FileMetric
    from kpitui.services.imports import ImportPlan
    from kpitui.services.imports.matching import MetricMatch
    from kpitui.services.json_documents.files import BroughtJson, ImportedColumnJson, ImportedJson

SHOWN = 12
"""How many refused rows, conflicts and differences are told one by one."""


class Progress:
    """One line that says how far an import is, on a terminal only, and is wiped in the end."""

    def __init__(self, console: Console) -> None:
        self.stream = console.narration
        self.shown = self.stream.isatty()
        self.last = -1

    def __enter__(self) -> Self:
        """Begin without a line."""
        return self

    def __exit__(self, *error: object) -> None:
        """Wipe the line."""
        if self.last >= 0:
            self.stream.write("\r\x1b[K")
            self.stream.flush()

    def __call__(self, done: int, total: int) -> None:
        """Say that *done* of *total* rows were looked at; nothing is written when that would look the same."""
        percent = 100 * done // total if total else done // 100_000
        if not self.shown or percent == self.last:
            return
        self.last = percent
        text = _("{percent}% of {total} rows") if total else _("{done} rows")
        self.stream.write("\r" + text.format(percent=percent, total=total, done=done) + "\x1b[K")
        self.stream.flush()


def tell_presets(console: Console, *, as_json: bool) -> None:
    """List the formats, and the KPIs that each brings."""
    from kpitui.exchange import formats

    if as_json:
        console.json(
            [
                {
                    "preset": format.name,
                    "title": _(format.title),
                    "brings": [_brought(figure) for figure in format.metrics],
                }
                for format in formats().values()
            ]
        )
        return
    width = max(map(len, formats()))
    for format in formats().values():
        brings = ", ".join(figure.name for figure in format.metrics)
        console.say(f"{format.name:<{width}}  {_(format.title)}{': ' + brings if brings else ''}")


def record_of(plan: ImportPlan) -> ImportedJson:
    """Return *plan* as the JSON document."""
    return {
        "file": plan.file,
        "format": plan.format,
        "batch": plan.batch,
        "new": plan.new,
        "same": plan.same,
        "changed": plan.changed,
        "conflicts": plan.conflicts,
        "refused": [{"line": row.line, "reason": reason_text(row)} for row in plan.refusals],
        "refused_count": plan.refused,
        "columns": [_column(match) for match in plan.becomes],
        "differences": [
            {
                "line": change.line,
                "kpi": change.kpi.key,
                "date": change.entry.date.isoformat(),
                "before": change.entry.value,
                "after": change.as_in_file.value,
            }
            for change in plan.differences
        ],
        "added": [kpi.key for kpi in plan.added],
        "cautions": [caution_text(caution) for caution in plan.cautions],
    }


def tell(console: Console, plan: ImportPlan, *, dry_run: bool, skipped: bool) -> None:
    """Tell what an import did or, in a *dry_run*, would do; *skipped* when refused rows were to be left out."""
    style = console.workspace().settings.numbers
    console.say(f"{plan.file} ({plan.format}): {counts_text(plan)}")
    if dry_run or plan.refused:
        for match in plan.becomes:
            console.say(f"  {becomes_text(match)}")
    differences = (difference_text(change, change.kpi.key, style) for change in plan.differences[:SHOWN])
    conflicts = (conflict_text(conflict, conflict.kpi.key, style) for conflict in plan.clashes[:SHOWN])
    _tell_first(console, differences, plan.changed)
    _tell_first(console, map(refusal_text, plan.refusals[:SHOWN]), plan.refused)
    _tell_first(console, conflicts, plan.conflicts)
    for caution in plan.cautions:
        console.tell(caution_text(caution))
    if plan.added:
        console.tell(added_text(plan.added))
    console.tell(_ending(plan, dry_run=dry_run, skipped=skipped))


def _ending(plan: ImportPlan, *, dry_run: bool, skipped: bool) -> str:
    if dry_run:
        return _("A dry run: nothing was saved")
    if plan.batch is not None or plan.added:
        return _("Saved as one change; kpitui undo takes it back")
    if plan.refused and not skipped:
        missing = any(match.can_be_added and not match.figure.parts for match in plan.becomes)
        if missing:
            return _("Nothing was imported; correct the file, add the KPIs with --create, or add --skip-refused")
        return _("Nothing was imported; correct the file, or add --skip-refused")
    return _("There was nothing new to save")


def _column(match: MetricMatch) -> ImportedColumnJson:
    brought = _brought(match.figure)
    return {
        "column": match.figure.column or None,
        "figure": match.figure.name,
        "kpi": match.kpi.key if match.kpi else None,
        "name": brought["name"],
        "kind": brought["kind"],
        "unit": brought["unit"],
    }


def _brought(figure: FileMetric) -> BroughtJson:
    return {
        "key": figure.name,
        "name": figure.own_name,
        "kind": figure.kind or None,
        "unit": figure.unit or None,
    }


def _tell_first(console: Console, lines: Iterable[str], count: int) -> None:
    """Tell *lines*, and how many more of the *count* there are."""
    left = count
    for line in lines:
        console.tell(line)
        left -= 1
    if left > 0:
        console.tell(more_text(left))
