"""What the charts of a KPI are drawn from: its days, periods and hours, its target and pace, forecast and notes.

Only what the chart that is asked for needs is loaded. How it is drawn is told by `kpitui.charts`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate
from math import fsum

from kpitui.charts import CHARTS, add_charts_of_packages
from kpitui.charts.spec import BRIDGES, Band, Bar, ChartData, Mark, Point, Stack, TargetIs
from kpitui.core.aggregation import PeriodValue, aggregate, computation
from kpitui.core.cadence import Span, cadence_by, pauses_of
from kpitui.core.calendar import BYS, LONGEST_DAYS, MEAN_DAYS, By, Period, a_year_earlier, period_of, periods_between
from kpitui.core.comparison import Bound
from kpitui.core.elapsed import days_between
from kpitui.core.errors import Refused, mark
from kpitui.core.figures import unit_sign
from kpitui.core.goal import SUMS, Goal, Target
from kpitui.core.insight.probability import fan_of
from kpitui.core.insight.xmr_limits import WIDE_RANGE, Limits, Segment
from kpitui.core.kinds import KINDS
from kpitui.core.measure import cadence_of, measured
from kpitui.core.model import Kpi, Pause
from kpitui.core.pace import counted_goal, expected_on, kpi_of_goal, level_over, target_on
from kpitui.core.profiles import Cells, Compute, DayHour, ProfileCell, ProfileData, profile
from kpitui.core.record import Record
from kpitui.core.recurring import by_of
from kpitui.core.series import DayValues, View, ledger_of
from kpitui.services.actions import actions_on
from kpitui.services.goals import daily_need, view_of
from kpitui.services.goals.verdicts import GoalView, goal_data, weights_of
from kpitui.services.insight import limits_of
from kpitui.services.insight.signals import one_offs_of
from kpitui.services.parts import parts_of_kpi, split_in
from kpitui.services.reading import (
    adds_up,
    all_kpis,
    all_pauses,
    data_of,
    days_before,
    figures,
    first_days,
    history_of,
    is_over_longer,
    rhythm_of,
    sources_of,
)
from kpitui.services.time_zones import exists
from kpitui.services.workspace import Workspace
from kpitui.store import entries, goals, records

NEEDED: dict[str, TargetIs] = {
    "week": "needed per week", "month": "needed per month", "quarter": "needed per quarter",
}  # fmt: skip
"""What the line of a total is called, by how often a number of its KPI is logged."""


A_WEEK = 7
"""So many days after its first day a year may have been begun with and still be a year to compare with."""


def chart_data(
    workspace: Workspace,
    kpi: Kpi,
    chart: str,
    first: date,
    last: date,
    *,
    goal: Goal | None = None,
    by: By | None = None,
) -> ChartData:
    """Return what *chart* (a key of `CHARTS`) of *kpi* draws from *first* to *last*, both inclusive.

    Periods are those of *by*, or else as long as suits the days. Raises as `figures` for some that it cannot be of.
    Target and pace are those of *goal*, or else of the open goal on the KPI that ends first. The running total
    covers the days of that goal instead, when it is a sum.
    """
    draws = CHARTS[chart].draws
    goal = goal or next((goal for goal in goals.all_goals(workspace.store) if goal.kpi == kpi.id), None)
    if draws == "total" and goal is not None and goal.type in SUMS:
        first, last = goal.start, goal.deadline
    sign = unit_sign(kpi.unit, workspace.settings.numbers)
    data = ChartData(
        title=f"{kpi.name} {sign}".strip(),
        first=first,
        last=last,
        unit=kpi.unit,
        style=workspace.settings.numbers,
        kpi=kpi if goal is None or goal.type in SUMS else kpi_of_goal(goal, kpi),
        marks=_marks(workspace, kpi, first, last),
    )
    if draws == "parts":
        return _by_part(workspace, kpi, data, by)
    if draws in OF_THE_KPI:
        return OF_THE_KPI[draws](workspace, kpi, data)
    if draws == "periods":
        return _by_period(workspace, kpi, goal, data, by)
    if draws == "limits":
        return with_limits(workspace, kpi, data)
    pauses = pauses_of(kpi, records.all_pauses(workspace.store))
    if draws == "total":
        return _running_total(workspace, kpi, goal, data, pauses)
    values = history_of(workspace, kpi, first, min(last, workspace.today))
    return _trend(workspace, kpi, goal, data, values, pauses)


def _trend(
    workspace: Workspace, kpi: Kpi, goal: Goal | None, data: ChartData, values: DayValues, pauses: Sequence[Pause]
) -> ChartData:
    data = data._replace(points=_points(values), bridge=BRIDGES.get(kpi.cadence, 7))
    if goal is None or not goal.targets:
        return data
    if goal.type == "recurring" and by_of(goal.per or "week") != "day":
        return data  # its figure is one of a period, and the line is one of days
    if is_over_longer(workspace, goal, kpi):
        return data
    if goal.type in SUMS:
        view = view_of(workspace, goal, foretell=False)
        per_period, by = view.standing.needed_per_period, cadence_by(view.standing.cadence)
        if by != "day":  # a line of days among values of months would be a thirtieth of them
            return data if per_period is None else data._replace(target=per_period, target_is=NEEDED[by])
        need = daily_need(workspace, view, average=True) if view.standing.status != "not started" else None
        return data if need is None else data._replace(target=need.value, target_is=need.what)
    return _with_target(workspace, kpi, goal, data, pauses)


def _with_target(workspace: Workspace, kpi: Kpi, goal: Goal, data: ChartData, pauses: Sequence[Pause]) -> ChartData:
    target = target_on(goal, workspace.today)
    other = target.low if target.high is not None else None
    return data._replace(target=target.value, target_other=other, pace=_pace(workspace, goal, data, kpi, pauses))


BEFORE_A_GOAL: dict[Span, int] = {"day": 56, "week": 182, "month": 366, "quarter": 3 * 366}
"""How many days before a goal are drawn while nothing is logged in it, by what its KPI is logged by."""

AHEAD = 14
"""Days after today that the chart of a level has."""


def goal_chart(workspace: Workspace, view: GoalView) -> tuple[str, ChartData]:
    """Return the chart of a goal, a key of `CHARTS`, and what it draws: the running total of a sum, else its figures.

    While nothing is logged since its first day it is the history of its KPI, with the line of what is needed.
    """
    goal, kpi, today = view.goal, view.kpi, workspace.today
    name = {"level": "trend", "recurring": "periods"}.get(goal.type, "cumulative")
    last = min(goal.deadline, today + timedelta(days=AHEAD)) if name == "trend" else goal.deadline
    data = chart_data(workspace, kpi, name, goal.start, max(last, goal.start), goal=goal)
    if goal.type == "level":
        data = level_chart(workspace, kpi, goal, data)
    if data.points or data.total or any(bar.value is not None for bar in data.bars):
        return name, data
    name = "periods" if goal.type == "recurring" else "trend"
    first = days_before(min(goal.start, today), BEFORE_A_GOAL[rhythm_of(workspace, kpi)])
    last = goal.start if goal.start <= today + timedelta(days=AHEAD) else today
    history = chart_data(workspace, kpi, name, first, max(last, today), goal=goal)
    if goal.type == "level":
        # Before half of its days are there a level has no figure yet: then its single numbers are drawn.
        levels = level_chart(workspace, kpi, goal, history)
        history = levels if levels.points else history
    elif view.standing.status == "not started" and rhythm_of(workspace, kpi) == "day":
        need = daily_need(workspace, view, average=True)
        history = history if need is None else history._replace(target=need.value, target_is=need.what)
    return (name, history) if history.points or history.bars else ("cumulative" if goal.type in SUMS else name, data)


def level_chart(workspace: Workspace, kpi: Kpi, goal: Goal, data: ChartData) -> ChartData:
    """Return *data* with the level of a goal as its line, day by day by the measure that the goal is judged by."""
    data_of_goal = goal_data(workspace, goal._replace(start=min(goal.start, data.first)), kpi)
    cadence, over = cadence_of(data_of_goal), level_over(goal, data_of_goal)
    pauses = records.all_pauses(workspace.store)
    days = [day for day in data_of_goal.days if data.first <= day <= data.last]
    levels = [(day, measured(data_of_goal, over, day, cadence, per=goal.per, pauses=pauses)) for day in days]
    if goal.targets:
        data = _with_target(workspace, kpi, goal, data, pauses_of(kpi, pauses))
    return data._replace(
        points=tuple((day, level.value) for day, level in levels if level.value is not None and level.enough)
    )


def _running_total(
    workspace: Workspace, kpi: Kpi, goal: Goal | None, data: ChartData, pauses: Sequence[Pause]
) -> ChartData:
    if not adds_up(workspace, kpi):
        return data
    total = _added_up(workspace, kpi, data.first, data.last)
    pace = _pace(workspace, goal, data, kpi, pauses) if goal is not None and goal.type in SUMS else ()
    return data._replace(total=total, total_pace=pace)


def _added_up(workspace: Workspace, kpi: Kpi, first: date, last: date) -> tuple[Point, ...]:
    """Return the running total from *first* to *last*, of a KPI of weeks or longer of those that end on these days.

    What was logged before *first*, for the week that runs then, stands on that day.
    """
    data = data_of(workspace, kpi, first, min(last, workspace.today))
    begin, end = data.counted_days(first, last)
    if data.step == "day":
        values = data.values(begin, min(end, workspace.today))
    else:  # whole weeks may begin before the first day
        values = history_of(workspace, kpi, begin, min(end, workspace.today))
    sums = accumulate(values.values)
    return tuple({max(first, day): total for day, total in zip(values.days, sums, strict=True)}.items())


def _by_period(workspace: Workspace, kpi: Kpi, goal: Goal | None, data: ChartData, asked: By | None) -> ChartData:
    by = asked or _length(kpi, (data.last - data.first).days)
    if not asked and goal is not None and goal.type == "recurring" and goal.per and (by_of(goal.per) != "day"):
        by = by_of(goal.per)
    reached = len(periods_between(by, data.first, workspace.today, workspace.settings.calendar))
    totals = figures(workspace, kpi, by, reached if asked else min(reached, 60 if by == "week" else 36))
    shown = [total for total in totals if total.period.end >= data.first]
    filled = [index for index, total in enumerate(shown) if total.value is not None]
    bars = tuple(
        Bar(_label(total.period), total.period.start, total.value, total.partial, _bound(total))
        for total in shown[filled[0] if filled else 0 :]
    )
    target, other = _per_period(workspace, goal, kpi, by)
    return data._replace(bars=bars, bar_target=target, bar_other=other, by=by)


OWN_DAYS: dict[str, int] = dict.fromkeys(("weekday", "hours", "heat", "dual"), 182)
"""The days that what is usual, and two KPIs beside each other, are of where nobody says how many, by what is drawn.

