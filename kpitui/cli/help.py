"""`kpitui --help`: the commands, each in a line, made from their table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli.commands import COMMANDS
from kpitui.i18n import _

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare nothing: it takes no words."""


def run(_arguments: Namespace, console: Console) -> int:
    """Print how kpitui is called and what its commands do."""
    console.say(_("usage: kpitui [--db FILE] [--lang en|nl] [--version] [COMMAND]"))
    console.say()
    console.say(_("The KPI desk of a one-person business. Without a command it opens Today."))
    console.say()
    console.table([("  " + command.name, _(command.summary)) for command in COMMANDS.values()])
    console.say()
    console.say(_("More about one: kpitui COMMAND --help. The database: --db, else $KPITUI_DB, else your data folder."))
    return 0
