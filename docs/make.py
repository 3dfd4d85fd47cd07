"""Writes the documents that are made from the program: the list of keys, the list of commands, the picture of Today.

    python docs/make.py           write them
    python docs/make.py --check   name those that differ from what would be written

A test runs the check, so that no document falls behind. The others are written by hand.
"""

from __future__ import annotations

import asyncio
import re
import sys
from argparse import SUPPRESS, Action, ArgumentParser
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kpitui.cli.commands import COMMANDS
from kpitui.cli.main import parser_of
from kpitui.services.demo import TODAY, fill
from kpitui.services.workspace import open_workspace
from kpitui.tui.app import KpituiApp
from kpitui.tui.key_list import all_keys

HERE = Path(__file__).parent
MADE = "<!-- made by docs/make.py from the program itself: change the program, then run it -->\n"
SIZE = (100, 30)
WEB_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""The picture is shown with the reader's own font; nothing is fetched for it."""


def documents() -> dict[str, str]:
    """Return what every made document must hold, by its path below this folder."""
    return {"keys.md": keys(), "commands.md": commands(), "pictures/today.svg": picture()}


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
    for command in COMMANDS.values():
        parser = parser_of(command, import_module(command.module))
        parts += [
            f"\n## kpitui {command.name}\n",
            f"{command.summary[0].upper()}{command.summary[1:]}.",
            *_words(parser),
        ]
    return "\n".join(parts) + "\n"


def picture() -> str:
    """Return Today of the sample business as a picture."""
    return asyncio.run(_picture())


async def _picture() -> str:
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "demo.db")
        workspace = open_workspace({"KPITUI_TODAY": TODAY}, datetime.now(), database=path, language="en")  # noqa: DTZ005
        fill(workspace, "en")
        app = KpituiApp(workspace)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press(*"450", "enter", *"18", "enter", *"620")
            await pilot.pause(0.5)
            picture = app.export_screenshot(title="kpitui demo")
        workspace.close()
    return WEB_FONT.sub("", picture)


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


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def write() -> int:
    """Write the documents."""
    for name, text in documents().items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


def check() -> int:
    """Name the documents that differ from what would be written; return 1 when there are any."""
    drifted = [name for name, text in documents().items() if _text(HERE / name) != text]
    for name in drifted:
        sys.stderr.write(f"docs/{name} has fallen behind: run python docs/make.py\n")
    return 1 if drifted else 0


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    wishes: dict[tuple[str, ...], Callable[[], int]] = {(): write, ("--check",): check}
    wish = wishes.get(tuple(sys.argv[1:]))
    sys.exit(wish() if wish else "usage: python docs/make.py [--check]")