They are the same on every page, in the shell and in any width, so that their figures are too.
"""

DAILY_AT_MOST = 56
"""Days beyond which two KPIs that are logged by the day are drawn by the week: their weekdays would hide the rest."""


def dual_data(
    workspace: Workspace, kpi: Kpi, other: Kpi, first: date, last: date, *, by: By | None = None, lag: int = 0
) -> ChartData:
    """Return *kpi* and *other* by periods of *by* from *first* to *last*, those of *other* from *lag* periods earlier.

    Without *by* they are those that both are logged by, of days over more than eight weeks weeks. A period that runs is
    left out. Raises Refused for a KPI with itself at the same time, and as `figures` for a period it cannot be of.
    """
    if kpi.id == other.id and not lag:
        raise Refused(mark("{kpi} can't be compared with itself. Choose another KPI"), field="with", kpi=kpi.name)
    if abs(lag) > LONGEST_LAG:
        raise Refused(mark("Choose at most {most} periods earlier or later"), field="lag", most=LONGEST_LAG)
    spans: list[By] = [rhythm_of(workspace, drawn) for drawn in (kpi, other)]
    chosen = by if by is not None else max(spans, key=BYS.index)
    if by is None and chosen == "day" and (last - first).days > DAILY_AT_MOST:
        chosen = "week"
    calendar, today = workspace.settings.calendar, workspace.today
    begin = days_before(first, (abs(lag) + 1) * LONGEST_DAYS[chosen])
    periods = periods_between(chosen, begin, today, calendar)
    values = [_values_of(workspace, drawn, chosen, len(periods)) for drawn in (kpi, other)]
    starts = [period.start for period in periods]
    inside = [index for index, period in enumerate(periods) if period.end >= first and period.start <= last]
    points = [(starts[index], values[0].get(starts[index])) for index in inside]
    others = [(starts[index], values[1].get(starts[index - lag])) for index in inside if 0 <= index - lag < len(starts)]
    return ChartData(
        title=f"{kpi.name} {unit_sign(kpi.unit, workspace.settings.numbers)}".strip(),
        first=min([first, *(starts[index] for index in inside[:1])]),
        last=last,
        unit=kpi.unit,
        style=workspace.settings.numbers,
        kpi=kpi,
        points=tuple((day, value) for day, value in points if value is not None),
        bridge=max(BRIDGES.get(chosen, 1), *(BRIDGES.get(drawn.cadence, 7) for drawn in (kpi, other))),
        marks=_marks(workspace, kpi, first, last),
        other=other,
        other_points=tuple((day, value) for day, value in others if value is not None),
        other_name=f"{other.name} {unit_sign(other.unit, workspace.settings.numbers)}".strip(),
        by=chosen,
        lag=lag,
    )


LONGEST_LAG = 120


def lag_typed(text: str) -> int:
    """Return a number of periods as somebody typed it, 0 for nothing; raise Refused for what is none."""
    typed = text.strip().replace("\N{MINUS SIGN}", "-") or "0"
    if not (typed.lstrip("+-").isdecimal() and typed.isascii() and len(typed) <= 5):
        raise Refused(mark("Not a whole number: {value}. Try 2"), field="lag", value=text)
    return int(typed)


def _values_of(workspace: Workspace, kpi: Kpi, by: By, count: int) -> dict[date, float]:
    """Return the values of the latest periods of a KPI by their first days, without the one that runs."""
    return {
        figure.period.start: figure.value
        for figure in figures(workspace, kpi, by, count)
        if figure.value is not None and not figure.partial
    }


def charts_of(workspace: Workspace, kpi: Kpi) -> list[str]:
    """Return the keys of `CHARTS` that can be drawn of a KPI alone, in their order."""
    add_charts_of_packages()
    has_parts = any(part.part_of == kpi.id for part in all_kpis(workspace))

    drawn = {
        "parts": has_parts,
        "years": adds_up(workspace, kpi),
        "weekday": cadence_by(kpi.cadence) == "day",
        "hours": False,
        "heat": False,
        "dual": False,
    }
    if drawn["weekday"] and has_times(workspace, kpi):
        drawn |= {"hours": True, "heat": True}
    return [name for name, chart in CHARTS.items() if drawn.get(chart.draws, True)]


def _beside_last_year(workspace: Workspace, kpi: Kpi, data: ChartData) -> ChartData:
    """Return the running total of this year and that of a year earlier, each day beside the same day of then."""
    year = period_of("year", workspace.today, workspace.settings.calendar)
    data = data._replace(first=year.start, last=year.end, marks=_marks(workspace, kpi, year.start, year.end))
    if not adds_up(workspace, kpi):
        return data
    now = _added_up(workspace, kpi, year.start, year.end)
    first, last = a_year_earlier(year.start), a_year_earlier(year.end)
    before = _added_up(workspace, kpi, first, last)
    if first_days(workspace).get(kpi.id, workspace.today) > first + timedelta(days=A_WEEK):
        before = ()  # its total would be too low
    there, sums = [day for day, _total in before], [0.0, *(total for _day, total in before)]
    days = [year.start + timedelta(days=n) for n in range((year.end - year.start).days + 1)]
    earlier = tuple((day, sums[bisect_right(there, a_year_earlier(day))]) for day in days) if before else ()
    return data._replace(total=now, total_before=earlier)


def with_bounds(workspace: Workspace, kpi: Kpi, data: ChartData) -> ChartData:
    """Return *data* with which of its running totals are sums over gaps."""
    if not data.total:
        return data
    day = data.total[-1][0]
    spans = [(data.first, day)]
    if data.total_before:
        first = a_year_earlier(data.first)
        spans += [(first, a_year_earlier(day)), (first, a_year_earlier(data.last))]
    sources = sources_of(workspace, [kpi], min(first for first, _last in spans), day)
    totals = aggregate(
        kpi,
        sources,
        [Period("day", first, last, "") for first, last in spans],
        today=workspace.today,
        calendar=workspace.settings.calendar,
        pauses=all_pauses(workspace),
        day_is_over=not workspace.is_now,
    )
    return data._replace(bounds=tuple(_bound(total) for total in totals))


def _bound(total: PeriodValue) -> Bound:
    return "at least" if total.at_least else "incomplete" if total.incomplete else "exact"


def _by_weekday(workspace: Workspace, kpi: Kpi, data: ChartData) -> ChartData:
    data = data._replace(last=max(data.first, min(data.last, days_before(workspace.today, 1))))
    return _profiled(workspace, data, "weekday", by_weekday(workspace, kpi, data.first, data.last).values())


def _by_hour(workspace: Workspace, kpi: Kpi, data: ChartData) -> ChartData:
    return _profiled(workspace, data, "hours", by_hour(workspace, kpi, data.first, data.last).values())


def _by_weekday_and_hour(workspace: Workspace, kpi: Kpi, data: ChartData) -> ChartData:
    return _profiled(workspace, data, "heat", by_weekday_and_hour(workspace, kpi, data.first, data.last).values())


def _profiled(workspace: Workspace, data: ChartData, of: str, cells: Iterable[ProfileCell]) -> ChartData:
    """Return *data* with a profile, from the first of its days on that can have a number."""
    began = first_days(workspace).get(data.kpi.id, data.first) if data.kpi else data.first
    first = min(max(data.first, began), data.last)
    return data._replace(first=first, profile=tuple(cells), profile_of=of, marks=())


def _by_part(workspace: Workspace, kpi: Kpi, data: ChartData, asked: By | None) -> ChartData:
    if not parts_of_kpi(workspace, kpi):
        return data
    by = asked or _length(kpi, (data.last - data.first).days)
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
            split.coverage,
        )
        for split in splits
    )
    filled = [index for index, stack in enumerate(stacks) if stack.whole is not None]
    return data._replace(
        by=by, part_names=names, has_rest=splits[0].parts[-1].kpi is None, stacks=stacks[filled[0] if filled else 0 :]
    )


def _length(kpi: Kpi, days: int) -> By:
    if KINDS[kpi.kind].whole:
        return cadence_by(kpi.cadence)
    shortest: By = "week" if days <= 200 else "month" if days <= 1200 else "quarter"
    own = cadence_by(kpi.cadence)
    return own if own in ("month", "quarter") and shortest == "week" else shortest


def _label(period: Period) -> str:
    return period.label.partition("-")[2] if period.by in ("day", "week") else period.label


def _per_period(workspace: Workspace, goal: Goal | None, kpi: Kpi, by: By) -> tuple[float | None, float | None]:
    """Return the line of the target over periods of *by*, and that of the other edge of a recurring goal.

    It is what an average period without a pause must bring to a sum, the level that is to be got to, or what the
    periods of a recurring goal are to bring; None for periods that the figure is not for.
    """
    if goal is None or not goal.targets:
        return None, None
    target: Target = goal.targets[-1]
    if goal.type == "recurring":
        if by_of(goal.per or "week") != by:
            return None, None
        return target.value, target.low if target.high is not None else None
    if goal.type in SUMS:
        goal = counted_goal(goal, data_of(workspace, kpi, workspace.today, workspace.today))
        days = days_between(goal.start, goal.deadline, pauses_of(kpi, all_pauses(workspace)))
        return target.value * MEAN_DAYS[by] / max(1, days), None
    if goal.over in ("week", "month", "quarter"):
        return (target.value if goal.over == by else None), None
    # What four weeks or one entry are to bring is not what a week or a month is.
    summed = adds_up(workspace, kpi)
    return (None if summed else target.value), None


def _pace(workspace: Workspace, goal: Goal, data: ChartData, kpi: Kpi, pauses: Sequence[Pause]) -> tuple[Point, ...]:
    """Return where the goal should be on some fifty days of the chart that are part of it, ascending."""
    first, last = max(goal.start, data.first), min(goal.deadline, data.last)
    if first > last:
        return ()
    step = max(1, (last - first).days // 60)
    days = [first + timedelta(days=offset) for offset in range(0, (last - first).days + 1, step)]
    days += [last] if days[-1] != last else []
    weights = weights_of(workspace, kpi) if goal.type in SUMS else None
    goal = counted_goal(goal, data_of(workspace, kpi, workspace.today, workspace.today))
    expected = ((day, expected_on(goal, day, weights=weights, pauses=pauses, direction=kpi.direction)) for day in days)
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
}
"""By what a chart draws: how its data is made, where no goal has a say in it."""


HOURS_SHOWN = 24
"""How many hours are shown when nobody says how many."""


class HourFigure(Record):
    """A KPI in one hour of the clock."""

    day: date
    """The day that it belongs to, which may begin later than midnight."""
    hour: int
    value: float | None
    """None without data, or with nothing to divide by."""
    entries: int
    """Of a computed KPI those of the part that has the fewest."""


def hour_figures(workspace: Workspace, kpi: Kpi, last: int | None = None) -> list[HourFigure]:
    """Return the latest hours of a KPI, oldest first, up to the newest one with data.

    An hour that the clock skips is left out, one that it has twice is one. Raises Refused where no time was logged.
    """
    count = last or HOURS_SHOWN
    newest = _newest(workspace, kpi)
    data = _hours(workspace, kpi, days_before(newest, count // 23 + 1), newest)
    logged = data.hours
    if not logged:
        raise _without_times(kpi)
    starts, zone = int(workspace.settings.text("day-starts")), workspace.settings.text("timezone")
    hours = sorted(range(24), key=lambda hour: (hour - starts) % 24)
    end = max(logged, key=lambda day_hour: (day_hour[0], (day_hour[1] - starts) % 24))
    shown: list[DayHour] = []
    day = newest
    while len(shown) < count and day > date.min:
        of_day = [(day, hour) for hour in hours if exists(clock_of(day, hour, 0, starts), zone)]
        if day == end[0]:
            of_day = of_day[: of_day.index(end) + 1]
        if day <= end[0]:
            shown = of_day + shown
        day -= timedelta(days=1)
    counts = [data.cells[key] for key in data.leaves]
    filled = set(logged)
    return [
        HourFigure(
            *day_hour,
            data.value([day_hour]) if day_hour in filled else None,
            min(cells.get(day_hour, (0.0, 0))[1] for cells in counts),
        )
        for day_hour in shown[-count:]
    ]


def by_hour(workspace: Workspace, kpi: Kpi, first: date, last: date) -> dict[int, ProfileCell]:
    """Return what each hour of the clock usually brings on the days from *first* to *last*, both inclusive."""
    return profile(_usual(workspace, kpi, _hours(workspace, kpi, first, last)), range(24), lambda hour: hour[1])


def by_weekday_and_hour(workspace: Workspace, kpi: Kpi, first: date, last: date) -> dict[tuple[int, int], ProfileCell]:
    """Return what each hour of each weekday (Monday is 0) usually brings from *first* to *last*, both inclusive."""
    places = [(weekday, hour) for weekday in range(7) for hour in range(24)]
    data = _usual(workspace, kpi, _hours(workspace, kpi, first, last))
    return profile(data, places, lambda hour: (hour[0].weekday(), hour[1]))


def by_weekday(workspace: Workspace, kpi: Kpi, first: date, last: date) -> dict[int, ProfileCell]:
    """Return what each weekday (Monday is 0) usually brings from *first* to *last*, both inclusive.

    A day that runs is left out: it is not over. A blank day that means zero is one.
    """
    yesterday = min(last, days_before(workspace.today, 1))
    sources = sources_of(workspace, [kpi], first, yesterday)
    view = View(workspace.today, workspace.settings.calendar, all_pauses(workspace))
    leaves, compute = computation(kpi, sources)
    cells: dict[str, Cells] = {}
    for key in leaves:
        source = sources[key]
        rows = ledger_of(source.kpi, source.totals, first, yesterday, view, began=source.began).totals
        rows = rows.between(first, yesterday)
        cells[key] = {(day, 0): (figure, count) for day, figure, count in zip(*rows, strict=True)}
    data = _usual(workspace, kpi, ProfileData(leaves, cells, compute))
    return profile(data, range(7), lambda hour: hour[0].weekday())


def _usual(workspace: Workspace, kpi: Kpi, data: ProfileData) -> ProfileData:
    """Return *data* without the days that are marked as one-off, of the KPI or of what it is computed from."""
    parts = [part for leaf in data.leaves.values() for part in _summed_parts(workspace, leaf)]
    days = {day for part in (kpi, *data.leaves.values(), *parts) for day in one_offs_of(workspace, part)}
    cells = {key: {hour: cell for hour, cell in own.items() if hour[0] not in days} for key, own in data.cells.items()}
    return data._replace(cells=cells) if days else data


def has_times(workspace: Workspace, kpi: Kpi) -> bool:
    """Tell whether anything that a KPI rests on was logged with a time of day."""
    leaves, _compute = _logged_for(workspace, kpi)
    return all(_newest_timed(workspace, leaf) is not None for leaf in leaves.values())


def refuse_without_times(workspace: Workspace, kpi: Kpi) -> None:
    """Raise Refused where nothing that a KPI rests on was logged with a time of day, so that it has no hours."""
    if not has_times(workspace, kpi):
        raise _without_times(kpi)


def clock_of(day: date, hour: int, minute: int, starts: int) -> datetime:
    """Return what the clock says at *hour* of *day*, where a day begins at *starts* o'clock; without a zone."""
    later = timedelta(days=1) if hour < starts else timedelta(0)
    return datetime(day.year, day.month, day.day, hour, minute) + later  # noqa: DTZ001  the clock on the wall


