"""What the doctor looks at, and what it says of it: the file and its surroundings, what is in it, the machine.

A check yields findings. It only looks; what can be mended is mended by `kpitui.services.health`, after a backup.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, NamedTuple

import kpitui
from kpitui.core.cadence import parse_cadence
from kpitui.core.errors import CodeInside, Damaged, DatabaseUnusable, Refused, mark
from kpitui.core.formula import Formula, evaluation_order
from kpitui.core.text import shell_word
from kpitui.services.character_set import ascii_only
from kpitui.services.content_words import content_word
from kpitui.services.drafts import STALE_DAYS
from kpitui.services.extension_points import HEALTH
from kpitui.services.time_zones import AUTO, is_known, local_time, system_zone
from kpitui.store import health
from kpitui.store.backups import listed, obstacle, private_files
from kpitui.store.location import backup_folder, only_owner_writes, refuse_foreign, refuse_strange_folder
from kpitui.store.schema import (
    APPLICATION_ID,
    FOREIGN,
    SCHEMA_VERSION,
    application_and_version,
    differences,
    refuse_code,
)
from kpitui.store.stale_files import find_stale_files as left_behind
from kpitui.store.troubles import has_locks

if TYPE_CHECKING:
    import sqlite3


UNUSABLE, WRONG, HINT = "unusable", "wrong", "hint"
"""The database cannot be used; something must be put right; something could be better."""


class ExaminedDatabase(NamedTuple):
    """A database file and what it lives in."""

    path: str
    environ: Mapping[str, str]
    now: datetime
    """Local time."""
    connection: sqlite3.Connection | None = None
    """Open for reading only; None when the file cannot be opened or is not there."""

    def opened(self, connection: sqlite3.Connection | None) -> ExaminedDatabase:
        """Return the same database with the database open."""
        return self._replace(connection=connection)


class HealthFinding(NamedTuple):
    """One thing the doctor found."""

    level: str
    message: str
    """One sentence, untranslated, with placeholders."""
    advice: str
    """What to do, untranslated, with the same placeholders."""
    params: Mapping[str, object] = {}
    repair: str | None = None
    """The key of the repair in `kpitui.services.health` that mends it."""


LEAST_ROOM = 20_000_000
"""Bytes that should be free, so that a backup and a day's work fit."""
LARGEST_LOG = 50_000_000
"""Bytes; a write-ahead log beyond that was not written back for long."""
OLDEST_BACKUP = timedelta(days=8)


