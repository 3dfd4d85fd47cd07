"""`kpitui review`: are the goals being reached, where must action be taken, what are the strong and the weak points?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.core.errors import Refused, mark
from kpitui.i18n import _

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console
    from kpitui.services.reviews.period import ReviewPeriod

FORMATS = ("text", "plain", "md", "html", "json")
PERIODS = ("week", "month", "quarter", "year")


def configure(parser: ArgumentParser) -> None:
    """Declare the period, the format and where it goes."""
    parser.add_argument(
        "--period", choices=PERIODS, help=_("the length of the period (week); the last one that is over")
    )
    parser.add_argument("--on", metavar=_("DATE"), help=_("the period that this day is in, the running one too"))
    parser.add_argument("--since", metavar=_("DATE"), help=_("any other range: its first day"))
    parser.add_argument("--until", metavar=_("DATE"), help=_("and its last day (today)"))
    parser.add_argument(
        "--format", choices=FORMATS, help=_("text, plain to be read out, md for Markdown, html for one page, json")
    )
    parser.add_argument("-o", "--output", metavar="FILE", help=_("write it there; - is standard output"))
    parser.add_argument("--held", action="store_true", help=_("remember that this review was held today"))
    parser.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Print or write the review, and remember that it was held where that is asked for."""
    from kpitui.services.reviews import review
    from kpitui.services.reviews.decisions import hold

    workspace = console.workspace()
    format = _format(arguments, console)
    period = _period_of(arguments, console)
    view = review(workspace, period)
    ending = "json"
    if format == "json":
        from kpitui.cli.review_record import review_record

        text = console.json_text(review_record(workspace, view))
    else:
        from kpitui.exchange.report import WRITERS
        from kpitui.services.reviews import review_report
        from kpitui.wording.reports import report_of

        text = WRITERS[format].write(report_of(review_report(workspace, view), workspace.settings.numbers))
        ending = WRITERS[format].ending
    if arguments.output in (None, "-"):
        console.draw(text.removesuffix("\n"))
    else:
        from kpitui.cli.file_output import write_output

        write_output(console, arguments.output, [text], stem="review", ending=ending)
    if arguments.held:
        hold(workspace, period)
    return 0


def _period_of(arguments: Namespace, console: Console) -> ReviewPeriod:
    from kpitui.services.reviews.period import range_of, review_period

    workspace = console.workspace()
    if arguments.since or arguments.until:
        if not arguments.since:
            raise Refused(mark("A range needs its first day: --since"), field="since")
        last = workspace.read_day(arguments.until) if arguments.until else workspace.today
        return range_of(workspace, workspace.read_day(arguments.since), last)
    day = workspace.read_day(arguments.on) if arguments.on else None
    return review_period(workspace, arguments.period or "week", day)


def _format(arguments: Namespace, console: Console) -> str:
    """Return the format that was asked for, else the one that the name of the file says, else text or sentences."""
    if arguments.json:
        return "json"
    ending = (arguments.output or "").rpartition(".")[2].lower()
    named = arguments.format or {"md": "md", "html": "html", "htm": "html", "json": "json"}.get(ending)
    if named in (None, "plain") or arguments.plain:
        return "plain" if console.is_plain(arguments.plain or named == "plain") else "text"
    return str(named)
