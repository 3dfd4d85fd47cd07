"""The doctor: looks at a database and at what it lives in, and says what is wrong and what to do about it.

It only looks. What can be mended is mended by `kpitui.services.health.repairs`, after a backup.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from errno import EMFILE, ENFILE

from kpitui.core.errors import Damaged, DatabaseUnusable, mark
from kpitui.services.health.checks import CHECKS, UNUSABLE, WRONG, ExaminedDatabase, HealthCheck, HealthFinding
from kpitui.store.connection import explained
from kpitui.store.health import damage, looked_into
from kpitui.store.schema import FOREIGN, differences
from kpitui.store.troubles import DAMAGED

CHANGED_BY_OTHERS = mark("Another program changed the {name} of {path}. Restore a backup: kpitui restore --latest")


def examined(path: str, environ: Mapping[str, str], now: datetime) -> list[tuple[HealthCheck, list[HealthFinding]]]:
    """Return every check with what it found at *path*; *now* is local time. Nothing is changed."""
    with ExitStack() as stack:
        database = ExaminedDatabase(path, environ, now)
        results: list[tuple[HealthCheck, list[HealthFinding]]] = []
        for check in CHECKS:
            results.append((check, _looked(check, database)))
            if check.name == "file" and not results[-1][1]:
                database = database.opened(stack.enter_context(looked_into(path)))
            elif database.connection and any(finding.level == UNUSABLE for finding in results[-1][1]):
                database = database.opened(None) if check.name in ("marks", "soundness") else database
        return results


def place_of(path: str, environ: Mapping[str, str], language: str) -> tuple[str, str]:
    """Return the time zone and the code of the region that are in force for the database at *path*; never raises.

    The region may follow from *language*, the code of the one in force.
    """
    from kpitui.core.errors import KpituiError
    from kpitui.services.place import AUTO, zone_in_force
    from kpitui.services.settings import region_of
    from kpitui.store.health import stored_settings

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


def _looked(check: HealthCheck, database: ExaminedDatabase) -> list[HealthFinding]:
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
        return [HealthFinding(UNUSABLE, mark("{title} could not be checked: {reason}"), advice, params)]
