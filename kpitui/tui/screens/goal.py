"""The page of one goal: how it stands, the KPIs beside it, its targets, and the dialogs to change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.charts.spec import ChartData
from kpitui.core.amount import parse_value
from kpitui.core.errors import Refused, mark
from kpitui.core.figures import format_typed
from kpitui.core.goal import Goal, GoalState, Target
from kpitui.core.goal_fields import read_keep
from kpitui.core.model import Kpi
from kpitui.i18n import _, capitalised
from kpitui.i18n.harmless import harmless
from kpitui.i18n.wrapping import wrap
from kpitui.services.charts import goal_chart, with_bounds, with_fan
from kpitui.services.entries import find_kpi
from kpitui.services.goals import (
    DoubtfulTarget,
    GoalView,
    close_goal,
    edit_goal_and_target,
    find_goal,
    keep_so_many,
    learn,
    view_of,
)
from kpitui.services.goals.verdicts import Judge, keep_outlooks
from kpitui.services.insight.calibration import calibration
from kpitui.services.like_for_like import newest_period
from kpitui.services.reading import all_kpis
from kpitui.tui.dialogs import Dialog
from kpitui.tui.page import EXPLAIN, NARROW, OTHER_PAGES, UNDO, Page, lines_taken
from kpitui.tui.widgets.chart_view import ChartView
from kpitui.tui.widgets.columns import FACT, in_two_columns, labelled_lines
from kpitui.tui.widgets.form import ChoiceField, Field, SeveralField, TextField
from kpitui.tui.widgets.goal_bar import bar_line
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.rows import Columns, Line, Lines
from kpitui.tui.widgets.runs import STYLE_OF_STATUS
from kpitui.wording import Fact
from kpitui.wording.comparisons import before_text, lately_word, period_text, with_shared_decimals
from kpitui.wording.dates import full_day_text
from kpitui.wording.findings import finding_text
from kpitui.wording.forecasts import outlook_facts, stated_facts
from kpitui.wording.goals import GoalFacts, goal_facts, lacking, needed_name
from kpitui.wording.words import STATUS_SIGNS, period_word, state_word, status_word

if TYPE_CHECKING:
    from kpitui.core.comparison import Lately
    from kpitui.core.goal_title import TitleWords
    from kpitui.services.workspace import Workspace


ROOMY = 30
"""From this many rows on, more than one action is told."""

LOW_LIST = 4
"""Rows of the list of KPIs on a page that is not roomy, its titles among them; the others are scrolled to."""

LOWEST_BAR = 22
"""From this many rows on the way to the target is drawn as a bar too."""

CHART_ROWS = 12
"""Rows that the chart has at least, of which ten are below its title and its notes; facts make room for it."""

CHART_ROWS_NARROW, LIST_ROWS_NARROW = 7, 3
"""Rows that chart and list have at least on a narrow screen."""

FEWEST_FACTS = 4
"""Lines of facts that a chart never takes the place of."""


def _least_needed() -> tuple[str, ...]:
    """Return the names of the facts that make room for the chart, the first that goes first."""
    return (
        _("measured over"), _("based on"), _("so far"), _("driver"), _("signal"), _("target"), _("reached around"),
        _("that is"), _("stays on track"), _("should be at"), _("action"), *_gap_names(),
    )  # fmt: skip


def _gap_names() -> tuple[str, ...]:
    """Return the names of how far it is from its pace, which goes behind the status where it makes room."""
    return _("behind by"), _("ahead by")


def _least_needed_narrow(view: GoalView) -> tuple[str, ...]:
    """Return the names of those that make room too on a narrow screen, where each takes more lines."""
    return (needed_name(view.standing),)


class GoalPage(Page):
    """The goal with the number *number*."""

    CSS_PATH = "goal.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "Lines"
    KEYED = (Lines,)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "why", mark("why"), id="goal.why"),
        Binding("t", "target", mark("change the target"), id="goal.target"),
        Binding("e", "edit", mark("edit"), id="goal.edit"),
        Binding("x", "close", mark("close this goal"), id="goal.close"),
        Binding("T", "keep", mark("allow misses"), id="goal.keep"),
        Binding("a", "act", mark("plan an action"), id="goal.act"),
        Binding("tab", "details", mark("what you agreed"), id="goal.details"),
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
        self.status = ""
        """How it stands in one line."""
        self.facts: list[Fact] = []
        """How it stands today."""
        self.agreed: list[Fact] = []
        """How it was set."""
        self.outlook: list[Fact] = []
        """What was foretold last; it stays on the page until there is something newer."""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(id="heading")
        yield Plain(id="status")
        yield Plain(id="bar")
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
        self.agreed = [*facts.how_it_was_set(), *facts.targets()]
        self.facts = facts.how_it_stands()
        if goal.state != "open":
            self.facts += stated_facts(calibration(self.workspace, goal))
        low = LIST_ROWS_NARROW if self._is_narrow else LOW_LIST
        self.query_one(Lines).styles.max_height = None if self.size.height >= ROOMY else low
        self._paint_facts()
        self.query_one(ChartView).display = not self.details
        self._list(view, kpis)
        self.query_one(ChartView).debounce(self.draw)

    def clear_figures(self) -> None:
        """Take away what was foretold too."""
        super().clear_figures()
        self.outlook = []

    def on_mount(self) -> None:
        """Write the facts again where the scroll bar of a page that is full takes cells of them."""
        self.watch(self, "show_vertical_scrollbar", self._paint_facts, init=False)

    def on_resize(self) -> None:
        """Fit the facts to the width."""
        if self.view is not None:
            self.reload()

    def draw(self) -> None:
        """Draw the pace chart, the running total of a sum, else the figures since the start; and look ahead."""
        view = self.view
        if view is None or not self.is_there:
            return
        most = 3 if self.size.height >= ROOMY else 1

        def work(workspace: Workspace) -> tuple[str, ChartData, GoalView, list[Fact]]:
            from kpitui.services.actions.effects import recent_actions
            from kpitui.services.insight.comparisons import summary_of_goal
            from kpitui.wording.actions import actions_facts
            from kpitui.wording.signals import summary_facts

            name, data = goal_chart(workspace, view)
            data = with_bounds(workspace, view.kpi, data)
            judged = Judge(workspace, foretell=True).view(view.goal)
            style = workspace.settings.numbers
            summary = summary_of_goal(workspace, judged)
            facts = outlook_facts(judged.outlook, judged.standing.days_left, summary.basis)
            facts += summary_facts(summary, style)
            facts += actions_facts(recent_actions(workspace, view.goal)[:most], style, workspace.today)
            if data.first >= view.goal.start:  # not over what was before it
                data = with_fan(workspace, judged, data)
            return name, data, judged, facts

        def show(shown: tuple[str, ChartData, GoalView, list[Fact]]) -> None:
            name, data, judged, facts = shown
            self.query_one(ChartView).show(name, data)
            self._foretell(judged, facts)

        self.run_in_background(work, show, group="chart")

    def _paint_status(self, view: GoalView, facts: GoalFacts) -> None:
        status = view.shown
        line = self.query_one("#status", Plain)
        line.set_classes(f"-{STYLE_OF_STATUS.get(status, 'quiet')}")
        joint = " - " if self.app.ascii else " · "
        if view.goal.state == "open":
            words = [
                f"{STATUS_SIGNS[status][self.app.ascii]} {status_word(status)}",
                facts.in_list() if facts.reached() == "-" else facts.so_far(),
                facts.days_left(),
            ]
            words += [text for text in (facts.as_of(), lacking(view.goal)) if text]
        else:
            words = [state_word(view.goal.state)]
        self.status = joint.join(words)
        line.update(self.status)
        bar, place = facts.bar(), self.query_one("#bar", Plain)
        text = bar_line(bar, self._text_width(), ascii=self.app.ascii) if bar and self.size.height >= LOWEST_BAR else ""
        place.update(text)
        place.display = bool(text)

    def _foretell(self, view: GoalView, facts: list[Fact]) -> None:
        """Add what was foretold to what is told, with the word that follows from it, and keep it."""
        self.outlook = facts
        self.view = view
        self._paint_status(view, goal_facts(view, self.workspace.settings.numbers))
        if keep_outlooks(self.workspace, [view]):
            self.app.ignore_own_write()
        self._paint_facts()

    def _paint_facts(self) -> None:
        shown, left_out = self._fitting()
        self.query_one("#status", Plain).update(
            self._status_with([fact for fact in left_out if fact[0] in _gap_names()])
        )
        lines = labelled_lines(self._clean([*left_out, *self.agreed]), self._text_width())
        self.query_one("#facts", Plain).update("\n".join(lines if self.details else self._lines(*shown)))

    def _status_with(self, gap: Sequence[Fact]) -> str:
        """Return the line of the status, with how far it is from its pace behind it where that fits, or in short."""
        joint = " - " if self.app.ascii else " · "
        for name, text in gap:
            for part in (text, text.partition(" (")[0]):
                status = joint.join([self.status, f"{name} {part}"])
                if cell_len(status) <= self._text_width():
                    return status
        return self.status

    def _fitting(self) -> tuple[tuple[list[Fact], list[Fact]], list[Fact]]:
        """Return the facts of today and those foretold that leave the chart its rows, and those that do not."""
        above = sum(lines_taken(self.query_one(place, Plain), self.size) for place in ("#heading", "#status"))
        chart_rows, list_rows = (CHART_ROWS_NARROW, LIST_ROWS_NARROW) if self._is_narrow else (CHART_ROWS, LOW_LIST)
        rest = above + list_rows + int(self.query_one("#bar").display) + 1  # the keys
        most = max(FEWEST_FACTS, self.size.height - rest - chart_rows)
        now, outlook, left_out = list(self.facts), list(self.outlook), list[Fact]()
        names = _least_needed()
        if self._is_narrow and self.view is not None:
            names += _least_needed_narrow(self.view)
        for name in names if self.size.height < ROOMY else ():
            if len(self._lines(now, outlook)) <= most:
                break
            left_out += [fact for fact in (*now, *outlook) if fact[0] == name]
            now, outlook = ([fact for fact in facts if fact[0] != name] for facts in (now, outlook))
        return (now, outlook), left_out

    def _lines(self, now: Sequence[Fact], outlook: Sequence[Fact]) -> list[str]:
        """Return the facts; the short ones of today in two columns where there is room.

        On a narrow screen a text begins right behind its name and goes on below it.
        """
        width = self._text_width()
        if self._is_narrow:
            facts = self._clean([*now, *outlook])
            return [line for name, text in facts for line in wrap(f"{name}  {text}", width, subsequent_indent="  ")]
        lines = in_two_columns(labelled_lines(self._clean(now), width, name_width=FACT), width)
        return lines + labelled_lines(self._clean(outlook), width, name_width=FACT)

    @property
    def _is_narrow(self) -> bool:
        return self.size.width < NARROW

    @staticmethod
    def _clean(facts: Sequence[Fact]) -> list[Fact]:
        return [(name, harmless(text, 400)) for name, text in facts]

    def _text_width(self) -> int:
        """Return how many cells the facts have beside their margins and the scroll bar of a page that is full."""
        return self.size.width - 2 - (self.scrollbar_size_vertical if self.show_vertical_scrollbar else 0)

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
        self.query_one(Lines).show(lines, Columns(titles, frozenset({2, 3}), 0, spare=(1, 3)))

    def _figures(self, kpi: Kpi, row: Lately, *, named: bool) -> tuple[str, str]:
        """Return the newest figure of a KPI and that of the same days before, dashes where there are none."""
        figures = row.before
        alike_kpi, style = (
            with_shared_decimals(kpi, (figures.compared, figures.before)),
            self.workspace.settings.numbers,
        )
        compared = figures.compared
        now = "-" if compared.value is None else period_text(alike_kpi, compared, style)
        before = "-" if figures.before.value is None else before_text(alike_kpi, figures, style)
        return f"{lately_word(row)}: {now}" if named and now != "-" else now, before

    def on_lines_opened(self, message: Lines.Opened) -> None:
        """Open the page of the KPI under the cursor."""
        self.open_kpi(self.linked[message.row].key)

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
        self._ask(TargetDialog)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to keep a goal in so many periods only where it has any."""
        if action == "keep" and (self.view is None or self.view.goal.type != "recurring"):
            return False
        return super().check_action(action, parameters)

    def action_keep(self) -> None:
        """Ask in how many of ten periods the goal is to be kept, and why."""
        self._ask(KeepDialog)

    def action_edit(self) -> None:
        """Ask for another title, deadline or why; of a closed goal for what was learned."""
        if self.view is not None and self.view.goal.state != "open":
            self.app.push_screen(LearningDialog(self.view))
        else:
            self._ask(GoalDialog)

    def action_act(self) -> None:
        """Plan an action for the goal."""
        self.plan_action(goal=str(self.number))

    def action_why(self) -> None:
        """Take the last change of its KPI apart, by the period that the goal is looked at by."""
        from kpitui.services.why import period_of_goal
        from kpitui.tui.screens.why import WhyPage

        if self.view is not None:
            goal, kpi = self.view.goal, self.view.kpi
            self.app.push_screen(WhyPage(kpi, period_of_goal(self.workspace, goal, kpi), goal.id))

    def action_close(self) -> None:
        """Ask how the goal ended and what was learned."""
        self._ask(CloseDialog)

    def _ask(self, dialog: Callable[[GoalView], Dialog]) -> None:
        if self.view is None:
            return
        if self.view.goal.state != "open":
            raise Refused(
                mark("The goal '{value}' is closed. Choose an open goal"), field="goal", value=self.view.goal.title
            )
        self.app.push_screen(dialog(self.view))


