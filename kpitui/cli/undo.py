"""`kpitui undo`: take back the last change, whatever it was, or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.i18n import _
from kpitui.i18n.changes import described

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare how many changes."""
    parser.add_argument("steps", nargs="?", type=int, default=1, metavar=_("STEPS"), help=_("how many changes (1)"))


def run(arguments: Namespace, console: Console) -> int:
    """Say of each change that it was taken back."""
    from kpitui.store.journal import undo

    workspace = console.workspace()
    for _step in range(max(1, arguments.steps)):
        change = undo(workspace.store)
        console.say(_("Undone: {change}").format(change=described(change)))
    return 0
