"""The doctor: looks at a database and at what it lives in, says what is wrong, and mends what can be, after a backup.

Looking is the work of `checks`, each of which yields findings; nothing is mended until that is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, closing
from datetime import datetime
from errno import EMFILE, ENFILE
from pathlib import Path
from typing import NamedTuple

from kpitui.core.errors import CodeInside, Damaged, DatabaseUnusable, KpituiError, mark
from kpitui.services.health.checks import CHECKS, UNUSABLE, WRONG, ExaminedDatabase, HealthCheck, HealthFinding
from kpitui.store import backups, health
from kpitui.store.connection import explained, open_store
from kpitui.store.health import damage, looked_into, stored_settings
from kpitui.store.schema import FOREIGN, differences
from kpitui.store.stale_files import delete_stale_files
from kpitui.store.troubles import DAMAGED

CHANGED_BY_OTHERS = mark("Another program changed the {name} of {path}. Restore a backup: kpitui restore --latest")


def examined(path: str, environ: Mapping[str, str], now: datetime) -> list[tuple[HealthCheck, list[HealthFinding]]]:
    """Return every check with what it found at *path*; *now* is local time. Nothing is changed."""
    with ExitStack() as stack:
        database = ExaminedDatabase(path, environ, now)
        results: list[tuple[HealthCheck, list[HealthFinding]]] = []
        for check in CHECKS:
            results.append((check, _findings_of(check, database)))
            if check.name == "file" and not results[-1][1]:
                database = database.opened(stack.enter_context(looked_into(path)))
            elif database.connection and any(finding.level == UNUSABLE for finding in results[-1][1]):
                database = database.opened(None) if check.name in ("marks", "soundness") else database
        return results


def place_of(path: str, environ: Mapping[str, str], language: str) -> tuple[str, str]:
    """Return the time zone and the code of the region that are in force for the database at *path*; never raises.

    The region may follow from *language*, the code of the one in force.
    """
    from kpitui.services.settings import region_of
    from kpitui.services.time_zones import AUTO, zone_in_force

    try:
        with looked_into(path) as connection:
            stored = stored_settings(connection)
    except (OSError, KpituiError):
        stored = {}
    region = region_of(environ, {"region": stored.get("region", AUTO)}, language)
    return zone_in_force(environ, stored.get("timezone", AUTO)), region.code if region else ""


def damage_behind(path: str) -> Damaged | None:
    """Return that the database at *path* is damaged or was changed by others; None where it is neither, or not there.

    For an error that nobody foresaw: rows of a damaged file may be anything, and rules of others may refuse what is
    right. Then it is no mistake of the program.
    """
    try:
        with looked_into(path) as connection:
            faults = damage(connection, 1).faults
            changed = [] if faults else [name for name, fault in differences(connection) if fault != FOREIGN]
    except Damaged as error:
        return error
    except (OSError, DatabaseUnusable):
        return None
    if faults:
        return Damaged(DAMAGED, path=path, reason=faults[0])
    return Damaged(CHANGED_BY_OTHERS, path=path, name=changed[0]) if changed else None


def status_of(results: list[tuple[HealthCheck, list[HealthFinding]]]) -> int:
    """Return the exit status that *results* deserve: 0 for nothing but hints, 1 for what is wrong, 3 for unusable."""
    levels = {finding.level for _check, findings in results for finding in findings}
    return 3 if UNUSABLE in levels else 1 if WRONG in levels else 0


def _findings_of(check: HealthCheck, database: ExaminedDatabase) -> list[HealthFinding]:
    """Return what *check* finds; that it cannot look is a finding too."""
    try:
        with explained(database.path):
            return list(check.look(database))
    except (OSError, DatabaseUnusable) as error:
        if isinstance(error, OSError) and error.errno in (EMFILE, ENFILE):
            raise  # that is about this process, and every other check would say it too
        params = {"title": check.title, "reason": str(error)}
        advice = (
            mark("Restore a backup: kpitui restore --latest")
            if isinstance(error, Damaged)
            else mark("Fix that first, then run kpitui doctor again")
        )
        return [HealthFinding(UNUSABLE, mark("KPITUI could not check this: {title} ({reason})"), advice, params)]


class Repair(NamedTuple):
    """One way to mend something."""

    sentence: str
    """What was done, untranslated; *sentence* is formatted with what `do` returns."""
    do: Callable[[str], dict[str, object]]
    """Takes the path of the database."""


class RepairResult(NamedTuple):
    """What was done."""

    message: str
    """Untranslated."""
    params: dict[str, object]


def mend(path: str, findings: Iterable[HealthFinding], now: datetime) -> list[RepairResult]:
    """Make a backup of the database at *path*, then every repair that *findings* ask for; return what was done.

    *now* is local time. Raises DatabaseUnusable, changing nothing more, when a backup or a repair fails.
    """
    needed = {finding.repair for finding in findings}
    todo = [repair for name, repair in REPAIRS.items() if name in needed]
    if not todo:
        return []
    done = [_copied(path, now)]
    for repair in todo:
        done.append(RepairResult(repair.sentence, repair.do(path)))
    return done


def _copied(path: str, now: datetime) -> RepairResult:
    """Keep the database as it is: as a verified backup, or byte for byte where it is damaged."""
    try:
        with closing(open_store(path, create=False)) as store:
            copy = backups.make(store, now, "repair")
        return RepairResult(mark("A verified backup was made first: {path}"), {"path": copy})
    except (Damaged, CodeInside):
        copy = backups.set_aside(path, now)
        return RepairResult(mark("The original file is kept at {path}"), {"path": copy})


def _make_private(path: str) -> dict[str, object]:
    count = 0
    for file, mode in backups.private_files(path):
        if not Path(file).is_symlink() and Path(file).stat().st_mode & 0o077:
            Path(file).chmod(mode)
            count += 1
    return {"count": count}


def _delete_leftovers(path: str) -> dict[str, object]:
    swept = delete_stale_files(path)
    return {"count": len(swept), "paths": ", ".join(swept)}


def _write_back_log(path: str) -> dict[str, object]:
    with closing(open_store(path, create=False)) as store:
        health.write_back_log(store)
    return {}


def _rebuild_indexes(path: str) -> dict[str, object]:
    with closing(open_store(path, create=False)) as store:
        health.reindex(store)
    return {}


def _put_back_rows(path: str) -> dict[str, object]:
    with closing(open_store(path, create=False)) as store:
        return {"count": health.put_back_lost_rows(store)}


def _rebuild(path: str) -> dict[str, object]:
    target = f"{path}.rescue.{os.getpid()}.partial"
    try:
        with health.watched(path) as refuse_if_written_to:
            counts = health.rescued(path, target)
            backups.replace(path, target, refuse_if_written_to)
    finally:
        health.finished(target)
    lost = sum(lost for _saved, lost in counts.values())
    return {"saved": sum(saved for saved, _lost in counts.values()), "entries": counts["entry"][0], "lost": lost}


REPAIRS: dict[str, Repair] = {
    "rebuild": Repair(
        mark(
            "Everything that could be read is in a new file. Rows saved: {saved} (entries: {entries}). Rows "
            "lost: {lost}"
        ),
        _rebuild,
    ),
    "references": Repair(mark("Rows put back from the history: {count}"), _put_back_rows),
    "reindex": Repair(mark("The indexes were rebuilt"), _rebuild_indexes),
    "log": Repair(
        mark("Programs no longer have to wait for each other, and the -wal file was written to the database"),
        _write_back_log,
    ),
    "modes": Repair(mark("Files and folders that only you can now read: {count}"), _make_private),
    "leftovers": Repair(mark("Leftover files deleted: {count} ({paths})"), _delete_leftovers),
}
"""In the order in which they are made."""
