"""The fields of the import page: the path, where the file comes from, what is in doubt, and each figure of the file.

What a figure may become is told by `import_texts`; what is done with a choice is the page's business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from textual.message import Message

from kpitui.i18n import _
from kpitui.tui.screens.import_texts import ImportRow
from kpitui.tui.widgets.fields import ChoiceField, Field, FieldLeft, TextField
from kpitui.tui.widgets.form import Form

ASKED = ("decimal", "dates")
"""What is asked only when a file leaves it in doubt."""


class ImportForm(Form):
    """A form in which Enter means go on with the file, not go to the next field."""

    class Entered(Message):
        """Enter was pressed in a field."""

    def on_field_left(self, message: FieldLeft) -> None:
        """Tell of Enter; the arrows are the form's."""
        if message.entered:
            message.stop()
            message.prevent_default()
            self.post_message(self.Entered())


def fields_for(
    typed: Mapping[str, str], rows: Sequence[ImportRow], asked: Collection[str], *, refused: bool
) -> list[Field]:
    """Return the fields that there are now; *asked* names what a file left in doubt."""
    from kpitui.exchange import FORMATS

    formats = [("", _("found out by itself")), *((format.name, _(format.title)) for format in FORMATS.values())]
    fields: list[Field] = [
        TextField("file", _("File"), typed["file"]),
        ChoiceField("preset", _("Comes from"), formats, typed["preset"]),
    ]
    if "decimal" in asked:
        marks = [("", _("choose")), ("point", "1,249.50"), ("comma", "1.249,50")]
        fields.append(ChoiceField("decimal", _("Figures"), marks, typed["decimal"]))
    if "dates" in asked:
        orders = [("", _("choose")), ("dmy", _("day first")), ("mdy", _("month first"))]
        fields.append(ChoiceField("dates", _("Days"), orders, typed["dates"]))
    fields += [ChoiceField(f"figure {index}", row.label, row.options, row.value) for index, row in enumerate(rows)]
    if refused:
        skip = [("", _("nothing is imported")), ("skip", _("the others are imported"))]
        fields.append(ChoiceField("refused", _("Rows refused"), skip, typed["refused"]))
    return fields
