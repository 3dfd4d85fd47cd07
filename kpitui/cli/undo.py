"""`kpitui undo` and `kpitui redo`: take back the last changes, whatever they were, or do them once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kpitui.cli._argparse_words import count
from kpitui.i18n import _
from kpitui.services.history import redo, undo
from kpitui.wording.changes import step_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console
    from kpitui.core.model import Change, StepHow
    from kpitui.services.workspace import Workspace


def configure(parser: ArgumentParser) -> None:
    """Declare how many changes."""
    parser.add_argument("steps", nargs="?", type=count, default=1, metavar=_("STEPS"), help=_("how many changes (1)"))


def _step(arguments: Namespace, console: Console, act: Callable[[Workspace], Change], how: StepHow) -> int:
    """Step *act* over as many changes as were asked for, and say of each what was done."""
    workspace = console.workspace()
    done: list[str] = []
    try:
        for _step in range(arguments.steps):
            done.append(step_text(act(workspace), how))
    finally:  # whatever stops it, and although nobody may read it
        for line in done:
            console.say(line)
    return 0


def run_undo(arguments: Namespace, console: Console) -> int:
    """Say of each change that it was taken back."""
    return _step(arguments, console, undo, "undone")


def run_redo(arguments: Namespace, console: Console) -> int:
    """Say of each change that it was done again."""
    return _step(arguments, console, redo, "redone")
