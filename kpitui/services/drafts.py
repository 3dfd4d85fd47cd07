"""Half-filled forms, kept key by key, so that a lost line loses no letter; they are no part of the history."""

from __future__ import annotations

from collections.abc import Mapping

from kpitui.core.model import Draft
from kpitui.services.workspace import Workspace
from kpitui.store import records


def newest_draft(workspace: Workspace, form: str) -> Draft | None:
    """Return the draft of *form* that was typed into last; None when there is none."""
    return next(iter(records.drafts_of(workspace.store, form)), None)


def drafts_of(workspace: Workspace, form: str) -> list[Draft]:
    """Return every draft of *form*, the one that was typed into last first."""
    return records.drafts_of(workspace.store, form)


def drafted_forms(workspace: Workspace) -> list[str]:
    """Return the names of the forms of which there is a draft, the one that was typed into last first."""
    return records.drafted_forms(workspace.store)


def save_draft(workspace: Workspace, form: str, fields: Mapping[str, str], draft: int | None = None) -> int:
    """Save what was typed into *form* so far, as a new draft or over *draft*, and return its id. Raises Busy."""
    return records.save_draft(workspace.store, form, fields, draft)


def drop_draft(workspace: Workspace, draft: int) -> None:
    """Delete a draft: it was saved as what it became, or thrown away. Raises Busy."""
    records.drop_draft(workspace.store, draft)
