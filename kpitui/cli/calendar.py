"""`kpitui calendar`: deadlines, due actions and reviews as a file for the calendar on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli._file_output import declare_output, write_output
from kpitui.exchange.calendar_file import calendar_file
from kpitui.i18n import _
from kpitui.services.exports import calendar_days
from kpitui.wording.reviews import calendar_events

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare where it goes."""
    declare_output(parser)
    parser.epilog = _(
        "The file is iCalendar (.ics): open it in your calendar, or put it where your calendar looks for it.\n"
        "A newer file replaces the events of an older one. Past or cancelled events stay: delete those "
        "yourself."
    )


def run(arguments: Namespace, console: Console) -> int:
    """Write the calendar."""
    workspace = console.workspace()
    name = workspace.settings.text("business") or "KPITUI"
    events = calendar_events(calendar_days(workspace), workspace.settings.numbers)
    lines = calendar_file(events, name, console.now().astimezone())
    write_output(console, arguments.output, lines, stem="calendar", ending="ics")
    return 0
