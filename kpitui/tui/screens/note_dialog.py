"""The dialog for a note on a day, new or changed; it shows as a numbered mark on the charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kpitui.core.model import Kpi, Note
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.notes import add_note, edit_note
from kpitui.services.reading import all_kpis, shown_kpis
from kpitui.tui.dialog import Dialog
from kpitui.tui.widgets.fields import ChoiceField, Field, TextField
from kpitui.wording.dates import day_text


class NoteDialog(Dialog):
    """A note on *day* of *kpi*, or of all when that is None; a new one when *note* is None."""

    def __init__(self, kpi: Kpi | None, day: date, note: Note | None = None) -> None:
        super().__init__()
        self.kpi = kpi
        self.day = day
        self.note = note

    def heading(self) -> str:
        """Return what the note is about."""
        return _("A note on {day}").format(day=day_text(self.day))

    def draft_name(self) -> str:
        """Return which note is kept: a new one, or the one that is changed."""
        return f"note {self.note.id}" if self.note else "note"

    def fields(self) -> Sequence[Field]:
        """Return the text, whose it is, and the day; the KPI it began with comes first, then all of them together."""
        others = [(kpi.key, harmless(kpi.name, 40)) for kpi in shown_kpis(self.workspace)]
        first = [(self.kpi.key, harmless(self.kpi.name, 40))] if self.kpi else []
        whose = [*first, ("", _("all KPIs")), *(option for option in others if option not in first)]
        hint = _("what happened: a campaign, a fair, the site was down")
        return (
            TextField("note", _("Note"), self.note.text if self.note else "", hint=hint),
            ChoiceField("whose", _("On the charts of"), whose, self.kpi.key if self.kpi else ""),
            TextField("date", _("Day"), self.day.isoformat()),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Save the note."""
        day = self.workspace.read_day(values["date"])
        kpis = {kpi.key: kpi for kpi in all_kpis(self.workspace)}
        kpi = kpis.get(values["whose"])
        if self.note is not None:
            edit_note(self.workspace, self.note, kpi, day, values["note"])
        else:
            add_note(self.workspace, kpi, day, values["note"])
        return _("Noted on {day}").format(day=day_text(day))
