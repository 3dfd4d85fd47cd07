"""`kpitui backup`: a verified copy of the database, also while it is in use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kpitui.i18n import _

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare the file and the list."""
    parser.add_argument("file", nargs="?", metavar=_("FILE"), help=_("where to (backups/ beside the database)"))
    parser.add_argument("--list", action="store_true", help=_("list the backups in that folder"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Write a backup and say where it is, or list those there are."""
    from kpitui.store.backup import automatic_backup, backups, write_backup

    workspace = console.workspace(create=False)
    if arguments.list:
        found = [(path, Path(path).stat().st_size) for path in backups(workspace.store.path)]
        if arguments.json:
            console.json([{"file": path, "bytes": size} for path, size in found])
        else:
            console.table([(path, f"{size:,}") for path, size in found], right=(1,))
        return 0
    if arguments.file:
        path = write_backup(workspace.store.connection, str(Path(arguments.file).expanduser().absolute()))
    else:
        path = automatic_backup(workspace.store, console.now())
    if arguments.json:
        console.json({"file": path})
    else:
        console.say(_("Backup written and verified: {path}").format(path=path))
    return 0
