"""What Today shows, and what a number being typed would mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.core.errors import Refused
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import DailyNeed
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.today import preview, today_view
from kpitui.services.workspace import Workspace

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
