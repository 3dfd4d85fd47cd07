"""The folder of backups: which kinds there are, what each file is called, and how long it is kept.

Making and putting back a copy is `backup`'s work.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kpitui.core.errors import DatabaseUnusable, Refused, mark
from kpitui.files.target import DATABASE, OutputTarget, head_of, same_file, target_of
from kpitui.store.backup import NOT_MADE, verify, write_backup
from kpitui.store.location import (
    DAILY,
    backup_folder,
    companions,
    daily_path,
    is_vouched_for,
    refuse_strange_folder,
)
from kpitui.store.readonly import backup_opened, opened_to_read

if TYPE_CHECKING:
    from kpitui.store.connection import Store

CHANGES = "SELECT id, at FROM change"
"""Number and moment: what no change has in common with one of another database, or of this one after a restore."""

DAYS, WEEKS, MONTHS = 7, 4, 12
"""Of how many days, weeks and months the last daily backup is kept."""
GAP, RUNS = timedelta(days=35), 4
"""After how long a run of daily backups ends, and of how many runs days and weeks are kept."""
MOMENT = "%Y-%m-%d-%H%M%S"


class Backup(NamedTuple):
    """A backup in the folder."""

    path: str
    kind: str
    moment: datetime
    """Local time; the start of its day when only the day is known."""


class BackupKind(NamedTuple):
    """One kind of backup: why it was made, what its name begins with, and which of them are kept."""

    name: str
    prefix: str
    keep: Callable[[Sequence[Backup]], Sequence[Backup]]
    """Of the backups of this kind, newest first, those to keep."""


def rotated(backups: Sequence[Backup]) -> list[Backup]:
    """Return those of *backups*, sorted newest first, that are kept: of the latest days, weeks and months the newest.

    Days and weeks are counted in each run of them apart, for a clock that was wrong begins a run of its own.
    """
    keep = set(_newest(backups, MONTHS, _month))
    for run in _runs(backups)[:RUNS]:
        keep.update(_newest(run, DAYS, _day), _newest(run, WEEKS, _week))
    return [backup for backup in backups if backup in keep]


def _newest(backups: Sequence[Backup], most: int, span: Callable[[date], object]) -> list[Backup]:
    newest: dict[object, Backup] = {}
    for backup in backups:
        newest.setdefault(span(backup.moment.date()), backup)
    return list(newest.values())[:most]


def _runs(backups: Sequence[Backup]) -> list[list[Backup]]:
    """Return *backups*, newest first, in pieces between which there is a longer gap than rotation leaves."""
    runs: list[list[Backup]] = []
    for backup in backups:
        if not runs or runs[-1][-1].moment - backup.moment > GAP:
            runs.append([])
        runs[-1].append(backup)
    return runs


KINDS: dict[str, BackupKind] = {
    kind.name: kind
    for kind in (
        BackupKind("manual", "kpitui-", lambda backups: backups[:14]),
        BackupKind("daily", DAILY, rotated),
        BackupKind("upgrade", "before-upgrade-from-", lambda backups: backups),
        BackupKind("restore", "before-restore-", lambda backups: backups[:5]),
        BackupKind("repair", "before-repair-", lambda backups: backups[:5]),
    )
}


def make(store: Store, now: datetime, kind: str = "manual") -> str:
    """Write a backup of *kind* named after the moment *now* (local), let those go that need not be kept, return it."""
    target = write_backup(store.connection, free_path(store.path, now, kind))
    let_go(store.path, kind, now.date())
    return target


def make_at(store: Store, named: str, now: datetime) -> str:
    """Write a backup to the file or into the folder *named* and return its path; *now* is local time.

    Only a backup of this very database is replaced. Raises Refused when *named* leads to anything else, and
    DatabaseUnusable when no backup can be written there.
    """
    try:
        target = target_of(named, f"{KINDS['manual'].prefix}{now:{MOMENT}}.db")
        _refuse_target(store, named, target)
    except OSError as error:
        raise DatabaseUnusable(NOT_MADE, path=named, reason=error.strerror or str(error)) from error
    return write_backup(store.connection, target.path, there=target.there, database=store.path)


def _refuse_target(store: Store, named: str, target: OutputTarget) -> None:
    """Raise Refused when *target* is no place for a backup of *store*."""
    if not target.is_file:
        raise Refused(mark("{value} is not a file or a folder. Name one"), field="file", value=named)
    if any(same_file(path, target.there) for path in (store.path, *companions(store.path))):
        raise Refused(mark("{value} is this database itself. Name another file"), field="file", value=named)
    if any(map(os.path.exists, companions(target.path))):
        raise Refused(mark("{value} is a database in use. Name another file"), field="file", value=named)
    if target.there is None or not target.there.st_size:
        return
    changes = _changes_of_backup(target.path)
    ours = set(map(tuple, store.connection.execute(CHANGES)))
    if changes is None or (changes and not changes & ours):
        raise Refused(
            mark(
                "{value} is not a backup of this database, so it stays as it is. Name another file, or delete it first"
            ),
            field="file",
            value=named,
        )
    if changes - ours:
        raise Refused(
            mark("{value} holds changes that this database does not have, so it stays as it is. Name another file"),
            field="file",
            value=named,
        )


def _changes_of_backup(path: str) -> set[tuple[int, str]] | None:
    """Return the changes in a backup of ours at *path*; None when it is none: a database that has a log is live."""
    head = head_of(path, 20)
    if head[: len(DATABASE)] != DATABASE or head[18:20] != b"\x01\x01":
        return None
    try:
        with closing(backup_opened(path)) as copy:
            verify(copy, path)
            return set(copy.execute(CHANGES))
    except (DatabaseUnusable, sqlite3.Error):
        return None


def free_path(path: str, now: datetime, kind: str) -> str:
    """Return where a backup of *kind* made at *now* has its place: it never takes that of another one."""
    return _free(path, f"{KINDS[kind].prefix}{now:{MOMENT}}")


def damaged_path(path: str, now: datetime) -> str:
    """Return where a damaged database is kept byte for byte, beside the backups and never taken for one."""
    return _free(path, f"damaged-{now:{MOMENT}}")


def make_daily(store: Store, day: date) -> str:
    """Write the backup of *day*, let those go that need not be kept, and return it; raises DatabaseUnusable."""
    refuse_strange_folder(backup_folder(store.path))
    target = write_backup(store.connection, daily_path(store.path, day))
    let_go(store.path, "daily", day)
    return target


def before_upgrade(connection: sqlite3.Connection, path: str, version: int) -> str:
    """Write a backup of a database whose schema is about to be brought up from *version*."""
    refuse_strange_folder(backup_folder(path))
    target = os.path.join(backup_folder(path), f"{KINDS['upgrade'].prefix}{version}.db")
    # Another process may have brought it up meanwhile: its copy of the old one must stay.
    return write_backup(connection, target, version=version)


def let_go(path: str, kind: str, today: date) -> None:
    """Delete the backups of *kind* that need not be kept any more.

    Those of days after *today* are neither counted nor deleted: the clock was wrong when they were made, or is wrong
    now, and then they are the true ones.
    """
    backups = [backup for backup in listed(path) if backup.kind == kind and backup.moment.date() <= today]
    keep = KINDS[kind].keep(backups)
    for backup in backups:
        if backup not in keep and os.path.isfile(backup.path) and not os.path.islink(backup.path):
            os.unlink(backup.path)


def listed(path: str) -> list[Backup]:
    """Return the backups of the database at *path*, of every kind, newest first."""
    folder = backup_folder(path)
    if not os.path.isdir(folder):
        return []
    backups = [_backup(os.path.join(folder, name)) for name in os.listdir(folder) if name.endswith(".db")]
    return sorted(
        (backup for backup in backups if backup), key=lambda backup: (backup.moment, backup.path), reverse=True
    )


def latest(path: str, today: date) -> str | None:
    """Return the backup that was made for safety's sake and knows the latest change; None when there is none.

    What counts is the journal in it, not its name: a clock may have been wrong. One of a day after *today* is left out,
    and so is one that somebody else can have written. Raises DatabaseUnusable when the folder itself is not ours.
    """
    refuse_strange_folder(backup_folder(path))
    candidates = [
        backup
        for backup in listed(path)
        if backup.kind in ("manual", "daily") and backup.moment.date() <= today and is_vouched_for(backup.path)
    ]
    journals = {backup: _journal(backup.path) for backup in candidates}
    begun = _first_of(path) or next((first for first, _last in journals.values() if first), None)
    same = [backup for backup in candidates if journals[backup][0] == begun] or candidates
    return max(same, key=lambda backup: (journals[backup][1], backup.moment, backup.path)).path if same else None


def lost_changes(connection: sqlite3.Connection, source: str) -> int:
    """Return how many changes stand in an open database that the backup *source* does not have."""
    standing = f"{CHANGES} WHERE undone = 0"
    with closing(backup_opened(source)) as copy:
        there = set(copy.execute(standing).fetchall())
    return sum(tuple(row) not in there for row in connection.execute(standing))


def moment_of(source: str) -> str | None:
    """Return when the last change in the backup *source* was made, as ISO text in UTC."""
    with closing(backup_opened(source)) as copy:
        row = copy.execute("SELECT at FROM change ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else None


def _first_of(path: str) -> tuple[int, str] | None:
    """Return how the history of the database at *path* begins; None where that cannot be read."""
    try:
        with closing(opened_to_read(path)) as connection:
            return _first_change(connection)
    except (sqlite3.Error, OSError):
        return None


def _journal(path: str) -> tuple[tuple[int, str] | None, int]:
    """Return how the history in a backup begins, and the number of its last change; -1 where it cannot be read."""
    try:
        with closing(backup_opened(path)) as copy:
            (last,) = copy.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()
            return _first_change(copy), int(last)
    except (sqlite3.Error, ValueError):
        return None, -1


def _first_change(connection: sqlite3.Connection) -> tuple[int, str] | None:
    """Return what no two databases have in common: the number and the moment of their first change."""
    row = connection.execute("SELECT id, at FROM change ORDER BY id LIMIT 1").fetchone()
    return (row[0], row[1]) if row else None


def _backup(path: str) -> Backup | None:
    """Return the backup that the file at *path* is by its name; None for one that no KPITUI calls so."""
    name = os.path.basename(path).removesuffix(".db")
    for kind in KINDS.values():
        if name.startswith(kind.prefix):
            moment = _moment(name.removeprefix(kind.prefix).partition("~")[0], path, kind)
            return Backup(path, kind.name, moment) if moment else None
    return None


def _moment(text: str, path: str, kind: BackupKind) -> datetime | None:
    if kind.name == "upgrade":
        return datetime.fromtimestamp(os.stat(path).st_mtime) if text.isdigit() else None  # noqa: DTZ006
    try:
        return datetime.strptime(text, "%Y-%m-%d" if kind.name == "daily" else MOMENT)  # noqa: DTZ007  local time
    except ValueError:
        return None


def _day(day: date) -> date:
    return day


def _week(day: date) -> tuple[int, int]:
    year, week, _weekday = day.isocalendar()
    return year, week


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _free(path: str, stem: str) -> str:
    refuse_strange_folder(backup_folder(path))
    number, folder = 1, backup_folder(path)
    while os.path.exists(target := os.path.join(folder, f"{stem}.db" if number == 1 else f"{stem}~{number}.db")):
        number += 1
    return target
