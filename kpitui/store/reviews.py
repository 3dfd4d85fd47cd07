"""Reading and writing what reviews leave behind: that one was held, and what was decided about each matter."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from kpitui.core.review import Decision, HeldReview
from kpitui.store.identity import new_id

if TYPE_CHECKING:
    from kpitui.store.connection import Store
    from kpitui.store.journal import Transaction


def add_review(change: Transaction, held: HeldReview) -> int:
    """Add that a period was reviewed and return the id of the review."""
    days = {"start": held.start, "end": held.end, "day": held.day}
    return change.insert("review", {"uid": new_id(), **{name: day.isoformat() for name, day in days.items()}})


def reviews(store: Store) -> list[HeldReview]:
    """Return every review that was held, in the order in which they were."""
    rows = store.rows("SELECT start, end, day FROM review ORDER BY day, id")
    return [HeldReview(*(date.fromisoformat(text) for text in row)) for row in rows]


def add_decision(change: Transaction, decision: Decision) -> int:
    """Add what was decided about a matter and return its id."""
    columns = decision._replace(uid=decision.uid or new_id())._asdict()
    del columns["id"]
    row = {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}
    return change.insert("decision", row)


def decisions(store: Store) -> list[Decision]:
    """Return everything that was decided in reviews, in the order in which it was."""
    return [_decision(row) for row in store.rows("SELECT * FROM decision ORDER BY day, id")]


def _decision(row: sqlite3.Row) -> Decision:
    columns = {name: row[name] for name in row.keys()}  # noqa: SIM118  a row is no mapping
    columns["day"] = date.fromisoformat(columns["day"])
    columns["until"] = date.fromisoformat(columns["until"]) if columns["until"] else None
    return Decision(**columns)
