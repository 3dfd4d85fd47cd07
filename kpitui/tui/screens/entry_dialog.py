"""The dialog for one entry: its value, day and note, changed or new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpitui.core.amount import OtherUnit
from kpitui.core.model import Entry, Kpi
from kpitui.i18n import _
from kpitui.services.entries import Typed, day_typed, edit_entry, log
from kpitui.tui.dialog import Dialog
from kpitui.tui.typed_figures import typed_figure
from kpitui.tui.widgets.fields import Field, TextField


class EntryDialog(Dialog):
    """An entry of *kpi*; a new one when *entry* is None."""

    def __init__(self, kpi: Kpi, entry: Entry | None) -> None:
        super().__init__()
        self.kpi = kpi
        self.entry = entry
        self.asked_about: str | None = None
        """The value in another unit than the KPI's that the person was asked about."""

    def heading(self) -> str:
        """Return whose entry it is."""
        if self.entry is None:
            return _("A new entry of {kpi}").format(kpi=self.kpi.name)
        return _("An entry of {kpi}").format(kpi=self.kpi.name)

    def draft_name(self) -> str:
        """Return which entry is kept: a new one of its KPI, or the one that is changed."""
        return f"entry {self.entry.id}" if self.entry else f"entry of {self.kpi.key}"

    def fields(self) -> Sequence[Field]:
        """Return value, day and note."""
        value, day, note = "", self.workspace.today, ""
        if self.entry is not None:
            value = typed_figure(self.entry.value, self.workspace.settings.typed_numbers, self.kpi.decimals)
            day, note = self.entry.date, self.entry.note
        return (
            TextField("value", _("Value"), value, hint=_("such as 1249.50, 3*45+12 or 1h30")),
            TextField("date", _("Day"), day.isoformat(), hint=_("such as yesterday, mon or 2026-11-20")),
            TextField("note", _("Note"), note),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Save the entry."""
        day, value, note = day_typed(self.workspace, self.kpi.key, values["date"]), values["value"], values["note"]
        agreed = value == self.asked_about
        changed = True
        try:
            if self.entry is None:
                log(self.workspace, [Typed(self.kpi.key, value, day, note, unit_agreed=agreed)], source="app")
            else:
                changed = edit_entry(
                    self.workspace, self.kpi, self.entry, text=value, note=note, day=day, unit_agreed=agreed
                )
        except OtherUnit as error:
            self.asked_about = value
            raise error.question() from error
        return _("Saved; {key} takes it back").format(key=self.key_for("undo")) if changed else _("Nothing was changed")
