"""`kpitui why`: the change of a KPI between two comparable periods, taken apart into its parts."""

from __future__ import annotations

from math import isfinite
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from kpitui.cli._kpi_output import kpi_record
from kpitui.core.errors import Refused, mark
from kpitui.i18n import _, lacks_signs
from kpitui.i18n.harmless import cells
from kpitui.services.entries import find_kpi
from kpitui.services.why import WhyView, open_goal_of, period_typed, tree_of, why
from kpitui.wording.levers import (
    LEVERS_RIGHT,
    again_heading,
    again_rows,
    again_sentence,
    left_out_sentences,
    opposite_levers,
    opposite_sentences,
)
from kpitui.wording.numbers import arrow_in_words
from kpitui.wording.why import (
    WATERFALL_RIGHT,
    change_sentence,
    event_rows,
    events_heading,
    headline,
    obstacle_sentence,
    plain_lines,
    tree_rows,
    waterfall_rows,
    why_remarks,
    why_title,
)

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console
    from kpitui.core.change_parts import ChangePart
    from kpitui.core.levers import Levers
    from kpitui.core.metric_tree import Branch
    from kpitui.services.json_documents.kpis import (
        AgainJson,
        WhyBranchJson,
        WhyJson,
        WhyPartJson,
        WhyPeriodJson,
        WhyTreeJson,
    )

PLAIN_COLUMNS = 1000
"""Columns of a sentence that is read out, so that nothing of it is cut."""


