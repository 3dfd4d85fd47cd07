"""All goals, the one that needs attention first, the closed ones at the end."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.core.errors import mark
from kpitui.i18n import _
from kpitui.i18n.goal_facts import Facts
from kpitui.i18n.harmless import harmless
from kpitui.i18n.words import STATUS_SIGNS, state_word, status_word
from kpitui.services.goals import GoalView, goal_views
from kpitui.tui.page import EXPLAIN, UNDO, ListPage
from kpitui.tui.widgets.find_line import FindLine
from kpitui.tui.widgets.goal_board import GoalBoard
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.lines import Columns, Line, Lines
from kpitui.tui.widgets.plain import Plain


class GoalsPage(ListPage):
    """The list of goals."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "app.open('wizard')", mark("new goal"), id="goals.new"),
        *EXPLAIN,
        *UNDO,
    ]

    def __init__(self) -> None:
        super().__init__()
        self.views: list[GoalView] = []

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Plain(_("Goals"), classes="heading")
        yield Lines()
        yield FindLine(_("find a goal"))
        yield KeyBar()

    def reload(self) -> None:
        """Load how every goal stands."""
        self.views = goal_views(self.workspace, closed=True)
        columns = Columns(("", _("goal"), _("reached"), _("status"), _("left")), frozenset({2}), 1)
        lines = [self._line(view) for view in self.views]
        self.query_one(Lines).show(lines, columns, _("no goals yet: ^n sets one"))

    def on_lines_opened(self, message: Lines.Opened) -> None:
        """Open the page of the goal under the cursor."""
        from kpitui.tui.screens.goal import GoalPage

        self.app.push_screen(GoalPage(self.views[message.at].goal.id))

    def action_explain(self) -> None:
        """Tell where the figures of the goal under the cursor come from."""
        from kpitui.tui.screens.explain import explain_goal_page

        if self.views:
            self.app.push_screen(explain_goal_page(self.views[self.query_one(Lines).cursor]))

    def _line(self, view: GoalView) -> Line:
        status, goal = view.standing.status, view.goal
        facts = Facts(goal, view.kpi, view.standing, {}, self.workspace.settings.numbers)
        title = harmless(goal.title, 200)
        if goal.state != "open":
            return Line((" ", title, facts.reached(), state_word(goal.state), ""), "quiet")
        sign = STATUS_SIGNS[status][self.desk.ascii]
        left = facts.days_left() if self.size.width >= 100 else str(view.standing.days_left)
        return Line((sign, title, facts.reached(), status_word(status), left), GoalBoard.STYLES.get(status, "plain"))
