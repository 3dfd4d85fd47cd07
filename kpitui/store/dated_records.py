"""Reading and writing what is dated beside the numbers: pauses, notes and actions."""

from __future__ import annotations

from datetime import date

from kpitui.core.goal import Action, Expectation
from kpitui.core.model import Note, Pause
from kpitui.store.identity import new_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from kpitui.store.connection import Store
    from kpitui.store.transaction import Transaction

_ITS_KPI_IS_THERE = "(kpi IS NULL OR kpi IN (SELECT id FROM kpi))"
"""Leaves out what belongs to a KPI that is gone from a damaged database."""


def add_pause(change: Transaction, kpi: int | None, start: date, end: date, reason: str) -> int:
    """Add a pause from *start* to *end*, both inclusive, and return its id; of all KPIs when *kpi* is None."""
    return change.insert("pause", {"kpi": kpi, "start": start.isoformat(), "end": end.isoformat(), "reason": reason})


def update_pause(change: Transaction, pause: Pause) -> bool:
    """Save every field of a pause; return whether anything became different."""
    columns = {"kpi": pause.kpi, "start": pause.start.isoformat(), "end": pause.end.isoformat(), "reason": pause.reason}
    return change.update("pause", {"id": pause.id}, columns)


def delete_pause(change: Transaction, pause: Pause) -> bool:
    """Delete a pause; return whether it was there."""
    return change.delete("pause", {"id": pause.id})


def all_pauses(store: Store) -> list[Pause]:
    """Return every pause, by its first day."""
    return [
        Pause(
            row["id"],
            row["kpi"],
            date.fromisoformat(row["start"]),
            date.fromisoformat(row["end"]),
            row["reason"],
        )
        for row in store.rows(f"SELECT * FROM pause WHERE {_ITS_KPI_IS_THERE} ORDER BY start, id")
    ]


def add_note(change: Transaction, kpi: int | None, day: date, text: str) -> int:
    """Add a dated note and return its id; it belongs to all KPIs when *kpi* is None."""
    return change.insert("note", {"uid": new_id(), "kpi": kpi, "date": day.isoformat(), "text": text})


def all_notes(store: Store) -> list[Note]:
    """Return every note, the newest day first."""
    return [
        _note(row) for row in store.rows(f"SELECT * FROM note WHERE {_ITS_KPI_IS_THERE} ORDER BY date DESC, id DESC")
    ]


def notes_of(store: Store, kpi: int) -> list[Note]:
    """Return the notes of one KPI and those of all KPIs, oldest first."""
    rows = store.rows("SELECT * FROM note WHERE kpi = ? OR kpi IS NULL ORDER BY date, id", (kpi,))
    return [_note(row) for row in rows]


def update_note(change: Transaction, before: Note, after: Note) -> bool:
    """Save the fields in which *after* differs from *before*, as it was read; return whether anything is different.

    Raises NotFound when the note is gone.
    """
    return change.update_changed("note", {"id": before.id}, _note_columns(before), _note_columns(after))


def delete_note(change: Transaction, note: Note) -> bool:
    """Delete a note; return whether there was one."""
    return change.delete("note", {"id": note.id})


def add_action(change: Transaction, action: Action) -> int:
    """Add a corrective action and return its id."""
    columns = _action_columns(action._replace(uid=action.uid or new_id()))
    return change.insert("action", columns)


def update_action(change: Transaction, before: Action, after: Action) -> bool:
    """Save the fields in which *after* differs from *before*, as it was read; return whether anything is different.

    Raises NotFound when the action is gone.
    """
    return change.update_changed("action", {"id": before.id}, _action_columns(before), _action_columns(after))


def all_actions(store: Store) -> list[Action]:
    """Return every action, those due soonest first, those without a day last."""
    return [_action(row) for row in store.rows("SELECT * FROM action ORDER BY due IS NULL, due, id")]


def due_actions(store: Store, today: date) -> list[Action]:
    """Return the open actions that are due on *today* or were before, the longest overdue first."""
    rows = store.rows(
        "SELECT * FROM action WHERE state IN ('planned', 'started') AND due <= ? ORDER BY due, id", (today.isoformat(),)
    )
    return [_action(row) for row in rows]


def _note(row: sqlite3.Row) -> Note:
    return Note(row["id"], row["uid"], row["kpi"], date.fromisoformat(row["date"]), row["text"])


def _note_columns(note: Note) -> dict[str, object]:
    return {"kpi": note.kpi, "date": note.date.isoformat(), "text": note.text}


def _action(row: sqlite3.Row) -> Action:
    expected = None
    if row["effect"] is not None:
        expected = Expectation(row["effect"], bool(row["effect_percent"]), _day(row["effect_by"]))
    return Action(
        id=row["id"],
        uid=row["uid"],
        what=row["what"],
        kpi=row["kpi"],
        goal=row["goal"],
        due=_day(row["due"]),
        expected=expected,
        state=row["state"],
        started=_day(row["started"]),
        finished=_day(row["finished"]),
        reason=row["reason"],
        created=date.fromisoformat(row["created"]),
    )


def _action_columns(action: Action) -> dict[str, object]:
    columns = action._asdict()
    del columns["id"], columns["expected"]
    expected = action.expected
    columns["effect"] = expected.size if expected else None
    columns["effect_percent"] = int(expected.percent) if expected else 0
    columns["effect_by"] = expected.by if expected else None
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
