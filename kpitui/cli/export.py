"""`kpitui export`: write entries or everything to a file or standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli._file_output import declare_output, write_output
from kpitui.cli.console import UsageError
from kpitui.core.errors import mark
from kpitui.core.figures import NUMBER_STYLES
from kpitui.exchange.writing import EXPORT_ENDINGS, WRITERS, ending_of
from kpitui.i18n import _
from kpitui.services.exports import exported, selection

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare the kind of file, what goes into it and where it goes."""
    titles = "; ".join(f"{writer.name}: {_(writer.title)}" for writer in WRITERS.values())
    parser.add_argument("--format", choices=list(WRITERS), help=titles)
    parser.add_argument(
        "--kpi", action="append", default=[], metavar="KPI", help=_("only this KPI; repeat for more KPIs")
    )
    parser.add_argument("--since", metavar=_("DATE"), help=_("only from this day on"))
    parser.add_argument("--until", metavar=_("DATE"), help=_("only up to and including this day"))
    parser.add_argument(
        "--numbers",
        choices=list(NUMBER_STYLES),
        help=_("write the CSV with 1.5 and commas between columns (en), or with 1,5 and semicolons (nl)"),
    )
    declare_output(parser)


def run(arguments: Namespace, console: Console) -> int:
    """Write the export; one in SQL has the whole journal with it, and so is of now alone."""
    named = ending_of(arguments.output, EXPORT_ENDINGS)
    format = arguments.format or named or "csv"
    if console.as_of and format == "sql":
        raise UsageError(mark("{option} can't be used with {other}"), option="--as-of", other="--format sql")
    workspace = console.workspace()
    chosen = selection(workspace, arguments.kpi, arguments.since or "", arguments.until or "", arguments.numbers)
    with exported(workspace, format, chosen) as parts:
        ending = WRITERS[format].ending
        write_output(console, arguments.output, parts, stem="export", ending=ending)
    return 0
