"""`kpitui import`: read entries from a file, all of them or none, as one undoable change.

What is told about an import is in `import_report`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kpitui.cli.console import Usage
from kpitui.cli.import_report import Progress, record_of, tell, tell_presets
from kpitui.core.errors import Refused, mark
from kpitui.exchange import formats
from kpitui.exchange.content import from_stream, on_disk
from kpitui.i18n import _
from kpitui.services.imports import ImportChoices, carry_out, plan_import

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from kpitui.cli.console import Console
    from kpitui.exchange import FileContent


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
        help=_("which program the file comes from, or how it is laid out (found out by itself)"),
    )
    parser.add_argument("--presets", action="store_true", help=_("list the presets and what each brings"))
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="NAME=KEY",
        help=_("which KPI a column or name in the file is; NAME=- leaves it out, NAME=date names the day"),
    )
    parser.add_argument("--create", action="store_true", help=_("add the KPIs that are not there yet"))
    parser.add_argument("--decimal", choices=("point", "comma"), help=_("the decimal mark of the file"))
    parser.add_argument("--dates", choices=("dmy", "mdy"), help=_("the order of day and month in the file"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))
    parser.add_argument("--skip-refused", action="store_true", help=_("import the other rows all the same"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Say what is in the file and, unless it is a dry run, import it."""
    if arguments.presets:
        tell_presets(console, as_json=arguments.json)
        return 0
    if arguments.file is None:
        raise Usage(mark("kpitui import needs a file; see: kpitui import --help"))
    content = _content(arguments.file)
    mapping = _mapping(arguments.map)
    choices = ImportChoices(arguments.preset, mapping, arguments.decimal, arguments.dates, arguments.create)
    workspace = console.workspace(create=arguments.create and not arguments.dry_run)
    with Progress(console) as progress:
        if arguments.dry_run:
            plan = plan_import(workspace, content, choices, progress)
        else:
            plan = carry_out(workspace, content, choices, skip_refused=arguments.skip_refused, watch=progress)
    if arguments.json:
        console.json(record_of(plan))
    else:
        tell(console, plan, dry_run=arguments.dry_run, skipped=arguments.skip_refused)
    return int(bool(plan.refused) and not arguments.skip_refused)


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
                mark("{value} is no mapping; write NAME=KEY, or NAME=- to leave it out"), field="map", value=pair
            )
        mapping[name] = key
    return mapping
