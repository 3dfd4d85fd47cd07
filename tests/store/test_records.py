"""Records as rows: KPIs, pauses, notes and actions, settings, drafts, and what reviews leave behind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kpitui.core.goal import Action, Expectation
from kpitui.core.model import Kpi, Pause
from kpitui.core.review import Decision, HeldReview
from kpitui.store import journal, records
from kpitui.store.connection import Store, open_store
from kpitui.store.records import add_decision, add_review, decisions, read_settings, reviews, write_setting

FULL = Kpi(
    id=0, key="stock", name="[b]Stock[/b] 📦", kind="level", unit="kg", decimals=1, direction="band", band_low=2.5,
    band_high=9.0, cadence="mon,thu", blank="zero", source="shelf", description="weighed", template="t",
    created=date(2026, 1, 2),
)  # fmt: skip


def added(store: Store, kpi: Kpi) -> Kpi:
    """Add a KPI as one change."""
    with store.write("kpi.added") as change:
        return records.add_kpi(change, kpi)


def test_every_field_survives(tmp_path: Path) -> None:
    """A KPI is read back as it was written, with its id and place."""
    store = open_store(str(tmp_path / "k.db"))
    stored = added(store, FULL)
    assert stored == records.kpi_by_key(store, "stock") == FULL._replace(id=stored.id, position=1)
    assert records.kpi_by_key(store, "nothing") is None
    store.close()


def test_archived_ones_come_last_and_only_when_wanted(tmp_path: Path) -> None:
    """KPIs come in the order of Today; archived ones only when asked for, at the end."""
    store = open_store(str(tmp_path / "k.db"))
    first, second = added(store, FULL), added(store, FULL._replace(key="two"))
    with store.write("kpi.archived") as change:
        assert records.update_kpi(change, first, first._replace(archived=True))
        assert not records.update_kpi(change, second, second)
    assert ["two"] == [kpi.key for kpi in records.all_kpis(store)]
    assert ["two", "stock"] == [kpi.key for kpi in records.all_kpis(store, archived=True)]
    store.close()


DAY = date(2026, 11, 23)


def test_pauses_notes_and_actions_come_back_as_they_went_in(tmp_path: Path) -> None:
    """A note of all KPIs is found with each; an action without a day comes last."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("all") as change:
        kpi = records.add_kpi(change, Kpi(0, "a", "a", "flow", created=DAY)).id
        pause = records.add_pause(change, None, DAY, DAY, "holiday")
        records.add_note(change, kpi, DAY, "one")
        records.add_note(change, None, DAY, "all")
        later = Action(0, "", "call", kpi, created=DAY)
        records.add_action(change, later)
        records.add_action(
            change, later._replace(what="mail", due=DAY, expected=Expectation(-2.5, percent=True, by=DAY))
        )
    assert [Pause(pause, None, DAY, DAY, "holiday")] == records.all_pauses(store)
    assert ["one", "all"] == [note.text for note in records.notes_of(store, kpi)]
    actions = records.all_actions(store)
    assert ["mail", "call"] == [action.what for action in actions]
    assert [Expectation(-2.5, percent=True, by=DAY), None] == [action.expected for action in actions]
    done = actions[0]._replace(state="done", started=DAY, finished=DAY)
    assert [actions[0]] == records.due_actions(store, DAY)
    with store.write("action") as change:
        assert records.update_action(change, actions[0], done)
    assert done == records.all_actions(store)[0]
    assert [] == records.due_actions(store, DAY)


def test_notes_change_and_go(tmp_path: Path) -> None:
    """A note gets another day and text under its number, and is deleted; the newest comes first."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("two") as change:
        records.add_note(change, None, DAY, "first")
        records.add_note(change, None, DAY, "second")
    second, first = records.all_notes(store)
    assert ("second", "first") == (second.text, first.text)
    with store.write("change") as change:
        assert records.update_note(change, first, first._replace(date=date(2026, 11, 24), text="moved"))
        assert records.delete_note(change, second)
    assert [first._replace(date=date(2026, 11, 24), text="moved")] == records.all_notes(store)


def test_an_older_file_gets_the_new_columns(tmp_path: Path) -> None:
    """An action from before there were expected effects is kept as it was."""
    path = str(tmp_path / "kpitui.db")
    store = open_store(path)
    with store.write("action") as change:
        records.add_action(change, Action(0, "", "call", due=DAY, created=DAY))
    script = "DROP VIEW part_share; DROP VIEW action_board; "
    script += "ALTER TABLE action ADD COLUMN expected TEXT NOT NULL DEFAULT ''"
    for column in ("effect", "effect_percent", "effect_by", "reason", "created"):
        script += f"; ALTER TABLE action DROP COLUMN {column}"
    store.connection.executescript(
        f"{script}; DELETE FROM _sqlite_migrations WHERE name = 'm007_actions'; PRAGMA user_version = 3"
    )
    store.close()
    (action,) = records.all_actions(open_store(path))
    assert (action.what, action.due, action.expected, action.reason) == ("call", DAY, None, "")


def test_settings_are_set_changed_and_forgotten(tmp_path: Path) -> None:
    """A setting keeps its last text; forgetting it brings back nothing, and undo brings back the text."""
    store = open_store(str(tmp_path / "k.db"))
    for value in ("dark", "light", None):
        with store.write("setting.changed") as change:
            assert write_setting(change, "theme", value)
    assert {} == read_settings(store)
    journal.undo(store)
    assert {"theme": "light"} == read_settings(store)
    with store.write("setting.changed") as change:
        assert not write_setting(change, "theme", "light")
    store.close()


def test_a_draft_is_saved_over_and_found_again(tmp_path: Path) -> None:
    """The last letters typed are what a second opening of the file reads."""
    store = open_store(str(tmp_path / "kpitui.db"))
    draft = records.save_draft(store, "goal", {"title": "15% m"})
    assert draft == records.save_draft(store, "goal", {"title": "15% more ü"}, draft)
    (found,) = records.drafts_of(open_store(store.path), "goal")
    assert {"title": "15% more ü"} == found.fields
    assert [] == journal.history(store)


def test_a_draft_that_was_dropped_elsewhere_is_saved_anew(tmp_path: Path) -> None:
    """Typing on in a form whose draft another session finished loses nothing."""
    store = open_store(str(tmp_path / "kpitui.db"))
    draft = records.save_draft(store, "goal", {"title": "a"})
    records.drop_draft(store, draft)
    records.save_draft(store, "goal", {"title": "ab"}, draft)
    assert ["ab"] == [found.fields["title"] for found in records.drafts_of(store, "goal")]


def test_they_come_back_as_they_went_in_and_can_be_undone(tmp_path: Path) -> None:
    """Every field; the review and its decisions are journalled."""
    store = open_store(str(tmp_path / "kpitui.db"))
    held = HeldReview(date(2026, 11, 16), date(2026, 11, 22), DAY)
    decision = Decision(1, "uid", "goal:3:2026-11-22", DAY, "snooze", date(2026, 12, 1), "it fell", "why")
    with store.write("matter.decided", said="it fell") as change:
        add_decision(change, decision)
        add_review(change, held)
    assert (decisions(store), reviews(store)) == ([decision], [held])
    journal.undo(store)
    assert (decisions(store), reviews(store)) == ([], [])
    store.close()
