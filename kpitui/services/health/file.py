"""What the doctor looks at around the database: the file, its owner and modes, room on the disk, leftovers, backups."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from kpitui.core.errors import Damaged, DatabaseUnusable, mark
from kpitui.services.health.problems import HINT, UNUSABLE, WRONG, ExaminedDatabase, HealthFinding
from kpitui.store import health
from kpitui.store.backups import listed, obstacle
from kpitui.store.location import backup_folder, belongings, is_vouched_for, refuse_foreign, refuse_strange_folder
from kpitui.store.stale_files import leftovers as left_behind
from kpitui.store.troubles import has_locks

LEAST_ROOM = 20_000_000
"""Bytes that should be free, so that a backup and a day's work fit."""
LARGEST_LOG = 50_000_000
"""Bytes; a write-ahead log beyond that was not written back for long."""
OLDEST_BACKUP = timedelta(days=8)


def file(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether there is a file that is ours and can be opened."""
    advice = mark("Name your own database with --db FILE or KPITUI_DB")
    try:
        if refuse_foreign(patient.path) is None:
            message = mark("There is no database at {path} yet")
            yield HealthFinding(
                UNUSABLE, message, mark("Log a number or open the app to make it"), {"path": patient.path}
            )
            return
    except DatabaseUnusable as error:
        yield HealthFinding(UNUSABLE, error.message, advice, error.params)
        return
    try:
        with health.looked_into(patient.path):
            pass
    except Damaged as error:
        message = mark("{path} is damaged or is no database ({reason})")
        advice = mark("Put a backup back (kpitui restore --latest), or save what can be read: kpitui doctor --fix")
        yield HealthFinding(UNUSABLE, message, advice, error.params, "rebuild")
    except DatabaseUnusable as error:
        yield HealthFinding(UNUSABLE, error.message, mark("Then look again: kpitui doctor"), error.params)


def writable(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the file and its folder can be written to."""
    for path in (patient.path, str(Path(patient.path).parent)):
        if os.path.exists(path) and not os.access(path, os.W_OK):  # noqa: PTH110
            message = mark("{path} is read-only, so nothing can be saved")
            yield HealthFinding(
                UNUSABLE, message, mark("Make it writable for yourself: chmod u+w {path}"), {"path": path}
            )


def locks(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the file system lets programs take turns."""
    if os.access(Path(patient.path).parent, os.W_OK) and not has_locks(patient.path):
        message = mark("The file system of {path} has no file locks, so your numbers can't be kept safe there")
        advice = mark("Put the database on a disk of this computer: --db FILE or KPITUI_DB")
        yield HealthFinding(UNUSABLE, message, advice, {"path": patient.path})


def modes(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether nobody else can read the database, its logs and its backups, or put another file in its place."""
    folder = Path(patient.path).parent
    if os.name != "posix" or not folder.is_dir():
        return
    others = stat.S_IMODE(folder.stat().st_mode) & 0o1022
    if others in (0o002, 0o020, 0o022):
        message = mark("Others can put another file in the place of the database, for they can write in {path}")
        yield HealthFinding(WRONG, message, mark("Keep them out: chmod go-w {path}"), {"path": str(folder)})
    elif others & 0o022:
        message = mark("Others can put files of theirs beside the database, for they can write in {path}")
        yield HealthFinding(WRONG, message, mark("Keep the database in a folder of your own"), {"path": str(folder)})
    try:
        refuse_strange_folder(backup_folder(patient.path), mend=False)
    except DatabaseUnusable as error:
        yield HealthFinding(WRONG, error.message, mark("Move it away, or: chmod go-w {folder}"), error.params)
    for path, mode in belongings(patient.path):
        status = os.lstat(path)
        if status.st_uid == os.getuid() and stat.S_IMODE(status.st_mode) & 0o077:
            params = {"path": path, "mode": f"{stat.S_IMODE(status.st_mode):04o}", "wanted": f"{mode:04o}"}
            message = mark("Others can get at {path} (mode {mode})")
            advice = mark("Make it yours alone: chmod {wanted} {path}, or kpitui doctor --fix")
            yield HealthFinding(WRONG, message, advice, params, "modes")


def room(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the disk has room for a backup and for what is logged."""
    folder = Path(patient.path).parent
    if not hasattr(os, "statvfs") or not folder.is_dir():
        return
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize
    size = os.path.getsize(patient.path) if os.path.isfile(patient.path) else 0  # noqa: PTH113, PTH202
    if free < max(LEAST_ROOM, 3 * size):
        params = {"path": str(folder), "free": free // 1_000_000}
        message = mark("Only {free} MB are free on the disk of {path}")
        yield HealthFinding(WRONG, message, mark("Make room, or move old backups to another disk"), params)


def log(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether changes go through a write-ahead log, and it is written back in time."""
    if patient.connection is None:
        return
    mode = health.journal_mode(patient.connection, patient.path)
    if mode != "wal":
        message = mark(
            "The database does not use a write-ahead log ({mode}), so readers and writers wait for each other"
        )
        yield HealthFinding(WRONG, message, mark("Switch it on: kpitui doctor --fix"), {"mode": mode}, "log")
    path = Path(f"{patient.path}-wal")
    size = path.stat().st_size if path.exists() else 0
    if size > LARGEST_LOG:
        message = mark("The write-ahead log has grown to {size} MB: something keeps the database open")
        params = {"size": size // 1_000_000}
        yield HealthFinding(WRONG, message, mark("Close other sessions, then: kpitui doctor --fix"), params, "log")


def leftovers(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether files lie about that a killed process did not finish."""
    for path in left_behind(patient.path):
        message = mark("{path} was left behind by a process that was killed")
        yield HealthFinding(WRONG, message, mark("Delete it, or: kpitui doctor --fix"), {"path": path}, "leftovers")


def backups(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether there are backups, the newest recent, and each of them whole."""
    if patient.connection is None:
        return
    existing = listed(patient.path)
    small = os.path.getsize(patient.path) <= LARGEST_LOG  # noqa: PTH202
    for copy in existing if small else existing[:2]:
        if not is_vouched_for(copy.path):
            message = mark("Others own the backup {path}, or can write to it. restore --latest passes it over")
            yield HealthFinding(WRONG, message, mark("Look at it, and delete it or make it yours"), {"path": copy.path})
            continue
        problem = obstacle(copy.path)
        if isinstance(problem, Damaged):
            message = mark("The backup {path} is damaged")
            yield HealthFinding(
                WRONG, message, mark("Delete it and make a new one: kpitui backup"), {"path": copy.path}
            )
        elif problem is not None:
            yield HealthFinding(
                WRONG,
                problem.message,
                mark("Keep it until you know why, and make a new one: kpitui backup"),
                problem.params,
            )
    ahead = [copy for copy in existing if copy.moment.date() > patient.now.date()]
    for copy in ahead:
        message = mark("The backup {path} is dated in the future: the clock was wrong. restore --latest passes it over")
        yield HealthFinding(
            HINT, message, mark("Delete it, or name it to restore it: kpitui restore FILE"), {"path": copy.path}
        )
    existing = [copy for copy in existing if copy not in ahead]
    if not existing:
        message = mark("There is no backup of the database yet")
        yield HealthFinding(HINT, message, mark("Make one: kpitui backup"))
    elif patient.now - existing[0].moment > OLDEST_BACKUP:
        message = mark("The newest backup is of {date}")
        params = {"date": existing[0].moment.date().isoformat()}
        yield HealthFinding(
            HINT, message, mark("Make one (kpitui backup), or let it be done daily: config daily-backup"), params
        )
