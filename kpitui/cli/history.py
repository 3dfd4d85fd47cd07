"""`kpitui history`: the latest changes, newest first, with those that were undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli._argparse_words import count
from kpitui.i18n import _
from kpitui.services.history import changes as newest_changes
from kpitui.wording.changes import described, moment_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare how many changes, and JSON."""
    parser.add_argument("--last", type=count, default=20, metavar="N", help=_("how many changes (default: 20)"))
    parser.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Print one line for each change."""
    workspace = console.workspace()
    changes = newest_changes(workspace, arguments.last)
    if arguments.json:
        console.json(
            [
                {
                    "id": change.id,
                    "at": change.at,
                    "what": described(change),
                    "undone": change.undone,
                    "action": change.what,
                    "details": change.details,
                }
                for change in changes
            ]
        )
        return 0
    console.is_plain(arguments.plain)
    zone = workspace.settings.text("timezone")
    console.table(
        [(moment_text(change, zone), described(change), _("undone") if change.undone else "") for change in changes]
    )
    return 0
