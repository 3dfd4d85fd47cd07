"""Goals that measure their baseline first: once their four weeks are over, the target that follows is set.

It is set by the first command that writes or start of the app after the last of those days, as one change of the
history. With less than half of the expected entries the measuring goes on until they are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kpitui.core.aggregation import KpiData
from kpitui.core.baseline import baseline_of, counted_span, estimated, is_other_size, is_whole
from kpitui.core.calendar import shifted
from kpitui.core.figures import is_counted
from kpitui.core.goal import SUMS, Baseline, Goal, Target
from kpitui.core.measure import ENOUGH
from kpitui.core.model import Pause
from kpitui.core.pace import measured_days
from kpitui.core.smart.targets import points_target, relative_target, whole_target
from kpitui.services.goals.verdicts import goal_data
from kpitui.services.reading import all_kpis
from kpitui.services.workspace import Workspace
from kpitui.store import goals, records


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
    data, pauses = goal_data(workspace, goal, kpi), records.all_pauses(workspace.store)
    start, until = measured_days(goal, data, pauses)
    baseline = baseline_of(goal.type, data, start, until, over=goal.over, per=goal.per, pauses=pauses)
    enough = baseline is not None and (baseline.days or 0) >= ENOUGH * (baseline.expected or 0)
    if baseline is None or not enough or until >= goal.deadline:
        return None
    first = max(shifted(until, 1), goal.start)
    compared = _for_the_goal(goal, baseline, data, (first, goal.deadline), pauses)
    if goal.change_percent and compared.value == 0:
        return None
    change = relative_target if goal.change_percent else points_target
    counted = goal.per is None and is_counted(kpi, *data.values(start, until).values)
    target = Target(first, whole_target(change(compared.value, goal.change), goal.change, counted))
    return goal._replace(start=first, baseline=compared, targets=(target,), measure_until=None)


def _for_the_goal(
    goal: Goal, baseline: Baseline, data: KpiData, span: tuple[date, date], pauses: Sequence[Pause]
) -> Baseline:
    """Return the *baseline* of a sum as what the days of the goal, *span*, would bring; a level stays what it is.

    Where days were missing it is an estimate, with its range.
    """
    whole, start, end = is_whole(baseline), baseline.start, baseline.end
    if goal.type not in SUMS or start is None or end is None:
        return baseline if whole else estimated(goal.type, baseline, data, over=goal.over, per=goal.per, pauses=pauses)
    span = counted_span(data, *span)
    days, measured = (span[1] - span[0]).days + 1, (end - start).days + 1
    if is_other_size(data, (start, end), span, pauses):
        scaled = estimated(goal.type, baseline, data, span, pauses=pauses)
        return scaled._replace(low=None, high=None) if whole else scaled
    if not whole:
        baseline = estimated(goal.type, baseline, data, pauses=pauses)
    low, high = (None if edge is None else edge * days / measured for edge in (baseline.low, baseline.high))
    return baseline._replace(value=baseline.value * days / measured, low=low, high=high)
