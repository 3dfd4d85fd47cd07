"""`kpitui action`: plan, list, show, start, finish, drop and change corrective actions.

Its lines and its record for programs are those of `status` and `goal show` too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.i18n import _
from kpitui.services.actions import actions, drop_action, find_action, finish_action, start_action, view_of
from kpitui.services.entries import find_kpi
from kpitui.services.goals import find_goal
from kpitui.wording import Fact
from kpitui.wording.actions import (
    SIGNS,
    action_facts,
    effect_sentences,
    effect_words,
    progress_text,
    seen_sentence,
    subject,
)
from kpitui.wording.changes import changed_text
from kpitui.wording.dates import day_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from kpitui.cli.console import Console
    from kpitui.services.actions import ActionView
    from kpitui.services.actions.effects import ActionEffect
    from kpitui.services.json_documents.goals import ActionJson, EffectJson, SeenJson
    from kpitui.services.workspace import Workspace


NONE = "-"
"""What empties a field that is changed."""


def configure(parser: ArgumentParser) -> None:
    """Declare a sub-command for each thing that can be done."""
    commands = parser.add_subparsers(dest="subcommand", required=True, metavar="add|list|show|start|done|drop|edit")
    add = commands.add_parser("add", help=_("plan an action"))
    add.add_argument("what", metavar=_("WHAT"), help=_("what you will do"))
    _declare_fields(add)
    add.add_argument("--json", action="store_true", help=_("print one JSON document"))
    listing = commands.add_parser("list", help=_("list the open actions"))
    listing.add_argument("text", nargs="?", default="", metavar=_("TEXT"), help=_("only actions with these words"))
    listing.add_argument("--all", action="store_true", help=_("also actions that are done or cancelled"))
    listing.add_argument("--due", action="store_true", help=_("only actions due now"))
    listing.add_argument("--kpi", metavar="KPI", help=_("only actions for this KPI"))
    listing.add_argument("--goal", metavar=_("GOAL"), help=_("only actions for this goal"))
    listing.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    listing.add_argument("--json", action="store_true", help=_("print one JSON document"))
    for name, help in (
        ("show", _("show an action and what happened since it started")),
        ("start", _("start an action; the charts mark its start")),
        ("done", _("mark an action as done")),
        ("drop", _("cancel an action")),
        ("edit", _("change an action (- clears a field)")),
    ):
        command = commands.add_parser(name, help=help)
        command.add_argument("action", metavar=_("ACTION"), help=_("the number of the action, or part of its text"))
        if name in ("start", "done"):
            command.add_argument("--on", dest="day", metavar=_("DATE"), help=_("the day (default: today)"))
        if name == "drop":
            command.add_argument("--why", default="", metavar=_("TEXT"), help=_("the reason"))
        if name == "edit":
            command.add_argument("--what", metavar=_("WHAT"), help=_("what you will do"))
            _declare_fields(command)
        if name == "show":
            command.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
            command.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Do what the sub-command says."""
    subcommands = {
        "add": _add, "list": _list, "show": _show, "start": _start, "done": _finish, "drop": _drop, "edit": _edit,
    }  # fmt: skip
    subcommands[arguments.subcommand](arguments, console)
    return 0


def _declare_fields(parser: ArgumentParser) -> None:
    parser.add_argument("--kpi", metavar="KPI", help=_("the KPI whose number this action should change"))
    parser.add_argument("--goal", metavar=_("GOAL"), help=_("the goal: its number, or part of its title"))
    parser.add_argument("--due", metavar=_("DATE"), help=_("the day by which the action must be done"))
    parser.add_argument(
        "--effect", metavar="+10%|+5", help=_("the change you expect, such as 4pp for a KPI in %").replace("%", "%%")
    )
    parser.add_argument("--by", metavar=_("DATE"), help=_("the day by which you expect the change"))
    parser.add_argument("--start", metavar=_("DATE"), help=_("the day on which the action started"))


def _typed(arguments: Namespace) -> dict[str, str]:
    """Return the fields that were given, emptied where that was asked for."""
    from kpitui.services.actions.form import FIELDS

    given = {name: getattr(arguments, name) for name in FIELDS}
    return {name: "" if text == NONE else text for name, text in given.items() if text is not None}


def _add(arguments: Namespace, console: Console) -> None:
    from kpitui.services.actions.form import add_typed

    workspace = console.workspace()
    action = add_typed(workspace, _typed(arguments))
    if arguments.json:
        console.json(action_record(workspace, view_of(workspace, action)))
    elif action.due:
        message = _("Action {number} planned: {what}, due {day}")
        console.say(message.format(number=action.id, what=action.what, day=day_text(action.due)))
    else:
        console.say(_("Action {number} planned: {what}").format(number=action.id, what=action.what))
    if not arguments.json:
        for _name, text in seen_facts(workspace, view_of(workspace, action)):
            console.say(text)


def _list(arguments: Namespace, console: Console) -> None:

    workspace = console.workspace()
    views = actions(
        workspace,
        closed=arguments.all,
        only_due=arguments.due,
        kpi=find_kpi(workspace, arguments.kpi) if arguments.kpi else None,
        goal=find_goal(workspace, arguments.goal) if arguments.goal else None,
        text=arguments.text.removeprefix("/"),
    )
    if arguments.json:
        console.json([action_record(workspace, view) for view in views])
    elif views:
        console.is_plain(arguments.plain)
        draw_actions(console, views)
    elif actions(workspace, closed=True):
        console.say(
            _("No action matches. kpitui action list --all shows every action")
            if arguments.all
            else _("No open action matches. kpitui action list --all shows every action")
        )
    else:
        console.say_empty(_('No actions yet. Plan one: kpitui action add "WHAT" --kpi KPI --due DATE'))


