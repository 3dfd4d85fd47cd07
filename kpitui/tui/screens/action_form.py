"""The form for an action: a new one, kept as a draft while it is typed, or one that is there.

What its fields mean is read by `kpitui.services.actions.form`; drafts and refusals are `form_page`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from kpitui.core.errors import mark
from kpitui.core.goal import Action
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.i18n.wrapping import wrap
from kpitui.services.actions import actions, find_action, view_of
from kpitui.services.actions.form import PlannedEffect, add_typed, edit_typed, fields_of, planned_effect
from kpitui.services.goals import all_goals
from kpitui.services.reading import shown_kpis
from kpitui.tui.form_page import FormPage
from kpitui.tui.widgets.chart_view import LAST_MONTHS, ChartRequest
from kpitui.tui.widgets.columns import aligned
from kpitui.tui.widgets.form import ChoiceField, Field, TextField
from kpitui.tui.widgets.region import PageRegion
from kpitui.wording.actions import SIGNS, progress_text, seen_sentence, subject
from kpitui.wording.changes import changed_text
from kpitui.wording.words import STATUS_SIGNS, status_word

if TYPE_CHECKING:
    from kpitui.services.actions import ActionView
    from kpitui.services.goals.verdicts import GoalView
    from kpitui.services.workspace import Workspace


class ActionFormPage(FormPage):
    """The action with the number *number*, or a new one, with *about* filled in (field to text) when it is new."""

    DRAFT = "action"
    DRAWN_BY = ("kpi", "goal")
    WITHOUT_OUTCOME = ("what",)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", mark("save the action"), id="action_form.save"),
        Binding("ctrl+d", "discard", mark("discard draft"), id="action_form.discard", priority=True, show=False),
        Binding("escape", "back", mark("close"), id="action_form.back"),
    ]

    def __init__(self, number: int | None = None, about: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.number = number
        self.action: Action | None = None
        self._needs_action: int | None = None
        """The KPI of the goal that most needs an action, by its number; None where each has one."""
        self.typed = dict(about or {})

    def existing_fields(self) -> dict[str, str] | None:
        """Return the action that is changed as it would have been typed."""
        if self.number is None:
            return None
        self.action = find_action(self.workspace, str(self.number))
        return fields_of(self.workspace, self.action)

    def existing_id(self) -> int:
        """Return the number of the action."""
        assert self.number is not None
        return self.number

    def heading(self) -> str:
        """Return whether it is a new one."""
        return _("New action") if self.action is None else _("Change an action")

    def fields(self) -> Sequence[Field]:
        """Return what an action may have."""
        typed = self.typed.get
        kpis = [(kpi.key, harmless(kpi.name, 60)) for kpi in shown_kpis(self.workspace)]
        goals = [(str(goal.id), harmless(goal.title, 60)) for goal in all_goals(self.workspace)]
        return [
            TextField("what", _("What will you do?"), typed("what", ""), hint=_("in a few words")),
            ChoiceField(
                "kpi",
                "KPI",
                _with_none(kpis, typed("kpi", "")),
                typed("kpi", ""),
                hint=_("the KPI whose number this action should change"),
            ),
            ChoiceField("goal", _("Goal"), _with_none(goals, typed("goal", "")), typed("goal", "")),
            TextField(
                "due",
                _("Due"),
                typed("due", ""),
                hint=_("the last day to do it, such as fri, 31 Dec or end of Q1. May stay empty"),
            ),
            TextField(
                "effect",
                _("Expected effect"),
                typed("effect", ""),
                hint=_("such as +10%, -0.5 or 4pp. KPITUI checks it later"),
            ),
            TextField(
                "by",
                _("Effect expected by"),
                typed("by", ""),
                hint=_("leave empty for the first day on which the effect can be seen"),
            ),
            TextField("start", _("Started on"), typed("start", ""), hint=self._start_hint()),
        ]

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI that the action is for, or that of its goal, over the last three months.

        As long as neither is chosen it is that of the goal which most needs an action.
        """
        today, typed = self.workspace.today, self.typed
        goal = next((goal for goal in all_goals(self.workspace) if str(goal.id) == typed.get("goal")), None)
        kpis = shown_kpis(self.workspace)
        by_key = (kpi for kpi in kpis if kpi.key == typed.get("kpi"))
        number = goal.kpi if goal is not None else None if typed.get("kpi") else self._needs_action
        kpi = next(by_key, None) or next((kpi for kpi in kpis if kpi.id == number), None)
        return ChartRequest(kpi, today - timedelta(days=LAST_MONTHS), today) if kpi else None

    def regions(self) -> Sequence[PageRegion]:
        """Return where it is told when the effect can be seen, what else is done, and for which goals nothing is."""
        return PageRegion(id="seen"), PageRegion(id="others"), PageRegion(id="goals")

    def show_outcome(self) -> None:
        """Tell when the effect that is typed can be seen, and which other actions there are on the same KPI or goal."""
        typed, changed = dict(self.typed), self.action
        self.run_in_background(
            lambda workspace: planned_effect(workspace, typed, changed), self._show_seen, group="outcome"
        )
        kpi, goal = typed.get("kpi", ""), typed.get("goal", "")
        others = [view for view in actions(self.workspace) if changed is None or view.action.id != changed.id]
        if kpi or goal:
            others = [
                view
                for view in others
                if (view.kpi is not None and view.kpi.key == kpi) or (goal and str(view.action.goal) == goal)
            ]
        title = _("Other actions for this") if kpi or goal else _("Open actions")
        self.query_one("#others", PageRegion).tell(title, self._action_lines(others), str(len(others)))
        self.query_one("#goals", PageRegion).display = False
        if self.is_new and not kpi and not goal:
            self.run_in_background(_goals_without_action, self._show_goals, group="goals")

    def _action_lines(self, views: Sequence[ActionView]) -> list[str]:
        """Return a line for each action: what it is, what it is for, how far it is."""
        rows = [
            (
                f"{SIGNS[view.action.state][self.app.ascii]} {view.action.what}",
                subject(view.action, view.kpi, view.goal),
                progress_text(view.action, self.workspace.today),
            )
            for view in views
        ]
        lines = aligned(rows) if rows else []
        if any(cell_len(line) > self.size.width - 2 for line in lines):
            lines = aligned([(row[0], row[2]) for row in rows])
        return lines

    def _show_goals(self, views: list[GoalView]) -> None:
        """Tell for which goals nothing is done yet; only as long as it is not chosen what the action is for."""
        if self.typed.get("kpi") or self.typed.get("goal"):
            return
        before, self._needs_action = self._needs_action, views[0].goal.kpi if views else None
        if self._needs_action != before:
            self.draw_chart()
        rows = [
            (
                f"{STATUS_SIGNS[view.standing.status][self.app.ascii]} {view.goal.title}",
                status_word(view.standing.status),
            )
            for view in views
        ]
        lines = aligned(rows) if rows else []
        self.query_one("#goals", PageRegion).tell(_("Goals without an action"), lines, str(len(rows)))

    def _show_seen(self, effect: PlannedEffect | None) -> None:
        lines = []
        if effect is not None:
            text = seen_sentence(effect.kpi, effect.expected, effect.seen, self.workspace.settings.numbers)
            lines = wrap(text, min(100, self.size.width - 2))
        title = _("When will the effect show?")
        self.query_one("#seen", PageRegion).tell(title, lines, _("from past ups and downs"))

    def _start_hint(self) -> str:
        if self.action is not None and self.action.started is not None:
            return _("the first day on which the action could have an effect")
        return _("if you have started: the day, such as today")

    def save(self) -> str:
        """Plan the action and say when its effect can be seen, or change it."""
        if self.action is None:
            action = add_typed(self.workspace, self.typed)
            return with_seen(self.workspace, action, _("Planned: {what}").format(what=action.what))
        typed = {name: text for name, text in self.typed.items() if name in self.changed_fields}
        action = edit_typed(self.workspace, self.action, typed)
        text = changed_text(action.what)
        return text if action.expected == self.action.expected else with_seen(self.workspace, action, text)


def _goals_without_action(workspace: Workspace) -> list[GoalView]:
    """Return the open goals that no open action is for, the most pressing first."""
    from kpitui.services.goals.verdicts import judged

    served = {view.action.goal for view in actions(workspace)}
    return [view for view in judged(workspace) if view.goal.id not in served]


def with_seen(workspace: Workspace, action: Action, text: str) -> str:
    """Return *text* with the sentence on when the effect that is expected of *action* can be seen, where one is."""
    from kpitui.services.actions.effects import day_of_view

    view = view_of(workspace, action)
    seen = day_of_view(workspace, view)
    if seen is None or view.kpi is None or action.expected is None:
        return text
    return f"{text}. {seen_sentence(view.kpi, action.expected, seen, workspace.settings.numbers)}"


def _with_none(options: list[tuple[str, str]], chosen: str) -> list[tuple[str, str]]:
    """Return *options* with none in front, and the one that is chosen also when it is archived or closed."""
    values = {value for value, _title in options}
    return [("", _("none")), *options, *([(chosen, chosen)] if chosen and chosen not in values else [])]
