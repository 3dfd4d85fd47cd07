"""`kpitui backup`: a verified copy of the database, also while it is in use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kpitui.cli._file_output import expanded
from kpitui.core.errors import Refused, mark
from kpitui.i18n import _
from kpitui.services.backups import listed, make, make_at
from kpitui.services.workspace import database_path

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console
    from kpitui.services.backups import Backup


KINDS = {
    "manual": mark("made by hand"),
    "daily": mark("daily"),
    "upgrade": mark("before an upgrade"),
    "restore": mark("before a restore"),
    "repair": mark("before a repair"),
}
"""Why each kind of backup was made."""


def configure(parser: ArgumentParser) -> None:
    """Declare the file and the list."""
    where = _("a file or folder to write to (default: backups/ beside the database)")
    parser.add_argument("file", nargs="?", metavar=_("FILE"), help=where)
    parser.add_argument("--list", action="store_true", help=_("list the backups in backups/"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Write a backup and say where it is, or list those there are."""
    if arguments.list and arguments.file is not None:
        raise Refused(mark("--list only shows the backups in backups/. Leave out the file name"), field="file")
    if arguments.list:
        _list(console, listed(database_path(console.environ, console.database)), as_json=arguments.json)
        return 0
    workspace = console.workspace()
    if arguments.file == "-":
        raise Refused(mark("A backup can't go to standard output. Name a file or a folder"), field="file")
    if arguments.file is not None:
        if not arguments.file.strip():
            raise Refused(mark("The file name is empty. Name a file or a folder"), field="file")
        path = make_at(workspace, expanded(arguments.file), console.now())
    else:
        path = make(workspace, console.now())
    console.wrote_files = True
    if arguments.json:
        console.json({"file": path})
    else:
        console.say(_("Backup written and verified: {path}").format(path=path))
    return 0


def _list(console: Console, backups: list[Backup], *, as_json: bool) -> None:
    sizes = [Path(backup.path).stat().st_size for backup in backups]
    if as_json:
        console.json(
            [
                {"file": backup.path, "kind": backup.kind, "at": backup.moment.isoformat(), "bytes": size}
                for backup, size in zip(backups, sizes, strict=True)
            ]
        )
        return
    rows = [(backup.path, _(KINDS[backup.kind]), f"{size:,}") for backup, size in zip(backups, sizes, strict=True)]
    console.table(rows, right=(2,))
