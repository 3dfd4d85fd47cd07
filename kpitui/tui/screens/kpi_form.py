"""The form for a KPI: a new one, from a template if wanted, or one that is there.

What is typed for a new KPI is kept as a draft. The fields are made by `kpi_fields`; what they accept is decided by
`kpitui.services.schema`.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from kpitui.core.errors import KpituiError, mark
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.errors import sentence
from kpitui.services.entering import find_kpi
from kpitui.services.planning import add_kpi, edit_kpi
from kpitui.store import drafts
from kpitui.store.kpis import all_kpis
from kpitui.tui.page import Page
from kpitui.tui.screens.kpi_fields import SHAPING, fields_for, from_template, read_fields, typed_of
from kpitui.tui.widgets.fields import FieldChanged
from kpitui.tui.widgets.form import Form
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Plain

DRAFT = "kpi"


class KpiFormPage(Page):
    """The KPI called *key*, or a new one."""

    CSS_PATH = "kpi_form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", mark("save the KPI"), id="kpi_form.save"),
        Binding("ctrl+d", "discard", mark("throw the draft away"), id="kpi_form.discard", priority=True, show=False),
        Binding("escape", "back", mark("leave"), id="kpi_form.back"),
    ]

    def __init__(self, key: str | None = None) -> None:
        super().__init__()
        self.key = key
        self.kpi: Kpi | None = None
        self.typed: dict[str, str] = {}
        self.draft: int | None = None

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Plain(id="heading", classes="heading")
        with VerticalScroll(can_focus=False):
            yield Form()
        yield KeyBar()

    def on_mount(self) -> None:
        """Take up what is there: the KPI, or the draft that was typed into last."""
        if self.key is not None:
            self.kpi = find_kpi(self.workspace, self.key)
            self.typed = typed_of(self.workspace, self.kpi)
        else:
            kept = drafts.drafts_of(self.workspace.store, DRAFT)
            if kept:
                self.draft, self.typed = kept[0].id, dict(kept[0].fields)
                self.desk.inform(_("Your draft of {day} goes on; ^d throws it away").format(day=kept[0].updated[:10]))
        heading = _("Add a KPI") if self.kpi is None else _("Change {name}").format(name=self.kpi.name)
        self.query_one("#heading", Plain).update(heading)
        self.call_after_refresh(self.show_fields)

    async def show_fields(self, focus: str | None = None) -> None:
        """Put up the fields that what is typed so far asks for."""
        known = all_kpis(self.workspace.store)
        fields = fields_for(self.typed, [kpi for kpi in known if kpi.key != self.key], new=self.kpi is None)
        await self.query_one(Form).put(fields, focus)

    async def on_field_changed(self, message: FieldChanged) -> None:
        """Keep what was typed; a choice that makes other fields appear puts the form up again."""
        self.typed[message.name] = message.value
        if message.name == "template":
            self.typed = {**self.typed, **from_template(message.value)}
        if self.kpi is None:
            self.draft = drafts.save_draft(self.workspace.store, DRAFT, self.typed, self.draft)
        if message.name in SHAPING:
            await self.show_fields(message.name)

    def on_form_finished(self) -> None:
        """Save after the last field."""
        self.action_save()

    def action_save(self) -> None:
        """Save the KPI; when it is refused, say so at the field and stay."""
        try:
            fields = read_fields(self.workspace, self.typed)
            if self.kpi is None:
                saved = add_kpi(self.workspace, fields)
                said = _("Added {name}").format(name=saved.name)
            else:
                saved = edit_kpi(self.workspace, self.kpi, fields)
                said = _("Changed {name}").format(name=saved.name)
        except KpituiError as error:
            self._refuse(error)
            return
        if self.draft is not None:
            drafts.drop_draft(self.workspace.store, self.draft)
        self.app.pop_screen()
        self.desk.announce()
        self.desk.inform(said)

    def _refuse(self, error: KpituiError) -> None:
        form = self.query_one(Form)
        for field in form.fields:
            field.problem(sentence(error) if field.name == error.field else None)
        if form.has(error.field or ""):
            form.focus_field(error.field or "")
        else:
            self.desk.report(error)

    def action_discard(self) -> None:
        """Throw the draft away and leave."""
        if self.draft is not None:
            drafts.drop_draft(self.workspace.store, self.draft)
        self.app.pop_screen()
