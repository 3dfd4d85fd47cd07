"""What is being typed when the app ends: kept as drafts, whatever ends it, and found again where it was typed.

What a form means by its draft, and where it shows it again, is the business of the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from kpitui.core.record import Record

if TYPE_CHECKING:
    from kpitui.services.workspace import Workspace

PATIENCE = 0.1
"""Seconds that an app which ends waits for another program that writes."""


class Unsaved(Record):
    """What is typed into a form and not saved yet."""

    form: str
    """What its draft is kept under."""
    fields: dict[str, str]
    draft: int | None = None
    """The draft that it goes on from."""


def keep(workspace: Workspace, forms: Iterable[Unsaved]) -> None:
    """Save each of *forms* as a draft as well as can be: nothing may stand in the way of an ending."""
    from kpitui.services.drafts import save_draft

    for unsaved in forms:
        with suppress(Exception), workspace.patient(PATIENCE):
            save_draft(workspace, unsaved.form, unsaved.fields, unsaved.draft)
