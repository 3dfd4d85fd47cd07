"""The review: the three questions over a period, each line with the key to its chart, its figures and a decision.

What is found comes from `kpitui.services.reviews`, its rows are made in `_deciding`; one after another they
are gone through on the guided page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.core.calendar import By
from kpitui.core.errors import Refused, mark
from kpitui.files.target import write_text
from kpitui.i18n import _
from kpitui.services.reviews import ReviewPeriod, neighbour, review, review_period, review_report
from kpitui.tui.dialogs import Dialog
from kpitui.tui.page import EXPLAIN, UNDO, DetailPage
from kpitui.tui.screens.review._deciding import (
    DECIDE,
    NOTHING_YET,
    ReviewRow,
    ReviewRows,
    decide,
    load_review,
    why_of_row,
)
from kpitui.tui.widgets.chart_view import ChartRequest
from kpitui.tui.widgets.form import ChoiceField, Field, TextField
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.rows import Columns, Line, Lines
from kpitui.wording.reviews import report_of, review_title

LENGTHS: tuple[By, ...] = ("week", "month", "quarter", "year")


class ReviewPage(DetailPage):
    """The review of a period."""

    CSS_PATH = "page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,space", "guide", mark("step through"), id="review.guide"),
        *DECIDE,
        Binding("y", "why", mark("why"), id="review.why"),
        Binding("left_square_bracket", "period(-1)", mark("earlier"), key_display="[", id="review.earlier"),
        Binding("right_square_bracket", "period(1)", mark("later"), key_display="]", id="review.later"),
        Binding("p", "length", mark("week, month, ..."), id="review.length"),
        Binding("E", "export", mark("report"), id="review.export"),
        *EXPLAIN,
        *UNDO,
    ]

    def __init__(self, period: ReviewPeriod | None = None) -> None:
        super().__init__()
        self.period = period
        self.shown = NOTHING_YET

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("Review"), id="heading")
        yield self.beside(Lines(wraps=True), Plain(id="sentence"))
        yield FindLine(_("find a word"))
        yield KeyBar()

    def reload(self) -> None:
        """Review the period, the last week where none was asked for."""
        self.period = self.period or review_period(self.workspace, "week")
        load_review(self, self.period, self.show, self.say_progress, self.show_goals)

    def show_goals(self, review: ReviewRows) -> None:
        """Paint the goals of the first review while the rest is worked out; a later one replaces what is to be seen."""
        if not self.shown.whole and self.is_there:
            is_first = not self.shown.rows
            self._paint(review)
            if is_first:
                self.query_one(Lines).place(0)

    def show(self, review: ReviewRows) -> None:
        """Paint the rows; the cursor goes to the first matter when the page opens, unless it was moved meanwhile."""
        lines = self.query_one(Lines)
        first = not self.shown.whole and not (self.shown.rows and lines.row)
        self._paint(review)
        if first and review.rows:
            matters = (index for index, row in enumerate(review.rows) if row.style != "head")
            lines.place(review.rows.index(review.open[0]) if review.open else next(matters, 0))
        self.paint_sentence()

    def _paint(self, review: ReviewRows) -> None:
        lines, pointed = self.query_one(Lines), self.row()
        self.shown = review
        self.query_one("#heading", Plain).update(_("Review of {period}").format(period=review.heading))
        rows = [Line((row.sign, row.text), row.style) for row in review.rows]
        lines.show(rows, Columns(wide=1))
        # Goals come in as they are judged, the most pressing first: the cursor stays on its own.
        if pointed is not None and pointed.goal is not None and lines.row:
            same = [place for place, row in enumerate(review.rows) if row.goal == pointed.goal]
            if same and lines.row not in same:
                lines.place(same[0])

    def clear_figures(self) -> None:
        """Empty the list; it is filled again in the background."""
        super().clear_figures()
        self.shown = NOTHING_YET._replace(heading=self.shown.heading)
        self.query_one(Lines).show([], Columns(wide=1))
        self.paint_sentence()

    def say_progress(self, done: int, count: int) -> None:
        """Say how far the first review is; a later one replaces what is to be seen."""
        if not self.shown.whole and self.is_attached:
            message = _("Checking KPIs… {done} of {count}").format(done=done, count=count)
            self.query_one("#sentence", Plain).update(message)

    def row(self) -> ReviewRow | None:
        """Return the row under the cursor."""
        return self.under_cursor(self.shown.rows)

    def paint_sentence(self) -> None:
        """Show what is told of the row under the cursor besides its sentence, and that too where the list cuts it."""
        if not self.shown.whole and self.shown.rows:
            return  # it says how far the rest is
        row = self.row()
        cut = self.query_one(Lines).cut
        text = f"{cut}\n{row.below}".strip() if row is not None and row.style != "head" else ""
        self.query_one("#sentence", Plain).update(text)
        self.draw_beside()

    def action_decide(self, choice: str) -> None:
        """Decide about the matter under the cursor."""
        decide(self, self.row(), choice)

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI that the row under the cursor is about, over three months up to the end of the period."""
        row = self.row()
        if row is None or row.kpi is None or self.period is None:
            return None
        return ChartRequest(row.kpi, self.period.as_of - timedelta(days=91), self.period.as_of)

    def on_lines_pointed(self, _message: Lines.Pointed) -> None:
        """Tell of the row that the cursor came to."""
        self.paint_sentence()

    def on_lines_shortened(self, _message: Lines.Shortened) -> None:
        """Tell in full what the list had to cut."""
        self.paint_sentence()

    def on_lines_opened(self) -> None:
        """Open the goal or the KPI that the row is about, with its chart."""
        row = self.row()
        if row is not None and row.goal is not None:
            self.open_goal(row.goal)
        elif row is not None and row.kpi is not None:
            self.open_kpi(row.kpi.key)

    def action_explain(self) -> None:
        """Tell where the figures of the KPI come from that the row is about."""
        from kpitui.tui.screens.explain import explain_kpi_page

        row = self.row()
        if row is not None and row.kpi is not None and self.period is not None:
            self.app.push_screen(explain_kpi_page(row.kpi, self.period.as_of))

    def action_why(self) -> None:
        """Take the change of the KPI that the row is about apart, over the days of the review."""
        why_of_row(self, self.row(), self.period)

    def action_guide(self) -> None:
        """Go through what asks for a decision, one after another."""
        from kpitui.tui.screens.review._guided import GuidedPage

        self.app.push_screen(GuidedPage(self.period))

    def action_period(self, step: int) -> None:
        """Go to the period before or after this one."""
        if self.period is not None:
            self._review(neighbour(self.workspace, self.period, step))

    def action_length(self) -> None:
        """Review the next length of period: week, month, quarter, year."""
        now = self.period.by if self.period else None
        index = LENGTHS.index(now) + 1 if now in LENGTHS else 0
        self._review(review_period(self.workspace, LENGTHS[index % len(LENGTHS)]))

    def action_export(self) -> None:
        """Write the report to a file."""
        if self.period is not None:
            self.app.push_screen(ReportDialog(self.period))

    def _review(self, period: ReviewPeriod) -> None:
        if period != self.period:
            self.period, self.shown = period, NOTHING_YET
            self.reload()


# The dialog that writes the report of a review to a file.


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
        from kpitui.exchange.report import WRITERS

        forms = [(writer.name, _(writer.title)) for writer in WRITERS.values()]
        place = f"~/review-{self.period.label}"
        return (
            ChoiceField("format", _("Format"), forms, "html"),
            TextField("file", _("File"), place, hint=_("without an extension, KPITUI adds the right one")),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Write it."""
        from kpitui.exchange.report import WRITERS
        from kpitui.exchange.writing import ending_of

        if not values["file"].strip():
            raise Refused(mark("Which file?"), field="file")
        writer = WRITERS[values["format"]]
        place = Path(values["file"].strip()).expanduser().absolute()
        ending_of(str(place), dict.fromkeys(writer.ending for writer in WRITERS.values()))  # refuses those of others
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
