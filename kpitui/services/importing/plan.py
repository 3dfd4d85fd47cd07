"""What an import comes to: its counts and first examples, kept while a file is gone through, and what is written.

What each row of the file is to the database is told by `comparing`, the whole is led by `importing`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from kpitui.core.model import Kpi
from kpitui.core.text import replaced
from kpitui.exchange import Caution, RefusedRow
from kpitui.services.importing.comparing import Difference, ImportConflict
from kpitui.services.importing.matching import MetricMatch
from kpitui.services.importing.memory import Remembered
from kpitui.store import entries
from kpitui.store.entries import NewEntry
from kpitui.store.transaction import Transaction

MOST_TOLD = 1_000
"""How many refused rows, conflicts and differences are kept one by one; all of them are counted."""

STEP = 5_000
"""Rows that are written together."""


class ImportPlan(NamedTuple):
    """What an import would do, or did."""

    file: str
    format: str
    becomes: list[MetricMatch]
    """What each figure of the file becomes."""
    cautions: list[Caution]
    new: int = 0
    same: int = 0
    changed: int = 0
    conflicts: int = 0
    refused: int = 0
    differences: tuple[Difference, ...] = ()
    clashes: tuple[ImportConflict, ...] = ()
    refusals: tuple[RefusedRow, ...] = ()
    """The first of each, by line."""
    added: tuple[Kpi, ...] = ()
    """KPIs that were added for it."""
    remembered: Remembered | None = None
    """What was said of an earlier file with the same columns, and holds for this one."""
    batch: int | None = None
    """The number of the import; None when nothing was saved."""


class Tally:
    """Counts what comes along and keeps the first of each."""

    def __init__(self) -> None:
        self.new = self.same = self.changed = self.conflicts = self.refused = 0
        self.differences: list[Difference] = []
        self.clashes: list[ImportConflict] = []
        self.refusals: list[RefusedRow] = []

    def changed_by(self, difference: Difference) -> None:
        """Count a figure that differs."""
        self.changed += 1
        if self.changed <= MOST_TOLD:
            self.differences.append(difference)

    def conflict(self, conflict: ImportConflict) -> None:
        """Count a figure that a person filled in otherwise."""
        self.conflicts += 1
        if self.conflicts <= MOST_TOLD:
            self.clashes.append(conflict)

    def refuse(self, row: RefusedRow) -> None:
        """Count a row that cannot be imported."""
        self.refused += 1
        if self.refused <= MOST_TOLD:
            self.refusals.append(row)

    def told(self, plan: ImportPlan) -> ImportPlan:
        """Return *plan* with what was counted."""
        return plan._replace(
            new=self.new,
            same=self.same,
            changed=self.changed,
            conflicts=self.conflicts,
            refused=self.refused,
            differences=tuple(self.differences),
            clashes=tuple(self.clashes),
            refusals=tuple(sorted(self.refusals, key=lambda row: row.line)),
        )


class Saving:
    """Writes what is new and changed, within one change; the import gets its number with the first of them."""

    def __init__(self, change: Transaction, file: str, format: str) -> None:
        self.change = change
        self.file = file
        self.format = format
        self.batch: int | None = None
        self.held: list[NewEntry] = []

    def add(self, entry: NewEntry) -> None:
        """Add an entry, sooner or later."""
        self.held.append(entry)
        if len(self.held) >= STEP:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        if self.held:
            entries.add_imported(self.change, self.number(), self.held)
            self.held.clear()

    def correct(self, difference: Difference) -> None:
        """Give an entry the figure of the file."""
        entries.update_entry(self.change, difference.entry, difference.as_in_file._replace(batch=self.number()))

    def number(self) -> int:
        """Return the number of the import."""
        if self.batch is None:
            moment = datetime.now(UTC).isoformat(timespec="milliseconds")
            self.batch = entries.add_batch(self.change, moment, self.format, replaced(self.file)[:300])
        return self.batch
