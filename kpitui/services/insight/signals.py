"""What is new of a KPI and more than noise: surprise, shift and trend; and what they mean for a goal and its limits.

The series come from `insight`, the rules from `kpitui.core.insight`; how it is said is `kpitui.i18n.signals`' work.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, cast

from kpitui.core.cadence import Span
from kpitui.core.insight.expected import Expected
from kpitui.core.insight.limits_chart import proposed_base
from kpitui.core.insight.next_step import Step, for_the_better, next_step
from kpitui.core.insight.shift import NEWS, Shift, breaks_trend, shift_of
from kpitui.core.insight.slots import Slots
from kpitui.core.insight.surprise import expected_of
from kpitui.core.insight.trend import Trend, trend_of, weekly_means
from kpitui.core.median import median
from kpitui.core.model import Kpi
from kpitui.services.goals import GoalView
from kpitui.services.insight import LimitsView, SlotValues, limits_of, rhythm_of, slot_from, slot_values
from kpitui.services.workspace import Workspace
from kpitui.store import insight as remembered
from kpitui.store.insight import AgreedBase

LATELY = {"day": 26, "week": 52, "month": 36, "quarter": 20}
"""How many weeks of days, or how many longer periods, a trend is asked of."""

MOST_LOOKED_AT = 7
"""Newest values that are looked through for surprises: a week of days."""

WEEKS, PERIODS = 8, 10
"""How many of them it takes."""


class Surprise(NamedTuple):
    """The newest value is not what its past led to expect."""

    day: date
    """The last day of its period."""
    value: float
    expected: Expected

    @property
    def above(self) -> bool:
        """Whether it is higher than expected."""
        return self.expected.far > 0


class Shifted(NamedTuple):
    """The level moved and stayed there."""

    since: date
    shift: Shift

    @property
    def above(self) -> bool:
        """Whether it is higher than before."""
        return self.shift.above


class TrendView(NamedTuple):
    """What can be said of the direction of a KPI."""

    trend: Trend | None
    """None with too few values, or when all are equal."""
    period: Span
    """What a step of the trend is: a week for a KPI of days."""
    values: int
    needed: int
    level: float | None
    """The median of the values."""
    first: date | None
    """The first day of the stretch that was looked at."""
    steady: bool
    """Whether a line describes it, no value lying beyond the limits around that."""

    @property
    def told(self) -> bool:
        """Whether it is clear, steady, and rests on enough values."""
        return self.values >= self.needed and self.steady and self.trend is not None and self.trend.clear


def signal_of(workspace: Workspace, kpi: Kpi) -> Surprise | Shifted | None:
    """Return what is new of a KPI and more than noise: the newest value, or else a level that moved; None without.

    A steady trend is no signal, and a level that moved within one is told as the trend.
    """
    basis = (slot_values(workspace, kpi), remembered.bases_of(workspace.store, kpi.id), kpi, workspace.today)
    found = workspace.kept_while(("signal", kpi.id), basis, lambda: _signal(workspace, kpi))
    return cast("Surprise | Shifted | None", found)


def trend_of_kpi(workspace: Workspace, kpi: Kpi) -> TrendView:
    """Return the direction of a KPI over the last half year of weeks, or three years of months.

    It begins no earlier than the baseline that was agreed to last, if that follows no trend itself.
    """
    basis = (slot_values(workspace, kpi), remembered.bases_of(workspace.store, kpi.id))
    return cast("TrendView", workspace.kept_while(("trend", kpi.id), basis, lambda: _trend(workspace, kpi)))


def proposal_of(workspace: Workspace, kpi: Kpi) -> AgreedBase | None:
    """Return where the natural limits of a KPI might begin anew, if its owner agrees; None when nothing suggests it."""
    view, trend = limits_of(workspace, kpi), trend_of_kpi(workspace, kpi)
    limits = view.chart.segments[-1].limits if view.chart.segments else None
    if limits is not None and limits.slope:
        trend = trend._replace(trend=None)
    if trend.told and trend.first is not None and view.series.at:
        return AgreedBase(trend.first, view.series.slots.last_day(view.series.at[-1]))
    signal = proposed_base(view.chart)
    return AgreedBase(_first_day(view, signal.points[0])) if signal else None


def begin_base(workspace: Workspace, kpi: Kpi, base: AgreedBase) -> None:
    """Let the natural limits of a KPI begin anew, undoably."""
    with workspace.store.write("base.added", kpi=kpi.name, date=base.day.isoformat()) as change:
        remembered.add_base(change, kpi.id, base)


def step_of(workspace: Workspace, view: GoalView) -> Step | None:
    """Return what to do next for a goal: its pace joined with the signal of its KPI; None when it is over."""
    if view.goal.state != "open" or view.goal.deadline < workspace.today:
        return None
    signal = signal_of(workspace, view.kpi)
    better = None
    if signal is not None:
        now = view.standing.actual or 0.0
        better = for_the_better(view.goal, view.kpi.direction, above=signal.above, value=now)
    return next_step(view.standing.status, better)


def one_offs_of(workspace: Workspace, kpi: Kpi) -> set[date]:
    """Return the days of *kpi* that are left out of limits, trends and forecasts."""
    return remembered.one_offs_of(workspace.store, kpi.id)


def set_one_off(workspace: Workspace, kpi: Kpi, day: date, *, left_out: bool) -> None:
    """Leave a day of a KPI out of limits, trends and forecasts, undoably, or take it in again; sums always keep it."""
    what = "day.left_out" if left_out else "day.taken_in"
    with workspace.store.write(what, kpi=kpi.name, date=day.isoformat()) as change:
        remembered.set_one_off(change, kpi.id, day, left_out=left_out)


def fewest_steps(period: Span) -> int:
    """Return how many steps a trend takes: eight weeks of days, ten longer periods."""
    return WEEKS if period == "day" else PERIODS


def _signal(workspace: Workspace, kpi: Kpi) -> Surprise | Shifted | None:
    series = slot_values(workspace, kpi)
    if not series.at or series.at[-1] < slot_from(series.slots, workspace.today) - NEWS:
        return None
    surprise = _surprise(series, len(series.at) - 1)
    if surprise is not None:
        return surprise
    return shifted_of(workspace, kpi)


def shifted_of(workspace: Workspace, kpi: Kpi) -> Shifted | None:
    """Return the level of a KPI that moved and stayed, also where the newest value is a surprise; None without."""
    view = limits_of(workspace, kpi)
    shift = shift_of(view.chart, view.values)
    if shift is None or trend_of_kpi(workspace, kpi).told:
        return None
    return Shifted(_first_day(view, shift.first), shift)


def surprises_in(workspace: Workspace, kpi: Kpi, first: date, last: date) -> list[Surprise]:
    """Return the values from *first* to *last*, of the latest seven, that their own past did not lead to expect.

    Of an excursion of several values only the first one is told.
    """
    series = slot_values(workspace, kpi)
    days = [(at, series.slots.last_day(slot)) for at, slot in enumerate(series.at)][-MOST_LOOKED_AT:]
    found = (_surprise(series, at) for at, day in days if first <= day <= last)
    return [each for each in found if each is not None]


def _surprise(series: SlotValues, at: int) -> Surprise | None:
    """Return the surprise of the value at an index; none on the second day of an excursion, which is no news."""
    now = _expected(series, at)
    if now is None or not now.surprising:
        return None
    before = _expected(series, at - 1) if at else None
    if before is not None and before.surprising and (before.far > 0) == (now.far > 0):
        return None
    return Surprise(series.slots.last_day(series.at[at]), series.values[at], now)


def _expected(series: SlotValues, at: int) -> Expected | None:
    return expected_of(series.values[at], series.at[at], series.at[:at], series.values[:at], series.slots.season)


def _trend(workspace: Workspace, kpi: Kpi) -> TrendView:
    series = slot_values(workspace, kpi)
    plain = rhythm_of(workspace, kpi).without(series.at, series.values)
    agreed = [base.day for base in remembered.bases_of(workspace.store, kpi.id) if base.trend_until is None]
    since = slot_from(series.slots, agreed[-1]) if agreed else None
    stretch = in_steps(SlotValues(series.slots, series.at, plain), since)
    needed = fewest_steps(series.slots.period)
    period: Span = stretch.slots.period
    if not stretch.at:
        return TrendView(None, period, 0, needed, None, None, steady=False)
    found = trend_of(stretch.values, stretch.at) if len(stretch.at) >= needed else None
    # Of a week in which a baseline begins, only what comes after it counts.
    first = max(stretch.slots.first_day(stretch.at[0]), *agreed[-1:], date.min)
    level, steady = median(stretch.values), not breaks_trend(stretch.values)
    return TrendView(found, period, len(stretch.at), needed, level, first, steady)


def in_steps(series: SlotValues, since: int | None = None) -> SlotValues:
    """Return the latest part of a series, from *since* on, in the steps that a trend is asked of: of days the weeks."""
    at, values = series.at, series.values
    if since is not None:
        begin = next((index for index, slot in enumerate(at) if slot >= since), len(at))
        at, values = at[begin:], values[begin:]
    slots = series.slots
    if slots.period == "day":
        at, values = weekly_means(at, values, slots.season)
        slots = Slots("week")
    newest = at[-1] if at else 0
    begin = next((index for index, slot in enumerate(at) if slot > newest - LATELY[series.slots.period]), 0)
    return SlotValues(slots, at[begin:], values[begin:])


def _first_day(view: LimitsView, at: int) -> date:
    return view.series.slots.first_day(view.series.at[at])
