"""A small form over the page: a few fields, saved with Enter in the last one; Esc leaves everything as it was.

What is saved, and what is refused, is decided by the services that a dialog calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from kpitui.core.errors import KpituiError, mark
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.drafts import drop_draft, newest_draft
from kpitui.tui.screen import KpituiScreen
from kpitui.tui.unsaved import Unsaved
from kpitui.tui.widgets.fields import FIELDS, FieldChanged
from kpitui.tui.widgets.form import Form
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Plain
from kpitui.wording.errors import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpitui.tui.widgets.fields import Field


class Dialog(KpituiScreen, ModalScreen[None]):
    """The base of all dialogs; a dialog says what its fields are and saves them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", mark("save"), id="dialog.save"),
        Binding("escape", "leave", mark("leave without saving"), id="dialog.leave"),
    ]
    KEYED = FIELDS
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & #box {
            width: 76; max-width: 100%; height: auto; max-height: 100%;
            padding: 1 2; background: $surface; border: round $primary;
        }
        & #title { text-style: bold; color: $primary; margin-bottom: 1; height: auto; }
    }
    """

    _begun_with: Mapping[str, str] = {}
    """What was in the fields when they were put up, or as the thing is that is changed."""
    _draft: int | None = None
    """The draft that the fields were filled in from."""

    def heading(self) -> str:
        """Return what the dialog is about, in the language in force."""
        raise NotImplementedError

    def fields(self) -> Sequence[Field]:
        """Return the fields, filled in."""
        raise NotImplementedError

    def save(self, values: Mapping[str, str]) -> str:
        """Save what is in the fields and return a sentence that says so; raise KpituiError to refuse it."""
        raise NotImplementedError

    def draft_name(self) -> str:
        """Return what is kept under that name when the app ends meanwhile; empty where nothing is worth it."""
        return ""

    def compose(self) -> ComposeResult:
        """Lay out heading and fields in a box, with what was typed when the app was left."""
        fields = self.fields()
        self._begun_with = {field.name or "": field.value for field in fields}
        self._draft = self._take_up(fields)
        with Vertical(id="box"):
            yield Plain(harmless(self.heading(), 200), id="title")
            yield Form(*fields)
        yield KeyBar()

    def unsaved(self) -> Unsaved | None:
        """Return what is in the fields when that is not what they began with."""
        form, name = next(iter(self.query(Form)), None), self.draft_name()
        values = form.values() if form else self._begun_with
        return Unsaved(name, dict(values), self._draft) if name and values != self._begun_with else None

    def _take_up(self, fields: Sequence[Field]) -> int | None:
        name = self.draft_name()
        draft = newest_draft(self.workspace, name) if name else None
        if draft is None:
            return None
        for field in fields:
            field.begin_with(draft.fields.get(field.name or "", field.value))
        message = _("What you typed last time is here again; {key} throws it away")
        self.desk.inform(message.format(key=self.key_for("leave")))
        return draft.id

    def _drop_draft(self) -> None:
        if self._draft is not None:
            drop_draft(self.workspace, self._draft)

    def on_field_changed(self, message: FieldChanged) -> None:
        """Take a problem away once its field is worked on."""
        self.query_one(Form).forgive(message.name)

    def on_form_finished(self) -> None:
        """Save after the last field."""
        self.action_save()

    def action_save(self) -> None:
        """Save and close; when it is refused, say so at the field and stay open."""
        form = self.query_one(Form)
        try:
            message = self.save(form.values())
        except KpituiError as error:
            if not form.refuse(error.field or "", sentence(error)):
                self.desk.report(error)
            return
        self._drop_draft()
        self.app.pop_screen()
        self.desk.announce()
        self.desk.inform(" · ".join([message, *self.take_doubts()]))

    def action_leave(self) -> None:
        """Close without saving."""
        self._drop_draft()
        self.app.pop_screen()
