"""`kpitui status`: goals and KPIs at a glance."""

from __future__ import annotations

from kpitui.cli.console import UsageError, read_flags
from kpitui.core.errors import mark
from kpitui.core.record import Record
from kpitui.i18n import _
from kpitui.wording.dates import day_text, full_day_text
from kpitui.wording.kpis import coverage_text, group_text, newest_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kpitui.cli.console import Console
    from kpitui.core.model import Kpi
    from kpitui.services.json_documents.kpis import StatusKpiJson, ToDateJson
    from kpitui.services.today import SheetLine, TodayView
    from kpitui.services.workspace import Workspace


class StatusWords(Record):
    """What the words after ``status`` say."""

    json: bool = False
    calibration: bool = False
    plain: bool = False
    wide: bool = False
    """Whether the month, quarter and year so far are set beside last year's."""
    line: str | None = None
    """The form of one line for a status bar, empty for that in words; None where none is asked for."""


def configure(parser: ArgumentParser) -> None:
    """Declare the words for the help and for shell completion; `parse_words` reads them."""
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))
    parser.add_argument("--calibration", action="store_true", help=_("show how often the chances were right"))
    parser.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    parser.add_argument(
        "--wide", action="store_true", help=_("also this month, quarter and year so far, compared with last year")
    )
    parser.add_argument(
        "--line",
        nargs="?",
        const="",
        metavar=_("TEXT"),
        help=_(
            "one line for a status bar, or your own line with {due}, {actions}, {on_track}, {at_risk}, {off_track} ..."
        ),
    )


def parse_words(words: Sequence[str]) -> StatusWords:
    """Read the words after ``status``; raise UsageError for one that is unknown."""
    rest, line = list(words), None
    for index, word in enumerate(words):
        if word == "--line":
            has_form = index + 1 < len(words) and not words[index + 1].startswith("--")
            line = words[index + 1] if has_form else ""
            del rest[index : index + 1 + has_form]
            break
        if word.startswith("--line="):
            line = rest.pop(index).removeprefix("--line=")
            break
    flags = read_flags("status", rest, ("--json", "--calibration", "--plain", "--wide"))
    others = flags & {"--json", "--calibration", "--wide"}
    if line is not None and others:
        raise UsageError(mark("{option} can't be used with {other}"), option="--line", other=", ".join(sorted(others)))
    if flags >= {"--wide", "--calibration"}:
        raise UsageError(mark("{option} can't be used with {other}"), option="--wide", other="--calibration")
    return StatusWords("--json" in flags, "--calibration" in flags, "--plain" in flags, "--wide" in flags, line)


def run(words: StatusWords, console: Console) -> int:
    """Print how every open goal stands and the newest figure of every KPI."""
    if words.line is not None:
        _print_line(console, words.line)
        return 0
    from kpitui.services.today import today_view

    if words.calibration:
        from kpitui.cli._calibration import print_calibration

        print_calibration(console, json=words.json)
        return 0
    workspace = console.workspace()
    view = today_view(workspace, workspace.today, 1)
    console.tell_lost_goals()
    if words.json:
        _print_json(console, view, wide=words.wide)
    elif not view.sheet.lines:
        console.say_empty(_("No KPIs yet. Add one: kpitui kpi add NAME, or try the sample business: kpitui demo"))
    elif console.is_plain(words.plain):
        from kpitui.cli._plain import print_status

        print_status(console, view, wide=words.wide)
    else:
        _print_text(console, view)
        if words.wide:
            _print_to_date(console, view)
    return 0


def _print_to_date(console: Console, view: TodayView) -> None:
    from kpitui.services.like_for_like import to_date
    from kpitui.wording.comparisons import to_date_rows, without_today_sentence
    from kpitui.wording.reviews import to_date_head

    workspace = console.workspace()
    figures = [(line.kpi, to_date(workspace, line.kpi)) for line in view.sheet.lines]
    heading, rows = to_date_rows(figures, workspace.settings.numbers)
    console.say()
    console.say(to_date_head(row for _kpi, row in figures))
    if rows:
        console.table([heading, *rows], right=range(1, len(heading)))
        growing = [kpi for kpi, row in figures if any(beside.without_today is not None for beside in row)]
        if growing:
            console.say(without_today_sentence(growing))
    else:
        console.say(_("no data"))


