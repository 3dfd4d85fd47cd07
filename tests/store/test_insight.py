"""What insight remembers: agreed baselines, undoably, and stated chances, one a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kpitui.core.model import Kpi
from kpitui.store import insight, journal
from kpitui.store.connection import Store, open_store
from kpitui.store.records import add_kpi

DAY = date(2026, 11, 23)


def opened(tmp_path: Path) -> tuple[Store, Kpi]:
    """Return a database with one KPI."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("kpi.added") as change:
        kpi = add_kpi(change, Kpi(0, "orders", "Orders", "flow", created=DAY))
    return store, kpi


def test_a_base_is_added_once_and_can_be_undone(tmp_path: Path) -> None:
    """The same day twice is one baseline; undo takes it back."""
    store, kpi = opened(tmp_path)
    for _time in range(2):
        with store.write("base.added") as change:
            insight.add_base(change, kpi.id, insight.AgreedBase(DAY))
    assert insight.bases_of(store, kpi.id) == [insight.AgreedBase(DAY)]
    journal.undo(store)
    assert insight.bases_of(store, kpi.id) == []
    store.close()


def test_a_base_may_follow_a_trend_later_on(tmp_path: Path) -> None:
    """The same day again with a trend takes the place of the one without, and undo brings that back."""
    store, kpi = opened(tmp_path)
    for base in (insight.AgreedBase(DAY), insight.AgreedBase(DAY, DAY)):
        with store.write("base.added") as change:
            insight.add_base(change, kpi.id, base)
    assert insight.bases_of(store, kpi.id) == [insight.AgreedBase(DAY, DAY)]
    journal.undo(store)
    assert insight.bases_of(store, kpi.id) == [insight.AgreedBase(DAY)]
    store.close()


def test_the_last_chance_of_a_day_counts_and_survives_undo(tmp_path: Path) -> None:
    """A promise is not forgotten by undo, and a day has one."""
    store, kpi = opened(tmp_path)
    with store.write("goal.added") as change:
        goal = change.insert(
            "goal",
            {"uid": "u", "title": "g", "kpi": kpi.id, "type": "level", "start": "2026-01-01", "deadline": "2026-12-31",
             "created": "2026-01-01"},
        )  # fmt: skip
    insight.state_chance(store, goal, DAY, 0.5)
    insight.state_chance(store, goal, DAY, 0.75)
    assert insight.stated_chances(store) == [(goal, DAY, 0.75)]
    assert journal.history(store)[0].what == "goal.added"
    store.close()
