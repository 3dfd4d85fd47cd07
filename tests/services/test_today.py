"""What Today shows, and what a number being typed would mean."""

from __future__ import annotations

from datetime import date, timedelta
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.cadence import streak
from kpitui.core.errors import Refused
from kpitui.services import kpis, pauses
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import DailyNeed
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.today import due, gaps, preview, sheet, today_view
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.store import entries
from tests.services.conftest import NOW
from tests.services.test_reading import logged

TODAY = date(2026, 11, 23)


def test_targets_come_from_the_goals(shop: Workspace) -> None:
    """A KPI with a goal shows what a day should bring; the others show no target."""
    typed = {"title": "T", "kpi": "orders", "target": "380", "start": "2026-11-23", "deadline": "2026-12-30"}
    save_goal(shop, read_draft(shop, typed).draft)
    view = today_view(shop, TODAY, 5)
    assert {find_kpi(shop, "orders").id: DailyNeed("needed", 10.0)} == view.needs
    assert 5 == len(view.sheet.days)


def test_a_goal_of_next_year_needs_nothing_today(shop: Workspace) -> None:
    typed = {"title": "T", "kpi": "orders", "target": "9000", "start": "2027-01-01", "deadline": "2027-12-31"}
    save_goal(shop, read_draft(shop, typed).draft)
    assert today_view(shop, TODAY, 5).needs == {}


def test_a_preview_knows_the_day_and_what_is_usual(shop: Workspace) -> None:
    """A preview tells what the day has, what it becomes with a plus, and the usual range."""
    for back in range(1, 21):
        log(shop, [EntryInput("orders", str(10 + back % 5), TODAY - timedelta(days=back))])
    log(shop, [EntryInput("orders", "4", TODAY)])
    kpi = find_kpi(shop, "orders")
    seen = preview(shop, kpi, "+3", TODAY)
    assert (7.0, 4.0) == (seen.value, seen.before)
    assert seen.usual is not None and 10 <= seen.usual.low <= seen.usual.high <= 14
    with pytest.raises(Refused):
        preview(shop, kpi, "abc", TODAY)


def test_a_plus_on_a_level_is_previewed_as_it_is_saved(shop: Workspace) -> None:
    """A level goes on from its last figure, of whichever day, in the preview as in what is saved."""
    log(shop, [EntryInput("subscribers", "100", TODAY - timedelta(days=7))])
    seen = preview(shop, find_kpi(shop, "subscribers"), "+3", TODAY)
    (saved,) = log(shop, [EntryInput("subscribers", "+3", TODAY)])
    assert 103.0 == seen.value == saved.value


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
        (kpi,) = (kpis.add_kpi(workspace, {"name": "Orders"}),)
        with workspace.store.write("entry.logged") as change:
            for day in days:
                entries.add_entry(change, kpi.id, day, 1.0)
        latest = {day for day in days if day >= TODAY - timedelta(days=400)}
        assert streak(latest, TODAY) == sheet(workspace, TODAY, 1).streak
        workspace.close()


KPIS: tuple[dict[str, Any], ...] = (
    {"name": "Orders"}, {"name": "Hours", "every": "week"}, {"name": "Zero", "blank": "zero"}, {"name": "New"},
    {"name": "Twice", "kind": "formula", "formula": "orders * 2"},
)  # fmt: skip


def test_what_is_missing_is_listed_by_day(workspace: Workspace) -> None:
    """Days between the first number and yesterday, a week by its last day; not what is paused, calculated or zero."""
    for fields in KPIS:
        kpis.add_kpi(workspace, fields)
    for key, back in (("orders", 5), ("orders", 3), ("zero", 9), ("hours", 24)):
        log(workspace, [EntryInput(key, "1", TODAY - timedelta(days=back))])
    pauses.add_pause(workspace, None, TODAY - timedelta(days=1), TODAY - timedelta(days=1), "trip")
    missing = [(gap.kpi.key, gap.day.day, gap.period.label) for gap in gaps(workspace)]
    assert missing == [
        ("hours", 8, "2026-W45"), ("hours", 15, "2026-W46"), ("orders", 19, "2026-11-19"),
        ("orders", 21, "2026-11-21"), ("hours", 22, "2026-W47"),
    ]  # fmt: skip
    only = gaps(workspace, [find_kpi(workspace, "orders")], since=date(2026, 11, 20))
    assert [gap.day.day for gap in only] == [21]
