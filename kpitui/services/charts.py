"""What the charts of a KPI are drawn from: its days or periods, its target and pace, the notes on its days.

Only what the chart that is asked for needs is loaded. How it is drawn is `kpitui.charts`' work.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate

from kpitui.charts import CHARTS, add_charts_of_packages
from kpitui.charts.spec import BRIDGES, Bar, ChartData, Mark, Point, Stack, TargetIs
from kpitui.core.cadence import cadence_by, pauses_of
from kpitui.core.calendar import MEAN_DAYS, By, Period, a_year_earlier, period_of, periods_between
from kpitui.core.figures import unit_sign
from kpitui.core.goal import SUMS, Goal, Target
from kpitui.core.kinds import KINDS
from kpitui.core.measure import cadence_of, measured
from kpitui.core.model import Kpi, Pause
from kpitui.core.pace import expected_on, kpi_of_goal, level_over, target_on
from kpitui.core.profiles import ProfileCell
from kpitui.core.recurring import by_of
from kpitui.core.series import DayValues
from kpitui.services.actions import actions_on
from kpitui.services.goals import daily_need, view_of
from kpitui.services.goals.verdicts import goal_data, weights_of
from kpitui.services.reading import all_kpis, figures, first_days, history_of
from kpitui.services.workspace import Workspace
from kpitui.store import goals, records

NEEDED: dict[str, TargetIs] = {
    "week": "needed per week", "month": "needed per month", "quarter": "needed per quarter",
}  # fmt: skip
"""What the line of a total is called, by how often a number of its KPI is logged."""


A_WEEK = 7
"""So many days after its first day a year may have been begun with and still be a year to compare with."""


def chart_data(
    workspace: Workspace, kpi: Kpi, chart: str, first: date, last: date, *, goal: Goal | None = None
) -> ChartData:
    """Return what *chart* (a key of `CHARTS`) of *kpi* draws from *first* to *last*, both inclusive.

    Target and pace are those of *goal*, or else of the open goal on the KPI that ends first. The running total
    covers the days of that goal instead, when it is a sum.
    """
    draws = CHARTS[chart].draws
    goal = goal or next((goal for goal in goals.all_goals(workspace.store) if goal.kpi == kpi.id), None)
    if draws == "total" and goal is not None and goal.type in SUMS:
        first, last = goal.start, goal.deadline
    sign = unit_sign(kpi.unit)
    data = ChartData(
        title=f"{kpi.name} {sign}".strip(),
        first=first,
        last=last,
        unit=kpi.unit,
        style=workspace.settings.numbers,
        kpi=kpi if goal is None or goal.type in SUMS else kpi_of_goal(goal, kpi),
        marks=_marks(workspace, kpi, first, last),
    )
    if draws in OF_THE_KPI:
        return OF_THE_KPI[draws](workspace, kpi, data)
    if draws == "periods":
        return _by_period(workspace, kpi, goal, data)
    if draws == "limits":
        from kpitui.services.insight.charts import with_limits

        return with_limits(workspace, kpi, data)
    values = history_of(workspace, kpi, first, min(last, workspace.today))
    pauses = pauses_of(kpi, records.all_pauses(workspace.store))
    if draws == "total":
        return _running_total(workspace, kpi, goal, data, values, pauses)
    return _trend(workspace, kpi, goal, data, values, pauses)


def _trend(
    workspace: Workspace, kpi: Kpi, goal: Goal | None, data: ChartData, values: DayValues, pauses: Sequence[Pause]
) -> ChartData:
    data = data._replace(points=_points(values), bridge=BRIDGES.get(kpi.cadence, 7))
    if goal is None:
        return data
    if not goal.targets:
        return data
    if goal.type == "recurring" and by_of(goal.per or "week") != "day":
        return data  # its figure is one of a period, and the line is one of days
    if goal.type in SUMS:
        view = view_of(workspace, goal, foretell=False)
        per_period, by = view.standing.needed_per_period, cadence_by(view.standing.cadence)
        if by != "day":  # a line of days among values of months would be a thirtieth of them
            return data if per_period is None else data._replace(target=per_period, target_is=NEEDED[by])
        need = daily_need(view, average=True)
        return data if need is None else data._replace(target=need.value, target_is=need.what)
    target = target_on(goal, workspace.today)
    other = target.low if target.high is not None else None
    return data._replace(target=target.value, target_other=other, pace=_pace(workspace, goal, data, kpi, pauses))


def level_chart(workspace: Workspace, kpi: Kpi, goal: Goal, data: ChartData) -> ChartData:
    """Return *data* with the level of a goal as its line, day by day by the measure that the goal is judged by."""
    data_of_goal = goal_data(workspace, goal._replace(start=min(goal.start, data.first)), kpi)
    cadence, over = cadence_of(data_of_goal), level_over(goal, data_of_goal)
    pauses = records.all_pauses(workspace.store)
    days = [day for day in data_of_goal.days if data.first <= day <= data.last]
    levels = [(day, measured(data_of_goal, over, day, cadence, per=goal.per, pauses=pauses)) for day in days]
    return data._replace(
        points=tuple((day, level.value) for day, level in levels if level.value is not None and level.enough)
    )


def _running_total(
    workspace: Workspace, kpi: Kpi, goal: Goal | None, data: ChartData, values: DayValues, pauses: Sequence[Pause]
) -> ChartData:
    if KINDS[kpi.kind].rule != "sum":
        return data
    total = tuple(zip(values.days, accumulate(values.values), strict=True))
    pace = _pace(workspace, goal, data, kpi, pauses) if goal is not None and goal.type in SUMS else ()
    return data._replace(total=total, total_pace=pace)


def _by_period(workspace: Workspace, kpi: Kpi, goal: Goal | None, data: ChartData) -> ChartData:
    by = _length(kpi, (data.last - data.first).days)
    if goal is not None and goal.type == "recurring" and goal.per and (by_of(goal.per) != "day"):
        by = by_of(goal.per)
    reached = len(periods_between(by, data.first, workspace.today, workspace.settings.calendar))
    totals = figures(workspace, kpi, by, min(reached, 60 if by == "week" else 36))
    shown = [total for total in totals if total.period.end >= data.first]
    filled = [index for index, total in enumerate(shown) if total.value is not None]
    bars = tuple(
        Bar(_label(total.period), total.period.start, total.value, total.partial)
        for total in shown[filled[0] if filled else 0 :]
    )
    target, other = _per_period(goal, by)
    return data._replace(bars=bars, bar_target=target, bar_other=other)


def charts_of(workspace: Workspace, kpi: Kpi) -> list[str]:
    """Return the keys of `CHARTS` that can be drawn of a KPI, in their order."""
    add_charts_of_packages()
    has_parts = any(part.part_of == kpi.id for part in all_kpis(workspace))
    from kpitui.services.profiles import has_times

    drawn = {
        "parts": has_parts,
        "years": KINDS[kpi.kind].rule == "sum",
        "weekday": cadence_by(kpi.cadence) == "day",
        "hours": False,
        "heat": False,
    }
    if drawn["weekday"] and has_times(workspace, kpi):
        drawn |= {"hours": True, "heat": True}
    return [name for name, chart in CHARTS.items() if drawn.get(chart.draws, True)]


def _beside_last_year(workspace: Workspace, kpi: Kpi, data: ChartData) -> ChartData:
    """Return the running total of this year and that of a year earlier, each day beside the same day of then."""
    year = period_of("year", workspace.today, workspace.settings.calendar)
    data = data._replace(first=year.start, last=year.end, marks=_marks(workspace, kpi, year.start, year.end))
    if KINDS[kpi.kind].rule != "sum":
        return data
    now = history_of(workspace, kpi, year.start, workspace.today)
    first, last = a_year_earlier(year.start), a_year_earlier(year.end)
    before = history_of(workspace, kpi, first, last)
    if first_days(workspace).get(kpi.id, workspace.today) > first + timedelta(days=A_WEEK):
        before = DayValues()  # its total would be too low
    sums = [0.0, *accumulate(before.values)]
    days = [year.start + timedelta(days=n) for n in range((year.end - year.start).days + 1)]
    earlier = tuple((day, sums[bisect_right(before.days, a_year_earlier(day))]) for day in days) if before.days else ()
    return data._replace(total=tuple(zip(now.days, accumulate(now.values), strict=True)), total_before=earlier)


def _by_weekday(workspace: Workspace, kpi: Kpi, data: ChartData) -> ChartData:
    from kpitui.services.profiles import by_weekday

    return _profiled(data, "weekday", by_weekday(workspace, kpi, data.first, data.last).values())


def _by_hour(workspace: Workspace, kpi: Kpi, data: ChartData) -> ChartData:
    from kpitui.services.profiles import by_hour

    return _profiled(data, "hours", by_hour(workspace, kpi, data.first, data.last).values())


def _by_weekday_and_hour(workspace: Workspace, kpi: Kpi, data: ChartData) -> ChartData:
    from kpitui.services.profiles import by_weekday_and_hour

    return _profiled(data, "heat", by_weekday_and_hour(workspace, kpi, data.first, data.last).values())


def _profiled(data: ChartData, of: str, cells: Iterable[ProfileCell]) -> ChartData:
    return data._replace(profile=tuple(cells), profile_of=of, marks=())


def _by_part(workspace: Workspace, kpi: Kpi, data: ChartData) -> ChartData:
    from kpitui.services.parts import parts_of_kpi, split_in

    if not parts_of_kpi(workspace, kpi):
        return data
    by = _length(kpi, (data.last - data.first).days)
    periods = periods_between(by, data.first, workspace.today, workspace.settings.calendar)
    splits = split_in(workspace, kpi, periods)
    names = tuple(part.kpi.name if part.kpi else "" for part in splits[0].parts)
    stacks = tuple(
        Stack(
            _label(split.period),
            split.period.start,
            split.whole,
            tuple(part.value for part in split.parts),
            split.partial,
        )
        for split in splits
    )
    filled = [index for index, stack in enumerate(stacks) if stack.whole is not None]
    return data._replace(
        part_names=names, has_rest=splits[0].parts[-1].kpi is None, stacks=stacks[filled[0] if filled else 0 :]
    )


def _length(kpi: Kpi, days: int) -> By:
    if KINDS[kpi.kind].whole:
        return cadence_by(kpi.cadence)
    shortest: By = "week" if days <= 200 else "month" if days <= 1200 else "quarter"
    own = cadence_by(kpi.cadence)
    return own if own in ("month", "quarter") and shortest == "week" else shortest


def _label(period: Period) -> str:
    return period.label.partition("-")[2] if period.by == "week" else period.label


def _per_period(goal: Goal | None, by: By) -> tuple[float | None, float | None]:
    """Return the line of the target over periods of *by*, and that of the other edge of a recurring goal.

    It is what an average period must bring to a sum, the level that is to be got to, or what the periods of a recurring
    goal are to bring; None for periods that the figure is not for.
    """
    if goal is None or not goal.targets:
        return None, None
    target: Target = goal.targets[-1]
    if goal.type == "recurring":
        if by_of(goal.per or "week") != by:
            return None, None
        return target.value, target.low if target.high is not None else None
    if goal.type in SUMS:
        return target.value * MEAN_DAYS[by] / ((goal.deadline - goal.start).days + 1), None
    if goal.over in ("week", "month", "quarter"):
        return (target.value if goal.over == by else None), None
    return target.value, None


def _pace(workspace: Workspace, goal: Goal, data: ChartData, kpi: Kpi, pauses: Sequence[Pause]) -> tuple[Point, ...]:
    """Return where the goal should be on some fifty days of the chart that are part of it, ascending."""
    first, last = max(goal.start, data.first), min(goal.deadline, data.last)
    if first > last:
        return ()
    step = max(1, (last - first).days // 60)
    days = [first + timedelta(days=offset) for offset in range(0, (last - first).days + 1, step)]
    days += [last] if days[-1] != last else []
    weights = weights_of(workspace, kpi) if goal.type in SUMS else None
    expected = ((day, expected_on(goal, day, weights=weights, pauses=pauses)) for day in days)
    return tuple((day, value) for day, value in expected if value is not None)


def _points(values: DayValues) -> tuple[Point, ...]:
    return tuple(zip(values.days, values.values, strict=True))


def _marks(workspace: Workspace, kpi: Kpi, first: date, last: date) -> tuple[Mark, ...]:
    """Return what a chart marks, numbered in the order of days: notes, actions by their start, pauses by theirs."""
    dated = [Mark(note.date, 0, note.text) for note in records.notes_of(workspace.store, kpi.id)]
    dated += [
        Mark(action.started, 0, action.what, started=True)
        for action in actions_on(workspace, kpi)
        if action.started is not None
    ]
    dated += [
        Mark(max(pause.start, first), 0, pause.reason, paused=pause.end)
        for pause in pauses_of(kpi, records.all_pauses(workspace.store))
        if pause.end >= first
    ]
    shown = sorted((mark for mark in dated if first <= mark.day <= last), key=lambda mark: mark.day)
    return tuple(mark._replace(number=number) for number, mark in enumerate(shown, start=1))


OF_THE_KPI: Mapping[str, Callable[[Workspace, Kpi, ChartData], ChartData]] = {
    "years": _beside_last_year,
    "weekday": _by_weekday,
    "hours": _by_hour,
    "heat": _by_weekday_and_hour,
    "parts": _by_part,
}
"""By what a chart draws: how its data is made, where no goal has a say in it."""
