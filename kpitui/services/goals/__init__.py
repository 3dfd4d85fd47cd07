"""Goals that were set: how each stands today, changing and closing them.

Setting one is `saving`'s work. Every face reads how a goal stands, its status and its chance, from the one judgement
that `verdicts` makes.
"""

from __future__ import annotations

from datetime import date

from kpitui.core.errors import Refused, mark
from kpitui.core.goal import Goal, GoalState, Target
from kpitui.core.pace import kpi_of_goal
from kpitui.core.record import Record
from kpitui.core.text import LONGEST_TITLE, storable
from kpitui.services.goals.verdicts import GoalView, Judge, judged, keep_outlooks, record_of, urgency, weights_of
from kpitui.services.reading import find, is_over_longer
from kpitui.services.workspace import Workspace
from kpitui.store import goals, records

__all__ = ["GoalView", "record_of", "urgency", "weights_of"]

LOST_GOAL = mark("Goal {number} ({value}) can't be shown: its KPI is gone. Put it back: kpitui doctor --fix")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal

    from kpitui.core.goal_title import TitleWords
    from kpitui.core.smart import Finding


def goal_views(workspace: Workspace, *, closed: bool = False, foretell: bool = True) -> list[GoalView]:
    """Return every open goal as it stands today, the one that most needs attention first; closed ones after.

    Without *foretell* a chance is only read where it was kept, so that a page can be painted before it is worked out.
    """
    if foretell:
        views = judged(workspace, closed=closed)
        keep_outlooks(workspace, views)
        return views
    judge = Judge(workspace, foretell=False)
    return sorted((judge.view(goal) for goal in goals.all_goals(workspace.store, closed=closed)), key=urgency)


def all_goals(workspace: Workspace) -> list[Goal]:
    """Return the open goals, the nearest deadline first."""
    return goals.all_goals(workspace.store)


def lost_goals(workspace: Workspace) -> list[Refused]:
    """Return what is to be said of goals whose KPI is gone, which only damage can bring about: a sentence each."""
    return [
        Refused(LOST_GOAL, field="goal", number=number, value=title)
        for number, title in goals.goals_without_kpi(workspace.store)
    ]


def find_goal(workspace: Workspace, typed: str) -> Goal:
    """Return the goal with this number, or the only one whose title holds this text; raise NotFound.

    Raises Refused for one whose KPI is gone.
    """
    for lost in lost_goals(workspace):
        if str(lost.params["number"]) == typed.strip():
            raise lost
    return find(
        goals.all_goals(workspace.store, closed=True),
        typed,
        lambda goal: goal.title,
        field="goal",
        several=mark("Several goals match {value}. Which number? {known}"),
        unknown=mark("No goal {value}. You have: {known}"),
    )


def change_target(
    workspace: Workspace,
    goal: Goal,
    value: float,
    *,
    reason: str,
    since: date | None = None,
    low: float | None = None,
    high: float | None = None,
    keep: tuple[int, int] | None = None,
    as_meant: bool = False,
) -> Goal:
    """Set another target from *since* (today) on; the earlier days stay judged by the target they had.

    Of a recurring goal *low* and *high* are its edges (*value* alone takes the place of the edge there is) and *keep*
    in how many of how many periods it is to be kept. Raises Refused without a reason, on a closed goal, and while its
    baseline is being measured; and DoubtfulTarget, unless it is *as_meant*, for a target that a new goal would be asked
    about: below 0, worse than the baseline, reached or passed already.
    """
    _refuse_closed(goal)
    reason = storable(reason, what=mark("a reason"), field="reason")
    if not reason:
        raise Refused(mark("Why does the target change? Add a reason: --reason"), field="reason")
    if not goal.targets:
        raise Refused(
            mark("The baseline is still being measured. You can change the target after that"), field="target"
        )
    if goal.type == "recurring":
        newest = goal.targets[-1]
        if low is None and high is None:
            low, high = (value, None) if newest.high is None else (newest.low, value)
        value = high if high is not None else low if low is not None else value
        if low is not None and high is not None and low > high:
            raise Refused(mark("The minimum is higher than the maximum"), field="target")
    else:
        low = high = keep = None
    target = Target(max(since or workspace.today, goal.start), value, low, high, keep, reason)
    newest = goal.targets[-1]
    if (value, low, high) != (newest.value, newest.low, newest.high):
        _refuse_doubts(workspace, goal, target, as_meant=as_meant)
    with workspace.store.write("target.changed", goal=goal.title) as change:
        goals.add_target(change, goal.id, target)
    return goal._replace(targets=(*goal.targets, target))


class DoubtfulTarget(Refused):
    """A target that has to be meant before it is saved; `findings` says why, each with what would answer it."""

    findings: Sequence[Finding] = ()


def _refuse_doubts(workspace: Workspace, goal: Goal, target: Target, *, as_meant: bool) -> None:
    """Raise DoubtfulTarget for what is to be asked about *target*; what was never possible cannot be meant."""
    from kpitui.services.goals.saving import doubts_of_target

    kpi = next(kpi for kpi in records.all_kpis(workspace.store, archived=True) if kpi.id == goal.kpi)
    findings = doubts_of_target(workspace, goal, kpi, target)
    if as_meant:
        findings = [finding for finding in findings if not finding.fixes]
    if findings:
        first = findings[0]
        error = DoubtfulTarget(first.message, field="target", **first.params)
        error.findings = findings
        raise error


