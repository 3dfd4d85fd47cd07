"""The dialogs that change a goal: its target with a reason, words and deadline, how it ended and what was learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from kpitui.core.amount import parse_value
from kpitui.core.errors import Refused, mark
from kpitui.core.figures import format_typed
from kpitui.core.goal import GoalState
from kpitui.core.recurring import share_to_allow
from kpitui.i18n import _
from kpitui.services.entries import find_kpi
from kpitui.services.goals import (
    DoubtfulTarget,
    GoalView,
    change_target,
    close_goal,
    edit_goal,
    find_goal,
    keep_so_many,
    learn,
    view_of,
)
from kpitui.services.goals.form import read_keep
from kpitui.services.reading import all_kpis
from kpitui.tui.dialogs import Dialog
from kpitui.tui.widgets.form import ChoiceField, Field, TextField
from kpitui.wording.findings import finding_text
from kpitui.wording.goals import goal_facts
from kpitui.wording.words import period_word, state_word


class BaseGoalDialog(Dialog):
    """What the dialogs about a goal have in common."""

    def __init__(self, view: GoalView) -> None:
        super().__init__()
        self.view = view

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
        reason = TextField("reason", _("Reason"), hint=_("why it changes; earlier days keep the old target"))
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
            change_target(
                self.workspace, goal, value, reason=values["reason"], low=low, high=high, keep=goal.keep,
                as_meant=figures == self.asked_about,
            )  # fmt: skip
        except DoubtfulTarget as doubt:
            raise self._question(doubt, figures) from doubt
        return _("The new target counts from today")

    def _question(self, doubt: DoubtfulTarget, figures: tuple[str | None, ...]) -> Refused:
        """Return what is asked about the figures; the same ones again are the answer, where that is possible."""
        kpi, style = self.view.kpi, self.workspace.settings.numbers
        text = "; ".join(finding_text(finding, kpi.unit, style)[0] for finding in doubt.findings)
        text = text[:1].upper() + text[1:]
        field = "target" if figures[0] is not None else "high" if figures[2] else "low"
        if not all(finding.fixes for finding in doubt.findings):
            return Refused(mark("{finding}. Choose another target"), field=field, finding=text)
        self.asked_about = figures
        return Refused(mark("{finding}. Enter again if you mean it"), field=field, finding=text)


class KeepDialog(BaseGoalDialog):
    """In how many of how many periods a recurring goal is to be kept, and why."""

    def fields(self) -> Sequence[Field]:
        """Return how many, and the reason."""
        keep = self.view.goal.keep
        if self.view.standing.lost:
            keep = share_to_allow(self.view.standing.periods, keep) or keep
        text = f"{keep[0]}/{keep[1]}" if keep else "9/10"
        hint = _("9/10 is 9 of 10 periods; leave empty for every period")
        return (
            TextField("keep", _("How often"), text, hint=hint),
            TextField("reason", _("Reason"), hint=_("why it changes")),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Save it as a new version of the target."""
        text = values["keep"].strip()
        keep = read_keep(text) if text else None
        keep_so_many(self.workspace, self.view.goal, keep, reason=values["reason"])
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
        between = _("KPIs, separated by commas")
        return (
            TextField("title", _("Goal"), goal.title),
            TextField("deadline", _("Deadline"), goal.deadline.isoformat()),
            TextField("acceptable", _("Acceptable"), goal.acceptable),
            TextField("why", _("Why"), goal.why),
            TextField("drivers", _("Drivers"), ", ".join(keys[number] for number in goal.drivers), hint=between),
            TextField(
                "counters", _("Must not get worse"), ", ".join(keys[number] for number in goal.counters), hint=between
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
        edit_goal(self.workspace, self.view.goal, **changes)
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
        figure = _("The goal closes at {reached}. Numbers you log later no longer change it").format(
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
