"""Where the file that a command makes goes: to the place after ``--output``, or to standard output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kpitui.i18n import _

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from kpitui.cli.console import Console


def declare_output(parser: ArgumentParser) -> None:
    """Declare where it goes."""
    parser.add_argument("-o", "--output", default="-", metavar=_("FILE"), help=_("where to; - is standard output"))


def write_output(console: Console, place: str, parts: Iterable[str]) -> None:
    """Write *parts* to standard output for ``-``, else whole or not at all to the file, and say where that is."""
    if place == "-":
        for part in parts:
            console.output.write(part)
        return
    from kpitui.exchange.destination import write_file

    path = Path(place).expanduser().absolute()
    write_file(path, parts)
    console.tell(_("Written: {path}").format(path=path))
