"""`kpitui goal levers`: what it would take for a goal, and with figures what these would bring. Nothing is saved."""

from __future__ import annotations

from shutil import get_terminal_size
from typing import TYPE_CHECKING

from kpitui.core.levers import NoLevers
from kpitui.i18n import _
from kpitui.i18n.harmless import cells
from kpitui.services.goals import find_goal
from kpitui.services.levers import figures_typed, levers_of, tried
from kpitui.wording.levers import (
    LEVERS_RIGHT,
    lever_rows,
    needed_sentence,
    other_ways,
    plain_lever_sentences,
    tried_names,
    tried_sentences,
)

if TYPE_CHECKING:
    from argparse import Namespace

    from kpitui.cli.console import Console
    from kpitui.core.levers import Lever
    from kpitui.services.json_documents.levers import GoalLeversJson, LeverJson, TriedJson
    from kpitui.services.levers import LeversView, Tried


def run(arguments: Namespace, console: Console) -> int:
    """Print the levers of a goal, or what the figures that were given would bring."""
    workspace = console.workspace()
    goal = find_goal(workspace, arguments.goal)
    figures = figures_typed(" ".join(arguments.figures))
    view, result = tried(workspace, goal, figures) if figures else (levers_of(workspace, goal), None)
    style = workspace.settings.numbers
    if arguments.json:
        console.json(_record(view, result))
    elif console.is_plain(arguments.plain):
        from kpitui.cli.plain import say

        sentences = [goal.title, needed_sentence(view, style)]
        sentences += plain_lever_sentences(view, style) if result is None else []
        say(console, [*sentences, *(tried_sentences(view, result, style) if result else [])])
    else:
        console.say(goal.title)
        console.say(needed_sentence(view, style))
        if result is None:
            _print_levers(console, view)
        else:
            console.say()
            for sentence in (tried_names(result, style), *tried_sentences(view, result, style)):
                console.say(sentence)
    return 0


def _print_levers(console: Console, view: LeversView) -> None:
    style = console.workspace().settings.numbers
    rows = lever_rows(view, style, get_terminal_size((80, 24)).columns, cells)
    if rows:
        console.say()
        console.say(_("Each part alone, if the others stay as they are:"))
        console.table(rows, right=LEVERS_RIGHT)
    for sentence in other_ways(view, style):
        console.say(sentence)


def _record(view: LeversView, result: Tried | None) -> GoalLeversJson:
    levers, standing = view.result, view.view.standing
    nothing = isinstance(levers, NoLevers)
    return {
        "goal": view.view.goal.id,
        "title": view.view.goal.title,
        "kpi": view.view.kpi.key,
        "obstacle": levers.obstacle if isinstance(levers, NoLevers) else None,
        "per": None if isinstance(levers, NoLevers) else levers.per,  # type: ignore[typeddict-item]
        "as_of": None if isinstance(levers, NoLevers) else levers.until.isoformat(),
        "needed": None if isinstance(levers, NoLevers) else levers.needed,
        "now": None if isinstance(levers, NoLevers) else levers.now,
        "enough": None if isinstance(levers, NoLevers) else levers.enough,
        "left": None if nothing else view.weeks_left,
        "days_left": standing.days_left,
        "levers": [] if isinstance(levers, NoLevers) else [_lever(lever) for lever in levers.levers],
        "together": None if isinstance(levers, NoLevers) or levers.together is None else 100 * levers.together,
        "longer": {"days": view.longer[0], "date": view.longer[1].isoformat()} if view.longer else None,
        "tried": _tried(result) if result is not None else None,
    }


def _lever(lever: Lever) -> LeverJson:
    past = lever.past
    change = lever.change
    return {
        "key": lever.kpi.key,
        "name": lever.kpi.name,
        "now": lever.now,
        "wanted": lever.wanted,
        "change": change,
        "percent": 100 * change / abs(lever.now) if change is not None and lever.now else None,
        "mark": lever.feasibility,
        "best": past.best if past else None,
        "best_from": past.best_from.isoformat() if past else None,
        "best_to": past.best_to.isoformat() if past else None,
        "limit": past.limit if past else None,
    }


def _tried(result: Tried) -> TriedJson:
    summed = None
    if result.median is not None and result.low is not None and result.high is not None:
        summed = {"median": result.median, "low": result.low, "high": result.high}
    return {
        "figures": [{"key": kpi.key, "now": now, "value": figure} for kpi, now, figure in result.figures],
        "value": result.value,
        "sum": summed,  # type: ignore[typeddict-item]
        "chance": result.chance,
        "chance_now": result.chance_now,
        "beyond_best": result.beyond,
    }
