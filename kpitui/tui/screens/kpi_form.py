"""The form for a KPI: a new one, from a template if wanted, or one that is there.

The fields are made by `kpi_fields`; what they accept is decided by `kpitui.services.schema`; drafts and refusals are
`form_page`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from kpitui.core.errors import mark
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.services.entering import find_kpi
from kpitui.services.planning import add_kpi, edit_kpi
from kpitui.store.kpis import all_kpis
from kpitui.tui.form_page import FormPage
from kpitui.tui.screens.kpi_fields import SHAPING, fields_for, from_template, read_fields, typed_of
from kpitui.tui.widgets.fields import Field


class KpiFormPage(FormPage):
    """The KPI called *key*, or a new one."""

    DRAFT = "kpi"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", mark("save the KPI"), id="kpi_form.save"),
        Binding("ctrl+d", "discard", mark("throw the draft away"), id="kpi_form.discard", priority=True, show=False),
        Binding("escape", "back", mark("leave"), id="kpi_form.back"),
    ]

    def __init__(self, key: str | None = None) -> None:
        super().__init__()
        self.key = key
        self.kpi: Kpi | None = None

    def known(self) -> dict[str, str] | None:
        """Return the KPI that is changed as it would have been typed."""
        if self.key is None:
            return None
        self.kpi = find_kpi(self.workspace, self.key)
        return typed_of(self.workspace, self.kpi)

    def heading(self) -> str:
        """Return whether it is a new one."""
        return _("Add a KPI") if self.kpi is None else _("Change {name}").format(name=self.kpi.name)

    def fields(self) -> Sequence[Field]:
        """Return what a KPI of this kind may have."""
        known = all_kpis(self.workspace.store)
        return fields_for(self.typed, [kpi for kpi in known if kpi.key != self.key], new=self.kpi is None)

    async def changed(self, name: str) -> None:
        """Fill in a template that is chosen; a choice that makes other fields appear puts the form up again."""
        if name == "template":
            self.typed = {**self.typed, **from_template(self.typed[name], self.workspace.settings.typed_numbers)}
        if name in SHAPING:
            await self.show_fields()

    def save(self) -> str:
        """Add the KPI, or change it."""
        fields = read_fields(self.workspace, self.typed)
        if self.kpi is None:
            return _("Added {name}").format(name=add_kpi(self.workspace, fields).name)
        return _("Changed {name}").format(name=edit_kpi(self.workspace, self.kpi, fields).name)
