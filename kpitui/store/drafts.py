"""Half-filled forms, saved key by key and not journalled: a lost line must not lose a letter.

What a draft means is known by the form it belongs to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kpitui.core.model import Draft

if TYPE_CHECKING:
    from kpitui.store.connection import Store


def save_draft(store: Store, form: str, fields: Mapping[str, str], draft: int | None = None) -> int:
    """Save what has been typed into *form* so far, as a new draft or over *draft*, and return its id."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    typed = json.dumps(dict(fields))
    with store.transaction():
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
    with store.transaction():
        store.connection.execute("DELETE FROM draft WHERE id = ?", (draft,))


def drafts_of(store: Store, form: str) -> list[Draft]:
    """Return the drafts of *form*, the one typed into last first."""
    rows = store.rows("SELECT * FROM draft WHERE form = ? ORDER BY updated DESC, id DESC", (form,))
    return [Draft(row["id"], row["form"], json.loads(row["fields"]), row["updated"]) for row in rows]


def drafted_forms(store: Store) -> list[str]:
    """Return the names of the forms that have a draft, the one typed into last first."""
    rows = store.rows("SELECT form FROM draft GROUP BY form ORDER BY max(updated) DESC, max(id) DESC")
    return [row["form"] for row in rows]