# The dialogs that change a goal: its target with a reason, words and deadline, how it ended and what was learned.


class BaseGoalDialog(Dialog):
    """What the dialogs about a goal have in common."""

    def __init__(self, view: GoalView) -> None:
        super().__init__()
        self.view = view
        self.asked_about_title: Goal | None = None
        """The goal as it was to be when the person was asked whether its title may differ from it."""

    def heading(self) -> str:
        """Return the title of the goal."""
        return self.view.goal.title

    def draft_name(self) -> str:
        """Return of which goal what is kept."""
        return f"{type(self).__name__} {self.view.goal.id}"

    def reload(self) -> bool:
        """Read the goal again: it may be closed by now."""
        self.view = view_of(self.workspace, find_goal(self.workspace, str(self.view.goal.id)), foretell=False)
        return False

    def title_words(self) -> TitleWords:
        """Return how the title of the goal is written again."""
        from kpitui.wording.goal_titles import title_words

        settings = self.workspace.settings
        return title_words(self.view.kpi, settings.typed_numbers, month_first=settings.month_first)

    def ask_about_title(self, changed: Goal, field: str) -> None:
        """Raise Refused for *field*, once, where the title of the goal as *changed* states another figure or day."""
        from kpitui.core.goal_title import contradictions_of, retitled
        from kpitui.wording.goal_titles import title_differs

        goal, words = self.view.goal, self.title_words()
        if changed.title != goal.title:
            conflicts = contradictions_of(changed, self.workspace.today, month_first=words.month_first)
        else:
            conflicts = retitled(goal, changed, words).conflicts
        if conflicts and self.asked_about_title != changed:
            self.asked_about_title = changed
            message = mark("{finding}. Press Enter again if you mean it")
            raise Refused(message, field=field, finding=title_differs(conflicts))

    def number(self, text: str, field: str) -> float:
        """Return the figure that was typed, in the unit of the KPI; raise Refused for the field."""
        kpi, style = self.view.kpi, self.workspace.settings.numbers
        try:
            return parse_value(text, kpi.unit, kpi=kpi.name, style=style).value
        except Refused as error:
            error.field = field
            raise