def _newest(workspace: Workspace, kpi: Kpi) -> date:
    leaves, _compute = _logged_for(workspace, kpi)
    days = [_newest_timed(workspace, leaf) for leaf in leaves.values()]
    first_days = [day for day in days if day is not None]
    if not first_days or len(first_days) < len(days):
        raise _without_times(kpi)
    return min(*first_days, workspace.today)


def _without_times(kpi: Kpi) -> Refused:
    return Refused(
        mark("{kpi} has no numbers with a time yet. Log one with: kpitui log {key} VALUE 14:00"),
        field="by",
        kpi=kpi.name,
        key=kpi.key,
    )


def _logged_for(workspace: Workspace, kpi: Kpi) -> tuple[Mapping[str, Kpi], Compute]:
    """Return what a KPI is logged as or computed from, a sum of parts as one, and how it follows from these."""
    return computation(kpi, sources_of(workspace, [kpi], workspace.today, workspace.today))


def _summed_parts(workspace: Workspace, kpi: Kpi) -> list[Kpi]:
    """Return the parts that a KPI is the sum of; none where it is logged."""
    return [part for part in parts_of_kpi(workspace, kpi) if not part.archived] if kpi.split == "computed" else []


def _newest_timed(workspace: Workspace, kpi: Kpi) -> date | None:
    """Return the newest day with times of a KPI that is logged; of a sum of parts also where all of those have them."""
    own = entries.newest_timed(workspace.store, kpi.id)
    below = [_newest_timed(workspace, part) for part in _summed_parts(workspace, kpi)]
    days = [day for day in below if day is not None]
    together = min(days) if days and len(days) == len(below) else None
    return max((day for day in (own, together) if day is not None), default=None)


