"""Half-filled forms, kept key by key, so that a lost line loses no letter; they are no part of the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from kpitui.core.model import Draft
from kpitui.services.workspace import Workspace
from kpitui.store import records

STALE_DAYS = 30
"""Days after which a draft that nobody touched lies forgotten."""


def newest_draft(workspace: Workspace, form: str) -> Draft | None:
    """Return the draft of *form* that was typed into last; None when there is none."""
    return next(iter(records.drafts_of(workspace.store, form)), None)


def drafts_of(workspace: Workspace, form: str) -> list[Draft]:
    """Return every draft of *form*, the one that was typed into last first."""
    return records.drafts_of(workspace.store, form)


def drafted_forms(workspace: Workspace) -> dict[str, bool]:
    """Return by name the forms of which there is a draft, the one that was typed into last first.

    With each whether that was within `STALE_DAYS`; an older one is the doctor's to tell.
    """
    since = (workspace.today - timedelta(days=STALE_DAYS)).isoformat()
    return {form: updated >= since for form, updated in records.drafted_forms(workspace.store).items()}


def save_draft(workspace: Workspace, form: str, fields: Mapping[str, str], draft: int | None = None) -> int:
    """Save what was typed into *form* so far, as a new draft or over *draft*, and return its id. Raises Busy."""
    return records.save_draft(workspace.store, form, fields, draft)


def drop_draft(workspace: Workspace, draft: int) -> None:
    """Delete a draft: it was saved as what it became, or thrown away. Raises Busy."""
    records.drop_draft(workspace.store, draft)
