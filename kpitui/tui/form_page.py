"""A page that is a form: a new thing with a draft that survives a dropped line, or one that is there and is changed.

What the fields are, and what saving means, is told by the page that derives from it; what is refused by the services.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kpitui.core.errors import KpituiError
from kpitui.services.drafts import drop_draft, save_draft
from kpitui.tui.page import Page
from kpitui.tui.screen import Unsaved
from kpitui.tui.widgets.fields import FIELDS, Field, FieldChanged
from kpitui.tui.widgets.form import Form
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Plain
from kpitui.wording.errors import sentence


class FormPage(Page):
    """The base of pages with a form."""

    DRAFT: ClassVar[str] = ""
    """What its drafts are kept under."""
    KEYED = FIELDS
    DEFAULT_CSS = """
    FormPage {
        & > VerticalScroll { height: 1fr; padding: 1 1 0 1; }
        & Form { height: auto; }
    }
    """

    def __init__(self, first: str = "") -> None:
        super().__init__()
        self.first_field = first
        """The name of the field to begin in; empty for the first one."""
        self.typed: dict[str, str] = {}
        self.draft: int | None = None
        self.is_new = True
        """Whether something new is made; only that has a draft."""

    def existing_fields(self) -> dict[str, str] | None:
        """Return what is there as it would have been typed; None when something new is made."""
        raise NotImplementedError

    def heading(self) -> str:
        """Return what the form is about."""
        raise NotImplementedError

    def fields(self) -> Sequence[Field]:
        """Return the fields that what is typed so far asks for."""
        raise NotImplementedError

    def save(self) -> str:
        """Save what is typed and return a sentence that says so; raise KpituiError to refuse it."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out the page, with what is there, or the draft that was typed into last, in its fields."""
        self._load_typed()
        yield Plain(self.heading(), classes="heading")
        with VerticalScroll(can_focus=False):
            yield Form(*self.fields(), first=self.first_field)
        yield KeyBar()

    def unsaved(self) -> Unsaved | None:
        """Return what is typed where it waits for another program that writes; else it is kept already."""
        return Unsaved(self.DRAFT, self.typed, self.draft) if self.pending_writes.is_waiting("draft") else None

    def _load_typed(self) -> None:
        existing = self.existing_fields()
        self.is_new = existing is None
        if existing is not None:
            self.typed = existing
        elif not self.typed:
            draft = self.resume_draft(self.DRAFT)
            if draft:
                self.draft, self.typed = draft.id, dict(draft.fields)

    async def show_fields(self) -> None:
        """Put up other fields, because something that was typed asks for them."""
        await self.query_one(Form).put(self.fields())

    async def on_field_changed(self, message: FieldChanged) -> None:
        """Keep what was typed, and take a problem away once its field is worked on."""
        self.typed[message.name] = message.value
        await self.changed(message.name)
        if self.is_new:
            self.keep_draft(self._keep)
        self.query_one(Form).clear_problem(message.name)

    def _keep(self) -> None:
        self.draft = save_draft(self.workspace, self.DRAFT, self.typed, self.draft)

    async def changed(self, name: str) -> None:
        """Do what follows from a change of the field called *name*, before it is kept."""

    def on_form_finished(self) -> None:
        """Save after the last field."""
        self.action_save()

    def action_save(self) -> None:
        """Save and leave; when it is refused, say so at the field and stay."""
        try:
            message = self.save()
        except KpituiError as error:
            if not self.query_one(Form).refuse(error.field or "", sentence(error)):
                self.app.report(error)
            return
        self._drop_draft()
        self.app.pop_screen()
        self.app.publish_change()
        self.app.inform(message)

    def action_discard(self) -> None:
        """Throw the draft away and leave."""
        self._drop_draft()
        self.app.pop_screen()

    def _drop_draft(self) -> None:
        self.pending_writes.cancel("draft")
        if self.draft is not None:
            drop_draft(self.workspace, self.draft)
