"""Pauses, notes and actions in the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kpitui.core.goal import Action, Expectation
from kpitui.core.model import Kpi, Pause
from kpitui.store import dated_records, kpis
from kpitui.store.connection import open_store

DAY = date(2026, 11, 23)


def test_pauses_notes_and_actions_come_back_as_they_went_in(tmp_path: Path) -> None:
    """A note of all KPIs is found with each; an action without a day comes last."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("all") as change:
        kpi = kpis.add_kpi(change, Kpi(0, "a", "a", "flow", created=DAY)).id
        pause = dated_records.add_pause(change, None, DAY, DAY, "holiday")
        dated_records.add_note(change, kpi, DAY, "one")
        dated_records.add_note(change, None, DAY, "all")
        later = Action(0, "", "call", kpi, created=DAY)
        dated_records.add_action(change, later)
        dated_records.add_action(
            change, later._replace(what="mail", due=DAY, expected=Expectation(-2.5, percent=True, by=DAY))
        )
    assert [Pause(pause, None, DAY, DAY, "holiday")] == dated_records.all_pauses(store)
    assert ["one", "all"] == [note.text for note in dated_records.notes_of(store, kpi)]
    actions = dated_records.all_actions(store)
    assert ["mail", "call"] == [action.what for action in actions]
    assert [Expectation(-2.5, percent=True, by=DAY), None] == [action.expected for action in actions]
    done = actions[0]._replace(state="done", started=DAY, finished=DAY)
    assert [actions[0]] == dated_records.due_actions(store, DAY)
    with store.write("action") as change:
        assert dated_records.update_action(change, actions[0], done)
    assert done == dated_records.all_actions(store)[0]
    assert [] == dated_records.due_actions(store, DAY)


def test_notes_change_and_go(tmp_path: Path) -> None:
    """A note gets another day and text under its number, and is deleted; the newest comes first."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("two") as change:
        dated_records.add_note(change, None, DAY, "first")
        dated_records.add_note(change, None, DAY, "second")
    second, first = dated_records.all_notes(store)
    assert ("second", "first") == (second.text, first.text)
    with store.write("change") as change:
        assert dated_records.update_note(change, first, first._replace(date=date(2026, 11, 24), text="moved"))
        assert dated_records.delete_note(change, second)
    assert [first._replace(date=date(2026, 11, 24), text="moved")] == dated_records.all_notes(store)


def test_an_older_file_gets_the_new_columns(tmp_path: Path) -> None:
    """An action from before there were expected effects is kept as it was."""
    path = str(tmp_path / "kpitui.db")
    store = open_store(path)
    with store.write("action") as change:
        dated_records.add_action(change, Action(0, "", "call", due=DAY, created=DAY))
    script = "DROP VIEW action_board; ALTER TABLE action ADD COLUMN expected TEXT NOT NULL DEFAULT ''"
    for column in ("effect", "effect_percent", "effect_by", "reason", "created"):
        script += f"; ALTER TABLE action DROP COLUMN {column}"
    store.connection.executescript(
        f"{script}; DELETE FROM _sqlite_migrations WHERE name = 'm007_actions'; PRAGMA user_version = 3"
    )
    store.close()
    (action,) = dated_records.all_actions(open_store(path))
    assert (action.what, action.due, action.expected, action.reason) == ("call", DAY, None, "")
