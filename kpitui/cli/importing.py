"""`kpitui import`: read entries from a file, all of them or none, as one undoable change, and say what became of it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from kpitui.cli.console import Console, UsageError
from kpitui.core.errors import Refused, mark
from kpitui.core.figures import is_currency
from kpitui.exchange import formats, preset_problems
from kpitui.exchange.content import from_stream, on_disk
from kpitui.exchange.reading import ROWS
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.entries import find_kpi
from kpitui.services.imports import ImportChoices, ImportPlan, carry_out, plan_import, write_preset
from kpitui.services.imports.matching import UNKNOWN
from kpitui.wording.imports import (
    added_text,
    becomes_text,
    caution_text,
    conflict_text,
    counts_text,
    difference_text,
    lowered_text,
    more_text,
    outcome_text,
    reason_text,
    refusal_text,
)

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator, Sequence

    from kpitui.exchange import FileContent, FileMetric
    from kpitui.services.imports.matching import MetricMatch
    from kpitui.services.json_documents.files import BroughtJson, ImportedColumnJson, ImportedJson


def configure(parser: ArgumentParser) -> None:
    """Declare the file and how it is to be read."""
    parser.add_argument(
        "file", nargs="?", metavar=_("FILE"), help=_("a CSV, JSON or zip file, or - for standard input")
    )
    parser.add_argument(
        "--preset",
        "--format",
        dest="preset",
        choices=list(formats()),
        metavar=_("PRESET"),
        help=_("the file format (default: recognised from the file)"),
    )
    parser.add_argument("--new-preset", metavar=_("NAME"), help=_("make your own file format from this file"))
    parser.add_argument("--presets", action="store_true", help=_("list the file formats and what each one imports"))
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar=_("NAME=KPI"),
        help=_(
            "the KPI for a column or name in the file; or what a column holds: NAME=date, NAME=time, NAME=kpi (names "
            "of KPIs), NAME=value (their numbers); or NAME=- to skip it"
        ),
    )
    parser.add_argument("--count", metavar="KPI", help=_("count the rows of each day and log that number for this KPI"))
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar=_("COLUMN=TEXT"),
        help=_("count only the rows with this text in that column; separate several texts with commas"),
    )
    parser.add_argument("--create", action="store_true", help=_("add KPIs you don't have yet"))
    parser.add_argument("--parts-of", metavar="KPI", help=_("each KPI in the file becomes a part of this KPI"))
    parser.add_argument("--decimal", choices=("point", "comma"), help=_("the decimal mark of the file"))
    parser.add_argument("--dates", choices=("dmy", "mdy"), help=_("the order of day and month in the file"))
    parser.add_argument("--currency", metavar="CODE", help=_("the currency of new KPIs, if the file has none"))
    parser.add_argument("--dry-run", action="store_true", help=_("show what would happen, change nothing"))
    parser.add_argument(
        "--skip-refused", action="store_true", help=_("leave out the rejected rows and import the rest")
    )
    parser.add_argument("--lower", action="store_true", help=_("also import numbers lower than those already logged"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Say what is in the file and, unless it is a dry run, import it."""
    if arguments.presets:
        tell_presets(console, as_json=arguments.json)
        for problem in preset_problems():
            console.tell(caution_text(problem))
        return 0
    if not (arguments.file or "").strip():
        raise UsageError(mark("Which file? See kpitui import --help"))
    content = _content(arguments.file)
    mapping = _mapping(arguments.map)
    if arguments.count:
        mapping[ROWS] = arguments.count
    choices = ImportChoices(
        arguments.preset,
        mapping,
        arguments.decimal,
        arguments.dates,
        arguments.create,
        _currency(arguments.currency),
        _only(arguments.only),
    )
    for problem in preset_problems():
        console.tell(caution_text(problem))
    if arguments.new_preset is not None:
        with _database_to_look_at(console) as looking:
            path = write_preset(looking.workspace(), content, choices, arguments.new_preset)
        text = _("File format written: {path}. It is used from now on. You can change it in an editor")
        console.say(text.format(path=harmless(path)))
        return 0
    if arguments.dry_run:
        with _database_to_look_at(console) as looking, Progress(looking) as progress:
            _answer(looking, _preview(looking, content, choices, progress), arguments)
        return 0
    workspace = console.workspace(create=arguments.create)
    whole = find_kpi(workspace, arguments.parts_of) if arguments.parts_of is not None else None
    with Progress(console) as progress:
        plan = carry_out(
            workspace,
            content,
            choices,
            skip_refused=arguments.skip_refused,
            lower=arguments.lower,
            watch=progress,
            parts_of=whole,
        )
    _answer(console, plan, arguments)
    if plan.split is not None and not arguments.json:
        from kpitui.wording.kpis import split_sentences

        for sentence in split_sentences(plan.split):
            console.tell(sentence)
    return int(bool(plan.asks))


OF_THE_FILE = frozenset({"file", "day", "columns", "year", "dates", "decimal", "count", "preset"})
"""The fields of refusals that say what a file is, or ask what only a person can say of it."""


def _preview(console: Console, content: FileContent, choices: ImportChoices, progress: Progress) -> ImportPlan:
    """Return what an import would do.

    What would be added is no failure of a look, neither is a question, nor that it shows a file that can't be imported.
    """
    try:
        return plan_import(console.workspace(), content, choices._replace(create=True), progress)
    except Refused as refused:
        if refused.field not in OF_THE_FILE:
            raise
        return ImportPlan(content.name, "", [], [(refused.message, refused.params)])


