"""`kpitui goal`: add, list, show, edit and close goals. A goal that is not SMART yet is told what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpitui.i18n import _
from kpitui.wording.dates import day_text
from kpitui.wording.words import state_word, type_word

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare a sub-command for each thing that can be done."""
    commands = parser.add_subparsers(dest="action", required=True, metavar="add|list|show|edit|close")
    add = commands.add_parser("add", help=_("set a goal, when it is SMART"))
    add.add_argument("sentence", metavar=_("SENTENCE"), help=_("the one result that is wanted"))
    _declare_fields(add)
    add.add_argument("--start", metavar=_("DATE"), help=_("the first day that counts (today)"))
    listing = commands.add_parser("list", help=_("list the goals"))
    listing.add_argument("--all", action="store_true", help=_("the closed ones too"))
    listing.add_argument("--closed", action="store_true", help=_("the closed ones: verdict, learning, how chances did"))
    listing.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    listing.add_argument("--json", action="store_true", help=_("print one JSON document"))
    show = commands.add_parser("show", help=_("show a goal and how it stands"))
    show.add_argument("goal", metavar=_("GOAL"), help=_("its number, or a part of its title"))
    show.add_argument("--explain", action="store_true", help=_("where its figures come from"))
    show.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    show.add_argument("--json", action="store_true", help=_("print one JSON document"))
    edit = commands.add_parser("edit", help=_("change a goal; a new target needs a reason"))
    edit.add_argument("goal", metavar=_("GOAL"))
    edit.add_argument("--title", metavar=_("SENTENCE"))
    edit.add_argument("--learning", metavar=_("TEXT"), help=_("what was learned, of a goal that is closed"))
    edit.add_argument("--reason", metavar=_("TEXT"), help=_("why the target changes"))
    edit.add_argument("--keep", metavar="9/10", help=_("in so many of so many periods; all is in every one again"))
    for flag in ("target", "at-least", "at-most", "deadline", "why", "acceptable", "review"):
        edit.add_argument(f"--{flag}")
    close = commands.add_parser("close", help=_("close a goal and freeze its verdict"))
    close.add_argument("goal", metavar=_("GOAL"))
    close.add_argument("--as", dest="state", choices=("achieved", "missed", "dropped"))
    close.add_argument("--learning", default="", metavar=_("TEXT"), help=_("one sentence: what was learned"))


def run(arguments: Namespace, console: Console) -> int:
    """Do what the sub-command says; status 1 when a goal was not complete enough to be saved."""
    actions = {"add": _add, "list": _list, "show": _show, "edit": _edit, "close": _close}
    return actions[arguments.action](arguments, console)


