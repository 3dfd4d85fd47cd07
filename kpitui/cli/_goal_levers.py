"""What `kpitui goal levers` prints: what a goal would take, and what other figures would bring; nothing is saved."""

from __future__ import annotations

from shutil import get_terminal_size
from typing import TYPE_CHECKING

from kpitui.core.levers import NoLevers
from kpitui.i18n import _
from kpitui.i18n.harmless import cells
from kpitui.services.goals import find_goal
from kpitui.services.levers import figures_typed, levers_of, moved_lately, open_levers, tried
from kpitui.wording.levers import (
    LEVERS_RIGHT,
    left_out_sentences,
    lever_rows,
    needed_sentence,
    opposite_levers,
    opposite_sentences,
    other_ways,
    plain_lever_sentences,
    tried_names,
    tried_sentences,
)

if TYPE_CHECKING:
    from argparse import Namespace

    from kpitui.cli.console import Console
    from kpitui.core.levers import Lever
    from kpitui.services.json_documents.goals import GoalLeversJson, TriedJson
    from kpitui.services.json_documents.kpis import LeverJson
    from kpitui.services.levers import LeversView, Tried
    from kpitui.services.workspace import Workspace


def print_levers(arguments: Namespace, console: Console) -> int:
    """Print the levers of a goal, without one of all that are open, or what the figures that were given would bring."""
    workspace = console.workspace()
    name, words = arguments.goal, arguments.figures
    if name is not None and "=" in name:
        name, words = None, [name, *words]
    figures = figures_typed(" ".join(words))
    if name is None:
        views = open_levers(workspace, figures)
    else:
        goal = find_goal(workspace, name)
        views = [tried(workspace, goal, figures) if figures else (levers_of(workspace, goal), None)]
    if arguments.json:
        records = [_levers_record(workspace, view, result) for view, result in views]
        console.json(records if name is None else records[0])
        return 0
    plain = console.is_plain(arguments.plain)
    for number, (view, result) in enumerate(views):
        if number:
            console.say()
        _print_view_of_levers(console, view, result, plain=plain)
    return 0


def _print_view_of_levers(console: Console, view: LeversView, result: Tried | None, *, plain: bool) -> None:
    style, title = console.workspace().settings.numbers, view.view.goal.title
    if plain:
        from kpitui.cli._plain import say

        sentences = [title, needed_sentence(view, style), *left_out_sentences(view.result)]
        sentences += [*plain_lever_sentences(view, style), *_opposite(console, view)] if result is None else []
        say(console, [*sentences, *(tried_sentences(view, result, style) if result else [])])
        return
    console.say(title)
    for line in (needed_sentence(view, style), *left_out_sentences(view.result)):
        console.say(line)
    if result is None:
        _print_levers(console, view)
        for sentence in _opposite(console, view):
            console.say(sentence)
        return
    console.say()
    for sentence in (tried_names(result, style), *tried_sentences(view, result, style)):
        console.say(sentence)


def _opposite(console: Console, view: LeversView) -> list[str]:
    """Return which levers moved away from what is needed in the last whole period, by more than they usually do."""
    if isinstance(view.result, NoLevers) or view.result.enough or not view.result.levers:
        return []
    taken = moved_lately(console.workspace(), view.view.kpi)
    return opposite_sentences(view.result, taken) if taken is not None else []


def _print_levers(console: Console, view: LeversView) -> None:
    style = console.workspace().settings.numbers
    rows = lever_rows(view, style, get_terminal_size((80, 24)).columns, cells)
    if rows:
        console.say()
        console.say(_("If you change one part and leave the others as they are:"))
        console.table(rows, right=LEVERS_RIGHT)
    for sentence in other_ways(view, style):
        console.say(sentence)


def _levers_record(workspace: Workspace, view: LeversView, result: Tried | None) -> GoalLeversJson:
    levers, standing = view.result, view.view.standing
    nothing = isinstance(levers, NoLevers)
    taken = moved_lately(workspace, view.view.kpi)
    away = opposite_levers(levers, taken) if taken is not None and not isinstance(levers, NoLevers) else []
    return {
        "goal": view.view.goal.id,
        "title": view.view.goal.title,
        "kpi": view.view.kpi.key,
        "obstacle": levers.obstacle if isinstance(levers, NoLevers) else None,
        "per": None if isinstance(levers, NoLevers) else levers.figures_per,
        "as_of": None if isinstance(levers, NoLevers) else levers.until.isoformat(),
        "needed": None if isinstance(levers, NoLevers) else levers.needed,
        "at_most": None if isinstance(levers, NoLevers) else not levers.up,
        "needed_other": None if isinstance(levers, NoLevers) else levers.other,
        "now": None if isinstance(levers, NoLevers) else levers.now,
        "enough": None if isinstance(levers, NoLevers) else levers.enough,
        "left_out": [] if isinstance(levers, NoLevers) else [day.isoformat() for day in levers.left_out],
        "left": None if nothing else view.weeks_left,
        "days_left": standing.days_left,
        "levers": []
        if isinstance(levers, NoLevers)
        else [lever_record(lever, moved_away=lever in away) for lever in levers.levers],
        "untold": [
            {
                "key": kpi.key,
                "name": kpi.name,
                "since": since.isoformat() if since else None,
                "until": until.isoformat() if until else None,
            }
            for kpi, since, until in view.untold
        ],
        "together": None if isinstance(levers, NoLevers) or levers.together is None else 100 * levers.together,
        "longer": {"days": view.longer[0], "date": view.longer[1].isoformat()} if view.longer else None,
        "tried": _tried_record(result) if result is not None else None,
    }


def lever_record(lever: Lever, *, moved_away: bool) -> LeverJson:
    """Return a lever as the record that programs read."""
    past = lever.past
    change = lever.change
    return {
        "key": lever.kpi.key,
        "name": lever.kpi.name,
        "now": lever.now,
        "wanted": lever.target,
        "change": change,
        "percent": 100 * change / abs(lever.now) if change is not None and lever.now else None,
        "mark": lever.feasibility,
        "best": past.best if past else None,
        "best_from": past.best_from.isoformat() if past else None,
        "best_to": past.best_to.isoformat() if past else None,
        "limit": past.limit if past else None,
        "moved_away": moved_away,
    }


def _tried_record(result: Tried) -> TriedJson:
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
