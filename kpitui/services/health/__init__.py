"""The doctor: looks at a database and at what it lives in, and says what is wrong and what to do about it.

It only looks. What can be mended is mended by `kpitui.services.health.repairs`, after a backup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from typing import NamedTuple

from kpitui.core.errors import Damaged, DatabaseUnusable, mark
from kpitui.services.health import content, environment, file
from kpitui.services.health.problems import UNUSABLE, WRONG, ExaminedDatabase, HealthFinding
from kpitui.store.connection import explained
from kpitui.store.health import damage, looked_into
from kpitui.store.troubles import DAMAGED


class HealthCheck(NamedTuple):
    """One thing that is looked at."""

    name: str
    title: str
    """What it is about, untranslated."""
    look: Callable[[ExaminedDatabase], Iterator[HealthFinding]]


CHECKS: tuple[HealthCheck, ...] = (
    HealthCheck("file", mark("the file"), file.file),
    HealthCheck("writable", mark("leave to write"), file.writable),
    HealthCheck("locks", mark("file locks"), file.locks),
    HealthCheck("modes", mark("privacy"), file.modes),
    HealthCheck("room", mark("room on the disk"), file.room),
    HealthCheck("marks", mark("program and version"), content.marks),
    HealthCheck("soundness", mark("every page and index"), content.soundness),
    HealthCheck("references", mark("what belongs together"), content.references),
    HealthCheck("schema", mark("tables and views"), content.schema),
    HealthCheck("journal", mark("the journal"), content.journal),
    HealthCheck("log", mark("the write-ahead log"), file.log),
    HealthCheck("days", mark("days and clock"), content.days),
    HealthCheck("drafts", mark("half-filled forms"), content.drafts),
    HealthCheck("leftovers", mark("leftovers"), file.leftovers),
    HealthCheck("backups", mark("backups"), file.backups),
    HealthCheck("hooks", mark("hooks"), environment.hooks),
    HealthCheck("sources", mark("sources of kpitui pull"), environment.sources),
    HealthCheck("terminal", mark("the terminal"), environment.terminal),
    HealthCheck("language", mark("the character set"), environment.language),
    HealthCheck("byte-code", mark("the speed of starting"), environment.byte_code),
    HealthCheck("clock", mark("the clock"), environment.clock),
    HealthCheck("place", mark("the time zone"), environment.place),
)
"""In the order in which they are looked at and told; what needs a usable database is left out without one."""


def examined(path: str, environ: Mapping[str, str], now: datetime) -> list[tuple[HealthCheck, list[HealthFinding]]]:
    """Return every check with what it found at *path*; *now* is local time. Nothing is changed."""
    with ExitStack() as stack:
        patient = ExaminedDatabase(path, environ, now)
        results: list[tuple[HealthCheck, list[HealthFinding]]] = []
        for check in CHECKS:
            results.append((check, _looked(check, patient)))
            if check.name == "file" and not results[-1][1]:
                patient = patient.opened(stack.enter_context(looked_into(path)))
            elif patient.connection and any(finding.level == UNUSABLE for finding in results[-1][1]):
                patient = patient.opened(None) if check.name in ("marks", "soundness") else patient
        return results


def place_of(path: str, environ: Mapping[str, str]) -> tuple[str, str]:
    """Return the time zone and the code of the region that are in force for the database at *path*; never raises."""
    from kpitui.core.errors import KpituiError
    from kpitui.i18n import language
    from kpitui.services.place import AUTO, zone_in_force
    from kpitui.services.settings import region_of
    from kpitui.store.health import stored_settings

    try:
        with looked_into(path) as connection:
            stored = stored_settings(connection)
    except (OSError, KpituiError):
        stored = {}
    region = region_of(environ, {"region": stored.get("region", AUTO)}, language())
    return zone_in_force(environ, stored.get("timezone", AUTO)), region.code if region else ""


def damage_behind(path: str) -> Damaged | None:
    """Return that the database at *path* is damaged; None where it is whole, or cannot be looked into.

    For an error that nobody foresaw: rows of a damaged file may be anything, and then it is no mistake of the program.
    """
    try:
        with looked_into(path) as connection:
            faults = damage(connection, 1).faults
    except Damaged as error:
        return error
    except (OSError, DatabaseUnusable):
        return None
    return Damaged(DAMAGED, path=path, reason=faults[0]) if faults else None


def status_of(results: list[tuple[HealthCheck, list[HealthFinding]]]) -> int:
    """Return the exit status that *results* deserve: 0 for nothing but hints, 1 for what is wrong, 3 for unusable."""
    levels = {finding.level for _check, findings in results for finding in findings}
    return 3 if UNUSABLE in levels else 1 if WRONG in levels else 0


def _looked(check: HealthCheck, patient: ExaminedDatabase) -> list[HealthFinding]:
    """Return what *check* finds; that it cannot look is a finding too."""
    try:
        with explained(patient.path):
            return list(check.look(patient))
    except (OSError, DatabaseUnusable) as error:
        params = {"title": check.title, "reason": str(error)}
        advice = mark("Put a backup back: kpitui restore --latest")
        return [HealthFinding(UNUSABLE, mark("{title} could not be looked at: {reason}"), advice, params)]
