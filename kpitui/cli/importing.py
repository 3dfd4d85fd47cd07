"""`kpitui import`: read entries from a CSV file, all of them or none, as one undoable change."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpitui.core.errors import Refused, mark
from kpitui.core.figures import format_value
from kpitui.i18n import _, plural
from kpitui.i18n.dates import day_text
from kpitui.i18n.errors import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from kpitui.cli.console import Console
    from kpitui.exchange import RefusedRow
    from kpitui.services.importing import Conflict, Plan

SHOWN = 12
"""How many refused rows, and how many conflicts, are told one by one."""


def configure(parser: ArgumentParser) -> None:
    """Declare the file and how it is to be read."""
    from kpitui.exchange import FORMATS

    parser.add_argument("file", metavar=_("FILE"), help=_("a CSV file, or - for standard input"))
    parser.add_argument("--format", choices=list(FORMATS), help=_("how the file is laid out (found out by itself)"))
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="NAME=KEY",
        help=_("which KPI a column or name in the file is; NAME=- leaves it out, NAME=date names the day"),
    )
    parser.add_argument("--decimal", choices=("point", "comma"), help=_("the decimal mark of the file"))
    parser.add_argument("--dates", choices=("dmy", "mdy"), help=_("the order of day and month in the file"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))
    parser.add_argument("--skip-refused", action="store_true", help=_("import the other rows all the same"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Say what is in the file and, unless it is a dry run, import it."""
    from kpitui.services.importing import Choices, apply_import, plan_import

    data, name = _content(arguments.file)
    choices = Choices(arguments.format, _mapping(arguments.map), arguments.decimal, arguments.dates)
    workspace = console.workspace()
    plan = plan_import(workspace, data, name, choices)
    refused = bool(plan.refused) and not arguments.skip_refused
    batch = None if arguments.dry_run or refused else apply_import(workspace, plan, skip_refused=True)
    if arguments.json:
        console.json(_record(plan, batch))
    else:
        _tell(console, plan, batch, dry_run=arguments.dry_run)
    return int(refused)


def _content(file: str) -> tuple[bytes, str]:
    """Return the bytes of the file and its name; raise Refused when it cannot be read."""
    if file == "-":
        return sys.stdin.buffer.read(), "-"
    path = Path(file).expanduser()
    try:
        return path.read_bytes(), path.name
    except OSError as error:
        raise Refused(
            mark("{value} cannot be read: {reason}"), field="file", value=file, reason=error.strerror or str(error)
        ) from error


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    """Return the --map flags as a mapping; raise Refused for one that is not NAME=KEY."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        name, equals, key = pair.rpartition("=")
        if not (name and equals and key):
            raise Refused(
                mark("{value} is no mapping; write NAME=KEY, or NAME=- to leave it out"), field="map", value=pair
            )
        mapping[name] = key
    return mapping


def _record(plan: Plan, batch: int | None) -> dict[str, object]:
    return {
        "format": plan.format,
        "batch": batch,
        "new": len(plan.new),
        "same": plan.same,
        "changed": len(plan.changed),
        "conflicts": len(plan.conflicts),
        "refused": [{"line": row.line, "reason": _reason(row)} for row in plan.refused],
    }


def _tell(console: Console, plan: Plan, batch: int | None, *, dry_run: bool) -> None:
    counts = {
        "new": len(plan.new),
        "same": plan.same,
        "changed": len(plan.changed),
        "conflicts": len(plan.conflicts),
        "refused": len(plan.refused),
    }
    said = _("{new} new, {same} the same, {changed} changed, {conflicts} in conflict, {refused} refused")
    console.say(f"{plan.file} ({plan.format}): {said.format(**counts)}")
    for row in plan.refused[:SHOWN]:
        console.tell(_("line {line}: {reason}").format(line=row.line, reason=_reason(row)))
    _tell_more(console, len(plan.refused) - SHOWN)
    for conflict in plan.conflicts[:SHOWN]:
        console.tell(_conflict(console, conflict))
    _tell_more(console, len(plan.conflicts) - SHOWN)
    if dry_run:
        console.tell(_("A dry run: nothing was saved"))
    elif batch is not None:
        console.tell(_("Saved as one change; kpitui undo takes it back"))
    elif plan.refused:
        console.tell(_("Nothing was imported; correct the file, or add --skip-refused"))
    else:
        console.tell(_("There was nothing new to save"))


def _conflict(console: Console, conflict: Conflict) -> str:
    style, kpi = console.workspace().settings.numbers, conflict.kpi
    return _("line {line}: {kpi} on {day} is {value} in the file; yours, {kept}, is kept").format(
        line=conflict.line,
        kpi=kpi.key,
        day=day_text(conflict.day),
        value=format_value(conflict.value, kpi.unit, style, kpi.decimals),
        kept=format_value(conflict.kept, kpi.unit, style, kpi.decimals),
    )


def _tell_more(console: Console, count: int) -> None:
    if count > 0:
        console.tell(plural("and {n} more", "and {n} more", count).format(n=count))


def _reason(row: RefusedRow) -> str:
    params: dict[str, Any] = row.params
    return sentence(Refused(row.reason, **params))
