"""`kpitui review`: are the goals being reached, where must action be taken, what are the strong and the weak points?

As JSON it is one documented object with stable names; a figure that is not known is null, never 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli._file_output import refuse_output, write_output
from kpitui.cli._goal_output import goal_record
from kpitui.cli._kpi_output import coverage_record, to_date_record
from kpitui.core.errors import Refused, mark
from kpitui.i18n import _
from kpitui.wording.reviews import ReviewWording, report_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from typing import Literal

    from kpitui.cli.console import Console
    from kpitui.core.review import Point, ReviewItem
    from kpitui.services.json_documents.goals import (
        MatterJson,
        PointJson,
        ReviewFigureJson,
        ReviewJson,
        ReviewPartJson,
        ReviewRunwayJson,
    )
    from kpitui.services.reviews import Review, ReviewFigure, ReviewPeriod
    from kpitui.services.runway import RunwayView
    from kpitui.services.workspace import Workspace

FORMATS = ("text", "plain", "md", "html", "json")
PERIODS = ("week", "month", "quarter", "year")


def configure(parser: ArgumentParser) -> None:
    """Declare the period, the format and where it goes."""
    parser.add_argument("--period", choices=PERIODS, help=_("the last full period of this length (default: week)"))
    parser.add_argument(
        "--on", metavar=_("DATE"), help=_("the period that contains this day, even if it isn't over yet")
    )
    parser.add_argument("--since", metavar=_("DATE"), help=_("the first day of a period you choose"))
    parser.add_argument("--until", metavar=_("DATE"), help=_("the last day of that period (default: today)"))
    parser.add_argument(
        "--format", choices=FORMATS, help=_("text; plain (to be read aloud); md (Markdown); html (one page); json")
    )
    parser.add_argument("-o", "--output", metavar=_("FILE"), help=_("write to this file (- is standard output)"))
    parser.add_argument("--held", action="store_true", help=_("mark this review as done today"))
    parser.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Print or write the review, and remember that it was held where that is asked for."""
    from kpitui.services.reviews import hold, review

    workspace = console.workspace()
    format = _format(arguments, console)
    period = _period_of(arguments, console)
    if arguments.output is not None:
        refuse_output(console, arguments.output, stem="review", ending="")
    view = review(workspace, period)
    console.tell_lost_goals()
    ending = "json"
    if format == "json":
        text = console.json_text(_review_record(workspace, view))
    else:
        from kpitui.exchange.report import WRITERS
        from kpitui.services.reviews import review_report

        text = WRITERS[format].write(report_of(review_report(workspace, view), workspace.settings.numbers))
        ending = WRITERS[format].ending
    if arguments.output in (None, "-"):
        console.draw(text.removesuffix("\n"))
    else:
        write_output(console, arguments.output, [text], stem="review", ending=ending)
    if arguments.held:
        hold(workspace, period)
    return 0


def _period_of(arguments: Namespace, console: Console) -> ReviewPeriod:
    from kpitui.services.reviews import range_of, review_period

    workspace = console.workspace()
    if arguments.since or arguments.until:
        if not arguments.since:
            raise Refused(mark("From which day? Add --since"), field="since")
        last = workspace.read_day(arguments.until) if arguments.until else workspace.today
        return range_of(workspace, workspace.read_day(arguments.since), last)
    day = workspace.read_day(arguments.on) if arguments.on else None
    return review_period(workspace, arguments.period or "week", day)


def _format(arguments: Namespace, console: Console) -> str:
    """Return the format that was asked for, else the one that the name of the file says, else text or sentences."""
    if arguments.json:
        return "json"
    named = arguments.format
    if arguments.output:
        from kpitui.exchange.writing import ending_of

        of_file = ending_of(arguments.output, {"md": "md", "html": "html", "htm": "html", "json": "json", "txt": None})
        named = named or of_file
    if named in (None, "plain") or arguments.plain:
        return "plain" if console.is_plain(arguments.plain or named == "plain") else "text"
    return str(named)