class TargetDialog(BaseGoalDialog):
    """Another target from today on; the days before keep the one they had."""

    def __init__(self, view: GoalView) -> None:
        super().__init__(view)
        self.asked_about: tuple[str | None, ...] | None = None
        """The figures that the person was asked about, as a new goal is."""

    def reload(self) -> bool:
        """Read the goal again, with its target."""
        super().reload()
        return True

    def fields(self) -> Sequence[Field]:
        """Return the target, of a recurring goal its edges, and the reason."""
        newest, style = self.view.goal.targets[-1], self.workspace.settings.typed_numbers
        decimals = self.view.kpi.decimals

        def typed(value: float | None) -> str:
            return "" if value is None else format_typed(value, style, decimals)

        edges = [TextField("target", _("Target"), typed(newest.value))]
        if self.view.goal.type == "recurring":
            edges = [
                TextField("low", _("At least"), typed(newest.low)),
                TextField("high", _("At most"), typed(newest.high)),
            ]
        reason = TextField("reason", _("Reason"), hint=_("why it changes. Earlier days keep the old target"))
        return (*edges, reason)

    def save(self, values: Mapping[str, str]) -> str:
        """Save the new version of the target."""
        low, high = (self.number(values[name], name) if values.get(name) else None for name in ("low", "high"))
        if "target" in values:
            value = self.number(values["target"], "target")
        elif low is None and high is None:
            raise Refused(mark("Type a minimum or a maximum for each period"), field="low")
        else:
            value = high if high is not None else low or 0.0
        goal, figures = self.view.goal, tuple(values.get(name) for name in ("target", "low", "high"))
        try:
            self.ask_about_title(
                goal._replace(targets=(*goal.targets, Target(self.workspace.today, value, low, high, goal.keep))),
                "target" if "target" in values else "high" if high is not None else "low",
            )
            target = {
                "value": value, "reason": values["reason"], "low": low, "high": high, "keep": goal.keep,
                "as_meant": figures == self.asked_about,
            }  # fmt: skip
            edit_goal_and_target(self.workspace, goal, {}, target, self.title_words())
        except DoubtfulTarget as doubt:
            raise self._question(doubt, figures) from doubt
        return _("The new target counts from today")

    def _question(self, doubt: DoubtfulTarget, figures: tuple[str | None, ...]) -> Refused:
        """Return what is asked about the figures; the same ones again are the answer, where that is possible."""
        kpi, style = self.view.kpi, self.workspace.settings.numbers
        text = "; ".join(finding_text(finding, kpi.unit, style)[0] for finding in doubt.findings)
        text = capitalised(text)
        field = "target" if figures[0] is not None else "high" if figures[2] else "low"
        if not all(finding.fixes for finding in doubt.findings):
            return Refused(mark("{finding}. Choose another target"), field=field, finding=text)
        self.asked_about = figures
        return Refused(mark("{finding}. Press Enter again if you mean it"), field=field, finding=text)