def configure(parser: ArgumentParser) -> None:
    """Declare the KPI, the period, what it is held beside, and how it is printed."""
    parser.add_argument("kpi", metavar="KPI", help=_("the name or short name of the KPI"))
    parser.add_argument(
        "period",
        nargs="*",
        metavar=_("PERIOD"),
        help=_("such as month, last week, 2026-W46 or Q3 (default: last week)"),
    )
    parser.add_argument(
        "--period",
        dest="length",
        choices=("week", "month", "quarter", "year"),
        help=_("the last full period of this length"),
    )
    parser.add_argument(
        "--against",
        choices=("previous", "last-year", "target"),
        default="previous",
        help=_("compare with the previous period, the same period last year, or the target of the goal"),
    )
    parser.add_argument("--tree", action="store_true", help=_("only the KPIs that this KPI is calculated from"))
    parser.add_argument("--ascii", action="store_true", help=_("plain characters (ASCII)"))
    parser.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Print the parts of a change, or the tree of a KPI."""
    workspace = console.workspace()
    kpi = find_kpi(workspace, arguments.kpi)
    if arguments.tree:
        _print_tree(console, tree_of(workspace, kpi), json=arguments.json)
        return 0
    typed = " ".join(arguments.period)
    if typed and arguments.length:
        raise Refused(mark("Name the period only once: as {value}, or with --period"), field="period", value=typed)
    period = period_typed(workspace, typed or arguments.length or "")
    view = why(workspace, kpi, period, arguments.against)
    if arguments.json:
        console.json(_record(view, _again(console, view)))
    elif console.is_plain(arguments.plain):
        _print_plain(console, view)
    else:
        _print_view(console, view, ascii=arguments.ascii)
    return 0


def _print_view(console: Console, view: WhyView, *, ascii: bool) -> None:
    workspace = console.workspace()
    style = workspace.settings.numbers
    console.say(why_title(view))
    if view.taken.obstacle is not None:
        console.say(obstacle_sentence(view))
        return
    console.say(change_sentence(view, style))
    console.say(headline(view))
    console.say()
    _print_waterfall(console, view, ascii=ascii or workspace.ascii or lacks_signs(console.output))
    remarks = why_remarks(view, style)
    if remarks:
        console.say()
    for remark in remarks:
        console.say(remark)
    events = event_rows(view)
    _print_again(console, view)
    if events:
        console.say()
        console.say(events_heading(view))
        console.table(events)


def _print_again(console: Console, view: WhyView) -> None:
    """Print what it would take of a KPI without a goal that got worse to be what it was, each part alone."""
    levers = _again(console, view)
    if levers is None:
        return
    style = console.workspace().settings.numbers
    console.say()
    console.say(again_heading(view.kpi, levers, style))
    for line in (*left_out_sentences(levers), again_sentence(view.kpi, levers, style)):
        console.say(line)
    console.table(again_rows(levers, style, get_terminal_size((80, 24)).columns, cells), right=LEVERS_RIGHT)
    for sentence in opposite_sentences(levers, view.taken):
        console.say(sentence)


def _again(console: Console, view: WhyView) -> Levers | None:
    """Return its levers; None where it has a goal, which `goal levers` is for, and where it is as good as it was."""
    from kpitui.services.levers import levers_to_recover

    workspace = console.workspace()
    goal = open_goal_of(workspace, view.kpi, view.taken.after)
    return levers_to_recover(workspace, view) if goal is None else None


def _print_waterfall(console: Console, view: WhyView, *, ascii: bool) -> None:
    """Print the parts as a table, with bars where there is room for them."""
    workspace = console.workspace()
    columns = get_terminal_size((80, 24)).columns
    rows, legend = waterfall_rows(view, workspace.settings.numbers, columns, cells, ascii=ascii)
    console.table(rows, right=WATERFALL_RIGHT)
    for line in legend:
        console.say(line)


def _print_plain(console: Console, view: WhyView) -> None:
    from kpitui.cli._plain import say

    workspace = console.workspace()
    style = workspace.settings.numbers
    say(console, [why_title(view)])
    if view.taken.obstacle is not None:
        say(console, [obstacle_sentence(view)])
        return
    say(console, [change_sentence(view, style), headline(view)])
    say(console, plain_lines(view, style))
    say(console, why_remarks(view, style))
    levers = _again(console, view)
    if levers is not None:
        rows = again_rows(levers, style, PLAIN_COLUMNS, cells)
        heading = again_heading(view.kpi, levers, style) + ":"
        say(console, [heading, *left_out_sentences(levers), again_sentence(view.kpi, levers, style)])
        say(console, (", ".join(map(arrow_in_words, filter(None, row))) for row in rows))
        say(console, opposite_sentences(levers, view.taken))
    say(console, (f"{day}: {text}" for day, text in event_rows(view)))


def _print_tree(console: Console, tree: Branch, *, json: bool) -> None:
    assert tree.kpi is not None
    if json:
        document: WhyTreeJson = {"kpi": kpi_record(tree.kpi), "tree": _branch_record(tree)}
        console.json(document)
        return
    for depth, text, _kpi in tree_rows(tree):
        console.say("  " * depth + text)
    if not tree.parts:
        console.tell(_("This KPI is not calculated from other KPIs, and has no parts"))


def _record(view: WhyView, again: Levers | None) -> WhyJson:
    taken = view.taken
    root = taken.parts[0] if taken.parts else None
    periods: list[WhyPeriodJson] = [
        {
            "period": period.label or f"{period.start.isoformat()}..{period.end.isoformat()}",
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "value": value,
            "whole": whole,
            "covered": covered,
            "expected": expected,
            "days": {"present": there, "expected": due} if due else None,
        }
        for period, value, whole, covered, expected, (there, due) in zip(
            (taken.before, taken.after),
            (root.before, root.after) if root else (None, None),
            (None if view.goal else view.before.value, view.now.value),
            taken.covered,
            taken.expected,
            taken.days,
            strict=True,
        )
    ]
    return {
        "kpi": kpi_record(view.kpi),
        "against": view.against,
        "goal": view.goal.id if view.goal else None,
        "function": taken.tree.way or "sum",
        "before": periods[0],
        "after": periods[1],
        "obstacle": taken.obstacle,
        "change": {"value": root.contribution, "percent": taken.percent(root.contribution)} if root else None,
        "step": taken.step,
        "scaled": taken.scaled,
        "averaged": taken.averaged,
        "own_targets": sorted(taken.aim.own) if taken.aim else [],
        "parts": _part_records(view, 0) if root else [],
        "others": [[kpi.key for kpi in way] for way in taken.tree.others],
        "notes": [{"date": note.date.isoformat(), "text": note.text} for note in view.notes],
        "actions": [
            {"id": action.id, "date": day.isoformat(), "what": action.what, "state": action.state}
            for day, action in view.actions
        ],
        "again": _again_record(view, again) if again is not None else None,
    }


def _again_record(view: WhyView, levers: Levers) -> AgainJson:
    from kpitui.cli._goal_levers import lever_record

    away = opposite_levers(levers, view.taken)
    return {
        "needed": levers.needed,
        "now": levers.now,
        "per": levers.figures_per,
        "as_of": levers.until.isoformat(),
        "levers": [lever_record(lever, moved_away=lever in away) for lever in levers.levers],
    }


def _part_records(view: WhyView, index: int) -> list[WhyPartJson]:
    """Return the parts of the part at *index*, each with its own."""
    parts = view.taken.parts
    records = []
    for place in range(index + 1, len(parts)):
        if parts[place].depth <= parts[index].depth:
            break
        if parts[place].depth == parts[index].depth + 1:
            records.append(_part_record(view, parts[place], place))
    return records


def _part_record(view: WhyView, part: ChangePart, place: int) -> WhyPartJson:
    kpi, times = part.branch.kpi, part.times
    return {
        "key": kpi.key if kpi else None,
        "name": kpi.name if kpi else None,
        "kind": part.branch.kind,
        "function": part.branch.way or None,
        "before": part.before,
        "after": part.after,
        "contribution": None if part.untold else part.contribution,
        "percent": None if part.untold else view.taken.percent(part.contribution),
        "since": part.since.isoformat() if part.since else None,
        "until": part.until.isoformat() if part.until else None,
        "usual": part.usual,
        "times": times if times is not None and isfinite(times) else None,
        "mark": part.mark,
        "shown": part.shown,
        "parts": _part_records(view, place),
    }


def _branch_record(branch: Branch) -> WhyBranchJson:
    shown = [part for part in branch.parts if part.kind in ("kpi", "rest")]
    return {
        "key": branch.kpi.key if branch.kpi else None,
        "name": branch.kpi.name if branch.kpi else None,
        "function": branch.way or None,
        "parts": [_branch_record(part) for part in shown],
        "others": [[kpi.key for kpi in way] for way in branch.others],
    }
