"""What was worked out of a KPI for some purpose, such as a review, kept in the database until it would come out anew.

Each is of a day and a state of the data, and holds as long as nothing is written that it may rest on: `freshness`
tells. Whoever asks for it works it out where it is not there, so nothing is lost with a row, and where nothing can be
written nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kpitui import __version__
from kpitui.core.errors import KpituiError
from kpitui.core.model import Kpi
from kpitui.services.freshness import Freshness
from kpitui.services.reading import all_kpis
from kpitui.services.record_json import from_json, to_json
from kpitui.services.workspace import Workspace
from kpitui.store import insight
from kpitui.store.schema import SCHEMA_VERSION

Value = TypeVar("Value")

RULES = 2
"""Raised with everything that changes what is worked out, or the records it is told by, within one version."""


class Summaries:
    """What is kept for one *scope*, such as the review of a period, as of now."""

    def __init__(self, workspace: Workspace, scope: str) -> None:
        """Begin with the state of now: what is worked out from here on is of it, or is not kept."""
        self._workspace, self._scope = workspace, scope
        self._is_kept = (
            workspace.is_now and workspace.seen_from is None and not workspace.store.connection.in_transaction
        )
        self._outside = workspace.store.stamp()[0]
        calendar = workspace.settings.calendar
        weeks = f"{calendar.week_start}.{calendar.fiscal_month}"
        self._freshness = Freshness(workspace, f"{__version__} {SCHEMA_VERSION} {RULES} {weeks}")
        self._kpis = {kpi.id: kpi for kpi in all_kpis(workspace)}
        stored = insight.kept_summaries(workspace.store, scope, workspace.today) if self._is_kept else ()
        self._stored = {(row.kpi, row.what): row for row in stored}
        self._new: dict[tuple[int, str], insight.KeptSummary] = {}
        self._still: list[tuple[int, str]] = []

    def of(
        self, kpi: Kpi, what: str, work_out: Callable[[], Value], *, rests: Callable[[], frozenset[int]] | None = None
    ) -> Value:
        """Return *what* is to be known of *kpi*: as it is kept, if that still holds, else as *work_out* gives it.

        It may depend on nothing but definitions and settings, the entries of the KPIs whose ids *rests* gives (without,
        of those that *kpi* rests on), the day, and what *what* names.
        """
        if not self._is_kept:
            return work_out()
        row = self._stored.get((kpi.id, what))
        if row is not None and self._freshness.holds(self._workspace.today, row.state, kpi, rests):
            try:
                value: Value = from_json(row.value, self._kpis)
            except ValueError:
                pass  # of a version in between, or changed by hand
            else:
                if row.state != self._freshness.state:
                    self._still.append((kpi.id, what))
                return value
        value = work_out()
        try:
            text = to_json(value, self._kpis)
        except TypeError:
            return value
        self._new[kpi.id, what] = insight.KeptSummary(kpi.id, what, self._freshness.state, text)
        return value

    def keep(self) -> bool:
        """Keep what was worked out anew, and return whether anything was; nothing where another program wrote since."""
        store = self._workspace.store
        if not self._new or store.connection.in_transaction or store.stamp()[0] != self._outside:
            return False
        state, day = self._freshness.state, self._workspace.today
        try:
            insight.keep_summaries(store, self._scope, day, self._new.values(), state, self._still)
        except KpituiError:
            return False  # a database that cannot be written to is read all the same
        self._new, self._still = {}, []
        return True
