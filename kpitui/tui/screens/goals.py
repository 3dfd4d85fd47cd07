"""All goals, those that need attention first, the closed ones last; or only these, with what was learned."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.core.errors import mark
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.goals import closed_goals, goal_views
from kpitui.services.goals.verdicts import GoalView, in_order_of, judged, keep_outlooks
from kpitui.services.insight.calibration import calibration
from kpitui.tui.keymap import key_on
from kpitui.tui.page import EXPLAIN, NARROW, UNDO, DetailPage
from kpitui.tui.widgets.chart_view import ChartRequest
from kpitui.tui.widgets.columns import FACT, in_two_columns, labelled_lines
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.rows import Columns, Line, Lines
from kpitui.tui.widgets.runs import STYLE_OF_STATUS
from kpitui.wording.dates import day_text
from kpitui.wording.forecasts import calibration_texts
from kpitui.wording.goals import goal_facts
from kpitui.wording.words import STATE_SIGNS, STATUS_SIGNS, state_word, status_word

ROWS_BESIDE = 3
"""Rows of the page that its list has not where the details stand beside it: heading, titles of columns, keys."""

ROWS_BELOW = 10
"""The same where the details stand below it."""


class GoalsPage(DetailPage):
    """The list of goals."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "app.open('wizard')", mark("new goal"), id="goals.new"),
        Binding("f", "closed", mark("closed, or all"), id="goals.closed"),
        *EXPLAIN,
        *UNDO,
    ]

    def __init__(self) -> None:
        super().__init__()
        self.views: list[GoalView] = []
        self._shown: list[int] = []
        """The goals as they were listed when the page was opened: none moves under the cursor when its chance comes."""
        self.closed = False
        """Whether the closed goals are shown, with verdict and learning."""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(id="heading")
        yield self.beside(Lines(wraps=True), Plain(id="details"))
        yield FindLine(_("find a goal"))
        yield KeyBar()

    def reload(self) -> None:
        """Load how every goal stands, or how the closed ones ended."""
        self.query_one("#heading", Plain).update(_("Reached and missed goals") if self.closed else _("Goals"))
        lines = self.query_one(Lines)
        if self.closed:
            self.views = closed_goals(self.workspace)
            columns = Columns(
                ("", _("goal"), _("so far"), _("outcome"), _("closed on")), frozenset({2}), 1, frozenset({0, 3}), (2, 4)
            )
            empty = _("No closed goals yet. You close a goal on its own page")
            lines.show(
                [self._ended(view) for view in self.views], columns, empty, [view.goal.id for view in self.views]
            )
            self._paint_details()
            return
        self._show(goal_views(self.workspace, closed=True, foretell=False))
        if not all(view.fresh for view in self.views):
            self.run_in_background(lambda workspace: judged(workspace, closed=True), self._show_judged, group="chances")

    def _show_judged(self, views: list[GoalView]) -> None:
        """Show the goals with the chances that were worked out, from which their words follow, and keep these."""
        if keep_outlooks(self.workspace, views):
            self.app.ignore_own_write()
        if not self.closed:
            self._show(views)

    def _show(self, views: list[GoalView]) -> None:
        self.views = in_order_of(views, self._shown)
        self._shown = [view.goal.id for view in self.views]
        so_far = () if self.is_wide else (_("so far"),)
        columns = Columns(
            ("", _("goal"), *so_far, _("status"), _("days left")),
            frozenset({2, 4} if so_far else {3}),
            1,
            frozenset({0, 2 + len(so_far)}),
            (2, 4) if so_far else (3,),
        )
        self.query_one(Lines).show(
            self._lines(),
            columns,
            _("No goals yet. Press {key} to set your first").format(key=self.key_for("app.open('wizard')")),
            self._shown,
        )
        self._paint_details()

    def _paint_details(self) -> None:
        """Tell how the goal under the cursor stands; of a closed one what was learned."""
        view = self.view
        lines = self._learned(view) if self.closed else self._standing(view)
        self.query_one("#details", Plain).update("\n".join(lines))
        self.draw_beside()

    @property
    def view(self) -> GoalView | None:
        """The goal under the cursor."""
        return self.under_cursor(self.views)

    def chart_request(self) -> ChartRequest | None:
        """Return the goal under the cursor, from its start to its end or, of a level, to two weeks from now."""
        if self.view is None:
            return None
        goal, today = self.view.goal, self.workspace.today
        last = min(goal.deadline, today + timedelta(days=14)) if goal.type == "level" else goal.deadline
        return ChartRequest(self.view.kpi, goal.start, max(last, goal.start), goal)

    def title_below(self) -> str:
        """Return the goal under the cursor."""
        return self.view.goal.title if self.view is not None else ""

    def _standing(self, view: GoalView | None) -> list[str]:
        """Return how a goal stands, the short facts side by side, and why it is wanted."""
        if view is None:
            return []
        facts = goal_facts(view, self.workspace.settings.numbers)
        width = self.detail_width
        why = [(_("Why"), harmless(view.goal.why, 400))] if view.goal.why else []
        return [
            *in_two_columns(labelled_lines(facts.how_it_stands(), width, name_width=FACT), width),
            *labelled_lines(why, width, name_width=FACT),
        ]

    def _learned(self, view: GoalView | None) -> list[str]:
        """Return what was learned of a closed goal, and how the chances that were stated of all of them turned out."""
        width, lines = self.detail_width, []
        if view is not None:
            nothing = _("no lesson yet. Press {key} on the goal's own page to write one").format(
                key=key_on(self.app, "goal", "edit")
            )
            learning = harmless(view.goal.learning, 2000) or nothing
            lines = labelled_lines([(_("Lesson"), learning)], width, name_width=FACT)
        texts = calibration_texts(calibration(self.workspace))
        chances = [("" if row else _("chances"), text) for row, text in enumerate(texts)]
        return lines + labelled_lines(chances, width, name_width=FACT)

    def on_lines_pointed(self, _message: Lines.Pointed) -> None:
        """Tell of the goal the cursor came to."""
        self._paint_details()

    def on_resize(self) -> None:
        """Fit columns and what is told to the width."""
        if self.views and not self.closed:
            self._show(self.views)
        else:
            self._paint_details()

    def action_closed(self) -> None:
        """Show the closed goals with what was learned, or all goals as they stand."""
        self.closed = not self.closed
        self.reload()

    def _ended(self, view: GoalView) -> Line:
        goal = view.goal
        facts = goal_facts(view, self.workspace.settings.numbers)
        closed = day_text(goal.closed) if goal.closed else ""
        sign = STATE_SIGNS[goal.state][self.app.ascii]
        style = {"achieved": "good", "missed": "bad"}.get(goal.state, "quiet")
        return Line((sign, harmless(goal.title, 200), facts.reached(), state_word(goal.state), closed), style)

    def on_lines_opened(self, message: Lines.Opened) -> None:
        """Open the page of the goal under the cursor."""
        self.open_goal(self.views[message.row].goal.id)

    def action_explain(self) -> None:
        """Tell where the figures of the goal under the cursor come from."""
        from kpitui.tui.screens.explain import explain_goal_page

        if self.view is not None:
            self.app.push_screen(explain_goal_page(self.view))

    def _lines(self) -> list[Line]:
        """Return the lines, with the day until which it is too early to say where no title is cut off for it."""
        lines = [self._line(view, until=True) for view in self.views]
        room = self.list_width - 2 * 5
        if sum(max(map(len, column)) for column in zip(*(line.cells for line in lines), strict=True)) > room:
            lines = [self._line(view) for view in self.views]
        return lines

    @property
    def _has_bars(self) -> bool:
        """Whether every open goal has room for a bar below its title, also where that takes two lines."""
        lines = sum(3 if view.goal.state == "open" else 2 for view in self.views)
        room = self.size.height - (ROWS_BESIDE if self.is_wide else ROWS_BELOW)
        return self.size.width >= NARROW and lines <= room

    def _line(self, view: GoalView, *, until: bool = False) -> Line:
        status, goal = view.shown, view.goal
        facts = goal_facts(view, self.workspace.settings.numbers)
        title = harmless(goal.title, 200)
        if goal.state != "open":
            so_far = () if self.is_wide else (facts.in_list(),)
            return Line((" ", title, *so_far, state_word(goal.state), ""), "quiet")
        sign = STATUS_SIGNS[status][self.app.ascii]
        so_far = () if self.is_wide else (facts.in_list(),)
        word, ends = status_word(status), view.standing.first_ends
        if ends is not None and until and not view.pending and ends > self.workspace.today:
            word += f" ({_('until {day}').format(day=day_text(ends))})"
        days = str(facts.calendar_days_left(self.workspace.today))
        bar = facts.bar() if self._has_bars else None
        return Line((sign, title, *so_far, word, days), STYLE_OF_STATUS.get(status, "plain"), bar)
