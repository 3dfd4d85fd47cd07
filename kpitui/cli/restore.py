"""`kpitui restore`: put a backup back, after a backup of what is there now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kpitui.core.errors import Refused, mark
from kpitui.i18n import _

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare the file."""
    parser.add_argument("file", nargs="?", metavar=_("FILE"), help=_("the backup"))
    parser.add_argument("--latest", action="store_true", help=_("the newest one in the backups folder"))


def run(arguments: Namespace, console: Console) -> int:
    """Put the backup back and say where the database as it was is kept."""
    from kpitui.store.backup import automatic_backup, backups, restore

    store = console.workspace().store
    source = str(Path(arguments.file).expanduser().absolute()) if arguments.file else None
    if arguments.latest and source is None:
        source = next(iter(backups(store.path)), None)
    if source is None:
        raise Refused(
            mark("Say which backup to put back: give its file, or --latest; kpitui backup --list shows them"),
            field="file",
        )
    kept = automatic_backup(store, console.now())
    restore(store, source)
    console.say(_("Restored from {path}").format(path=source))
    console.tell(_("The database as it was is kept at {path}").format(path=kept))
    return 0
