"""Figures by period, what is due, and the sheet of Today."""

from __future__ import annotations

from datetime import date, timedelta
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpitui.core.cadence import streak
from kpitui.core.errors import Refused
from kpitui.services import planning, reading
from kpitui.services.entering import Wish, find_kpi, log
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.store import entries
from tests.services.conftest import NOW

TODAY = date(2026, 11, 23)


def logged(workspace: Workspace, key: str, *texts: str, last: date = TODAY) -> None:
    """Log texts on consecutive days that end with *last*; an empty text leaves its day out."""
    for back, text in enumerate(reversed(texts)):
        if text:
            log(workspace, [Wish(key, text, last - timedelta(days=back))])


def test_a_week_adds_up_with_its_coverage(shop: Workspace) -> None:
    """A week's flow is its sum, says on how many of how many days it rests, and that it is at least that."""
    logged(shop, "orders", "5", "", "7", last=date(2026, 11, 20))
    (week,) = [each for each in reading.figures(shop, find_kpi(shop, "orders"), "week", 2) if each.value]
    assert ("2026-W47", 12.0, 2, True, False) == (
        week.period.label,
        week.value,
        week.days_with_data,
        week.at_least,
        week.partial,
    )


def test_a_ratio_divides_sums(shop: Workspace) -> None:
    """The conversion of a week is its orders over its visitors, not a mean of days."""
    logged(shop, "orders", "1", "9", last=date(2026, 11, 20))
    logged(shop, "visitors", "10", "900", last=date(2026, 11, 20))
    found = reading.figures(shop, find_kpi(shop, "conversion"), "week", 2)
    assert pytest.approx(100 * 10 / 910) == found[0].value


def test_a_stamped_figure_is_not_split(shop: Workspace) -> None:
    """Unique visitors per week have no value by day or month."""
    planning.add_kpi(shop, {"name": "Uniques", "kind": "stamped", "every": "week"})
    kpi = find_kpi(shop, "uniques")
    assert reading.figures(shop, kpi, "week")
    with pytest.raises(Refused) as refused:
        reading.figures(shop, kpi, "month")
    assert "by" == refused.value.field


def test_due_follows_cadence_and_pauses(shop: Workspace) -> None:
    """What is logged, computed, paused or not expected today is not due."""
    assert ["revenue", "orders", "visitors", "site-speed", "subscribers"] == [due.kpi.key for due in reading.due(shop)]
    log(shop, [Wish("orders", "0", TODAY)])
    planning.add_pause(shop, find_kpi(shop, "revenue"), TODAY, TODAY, "closed")
    assert ["visitors", "site-speed", "subscribers"] == [due.kpi.key for due in reading.due(shop)]


def test_the_sheet_tells_zero_from_nothing(shop: Workspace) -> None:
    """A logged zero is a value, a day without an entry is none, and a computed KPI follows."""
    logged(shop, "orders", "0", "", "4")
    logged(shop, "visitors", "", "", "100")
    sheet = reading.sheet(shop, TODAY, 3)
    by_key = {line.kpi.key: line for line in sheet.lines}
    assert (0.0, None, 4.0) == by_key["orders"].values
    assert (None, None, 4.0) == by_key["conversion"].values
    assert (2, 1) == (sheet.logged, sheet.streak)


def test_an_empty_kpi_has_no_figures(shop: Workspace) -> None:
    """Without entries every period is without a value, never 0."""
    found = reading.figures(shop, find_kpi(shop, "revenue"), "month", 3)
    assert [None, None, None] == [each.value for each in found]


def test_history_is_ascending_without_gaps_filled(shop: Workspace) -> None:
    """History gives the days that have a value, oldest first."""
    logged(shop, "revenue", "10", "", "30")
    values = reading.history_of(shop, find_kpi(shop, "revenue"), TODAY - timedelta(days=9), TODAY)
    assert ((TODAY - timedelta(days=2), TODAY), (10.0, 30.0)) == (values.days, values.values)


@given(st.sets(st.integers(0, 420), max_size=420), st.booleans())
@settings(max_examples=15, deadline=None)
def test_days_in_a_row_are_those_of_all_days(backs: set[int], whole: bool) -> None:
    """Read in stretches, the row is as long as one that is counted over every day that was ever logged."""
    days = {TODAY - timedelta(days=back) for back in (range(max(backs, default=0)) if whole else backs)}
    with TemporaryDirectory() as folder:
        workspace = open_workspace({}, NOW, database=f"{folder}/kpitui.db")
        (kpi,) = (planning.add_kpi(workspace, {"name": "Orders"}),)
        with workspace.store.write("entry.logged") as change:
            for day in days:
                entries.add_entry(change, kpi.id, day, 1.0)
        latest = {day for day in days if day >= TODAY - timedelta(days=400)}
        assert streak(latest, TODAY) == reading.sheet(workspace, TODAY, 1).streak
        workspace.close()
