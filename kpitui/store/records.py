"""KPIs, what is dated beside their numbers (pauses, notes, actions), settings, drafts and reviews, as rows.

What a kind means is told by `kpitui.core.kinds`, which settings there are and what they accept by `kpitui.services`,
and what a draft means by the form it belongs to. Drafts are saved key by key and not journalled: a lost line must not
lose a letter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache

from kpitui.core.cadence import parse_cadence
from kpitui.core.errors import DatabaseUnusable, mark
from kpitui.core.goal import Action, Expectation
from kpitui.core.model import Draft, Kpi, Note, Pause
from kpitui.store.transaction import new_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import Any

    from kpitui.core.review import Decision, HeldReview
    from kpitui.store.connection import Store
    from kpitui.store.transaction import Transaction

_ITS_KPI_IS_THERE = "(kpi IS NULL OR kpi IN (SELECT id FROM kpi))"
"""Leaves out what belongs to a KPI that is gone from a damaged database."""


NOT_OURS = mark("The KPI {key} has a value KPITUI did not write: {value}. Restore a backup: kpitui restore --latest")


def as_columns(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the *fields* of a record, but for its number, as a row holds them: days as ISO text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items() if name != "id"
    }


def as_fields(
    row: sqlite3.Row, names: Iterable[str], *, days: Collection[str] = (), truths: Collection[str] = ()
) -> dict[str, Any]:
    """Return the columns of *row* with these *names* as a record holds them: of *days* as days, of *truths* as bool."""
    fields: dict[str, Any] = {}
    for name in names:
        value = row[name]
        if name in days:
            value = date.fromisoformat(value) if value else None
        elif name in truths and value is not None:
            value = bool(value)
        fields[name] = value
    return fields


def add_kpi(change: Transaction, kpi: Kpi) -> Kpi:
    """Add a KPI, at the end of Today, and return it with the id it got."""
    (row,) = change.rows("SELECT coalesce(max(position), 0) + 1 FROM kpi")
    placed = kpi._replace(position=row[0])
    return placed._replace(id=change.insert("kpi", as_columns(placed._asdict())))


def update_kpi(change: Transaction, before: Kpi, after: Kpi) -> bool:
    """Save the fields in which *after* differs from *before*, as it was read; return whether anything is different.

    Raises NotFound when the KPI is gone.
    """
    return change.update_changed("kpi", {"id": before.id}, as_columns(before._asdict()), as_columns(after._asdict()))


def all_kpis(store: Store | Transaction, *, archived: bool = False) -> list[Kpi]:
    """Return the KPIs in the order of Today, as *store* or a running change sees them; archived ones when asked for."""
    where = "" if archived else " WHERE NOT archived"
    return [_kpi(row) for row in store.rows(f"SELECT * FROM kpi{where} ORDER BY archived, position, id")]


def kpi_by_key(store: Store, key: str) -> Kpi | None:
    """Return the KPI with this key, archived or not, or None."""
    rows = store.rows("SELECT * FROM kpi WHERE key = ?", (key,))
    return _kpi(rows[0]) if rows else None


def _kpi(row: sqlite3.Row) -> Kpi:
    """Return the KPI in *row*; raises DatabaseUnusable where its rhythm is none, which the schema does not check."""
    columns: Mapping[str, Any] = dict(row)
    if not _is_cadence(row["cadence"]):
        raise DatabaseUnusable(NOT_OURS, key=row["key"], value=row["cadence"][:200])
    return Kpi(**{**columns, "created": date.fromisoformat(row["created"]), "archived": bool(row["archived"])})


@lru_cache(maxsize=256)
def _is_cadence(text: str) -> bool:
    try:
        return parse_cadence(text) == text
    except ValueError:
        return False


def add_pause(change: Transaction, kpi: int | None, start: date, end: date, reason: str) -> int:
    """Add a pause from *start* to *end*, both inclusive, and return its id; of all KPIs when *kpi* is None."""
    return change.insert("pause", {"kpi": kpi, "start": start.isoformat(), "end": end.isoformat(), "reason": reason})


def update_pause(change: Transaction, pause: Pause) -> bool:
    """Save every field of a pause; return whether anything became different."""
    return change.update("pause", {"id": pause.id}, as_columns(pause._asdict()))


def delete_pause(change: Transaction, pause: Pause) -> bool:
    """Delete a pause; return whether it was there."""
    return change.delete("pause", {"id": pause.id})


def all_pauses(store: Store) -> list[Pause]:
    """Return every pause, by its first day."""
    rows = store.rows(f"SELECT * FROM pause WHERE {_ITS_KPI_IS_THERE} ORDER BY start, id")
    return [Pause(**as_fields(row, Pause._fields, days=("start", "end"))) for row in rows]


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
    return change.update_changed("note", {"id": before.id}, as_columns(before._asdict()), as_columns(after._asdict()))


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
    return Note(**as_fields(row, Note._fields, days=("date",)))


def _action(row: sqlite3.Row) -> Action:
    names = [name for name in Action._fields if name != "expected"]
    expected = None
    if row["effect"] is not None:
        effect = as_fields(row, _EFFECT, days=("effect_by",), truths=("effect_percent",))
        expected = Expectation(*effect.values())
    return Action(**as_fields(row, names, days=("due", "started", "finished", "created")), expected=expected)


def _action_columns(action: Action) -> dict[str, object]:
    fields = action._asdict()
    expected = fields.pop("expected") or (None, False, None)
    return as_columns(fields | dict(zip(_EFFECT, expected, strict=True)))


_EFFECT = ("effect", "effect_percent", "effect_by")
"""The columns of what an action is expected to bring about: size, percent and day."""


def read_settings(store: Store) -> dict[str, str]:
    """Return every setting that was ever set, as text by key."""
    return {row["key"]: row["value"] for row in store.rows("SELECT key, value FROM setting")}


def write_setting(change: Transaction, key: str, value: str | None) -> bool:
    """Set one setting, or forget it when *value* is None; return whether anything became different."""
    if value is None:
        return change.delete("setting", {"key": key})
    if change.rows("SELECT 1 FROM setting WHERE key = ?", (key,)):
        return change.update("setting", {"key": key}, {"value": value})
    change.insert("setting", {"key": key, "value": value})
    return True


def save_draft(store: Store, form: str, fields: Mapping[str, str], draft: int | None = None) -> int:
    """Save what has been typed into *form* so far, as a new draft or over *draft*, and return its id."""
    from json import dumps

    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    if store.pinned_day is not None:
        now = store.pinned_day + now[len(store.pinned_day) :]  # a day that is simulated is the day of the draft too
    typed = dumps(dict(fields))
    with store.unseen_transaction():
        if draft is not None:
            cursor = store.connection.execute(
                "UPDATE draft SET fields = ?, updated = ? WHERE id = ?", (typed, now, draft)
            )
            if cursor.rowcount:
                return draft
        cursor = store.connection.execute(
            "INSERT INTO draft (form, fields, updated) VALUES (?, ?, ?)", (form, typed, now)
        )
        return cursor.lastrowid or 0


def drop_draft(store: Store, draft: int) -> None:
    """Forget a draft: it became a goal, or the user threw it away."""
    with store.unseen_transaction():
        store.connection.execute("DELETE FROM draft WHERE id = ?", (draft,))


def drafts_of(store: Store, form: str) -> list[Draft]:
    """Return the drafts of *form*, the one typed into last first."""
    from json import loads

    rows = store.rows("SELECT * FROM draft WHERE form = ? ORDER BY updated DESC, id DESC", (form,))
    return [Draft(row["id"], row["form"], loads(row["fields"]), row["updated"]) for row in rows]


def drafted_forms(store: Store) -> dict[str, str]:
    """Return the forms that have a draft with the moment (UTC, ISO) of the last letter typed, the newest first."""
    rows = store.rows(
        "SELECT form, max(updated) AS newest FROM draft GROUP BY form ORDER BY max(updated) DESC, max(id) DESC"
    )
    return {row["form"]: row["newest"] for row in rows}


def add_review(change: Transaction, held: HeldReview) -> int:
    """Add that a period was reviewed and return the id of the review."""
    return change.insert("review", as_columns({"uid": new_id(), "start": held.start, "end": held.end, "day": held.day}))


def reviews(store: Store) -> list[HeldReview]:
    """Return every review that was held, in the order in which they were."""
    from kpitui.core.review import HeldReview

    rows = store.rows("SELECT start, end, day FROM review ORDER BY day, id")
    return [HeldReview(*(date.fromisoformat(text) for text in row)) for row in rows]


def add_decision(change: Transaction, decision: Decision) -> int:
    """Add what was decided about a matter and return its id."""
    return change.insert("decision", as_columns(decision._replace(uid=decision.uid or new_id())._asdict()))


def decisions(store: Store) -> list[Decision]:
    """Return everything that was decided in reviews, in the order in which it was."""
    from kpitui.core.review import Decision

    rows = store.rows("SELECT * FROM decision ORDER BY day, id")
    return [Decision(**as_fields(row, Decision._fields, days=("day", "until"))) for row in rows]
