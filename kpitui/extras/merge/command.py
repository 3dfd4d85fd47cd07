"""`kpitui merge`: join the database of another machine, or a JSON export, with this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.core.errors import mark
from kpitui.i18n import _

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from kpitui.cli.console import Console
    from kpitui.extras.merge import MergeReport
    from kpitui.services.json_documents.files import MergeCountsJson, MergedJson

SHOWN = 12
"""How many conflicts are told one by one."""


def configure(parser: ArgumentParser) -> None:
    """Declare the file and whether it is only tried."""
    parser.add_argument("file", metavar=_("FILE"), help=_("a KPITUI database, or what export --format json wrote"))
    parser.add_argument("--dry-run", action="store_true", help=_("show what would happen, change nothing"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Join the file and say, kind by kind, what that did and where both sides differ."""
    from kpitui.cli.console import UsageError
    from kpitui.extras.merge import merge, refuse_missing

    if not arguments.file.strip():
        raise UsageError(mark("Which file? See kpitui merge --help"))
    if not console.has_database():
        refuse_missing(arguments.file)
    report = merge(console.workspace(create=not arguments.dry_run), arguments.file, dry_run=arguments.dry_run)
    if arguments.json:
        console.json(_record(report, dry_run=arguments.dry_run))
    else:
        _tell(console, report, dry_run=arguments.dry_run)
    return 0


def _record(report: MergeReport, *, dry_run: bool) -> MergedJson:
    return {
        "file": report.file,
        "dry_run": dry_run,
        "tables": {table: _counts(counts) for table, counts in report.counts.items()},
        "conflicts": [
            {"table": conflict.table, "fields": conflict.fields, "ours": conflict.ours, "theirs": conflict.theirs}
            for conflict in report.conflicts
        ],
    }


def _counts(counts: Mapping[str, int]) -> MergeCountsJson:
    return {
        "added": counts["added"],
        "changed": counts["changed"],
        "removed": counts["removed"],
        "same": counts["same"],
        "conflicts": counts["conflicts"],
    }


def _tell(console: Console, report: MergeReport, *, dry_run: bool) -> None:
    from kpitui.extras.merge.wording import content_word, described_conflict
    from kpitui.wording.imports import more_text, outcome_text

    template = _("{added} new, {changed} changed, {removed} removed, {same} already there, {conflicts} to decide")
    for table, counts in report.counts.items():
        if any(counts.values()):
            console.say(f"{content_word(table)}: {template.format(**counts)}")
    style = console.workspace().settings.numbers
    for conflict in report.conflicts[:SHOWN]:
        console.tell(described_conflict(conflict.table, conflict.ours, conflict.theirs, conflict.fields, style))
    if len(report.conflicts) > SHOWN:
        console.tell(more_text(len(report.conflicts) - SHOWN))
    console.tell(outcome_text(dry_run=dry_run, saved=bool(report.changes)))
