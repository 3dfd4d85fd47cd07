"""What became of actions: whether the level of a KPI moved since one started, and whether as much as was expected.

The comparison is that of `comparing`; that an action brought a change about is nowhere said, for figures cannot tell.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kpitui.core.goal import Action
from kpitui.core.insight.expectation import Outcome, outcome_of, size_of
from kpitui.core.model import Kpi
from kpitui.i18n.actions import ActionTeller
from kpitui.services.acting import actions, view_of
from kpitui.services.comparing import EffectView, effect_since
from kpitui.services.telling import effect_text
from kpitui.services.workspace import Workspace


class ActionEffect(NamedTuple):
    """How the KPI of an action did since it started."""

    kpi: Kpi
    view: EffectView
    expected: float | None
    """The change that was expected, in the unit of the KPI; None when none was, or when it is not known yet."""
    outcome: Outcome | None
    """How the change compares with that; None while there is no comparison."""


def effect_of(workspace: Workspace, action: Action) -> ActionEffect | None:
    """Return how the KPI of *action* did since it started; None when it has no KPI or was never started.

    The days before do not reach back across the start of another action on that KPI, or on the whole business.
    """
    kpi = view_of(workspace, action).kpi
    if kpi is None or action.started is None:
        return None
    view = effect_since(workspace, kpi, action.started, crossing=_started_before(workspace, action, kpi))
    expected = size_of(action.expected, view.level) if action.expected else None
    outcome = outcome_of(view.effect, expected) if view.effect and expected else None
    return ActionEffect(kpi, view, expected, outcome)


def effect_sentences(workspace: Workspace, action: Action, found: ActionEffect) -> list[str]:
    """Return how the KPI of an action did since it started in full sentences, and how that compares with the plan."""
    said = effect_text(workspace, found.kpi, found.view)
    if found.outcome is not None and found.expected is not None:
        by = action.expected.by if action.expected else None
        said.append(_teller(workspace, found).compared(found.outcome, found.expected, by, workspace.today))
    return said


def effect_words(workspace: Workspace, found: ActionEffect) -> str:
    """Return how the KPI of an action did since it started in a few words, for a list."""
    view, teller = found.view, _teller(workspace, found)
    if view.already:
        return teller.moving_already(view.already)
    if view.effect is None:
        return teller.waiting(view.period, view.before, view.after, view.needed_before, view.needed_after)
    return teller.moved(view.day, view.effect)


def _teller(workspace: Workspace, found: ActionEffect) -> ActionTeller:
    return ActionTeller(found.kpi, workspace.settings.numbers)


def _started_before(workspace: Workspace, action: Action, kpi: Kpi) -> date | None:
    """Return the day on which the last action before *action* that bears on *kpi* started; None when there is none."""
    starts = [
        view.action.started
        for view in actions(workspace, closed=True)
        if view.action.started and (view.kpi is None or view.kpi.id == kpi.id)
    ]
    return max((day for day in starts if action.started and day < action.started), default=None)
