"""What the figures of a KPI and of a goal were worked out from: entries, parts, periods, limits, weights; as records.

Told in words it is the page and the answer of "where does this come from", see `kpitui.wording.explanations`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from kpitui.core.aggregation import PeriodValue
from kpitui.core.cadence import Span, cadence_by
from kpitui.core.calendar import SHORTEST_DAYS, period_of
from kpitui.core.errors import Refused
from kpitui.core.formula import Formula
from kpitui.core.goal import SUMS
from kpitui.core.insight.expected_value import Expected
from kpitui.core.insight.forecast import quantiles
from kpitui.core.insight.track_record import TrackRecord
from kpitui.core.insight.xmr_limits import Segment
from kpitui.core.kinds import KINDS
from kpitui.core.model import Change, Entry, Kpi
from kpitui.core.quantiles import Usual
from kpitui.services.goals import GoalView, record_of, weights_of
from kpitui.services.insight import expected_value, limits_of, slot_values
from kpitui.services.insight.comparisons import GoalSummary, summary_of_goal
from kpitui.services.insight.forecasting import forecast_of
from kpitui.services.insight.signals import Shifted, Surprise, TrendView, one_offs_of, signal_of, trend_of_kpi
from kpitui.services.parts import parts_of_kpi
from kpitui.services.reading import adds_up, all_kpis, figures, history_of, rhythm_of, sources_of
from kpitui.services.today import usual_of
from kpitui.services.unusual_days import unusual_days_of
from kpitui.services.workspace import Workspace
from kpitui.store import entries

AHEAD: dict[Span, int] = {"day": 28, "week": 56, "month": 190, "quarter": 380}
"""How many days ahead a KPI is foretold where its figures are explained, by how often it is logged."""


class PartValue(NamedTuple):
    """A KPI that another is computed from, and its figure on the day; None without data."""

    kpi: Kpi
    value: float | None


class DayCalculation(NamedTuple):
    """What the figure of one day rests on."""

    day: date
    value: float | None
    rows: tuple[Entry, ...]
    """Its entries, the newest first; none for a KPI that is computed."""
    parts: tuple[PartValue, ...]
    """What it is computed from: of a ratio what is above and what is below the line."""


class LimitsCalculation(NamedTuple):
    """What the natural limits rest on."""

    segment: Segment
    since: date
    """The first day of its values."""
    adjusted: bool
    """Whether they are adjusted for the weekday."""
    by_week: bool
    """Whether they are those of weeks, though the KPI is logged by the day."""
    left_out: int
    """How many days since then are left out as one-offs."""


class ForecastCalculation(NamedTuple):
    """Where a KPI is likely to go in the next weeks: a sum over them, else what it is at their end."""

    last: date
    """The last day that is foretold."""
    edges: tuple[float, float, float]
    """Low, middle and high; eight in ten outcomes lie between."""
    values: int
    """On how many values it is based."""
    summed: bool
    """Whether it is the sum over those weeks."""


class EarlierEntry(NamedTuple):
    """An entry that is no longer as it was."""

    entry: Entry
    """As it was."""
    change: Change
    """The change that altered or deleted it."""


class KpiCalculation(NamedTuple):
    """What the figures of a KPI rest on; what does not apply is None."""

    kpi: Kpi
    day: DayCalculation
    period: PeriodValue | None
    usual: Usual | None
    expected: Expected | None
    limits: LimitsCalculation | None
    signal: Surprise | Shifted | None
    trend: TrendView
    forecast: ForecastCalculation | None
    earlier: tuple[EarlierEntry, ...]
    """What entries of the day were before they were changed or deleted, the latest change first."""
    zone: str
    """The zone that moments are told in."""


class GoalCalculation(NamedTuple):
    """What the figures of a goal rest on."""

    view: GoalView
    today: date
    weights: list[float] | None
    """The weights of the weekdays, Monday first; None where all days count the same."""
    summary: GoalSummary
    record: TrackRecord | None
    """What the periods of a recurring goal came to, where its chance is told by them or might be."""
    unusual: frozenset[date] = frozenset()
    """The days that the recent average is told without, of a goal that is a sum."""


def calculation_of_kpi(workspace: Workspace, kpi: Kpi, day: date) -> KpiCalculation:
    """Return what the figures of a KPI rest on: of *day*, of the period around it, and what is normal and new."""
    value = history_of(workspace, kpi, day, day).on(day)
    is_daily = not KINDS[kpi.kind].whole and cadence_by(kpi.cadence) == "day"
    return KpiCalculation(
        kpi,
        _day(workspace, kpi, day, value),
        _period(workspace, kpi, day),
        usual_of(workspace, kpi, day) if is_daily else None,
        None if value is None else expected_value(workspace, kpi, value, day),
        _limits(workspace, kpi),
        signal_of(workspace, kpi),
        trend_of_kpi(workspace, kpi),
        _forecast(workspace, kpi),
        tuple(
            EarlierEntry(entry, change)
            for change, entry in reversed(entries.earlier_entries(workspace.store, kpi.id, day))
        ),
        workspace.settings.text("timezone"),
    )


def calculation_of_goal(workspace: Workspace, view: GoalView) -> GoalCalculation:
    """Return what the figures of a goal rest on."""
    weights = weights_of(workspace, view.kpi) if view.goal.type in SUMS else None
    record = record_of(workspace, view.goal, view.kpi) if view.outlook else None
    unusual = unusual_days_of(workspace, view.kpi) if view.goal.type in SUMS else frozenset()
    return GoalCalculation(view, workspace.today, weights, summary_of_goal(workspace, view), record, unusual)


def _day(workspace: Workspace, kpi: Kpi, day: date, value: float | None) -> DayCalculation:
    if kpi.split == "computed":
        if day in sources_of(workspace, [kpi], day, day)[kpi.key].own:
            first = period_of(cadence_by(kpi.cadence), day, workspace.settings.calendar).start
            own = reversed(entries.entries_between(workspace.store, kpi.id, first, day))
            return DayCalculation(day, value, tuple(own), ())
        below = [
            PartValue(part, history_of(workspace, part, day, day).on(day)) for part in parts_of_kpi(workspace, kpi)
        ]
        if any(part.value is not None for part in below):
            return DayCalculation(day, value, (), tuple(below))
    if not KINDS[kpi.kind].derived:
        rows = reversed(entries.entries_between(workspace.store, kpi.id, day, day))
        return DayCalculation(day, value, tuple(rows), ())
    every = all_kpis(workspace)
    by_id, by_key = {part.id: part for part in every}, {part.key: part for part in every}
    if kpi.kind == "ratio" and kpi.numerator in by_id and kpi.denominator in by_id:
        parts = [by_id[kpi.numerator], by_id[kpi.denominator]]
    else:
        names = Formula.parse(kpi.formula).names if kpi.formula else ()
        parts = [by_key[name] for name in sorted(names) if name in by_key]
    return DayCalculation(
        day, value, (), tuple(PartValue(part, history_of(workspace, part, day, day).on(day)) for part in parts)
    )


def _period(workspace: Workspace, kpi: Kpi, day: date) -> PeriodValue | None:
    by = cadence_by(kpi.cadence)
    if by == "day":
        if KINDS[kpi.kind].whole:
            return None
        by = "week"
    period = period_of(by, day, workspace.settings.calendar)
    back = (workspace.today - period.start).days // SHORTEST_DAYS[by] + 2
    return next((figure for figure in figures(workspace, kpi, by, back) if figure.period == period), None)


def _forecast(workspace: Workspace, kpi: Kpi) -> ForecastCalculation | None:
    try:
        paths = forecast_of(workspace, kpi, workspace.today + timedelta(days=AHEAD[cadence_by(kpi.cadence)]))
    except Refused:
        return None
    summed = adds_up(workspace, kpi)
    edges = quantiles(paths.sums(), 0.8) if summed else paths.range_at(len(paths.slots) - 1)
    return ForecastCalculation(slot_values(workspace, kpi).slots.last_day(paths.slots[-1]), edges, paths.values, summed)


def _limits(workspace: Workspace, kpi: Kpi) -> LimitsCalculation | None:
    view = limits_of(workspace, kpi)
    if not view.chart.segments:
        return None
    segment = view.chart.segments[-1]
    since = view.series.slots.first_day(view.series.numbers[segment.first])
    return LimitsCalculation(
        segment,
        since,
        adjusted=view.season.length > 1,
        by_week=view.series.slots.period != rhythm_of(workspace, kpi),
        left_out=sum(day >= since for day in one_offs_of(workspace, kpi)),
    )
