"""Pauses, notes and actions in the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kpitui.core.goal import Action
from kpitui.core.model import Kpi, Pause
from kpitui.store import diary, kpis
from kpitui.store.connection import open_store

DAY = date(2026, 11, 23)


def test_pauses_notes_and_actions_come_back_as_they_went_in(tmp_path: Path) -> None:
    """A note of all KPIs is found with each; an action without a day comes last."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("all") as change:
        kpi = kpis.add_kpi(change, Kpi(0, "a", "a", "flow", created=DAY)).id
        pause = diary.add_pause(change, None, DAY, DAY, "holiday")
        diary.add_note(change, kpi, DAY, "one")
        diary.add_note(change, None, DAY, "all")
        later = Action(0, "", "call", kpi, None, None, "", "planned", None, None)
        diary.add_action(change, later)
        diary.add_action(change, later._replace(what="mail", due=DAY))
    assert [Pause(pause, None, DAY, DAY, "holiday")] == diary.all_pauses(store)
    assert ["one", "all"] == [note.text for note in diary.notes_of(store, kpi)]
    actions = diary.all_actions(store)
    assert ["mail", "call"] == [action.what for action in actions]
    with store.write("action") as change:
        assert diary.update_action(change, actions[0]._replace(state="done", finished=DAY))
    assert ("done", DAY) == (diary.all_actions(store)[0].state, diary.all_actions(store)[0].finished)
