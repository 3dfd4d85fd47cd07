"""`kpitui goal`: add, list, show, edit and close goals; a goal that is not SMART yet is told what it lacks.

What one would take is printed by `_goal_levers`, how stated chances turned out by `_calibration`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpitui.cli._kpi_output import print_goal_explanations
from kpitui.core.amount import parse_value
from kpitui.core.errors import Refused, mark
from kpitui.core.goal import OVERS, PERS
from kpitui.i18n import _
from kpitui.services.goals import (
    DoubtfulTarget,
    close_goal,
    closed_goals,
    edit_goal_and_target,
    find_goal,
    goal_views,
    learn,
    view_of,
)
from kpitui.services.reading import kpi_by_key
from kpitui.wording.changes import changed_text
from kpitui.wording.dates import day_text
from kpitui.wording.goals import goal_set_text
from kpitui.wording.words import STATE_SIGNS, letter_word, state_word, type_word

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping, Sequence

    from kpitui.cli.console import Console
    from kpitui.core.goal import Goal
    from kpitui.core.goal_title import TitleWords
    from kpitui.core.model import Kpi
    from kpitui.core.smart import Finding, Fix, GoalDraft
    from kpitui.services.goals import GoalView
    from kpitui.services.json_documents.goals import (
        FindingJson,
        RemedyJson,
    )


FLAGS = {
    "kpi": "--kpi", "type": "--type", "target": "--target", "per": "--per", "at_least": "--at-least",
    "at_most": "--at-most", "low": "--at-least", "high": "--at-most", "keep": "--keep", "over": "--over",
    "change": "--change", "baseline": "--baseline", "compared": "--compared", "start": "--start",
    "deadline": "--deadline",
    "acceptable": "--acceptable", "why": "--why", "drivers": "--driver", "counters": "--counter",
    "review": "--review", "change_percent": "--change",
}  # fmt: skip
"""The flag that repairs a field, by the field's name."""

EDIT_FLAGS = {name: FLAGS[name] for name in ("target", "at_least", "at_most", "low", "high", "keep", "deadline")}
"""Those of `goal edit`."""

SIGNS = {"required": "✘", "warning": "▲", "hint": "·"}

AS_MEANT = {
    **dict.fromkeys(("there", "negative", "worse", "before", "unit"), "--as-meant"),
    "unread": "--without-words",
    "estimate": "--baseline estimate",
}
"""The flag that answers a question with what was taken already."""

FIX_COMMANDS = {
    "add": "kpitui kpi add --template {subject}",
    "describe": 'kpitui kpi edit {subject} --source "..."',
    "better": "kpitui kpi edit {subject} --better {better}",
    "zero": "kpitui kpi edit {subject} --blank zero",
    "days": "kpitui kpi edit {subject}",
    "note": "kpitui note --all {quoted}",
    "new": "kpitui kpi add {quoted}{with_unit}",
}
"""The command that does what a fix does beyond the goal."""


