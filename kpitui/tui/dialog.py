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
from kpitui.i18n.dates import doubt_text
from kpitui.i18n.errors import sentence
from kpitui.i18n.harmless import harmless
from kpitui.tui.desk import AtDesk
from kpitui.tui.widgets.fields import FIELDS, FieldChanged
from kpitui.tui.widgets.form import Form
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpitui.tui.widgets.fields import Field


class Dialog(AtDesk, ModalScreen[None]):
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

    def heading(self) -> str:
        """Return what the dialog is about, in the language in force."""
        raise NotImplementedError

    def fields(self) -> Sequence[Field]:
        """Return the fields, filled in."""
        raise NotImplementedError

    def save(self, values: Mapping[str, str]) -> str:
        """Save what is in the fields and return a sentence that says so; raise KpituiError to refuse it."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out heading and fields in a box."""
        with Vertical(id="box"):
            yield Plain(harmless(self.heading(), 200), id="title")
            yield Form(*self.fields())
        yield KeyBar()

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
            said = self.save(form.values())
        except KpituiError as error:
            if not form.refuse(error.field or "", sentence(error)):
                self.desk.report(error)
            return
        self.app.pop_screen()
        self.desk.announce()
        self.desk.inform(" · ".join([said, *self._doubts()]))

    def _doubts(self) -> list[str]:
        """Return how days were read that could have been others, once."""
        workspace = self.workspace
        settings, doubts = workspace.settings, workspace.doubts
        workspace.doubts = {}
        return [
            doubt_text(text, day, month_first=settings.month_first, region=settings.region_code)
            for text, day in doubts.items()
        ]

    def action_leave(self) -> None:
        """Close without saving."""
        self.app.pop_screen()