def file(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether there is a file that is ours and can be opened."""
    advice = mark("Name your own database with --db FILE or KPITUI_DB")
    try:
        if refuse_foreign(database.path) is None:
            message = mark("No database at {path} yet")
            yield HealthFinding(
                UNUSABLE, message, mark("Log a number, or open the app, to create it"), {"path": database.path}
            )
            return
    except DatabaseUnusable as error:
        yield HealthFinding(UNUSABLE, error.message, advice, error.params)
        return
    try:
        with health.looked_into(database.path):
            pass
    except Damaged as error:
        message = mark("{path} is damaged or not a database ({reason})")
        advice = mark("Restore a backup (kpitui restore --latest), or save what can be read: kpitui doctor --fix")
        yield HealthFinding(UNUSABLE, message, advice, error.params, "rebuild")
    except DatabaseUnusable as error:
        yield HealthFinding(UNUSABLE, error.message, mark("Then check again: kpitui doctor"), error.params)


def writable(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the file and its folder can be written to."""
    for path in (database.path, str(Path(database.path).parent)):
        if os.path.exists(path) and not os.access(path, os.W_OK):  # noqa: PTH110
            message = mark("{path} is read-only, so nothing can be saved")
            yield HealthFinding(
                UNUSABLE,
                message,
                mark("Make it writable for yourself: chmod u+w {word}"),
                {"path": path, "word": shell_word(path)},
            )


def locks(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the file system lets programs take turns."""
    if os.access(Path(database.path).parent, os.W_OK) and not has_locks(database.path):
        message = mark("The file system of {path} has no file locks, so your numbers can't be kept safe there")
        advice = mark("Put the database on a disk of this computer: --db FILE or KPITUI_DB")
        yield HealthFinding(UNUSABLE, message, advice, {"path": database.path})


def modes(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether nobody else can read the database, its logs and its backups, or put another file in its place."""
    folder = Path(database.path).parent
    if os.name != "posix" or not folder.is_dir():
        return
    others = stat.S_IMODE(folder.stat().st_mode) & 0o1022
    if others in (0o002, 0o020, 0o022):
        message = mark("Others can replace the database: they can write in {path}")
        yield HealthFinding(
            WRONG,
            message,
            mark("To keep others out: chmod go-w {word}"),
            {"path": str(folder), "word": shell_word(str(folder))},
        )
    elif others & 0o022:
        message = mark("Others can put files beside the database: they can write in {path}")
        yield HealthFinding(WRONG, message, mark("Keep the database in a folder of your own"), {"path": str(folder)})
    copies = backup_folder(database.path)
    try:
        refuse_strange_folder(copies, mend=False)
    except DatabaseUnusable as error:
        yield HealthFinding(
            WRONG,
            error.message,
            mark("Move it away, or: chmod go-w {word}"),
            {**error.params, "word": shell_word(copies)},
        )
    for path, mode in private_files(database.path):
        status = os.lstat(path)
        if status.st_uid == os.getuid() and stat.S_IMODE(status.st_mode) & 0o077:
            params = {"path": path, "mode": f"{stat.S_IMODE(status.st_mode):04o}", "wanted": f"{mode:04o}"}
            params["word"] = shell_word(path)
            message = mark("Others can read or change {path} (mode {mode})")
            advice = mark("Only you should be able to read this: chmod {wanted} {word}, or kpitui doctor --fix")
            yield HealthFinding(WRONG, message, advice, params, "modes")


def room(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the disk has room for a backup and for what is logged."""
    folder = Path(database.path).parent
    if not hasattr(os, "statvfs") or not folder.is_dir():
        return
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize
    size = os.path.getsize(database.path) if os.path.isfile(database.path) else 0  # noqa: PTH113, PTH202
    if free < max(LEAST_ROOM, 3 * size):
        params = {"path": str(folder), "free": free // 1_000_000}
        message = mark("Only {free} MB are free on the disk of {path}")
        yield HealthFinding(WRONG, message, mark("Make room, or move old backups to another disk"), params)


def log(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether changes go through a write-ahead log, and it is written back in time."""
    if database.connection is None:
        return
    mode = health.journal_mode(database.connection, database.path)
    if mode != "wal":
        message = mark("The database is set up so that programs must wait for each other (journal_mode={mode})")
        yield HealthFinding(WRONG, message, mark("To change that: kpitui doctor --fix"), {"mode": mode}, "log")
    path = Path(f"{database.path}-wal")
    size = path.stat().st_size if path.exists() else 0
    if size > LARGEST_LOG:
        message = mark("The -wal file beside the database has grown to {size} MB: a program keeps the database open")
        params = {"size": size // 1_000_000}
        yield HealthFinding(
            WRONG, message, mark("Close other windows of KPITUI, then: kpitui doctor --fix"), params, "log"
        )


def leftovers(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether files lie about that a killed process did not finish."""
    for path in left_behind(database.path):
        message = mark("Leftover file, safe to delete: {path}")
        yield HealthFinding(WRONG, message, mark("Delete it, or: kpitui doctor --fix"), {"path": path}, "leftovers")


_CONFLICT = re.compile(
    r"conflicted copy|conflicterende kopie|\.sync-conflict-|in conflict|case conflict", re.IGNORECASE
)
"""What Dropbox, Syncthing and others put into the name of the copy of a file that two machines changed."""


def copies(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether a program that synchronises folders has kept a second database beside this one."""
    own = Path(database.path)
    try:
        others = sorted(own.parent.iterdir())
    except OSError:
        return
    for other in others:
        is_copy = other.name.startswith(own.stem) and other.suffix == own.suffix and _CONFLICT.search(other.name)
        if is_copy and other.name != own.name:
            yield HealthFinding(
                WRONG,
                mark(
                    "Two computers changed this database, so the program that syncs the folder kept a second "
                    "copy: {path}"
                ),
                mark(
                    "Merge that copy into this database (kpitui merge FILE), then delete the copy. Keep "
                    "databases out of synced folders"
                ),
                {"path": str(other)},
            )


def backups(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether there are backups, the newest recent, and each of them whole."""
    if database.connection is None:
        return
    existing = listed(database.path)
    small = os.path.getsize(database.path) <= LARGEST_LOG  # noqa: PTH202
    for copy in existing if small else existing[:2]:
        if not only_owner_writes(copy.path):
            message = mark("Others own the backup {path}, or can change it. restore --latest skips it")
            yield HealthFinding(
                WRONG,
                message,
                mark("Look at the backup, then delete it or make yourself its owner"),
                {"path": copy.path},
            )
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
                mark("Keep this backup until you know what is wrong, and make a new one: kpitui backup"),
                problem.params,
            )
    ahead = [copy for copy in existing if copy.moment.date() > database.now.date()]
    for copy in ahead:
        message = mark("The backup {path} is dated in the future: the clock was wrong. restore --latest skips it")
        yield HealthFinding(
            HINT, message, mark("Delete it, or restore it by name: kpitui restore FILE"), {"path": copy.path}
        )
    existing = [copy for copy in existing if copy not in ahead]
    if not existing:
        message = mark("No backup of the database yet")
        yield HealthFinding(HINT, message, mark("Make one: kpitui backup"))
    elif database.now - existing[0].moment > OLDEST_BACKUP:
        message = mark("The newest backup is from {date}")
        params = {"date": existing[0].moment.date()}
        yield HealthFinding(
            HINT,
            message,
            mark("Make one (kpitui backup), or make one every day: kpitui config daily-backup yes"),
            params,
        )


RESTORE = mark("Restore a backup: kpitui restore --latest")


def marks(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether it is ours, and of a version that this program knows."""
    if database.connection is None:
        return
    application, version = application_and_version(database.connection)
    if application != APPLICATION_ID:
        advice = mark("Name your own database with --db FILE or KPITUI_DB")
        yield HealthFinding(UNUSABLE, mark("{path} is a database of another program"), advice, {"path": database.path})
    elif version > SCHEMA_VERSION:
        yield HealthFinding(
            UNUSABLE,
            mark("{path} was made by a newer KPITUI (schema {found}; this one knows {known})"),
            mark("Upgrade KPITUI on this computer"),
            {"path": database.path, "found": version, "known": SCHEMA_VERSION},
        )
    elif version < 0:
        message = mark("{path} is not a KPITUI database that this version can use")
        yield HealthFinding(UNUSABLE, message, RESTORE, {"path": database.path})
    elif version < SCHEMA_VERSION:
        yield HealthFinding(
            HINT,
            mark("The database is from an older KPITUI (schema {found}; this one uses {known})"),
            mark("You don't have to do anything: the next command upgrades it, after a backup"),
            {"found": version, "known": SCHEMA_VERSION},
        )


def soundness(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether SQLite finds every page and index whole."""
    if database.connection is None:
        return
    damage = health.damage(database.connection)
    params = {"path": database.path, "count": len(damage.faults), "first": damage.faults[0] if damage.faults else ""}
    if damage.only_indexes:
        message = mark("An index in {path} is damaged, but not your numbers: {first}")
        yield HealthFinding(WRONG, message, mark("Rebuild the index: kpitui doctor --fix"), params, "reindex")
    elif damage.faults:
        message = mark("{path} is damaged: {first}")
        advice = mark("Restore a backup (kpitui restore --latest), or save what can be read: kpitui doctor --fix")
        yield HealthFinding(UNUSABLE, message, advice, params, "rebuild")


def references(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether every row refers to rows that are there."""
    if database.connection is None:
        return
    dangling = health.dangling(database.connection)
    in_history = bool(dangling) and bool(health.lost_rows(database.connection))
    for title in health.orphaned_goals(database.connection) if "goal" in dangling else ():
        message = mark("The KPI of a goal is gone, so the goal can't be shown: {title}")
        yield _lost(message, {"title": title[:200]}, in_history=in_history)
    for table, count in dangling.items():
        message = mark("Belongs to something that is gone: {what} ({count})")
        yield _lost(message, {"count": count, "what": content_word(table)}, in_history=in_history)
    for keys in health.circles(database.connection):
        message = mark("These KPIs are parts of each other: {keys}")
        yield HealthFinding(WRONG, message, RESTORE, {"keys": ", ".join(keys)[:200]})
    for table in health.used_up(database.connection):
        message = mark("No room for more: {what}. The database has used up all its row numbers")
        yield HealthFinding(WRONG, message, RESTORE, {"what": content_word(table)})
    yield from _rules_of_kpis(database.connection)


def _lost(message: str, params: Mapping[str, object], *, in_history: bool) -> HealthFinding:
    """Return what is said of rows that are gone; they can be put back where the history has them."""
    if not in_history:
        return HealthFinding(WRONG, message, RESTORE, params)
    advice = mark("What is missing is still in the history. Put it back: kpitui doctor --fix")
    return HealthFinding(WRONG, message, advice, params, "references")


def _rules_of_kpis(connection: sqlite3.Connection) -> Iterator[HealthFinding]:
    """Whether every KPI has a rhythm and a formula that can be followed."""
    formulas: dict[str, Formula] = {}
    for key, cadence, kind, formula in health.rules_of_kpis(connection):
        message = mark("The KPI {key} has a value KPITUI did not write: {value}")
        try:
            if parse_cadence(cadence) != cadence:
                raise ValueError(cadence)
        except ValueError:
            yield HealthFinding(WRONG, message, RESTORE, {"key": key, "value": cadence[:200]})
        if kind == "formula":
            try:
                formulas[key] = Formula.parse(formula)
            except Refused:
                yield HealthFinding(WRONG, message, RESTORE, {"key": key, "value": formula[:200]})
    try:
        evaluation_order(formulas)
    except Refused as error:
        yield HealthFinding(WRONG, error.message, RESTORE, error.params)


def schema(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether tables, indexes and views are those of this version, and nothing else is there."""
    if database.connection is None or application_and_version(database.connection)[1] != SCHEMA_VERSION:
        return
    try:
        refuse_code(database.connection, database.path)
    except CodeInside as error:
        message = mark(
            "The database holds a {what} that KPITUI did not make: it could change your numbers without you noticing"
        )
        advice = mark("Restore a backup (kpitui restore --latest), or keep only the rows: kpitui doctor --fix")
        yield HealthFinding(UNUSABLE, message, advice, error.params, "rebuild")
        return
    for name, fault in differences(database.connection):
        if fault != FOREIGN:
            message = mark("The {name} of the database is missing or was changed")
            yield HealthFinding(WRONG, message, RESTORE, {"name": name})


def journal(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the journal can be replayed, and the latest change undone."""
    if database.connection is None:
        return
    count = health.journal_faults(database.connection)
    if count:
        message = mark("Changes in the history that can't be undone: {count}")
        yield HealthFinding(WRONG, message, RESTORE, {"count": count})
    elif not health.latest_change_fits(database.connection):
        message = mark("Another program changed the database, so the last change can't be undone")
        yield HealthFinding(
            WRONG, message, mark("Change the database only with KPITUI. What you log from now on can be undone")
        )


def days(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the clock goes forward: no entry lies ahead of today, and no change was made later than now."""
    if database.connection is None:
        return
    zone = health.stored_settings(database.connection).get("timezone", AUTO)
    count, last = health.days_ahead(database.connection, local_time(database.now, zone).date())
    if count:
        message = mark("Entries in the future, up to {date}: {count}")
        advice = mark("Correct the dates of those numbers in the app, or set the clock of this computer right")
        furthest = _moment(last)
        yield HealthFinding(HINT, message, advice, {"count": count, "date": furthest.date() if furthest else last})
    moment = _moment(health.latest_moment(database.connection))
    if moment is not None and moment > database.now.astimezone(UTC) + timedelta(minutes=5):
        message = mark("The latest change was made at {at}, which is in the future: the clock was set back")
        yield HealthFinding(
            WRONG, message, mark("Set the clock of this computer right"), {"at": local_time(moment.astimezone(), zone)}
        )


def drafts(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether half-filled forms lie forgotten."""
    if database.connection is None:
        return
    before = database.now.astimezone(UTC) - timedelta(days=STALE_DAYS)
    count = health.drafts_before(database.connection, before.isoformat(timespec="milliseconds"))
    if count:
        message = mark("Drafts untouched for {days} days: {count}")
        yield HealthFinding(
            HINT, message, mark("Finish or discard them in the app"), {"count": count, "days": STALE_DAYS}
        )


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


FIRST_YEAR = 2024
"""The clock of a machine that says an earlier year was never set."""


def hooks(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """What is to be said of hooks, which knows that itself."""
    yield from resolve_name(HEALTH["hooks"])(database)


def sources(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """What is to be said of the sources of `kpitui pull`, which knows that itself."""
    yield from resolve_name(HEALTH["sources"])(database)


def terminal(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the app knows what terminal it is on."""
    name = database.environ.get("TERM", "")
    if name in ("", "dumb", "unknown"):
        message = mark("TERM is '{name}', so the app can't know what your terminal can do")
        advice = mark("Set it to your kind of terminal, such as: export TERM=xterm-256color")
        yield HealthFinding(HINT, message, advice, {"name": name})


def language(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the locale speaks UTF-8."""
    if ascii_only(database.environ):
        variable = next(name for name in ("LC_ALL", "LC_CTYPE", "LANG") if database.environ.get(name))
        message = mark("{name}={value} is not UTF-8, so the app draws with plain ASCII")
        advice = mark("If your terminal shows UTF-8: export {name}=C.UTF-8")
        yield HealthFinding(HINT, message, advice, {"name": variable, "value": database.environ[variable]})


def byte_code(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether Python may keep what it compiled, which decides how fast every command starts."""
    if database.environ.get("PYTHONDONTWRITEBYTECODE"):
        message = mark("PYTHONDONTWRITEBYTECODE is set, so every start is slower")
        yield HealthFinding(HINT, message, mark("Start faster: unset PYTHONDONTWRITEBYTECODE"))
        return
    folder = Path(kpitui.__file__).parent
    if not _compiled(folder) and not os.access(folder, os.W_OK):
        message = mark("{path} has no byte code and is read-only, so every start is slower")
        advice = mark("Ask the owner of the folder to run this once: {python} -m compileall -q {path}")
        yield HealthFinding(HINT, message, advice, {"path": str(folder), "python": sys.executable})


def clock(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the clock of the machine was ever set."""
    if database.now.year < FIRST_YEAR:
        message = mark("The clock of this computer says it is {date}")
        yield HealthFinding(WRONG, message, mark("Set the clock of this computer right"), {"date": database.now.date()})


def place(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the time zone in force is one that this system knows: another one is quietly taken for UTC."""
    setting = place_settings(database).get("timezone", "auto")
    advice = mark("Set one such as: kpitui config timezone Europe/Amsterdam")
    if setting != "auto":
        if not is_known(setting):
            message = mark("This computer doesn't know the time zone {zone}, so its own clock is used")
            yield HealthFinding(
                WRONG, message, mark("Install the package tzdata, or choose another time zone"), {"zone": setting}
            )
        return
    zone = system_zone(database.environ)
    if zone and not is_known(zone) and not _is_rule(zone):
        yield HealthFinding(
            WRONG, mark("TZ is {zone}, which is not a time zone, so UTC is used"), advice, {"zone": zone}
        )


def place_settings(database: ExaminedDatabase) -> dict[str, str]:
    """Return the settings of the database as they are stored; empty where it cannot be read."""
    return {} if database.connection is None else health.stored_settings(database.connection)


def _is_rule(zone: str) -> bool:
    """Tell whether *zone* is a rule of POSIX, such as ``CET-1CEST,M3.5.0,M10.5.0/3``."""
    return any(sign.isdigit() for sign in zone)


def _compiled(folder: Path) -> bool:
    from importlib.util import cache_from_source

    return Path(cache_from_source(str(folder / "__init__.py"))).exists()


class HealthCheck(NamedTuple):
    """One thing that is looked at."""

    name: str
    title: str
    """What it is about, untranslated."""
    look: Callable[[ExaminedDatabase], Iterator[HealthFinding]]


CHECKS: tuple[HealthCheck, ...] = (
    HealthCheck("file", mark("the file"), file),
    HealthCheck("writable", mark("write permission"), writable),
    HealthCheck("locks", mark("file locks"), locks),
    HealthCheck("modes", mark("privacy"), modes),
    HealthCheck("room", mark("free disk space"), room),
    HealthCheck("marks", mark("program and version"), marks),
    HealthCheck("soundness", mark("the contents of the database file"), soundness),
    HealthCheck("references", mark("how the data fit together"), references),
    HealthCheck("schema", mark("tables and views"), schema),
    HealthCheck("journal", mark("the history"), journal),
    HealthCheck("log", mark("the -wal file beside the database"), log),
    HealthCheck("days", mark("days and clock"), days),
    HealthCheck("drafts", mark("drafts"), drafts),
    HealthCheck("leftovers", mark("leftover files"), leftovers),
    HealthCheck("copies", mark("copies made by a synced folder"), copies),
    HealthCheck("backups", mark("backups"), backups),
    HealthCheck("hooks", mark("hooks"), hooks),
    HealthCheck("sources", mark("sources of kpitui pull"), sources),
    HealthCheck("terminal", mark("the terminal"), terminal),
    HealthCheck("language", mark("the character set"), language),
    HealthCheck("byte-code", mark("how fast it starts"), byte_code),
    HealthCheck("clock", mark("the clock"), clock),
    HealthCheck("place", mark("the time zone"), place),
)
"""In the order in which they are looked at and told; what needs a usable database is left out without one."""
