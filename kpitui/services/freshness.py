"""Whether what was kept of a KPI, worked out on some day and state of the data, is still what would come out now.

What is slow to work out (the chance of a goal, how long a balance lasts) is kept in the database with the state of the
journal that it was worked out of. It holds on the same day until something is written that it may rest on: entries of
another KPI, notes, actions and reviews are none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kpitui.core.model import Kpi
from kpitui.services.reading import rests_on
from kpitui.services.workspace import Workspace
from kpitui.store import insight


class Freshness:
    """Tells of one state of the database what is kept there and still holds."""

    def __init__(self, workspace: Workspace, rules: int | str) -> None:
        """Begin with the state of now; *rules* names the rules by which things are worked out, without a colon."""
        self._workspace, self._rules = workspace, f"{rules}:"
        self._logged: dict[str, frozenset[int] | None] = {}
        self.state = self._rules + insight.journal_state(workspace.store)
        """What is kept with whatever is worked out now."""

    def holds(self, day: date, state: str, kpi: Kpi, rests: Callable[[], frozenset[int]] | None = None) -> bool:
        """Return whether what was worked out of *kpi* on *day*, kept with its *state*, would come out the same now.

        *rests* gives the ids of the KPIs whose entries it rests on; without, it is what figures of *kpi* rest on.
        """
        if day != self._workspace.today or not state.startswith(self._rules):
            return False
        if state == self.state:
            return True
        if state not in self._logged:
            self._logged[state] = insight.logged_since(self._workspace.store, state.removeprefix(self._rules))
        logged = self._logged[state]
        if not logged:
            return logged is not None
        return logged.isdisjoint(rests() if rests is not None else rests_on(self._workspace, kpi))
