"""`kpitui calendar`: deadlines, due actions and reviews as a file for the calendar on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kpitui.i18n import _

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare where it goes."""
    parser.add_argument("-o", "--output", default="-", metavar=_("FILE"), help=_("where to; - is standard output"))
    parser.epilog = _(
        "The file is iCalendar (.ics): open it with a calendar, or put it where your calendar fetches one.\n"
        "A later file replaces what an earlier one brought; days that are over or gone are left to you."
    )


def run(arguments: Namespace, console: Console) -> int:
    """Write the calendar."""
    from kpitui.exchange.calendar_file import calendar_file
    from kpitui.services.calendar_events import calendar_events

    workspace = console.workspace(create=False)
    name = workspace.settings.text("business") or "KPITUI"
    lines = calendar_file(calendar_events(workspace), name, console.now().astimezone())
    if arguments.output == "-":
        for line in lines:
            console.output.write(line)
        return 0
    from kpitui.exchange.destination import write_file

    path = Path(arguments.output).expanduser().absolute()
    write_file(path, lines)
    console.tell(_("Written: {path}").format(path=path))
    return 0
