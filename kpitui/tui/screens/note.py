"""The dialog for a note on a day; it shows as a numbered mark on the charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kpitui.core.day import parse_day
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.dates import day_text
from kpitui.i18n.harmless import harmless
from kpitui.services.planning import add_note
from kpitui.tui.dialog import Dialog
from kpitui.tui.widgets.fields import ChoiceField, Field, TextField


class NoteDialog(Dialog):
    """A new note on *day*, for one KPI or for all."""

    def __init__(self, kpi: Kpi, day: date) -> None:
        super().__init__()
        self.kpi = kpi
        self.day = day

    def heading(self) -> str:
        """Return what the note is about."""
        return _("A note on {day}").format(day=day_text(self.day))

    def fields(self) -> Sequence[Field]:
        """Return the text, whose it is, and the day."""
        whose = [("one", harmless(self.kpi.name, 40)), ("all", _("all KPIs"))]
        return (
            TextField("note", _("Note"), hint=_("what happened: a campaign, a fair, the site was down")),
            ChoiceField("whose", _("On the charts of"), whose),
            TextField("date", _("Day"), self.day.isoformat()),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Save the note."""
        day = parse_day(values["date"], self.workspace.today)
        add_note(self.workspace, self.kpi if values["whose"] == "one" else None, day, values["note"])
        return _("Noted on {day}").format(day=day_text(day))