class KeepDialog(BaseGoalDialog):
    """In how many of how many periods a recurring goal is to be kept, and why."""

    def fields(self) -> Sequence[Field]:
        """Return how many, and the reason."""
        keep = self.view.goal.keep
        if self.view.standing.lost:
            from kpitui.services.insight.signals import share_for

            keep = share_for(self.workspace, self.view) or keep
        text = f"{keep[0]}/{keep[1]}" if keep else "9/10"
        hint = _("9/10 means 9 of 10 periods. Leave empty for every period")
        return (
            TextField("keep", _("How often"), text, hint=hint),
            TextField("reason", _("Reason"), hint=_("why it changes")),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Save it as a new version of the target."""
        text = values["keep"].strip()
        keep = read_keep(text) if text else None
        goal = self.view.goal
        if goal.targets:
            self.ask_about_title(goal._replace(targets=(*goal.targets, goal.targets[-1]._replace(keep=keep))), "keep")
        keep_so_many(self.workspace, goal, keep, reason=values["reason"], words=self.title_words())
        return _("The new target counts from today")


class GoalDialog(BaseGoalDialog):
    """Other words, another deadline, other KPIs beside the goal."""

    def reload(self) -> bool:
        """Read the goal again."""
        super().reload()
        return True

    def fields(self) -> Sequence[Field]:
        """Return what may change without a reason."""
        goal = self.view.goal
        keys = {kpi.id: kpi.key for kpi in all_kpis(self.workspace)}
        rhythms = [(by, period_word(by)) for by in ("week", "month", "quarter")]
        kpis = [(kpi.key, harmless(kpi.name, 40)) for kpi in all_kpis(self.workspace) if kpi.id != goal.kpi]
        picked = _("press space to add or remove the KPI you see")
        return (
            TextField("title", _("Goal"), goal.title),
            TextField("deadline", _("Deadline"), full_day_text(goal.deadline)),
            TextField("acceptable", _("Acceptable"), goal.acceptable),
            TextField("why", _("Why"), goal.why),
            *(
                SeveralField(name, label, kpis, ", ".join(keys[number] for number in numbers), hint=picked)
                for name, label, numbers in (
                    ("drivers", _("Drivers"), goal.drivers),
                    ("counters", _("Must not get worse"), goal.counters),
                )
            ),
            ChoiceField("review", _("Review every"), rhythms, goal.review),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Save what was changed, and nothing else."""
        changes: dict[str, Any] = {name: values[name] for name in values if name in self.changed_fields}
        if "deadline" in changes:
            try:
                changes["deadline"] = self.workspace.read_day(values["deadline"], future=True)
            except Refused as error:
                error.field = "deadline"
                raise
        for name in ("drivers", "counters"):
            if name in changes:
                changes[name] = self._ids(values[name], name)
        goal = self.view.goal
        clean = {name: changes[name] for name in ("title", "deadline") if name in changes}
        self.ask_about_title(goal._replace(**clean), "title")
        edit_goal_and_target(self.workspace, goal, changes, None, self.title_words())
        return _("Saved ({key} to undo)").format(key=self.key_for("undo"))

    def _ids(self, text: str, field: str) -> tuple[int, ...]:
        try:
            return tuple(find_kpi(self.workspace, part.strip()).id for part in text.split(",") if part.strip())
        except Refused as error:
            error.field = field
            raise


class CloseDialog(BaseGoalDialog):
    """How the goal ended; the figure it stands at is frozen with it."""

    def fields(self) -> Sequence[Field]:
        """Return the verdict and what was learned."""
        reached = "achieved" if self.view.standing.status == "reached" else "missed"
        states = [(state, state_word(state)) for state in ("achieved", "missed", "dropped")]
        facts = goal_facts(self.view, self.workspace.settings.numbers)
        figure = _("The goal closes at {reached}. Numbers you log later don't change that").format(
            reached=facts.reached()
        )
        return (
            ChoiceField("state", _("Outcome"), states, reached, hint=figure),
            TextField("learning", _("Lesson"), hint=_("In one sentence: what would you do again, and what not?")),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Close the goal."""
        close_goal(self.workspace, self.view.goal, cast("GoalState", values["state"]), learning=values["learning"])
        return _("Goal closed ({key} to reopen)").format(key=self.key_for("undo"))


class LearningDialog(BaseGoalDialog):
    """What was learned of a goal that is closed."""

    def reload(self) -> bool:
        """Read the goal again."""
        super().reload()
        return True

    def fields(self) -> Sequence[Field]:
        """Return what was learned."""
        hint = _("In one sentence: what would you do again, and what not?")
        return (TextField("learning", _("Lesson"), self.view.goal.learning, hint=hint),)

    def save(self, values: Mapping[str, str]) -> str:
        """Keep it."""
        learn(self.workspace, self.view.goal, values["learning"])
        return _("Saved ({key} to undo)").format(key=self.key_for("undo"))
