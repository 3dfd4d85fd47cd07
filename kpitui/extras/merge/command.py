"""`kpitui merge`: join the database of another machine, or a JSON export, with this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kpitui.core.errors import mark
from kpitui.core.figures import NumberStyle, decimals_for, format_number
from kpitui.i18n import _
from kpitui.services.content_words import content_word
from kpitui.wording.dates import day_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console
    from kpitui.extras.merge import MergeReport
    from kpitui.services.json_documents.files import MergeCountsJson, MergedJson


SHOWN = 12
"""How many conflicts are told one by one."""


def configure(parser: ArgumentParser) -> None:
    """Declare the file and whether it is only tried."""
    parser.add_argument(
        "file", metavar=_("FILE"), help=_("a KPITUI database, or a file made with export --format json")
    )
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
    from kpitui.wording.imports import more_text, nothing_new_text, outcome_text

    lines = [f"{_(content_word(table))}: {text}" for table, counts in report.counts.items() if (text := _news(counts))]
    for line in lines:
        console.say(line)
    if not lines and dry_run:
        console.tell(nothing_new_text())
    style = console.workspace().settings.numbers
    for conflict in report.conflicts[:SHOWN]:
        console.tell(described_conflict(conflict.table, conflict.ours, conflict.theirs, conflict.fields, style))
    if len(report.conflicts) > SHOWN:
        console.tell(more_text(len(report.conflicts) - SHOWN))
    console.tell(outcome_text(dry_run=dry_run, saved=bool(report.changes)))


def _news(counts: Mapping[str, int]) -> str:
    """Return how many rows of a table are new or differ, and beside these how many are alike; empty without news."""
    words = {
        "added": _("{n} new"),
        "changed": _("{n} changed"),
        "removed": _("{n} removed"),
        "conflicts": _("{n} changed here and in the file"),
        "same": _("{n} already there"),
    }
    if not any(counts[name] for name in words if name != "same"):
        return ""
    return ", ".join(word.format(n=counts[name]) for name, word in words.items() if counts[name])


Row = Mapping[str, Any]


FIELD_WORDS = {
    "value": mark("the value"),
    "date": mark("the day"),
    "note": mark("the note"),
    "text": mark("the text"),
    "name": mark("the name"),
    "title": mark("the title"),
    "description": mark("the description"),
    "reason": mark("the reason"),
    "start": mark("the first day"),
    "end": mark("the last day"),
    "deadline": mark("the deadline"),
    "baseline": mark("the baseline"),
    "why": mark("why"),
    "state": mark("the status"),
    "due": mark("the due day"),
    "what": mark("the action"),
    "amount": mark("the amount"),
    "every": mark("how often it comes"),
    "until": mark("the last day"),
}
"""Columns that people change, in words; others are told by their name in the database."""

_NAMED_BY = ("title", "what", "text", "said", "name", "kpi", "goal", "key", "date", "start", "since")
_NOTHING = "-"


def described_conflict(
    table: str, ours: Row | None, theirs: Row | None, fields: Sequence[str], style: NumberStyle
) -> str:
    """Return what both sides made of a row, the side that deleted it being None; numbers are in *style*."""
    row = ours or theirs or {}
    named = " ".join(_value(row[column], style) for column in _NAMED_BY if row.get(column) not in (None, ""))[:80]
    what = f"{_(content_word(table))}, {named}"
    if ours is None:
        return _("{what}: changed in the other file, deleted here. It stays deleted").format(what=what)
    if theirs is None:
        return _("{what}: deleted in the other file, changed here. It stays").format(what=what)
    differences = "; ".join(
        _("{field} is {theirs} in the other file, {ours} here").format(
            field=_(FIELD_WORDS[field]) if field in FIELD_WORDS else field,
            theirs=_value(theirs.get(field), style),
            ours=_value(ours.get(field), style),
        )
        for field in fields
    )
    return _("{what}: {differences}. The version here is kept").format(what=what, differences=differences)


def _value(value: object, style: NumberStyle) -> str:
    if value in (None, ""):
        return _NOTHING
    if isinstance(value, float):
        return format_number(value, decimals_for(value, ""), style)
    text = str(value)
    try:
        return day_text(date.fromisoformat(text)) if len(text) == 10 and text[4] == "-" else text[:60]
    except ValueError:
        return text[:60]
