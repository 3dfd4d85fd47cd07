"""`kpitui undo`: take back the last change, whatever it was, or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli.stepping import configure, step

if TYPE_CHECKING:
    from argparse import Namespace

    from kpitui.cli.console import Console

__all__ = ["configure", "run"]


def run(arguments: Namespace, console: Console) -> int:
    """Say of each change that it was taken back."""
    from kpitui.services.history import undo

    return step(arguments, console, undo, "undone")
