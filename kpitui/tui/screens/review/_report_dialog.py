"""The dialog that writes the report of a review to a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kpitui.core.errors import Refused, mark
from kpitui.exchange.report import WRITERS
from kpitui.files.target import write_text
from kpitui.i18n import _
from kpitui.services.reviews import review, review_report
from kpitui.services.reviews.period import ReviewPeriod
from kpitui.tui.dialogs import Dialog
from kpitui.tui.widgets.form import ChoiceField, Field, TextField
from kpitui.wording.reports import report_of
from kpitui.wording.reviews import review_title


class ReportDialog(Dialog):
    """The report of *period* as a file."""

    def __init__(self, period: ReviewPeriod) -> None:
        super().__init__()
        self.period = period

    def heading(self) -> str:
        """Return which period the report is of."""
        return _("The report of {period}").format(period=review_title(self.period))

    def fields(self) -> Sequence[Field]:
        """Return the form it is to have, and the file."""
        forms = [(writer.name, _(writer.title)) for writer in WRITERS.values()]
        place = f"~/review-{self.period.label}"
        return (
            ChoiceField("format", _("Format"), forms, "html"),
            TextField("file", _("File"), place, hint=_("without an extension, KPITUI adds the right one")),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Write it."""
        if not values["file"].strip():
            raise Refused(mark("Which file?"), field="file")
        writer = WRITERS[values["format"]]
        place = Path(values["file"].strip()).expanduser().absolute()
        if not place.suffix and not place.exists():
            place = place.with_name(f"{place.name}.{writer.ending}")
        workspace = self.workspace.openly()
        report = report_of(review_report(workspace, review(workspace, self.period)), workspace.settings.numbers)
        try:
            path = write_text(
                str(place),
                [writer.write(report)],
                inside=f"kpitui-review-{workspace.today.isoformat()}.{writer.ending}",
                database=workspace.path,
                streams=False,
            )
        except Refused as error:
            error.field = "file"
            raise
        return _("Written to {path}").format(path=path)
