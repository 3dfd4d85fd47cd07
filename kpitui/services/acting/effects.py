"""What became of actions: whether the level of a KPI moved since one started, and whether as much as was expected.

The comparison is that of `insight.comparing`. That an action made the change is nowhere said: figures cannot tell.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from kpitui.core.goal import Action, Goal
from kpitui.core.insight.expectation import Outcome, outcome_of, size_of
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.services.acting import actions, view_of
from kpitui.services.insight.comparing import EffectView, effect_since, looks_by
from kpitui.services.insight.telling import effect_text
from kpitui.services.workspace import Workspace
from kpitui.wording.actions import ActionTeller, looked_text, others_text, progress_text

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


def effect_of(workspace: Workspace, action: Action) -> ActionEffect | None:
    """Return how the KPI of *action* did since it started; None when it has no KPI or was never started.

    It is looked at on the day by which the effect is expected, else after two weeks, and once more after twice that
    time: who looks every day sees an effect of every fifth action that has none.
    The days before do not reach back across the start of another action on that KPI, or on the whole business.
    """
    found: ActionEffect | None = workspace.kept(("effect", action), lambda: _effect(workspace, action))
    return found


def effect_sentences(workspace: Workspace, action: Action, found: ActionEffect) -> list[str]:
    """Return how the KPI of an action did since it started in full sentences, and how that compares with the plan."""
    said = effect_text(workspace, found.kpi, found.view)
    if found.view.looked_until is not None and found.view.effect is not None:
        said.append(looked_text(found.view.looked_until, found.view.next_look))
    if found.outcome is not None and found.expected is not None:
        by = action.expected.by if action.expected else None
        said.append(_teller(workspace, found).compared(found.outcome, found.expected, by, workspace.today))
    if found.others and found.view.effect is not None:
        said.append(others_text(found.others))
    return said


def effect_words(workspace: Workspace, found: ActionEffect) -> str:
    """Return how the KPI of an action did since it started in a few words, for a list."""
    view, teller = found.view, _teller(workspace, found)
    if view.already:
        return teller.moving_already(view.already)
    if view.effect is None:
        return teller.waiting(view.period, view.before, view.after, view.needed_before, view.needed_after)
    return teller.moved(view.day, view.effect)


def told_of_actions(workspace: Workspace, goal: Goal) -> list[tuple[str, str]]:
    """Return the open actions for a goal, and those that were ended lately, as pairs of a name and a text."""
    told = []
    for view in actions(workspace, closed=True, goal=goal):
        if view.action.finished is None or workspace.today - view.action.finished <= LATELY:
            found = effect_of(workspace, view.action)
            words = f"; {effect_words(workspace, found)}" if found else ""
            progress = progress_text(view.action, workspace.today, year=False)
            told.append((_("action"), f"{view.action.what}: {progress}{words}"))
    return told[:MOST]


def told_of_kpi_actions(workspace: Workspace, kpi: Kpi) -> list[str]:
    """Return what was seen of a KPI since the actions on it that started lately, the newest first, a sentence each."""
    started = [
        (view.action.started, view.action)
        for view in actions(workspace, closed=True, kpi=kpi)
        if view.action.started is not None and workspace.today - view.action.started <= LATELY
    ]
    told = []
    for _day, action in sorted(started, key=lambda each: (each[0], each[1].id), reverse=True)[:MOST]:
        found = effect_of(workspace, action)
        if found is not None:
            told.append(f"{action.what}: {effect_words(workspace, found)}")
    return told


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
    crossing = max((day for day in others if day < since), default=None)
    view = effect_since(workspace, kpi, since, crossing=crossing, looks=looks)
    expected = size_of(action.expected, view.level) if action.expected else None
    outcome = outcome_of(view.effect, expected) if view.effect and expected else None
    return ActionEffect(kpi, view, expected, outcome, sum(day >= since for day in others))


def _teller(workspace: Workspace, found: ActionEffect) -> ActionTeller:
    return ActionTeller(found.kpi, workspace.settings.numbers)