def configure(parser: ArgumentParser) -> None:
    """Declare a sub-command for each thing that can be done."""
    commands = parser.add_subparsers(dest="action", required=True, metavar="add|list|show|levers|edit|close")
    add = commands.add_parser("add", help=_("set a goal and test it"))
    add.add_argument("sentence", metavar=_("SENTENCE"), help=_("the one result you want"))
    _declare_fields(add)
    add.add_argument("--start", metavar=_("DATE"), help=_("the first day that counts (default: today)"))
    listing = commands.add_parser("list", help=_("list the goals"))
    listing.add_argument("--all", action="store_true", help=_("closed goals too"))
    listing.add_argument(
        "--closed", action="store_true", help=_("closed goals: outcome, lesson, and whether the chances were right")
    )
    listing.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    listing.add_argument("--json", action="store_true", help=_("print one JSON document"))
    show = commands.add_parser("show", help=_("show a goal and its progress"))
    show.add_argument("goal", metavar=_("GOAL"), help=_("the number of the goal, or part of its title"))
    show.add_argument("--explain", action="store_true", help=_("how the numbers of the goal are calculated"))
    show.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    show.add_argument("--json", action="store_true", help=_("print one JSON document"))
    levers = commands.add_parser("levers", help=_("show what a goal would take, and try other numbers"))
    levers.add_argument(
        "goal",
        nargs="?",
        metavar=_("GOAL"),
        help=_("the number of the goal, or part of its title (default: every open goal)"),
    )
    levers.add_argument(
        "figures",
        nargs="*",
        metavar=_("KPI=VALUE"),
        help=_("try other numbers, such as visitors=+10% conversion=3.2").replace("%", "%%"),
    )
    levers.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    levers.add_argument("--json", action="store_true", help=_("print one JSON document"))
    edit = commands.add_parser("edit", help=_("change a goal; a new target needs a reason"))
    edit.add_argument("goal", metavar=_("GOAL"), help=_("the number of the goal, or part of its title"))
    edit.add_argument("--title", metavar=_("SENTENCE"), help=_("another title"))
    edit.add_argument(
        "--lesson", "--learning", dest="learning", metavar=_("TEXT"), help=_("the lesson of a closed goal")
    )
    edit.add_argument("--reason", metavar=_("TEXT"), help=_("why you change the target"))
    edit.add_argument(
        "--keep",
        metavar="9/10",
        help=_("in how many periods you must reach the target, such as 9/10; type all for every period"),
    )
    edit.add_argument("--target", metavar="N", help=_("the number you want to reach"))
    edit.add_argument("--at-least", metavar="N", help=_("the minimum for each period; type none to remove it"))
    edit.add_argument("--at-most", metavar="N", help=_("the maximum for each period; type none to remove it"))
    edit.add_argument("--as-meant", action="store_true", help=_("save the goal, even if the new target looks wrong"))
    edit.add_argument("--deadline", metavar=_("DATE"), help=_("the last day that counts"))
    edit.add_argument("--why", metavar=_("TEXT"), help=_("what your business gets out of it"))
    edit.add_argument("--acceptable", metavar=_("TEXT"), help=_("time and money, and what you control"))
    edit.add_argument("--review", metavar="week|month|quarter", help=_("how often you review the goal"))
    close = commands.add_parser("close", help=_("close a goal and record its outcome"))
    close.add_argument("goal", metavar=_("GOAL"), help=_("the number of the goal, or part of its title"))
    close.add_argument(
        "--as",
        dest="state",
        choices=("achieved", "missed", "dropped"),
        help=_("achieved: reached; missed: not reached; dropped: you stopped (default: what the numbers say)"),
    )
    close.add_argument(
        "--lesson", "--learning", dest="learning", default="", metavar=_("TEXT"), help=_("the lesson, in one sentence")
    )


def run(arguments: Namespace, console: Console) -> int:
    """Do what the sub-command says; status 1 when a goal was not complete enough to be saved."""
    if arguments.action == "levers":
        from kpitui.cli._goal_levers import print_levers

        return print_levers(arguments, console)
    actions = {"add": _add, "list": _list, "show": _show, "edit": _edit, "close": _close}
    return actions[arguments.action](arguments, console)


