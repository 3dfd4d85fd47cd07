"""The guided review: one matter after another, with its chart; for each an action, a note, to leave it, or later.

What was decided is stored at once, so that an interrupted review goes on where it was. When nothing is left, the review
is remembered as held.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.core.errors import mark
from kpitui.i18n import _
from kpitui.services.reviews import ReviewPeriod, hold, review_period
from kpitui.tui.page import LOWEST_CHART, QUIT, UNDO, Page, lines_taken
from kpitui.tui.screens.review._deciding import (
    DECIDE,
    NOTHING_YET,
    ReviewRow,
    ReviewRows,
    decide,
    load_review,
    why_of_row,
)
from kpitui.tui.screens.why import waterfall_lines
from kpitui.tui.widgets.chart_view import ChartRequest, KpiChart
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain

ROOMY = 28
"""From this many rows on, the parts of a change and a chart stand below each other."""

DAYS = 91
"""Days that the chart of a matter covers."""


class GuidedPage(Page):
    """The matters of a period, one by one."""

    CSS_PATH = "_guided.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *DECIDE,
        Binding("y", "why", mark("why"), id="guided.why"),
        Binding("enter,right,j,down", "go(1)", mark("next"), key_display="enter", id="guided.next"),
        Binding("left,k,up", "go(-1)", mark("back"), show=False, id="guided.previous"),
        Binding("d", "finish", mark("finish"), id="guided.finish"),
        Binding("c", "next_chart", mark("chart"), show=False, id="guided.chart"),
        *UNDO,
        *QUIT,
    ]

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("Review"), id="heading")
        yield Plain(id="matter")
        yield Plain(id="below")
        yield Plain(id="parts")
        yield KpiChart(self, self.chart_request)
        yield KeyBar()

    def __init__(self, period: ReviewPeriod | None = None) -> None:
        super().__init__()
        self.period = period
        self.shown = NOTHING_YET
        self.charts = False
        """Whether charts were asked for where there is no room for them below the parts of the change."""
        self.place = 0
        """The place of the matter that is shown, among those that are not decided."""

    def reload(self) -> None:
        """Review the period, the last week where none was asked for."""
        self.period = self.period or review_period(self.workspace, "week")
        load_review(self, self.period, self.show, self.say_progress)

    def show(self, review: ReviewRows) -> None:
        """Show the matter that is next, or that nothing is left."""
        begun = bool(self.shown.open)
        self.shown = review
        self.place = min(self.place, max(0, len(review.open) - 1))
        if begun and not review.open:
            self.action_finish()
            return
        self.paint_matter()

    def clear_figures(self) -> None:
        """Take the sentences of the matter away; they come again from the background."""
        super().clear_figures()
        self.shown = NOTHING_YET._replace(heading=self.shown.heading)
        self.query_one("#matter", Plain).update("")
        self.query_one("#below", Plain).update("")
        self.query_one("#parts", Plain).update("")

    def say_progress(self, done: int, count: int) -> None:
        """Say how far the first review is."""
        if not self.shown.whole and self.is_attached:
            self.query_one("#matter", Plain).update(
                _("Checking KPIs… {done} of {count}").format(done=done, count=count)
            )

    def row(self) -> ReviewRow | None:
        """Return the matter that is shown."""
        return self.shown.open[self.place] if self.place < len(self.shown.open) else None

    def paint_matter(self) -> None:
        """Show the matter with its chart."""
        row, count = self.row(), len(self.shown.open)
        text = _("All decided. {key} to finish the review").format(key=self.key_for("finish"))
        heading = _("Review of {period}").format(period=self.shown.heading)
        if row is not None:
            text = row.text
            heading += "  " + _("({at} of {count})").format(at=self.place + 1, count=count)
        self.query_one("#heading", Plain).update(heading)
        self.query_one("#matter", Plain).update(text)
        self.query_one("#below", Plain).update(row.below if row else "")
        self.paint_parts(row)
        self.query_one(KpiChart).draw_soon()

    def paint_parts(self, row: ReviewRow | None) -> None:
        """Show the parts of the change; on a low screen in the place of the chart, until that is asked for."""
        parts, roomy = self.query_one("#parts", Plain), self.size.height >= ROOMY
        view = row.why if row is not None and (roomy or not self.charts) else None
        parts.display = view is not None
        chart = self.query_one(KpiChart)
        chart.display = view is None or roomy
        if view is not None:
            lines = waterfall_lines(view, self.workspace, max(20, self.size.width - 4), parts_only=not roomy)
            parts.update("\n".join(lines))
            chart.display = roomy or self._free_lines() >= LOWEST_CHART

    def _free_lines(self) -> int:
        """Return how many lines the sentences and the parts leave, the empty ones around them aside."""
        used = sum(lines_taken(text, self.size) + text.styles.margin.height for text in self.query(Plain))
        return self.size.height - used - 1

    def on_resize(self) -> None:
        """Fit the bars to the width."""
        if self.shown.rows:
            self.paint_parts(self.row())

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI of the matter, over the quarter up to the day the review is seen from."""
        row = self.row()
        if row is None or row.kpi is None or self.period is None:
            return None
        return ChartRequest(row.kpi, self.period.as_of - timedelta(days=DAYS), self.period.as_of)

    def action_next_chart(self) -> None:
        """Show the next kind of chart; on a low screen first the chart itself."""
        if not self.query_one(KpiChart).display:
            self.charts = True
            self.paint_parts(self.row())
            return
        self.query_one(KpiChart).next_kind()

    def action_decide(self, choice: str) -> None:
        """Decide about the matter under the cursor."""
        decide(self, self.row(), choice)

    def action_why(self) -> None:
        """Take the change of the KPI of the matter apart, over the days of the review."""
        why_of_row(self, self.row(), self.period)

    def action_go(self, step: int) -> None:
        """Go to the next matter, or the one before, without deciding."""
        self.charts = False
        self.place = max(0, min(self.place + step, len(self.shown.open) - 1))
        self.paint_matter()

    def action_finish(self) -> None:
        """Remember that the review was held, and go back; what is not decided is asked about again."""
        if self.period is not None:
            hold(self.workspace, self.period)
            self.app.publish_change()
        left = len(self.shown.open)
        message = _("The review is done") if not left else _("Review done. Still to decide: {n}").format(n=left)
        self.app.pop_screen()
        self.app.inform(message)
