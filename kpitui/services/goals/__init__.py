"""Goals that were set: how each stands today, changing and closing them.

Setting one is `setting`'s work; judging is the core's.
"""

from __future__ import annotations

from datetime import date, timedelta

from kpitui.core.cadence import pauses_of
from kpitui.core.errors import NotFound, Refused, mark
from kpitui.core.goal import SUMS, Goal, GoalState, Target
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi, Pause
from kpitui.core.pace import standing
from kpitui.core.record import Record
from kpitui.core.standing import URGENCY, Standing
from kpitui.core.text import storable
from kpitui.services.reading import all_kpis, history_of
from kpitui.services.workspace import Workspace
from kpitui.store import diary, goals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class GoalView(Record):
    """A goal, its outcome KPI and how it stands."""

    goal: Goal
    kpi: Kpi
    standing: Standing


def goal_views(workspace: Workspace, *, closed: bool = False) -> list[GoalView]:
    """Return every open goal as it stands today, the one that most needs attention first; closed ones after."""
    by_id = {kpi.id: kpi for kpi in all_kpis(workspace)}
    pauses = diary.all_pauses(workspace.store)
    views = [
        _view(workspace, goal, by_id[goal.kpi], pauses) for goal in goals.all_goals(workspace.store, closed=closed)
    ]
    return sorted(views, key=lambda view: (view.goal.state != "open", URGENCY[view.standing.status]))


def find_goal(workspace: Workspace, wanted: str) -> Goal:
    """Return the goal with this number, or the only one whose title holds this text; raise NotFound."""
    known = goals.all_goals(workspace.store, closed=True)
    matching = [goal for goal in known if str(goal.id) == wanted]
    matching = matching or [goal for goal in known if wanted.casefold() in goal.title.casefold()]
    if len(matching) == 1:
        return matching[0]
    message = (
        mark("{value} fits more than one goal; give its number: {known}")
        if matching
        else mark("There is no goal {value}; known are: {known}")
    )
    listed = ", ".join(f"{goal.id} ({goal.title})" for goal in matching or known)
    raise NotFound(message, field="goal", value=wanted, known=listed or "-")


def change_target(
    workspace: Workspace, goal: Goal, value: float, *, reason: str, since: date | None = None, low: float | None = None
) -> Goal:
    """Set another target from *since* (today) on; the earlier days stay judged by the target they had.

    Raises Refused without a reason, and on a closed goal.
    """
    _refuse_closed(goal)
    if not storable(reason):
        raise Refused(mark("Changing a target needs a reason"), field="reason")
    target = Target(max(since or workspace.today, goal.start), value, low, storable(reason))
    with workspace.store.write("target.changed", goal=goal.title) as change:
        goals.add_target(change, goal.id, target)
    return goal._replace(targets=(*goal.targets, target))


def edit_goal(workspace: Workspace, goal: Goal, **changes: Any) -> Goal:
    """Change title, why, acceptable, deadline, review, drivers or counters of an open goal, and return it."""
    _refuse_closed(goal)
    told: dict[str, Any] = {
        name: storable(value) if isinstance(value, str) else value for name, value in changes.items()
    }
    changed = goal._replace(**told)
    if not changed.title:
        raise Refused(mark("A goal needs a title"), field="title")
    if changed.deadline <= changed.start:
        raise Refused(mark("The deadline must come after the start"), field="deadline")
    with workspace.store.write("goal.edited", goal=changed.title) as change:
        goals.update_goal(change, changed)
    return changed


def close_goal(workspace: Workspace, goal: Goal, state: GoalState | None = None, *, learning: str = "") -> Goal:
    """Close a goal with the figure it stands at; without *state* it is achieved when it is reached, else missed."""
    _refuse_closed(goal)
    now = view_of(workspace, goal).standing
    verdict: GoalState = state or ("achieved" if now.status == "reached" else "missed")
    closed = goal._replace(state=verdict, closed=workspace.today, verdict=now.actual, learning=storable(learning))
    with workspace.store.write("goal.closed", goal=goal.title, state=verdict) as change:
        goals.update_goal(change, closed)
    return closed


def closed_goals(workspace: Workspace) -> list[GoalView]:
    """Return the goals that are closed, with the figure that each was closed at, the latest first."""
    views = [view for view in goal_views(workspace, closed=True) if view.goal.state != "open"]
    return sorted(views, key=lambda view: (view.goal.closed or date.min, view.goal.id), reverse=True)


def learn(workspace: Workspace, goal: Goal, learning: str) -> Goal:
    """Keep what was learned of a closed goal, in place of what was kept before, and return it.

    Raises Refused for a goal that is open still, and for an empty text.
    """
    if goal.state == "open":
        raise Refused(mark("The goal {value} is open; what was learned is asked when it is closed"), value=goal.title)
    if not storable(learning):
        raise Refused(mark("What was learned takes a few words"), field="learning")
    changed = goal._replace(learning=storable(learning))
    with workspace.store.write("goal.learned", goal=goal.title) as change:
        goals.update_goal(change, changed)
    return changed


def view_of(workspace: Workspace, goal: Goal) -> GoalView:
    """Return one goal as it stands today."""
    kpi = next(kpi for kpi in all_kpis(workspace) if kpi.id == goal.kpi)
    return _view(workspace, goal, kpi, diary.all_pauses(workspace.store))


def daily_target(view: GoalView) -> float | None:
    """Return what a day should bring for a goal: the need per remaining day of a sum, the target of a level."""
    if view.goal.shape == "cumulative":
        return view.standing.needed_per_day
    return view.standing.left_per_day if view.goal.shape == "cap" else view.standing.target


def weights_of(workspace: Workspace, kpi: Kpi) -> list[float] | None:
    """Return how a sum is spread over the week, Monday first with mean 1; None when every day counts the same.

    Learned from the KPI's own last thirteen weeks where they have a rhythm; else a KPI that is logged on some weekdays
    only is not behind on the others.
    """
    found: list[float] | None = workspace.kept(("weights", kpi.id), lambda: _weights(workspace, kpi))
    return found


def _weights(workspace: Workspace, kpi: Kpi) -> list[float] | None:
    from kpitui.core.insight.slots import slots_of
    from kpitui.core.insight.weekdays import LOOK, weekday_weights

    slots = slots_of(kpi.cadence)
    if slots.period != "day" or KINDS[kpi.kind].rule != "sum":
        return None
    today = workspace.today
    learned = weekday_weights(history_of(workspace, kpi, today - timedelta(days=LOOK), today), slots)
    if learned is not None or slots.season == 7:
        return learned
    return [7 / slots.season if weekday in slots.weekdays else 0.0 for weekday in range(7)]


def _view(workspace: Workspace, goal: Goal, kpi: Kpi, pauses: list[Pause]) -> GoalView:
    day = min(workspace.today, goal.closed or workspace.today)
    values = history_of(workspace, kpi, goal.start, min(day, goal.deadline))
    now = standing(
        goal,
        values,
        day,
        cadence=kpi.cadence,
        direction=kpi.direction,
        weights=weights_of(workspace, kpi) if goal.shape in SUMS else None,
        pauses=pauses_of(kpi, pauses),
        blank_zero=kpi.blank == "zero",
        calendar=workspace.settings.calendar,
    )
    if goal.state != "open" and now.actual != goal.verdict:
        # Entries were changed since it was closed; the verdict is not.
        now = now._replace(actual=goal.verdict, progress=None, gap=None)
    return GoalView(goal, kpi, now)


def _refuse_closed(goal: Goal) -> None:
    if goal.state != "open":
        raise Refused(mark("The goal {value} is closed"), field="goal", value=goal.title)