def _answer(console: Console, plan: ImportPlan, arguments: Namespace) -> None:
    if arguments.json:
        console.json(record_of(plan))
    else:
        tell(console, plan, dry_run=arguments.dry_run, created=arguments.create)


@contextmanager
def _database_to_look_at(console: Console) -> Iterator[Console]:
    """Yield the console on its database, or on an empty one that is thrown away where there is none yet."""
    if console.has_database():
        yield console
        return
    with TemporaryDirectory(prefix="kpitui-") as folder:
        looking = Console(console.environ, database=str(Path(folder) / "empty.db"), language=console.language)
        looking.throwaway = True
        looking.input, looking.output, looking.narration = console.input, console.output, console.narration
        try:
            looking.workspace(create=True)
            yield looking
        finally:
            looking.close()


def _currency(code: str | None) -> str:
    """Return the code of a currency as units have it; raise Refused for what is none."""
    if code is None:
        return ""
    if not is_currency(code.upper()):
        raise Refused(mark("'{value}' is not a currency. Use three letters, such as EUR"), field="currency", value=code)
    return code.upper()


def _content(file: str) -> FileContent:
    """Return the file; raise Refused when it cannot be read."""
    return from_stream(sys.stdin.buffer) if file == "-" else on_disk(file)


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    """Return the --map flags as a mapping; raise Refused for one that is not NAME=KEY."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        name, equals, key = pair.rpartition("=")
        if not (name and equals and key):
            raise Refused(
                mark(
                    "{value} needs a KPI after it. Write NAME=KPI, with a name from the file, or NAME=- to leave that "
                    "name out"
                ),
                field="map",
                value=pair,
            )
        mapping[name] = key
    return mapping


def _only(pairs: Sequence[str]) -> dict[str, str]:
    """Return the --only flags as texts by column; raise Refused for one that is not COLUMN=TEXT."""
    texts: dict[str, str] = {}
    for pair in pairs:
        column, equals, text = pair.partition("=")
        if not (column.strip() and equals):
            reason = mark("{value} doesn't say which rows. Write COLUMN=TEXT, such as Status=paid")
            raise Refused(reason, field="only", value=pair)
        texts[column] = f"{texts[column]},{text}" if column in texts else text
    return texts


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
                "line": difference.line,
                "kpi": difference.kpi.key,
                "date": difference.entry.date.isoformat(),
                "before": difference.entry.value,
                "after": difference.as_in_file.value,
            }
            for difference in plan.differences
        ],
        "lowered": [
            {
                "line": day.line,
                "kpi": day.kpi.key,
                "date": day.day.isoformat(),
                "before": day.before,
                "after": day.after,
            }
            for day in plan.lowered
        ],
        "added": [kpi.key for kpi in plan.added],
        "cautions": [caution_text(caution) for caution in plan.cautions],
    }


def tell(console: Console, plan: ImportPlan, *, dry_run: bool, created: bool) -> None:
    """Tell what an import did or, in a *dry_run*, would do; *created* when KPIs that are not there were to be added."""
    style = console.workspace().settings.numbers
    if plan.format:
        console.say(f"{plan.file} ({plan.format}): {counts_text(plan)}")
    if dry_run or plan.asks:
        for match in plan.becomes:
            console.say(f"  {becomes_text(match, plan.several, created=created)}")
        questions = (match.refusal for match in plan.becomes if match.refusal is not None) if dry_run else ()
        refused = [(row.reason, row.params) for row in plan.refusals[:SHOWN]]
        for question in questions:
            if not created and question[0] is not UNKNOWN and question not in refused:
                console.tell(caution_text(question))
    differences = (difference_text(change, change.kpi.key, style) for change in plan.differences[:SHOWN])
    conflicts = (conflict_text(conflict, conflict.kpi.key, style) for conflict in plan.clashes[:SHOWN])
    if "lowered" not in plan.asks:
        _tell_first(console, differences, plan.changed)
    _tell_first(console, map(refusal_text, plan.refusals[:SHOWN]), plan.refused)
    _tell_first(console, conflicts, plan.conflicts)
    if dry_run or "lowered" in plan.asks:
        lowered = (lowered_text(day, day.kpi.key, style) for day in plan.lowered[:SHOWN])
        _tell_first(console, lowered, len(plan.lowered))
    for caution in plan.cautions:
        console.tell(caution_text(caution))
    if plan.added:
        console.tell(added_text(plan.added))
    console.tell(_ending(plan, dry_run=dry_run))


def _ending(plan: ImportPlan, *, dry_run: bool) -> str:
    saved = plan.batch is not None or bool(plan.added)
    if dry_run or not plan.asks:
        return outcome_text(dry_run=dry_run, saved=saved)
    if "lowered" in plan.asks:
        return _(
            "Nothing imported: on some days the number in the file is lower than the one already logged. Is the file "
            "only part of the export? Then export everything. To import it anyway: --lower"
        )
    if any(match.can_be_added and not match.figure.parts for match in plan.becomes):
        return _(
            "Nothing imported. Correct the file, add the missing KPIs with --create, or leave the "
            "rejected rows out with --skip-refused"
        )
    if not plan.taken:
        return _("Nothing imported: every row was rejected")
    return _("Nothing imported. Correct the file, or leave the rejected rows out with --skip-refused")


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
