"""Backups of the database: made while it is in use, verified, kept as long as their kind says, and put back.

A plain file copy of a live database can be empty, so every copy goes through SQLite's backup interface, into a file
beside its final name that is renamed when it proved whole.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kpitui.core.errors import Busy, Damaged, DatabaseUnusable, Refused, lacks_files, lacks_memory, mark
from kpitui.core.system_reasons import system_reason
from kpitui.files.folders import create_folder
from kpitui.files.target import (
    DATABASE,
    OutputTarget,
    head_of,
    output_target,
    put_in_place,
    put_where_nothing_is,
    same_file,
    written_beside,
)
from kpitui.store.copying import backup_opened, copy_pages, hold_the_same, opened_to_read
from kpitui.store.location import (
    DAILY,
    POSIX,
    backup_folder,
    companions,
    daily_path,
    delete,
    only_owner_writes,
    refuse_strange_folder,
)
from kpitui.store.schema import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    application_and_version,
    integrity_faults,
    refuse_code,
    refuse_differences,
)

if TYPE_CHECKING:
    from kpitui.store.connection import Store


CHANGES = "SELECT id, at FROM change"
"""Number and moment: what no change has in common with one of another database, or of this one after a restore."""

DAYS, WEEKS, MONTHS = 7, 4, 12
"""Of how many days, weeks and months the last daily backup is kept."""
GAP, RUNS = timedelta(days=35), 4
"""After how long a run of daily backups ends, and of how many runs days and weeks are kept."""
MOMENT = "%Y-%m-%d-%H%M%S"

WITH_IT = ("-journal", "-wal", "")
"""What the names of the files of a database end in that hold rows: the database comes last, never without its log."""
APPLICATION = slice(68, 72)
"""Where in the head of a database stands which program made it."""
STEPS = 50
"""In how many steps, about, the pages of a backup are put back."""


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
    once: bool = False
    """Whether of those that hold the same only the newest is kept: they are made without being asked for."""


def rotated(backups: Sequence[Backup]) -> list[Backup]:
    """Return those of *backups*, sorted newest first, that are kept: of the latest days, weeks and months the newest.

    Days and weeks are counted in each run of them apart, for a clock that was wrong begins a run of its own.
    """
    keep = set(_newest(backups, MONTHS, lambda day: (day.year, day.month)))
    for run in _runs(backups)[:RUNS]:
        keep.update(_newest(run, DAYS, lambda day: day), _newest(run, WEEKS, lambda day: day.isocalendar()[:2]))
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
        BackupKind("restore", "before-restore-", lambda backups: backups[:5], once=True),
        BackupKind("repair", "before-repair-", lambda backups: backups[:5], once=True),
    )
}


def make(store: Store, now: datetime, kind: str = "manual") -> str:
    """Write a backup of *kind* named after the moment *now* (local), let those go that need not be kept, return it."""
    target = write_new_backup(store.connection, store.path, now, kind)
    delete_outdated(store.path, kind, now.date())
    return target


def make_at(store: Store, named: str, now: datetime) -> str:
    """Write a backup to the file or into the folder *named* and return its path; *now* is local time.

    Only a backup of this very database is replaced. Raises Refused when *named* leads to anything else, and
    DatabaseUnusable when no backup can be written there.
    """
    try:
        target = output_target(named, f"{KINDS['manual'].prefix}{now:{MOMENT}}.db")
        _refuse_target(store, named, target)
    except OSError as error:
        raise DatabaseUnusable(NOT_MADE, path=named, reason=system_reason(error)) from error
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
                "{value} is not a backup of this database, so it is not overwritten. Name another file, or "
                "delete this one first"
            ),
            field="file",
            value=named,
        )
    if changes - ours:
        raise Refused(
            mark("{value} has changes that this database lacks, so it is not overwritten. Name another file"),
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


def make_daily(store: Store, day: date) -> str:
    """Write the backup of *day*, let those go that need not be kept, and return it; raises DatabaseUnusable."""
    refuse_strange_folder(backup_folder(store.path))
    target = write_backup(store.connection, daily_path(store.path, day))
    delete_outdated(store.path, "daily", day)
    return target


def before_upgrade(connection: sqlite3.Connection, path: str, version: int) -> str:
    """Write a backup of a database whose schema is about to be brought up from *version*."""
    refuse_strange_folder(backup_folder(path))
    target = os.path.join(backup_folder(path), f"{KINDS['upgrade'].prefix}{version}.db")
    # Another process may have brought it up meanwhile: its copy of the old one must stay.
    return write_backup(connection, target, version=version)


def delete_outdated(path: str, kind: str, today: date, *, spare: str | None = None) -> None:
    """Delete the backups of *kind* that need not be kept any more, but not *spare*: only files that are provably ours.

    Those of days after *today* are neither counted nor deleted: the clock was wrong when they were made, or is wrong
    now, and then they are the true ones.
    """
    backups = [
        backup
        for backup in listed(path)
        if backup.kind == kind and backup.moment.date() <= today and _is_ours(backup.path)
    ]
    same = [backup for backup in backups[1:] if KINDS[kind].once and hold_the_same(backups[0].path, backup.path)]
    keep = KINDS[kind].keep([backup for backup in backups if backup not in same])
    for backup in backups:
        if backup not in keep and not (spare and os.path.samefile(backup.path, spare)):
            os.unlink(backup.path)


def _is_ours(path: str) -> bool:
    """Return whether the file at *path* is one of this user and a database of KPITUI, whatever it is called."""
    try:
        there = os.lstat(path)
        if not stat.S_ISREG(there.st_mode) or (POSIX and there.st_uid != os.getuid()):
            return False
        head = head_of(path, APPLICATION.stop)
    except OSError:
        return False
    return head[: len(DATABASE)] == DATABASE and int.from_bytes(head[APPLICATION], "big") == APPLICATION_ID


def private_files(path: str) -> Iterator[tuple[str, int]]:
    """Yield what there is of the database at *path* that only its owner may read, each with the mode it must have."""
    folder, backups = os.path.dirname(path), backup_folder(path)
    if os.path.basename(folder) == "kpitui":
        yield folder, 0o700  # any other folder was there before us
    for file in (path, *companions(path)):
        if os.path.lexists(file):
            yield file, 0o600
    if os.path.isdir(backups):
        yield backups, 0o700
        for name in sorted(os.listdir(backups)):
            copy = os.path.join(backups, name)
            if _is_ours(copy):  # what else lies there, or a link leads to, is somebody's own
                yield copy, 0o600


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
        if backup.kind in ("manual", "daily") and backup.moment.date() <= today and only_owner_writes(backup.path)
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


def last_change_at(source: str) -> str | None:
    """Return when the last change in the backup *source* was made, as ISO text in UTC."""
    with closing(backup_opened(source)) as copy:
        row = copy.execute("SELECT at FROM change ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else None


def other_business(path: str, source: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the names of the KPIs in the backup *source* and in the database at *path*, where these share nothing.

    That is no change of the history and no KPI; None where they share anything, or one of them has no KPIs.
    """
    try:
        with closing(opened_to_read(path)) as ours, closing(backup_opened(source)) as theirs:
            names = [dict(copy.execute("SELECT key, name FROM kpi ORDER BY id").fetchall()) for copy in (theirs, ours)]
            if not all(names) or set(names[0]) & set(names[1]):
                return None
            if set(theirs.execute(CHANGES)) & set(ours.execute(CHANGES)):
                return None
            return tuple(map(str, names[0].values())), tuple(map(str, names[1].values()))
    except (sqlite3.Error, OSError, UnicodeDecodeError):
        return None


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


