"""What the doctor looks at and what it says: the patient, a finding, and how bad a finding is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

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
        """Return the same patient with the database open."""
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
    """The key of the repair in `kpitui.services.health.repairs` that mends it."""
