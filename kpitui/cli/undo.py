"""`kpitui undo` and `kpitui redo`: take back the last changes, whatever they were, or do them once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli._argparse_words import count
from kpitui.i18n import _, plural
from kpitui.services.history import redo_many, undo_many
from kpitui.wording.changes import step_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console
    from kpitui.core.model import Change, StepHow


def configure(parser: ArgumentParser) -> None:
    """Declare how many changes."""
    parser.add_argument(
        "steps", nargs="?", type=count, default=1, metavar=_("STEPS"), help=_("how many changes (default: 1)")
    )


def run_undo(arguments: Namespace, console: Console) -> int:
    """Say of each change that it was taken back, and how many there were where more were asked for."""
    changes = undo_many(console.workspace(), arguments.steps)
    _say(changes, "undone", console)
    if len(changes) < arguments.steps:
        only = plural("There was only {n} change to undo", "There were only {n} changes to undo", len(changes))
        console.tell(only.format(n=len(changes)))
    return 0


def run_redo(arguments: Namespace, console: Console) -> int:
    """Say of each change that it was done again, and how many there were where more were asked for."""
    changes = redo_many(console.workspace(), arguments.steps)
    _say(changes, "redone", console)
    if len(changes) < arguments.steps:
        only = plural("There was only {n} change to redo", "There were only {n} changes to redo", len(changes))
        console.tell(only.format(n=len(changes)))
    return 0


def _say(changes: list[Change], how: StepHow, console: Console) -> None:
    for change in changes:
        console.say(step_text(change, how))
