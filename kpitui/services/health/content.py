"""What the doctor looks at inside the database: marks, soundness, references, schema, journal, days and drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from kpitui.core.errors import CodeInside, mark
from kpitui.services.health.problems import HINT, UNUSABLE, WRONG, ExaminedDatabase, HealthFinding
from kpitui.services.place import AUTO, local_time
from kpitui.store import health
from kpitui.store.schema import FOREIGN, differences, refuse_code
from kpitui.store.version import APPLICATION_ID, SCHEMA_VERSION, application_and_version

STALE_DAYS = 30
"""A draft that was not touched for so long is probably forgotten."""

RESTORE = mark("Put a backup back: kpitui restore --latest")


def marks(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether it is ours, and of a version that this program knows."""
    if patient.connection is None:
        return
    application, version = application_and_version(patient.connection)
    if application != APPLICATION_ID:
        advice = mark("Name your own database with --db FILE or KPITUI_DB")
        yield HealthFinding(UNUSABLE, mark("{path} is a database of another program"), advice, {"path": patient.path})
    elif version > SCHEMA_VERSION:
        yield HealthFinding(
            UNUSABLE,
            mark("{path} was written by a newer KPITUI (schema {found}, this one knows {known})"),
            mark("Upgrade KPITUI on this machine"),
            {"path": patient.path, "found": version, "known": SCHEMA_VERSION},
        )
    elif version < SCHEMA_VERSION:
        yield HealthFinding(
            HINT,
            mark("The database has schema {found} and this KPITUI has {known}"),
            mark("Nothing: it is brought up at the next command, after a backup"),
            {"found": version, "known": SCHEMA_VERSION},
        )


def soundness(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether SQLite finds every page and index whole."""
    if patient.connection is None:
        return
    damage = health.damage(patient.connection)
    params = {"path": patient.path, "count": len(damage.faults), "first": damage.faults[0] if damage.faults else ""}
    if damage.only_indexes:
        message = mark("An index of {path} does not fit its table: {first}")
        yield HealthFinding(WRONG, message, mark("Build the indexes again: kpitui doctor --fix"), params, "reindex")
    elif damage.faults:
        message = mark("{path} is damaged: {first}")
        advice = mark("Put a backup back (kpitui restore --latest), or save what can be read: kpitui doctor --fix")
        yield HealthFinding(UNUSABLE, message, advice, params, "rebuild")


def references(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether every row refers to rows that are there."""
    if patient.connection is None:
        return
    for table, count in health.dangling(patient.connection).items():
        message = mark("Rows of {table} that belong to something that is not there: {count}")
        yield HealthFinding(WRONG, message, RESTORE, {"count": count, "table": table})


def schema(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether tables, indexes and views are those of this version, and nothing else is there."""
    if patient.connection is None or application_and_version(patient.connection)[1] != SCHEMA_VERSION:
        return
    try:
        refuse_code(patient.connection, patient.path)
    except CodeInside as error:
        message = mark("The database holds a {what} that KPITUI did not make: it could change your numbers unseen")
        advice = mark("Put a backup back (kpitui restore --latest), or take over the rows alone: kpitui doctor --fix")
        yield HealthFinding(UNUSABLE, message, advice, error.params, "rebuild")
        return
    for name, fault in differences(patient.connection):
        if fault != FOREIGN:
            message = mark("The {name} of the database is missing or was changed")
            yield HealthFinding(WRONG, message, RESTORE, {"name": name})


def journal(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the journal can be replayed, and the latest change undone."""
    if patient.connection is None:
        return
    count = health.journal_faults(patient.connection)
    if count:
        message = mark("Entries of the journal that cannot be replayed, so that undo may stop there: {count}")
        yield HealthFinding(WRONG, message, RESTORE, {"count": count})
    elif not health.latest_change_fits(patient.connection):
        message = mark("Something other than KPITUI changed rows, so the latest change cannot be undone")
        yield HealthFinding(
            WRONG, message, mark("Write to the database only through KPITUI; what you log next can be undone")
        )


def days(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the clock goes forward: no entry lies ahead of today, and no change was made later than now."""
    if patient.connection is None:
        return
    zone = health.stored_settings(patient.connection).get("timezone", AUTO)
    count, last = health.days_ahead(patient.connection, local_time(patient.now, zone).date())
    if count:
        message = mark("Entries that lie in the future, up to {date}: {count}")
        advice = mark("Look at them in the app and correct their days, or set the clock of this machine right")
        yield HealthFinding(HINT, message, advice, {"count": count, "date": last})
    moment = _moment(health.latest_moment(patient.connection))
    if moment is not None and moment > patient.now.astimezone(UTC) + timedelta(minutes=5):
        message = mark("The latest change was made at {at}, later than it is now: the clock was set back")
        yield HealthFinding(
            WRONG, message, mark("Set the clock of this machine right"), {"at": moment.isoformat(" ", "minutes")}
        )


def drafts(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether half-filled forms lie forgotten."""
    if patient.connection is None:
        return
    before = patient.now.astimezone(UTC) - timedelta(days=STALE_DAYS)
    count = health.drafts_before(patient.connection, before.isoformat(timespec="milliseconds"))
    if count:
        message = mark("Half-filled forms that were not touched for {days} days: {count}")
        yield HealthFinding(
            HINT, message, mark("Finish them or throw them away in the app"), {"count": count, "days": STALE_DAYS}
        )


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
