"""A goal says the same on its page, in the list, under what it would take, in the review and in the status."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import GoalView, view_of
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.insight import forecast_of, slot_values
from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import Workspace

MEANT = {"why": "w", "acceptable": "a", "settled": "there worse negative estimate percent down", "title": "G"}
SUNDAY = date(2026, 11, 22)
"""The day before the Monday of these tests."""


def goal_of(workspace: Workspace, **typed: str) -> GoalView:
    """Set a goal and return how it stands."""
    reading = read_draft(workspace, {**MEANT, **typed})
    assert reading.problems == {}
    return view_of(workspace, save_goal(workspace, reading.draft))


def words_of_a_translator(workspace: Workspace) -> None:
    """Log 7,600 to 8,400 words on forty Sundays, the last of them the day before."""
    add_kpi(workspace, {"name": "Words", "every": "week"})
    log(
        workspace,
        [EntryInput("words", f"{8000 + 400 * (back % 3 - 1)}", SUNDAY - timedelta(weeks=back)) for back in range(40)],
    )


@pytest.mark.parametrize("kind", ["total", "recurring", "level"])
def test_a_week_is_over_on_its_last_day_in_the_sum_and_in_the_chance(workspace: Workspace, kind: str) -> None:
    """As of Sunday, as a review is, the number of that week is one of forty; no other one was logged on Monday."""
    words_of_a_translator(workspace)
    typed = {
        "total": {"target": "152000", "deadline": "2026-12-27", "start": "2026-08-24"},
        "recurring": {
            "per": "month", "at_least": "31000", "start": "2026-07-01", "deadline": "2026-12-31", "keep": "8/10",
        },
        "level": {"target": "8050", "per": "week", "over": "28d", "deadline": "2026-12-27", "start": "2026-08-24"},
    }[kind]  # fmt: skip
    on_monday = goal_of(workspace, kpi="words", type=kind, **typed)
    on_sunday = view_of(workspace.on(SUNDAY), on_monday.goal)
    assert on_sunday.outlook is not None and on_monday.outlook is not None
    assert on_sunday.outlook.values == on_monday.outlook.values == 40
    # One day more is drawn as well: it may be one step of 5 % beside it.
    assert on_sunday.outlook.chance == pytest.approx(on_monday.outlook.chance, abs=0.051)
    assert (on_sunday.standing.status, on_sunday.standing.actual) == (
        on_monday.standing.status, on_monday.standing.actual,
    )  # fmt: skip


def test_what_is_logged_is_not_foretold(workspace: Workspace) -> None:
    """As of Sunday the first week that is foretold is the next one; on a Sunday that is logged too."""
    words_of_a_translator(workspace)
    words = find_kpi(workspace, "words")
    as_of = workspace.on(SUNDAY)
    series = slot_values(as_of, words)
    assert len(series.values) == 40
    assert series.slots.last_day(forecast_of(as_of, words, date(2026, 12, 31)).slots[0]) == SUNDAY + timedelta(weeks=1)
    live = workspace.on(SUNDAY)
    live.is_now = True
    assert series.slots.last_day(forecast_of(live, words, date(2026, 12, 31)).slots[0]) == SUNDAY + timedelta(weeks=1)
    # On Saturday the week of that Sunday is to come.
    earlier = workspace.on(SUNDAY - timedelta(days=1))
    assert series.slots.last_day(forecast_of(earlier, words, date(2026, 12, 31)).slots[0]) == SUNDAY
