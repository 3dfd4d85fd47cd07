"""`kpitui --version`: the version, stated once in `kpitui`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui import __version__

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare nothing: it takes no words."""


def run(_arguments: Namespace, console: Console) -> int:
    """Print the name of the program and its version."""
    console.say(f"kpitui {__version__}")
    return 0