def _review_record(workspace: Workspace, review: Review) -> ReviewJson:
    """Return a review: its days, the three questions, what changed since the last one, and the figures."""
    period, matters, wording = review.period, review.matters, ReviewWording(review, workspace.settings.numbers)
    keys = {number: kpi.key for number, kpi in review.kpis.items()}
    then = workspace.on(period.as_of)
    records: list[MatterJson] = []
    groups: tuple[tuple[Literal["open", "decided", "put off"], Sequence[ReviewItem]], ...] = (
        ("open", matters.open),
        ("decided", matters.decided),
        ("put off", matters.put_off),
    )
    for state, group in groups:
        for matter in group:
            worded = wording.matter(matter.key)
            records.append(
                {
                    "id": matter.key,
                    "kind": matter.kind,
                    "state": state,
                    "kpi": keys.get(matter.kpi or 0),
                    "goal": matter.goal,
                    "action": matter.action,
                    "text": worded.text,
                    "step": worded.step,
                    "parts": _parts(review, matter),
                }
            )
    return {
        "period": period.label,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "as_of": period.as_of.isoformat(),
        "goals": [{**goal_record(then, line.view), "text": wording.goal(line)} for line in review.goals],
        "matters": records,
        "signals_left_out": matters.untold,
        "strong": [_point(review, point, keys, wording) for point in review.strong],
        "weak": [_point(review, point, keys, wording) for point in review.weak],
        "actions": wording.actions(),
        "changed": wording.changed(),
        "last_review": review.last.day.isoformat() if review.last else None,
        "kpis": [_figure(figure) for figure in review.figures],
        "runways": [_runway(view, text) for view, text in zip(review.runways, wording.runways(), strict=True)],
    }


def _runway(view: RunwayView, text: str) -> ReviewRunwayJson:
    runway = view.runway
    early, likely, late = (runway.early, runway.likely, runway.late) if runway else (None, None, None)
    return {
        "kpi": view.kpi.key,
        "below": runway.is_below if runway else None,
        "early": early.isoformat() if early else None,
        "likely": likely.isoformat() if likely else None,
        "late": late.isoformat() if late else None,
        "text": text,
    }


def _parts(review: Review, about: ReviewItem | Point) -> list[ReviewPartJson]:
    from kpitui.wording.why import part_name

    view = review.why_of(about)
    return [
        {
            "key": part.branch.kpi.key if part.branch.kpi else None,
            "name": part_name(part.branch, view.taken),
            "contribution": part.contribution,
            "percent": view.taken.percent(part.contribution),
            "mark": part.mark,
        }
        for part in (view.taken.largest if view else ())
        if view is not None
    ]


def _point(review: Review, point: Point, keys: dict[int, str], wording: ReviewWording) -> PointJson:
    return {
        "kpi": keys.get(point.kpi),
        "goal": point.goal,
        "chance": point.chance,
        "size": point.size if point.goal is None else None,
        "text": wording.point(point),
        "parts": _parts(review, point),
    }


def _figure(figure: ReviewFigure) -> ReviewFigureJson:
    compared = figure.compared
    now, before = compared.compared, compared.before
    return {
        "key": figure.kpi.key,
        "name": figure.kpi.name,
        "unit": figure.kpi.unit,
        "value": now.value,
        "start": now.period.start.isoformat(),
        "end": now.period.end.isoformat(),
        "before": before.value,
        "before_start": before.period.start.isoformat(),
        "before_end": before.period.end.isoformat(),
        "difference": compared.difference,
        "difference_bound": compared.bound if compared.difference is not None else None,
        "entries": now.entries,
        **coverage_record(now.coverage),
        "at_least": now.at_least,
        "refused": now.refused,
        "to_date": [to_date_record(beside) for beside in figure.to_date],
    }
