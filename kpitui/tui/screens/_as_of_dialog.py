"""Which day to look back to, and whether by what was known then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpitui.i18n import _
from kpitui.services.as_of import day_typed
from kpitui.tui.dialogs import Dialog
from kpitui.tui.widgets.form import ChoiceField, Field, TextField
from kpitui.wording.dates import as_of_text


class AsOfDialog(Dialog):
    """The day that every page is shown as of."""

    def heading(self) -> str:
        """Return what is asked."""
        return _("How things stood on a day (view only)")

    def fields(self) -> Sequence[Field]:
        """Return the day, and what counts."""
        ways = [
            ("", _("the numbers up to that day, as they are now")),
            ("known", _("what had been entered by that day")),
        ]
        hint = _("such as june, last week, last friday or 2026-06-30")
        return TextField("date", _("Day"), "", hint=hint), ChoiceField("known", _("What counts"), ways, "")

    def save(self, values: Mapping[str, str]) -> str:
        """Show the pages as of that day."""
        self.app.look_back(day_typed(self.workspace, values["date"]), known=bool(values["known"]))
        return as_of_text(self.workspace.today, known=self.workspace.known)