def _print_line(console: Console, form: str) -> None:
    """Print one line for a status bar: nothing where there is nothing yet, so that a new computer has a quiet bar."""
    if not console.has_database():
        return
    from kpitui.services.today import status_line
    from kpitui.wording.status_line import filled, line_fields, line_text

    line = status_line(console.workspace())
    text = filled(form, line_fields(line)) if form else line_text(line)
    if text:
        console.say(text)


def _print_text(console: Console, view: TodayView) -> None:
    from kpitui.cli._goal_output import draw_goals

    console.say(full_day_text(console.workspace().today))
    if view.goals:
        console.say()
        draw_goals(console, view.goals)
    if view.actions:
        console.say()
        from kpitui.wording.actions import due_actions_text

        console.say(due_actions_text(len(view.actions)) + ":")
        console.table(
            [(f"  {action.id}", action.what, day_text(action.due) if action.due else "") for action in view.actions]
        )
    console.say()
    from kpitui.services.today import groups_of

    by_kpi = {line.kpi.id: _row(console, line) for line in view.sheet.lines}
    groups = groups_of(console.workspace(), [line.kpi for line in view.sheet.lines], view.goals)
    if not groups:
        console.table(list(by_kpi.values()), right=(1,))
        return
    rows: list[tuple[str, ...]] = []
    for group in groups:
        members = [by_kpi[kpi.id] for kpi in group.kpis]
        rows.append((group_text(group), *("" for _cell in members[0][1:])))
        rows += [(f"  {name}", *cells) for name, *cells in members]
    console.table(rows, right=(1,))


def _row(console: Console, line: SheetLine) -> tuple[str, ...]:
    kpi = line.kpi
    newest, day = newest_text(line, console.workspace().settings.numbers)
    return kpi.name, newest or "-", day, _("to log") if line.due else "", coverage_text(kpi, line.coverage)


def _print_json(console: Console, view: TodayView, *, wide: bool) -> None:
    from kpitui.cli._goal_output import goal_record
    from kpitui.cli.action import action_record
    from kpitui.services.actions import actions
    from kpitui.services.today import groups_of

    console.json(
        {
            "today": console.workspace().today.isoformat(),
            "goals": [goal_record(console.workspace(), goal) for goal in view.goals],
            "kpis": [_record(console.workspace(), line, wide=wide) for line in view.sheet.lines],
            "groups": [
                {"name": group.name, "kpis": [kpi.key for kpi in group.kpis]}
                for group in groups_of(console.workspace(), [line.kpi for line in view.sheet.lines], view.goals)
            ],
            "actions": [
                action_record(console.workspace(), action) for action in actions(console.workspace(), only_due=True)
            ],
        }
    )


def _record(workspace: Workspace, line: SheetLine, *, wide: bool) -> StatusKpiJson:
    from kpitui.services.insight.signals import Surprise, signal_of
    from kpitui.wording.signals import signal_text

    signal = signal_of(workspace, line.kpi)
    return {
        "key": line.kpi.key,
        "name": line.kpi.name,
        "unit": line.kpi.unit,
        "last": {"date": line.last[0].isoformat(), "value": line.last[1]} if line.last else None,
        "due": line.due,
        "coverage": line.coverage.share,
        "signal": None if signal is None else "above" if signal.above else "below",
        "signal_kind": None if signal is None else "surprise" if isinstance(signal, Surprise) else "shift",
        "signal_text": None if signal is None else signal_text(line.kpi, signal, workspace.settings.numbers),
        "to_date": _to_date_records(workspace, line.kpi) if wide else None,
    }


def _to_date_records(workspace: Workspace, kpi: Kpi) -> list[ToDateJson]:
    from kpitui.cli._kpi_output import to_date_record
    from kpitui.services.like_for_like import to_date

    return [to_date_record(beside) for beside in to_date(workspace, kpi)]