def _free(path: str, stem: str) -> str:
    refuse_strange_folder(backup_folder(path))
    number, folder = 1, backup_folder(path)
    while _is_taken(target := os.path.join(folder, f"{stem}.db" if number == 1 else f"{stem}~{number}.db")):
        number += 1
    return target


def _is_taken(target: str) -> bool:
    return any(os.path.lexists(target + end) for end in WITH_IT)


NOT_MADE = mark("No backup could be made at {path}: {reason}")
NOT_PUT_BACK = mark("The backup {path} could not be restored: {reason}")
NOT_READ = mark("The backup {path} could not be read: {reason}")


def write_backup(
    connection: sqlite3.Connection,
    target: str,
    *,
    version: int | None = None,
    there: os.stat_result | None = None,
    database: str | None = None,
) -> str:
    """Write a verified copy of an open database to *target*, replacing a file of that name, and return *target*.

    With *version*, a copy whose schema turns out to be another one is let go; mode and owner of what is *there* are
    kept; for *database* see `kpitui.files.target`. Raises DatabaseUnusable, leaving *target* as it was, when the copy
    cannot be written or is not whole.
    """
    with _explained(NOT_MADE, target), _beside(target, database) as beside:
        schema = _copy(connection, beside)
        if version in (None, schema):
            put_in_place(beside, OutputTarget(target, there))
    return target