def edit_goal_and_target(
    workspace: Workspace,
    goal: Goal,
    changes: Mapping[str, Any],
    target: Mapping[str, Any] | None,
    words: TitleWords | None = None,
) -> Goal:
    """Make *changes* as `edit_goal` and set a *target* as `change_target`, as one change, and return the goal.

    With *words* what its title states of the target or deadline there was follows, where the title is not changed too.
    """
    with workspace.store.write("goal.edited" if changes else "target.changed", goal=goal.title):
        changed = change_target(workspace, goal, **target) if target is not None else goal
        changed = edit_goal(workspace, changed, **changes) if changes else changed
        if words is None or changes.get("title"):
            return changed
        from kpitui.core.goal_title import retitled

        title = retitled(goal, changed, words).title
        fits = title != goal.title and len(title) <= LONGEST_TITLE
        return edit_goal(workspace, changed, title=title) if fits else changed


def _clean(field: str, text: str) -> str:
    """Return the text of a field of a goal as it is stored; raises Refused when it is too long."""
    if field == "title":
        return storable(text, LONGEST_TITLE, what=mark("a title"), field=field)
    return storable(text, field=field)


def edit_goal(workspace: Workspace, goal: Goal, **changes: Any) -> Goal:
    """Change title, why, acceptable, deadline, review, drivers or counters of an open goal, and return it."""
    _refuse_closed(goal)
    clean: dict[str, Any] = {
        name: _clean(name, value) if isinstance(value, str) else value for name, value in changes.items()
    }
    changed = goal._replace(**clean)
    if not changed.title:
        raise Refused(mark("A goal needs a title"), field="title")
    if changed.deadline <= changed.start:
        raise Refused(mark("The deadline must come after the start"), field="deadline")
    with workspace.store.write("goal.edited", goal=changed.title) as change:
        goals.update_goal(change, goal, changed)
    return changed


def keep_so_many(
    workspace: Workspace, goal: Goal, keep: tuple[int, int] | None, *, reason: str, words: TitleWords | None = None
) -> Goal:
    """Make a recurring goal one to be kept in so many of so many periods, or in every one again, with a reason.

    *words* are as for `edit_goal_and_target`.
    Raises Refused without a reason, for another kind of goal, and on a closed one.
    """
    if goal.type != "recurring":
        raise Refused(mark("A count such as 9/10 is only for recurring goals. Leave it out"), field="keep")
    newest = goal.targets[-1]
    target = {"value": newest.value, "reason": reason, "low": newest.low, "high": newest.high, "keep": keep}
    return edit_goal_and_target(workspace, goal, {}, target, words)


def close_goal(workspace: Workspace, goal: Goal, state: GoalState | None = None, *, learning: str = "") -> Goal:
    """Close a goal with the figure it stands at; without *state* it is achieved when it is reached, else missed."""
    _refuse_closed(goal)
    now = view_of(workspace, goal).standing
    verdict: GoalState = state or ("achieved" if now.status == "reached" else "missed")
    closed = goal._replace(
        state=verdict, closed=workspace.today, verdict=now.actual, learning=_clean("learning", learning)
    )
    with workspace.store.write("goal.closed", goal=goal.title, state=verdict) as change:
        goals.update_goal(change, goal, closed)
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
        raise Refused(mark("Goal '{value}' is still open. You write the lesson when you close it"), value=goal.title)
    if not _clean("learning", learning):
        raise Refused(mark("Type your lesson first, in a few words"), field="learning")
    changed = goal._replace(learning=_clean("learning", learning))
    with workspace.store.write("goal.learned", goal=goal.title) as change:
        goals.update_goal(change, goal, changed)
    return changed


def view_of(workspace: Workspace, goal: Goal, *, foretell: bool = True) -> GoalView:
    """Return one goal as it stands today; see `goal_views`."""
    view = Judge(workspace, foretell=foretell).view(goal)
    if foretell:
        keep_outlooks(workspace, [view])
    return view


class DailyNeed(Record):
    """What a day has to do with a goal: what it must bring, what it may bring at most, or the level to get to."""

    what: Literal["needed", "room", "target"]
    value: float
    decimals: int | None = None
    """The decimals of the figures of the goal, where those of its KPI would not tell them apart."""


def daily_need(workspace: Workspace, view: GoalView, *, average: bool = False) -> DailyNeed | None:
    """Return what the next day that counts must bring to a goal, or may bring at most; of a level the target.

    It is that of its weekday; with *average* that of any day; of a KPI that is logged by the month that of a month.
    None before it starts, but for an average.
    """
    now = view.standing
    if now.status == "not started" and not average:
        return None
    if view.goal.type == "level":
        if is_over_longer(workspace, view.goal, view.kpi):
            return None  # no entry is to bring what a month is to bring
        decimals = kpi_of_goal(view.goal, view.kpi, now.actual).decimals
        return DailyNeed("target", now.target, decimals) if now.target is not None else None
    needed, left = now.needed_per_day, now.left_per_day
    if now.entries_left is not None:  # the figure of a day is none of a KPI of weeks or longer
        needed, left = now.needed_per_period, now.left_per_period
    if needed is not None:
        return DailyNeed("needed", now.needed_next[1] if now.needed_next and not average else needed)
    return DailyNeed("room", left) if left is not None else None


def _refuse_closed(goal: Goal) -> None:
    if goal.state != "open":
        raise Refused(mark("The goal '{value}' is closed. Choose an open goal"), field="goal", value=goal.title)