def _hours(workspace: Workspace, kpi: Kpi, first: date, last: date) -> ProfileData:
    """Return a KPI by the hour; a blank hour of a day that has others is zero where a blank day is."""
    leaves, compute = _logged_for(workspace, kpi)
    return ProfileData(
        leaves, {key: _by_hour_of(workspace, leaf, first, last) for key, leaf in leaves.items()}, compute
    )


def _by_hour_of(workspace: Workspace, kpi: Kpi, first: date, last: date) -> Cells:
    """Return the hours of a KPI that is logged; of a sum of parts those that all have, its own on days it counts."""
    logged = entries.hour_totals(workspace.store, kpi, first, last)
    rows = {(day, hour): (figure, count) for day, hour, figure, count in logged}
    if kpi.blank == "zero" and KINDS[kpi.kind].rule == "sum":
        for day in {day for day, _hour in rows}:
            for hour in range(24):
                rows.setdefault((day, hour), (0.0, 0))
    below = [_by_hour_of(workspace, part, first, last) for part in _summed_parts(workspace, kpi)]
    if not below:
        return rows
    own = set(sources_of(workspace, [kpi], first, last)[kpi.key].own)
    summed = {moment: cell for moment, cell in rows.items() if moment[0] in own}
    for moment in set.intersection(*(set(cells) for cells in below)):
        if moment[0] not in own:
            there = [cells[moment] for cells in below]
            summed[moment] = fsum(figure for figure, _count in there), sum(count for _figure, count in there)
    return summed


