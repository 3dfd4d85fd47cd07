"""Guards that what is kept of a KPI is read only while it would come out the same, after any history of changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest

from kpitui.core.insight.outlook import Outlook
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.freshness import Freshness
from kpitui.services.goals import goal_views, saving
from kpitui.services.goals import verdicts as judged
from kpitui.services.goals.form import read_draft
from kpitui.services.kpis import add_kpi, edit_kpi
from kpitui.services.notes import add_note
from kpitui.services.pauses import add_pause
from kpitui.services.reading import history_of, rests_on
from kpitui.services.workspace import Workspace
from kpitui.store import journal, records
from kpitui.store.insight import logged_since

TODAY = date(2026, 11, 23)
MEANT = {"why": "w", "acceptable": "a", "settled": "there worse negative estimate percent", "title": "G"}
PERIOD = {"start": "2026-11-01", "deadline": "2026-12-31"}
RATE = {"name": "Rate", "kind": "ratio", "numerator": "orders", "denominator": "visitors"}
LOGGED = ("orders", "visitors", "calls")


def numbers(workspace: Workspace, key: str) -> str:
    """Return all that a chance of the KPI could rest on: its figures, its definition, the pauses."""
    kpi = find_kpi(workspace, key)
    days = history_of(workspace, kpi, TODAY - timedelta(days=400), TODAY)
    return repr((kpi, days, records.all_pauses(workspace.store)))


@pytest.fixture
def goals(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A shop with three goals, whose chance is a number that tells which figures it was worked out of."""
    workspace.today = TODAY
    for key in LOGGED:
        add_kpi(workspace, {"name": key.title(), "key": key, "kind": "flow"})
        log(workspace, [EntryInput(key, str(30 + back % 7), TODAY - timedelta(days=back)) for back in range(60, 0, -1)])
    add_kpi(workspace, RATE)
    for key in ("orders", "calls"):
        reading = read_draft(workspace, {**MEANT, **PERIOD, "kpi": key, "type": "total", "target": "2500"})
        assert reading.problems == {}
        saving.save_goal(workspace, reading.draft)
    level = {"kpi": "rate", "type": "level", "over": "week", "target": "1.2"}
    reading = read_draft(workspace, {**MEANT, **PERIOD, **level})
    assert reading.problems == {}
    saving.save_goal(workspace, reading.draft)

    def told_apart(workspace: Workspace, goal: object, data: object, now: object) -> Outlook:
        return Outlook(Random(numbers(workspace, data.kpi.key)).random(), None, 60)  # type: ignore[attr-defined]

    monkeypatch.setattr(judged, "_worked_out", told_apart)
    return workspace


def chances(workspace: Workspace) -> dict[str, float | None]:
    """Return the chance that is shown of every goal, by the key of its KPI."""
    return {view.kpi.key: view.outlook.chance if view.outlook else None for view in goal_views(workspace)}


def logging(key: str) -> Callable[[Workspace, Random], object]:
    """Return what logs some value of the last month for a KPI."""

    def change(shop: Workspace, dice: Random) -> object:
        return log(shop, [EntryInput(key, str(dice.randint(1, 90)), TODAY - timedelta(days=dice.randint(0, 30)))])

    return change


CHANGES: dict[str, Callable[[Workspace, Random], object]] = {
    **{f"log {key}": logging(key) for key in LOGGED},
    "undo": lambda shop, dice: journal.undo_many(shop.store, dice.randint(1, 3)),
    "redo": lambda shop, dice: journal.redo(shop.store) if journal.history(shop.store)[0].undone else None,
    "note": lambda shop, dice: add_note(shop, None, TODAY, "Rain"),
    "pause": lambda shop, dice: add_pause(shop, None, TODAY - timedelta(days=dice.randint(9, 90)), TODAY, "ill"),
    "another denominator": lambda shop, dice: edit_kpi(
        shop, find_kpi(shop, "rate"), {**RATE, "denominator": dice.choice(("calls", "visitors"))}
    ),
    "look": lambda shop, dice: goal_views(shop),
}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", range(6))
def test_a_kept_chance_is_of_the_figures_as_they_are(goals: Workspace, seed: int) -> None:
    dice = Random(seed)
    for step in range(40):
        change = dice.choice(sorted(CHANGES))
        CHANGES[change](goals, dice)
        shown = chances(goals)
        anew = {key: Random(numbers(goals, key)).random() for key in shown}
        assert shown == anew, f"after {change}, step {step}"


def test_another_kpi_that_is_logged_costs_no_chance_anew(goals: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = chances(goals)
    worked: list[str] = []

    def counted(workspace: Workspace, goal: object, data: object, now: object) -> None:
        worked.append(data.kpi.key)  # type: ignore[attr-defined]

    monkeypatch.setattr(judged, "_worked_out", counted)
    log(goals, [EntryInput("calls", "3", TODAY)])
    add_note(goals, None, TODAY, "Rain")
    assert {**chances(goals), "calls": before["calls"]} == before
    assert worked == ["calls"]
    log(goals, [EntryInput("visitors", "9", TODAY)])
    chances(goals)
    assert worked == ["calls", "rate"], "a rate rests on both of its parts"


def test_too_much_to_look_through_is_everything(goals: Workspace) -> None:
    rate, state = find_kpi(goals, "rate"), Freshness(goals, 1).state.partition(":")[2]
    assert logged_since(goals.store, state) == frozenset()
    log(goals, [EntryInput("calls", "3", TODAY)])
    assert logged_since(goals.store, state) == frozenset([find_kpi(goals, "calls").id])
    assert rests_on(goals, rate) == {find_kpi(goals, key).id for key in ("rate", "orders", "visitors")}
    for back in range(201):
        log(goals, [EntryInput("calls", "4", TODAY - timedelta(days=back))])
    assert logged_since(goals.store, state) is None
