"""The dialog that splits a KPI into parts, changes which they are, or takes them out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpitui.core.errors import Refused, mark
from kpitui.core.model import Kpi, Split
from kpitui.i18n import _
from kpitui.services.parts import parts_of_kpi, split_kpi
from kpitui.services.reading import kpi_with
from kpitui.tui.dialogs import Dialog
from kpitui.tui.widgets.form import ChoiceField, Field, TextField
from kpitui.wording.parts import split_text

WAYS: dict[str, Split] = {"computed": "computed", "logged": "logged"}


class PartsDialog(Dialog):
    """The parts of *kpi*."""

    def __init__(self, kpi: Kpi) -> None:
        super().__init__()
        self.kpi = kpi

    def heading(self) -> str:
        """Return which KPI it is about."""
        return _("The parts of {kpi}").format(kpi=self.kpi.name)

    def draft_name(self) -> str:
        """Return of which KPI what is typed is kept."""
        return f"parts of {self.kpi.key}"

    def reload(self) -> bool:
        """Read the KPI again, with its parts."""
        self.kpi = kpi_with(self.workspace, self.kpi.id)
        return True

    def fields(self) -> Sequence[Field]:
        """Return the parts, by their names, and how the KPI comes to its figure."""
        parts = ", ".join(part.name for part in parts_of_kpi(self.workspace, self.kpi))
        ways = [
            ("", _("automatic: its own numbers if it has any, else the sum of its parts")),
            ("computed", _("the sum of its parts")),
            ("logged", _("own numbers; what isn't in a part is the rest")),
        ]
        hint = _("names separated by commas, such as organic, social, direct; new names become KPIs")
        return (
            TextField("parts", _("Parts"), parts, hint=hint),
            ChoiceField("way", _("The KPI is"), ways, self.kpi.split or ""),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Make the parts what was typed: those that are no longer named are parts no more."""
        names = [name for name in map(str.strip, values["parts"].split(",")) if name]
        if not names and self.kpi.split is None:
            raise Refused(mark("Name at least one part"), field="parts")
        result = split_kpi(self.workspace, self.kpi, names, way=WAYS.get(values["way"]), only=True)
        undo = _("({key} to undo)").format(key=self.key_for("undo"))
        return f"{split_text(result.whole, result.parts)} {undo}"
