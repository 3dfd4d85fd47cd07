"""`kpitui redo`: do once more what was undone last, or several changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli.stepping import configure, step

if TYPE_CHECKING:
    from argparse import Namespace

    from kpitui.cli.console import Console

__all__ = ["configure", "run"]


def run(arguments: Namespace, console: Console) -> int:
    """Say of each change that it was done again."""
    from kpitui.services.history import redo

    return step(arguments, console, redo, "redone")
