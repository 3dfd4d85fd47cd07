"""What can stand next on a command line that is being typed: commands, flags, and the values that a word takes.

The parser of each command says which; what is in the database (KPIs, goals, actions, hashtags) is looked up in it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from kpitui.cli.commands import ANYWHERE, COMMANDS, DUTCH
from kpitui.core.errors import KpituiError, mark
from kpitui.core.languages import LANGUAGES
from kpitui.i18n import _, language

if TYPE_CHECKING:
    from argparse import Action, ArgumentParser

    from kpitui.cli.console import Console
    from kpitui.services.workspace import Workspace


class Candidate(NamedTuple):
    """One word that can stand next, and what it is for; a word that ends in ``=`` goes on after it."""

    word: str
    about: str = ""


FILES = Candidate(":files")
"""Stands for the names of files, which the shell completes itself."""

GLOBAL = {
    "--db": "",
    "--lang": mark("Language"),
    "--as-of": mark("show how things stood on that day, with the numbers up to then"),
    "--help": mark("show this help and stop"),
    "--version": "",
}
"""The flags that stand before the name of a command, and what each does, untranslated."""

WITH_VALUE = ("--db", "--lang", "--as-of")


class Position(NamedTuple):
    """Where in a command the word that is being typed stands."""

    parser: ArgumentParser
    option: Action | None
    """The flag whose value it is."""
    before: list[str]
    """The words before it that are no flags, from the last sub-command on."""


def candidates(console: Console, words: Sequence[str]) -> list[Candidate]:
    """Return what can stand in the place of the last of *words*, which follow the name of the program.

    The last word is what has been typed of it, often nothing; the database is the one of ``--db`` among the words.
    """
    *before, typed = words or [""]
    rest: list[str] = []
    while before:
        flag, equals, value = before.pop(0).partition("=")
        if flag not in ANYWHERE and (rest or not flag.startswith("-")):
            rest.append(flag + equals + value)
            continue
        if flag in WITH_VALUE and not equals:
            if not before:
                return _of_global_flag(flag)
            value = before.pop(0)
        if flag == "--db":
            console.database = os.path.expanduser(value)  # noqa: PTH111  pathlib is slow to import
    if not rest:
        return _first(typed)
    before = rest
    command = COMMANDS.get(DUTCH.get(before[0], before[0]))
    if command is None:
        return []
    from kpitui.cli.main import parser_of

    flag, equals, _value = typed.partition("=")
    if equals and flag in ANYWHERE:
        return [Candidate(f"{flag}={word}", about) for word, about in _of_global_flag(flag)]
    parser = parser_of(command, import_module(command.module))
    try:
        return _next(console, _position(parser, before[1:]), typed)
    except KpituiError:  # such as a database that is not there yet
        return []


def _first(typed: str) -> list[Candidate]:
    flag, equals, _value = typed.partition("=")
    if equals:
        return [Candidate(f"{flag}={word}", about) for word, about in _of_global_flag(flag)]
    if typed.startswith("-"):
        return [Candidate(flag, _(about) if about else "") for flag, about in GLOBAL.items()]
    return [Candidate(command.name, _(command.summary)) for command in COMMANDS.values()]


def _of_global_flag(flag: str) -> list[Candidate]:
    return {"--db": [FILES], "--lang": [Candidate(language) for language in LANGUAGES]}.get(flag, [])


def _position(parser: ArgumentParser, words: Sequence[str]) -> Position:
    """Read *words* as argparse would, as far as they go."""
    values: list[str] = []
    option: Action | None = None
    left = 0.0
    for word in words:
        flag, equals, _value = word.partition("=")
        if flag in parser._option_string_actions:
            option = parser._option_string_actions[flag]
            left = 0 if equals else _most(option)
        elif left:
            left -= 1
        else:
            commands = _commands(parser)
            if commands and not values:
                if word not in commands:
                    values.append(word)
                    parser = commands["add"] if _is_note(parser) else parser
                else:
                    parser = commands[word]
            else:
                values.append(word)
    return Position(parser, option if left else None, values)


def _is_note(parser: ArgumentParser) -> bool:
    """Return whether it is the command whose sub-command ``add`` may be left out."""
    return parser.prog == "kpitui note"


def _most(action: Action) -> float:
    """Return how many words the value of a flag or the place of a word takes at most."""
    if isinstance(action.nargs, int):
        return action.nargs
    return float("inf") if action.nargs in ("*", "+", "...") else 1


def _commands(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    """Return the sub-commands of a parser with their own parsers."""
    return next((action.choices for action in parser._actions if isinstance(action.choices, dict)), {})


def _next(console: Console, position: Position, typed: str) -> list[Candidate]:
    parser, option, before = position
    flag, equals, _value = typed.partition("=")
    if equals and flag in parser._option_string_actions:
        values = _values(console, parser, parser._option_string_actions[flag], before)
        return [value if value is FILES else Candidate(f"{flag}={value.word}", value.about) for value in values]
    if typed.startswith("-") and (option is None or option.nargs is not None):
        return _flags(parser)
    if option is not None:
        return _values(console, parser, option, before)
    offered: list[Candidate] = []
    if not before:
        offered += [
            Candidate(choice.dest, _help(parser, choice))
            for action in parser._actions
            for choice in getattr(action, "_choices_actions", ())
        ]
    if offered and _is_note(parser):
        offered += _kpis(console.workspace())
    place = _place(parser, len(before))
    if place is not None:
        offered += _values(console, parser, place, before)
    return offered or _flags(parser)


def _place(parser: ArgumentParser, index: int) -> Action | None:
    """Return which of the words that are no flags stands at *index*."""
    for action in parser._actions:
        if action.option_strings or isinstance(action.choices, dict):
            continue
        if index < _most(action):
            return action
        index -= int(_most(action))
    return None


def _flags(parser: ArgumentParser) -> list[Candidate]:
    return [
        Candidate(max(action.option_strings, key=len), _help(parser, action))
        for action in parser._actions
        if action.option_strings
    ]


def _help(parser: ArgumentParser, action: Action) -> str:
    return parser._get_formatter()._expand_help(action) if action.help else ""


def _values(console: Console, parser: ArgumentParser, action: Action, before: list[str]) -> list[Candidate]:
    """Return what the value of a flag, or a word without one, can be; nothing where it is free."""
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    alternatives = metavar.split("|")
    if action.choices:
        about = _presets() if action.dest == "preset" else {}
        return [Candidate(str(choice), about.get(str(choice), "")) for choice in action.choices]
    if parser.prog == "kpitui config":
        return _settings(before)
    if parser.prog == "kpitui note add" and action.dest == "words":
        return [] if before else _kpis(console.workspace())
    if len(alternatives) > 1 and all(word.isalpha() for word in alternatives):
        return [Candidate(word) for word in alternatives]
    source = _sources(console, before, action).get(metavar)
    return source() if source else []


def _sources(console: Console, before: list[str], action: Action) -> dict[str, Callable[[], list[Candidate]]]:
    """Return what stands behind each name of a value in the help; a free text has no row."""
    looked_up: dict[str, Callable[[Workspace], list[Candidate]]] = {
        "KPI": _kpis,
        _("PART"): _kpis,
        _("GROUP"): _groups,
        _("GOAL"): _goals,
        _("ACTION"): _actions,
        _("PLANNED"): _planned,
        **({} if action.option_strings else {_("NOTE"): _notes}),
        **({_("WORD"): _tags} if "--tag" in action.option_strings else {}),
        _("KPI VALUE | KPI=VALUE"): lambda workspace: _to_log(workspace, before),
        _("KPI=VALUE"): lambda workspace: [Candidate(f"{key}=", name) for key, name in _kpis(workspace)],
    }
    sources: dict[str, Callable[[], list[Candidate]]] = {
        _("TEMPLATE"): _templates,
        _("HOW-OFTEN"): lambda: [Candidate(word) for word in ("day", "workday", "week", "month", "quarter")],
        _("FILE"): lambda: [FILES],
    }
    for metavar, look_up in looked_up.items():
        sources[metavar] = partial(_looked_up, console, look_up)
    return sources


def _looked_up(console: Console, look_up: Callable[[Workspace], list[Candidate]]) -> list[Candidate]:
    return look_up(console.workspace())


def _to_log(workspace: Workspace, before: list[str]) -> list[Candidate]:
    """Return the KPIs where one can stand: first of all, and after each KPI=VALUE."""
    if not before:
        return _kpis(workspace)
    if all("=" in word for word in before):
        return [Candidate(f"{key}=", name) for key, name in _kpis(workspace)]
    return []


def _kpis(workspace: Workspace) -> list[Candidate]:
    from kpitui.services.reading import shown_kpis

    return [Candidate(kpi.key, kpi.name) for kpi in shown_kpis(workspace)]


def _groups(workspace: Workspace) -> list[Candidate]:
    from kpitui.services.reading import shown_kpis

    return [Candidate(group) for group in dict.fromkeys(kpi.group for kpi in shown_kpis(workspace)) if group]


def _goals(workspace: Workspace) -> list[Candidate]:
    from kpitui.services.goals import all_goals

    return [Candidate(str(goal.id), goal.title) for goal in all_goals(workspace)]


def _actions(workspace: Workspace) -> list[Candidate]:
    from kpitui.services.actions import actions

    return [Candidate(str(view.action.id), view.action.what) for view in actions(workspace)]


def _planned(workspace: Workspace) -> list[Candidate]:
    from kpitui.services.planned import all_planned

    return [Candidate(str(plan.id), plan.text) for plan in all_planned(workspace)]


def _notes(workspace: Workspace) -> list[Candidate]:
    from kpitui.services.notes import notes

    return [Candidate(str(note.id), note.text) for note in notes(workspace)]


def _tags(workspace: Workspace) -> list[Candidate]:
    from kpitui.services.notes import tags_lately

    return [Candidate(count.tag) for count in tags_lately(workspace)]


def _templates() -> list[Candidate]:
    from kpitui.services.templates import templates

    return [Candidate(template.key, template.name_in(language())) for template in templates().values()]


def _presets() -> dict[str, str]:
    from kpitui.exchange import formats

    return {name: _(format.title) for name, format in formats().items()}


def _settings(before: list[str]) -> list[Candidate]:
    """Return the settings, or what the one that was typed accepts."""
    from kpitui.services.settings import SETTINGS

    if not before:
        settings = [Candidate(setting.key, _(setting.title)) for setting in SETTINGS.values()]
        return [*settings, Candidate("keys")]
    if len(before) == 1 and before[0] in SETTINGS:
        return [Candidate(value) for value in SETTINGS[before[0]].accepts]
    return []
