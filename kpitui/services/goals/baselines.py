"""Goals that measure their baseline first: once their four weeks are over, the target that follows is set.

It is set by the first command that writes or start of the app after the last of those days, as one change of the
history. With less than half of the expected entries the measuring goes on until they are there.
"""

from __future__ import annotations

from kpitui.core.baseline import baseline_of, estimated, is_whole
from kpitui.core.calendar import shifted
from kpitui.core.figures import is_counted
from kpitui.core.goal import SUMS, Baseline, Goal, Target
from kpitui.core.measure import ENOUGH
from kpitui.core.pace import measured_days
from kpitui.core.smart.targets import points_target, relative_target, whole_target
from kpitui.services.goals.verdicts import goal_data
from kpitui.services.reading import all_kpis
from kpitui.services.workspace import Workspace
from kpitui.store import dated_records, goals


def set_measured_targets(workspace: Workspace) -> list[Goal]:
    """Set the target of every goal whose baseline has been measured by now, a change each, and return these goals."""
    waiting = goals.measured_by(workspace.store, workspace.today)
    changed = []
    for goal in waiting:
        whole = _with_target(workspace, goal)
        if whole is not None:
            with workspace.store.write("goal.measured", goal=goal.title) as change:
                goals.update_goal(change, goal, whole)
                for target in whole.targets:
                    goals.add_target(change, goal.id, target)
            changed.append(whole)
    return changed


def _with_target(workspace: Workspace, goal: Goal) -> Goal | None:
    """Return *goal* with its baseline and its target from the day after the measuring on; None when it is too early."""
    kpi = next(kpi for kpi in all_kpis(workspace) if kpi.id == goal.kpi)
    agreed = goal.measure_until
    if agreed is None or agreed >= workspace.today or goal.change is None:
        return None
    data, pauses = goal_data(workspace, goal, kpi), dated_records.all_pauses(workspace.store)
    start, until = measured_days(goal, data, pauses)
    baseline = baseline_of(goal.type, data, start, until, over=goal.over, per=goal.per, pauses=pauses)
    enough = baseline is not None and (baseline.days or 0) >= ENOUGH * (baseline.expected or 0)
    if baseline is None or not enough or until >= goal.deadline:
        return None
    if not is_whole(baseline):
        baseline = estimated(goal.type, baseline, data, over=goal.over, per=goal.per)
    first = max(shifted(until, 1), goal.start)
    compared = _for_the_goal(goal, baseline, (goal.deadline - first).days + 1, (until - start).days + 1)
    if goal.change_percent and compared.value == 0:
        return None
    change = relative_target if goal.change_percent else points_target
    counted = goal.per is None and is_counted(kpi, *data.values(start, until).values)
    target = Target(first, whole_target(change(compared.value, goal.change), goal.change, counted))
    return goal._replace(start=first, baseline=compared, targets=(target,), measure_until=None)


def _for_the_goal(goal: Goal, baseline: Baseline, days: int, measured: int) -> Baseline:
    """Return the *baseline* of a sum as what as many *days* as the goal has would bring; a level stays what it is."""
    if goal.type not in SUMS:
        return baseline

    def scaled(value: float | None) -> float | None:
        return None if value is None else value * days / measured

    return baseline._replace(
        value=baseline.value * days / measured, low=scaled(baseline.low), high=scaled(baseline.high)
    )  # fmt: skip