def _show(arguments: Namespace, console: Console) -> None:

    workspace = console.workspace()
    view = view_of(workspace, find_action(workspace, arguments.action))
    if arguments.json:
        console.json(action_record(workspace, view))
    else:
        if console.is_plain(arguments.plain):
            from kpitui.i18n.plain import sentence_of

            console.say(sentence_of(view.action.what))
        else:
            console.say(view.action.what)
        console.table(action_details(workspace, view))


def _start(arguments: Namespace, console: Console) -> None:
    workspace = console.workspace()
    day = workspace.read_day(arguments.day) if arguments.day else workspace.today
    action = start_action(workspace, find_action(workspace, arguments.action), day)
    console.say(_("Started on {day}: {what}").format(day=day_text(day), what=action.what))


def _finish(arguments: Namespace, console: Console) -> None:
    workspace = console.workspace()
    day = workspace.read_day(arguments.day) if arguments.day else workspace.today
    action = finish_action(workspace, find_action(workspace, arguments.action), day)
    console.say(_("Done on {day}: {what}").format(day=day_text(day), what=action.what))


def _drop(arguments: Namespace, console: Console) -> None:
    workspace = console.workspace()
    action = drop_action(workspace, find_action(workspace, arguments.action), arguments.why)
    console.say(_("Cancelled: {what}").format(what=action.what))


def _edit(arguments: Namespace, console: Console) -> None:
    from kpitui.services.actions.form import edit_typed

    workspace = console.workspace()
    before = find_action(workspace, arguments.action)
    action = edit_typed(workspace, before, _typed(arguments))
    console.say(changed_text(action.what))
    if action.expected != before.expected:
        for _name, text in seen_facts(workspace, view_of(workspace, action)):
            console.say(text)


def draw_actions(console: Console, views: Sequence[ActionView]) -> None:
    """Print a line for each action: sign and number, what, what it is for, where it is, and what was seen since."""
    from kpitui.services.actions.effects import effect_of

    workspace = console.workspace()
    ascii = workspace.ascii
    rows = []
    for view in views:
        effect = effect_of(workspace, view.action)
        rows.append(
            (
                f"{SIGNS[view.action.state][ascii]} {view.action.id}",
                view.action.what,
                subject(view.action, view.kpi, view.goal),
                progress_text(view.action, workspace.today),
                effect_words(effect, workspace.settings.numbers) if effect else "",
            )
        )
    console.table(rows)


def action_details(workspace: Workspace, view: ActionView) -> list[Fact]:
    """Return what there is to know about an action, with what was seen since it started."""
    from kpitui.services.actions.effects import effect_of

    facts = action_facts(view.action, view.kpi, view.goal, workspace.settings.numbers)
    facts += seen_facts(workspace, view)
    effect = effect_of(workspace, view.action)
    sentences = effect_sentences(view.action, effect, workspace.settings.numbers, workspace.today) if effect else []
    return [*facts, *(("" if index else _("since then"), text) for index, text in enumerate(sentences))]


def seen_facts(workspace: Workspace, view: ActionView) -> list[Fact]:
    """Return from which day on the effect that is expected can be seen; nothing where none is."""
    from kpitui.services.actions.effects import day_of_view

    expected, kpi, seen = view.action.expected, view.kpi, day_of_view(workspace, view)
    if seen is None or expected is None or kpi is None:
        return []
    return [("", seen_sentence(kpi, expected, seen, workspace.settings.numbers))]


def action_record(workspace: Workspace, view: ActionView) -> ActionJson:
    """Return an action as the record that programs read; what is not known is null."""
    from kpitui.services.actions.effects import effect_of

    action, expected = view.action, view.action.expected
    effect = effect_of(workspace, action)
    return {
        "id": action.id,
        "what": action.what,
        "state": action.state,
        "kpi": view.kpi.key if view.kpi else None,
        "goal": action.goal,
        "due": action.due.isoformat() if action.due else None,
        "is_due": view.due,
        "started": action.started.isoformat() if action.started else None,
        "finished": action.finished.isoformat() if action.finished else None,
        "reason": action.reason or None,
        "expected": None
        if expected is None
        else {
            "size": expected.size,
            "percent": expected.percent,
            "by": expected.by.isoformat() if expected.by else None,
        },
        "seen": _seen_record(workspace, view),
        "effect": _effect_record(workspace, view, effect) if effect else None,
    }


def _seen_record(workspace: Workspace, view: ActionView) -> SeenJson | None:
    from kpitui.services.actions.effects import day_of_view

    seen = day_of_view(workspace, view)
    if seen is None:
        return None
    return {
        "size": seen.size,
        "day": seen.day.isoformat() if seen.day else None,
        "power": seen.power,
        "values": seen.slots,
        "before": seen.before,
        "reason": seen.reason,
        "least": seen.least,
    }


def _effect_record(workspace: Workspace, view: ActionView, effect: ActionEffect) -> EffectJson:
    from kpitui.cli._kpi_output import effect_record

    return {
        "kpi": effect.kpi.key,
        **effect_record(
            effect.view, effect_sentences(view.action, effect, workspace.settings.numbers, workspace.today)
        ),
        "expected": effect.expected,
        "outcome": effect.outcome,
    }
