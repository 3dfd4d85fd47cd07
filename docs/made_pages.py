"""The pages of the manual that are made from the program: keys, commands, JSON; and the manual page for `man`."""

from __future__ import annotations

import ast
import re
import sys
from argparse import SUPPRESS, Action, ArgumentParser
from importlib import import_module
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from kpitui import __version__
from kpitui.cli.commands import COMMANDS
from kpitui.cli.main import parser_of
from kpitui.i18n import capitalised
from kpitui.services.json_documents import DOCUMENTS
from kpitui.tui.keymap import all_keys

MADE = "<!-- made by docs/make.py from the program itself: change the program, then run it -->\n"
PROSE = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false", "Any": "any"}
PROSE |= {"NoneType": "null"}


def keys() -> str:
    """Return the list of keys, page by page."""
    parts = ["# Keys\n", MADE, "Keys of a page come first, then those of the list or form on it."]
    for title, rows in all_keys():
        parts += [f"\n## {title}\n", "| key | does | id |", "|---|---|---|"]
        parts += [f"| {_code(row.keys)} | {row.does} | `{row.id}` |" for row in rows]
    return "\n".join(parts) + "\n"


def commands() -> str:
    """Return the list of commands with their words."""
    parts = [
        "# Commands\n",
        MADE,
        "`kpitui [--db FILE] [--lang en|nl] [--version] [COMMAND]`\n",
        "Standard output is data, standard error is narration. Exit status: 0 done, 1 refused, 2 wrong usage, "
        "3 the database cannot be used.",
    ]
    for name, command in COMMANDS.items():
        summary = f"{capitalised(command.summary)}."
        parts += [f"\n## kpitui {name}\n", summary, *_words(_parser(name))]
    return "\n".join(parts) + "\n"


def json_documents() -> str:
    """Return the page about JSON: every document, and every object within, with its fields."""
    parts = [
        "# JSON\n",
        MADE,
        "Every command that reads takes `--json` and prints one document: names in snake_case, days as 2026-11-23, "
        "plain numbers. Fields may be added, not renamed. A figure that is not known is null, never 0.\n",
        "| command | prints |",
        "|---|---|",
    ]
    found: dict[str, type] = {}
    for command, shape in DOCUMENTS:
        parts.append(f"| `kpitui {command}` | {_type_text(shape, found)} |")
    done: set[str] = set()
    while rest := [name for name in found if name not in done]:
        for name in rest:
            done.add(name)
            parts += _object(name, found)
    return "\n".join(parts) + "\n"


def man_page() -> str:
    """Return the manual page as man reads it."""
    lines = [
        '.\\" made by docs/make.py from the program itself',
        f'.TH KPITUI 1 "" "kpitui {__version__}" "User Commands"',
        ".SH NAME",
        "kpitui \\- the KPI desk of a one-person business, in a terminal",
        ".SH SYNOPSIS",
        ".B kpitui",
        "[\\-\\-db FILE] [\\-\\-lang en|nl] [\\-\\-version] [COMMAND]",
        ".SH DESCRIPTION",
        "Without a command it opens Today: goals on top, a sheet for the numbers of the day, a chart below.",
        "Standard output is data, standard error is narration.",
        ".SH COMMANDS",
    ]
    for name, command in COMMANDS.items():
        lines += [".SS", f"kpitui {_roff(name)}", f"{_roff(capitalised(command.summary))}."]
        lines += _man_words(_parser(name))
    lines += [
        ".SH ENVIRONMENT",
        *_man_row("KPITUI_DB", "the database, where \\-\\-db does not name another"),
        *_man_row("KPITUI_TODAY", "the day that it is, such as 2026-11-23: for reports of the past, and to try things"),
        *_man_row("KPITUI_HOOKS", "no: your hooks are not run"),
        *_man_row("KPITUI_PLAIN", "1: plain sentences instead of tables; 0: tables, whatever the setting says"),
        *_man_row("KPITUI_PRIVATE", "1: the app opens with the numbers hidden"),
        *_man_row("KPITUI_CHANGES_ONLY", "yes or no: send only the cells that changed, in place of the setting"),
        *_man_row("KPITUI_PAINT_AHEAD", "yes or no: paint Today before the app is there, in place of the setting"),
        *_man_row("KPITUI_TRACEBACK", "1: show where in the program a mistake happened"),
        *_man_row("NO_COLOR", "no colours"),
        *_man_row("LANG, LC_ALL, LC_MESSAGES", "the language, where no setting chooses one"),
        ".SH FILES",
        *_man_row("~/.local/share/kpitui/kpitui.db", "the database, and backups beside it ($XDG_DATA_HOME counts)"),
        *_man_row("~/.config/kpitui/sources.toml", "the sources of kpitui pull ($XDG_CONFIG_HOME counts)"),
        *_man_row("~/.config/kpitui/hooks/", "your hooks, on\\-log and on\\-signal"),
        ".SH EXIT STATUS",
        "0 done, 1 refused, 2 wrong usage, 3 the database cannot be used.",
        ".SH EXAMPLES",
        *_man_row("kpitui demo", "look at the sample business; nothing is kept"),
        *_man_row("kpitui kpi add Revenue \\-\\-unit EUR", "keep track of revenue"),
        *_man_row("kpitui log revenue=450 orders=18", "log two numbers for today"),
        *_man_row('kpitui goal add "15% more revenue in 2027"', "set a goal in one sentence"),
        *_man_row("kpitui review \\-\\-period month", "review the last month"),
        ".SH BUGS",
        "kpitui doctor checks the database. In a report name what kpitui \\-\\-version says. A mistake of the program",
        "is one sentence; with KPITUI_TRACEBACK=1 it also shows where it happened. Nothing is reported by itself.",
        ".SH SEE ALSO",
        "The manual:",
        *_man_row("kpitui help", "all commands in groups"),
        *_man_row("kpitui COMMAND \\-\\-help", "the words of one command"),
    ]
    return "\n".join(lines) + "\n"


