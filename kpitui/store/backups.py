"""The folder of backups: which kinds there are, what each file is called, and how long it is kept.

Making and putting back a copy is `backup`'s work.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from kpitui.store.backup import write_backup
from kpitui.store.location import DAILY, backup_folder, daily_path

if TYPE_CHECKING:
    import sqlite3

    from kpitui.store.connection import Store

DAYS, WEEKS, MONTHS = 7, 4, 12
"""Of how many days, weeks and months the last daily backup is kept."""
MOMENT = "%Y-%m-%d-%H%M%S"


class Backup(NamedTuple):
    """A backup in the folder."""

    path: str
    kind: str
    at: datetime
    """Local time; the start of its day when only the day is known."""


class Kind(NamedTuple):
    """One kind of backup: why it was made, what its name begins with, and which of them are kept."""

    name: str
    prefix: str
    keep: Callable[[Sequence[Backup]], Sequence[Backup]]
    """Of the backups of this kind, newest first, those to keep."""


def rotated(found: Sequence[Backup]) -> list[Backup]:
    """Return the newest of each of the latest days, weeks and months of *found*, which is sorted newest first."""
    kept: set[Backup] = set()
    for most, span in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        newest: dict[object, Backup] = {}
        for each in found:
            newest.setdefault(span(each.at.date()), each)
        kept.update(list(newest.values())[:most])
    return [each for each in found if each in kept]


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("manual", "kpitui-", lambda found: found[:14]),
        Kind("daily", DAILY, rotated),
        Kind("upgrade", "before-upgrade-from-", lambda found: found),
        Kind("restore", "before-restore-", lambda found: found[:5]),
        Kind("repair", "before-repair-", lambda found: found[:5]),
    )
}


def make(store: Store, now: datetime, kind: str = "manual") -> str:
    """Write a backup of *kind* named after the moment *now* (local), let those go that need not be kept, return it."""
    target = write_backup(store.connection, free_path(store.path, now, kind))
    let_go(store.path, kind)
    return target


def free_path(path: str, now: datetime, kind: str) -> str:
    """Return where a backup of *kind* made at *now* has its place: it never takes that of another one."""
    return _free(path, f"{KINDS[kind].prefix}{now:{MOMENT}}")


def damaged_path(path: str, now: datetime) -> str:
    """Return where a damaged database is kept byte for byte, beside the backups and never taken for one."""
    return _free(path, f"damaged-{now:{MOMENT}}")


def make_daily(store: Store, day: date) -> str:
    """Write the backup of *day*, let those go that need not be kept, and return it; raises DatabaseUnusable."""
    target = write_backup(store.connection, daily_path(store.path, day))
    let_go(store.path, "daily")
    return target


def before_upgrade(connection: sqlite3.Connection, path: str, version: int) -> str:
    """Write a backup of a database whose schema is about to be brought up from *version*."""
    target = os.path.join(backup_folder(path), f"{KINDS['upgrade'].prefix}{version}.db")
    # Another process may have brought it up meanwhile: its copy of the old one must stay.
    return write_backup(connection, target, version=version)


def let_go(path: str, kind: str) -> None:
    """Delete the backups of *kind* that need not be kept any more."""
    found = [each for each in listed(path) if each.kind == kind]
    kept = KINDS[kind].keep(found)
    for each in found:
        if each not in kept:
            os.unlink(each.path)


def listed(path: str) -> list[Backup]:
    """Return the backups of the database at *path*, of every kind, newest first."""
    folder = backup_folder(path)
    if not os.path.isdir(folder):
        return []
    found = [_backup(os.path.join(folder, name)) for name in os.listdir(folder) if name.endswith(".db")]
    return sorted((each for each in found if each), key=lambda each: (each.at, each.path), reverse=True)


def latest(path: str) -> str | None:
    """Return the newest backup that was made for safety's sake, not before something that was then done."""
    return next((each.path for each in listed(path) if each.kind in ("manual", "daily")), None)


def _backup(path: str) -> Backup | None:
    name = os.path.basename(path).removesuffix(".db")
    for kind in KINDS.values():
        if name.startswith(kind.prefix):
            return Backup(path, kind.name, _moment(name.removeprefix(kind.prefix).partition("~")[0], path))
    return None


def _moment(text: str, path: str) -> datetime:
    for form in (MOMENT, "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007  local time, as the name says it
        except ValueError:
            pass
    return datetime.fromtimestamp(os.stat(path).st_mtime)  # noqa: DTZ006


def _day(day: date) -> date:
    return day


def _week(day: date) -> tuple[int, int]:
    year, week, _weekday = day.isocalendar()
    return year, week


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _free(path: str, stem: str) -> str:
    number, folder = 1, backup_folder(path)
    while os.path.exists(found := os.path.join(folder, f"{stem}.db" if number == 1 else f"{stem}~{number}.db")):
        number += 1
    return found
