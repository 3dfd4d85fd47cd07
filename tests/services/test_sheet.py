"""The sheet of Today: what is due, what each day had, and how many days in a row something was logged."""

from __future__ import annotations

from datetime import timedelta
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.cadence import streak
from kpitui.services import kpi_editing, pauses
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.sheet import due, sheet
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.store import entries
from tests.services.conftest import NOW
from tests.services.test_reading import TODAY, logged


def test_due_follows_cadence_and_pauses(shop: Workspace) -> None:
    """What is logged, computed, paused or not expected today is not due."""
    assert ["revenue", "orders", "visitors", "site-speed", "subscribers"] == [each.kpi.key for each in due(shop)]
    log(shop, [EntryInput("orders", "0", TODAY)])
    pauses.add_pause(shop, find_kpi(shop, "revenue"), TODAY, TODAY, "closed")
    assert ["visitors", "site-speed", "subscribers"] == [each.kpi.key for each in due(shop)]


def test_the_sheet_tells_zero_from_nothing(shop: Workspace) -> None:
    """A logged zero is a value, a day without an entry is none, and a computed KPI follows."""
    logged(shop, "orders", "0", "", "4")
    logged(shop, "visitors", "", "", "100")
    found = sheet(shop, TODAY, 3)
    by_key = {line.kpi.key: line for line in found.lines}
    assert (0.0, None, 4.0) == by_key["orders"].values
    assert (None, None, 4.0) == by_key["conversion"].values
    assert (2, 1) == (found.logged, found.streak)


@given(st.sets(st.integers(0, 420), max_size=420), st.booleans())
def test_days_in_a_row_are_those_of_all_days(backs: set[int], whole: bool) -> None:
    """Read in stretches, the row is as long as one that is counted over every day that was ever logged."""
    days = {TODAY - timedelta(days=back) for back in (range(max(backs, default=0)) if whole else backs)}
    with TemporaryDirectory() as folder:
        workspace = open_workspace({}, NOW, database=f"{folder}/kpitui.db")
        (kpi,) = (kpi_editing.add_kpi(workspace, {"name": "Orders"}),)
        with workspace.store.write("entry.logged") as change:
            for day in days:
                entries.add_entry(change, kpi.id, day, 1.0)
        latest = {day for day in days if day >= TODAY - timedelta(days=400)}
        assert streak(latest, TODAY) == sheet(workspace, TODAY, 1).streak
        workspace.close()
