"""What insight adds to charts: natural limits with their signals, and the fan of a goal.

The figures come from `insight`; a chart without them needs neither of the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kpitui.charts.spec import BRIDGES, Band, ChartData
from kpitui.core.cadence import cadence_by
from kpitui.core.insight.probability import fan_of
from kpitui.core.insight.xmr_limits import WIDE_RANGE, Limits, Segment
from kpitui.core.model import Kpi
from kpitui.services.goals.verdicts import GoalView, goal_data
from kpitui.services.insight import goal_forecast, limits_of
from kpitui.services.workspace import Workspace


def with_limits(workspace: Workspace, kpi: Kpi, data: ChartData) -> ChartData:
    """Return *data* with the values of a KPI against its natural limits, adjusted for the weekday where it says so."""
    view = limits_of(workspace, kpi)
    slots, slots_of_values = view.series.slots, view.series.at
    days = [slots.last_day(slot) for slot in slots_of_values]
    shown = [segment for segment in view.chart.segments if days[segment.last] >= data.first]
    bands = tuple(_band(segment, segment.limits, days, data.first) for segment in shown if segment.limits is not None)
    signals = frozenset(days[point] for signal in view.chart.signals if signal.rule == 1 for point in signal.points)
    wide = frozenset(days[signal.completed] for signal in view.chart.signals if signal.rule == WIDE_RANGE)
    jumps = wide - signals
    return data._replace(
        adjusted=view.season.length > 1,
        by_week=slots.period != cadence_by(kpi.cadence),
        wide_step=any(day >= data.first for day in jumps),
        points=tuple(zip(days, view.values, strict=True)),
        bridge=BRIDGES["week"] if slots.period == "week" else BRIDGES.get(kpi.cadence, 7),
        bands=bands,
        signals=signals,
        jumps=jumps,
    )


def with_fan(workspace: Workspace, view: GoalView, data: ChartData) -> ChartData:
    """Return *data* with where the goal is likely to go until its deadline; as it is when that is too early to say."""
    goal = view.goal
    if goal.state != "open" or goal.deadline <= workspace.today or goal.type == "recurring" or not goal.targets:
        return data
    facts = goal_data(workspace, goal, view.kpi)
    forecast, slots = goal_forecast(workspace, facts, goal, beyond=False)
    if forecast is None or not forecast.slots:
        return data
    return data._replace(fan=_thin(fan_of(goal, facts, forecast, slots)))


def _band(segment: Segment, limits: Limits, days: Sequence[date], first: date) -> Band:
    """Return the limits of a segment from the first day shown on; *days* are those of its values."""
    begin = next(index for index in range(segment.first, segment.last + 1) if days[index] >= first)
    own = limits.after(begin - segment.first)
    rise = limits.slope * (segment.last - begin)
    return Band(days[begin], days[segment.last], own.centre, own.lower, own.upper, rise)


def _thin(fan: list[tuple[date, float, float, float]]) -> tuple[tuple[date, float, float, float], ...]:
    """Return about sixty places of a fan, the last one among them."""
    step = max(1, len(fan) // 60)
    return tuple(part for index, part in enumerate(fan) if index % step == 0 or index == len(fan) - 1)
