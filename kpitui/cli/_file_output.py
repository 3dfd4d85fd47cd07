"""Where the file that a command makes goes: to the place after ``--output``, or to standard output."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kpitui.core.errors import Refused, mark
from kpitui.files.target import output_target, refuse_database, write_text
from kpitui.i18n import _

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from kpitui.cli.console import Console


def declare_output(parser: ArgumentParser) -> None:
    """Declare where it goes."""
    parser.add_argument(
        "-o", "--output", default="-", metavar=_("FILE"), help=_("write to this file (- is standard output)")
    )


def expanded(place: str) -> str:
    """Return the path that a person named, with ``~`` for the home; a slash at its end stays, for it means a folder."""
    path = str(Path(place).expanduser().absolute())
    return f"{path}/" if place.endswith("/") and path != "/" else path


def _name_in_folder(console: Console, stem: str, ending: str) -> str:
    return f"kpitui-{stem}-{console.workspace().today.isoformat()}.{ending}"


def refuse_output(console: Console, place: str, *, stem: str, ending: str) -> None:
    """Raise Refused where the place to write to is a database, before what may keep something in that is worked out."""
    if not place.strip() or place == "-":
        return
    named, inside = expanded(place), _name_in_folder(console, stem, ending)
    with suppress(OSError):  # what the system refuses is said once there is something to write
        refuse_database(named, output_target(named, inside), console.workspace().path)


def write_output(console: Console, place: str, parts: Iterable[str], *, stem: str, ending: str) -> None:
    """Write *parts* to standard output for ``-``, else whole or not at all to the file, and say where that is.

    In a folder the file is called *stem*, the day and *ending*.
    """
    if not place.strip():
        raise Refused(mark("The file name is empty. Name a file or a folder"), field="file")
    if place == "-":
        for part in parts:
            console.output.write(part)
        return
    path = write_text(
        expanded(place),
        parts,
        inside=_name_in_folder(console, stem, ending),
        database=console.workspace().path,
    )
    console.wrote_files = True
    console.tell(_("Written: {path}").format(path=path))