def with_limits(workspace: Workspace, kpi: Kpi, data: ChartData) -> ChartData:
    """Return *data* with the values of a KPI against its natural limits, adjusted for the weekday where it says so."""
    view = limits_of(workspace, kpi)
    slots, slots_of_values = view.series.slots, view.series.numbers
    days = [slots.last_day(slot) for slot in slots_of_values]
    shown = [segment for segment in view.chart.segments if days[segment.last] >= data.first]
    bands = tuple(_band(segment, segment.limits, days, data.first) for segment in shown if segment.limits is not None)
    signals = {days[point] for signal in view.chart.signals if signal.rule == 1 for point in signal.points}
    jumps = {days[signal.completed] for signal in view.chart.signals if signal.rule == WIDE_RANGE} - signals
    in_view = {day for day in days if data.first <= day <= data.last}
    return data._replace(
        adjusted=view.season.length > 1,
        by_week=slots.period != cadence_by(kpi.cadence),
        wide_step=bool(jumps & in_view),
        points=tuple(zip(days, view.values, strict=True)),
        bridge=BRIDGES["week"] if slots.period == "week" else BRIDGES.get(kpi.cadence, 7),
        bands=bands,
        signals=frozenset(signals & in_view),
        jumps=frozenset(jumps & in_view),
    )


def with_fan(workspace: Workspace, view: GoalView, data: ChartData) -> ChartData:
    """Return *data* with where the goal is likely to go until its deadline; as it is when that is too early to say."""
    goal = view.goal
    if goal.state != "open" or goal.deadline <= workspace.today or goal.type == "recurring" or not goal.targets:
        return data
    if view.standing.silent:
        return data  # nothing is told of how it will end either
    from kpitui.services.insight.forecasting import goal_forecast  # slow to load, and few charts tell it

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
