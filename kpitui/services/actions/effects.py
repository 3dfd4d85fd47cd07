"""What became of actions: whether the level of a KPI moved since one started, and whether as much as was expected.

The comparison is that of `insight.comparing`. That an action made the change is nowhere said: figures cannot tell.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from kpitui.core.goal import Action, Goal
from kpitui.core.insight.effect import Outcome, outcome_of, size_of
from kpitui.core.model import Kpi
from kpitui.services.actions import actions, view_of
from kpitui.services.actions.effect_days import day_of_action
from kpitui.services.insight.comparing import EffectView, effect_since, looks_by
from kpitui.services.workspace import Workspace

LATELY = timedelta(days=91)
"""How long what was seen since an action is told on the pages of its KPI and goal."""

MOST = 3


class ActionEffect(NamedTuple):
    """How the KPI of an action did since it started."""

    kpi: Kpi
    view: EffectView
    expected: float | None
    """The change that was expected, in the unit of the KPI; None when none was, or when it is not known yet."""
    outcome: Outcome | None
    """How the change compares with that; None while there is no comparison."""
    others: int
    """How many other actions that bear on the KPI started on that day or since."""


class ActionWithEffect(NamedTuple):
    """An action and what became of it."""

    action: Action
    effect: ActionEffect | None


def effect_of(workspace: Workspace, action: Action) -> ActionEffect | None:
    """Return how the KPI of *action* did since it started; None when it has no KPI or was never started.

    It is looked at on the day by which the effect is expected, but not before one of that size can be told from the ups
    and downs, else after two weeks; and once more after twice that time: who looks every day sees an effect of every
    fifth action that has none.
    The days before do not reach back across the start of another action on that KPI, or on the whole business.
    """
    effect: ActionEffect | None = workspace.kept(("effect", action), lambda: _effect(workspace, action))
    return effect


def recent_actions(workspace: Workspace, goal: Goal) -> list[ActionWithEffect]:
    """Return the open actions for a goal and those that were ended lately, with what was seen since each started."""
    lately = [
        view.action
        for view in actions(workspace, closed=True, goal=goal)
        if view.action.finished is None or workspace.today - view.action.finished <= LATELY
    ]
    return [ActionWithEffect(action, effect_of(workspace, action)) for action in lately[:MOST]]


def recent_effects(workspace: Workspace, kpi: Kpi) -> list[ActionWithEffect]:
    """Return the actions on a KPI that started lately, the newest first, with what was seen of the KPI since."""
    started = [
        (view.action.started, view.action)
        for view in actions(workspace, closed=True, kpi=kpi)
        if view.action.started is not None and workspace.today - view.action.started <= LATELY
    ]
    newest = sorted(started, key=lambda pair: (pair[0], pair[1].id), reverse=True)[:MOST]
    effects = (ActionWithEffect(action, effect_of(workspace, action)) for _day, action in newest)
    return [item for item in effects if item.effect is not None]


def _effect(workspace: Workspace, action: Action) -> ActionEffect | None:
    kpi = view_of(workspace, action).kpi
    if kpi is None or action.started is None:
        return None
    since = action.started
    others = [
        view.action.started
        for view in actions(workspace, closed=True)
        if view.action.id != action.id and view.action.started and (view.kpi is None or view.kpi.id == kpi.id)
    ]
    looks = looks_by(kpi, since, action.expected.by if action.expected else None)
    seen = day_of_action(workspace, action, kpi)
    if seen is not None and seen.slots is not None:
        # Not before it can be told from the ups and downs, nor before the day that was named for it.
        looks = looks._replace(first=max(looks.first or 0, seen.slots))
    crossing = max((day for day in others if day < since), default=None)
    view = effect_since(workspace, kpi, since, crossing=crossing, looks=looks)
    expected = size_of(action.expected, view.level) if action.expected else None
    outcome = outcome_of(view.effect, expected) if view.effect and expected else None
    return ActionEffect(kpi, view, expected, outcome, sum(day >= since for day in others))
