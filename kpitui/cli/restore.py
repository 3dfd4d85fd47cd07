"""`kpitui restore`: put a backup back, after a backup of what is there now."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kpitui.core.errors import Refused, mark
from kpitui.i18n import _, plural
from kpitui.i18n.harmless import harmless
from kpitui.services.backups import put_back
from kpitui.services.workspace import database_path
from kpitui.wording.dates import day_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


SHOWN = 5
"""How many KPIs are named."""


def configure(parser: ArgumentParser) -> None:
    """Declare the file."""
    parser.add_argument("file", nargs="?", metavar=_("FILE"), help=_("the backup"))
    parser.add_argument("--latest", action="store_true", help=_("the newest backup in the backups folder"))


def run(arguments: Namespace, console: Console) -> int:
    """Put the backup back and say where the database as it was is kept."""
    if not (arguments.file or "").strip() and not arguments.latest:
        raise Refused(
            mark("Which backup? Name its file, or add --latest. See all backups: kpitui backup --list"),
            field="file",
        )
    source = None if arguments.latest else str(Path(arguments.file).expanduser().absolute())
    done = put_back(database_path(console.environ, console.database), source, console.now())
    console.wrote_files = True
    console.say(_("Restored from {path}").format(path=done.source))
    if done.other is not None:
        there, here = (", ".join([*names[:SHOWN], *(["…"] if len(names) > SHOWN else [])]) for names in done.other)
        strange = _(
            "This backup is from another business. Its KPIs: {there}. Yours were: {here}. To go back, restore "
            "your previous database"
        )
        console.tell(strange.format(there=there, here=here))
    if done.lost:
        day = _day(done.until)
        lost = plural(
            "{n} change made since {day} is not in this backup",
            "{n} changes made since {day} are not in this backup",
            done.lost,
        )
        console.tell(lost.format(n=done.lost, day=day))
    if done.kept_at:
        console.tell(_("The previous database is kept at {path}").format(path=done.kept_at))
    return 0


def _day(moment: str | None) -> str:
    """Return the local day of *moment*, ISO text in UTC, in words; as it is where it is no moment."""
    try:
        return day_text(datetime.fromisoformat(moment or "").astimezone().date())
    except (ValueError, OverflowError):
        return harmless(moment or "", 20)