def _declare_fields(parser: ArgumentParser) -> None:
    from kpitui.core.goal import OVERS, PERS
    from kpitui.services.goals.form import TYPES

    parser.add_argument("--kpi", metavar="KEY", help=_("the KPI that shows the result"))
    parser.add_argument("--type", choices=TYPES, help="; ".join(f"{kind}: {type_word(kind)}" for kind in TYPES))
    parser.add_argument("--target", metavar="N", help=_("the figure to reach"))
    parser.add_argument("--per", choices=PERS, help=_("the period of a goal for every one of them"))
    parser.add_argument("--at-least", metavar="N", help=_("what each period must bring at least"))
    parser.add_argument("--at-most", metavar="N", help=_("what each period may bring at most"))
    parser.add_argument("--keep", metavar="9/10", help=_("in so many of so many periods, instead of in every one"))
    parser.add_argument("--over", choices=OVERS, help=_("what a level is measured over"))
    parser.add_argument("--change", metavar="15%|4pp", help=_("the change that is wanted instead").replace("%", "%%"))
    parser.add_argument(
        "--baseline", metavar="N", help=_("what the change is measured from; estimate takes a period with gaps")
    )
    parser.add_argument("--compared", metavar=_("PERIOD"), help=_("what the change is measured from, such as 2026-Q1"))
    parser.add_argument("--measure-first", action="store_true", help=_("measure the baseline in the coming four weeks"))
    parser.add_argument("--as-meant", action="store_true", help=_("a target that was asked about is as it was meant"))
    parser.add_argument("--deadline", metavar=_("DATE"), help=_("the last day that counts"))
    parser.add_argument("--acceptable", metavar=_("TEXT"), help=_("what it takes, what is in your own hands"))
    parser.add_argument("--why", metavar=_("TEXT"), help=_("what the business gains by it"))
    parser.add_argument("--driver", action="append", default=[], metavar="KEY", help=_("a KPI that drives the result"))
    parser.add_argument("--counter", action="append", default=[], metavar="KEY", help=_("a KPI that must not suffer"))
    parser.add_argument("--review", choices=("week", "month", "quarter"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def _add(arguments: Namespace, console: Console) -> int:
    from kpitui.cli.goal_findings import print_findings, print_json
    from kpitui.core.smart import complete
    from kpitui.services.goals import view_of
    from kpitui.services.goals.form import read_draft
    from kpitui.services.goals.setting import check, save_goal

    workspace = console.workspace()
    reading = read_draft(workspace, _typed(arguments))
    for problem in reading.problems.values():
        raise problem
    findings = check(workspace, reading.draft)
    saved = view_of(workspace, save_goal(workspace, reading.draft)) if complete(findings) else None
    report = print_json if arguments.json else print_findings
    report(console, saved, reading.draft, findings)
    return 0 if saved else 1


def _typed(arguments: Namespace) -> dict[str, str]:
    names = (
        "kpi", "type", "target", "per", "at_least", "at_most", "keep", "over", "change", "compared", "baseline",
        "start", "deadline", "acceptable", "why", "review",
    )  # fmt: skip
    typed = {name: getattr(arguments, name) or "" for name in names}
    lists = {"drivers": ",".join(arguments.driver), "counters": ",".join(arguments.counter)}
    settled = ["there", "negative", "worse"] if arguments.as_meant else []
    if arguments.change:
        settled.append("percent")  # the flag has a form for each of the two
    if arguments.start:
        settled.append("year")
    measure = "yes" if arguments.measure_first else ""
    return {"title": arguments.sentence, **typed, **lists, "measure": measure, "settled": " ".join(settled)}


def _list(arguments: Namespace, console: Console) -> int:
    from kpitui.cli.goal_lines import draw_goals
    from kpitui.cli.goal_record import goal_record
    from kpitui.services.goals import goal_views

    if arguments.closed:
        from kpitui.cli.goal_verdicts import print_closed

        print_closed(console, json=arguments.json)
        return 0
    views = goal_views(console.workspace(), closed=arguments.all)
    if arguments.json:
        console.json([goal_record(console.workspace(), view) for view in views])
    elif views and console.is_plain(arguments.plain):
        from kpitui.cli.plain import print_goals

        print_goals(console, views)
    elif views:
        draw_goals(console, views)
    else:
        console.say(_('There is no goal yet; set one with: kpitui goal add "SENTENCE"'))
    return 0


def _show(arguments: Namespace, console: Console) -> int:
    from kpitui.cli.goal_lines import draw_goals, goal_details
    from kpitui.cli.goal_record import goal_record
    from kpitui.services.goals import find_goal, view_of

    workspace = console.workspace()
    view = view_of(workspace, find_goal(workspace, arguments.goal))
    if arguments.explain:
        from kpitui.cli.explanations import print_goal_explanations

        print_goal_explanations(console, view, json=arguments.json)
    elif arguments.json:
        console.json(goal_record(workspace, view))
    elif console.is_plain(arguments.plain):
        from kpitui.cli.plain import print_goal

        print_goal(console, view, goal_details(workspace, view_of(workspace, view.goal)))
    else:
        draw_goals(console, [view])
        console.table(goal_details(workspace, view))
    return 0


def _edit(arguments: Namespace, console: Console) -> int:
    from kpitui.core.amount import parse_value
    from kpitui.services.goals import change_target, edit_goal, find_goal, keep_so_many, learn, view_of
    from kpitui.services.goals.form import read_keep

    workspace = console.workspace()
    goal = find_goal(workspace, arguments.goal)
    if arguments.learning:
        goal = learn(workspace, goal, arguments.learning)
    kpi, style = view_of(workspace, goal).kpi, workspace.settings.numbers
    changes: dict[str, Any] = {
        name: value for name in ("title", "why", "acceptable", "review") if (value := getattr(arguments, name))
    }
    if arguments.deadline:
        changes["deadline"] = workspace.read_day(arguments.deadline, future=True)
    figures = {
        name: parse_value(text, kpi.unit, kpi=kpi.name, style=style).value
        for name in ("target", "at_least", "at_most")
        if (text := getattr(arguments, name))
    }
    keep = goal.keep
    if arguments.keep:
        keep = None if arguments.keep == "all" else read_keep(arguments.keep)
    if figures:
        low, high = figures.get("at_least"), figures.get("at_most")
        value = figures.get("target", high if high is not None else low if low is not None else 0.0)
        goal = change_target(workspace, goal, value, reason=arguments.reason or "", low=low, high=high, keep=keep)
    elif arguments.keep:
        goal = keep_so_many(workspace, goal, keep, reason=arguments.reason or "")
    if changes:
        goal = edit_goal(workspace, goal, **changes)
    console.say(_("Changed {name}").format(name=goal.title))
    return 0


def _close(arguments: Namespace, console: Console) -> int:
    from kpitui.services.goals import close_goal, find_goal

    workspace = console.workspace()
    goal = close_goal(workspace, find_goal(workspace, arguments.goal), arguments.state, learning=arguments.learning)
    closed = day_text(goal.closed) if goal.closed else ""
    console.say(
        _("Closed {title} on {day}: {state}").format(title=goal.title, day=closed, state=state_word(goal.state))
    )
    if not goal.learning:
        hint = _("What did you learn? Keep it with: kpitui goal edit {number} --learning TEXT")
        console.tell(hint.format(number=goal.id))
    return 0