def write_new_backup(connection: sqlite3.Connection, path: str, now: datetime, kind: str) -> str:
    """Write a verified copy of the database at *path*, open on *connection*, as a backup of *kind*; return where.

    It never takes the place of another, also where several programs make one in the same second. Raises
    DatabaseUnusable when the copy cannot be written or is not whole.
    """
    target = free_path(path, now, kind)
    with _explained(NOT_MADE, target), _beside(target) as beside:
        _copy(connection, beside)
        while not put_where_nothing_is(beside, target):
            target = free_path(path, now, kind)
    return target


def _copy(connection: sqlite3.Connection, beside: str) -> int:
    """Write a verified copy of an open database to the new file *beside*; return the version of its schema."""
    with closing(sqlite3.connect(beside)) as copy:
        copy_pages(connection, copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        _verify_copy(copy, connection)
        return application_and_version(copy)[1]


def restore(
    connection: sqlite3.Connection, source: str, *, keep: Callable[[sqlite3.Connection], None] | None = None
) -> None:
    """Make an open database what the backup *source* is, in one step that other programs see whole or not at all.

    *keep* copies it from a connection before, when nobody else can write any more until the step is done: what was
    saved is in that copy, and what is saved later in the database. Raises DatabaseUnusable, changing nothing, when
    *source* is missing, damaged or foreign, and Busy when another program does not stop writing.
    """
    from kpitui.store.connection import explained

    path = path_of(connection)
    with _explained(NOT_PUT_BACK, source), closing(_verified(source)) as copy, explained(path):
        if _is_shared(connection):
            _put_in(copy, connection, keep and partial(_kept_by_a_reader, path, keep))
        else:
            with _held_alone(connection):
                if keep is not None:
                    keep(connection)
                _put_in(copy, connection)
        connection.execute("PRAGMA journal_mode=WAL")


def _put_in(copy: sqlite3.Connection, connection: sqlite3.Connection, keep: Callable[[], object] | None = None) -> None:
    """Make the database open on *connection* what *copy* is; call *keep* as soon as nobody else can write to it.

    SQLite takes the lock of those who write with the first pages of a backup, holds it between its steps and lets it go
    when it commits the last of them. Between what *keep* sees and that, nothing can be saved by anybody.
    """
    (pages,) = copy.execute("PRAGMA page_count").fetchone()
    waiting = [] if keep is None else [keep]

    def progress(status: int, _remaining: int, _pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise sqlite3.OperationalError("database is locked")  # it has waited long enough
        if status == sqlite3.SQLITE_OK and waiting:
            waiting.pop()()

    # More than one step, or the first would commit: no database with our tables has a single page.
    copy.backup(connection, pages=max(1, pages // STEPS), progress=progress)


def _is_shared(connection: sqlite3.Connection) -> bool:
    """Tell whether others can read the database while this *connection* writes to it."""
    (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
    (locking,) = connection.execute("PRAGMA locking_mode").fetchone()
    return (journal, locking) == ("wal", "normal")


def _kept_by_a_reader(path: str, keep: Callable[[sqlite3.Connection], None]) -> None:
    with closing(opened_to_read(path)) as reader:
        keep(reader)


@contextmanager
def _held_alone(connection: sqlite3.Connection) -> Iterator[None]:
    """Let nobody else read or write while a block runs, which may begin and end transactions."""
    (before,) = connection.execute("PRAGMA locking_mode").fetchone()
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    try:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")  # the lock stays
        yield
    finally:
        connection.execute(f"PRAGMA locking_mode={before}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # then it is let go


def replace(path: str, source: str, keep: Callable[[], object]) -> None:
    """Put the backup *source* in the place of the damaged database at *path*.

    Where SQLite can still write to the file this happens within it, so that programs that have it open see it. *keep*
    is called before, when nobody else can write to it any more. Raises DatabaseUnusable, changing nothing, when
    *source* is missing, damaged or foreign, and Busy when another program does not stop writing.
    """
    from kpitui.store.connection import PATIENCE

    waiting = [keep]

    def keep_once() -> None:
        while waiting:
            waiting.pop()()

    with _explained(NOT_PUT_BACK, source), closing(_verified(source)) as copy:
        try:
            with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as old:
                _put_in(copy, old, keep_once)
                old.execute("PRAGMA journal_mode=WAL")
                verify(old, path)
                return
        except (sqlite3.DatabaseError, Damaged):
            pass
        with _locked(path), _beside(path) as beside:
            keep_once()
            with closing(sqlite3.connect(beside)) as target:
                copy_pages(copy, target)
            # The log of the old file is not that of the new one; without it the old file is as damaged as it was.
            delete(*companions(path))
            put_in_place(beside, OutputTarget(path))


@contextmanager
def _locked(path: str) -> Iterator[None]:
    """Let nobody write to the damaged database at *path* while a block runs; where SQLite cannot, others cannot either.

    Who waited for it sees afterwards that the file is another one. Raises Busy when it is written to all the time.
    """
    from kpitui.store.connection import PATIENCE
    from kpitui.store.troubles import trouble

    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError as error:
            reason = trouble(error, path)
            if isinstance(reason, Busy):
                raise reason from error
        yield


def set_aside(path: str, now: datetime, held: ExitStack | None = None) -> str:
    """Copy the damaged database at *path*, and its log, byte for byte beside its backups, and return where.

    It is never taken for a backup, and takes the place of nothing. What is opened is *held* open as long as that is:
    closing the database lets go of all locks that this process has on it.
    """
    target = _damaged_path(path, now)
    with _explained(NOT_MADE, target):
        while not _copied_to(path, target, held):
            target = _damaged_path(path, now)
    return target


def _damaged_path(path: str, now: datetime) -> str:
    return _free(path, f"damaged-{now:{MOMENT}}")


def _copied_to(path: str, target: str, held: ExitStack | None) -> bool:
    """Copy what there is of a database to *target* and beside it; return whether nothing was there, else do nothing."""
    from shutil import copyfileobj

    made: list[str] = []
    for end in WITH_IT:
        if not os.path.exists(path + end):
            continue
        with _beside(target + end) as beside, ExitStack() as here:
            file = (held or here).enter_context(open(path + end, "rb"))
            with open(beside, "wb") as copy:
                copyfileobj(file, copy)
            if not put_where_nothing_is(beside, target + end):
                delete(*made)
                return False
        made.append(target + end)
    return True


def verify(copy: sqlite3.Connection, path: str) -> None:
    """Raise DatabaseUnusable unless *copy* is a whole KPITUI database of a version this program knows."""
    try:
        application, version = application_and_version(copy)
        if application == APPLICATION_ID:
            refuse_code(copy, path)  # before its checks are run by the next line
        faults = integrity_faults(copy, "integrity_check(1)")
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR:
            raise  # a disk, a lock or a folder is at fault, which says nothing about the file
        raise Damaged(mark("{path} is damaged or not a database"), path=path) from error
    if application != APPLICATION_ID or not 0 < version <= SCHEMA_VERSION:
        raise DatabaseUnusable(mark("{path} is not a KPITUI database that this version can use"), path=path)
    if faults:
        raise Damaged(mark("{path} is damaged or not a database"), path=path)


def refuse_stranger(source: str, database: str) -> None:
    """Raise DatabaseUnusable when the backup *source* is another user's, or is the *database* itself."""
    try:
        there = os.stat(source)
    except (OSError, ValueError):
        return  # that there is none is said when it is opened
    if os.path.exists(database) and os.path.samestat(there, os.stat(database)):
        raise DatabaseUnusable(mark("{path} is this database itself. Name one of its backups"), path=source)
    if POSIX and there.st_uid not in (0, os.getuid()):
        raise DatabaseUnusable(
            mark("{path} belongs to another user of this computer. If you trust it, copy it and restore the copy"),
            path=source,
        )


def refuse_unless_whole(source: str) -> None:
    """Raise DatabaseUnusable unless *source* is a backup that can be put back."""
    _verified(source).close()


def path_of(connection: sqlite3.Connection) -> str:
    """Return the path of the file that *connection* has open, also where its name is no UTF-8."""
    text_factory, connection.text_factory = connection.text_factory, os.fsdecode
    try:
        return str(connection.execute("PRAGMA database_list").fetchone()[2])
    finally:
        connection.text_factory = text_factory


def _verify_copy(copy: sqlite3.Connection, of: sqlite3.Connection) -> None:
    """Raise Damaged when *copy* is not whole: then neither is the database it is a copy *of*."""
    path = path_of(of)
    try:
        verify(copy, path)
    except Damaged as error:
        advice = mark("{path} is damaged. Restore a backup (kpitui restore --latest), or see kpitui doctor")
        raise Damaged(advice, path=path) from error


def is_restorable(path: str) -> bool:
    """Return whether the file at *path* is a backup that can be put back."""
    return obstacle(path) is None


def obstacle(path: str) -> DatabaseUnusable | None:
    """Return why the backup at *path* cannot be put back, None when it can; Damaged only where the file is at fault."""
    try:
        with _explained(NOT_READ, path), closing(_verified(path)):
            return None
    except DatabaseUnusable as error:
        return error


@contextmanager
def _beside(target: str, database: str | None = None) -> Iterator[str]:
    """Yield a private file beside *target*, whose folder is made when it is missing; what is left there is deleted."""
    create_folder(os.path.dirname(target) or ".")
    with written_beside(target, database) as beside:
        yield beside


@contextmanager
def _explained(message: str, path: str) -> Iterator[None]:
    """Turn what goes wrong with the backup at *path* into DatabaseUnusable with *message*."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if lacks_files(error) or lacks_memory(error):
            raise  # that is about this process
        if isinstance(error, sqlite3.Error):
            from kpitui.store.troubles import refuse_too_few_files

            refuse_too_few_files(error)
        raise DatabaseUnusable(message, path=path, reason=system_reason(error)) from error


def _verified(source: str) -> sqlite3.Connection:
    """Return what the backup *source* is in the present schema; raise DatabaseUnusable when it is none of ours.

    What was checked is what is read from the connection, whatever happens to the file.
    """
    if not os.path.isfile(source):
        raise DatabaseUnusable(mark("No backup at {path}"), path=source)
    copy = backup_opened(source)
    try:
        copy.execute("PRAGMA trusted_schema=OFF")
        copy.execute("BEGIN")
        verify(copy, source)
        present = _in_present_schema(copy, source)
    except BaseException:
        copy.close()
        raise
    if present is not copy:
        copy.close()
    return present


def _in_present_schema(copy: sqlite3.Connection, source: str) -> sqlite3.Connection:
    """Return *copy*, or one of it that was brought up; raise DatabaseUnusable for code, or other tables than ours."""
    from kpitui.store.connection import NAMELESS, bring_up

    if application_and_version(copy)[1] == SCHEMA_VERSION:
        refuse_differences(copy, source)
        return copy
    present = sqlite3.connect(NAMELESS, isolation_level=None)
    try:
        copy_pages(copy, present)
        try:
            bring_up(present)
        except sqlite3.Error as error:
            raise Damaged(mark("{path} is damaged or not a database"), path=source) from error
        refuse_differences(present, source)
        return present
    except BaseException:
        present.close()
        raise