def _declare_fields(parser: ArgumentParser) -> None:
    from kpitui.core.pace import GOAL_KINDS

    parser.add_argument("--kpi", metavar="KPI", help=_("the KPI that shows the result"))
    parser.add_argument(
        "--type", choices=tuple(GOAL_KINDS), help="; ".join(f"{kind}: {type_word(kind)}" for kind in GOAL_KINDS)
    )
    parser.add_argument("--target", metavar="N", help=_("the number you want to reach"))
    parser.add_argument("--per", choices=PERS, help=_("how long a period is, for a weekly or monthly goal"))
    parser.add_argument("--at-least", metavar="N", help=_("the minimum for each period"))
    parser.add_argument("--at-most", metavar="N", help=_("the maximum for each period"))
    parser.add_argument(
        "--keep", metavar="9/10", help=_("in how many periods you must reach the target, such as 9/10 for 9 of 10")
    )
    parser.add_argument(
        "--over", choices=OVERS, help=_("the period a level is measured over (last: the latest number)")
    )
    parser.add_argument(
        "--change", metavar="15%|4pp", help=_("the change you want, instead of a target").replace("%", "%%")
    )
    parser.add_argument(
        "--baseline", metavar="N", help=_("the number to compare with; type estimate to have missing days estimated")
    )
    parser.add_argument("--compared", metavar=_("PERIOD"), help=_("the period to compare with, such as 2026-Q1"))
    parser.add_argument("--measure-first", action="store_true", help=_("measure the baseline in the next four weeks"))
    parser.add_argument(
        "--as-meant",
        action="store_true",
        help=_("save the goal, even if the target or start day looks wrong"),
    )
    parser.add_argument(
        "--without-words",
        action="store_true",
        help=_("save the goal, even if some words of the sentence were not used"),
    )
    parser.add_argument("--deadline", metavar=_("DATE"), help=_("the last day that counts"))
    parser.add_argument("--acceptable", metavar=_("TEXT"), help=_("time and money, and what you control"))
    parser.add_argument("--why", metavar=_("TEXT"), help=_("what your business gets out of it"))
    parser.add_argument(
        "--driver",
        action="append",
        default=[],
        metavar="KPI",
        help=_("a driver: a KPI you can influence, which moves before the result"),
    )
    parser.add_argument(
        "--counter", action="append", default=[], metavar="KPI", help=_("a KPI that must not get worse")
    )
    parser.add_argument("--review", choices=("week", "month", "quarter"), help=_("how often you review the goal"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def _add(arguments: Namespace, console: Console) -> int:
    from kpitui.core.smart import complete
    from kpitui.services.goals.form import read_draft
    from kpitui.services.goals.saving import check, drop_draft_of, keep_draft, save_goal, unreadable

    workspace, typed = console.workspace(), _typed(arguments)
    reading = read_draft(workspace, typed)
    for field, problem in reading.problems.items():
        if typed.get(field, "").strip():
            raise problem
    questions = unreadable(reading.problems)
    asked = {question.field for question in questions}
    findings = [*questions, *(finding for finding in check(workspace, reading.draft) if finding.field not in asked)]
    saved = view_of(workspace, save_goal(workspace, reading.draft)) if complete(findings) else None
    if saved is not None:
        drop_draft_of(workspace, arguments.sentence)
    else:
        keep_draft(workspace, typed)
    report = _print_json if arguments.json else _print_findings
    report(console, saved, reading.draft, findings)
    return 0 if saved else 1


def _typed(arguments: Namespace) -> dict[str, str]:
    names = (
        "kpi", "type", "target", "per", "at_least", "at_most", "keep", "over", "change", "compared", "baseline",
        "start", "deadline", "acceptable", "why", "review",
    )  # fmt: skip
    typed = {name: getattr(arguments, name) or "" for name in names}
    lists = {"drivers": ",".join(arguments.driver), "counters": ",".join(arguments.counter)}
    settled = ["there", "negative", "worse", "before"] if arguments.as_meant else []
    if arguments.without_words:
        settled.append("unread")
    if arguments.change:
        settled.append("percent")  # the flag has a form for each of the two
    if arguments.start:
        settled += ["year", *(["days"] if arguments.deadline else [])]
    measure = "yes" if arguments.measure_first else ""
    return {"title": arguments.sentence, **typed, **lists, "measure": measure, "settled": " ".join(settled)}


def _list(arguments: Namespace, console: Console) -> int:
    from kpitui.cli._goal_output import draw_goals, goal_record

    if arguments.closed:
        _print_closed(console, json=arguments.json)
        return 0
    views = goal_views(console.workspace(), closed=arguments.all)
    console.tell_lost_goals()
    if arguments.json:
        console.json([goal_record(console.workspace(), view) for view in views])
    elif views and console.is_plain(arguments.plain):
        from kpitui.cli._plain import print_goals

        print_goals(console, views)
    elif views:
        draw_goals(console, views)
    else:
        console.say_empty(_('No goals yet. Set one: kpitui goal add "SENTENCE"'))
    return 0


def _show(arguments: Namespace, console: Console) -> int:
    from kpitui.cli._goal_output import draw_goals, goal_details, goal_record

    workspace = console.workspace()
    view = view_of(workspace, find_goal(workspace, arguments.goal))
    if arguments.explain:
        print_goal_explanations(console, view, json=arguments.json)
    elif arguments.json:
        console.json(goal_record(workspace, view))
    elif console.is_plain(arguments.plain):
        from kpitui.cli._plain import print_goal

        print_goal(console, view, goal_details(workspace, view_of(workspace, view.goal)))
    else:
        draw_goals(console, [view])
        console.table(goal_details(workspace, view))
    return 0


def _edit(arguments: Namespace, console: Console) -> int:
    from kpitui.wording.goal_titles import title_words

    workspace = console.workspace()
    goal = find_goal(workspace, arguments.goal)
    if arguments.learning and goal.state == "open":
        learn(workspace, goal, arguments.learning)  # refuses: nothing else is changed then
    kpi = view_of(workspace, goal).kpi
    changes: dict[str, Any] = {
        name: value for name in ("title", "why", "acceptable", "review") if (value := getattr(arguments, name))
    }
    if arguments.deadline:
        changes["deadline"] = workspace.read_day(arguments.deadline, future=True)
    target = _target_typed(arguments, console, goal, kpi)
    if target is not None or changes:
        words = title_words(kpi, workspace.settings.typed_numbers, month_first=workspace.settings.month_first)
        try:
            before = goal
            goal = edit_goal_and_target(workspace, goal, changes, target, words)
        except DoubtfulTarget as doubt:
            console.tell(_("Not saved yet. Is the new target right?"))
            for finding in doubt.findings:
                _print_finding(console, console.tell, kpi, finding, flags=EDIT_FLAGS)
            return 1
        _warn_of_title(console, before, goal, words, is_new="title" in changes)
    if arguments.learning:
        goal = learn(workspace, goal, arguments.learning)
    console.say(changed_text(goal.title))
    return 0


def _warn_of_title(console: Console, before: Goal, goal: Goal, words: TitleWords, *, is_new: bool) -> None:
    """Warn where the title of a goal that was changed states another figure or day than the goal has."""
    from kpitui.core.goal_title import contradictions_of, retitled
    from kpitui.wording.goal_titles import title_differs

    if is_new:
        conflicts = contradictions_of(goal, console.workspace().today, month_first=words.month_first)
    else:
        conflicts = retitled(before, goal, words).conflicts
    if conflicts:
        hint = _("Change the title: {command}").format(command=f'kpitui goal edit {goal.id} --title "..."')
        console.tell(f"{title_differs(conflicts)}. {hint}")


def _target_typed(arguments: Namespace, console: Console, goal: Goal, kpi: Kpi) -> dict[str, Any] | None:
    """Return the target that the flags give *goal*, as `change_target` takes it; None where they leave it."""
    from kpitui.core.goal_fields import read_keep

    style = console.workspace().settings.numbers
    figures = {
        name: parse_value(text, kpi.unit, kpi=kpi.name, style=style).value
        for name in ("target", "at_least", "at_most")
        if (text := getattr(arguments, name)) and text != "none"
    }
    edges = (arguments.at_least, arguments.at_most)
    keep = goal.keep
    if arguments.keep:
        keep = None if arguments.keep == "all" else read_keep(arguments.keep)
        if goal.type != "recurring":
            raise Refused(mark("A count such as 9/10 is only for recurring goals. Leave it out"), field="keep")
    newest = goal.targets[-1] if goal.targets else None
    low, high = figures.get("at_least"), figures.get("at_most")
    if not figures and "none" not in edges:
        if not arguments.keep or newest is None:
            return None
        low, high = newest.low, newest.high
    elif any(edges) and goal.type == "recurring" and newest is not None:  # the edge that is not named stays
        low, high = low if edges[0] else newest.low, high if edges[1] else newest.high
        if low is None and high is None:
            raise Refused(mark("A recurring goal needs a minimum, a maximum or both"), field="target")
    value = figures.get("target", high if high is not None else low if low is not None else 0.0)
    reason = arguments.reason or ""
    return {
        "value": value, "reason": reason, "low": low, "high": high, "keep": keep, "as_meant": arguments.as_meant,
    }  # fmt: skip


def _close(arguments: Namespace, console: Console) -> int:
    workspace = console.workspace()
    goal = close_goal(workspace, find_goal(workspace, arguments.goal), arguments.state, learning=arguments.learning)
    closed = day_text(goal.closed) if goal.closed else ""
    console.say(
        _("Closed '{title}' on {day}: {state}").format(title=goal.title, day=closed, state=state_word(goal.state))
    )
    if not goal.learning:
        hint = _("What is your lesson? Write it down: kpitui goal edit {number} --lesson TEXT")
        console.tell(hint.format(number=goal.id))
    return 0


def _print_json(console: Console, saved: GoalView | None, draft: GoalDraft, findings: Sequence[Finding]) -> None:
    """Print one JSON document: the goal when it was saved, and every finding with its fixes."""
    from kpitui.cli._goal_output import goal_record

    records = [_finding_record(console, draft, finding) for finding in findings]
    goal = goal_record(console.workspace(), saved) if saved else None
    console.json({"saved": saved is not None, "goal": goal, "findings": records})


def _print_findings(console: Console, saved: GoalView | None, draft: GoalDraft, findings: Sequence[Finding]) -> None:
    """Print the findings as sentences; to standard error as long as the goal cannot be saved."""
    from kpitui.cli._goal_output import draw_goals, facts_of

    say = console.say if saved else console.tell
    if saved is not None:
        say(goal_set_text(saved.goal))
        draw_goals(console, [saved])
        console.table([(f"  {name}", text) for name, text in facts_of(console.workspace(), saved).how_it_was_set()])
    else:
        say(_("Not saved yet. A few things are missing:"))
    kpi = _kpi_of(console, draft)
    for finding in findings:
        _print_finding(console, say, kpi, finding, flags={} if saved else FLAGS)
    if saved is None:
        say(_("Saved as a draft. Add the missing options, or go on in the app: kpitui, then ^n"))


def _print_finding(
    console: Console, say: Callable[[str], None], kpi: Kpi | None, finding: Finding, *, flags: Mapping[str, str]
) -> None:
    """Print a finding, and with *flags*, of the fields that can be given, the commands that answer it."""
    from kpitui.wording.findings import finding_text, remedy_text

    unit, style = kpi.unit if kpi else "", console.workspace().settings.numbers
    text, repair = finding_text(finding, unit, style)
    say(f"  {SIGNS[finding.severity]} {finding.letter} {letter_word(finding.letter)}: {text}")
    asked_first = (fix.subject for fix in finding.fixes if fix.does == "ask")
    flag = flags.get(next(asked_first, finding.field), "")
    if finding.field == "kpi" and kpi is not None and finding.severity != "required":
        flag = ""  # which KPI it is stands already; this is about how it is set up or what it has
    say(f"      {repair}" + (f"  ({flag})" if flag else ""))
    for fix in finding.fixes if flags else ():
        command = _command(console, fix, kpi)
        if command and (fix.does or flags is FLAGS or fix.sets.keys() <= {"settled", *flags}):
            say(f"      - {remedy_text(fix, finding, unit, style)}: {command}")


def _finding_record(console: Console, draft: GoalDraft, finding: Finding) -> FindingJson:
    from kpitui.services.goals.fixes import typed_by
    from kpitui.wording.findings import finding_text, remedy_text

    workspace, kpi = console.workspace(), _kpi_of(console, draft)
    unit, style = kpi.unit if kpi else "", workspace.settings.numbers
    text, repair = finding_text(finding, unit, style)
    fixes: list[RemedyJson] = [
        {"text": remedy_text(fix, finding, unit, style), "sets": typed_by(workspace, fix, kpi), "command": command}
        for fix in finding.fixes
        if (command := _command(console, fix, kpi))
    ]
    return {
        "letter": finding.letter,
        "severity": finding.severity,
        "field": finding.field,
        "text": text,
        "repair": repair,
        "remedies": fixes,
    }


def _command(console: Console, fix: Fix, kpi: Kpi | None) -> str:
    """Return how the shell does what a fix does: flags, or a command of its own; empty when it has no way."""
    from shlex import quote

    from kpitui.services.goals.fixes import typed_by

    if fix.does in FIX_COMMANDS:
        better = "higher" if kpi is not None and kpi.direction == "lower" else "lower"
        unit = f" --unit {quote(str(fix.params['unit']))}" if fix.params.get("unit") else ""
        return FIX_COMMANDS[fix.does].format(
            subject=fix.subject, quoted=quote(fix.subject), better=better, with_unit=unit
        )
    if fix.does == "split":
        deadline = fix.sets.get("deadline")
        days = f" --deadline {deadline.isoformat()}" if deadline else ""
        start = fix.sets.get("start")
        days = f" --start {start.isoformat()}{days}" if start else days
        parts = (str(fix.sets["title"]), fix.subject)
        return " && ".join(f"kpitui goal add {quote(part)}{days}" for part in parts)
    if fix.does in ("drivers", "counter"):
        return _naming(console, FLAGS["drivers" if fix.does == "drivers" else "counters"], fix.subject.split())
    if fix.sets.get("measure"):
        return "--measure-first"
    answer = "".join(fix.sets.get("settled", ())[-1:])
    if set(fix.sets) == {"settled"} and answer in AS_MEANT:
        return AS_MEANT[answer]
    typed = typed_by(console.workspace(), fix, kpi)
    return " ".join(
        # What begins with a minus would be taken for a flag of its own.
        f"{FLAGS[field]}{'=' if text.startswith('-') else ' '}{text}"
        for field, text in typed.items()
        if text and field in FLAGS
    )


def _naming(console: Console, flag: str, keys: Sequence[str]) -> str:
    """Return the flags that name KPIs, behind the commands that add those of them which are still templates."""
    added = [key for key in keys if kpi_by_key(console.workspace(), key) is None]
    flags = " ".join(f"{flag} {key}" for key in keys)
    if not added:
        return flags
    commands = " && ".join(f"kpitui kpi add --template {key}" for key in added)
    return _("{commands}, then {flags}").format(commands=commands, flags=flags)


def _kpi_of(console: Console, draft: GoalDraft) -> Kpi | None:
    return kpi_by_key(console.workspace(), draft.kpi) if draft.kpi else None


def _print_closed(console: Console, *, json: bool) -> None:
    """Print each closed goal with what it came to and what was learned; or that as JSON."""
    from kpitui.cli._calibration import calibration_record
    from kpitui.cli._goal_output import facts_of, goal_record
    from kpitui.services.insight.calibration import calibration
    from kpitui.wording.forecasts import calibration_texts

    workspace = console.workspace()
    views, report = closed_goals(workspace), calibration(workspace)
    if json:
        records = [goal_record(workspace, view) for view in views]
        console.json({"goals": records, "calibration": calibration_record(report)})
        return
    if not views:
        console.say_empty(_("No closed goals yet. Close one: kpitui goal close GOAL"))
        return
    ascii = workspace.ascii
    rows = []
    for view in views:
        goal = view.goal
        sign, closed = STATE_SIGNS[goal.state][ascii], day_text(goal.closed) if goal.closed else ""
        reached = facts_of(workspace, view).reached()
        rows.append((f"{sign} {goal.id}", goal.title, reached, state_word(goal.state), closed, goal.learning))
    console.table(rows, right=(2,))
    console.say()
    for text in calibration_texts(report):
        console.say(text)
