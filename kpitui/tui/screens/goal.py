"""The page of one goal: how it stands, the pace chart, the KPIs beside it, every target it had."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.charts.spec import ChartData
from kpitui.core.errors import Refused, mark
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.charts import chart_data, level_chart
from kpitui.services.goals import find_goal, view_of
from kpitui.services.goals.verdicts import GoalView, Judge, keep_outlooks
from kpitui.services.insight.calibrating import calibration
from kpitui.services.like_for_like import newest_period
from kpitui.services.reading import all_kpis
from kpitui.tui.dialogs import Dialog
from kpitui.tui.page import EXPLAIN, OTHER_PAGES, UNDO, Page
from kpitui.tui.widgets.chart_view import ChartView
from kpitui.tui.widgets.columns import FACT, in_two_columns, labelled_lines
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.rows import Columns, Line, Lines
from kpitui.tui.widgets.runs import STYLE_OF_STATUS
from kpitui.wording import Fact
from kpitui.wording.chances import stated_facts
from kpitui.wording.comparisons import alike, before_text, lately_word, period_text
from kpitui.wording.goals import GoalFacts, goal_facts, lacking
from kpitui.wording.words import STATUS_SIGNS, state_word, status_word

if TYPE_CHECKING:
    from kpitui.core.comparison import Lately
    from kpitui.services.workspace import Workspace

ROOMY = 30
"""From this many rows on, more than one action is told."""


class GoalPage(Page):
    """The goal with the number *number*."""

    CSS_PATH = "goal.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "Lines"
    KEYED = (Lines,)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "target", mark("change the target"), id="goal.target"),
        Binding("e", "edit", mark("edit"), id="goal.edit"),
        Binding("x", "close", mark("close this goal"), id="goal.close"),
        Binding("T", "keep", mark("allow misses"), id="goal.keep"),
        Binding("a", "act", mark("plan an action"), id="goal.act"),
        Binding("y", "why", mark("why"), id="goal.why"),
        Binding("i", "details", mark("what you agreed"), id="goal.details"),
        *EXPLAIN,
        *UNDO,
        *OTHER_PAGES,
    ]

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.view: GoalView | None = None
        self.linked: list[Kpi] = []
        self.details = False
        self.facts: list[Fact] = []
        self.outlook: list[Fact] = []
        """What was foretold last; it stays on the page until there is something newer."""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(id="heading")
        yield Plain(id="status")
        yield Plain(id="facts")
        yield ChartView()
        yield Lines()
        yield KeyBar()

    def reload(self) -> None:
        """Load how the goal stands; the chart follows after."""
        kpis = {kpi.id: kpi for kpi in all_kpis(self.workspace)}
        try:
            goal = find_goal(self.workspace, str(self.number))
        except Refused:
            # It was taken back while its page was open.
            self.app.pop_screen()
            return
        view = self.view = view_of(self.workspace, goal, foretell=False)
        names = {kpi.id: harmless(kpi.name, 60) for kpi in kpis.values()}
        facts = goal_facts(view, self.workspace.settings.numbers, names)
        self.query_one("#heading", Plain).update(harmless(goal.title, 300))
        self._paint_status(view, facts)
        self.facts = [*facts.how_it_was_set(), *facts.targets()] if self.details else facts.how_it_stands()
        if goal.state != "open" and not self.details:
            self.facts += stated_facts(calibration(self.workspace, goal))
        self._paint_facts()
        self.query_one(ChartView).display = not self.details
        self._list(view, kpis)
        self.query_one(ChartView).debounce(self.draw)

    def clear_figures(self) -> None:
        """Take away what was foretold too."""
        super().clear_figures()
        self.outlook = []

    def on_resize(self) -> None:
        """Fit the facts to the width."""
        if self.view is not None:
            self.reload()

    def draw(self) -> None:
        """Draw the pace chart, the running total of a sum, else the figures since the start; and look ahead."""
        view, today = self.view, self.workspace.today
        if view is None or not self.is_there:
            return
        name = {"level": "trend", "recurring": "periods"}.get(view.goal.type, "cumulative")
        last = min(view.goal.deadline, today + timedelta(days=14)) if name == "trend" else view.goal.deadline

        most = 3 if self.size.height >= ROOMY else 1

        def work(workspace: Workspace) -> tuple[ChartData, GoalView, list[Fact]]:
            from kpitui.services.actions.effects import recent_actions
            from kpitui.services.insight.charts import with_fan
            from kpitui.services.insight.summary import summary_of_goal
            from kpitui.wording.actions import actions_facts
            from kpitui.wording.chances import outlook_facts
            from kpitui.wording.signals import summary_facts

            data = chart_data(workspace, view.kpi, name, view.goal.start, max(last, view.goal.start), goal=view.goal)
            if view.goal.type == "level":
                data = level_chart(workspace, view.kpi, view.goal, data)
            judged = Judge(workspace, foretell=True).view(view.goal)
            style = workspace.settings.numbers
            summary = summary_of_goal(workspace, judged)
            facts = outlook_facts(judged.outlook, judged.standing.days_left, summary.basis)
            facts += summary_facts(summary, style)
            facts += actions_facts(recent_actions(workspace, view.goal)[:most], style, workspace.today)
            return with_fan(workspace, judged, data), judged, facts

        def show(shown: tuple[ChartData, GoalView, list[Fact]]) -> None:
            data, judged, facts = shown
            self.query_one(ChartView).show(name, data)
            self._foretell(judged, facts)

        self.run_in_background(work, show, group="chart")

    def _paint_status(self, view: GoalView, facts: GoalFacts) -> None:
        status = view.standing.status
        line = self.query_one("#status", Plain)
        line.set_classes(f"-{STYLE_OF_STATUS.get(status, 'quiet')}")
        joint = " - " if self.app.ascii else " · "
        if view.goal.state == "open":
            words = [
                f"{STATUS_SIGNS[status][self.app.ascii]} {status_word(status)}",
                facts.so_far(),
                facts.days_left(),
            ]
            words += [text for text in (facts.as_of(), lacking(view.goal)) if text]
        else:
            words = [state_word(view.goal.state)]
        line.update(joint.join(words))

    def _foretell(self, view: GoalView, facts: list[Fact]) -> None:
        """Add what was foretold to what is told, with the word that follows from it, and keep it."""
        self.outlook = facts
        self.view = view
        self._paint_status(view, goal_facts(view, self.workspace.settings.numbers))
        if keep_outlooks(self.workspace, [view]):
            self.app.ignore_own_write()
        self._paint_facts()

    def _paint_facts(self) -> None:
        outlook = [] if self.details else labelled_lines(self.outlook, self.size.width - 2, name_width=FACT)
        self.query_one("#facts", Plain).update("\n".join([self._facts(self.facts), *outlook]))

    def _facts(self, facts: Sequence[Fact]) -> str:
        """Return the facts; the short ones of today in two columns where there is room."""
        width = self.size.width - 2
        pairs = [(name, harmless(text, 400)) for name, text in facts]
        lines = labelled_lines(pairs, width, name_width=0 if self.details else FACT)
        return "\n".join(lines if self.details else in_two_columns(lines, width))

    def _list(self, view: GoalView, kpis: dict[int, Kpi]) -> None:
        goal = view.goal
        roles = [
            (_("result"), (goal.kpi,)),
            (_("driver"), goal.drivers),
            (_("must not get worse"), goal.counters),
        ]
        self.linked = [kpis[kpi] for _role, ids in roles for kpi in ids if kpi in kpis]
        rows = [
            (kpis[kpi], role, newest_period(self.workspace, kpis[kpi]))
            for role, ids in roles
            for kpi in ids
            if kpi in kpis
        ]
        periods = {lately_word(row) for _kpi, _role, row in rows}
        lines = [
            Line((harmless(kpi.name, 60), role, *self._figures(kpi, row, named=len(periods) > 1)))
            for kpi, role, row in rows
        ]
        titles = (_("KPI"), "", periods.pop() if len(periods) == 1 else _("newest"), _("same days before"))
        self.query_one(Lines).show(lines, Columns(titles, frozenset({2, 3}), 0))

    def _figures(self, kpi: Kpi, row: Lately, *, named: bool) -> tuple[str, str]:
        """Return the newest figure of a KPI and that of the same days before, dashes where there are none."""
        figures = row.before
        alike_kpi, style = alike(kpi, (figures.now, figures.before)), self.workspace.settings.numbers
        now = "-" if figures.now.value is None else period_text(alike_kpi, figures.now, style)
        before = "-" if figures.before.value is None else before_text(alike_kpi, figures, style)
        return f"{lately_word(row)}: {now}" if named and now != "-" else now, before

    def on_lines_opened(self, message: Lines.Opened) -> None:
        """Open the page of the KPI under the cursor."""
        from kpitui.tui.screens.kpi import KpiPage

        self.app.push_screen(KpiPage(self.linked[message.row].key))

    def action_explain(self) -> None:
        """Tell where the figures come from."""
        from kpitui.tui.screens.explain import explain_goal_page

        if self.view is not None:
            self.app.push_screen(explain_goal_page(self.view))

    def action_details(self) -> None:
        """Show what was agreed, or how it stands."""
        self.details = not self.details
        self.reload()

    def action_target(self) -> None:
        """Ask for another target and its reason."""
        from kpitui.tui.screens._goal_dialogs import TargetDialog

        self._ask(TargetDialog)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to keep a goal in so many periods only where it has any."""
        if action == "keep" and (self.view is None or self.view.goal.type != "recurring"):
            return False
        return super().check_action(action, parameters)

    def action_keep(self) -> None:
        """Ask in how many of ten periods the goal is to be kept, and why."""
        from kpitui.tui.screens._goal_dialogs import KeepDialog

        self._ask(KeepDialog)

    def action_edit(self) -> None:
        """Ask for another title, deadline or why; of a closed goal for what was learned."""
        from kpitui.tui.screens._goal_dialogs import GoalDialog, LearningDialog

        if self.view is not None and self.view.goal.state != "open":
            self.app.push_screen(LearningDialog(self.view))
        else:
            self._ask(GoalDialog)

    def action_act(self) -> None:
        """Plan an action for the goal."""
        from kpitui.tui.screens.action_form import ActionFormPage

        self.app.push_screen(ActionFormPage(about={"goal": str(self.number)}))

    def action_why(self) -> None:
        """Take the last change of its KPI apart, by the period that the goal is looked at by."""
        from kpitui.services.why import period_of_goal
        from kpitui.tui.screens.why import WhyPage

        if self.view is not None:
            goal, kpi = self.view.goal, self.view.kpi
            self.app.push_screen(WhyPage(kpi, period_of_goal(self.workspace, goal, kpi), goal.id))

    def action_close(self) -> None:
        """Ask how the goal ended and what was learned."""
        from kpitui.tui.screens._goal_dialogs import CloseDialog

        self._ask(CloseDialog)

    def _ask(self, dialog: Callable[[GoalView], Dialog]) -> None:
        if self.view is None:
            return
        if self.view.goal.state != "open":
            raise Refused(mark("The goal {value} is closed"), field="goal", value=self.view.goal.title)
        self.app.push_screen(dialog(self.view))
