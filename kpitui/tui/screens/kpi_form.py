"""The form for a KPI: a new one, from a template if wanted, or one that is there.

The fields are made by `_kpi_fields`; what they accept is decided by `kpitui.services.schema`; drafts and refusals are
`form_page`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from kpitui.core.errors import mark
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.services.entries import find_kpi
from kpitui.services.kpi_editing import add_kpi, edit_kpi, fields_of
from kpitui.services.kpi_proposals import is_beyond_measure, is_vanity, proposed
from kpitui.services.reading import kpi_with, shown_kpis
from kpitui.tui.form_page import FormPage
from kpitui.tui.screens._kpi_fields import (
    PROPOSED,
    SHAPING,
    from_template,
    kpi_fields,
    read_fields,
    typed_of,
    typed_proposal,
)
from kpitui.tui.widgets.form import Field
from kpitui.wording.changes import changed_text
from kpitui.wording.kpis import added_text, unmeasurable_text, vanity_text


class KpiFormPage(FormPage):
    """The KPI called *key*, or a new one; *first* names the field to begin in."""

    DRAFT = "kpi"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", mark("save the KPI"), id="kpi_form.save"),
        Binding("ctrl+d", "discard", mark("discard draft"), id="kpi_form.discard", priority=True, show=False),
        Binding("escape", "back", mark("close"), id="kpi_form.back"),
    ]

    def __init__(self, key: str | None = None, first: str = "") -> None:
        super().__init__(first)
        self.key = key
        self.kpi: Kpi | None = None
        self._chosen: set[str] = set()
        """The fields that a person filled in, or a template; the name proposes for no others."""
        self._proposed_for = ""
        """The name that something was last proposed for."""
        self._assumed: tuple[str, ...] = ()

    def existing_fields(self) -> dict[str, str] | None:
        """Return the KPI that is changed as it would have been typed."""
        if self.key is None:
            return None
        if self.kpi is None:
            self.kpi = find_kpi(self.workspace, self.key)
        else:
            self.kpi = kpi_with(self.workspace, self.kpi.id)
        return typed_of(self.workspace, self.kpi)

    def existing_id(self) -> int:
        """Return the number of the KPI."""
        assert self.kpi is not None
        return self.kpi.id

    def _load_typed(self) -> None:
        super()._load_typed()
        # Nothing says who filled in the fields of a draft: they all stay as they are.
        self._chosen.update(name for name, text in self.typed.items() if text and name != "name")
        if self.draft is not None:
            self._proposed_for = self.typed.get("name", "")

    def heading(self) -> str:
        """Return whether it is a new one."""
        return _("Add a KPI") if self.kpi is None else _("Change {name}").format(name=self.kpi.name)

    def fields(self) -> Sequence[Field]:
        """Return what a KPI of this kind may have."""
        kpis = shown_kpis(self.workspace)
        others = [kpi for kpi in kpis if kpi.key != self.key]
        return kpi_fields(self.typed, others, new=self.kpi is None, assumed=self._assumed)

    async def changed(self, name: str) -> None:
        """Fill in a template that is chosen; a choice that makes other fields appear puts the form up again."""
        self._chosen.add(name)
        if name == "template":
            filled = from_template(self.typed[name], self.workspace)
            self.typed = {**self.typed, **filled}
            self._chosen.update(filled)
            self._proposed_for, self._assumed = self.typed.get("name", ""), ()
        if name in SHAPING:
            await self.show_fields()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Propose what the name tells once it is left for another field."""
        field = next((node for node in event.widget.ancestors if isinstance(node, Field)), None)
        if field is not None and field.name not in ("name", "template") and self._propose():
            self.call_later(self.show_fields)

    def _propose(self) -> bool:
        """Fill in what the name tells of the fields that nobody touched; return whether anything became different."""
        name = self.typed.get("name", "").strip()
        if self.kpi is not None or name == self._proposed_for:
            return False
        given = {field: self.typed.get(field, "") for field in (*PROPOSED, "name") if field in {*self._chosen, "name"}}
        proposal = proposed(self.workspace, given)
        before = dict(self.typed)
        left_open = [field for field in PROPOSED if field not in self._chosen]
        self.typed = {**self.typed, **dict.fromkeys(left_open, ""), **typed_proposal(self.workspace, proposal)}
        if "template" not in self._chosen:
            self.typed["template"] = str(proposal.fields.get("template") or "")
        self._proposed_for, self._assumed = name, proposal.assumed
        return any(self.typed.get(field, "") != before.get(field, "") for field in (*PROPOSED, "template"))

    def save(self) -> str:
        """Add the KPI, or change it; say as what it was added, and what its name warns of."""
        self._propose()
        fields = read_fields(self.workspace, self.typed)
        if self.kpi is not None:
            stored = fields_of(self.workspace, self.kpi)
            kept = {name: stored[name] for name in fields if name in stored and name not in self.changed_fields}
            return changed_text(edit_kpi(self.workspace, self.kpi, {**fields, **kept}).name)
        kpi = add_kpi(self.workspace, fields)
        sentences = [added_text(kpi)]
        sentences += [vanity_text(kpi)] if is_vanity(kpi) else []
        sentences += [unmeasurable_text(kpi)] if is_beyond_measure(kpi) else []
        return ". ".join(sentences)
