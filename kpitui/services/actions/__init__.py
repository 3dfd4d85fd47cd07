"""Corrective actions: planning, starting, finishing, dropping, changing and finding them.

Typed fields are read by `form`, whether the level moved since one started is told by `effects`. Those that are due are
also read straight from `kpitui.store.records`, where start-up time decides.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from kpitui.core.errors import Refused, mark
from kpitui.core.goal import Action, Expectation, Goal
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.core.text import LONGEST_TITLE, holds, storable
from kpitui.services.reading import all_kpis, find
from kpitui.services.workspace import Workspace
from kpitui.store import records
from kpitui.store.goals import all_goals

OPEN = ("planned", "started")


class ActionView(Record):
    """An action with what it is for."""

    action: Action
    kpi: Kpi | None
    """The KPI it is to move: its own, or else the outcome of its goal; None for an action on the whole business."""
    goal: Goal | None
    due: bool
    """Whether it is open and its day has come."""


def add_action(
    workspace: Workspace,
    what: str,
    *,
    kpi: Kpi | None = None,
    goal: Goal | None = None,
    due: date | None = None,
    expected: Expectation | None = None,
    started: date | None = None,
) -> Action:
    """Plan an action, or with *started* one that is under way, and return it.

    Raises Refused for one without words, days out of order, a closed goal, or an effect on nothing.
    """
    if goal is not None and goal.state != "open":
        raise Refused(mark("The goal '{value}' is closed. Choose an open goal"), field="goal", value=goal.title)
    if due is not None and started is None and due < workspace.today:
        raise Refused(mark("The due day must be today or later"), field="due", value=due)
    action = _in_order(
        workspace,
        Action(
            id=0,
            uid="",
            what=_called(what),
            kpi=kpi.id if kpi else None,
            goal=goal.id if goal else None,
            due=due,
            expected=expected,
            state="started" if started else "planned",
            started=started,
            created=workspace.today,
        ),
    )
    with workspace.store.write("action.added", action=action.what) as change:
        number = records.add_action(change, action)
    return find_action(workspace, str(number))


def edit_action(workspace: Workspace, action: Action, **changes: Any) -> Action:
    """Change any field of an action, kpi and goal by their ids, and return it.

    Raises Refused as `add_action` does.
    """
    changed = _checked(workspace, action._replace(**changes))
    if (changed.due, changed.expected, changed.started) != (action.due, action.expected, action.started):
        changed = _in_order(workspace, changed)
    with workspace.store.write("action.edited", action=changed.what) as change:
        records.update_action(change, action, changed)
    return changed


def start_action(workspace: Workspace, action: Action, day: date | None = None) -> Action:
    """Start an action that is planned, or take up one that was dropped, on *day* (today); return it as it is now."""
    if action.state in ("started", "done"):
        raise Refused(mark("Action '{value}' has already started"), field="action", value=action.what)
    changed = action._replace(state="started", started=day or workspace.today, finished=None, reason="")
    return _moved(workspace, action, changed, "action.started")


def finish_action(workspace: Workspace, action: Action, day: date | None = None) -> Action:
    """Call an open action done on *day* (today) and return it; one that was never started was started on that day."""
    _refuse_closed(action)
    done = day or workspace.today
    changed = action._replace(state="done", started=action.started or done, finished=done)
    return _moved(workspace, action, changed, "action.done")


def drop_action(workspace: Workspace, action: Action, reason: str) -> Action:
    """Give up an open action and return it; raises Refused without a reason."""
    _refuse_closed(action)
    reason = storable(reason, what=mark("a reason"), field="reason")
    if not reason:
        raise Refused(mark("Why are you cancelling this action? Add a reason"), field="reason")
    changed = action._replace(state="dropped", finished=workspace.today, reason=reason)
    return _moved(workspace, action, changed, "action.dropped")


def find_action(workspace: Workspace, typed: str) -> Action:
    """Return the action with this number, or the only one whose words hold this text; raise NotFound."""
    return find(
        records.all_actions(workspace.store),
        typed,
        lambda action: action.what,
        field="action",
        several=mark("Several actions match {value}. Which number? {known}"),
        unknown=mark("No action {value}. You have: {known}"),
        most=12,
    )


def actions(
    workspace: Workspace,
    *,
    closed: bool = False,
    only_due: bool = False,
    kpi: Kpi | None = None,
    goal: Goal | None = None,
    text: str = "",
) -> list[ActionView]:
    """Return the open actions, those due soonest first; with *closed* also those done or dropped, the latest first.

    *kpi* keeps those that are to move it, *goal* those for it, *text* those that hold it in their words, KPI or goal.
    """
    context = _context(workspace)
    views = [_view(workspace, action, *context) for action in records.all_actions(workspace.store)]
    matching = [
        view
        for view in views
        if (closed or view.action.state in OPEN)
        and (view.due or not only_due)
        and (kpi is None or (view.kpi is not None and view.kpi.id == kpi.id))
        and (goal is None or view.action.goal == goal.id)
        and holds(_words(view), text)
    ]
    ended = [view for view in matching if view.action.state not in OPEN]
    ended.sort(key=lambda view: (view.action.finished or date.min, view.action.id), reverse=True)
    return [view for view in matching if view.action.state in OPEN] + ended


def actions_on(workspace: Workspace, kpi: Kpi) -> list[Action]:
    """Return every action that bears on *kpi*, whatever its state: on it, on a goal of it, or on the whole business."""
    views = actions(workspace, closed=True)
    return [
        view.action
        for view in views
        if view.kpi is None or kpi.id in (view.kpi.id, view.goal.kpi if view.goal else None)
    ]


def view_of(workspace: Workspace, action: Action) -> ActionView:
    """Return one action with what it is for."""
    return _view(workspace, action, *_context(workspace))


def _context(workspace: Workspace) -> tuple[dict[int, Kpi], dict[int, Goal]]:
    def load() -> tuple[dict[int, Kpi], dict[int, Goal]]:
        every = all_kpis(workspace), all_goals(workspace.store, closed=True)
        return {kpi.id: kpi for kpi in every[0]}, {goal.id: goal for goal in every[1]}

    by_id: tuple[dict[int, Kpi], dict[int, Goal]] = workspace.cached("actions", load)
    return by_id


def _view(workspace: Workspace, action: Action, by_id: dict[int, Kpi], goals: dict[int, Goal]) -> ActionView:
    goal = goals.get(action.goal or 0)
    kpi = by_id.get(action.kpi or (goal.kpi if goal else 0))
    due = action.state in OPEN and action.due is not None and action.due <= workspace.today
    return ActionView(action, kpi, goal, due)


def _words(view: ActionView) -> str:
    parts = [view.action.what]
    parts += [view.kpi.name, view.kpi.key] if view.kpi else []
    parts += [view.goal.title] if view.goal else []
    return "\n".join(parts)


def _moved(workspace: Workspace, action: Action, changed: Action, what: str) -> Action:
    _checked(workspace, changed)
    with workspace.store.write(what, action=changed.what) as change:
        records.update_action(change, action, changed)
    return changed


def _called(what: str) -> str:
    return storable(what, LONGEST_TITLE, what=mark("an action"), field="what")


def _refuse_closed(action: Action) -> None:
    if action.state not in OPEN:
        raise Refused(mark("Action '{value}' is already done or cancelled"), field="action", value=action.what)


def _checked(workspace: Workspace, action: Action) -> Action:
    """Return *action* with clean words when its parts fit together; raise Refused for the first that does not."""
    action = action._replace(
        what=_called(action.what), reason=storable(action.reason, what=mark("a reason"), field="reason")
    )
    if not action.what:
        raise Refused(mark("What will you do? Type a few words"), field="what")
    if action.expected is not None and action.kpi is None and action.goal is None:
        raise Refused(mark("An expected effect needs a KPI. Choose the KPI or the goal of this action"), field="kpi")
    if action.state == "planned" and action.started is not None:
        raise Refused(mark("'{value}' is only planned, so it has no start day yet"), field="start", value=action.what)
    if action.state in ("started", "done") and action.started is None:
        raise Refused(mark("On which day did action '{value}' start?"), field="start", value=action.what)
    for field, day in (("start", action.started), ("finished", action.finished)):
        if day is not None and day > workspace.today:
            raise Refused(mark("{value} is in the future. Choose today or an earlier day"), field=field, value=day)
    _refuse_before_start(action, "finished", action.finished)
    return action


def _in_order(workspace: Workspace, action: Action) -> Action:
    """Return *action* checked, its days in order too; one that is started late may well be due before it began."""
    action = _checked(workspace, action)
    _refuse_before_start(action, "due", action.due)
    _refuse_before_start(action, "by", action.expected.by if action.expected else None)
    return action


def _refuse_before_start(action: Action, field: str, day: date | None) -> None:
    if action.started is not None and day is not None and day < action.started:
        message = mark("{value} is before the start of the action. Choose {start} or later")
        raise Refused(message, field=field, value=day, start=action.started)