def _parser(name: str) -> ArgumentParser:
    command = COMMANDS[name]
    return parser_of(command, import_module(command.module))


def _words(parser: ArgumentParser) -> list[str]:
    """Return the words of a command, and of each of its sub-commands, as tables."""
    rows = []
    lines: list[str] = []
    for action in parser._actions:
        if action.dest == "help" or action.help is SUPPRESS:
            continue
        if isinstance(action.choices, dict):
            for name, inner in action.choices.items():
                lines += [f"\n### {parser.prog} {name}", *_words(inner)]
        else:
            rows.append(f"| {_code(_written(action))} | {_help(action)} |")
    table = ["", "| word | meaning |", "|---|---|", *rows] if rows else []
    examples = ["", "```text", parser.epilog, "```"] if parser.epilog else []
    return [*table, *examples, *lines]


def _man_words(parser: ArgumentParser) -> list[str]:
    lines: list[str] = []
    for action in parser._actions:
        if action.dest == "help" or action.help is SUPPRESS:
            continue
        if isinstance(action.choices, dict):
            for name, inner in action.choices.items():
                lines += [".P", f".B {_roff(f'{parser.prog} {name}')}", *_man_words(inner)]
        else:
            lines += _man_row(_roff(_written(action)), _roff(_help(action).replace("\\|", "|")))
    if parser.epilog:
        lines += [".P", ".nf", *(_roff(line) for line in parser.epilog.splitlines()), ".fi"]
    return lines


def _man_row(name: str, text: str) -> list[str]:
    return [".TP", f".B {name}", text or "\\&"]


def _roff(text: str) -> str:
    """Return text as roff shows it: hyphens as they are typed, and no line taken for a request."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped[:1] in (".", "'") else escaped


def _written(action: Action) -> str:
    """Return an option or word as it is typed."""
    choices = "|".join(map(str, action.choices)) if action.choices else ""
    shown: Any = action.metavar or choices or action.dest.upper()
    value = " ".join(shown) if isinstance(shown, tuple) else str(shown)
    if not action.option_strings:
        return value
    flags = ", ".join(action.option_strings)
    return flags if action.nargs == 0 else f"{flags} {value}"


def _help(action: Action) -> str:
    return (action.help or "").replace("%%", "%").replace("|", "\\|")


def _object(name: str, found: dict[str, type]) -> list[str]:
    kind, texts = found[name], _field_texts(found[name])
    rows = [
        f"| `{field}` | {_type_text(hint, found)} | {texts.get(field, '')} |"
        for field, hint in get_type_hints(kind, include_extras=True).items()
    ]
    about = " ".join((kind.__doc__ or "").split())
    table = ["", "| field | is | |", "|---|---|---|", *rows] if rows else []
    return [f"\n## {_title(name)}\n", about, *table]


def _field_texts(kind: type) -> dict[str, str]:
    """Return the docstrings under the fields of a typed dictionary, those it inherits too."""
    module = sys.modules[kind.__module__]
    body = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")).body
    texts: dict[str, str] = {}
    for node, after in zip(body, [*body[1:], None], strict=True):
        if (
            isinstance(node, ast.Assign)
            and ast.unparse(node.targets[0]) == kind.__name__
            and isinstance(after, ast.Expr)
        ):
            texts |= dict.fromkeys(get_type_hints(kind), _docstring(after))
        if not isinstance(node, ast.ClassDef) or node.name != kind.__name__:
            continue
        for base in node.bases:
            parent = getattr(module, ast.unparse(base))
            texts |= _field_texts(parent) if is_typeddict(parent) else {}
        for field, text in zip(node.body, node.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
                texts[ast.unparse(field.target)] = _docstring(text)
    return texts


def _docstring(node: ast.Expr) -> str:
    return " ".join(str(ast.literal_eval(node.value)).split()).replace("|", "\\|")


def _type_text(kind: Any, found: dict[str, type]) -> str:
    """Return a type in words, with a link to each object, which is put into *found*."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is list:
        return f"list of: {_type_text(inner[0], found)}"
    if origin is dict:
        return f"object, each value: {_type_text(inner[1], found)}"
    if origin in (Union, UnionType):
        return " or ".join(_type_text(part, found) for part in inner)
    if inner:
        return str(inner[1]) if origin is Annotated else ", ".join(f"`{value}`" for value in inner)
    if is_typeddict(kind):
        found.setdefault(kind.__name__, kind)
        title = _title(kind.__name__)
        return f"[{title}](#{title.replace(' ', '-')})"
    name = getattr(kind, "__name__", str(kind))
    return PROSE.get(name, name)


def _title(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name.removesuffix("Json")).lower()


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")
