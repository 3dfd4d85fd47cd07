"""What there is to tell of a KPI and of a goal by signals, trend and natural limits, as one record each.

What is not worth a sentence is left out of it: a trend beside a level that moved, a link that is not clear.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kpitui.core.cadence import Span, cadence_by
from kpitui.core.insight.next_step import Advice, Assurance, assurance_of
from kpitui.core.insight.xmr_limits import Limits, Segment
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.core.recurring import by_of
from kpitui.core.standing import OPEN
from kpitui.services.goals import GoalView, record_of
from kpitui.services.insight import limits_of
from kpitui.services.insight.comparing import LinkView, link_between
from kpitui.services.insight.signals import (
    Shifted,
    Surprise,
    TrendView,
    advice_for,
    has_left_limits,
    signal_of,
    trend_of_kpi,
)
from kpitui.services.workspace import Workspace
from kpitui.store.records import all_kpis


class KpiSummary(NamedTuple):
    """What there is to tell of a KPI."""

    kpi: Kpi
    signal: Surprise | Shifted | None
    trend: TrendView | None
    """None where a level that moved is told instead."""
    segment: Segment | None
    """The values that the natural limits of now rest on; None without any."""


class DriverLink(NamedTuple):
    """A driver of a goal that moves with its result."""

    driver: Kpi
    view: LinkView


class GoalSummary(NamedTuple):
    """What follows for a goal from the natural limits and signals of its KPI."""

    kpi: Kpi
    signal: Surprise | Shifted | None
    assurance: Assurance | None
    """How the target lies to the natural limits; None where that cannot be said."""
    limits: Limits | None
    """These limits, as they are now; None without any."""
    links: tuple[DriverLink, ...]
    """Those that are clear."""
    advice: Advice | None
    """What to do next; None when its time is over."""
    basis: Span
    """What the values are that its chance rests on: days, or the longer periods that are logged or kept."""


def summary_of_kpi(workspace: Workspace, kpi: Kpi) -> KpiSummary:
    """Return what there is to tell of a KPI: what is new, which way it goes, its normal range."""
    signal, trend = signal_of(workspace, kpi), trend_of_kpi(workspace, kpi)
    chart = limits_of(workspace, kpi).chart
    return KpiSummary(
        kpi,
        signal,
        trend if trend.is_trend or not isinstance(signal, Shifted) else None,
        chart.segments[-1] if chart.segments else None,
    )


def signals_of(workspace: Workspace, kpis: Iterable[Kpi]) -> list[tuple[Kpi, Surprise | Shifted]]:
    """Return those of *kpis* of which something is new, each with its signal."""
    signals = ((kpi, signal_of(workspace, kpi)) for kpi in kpis)
    return [(kpi, signal) for kpi, signal in signals if signal is not None]


def summary_of_goal(workspace: Workspace, view: GoalView) -> GoalSummary:
    """Return what follows from the natural limits and signals of a goal's KPI."""
    is_open = view.goal.state == "open"
    chart = limits_of(workspace, view.kpi).chart
    limits = chart.segments[-1].limits_now if chart.segments else None
    return GoalSummary(
        view.kpi,
        signal_of(workspace, view.kpi) if is_open else None,
        _assurance(workspace, view, limits) if is_open and limits else None,
        limits,
        _links(workspace, view),
        advice_for(workspace, view),
        _basis(workspace, view),
    )


def _basis(workspace: Workspace, view: GoalView) -> Span:
    record = record_of(workspace, view.goal, view.kpi) if view.outlook is not None else None
    if record is not None and record.regular and view.goal.per:
        return cadence_by(view.goal.per)
    return cadence_by(view.standing.cadence)


def _assurance(workspace: Workspace, view: GoalView, limits: Limits) -> Assurance | None:
    """Return how the target lies to the natural limits, where that agrees with the chance and the limits still hold.

    Of a goal for longer periods than those of the limits nothing is said: they are of other figures.
    """
    kpi, goal = view.kpi, view.goal
    per = by_of(goal.per) if goal.per and goal.type == "recurring" else None
    same = per is None or per == limits_of(workspace, kpi).series.slots.period
    summed = goal.type == "level" and KINDS[kpi.kind].rule == "sum" and goal.per is None
    if not same or summed or (view.outlook is None and view.standing.status in OPEN):
        return None
    left = has_left_limits(workspace, kpi)
    return assurance_of(goal, kpi.direction, limits, view.outlook.chance if view.outlook else None, left=left)


def _links(workspace: Workspace, view: GoalView) -> tuple[DriverLink, ...]:
    """Return the links that are there between the drivers of a goal and its result; those that are not say nothing."""
    by_id = {kpi.id: kpi for kpi in all_kpis(workspace.store, archived=True)}
    links = (
        DriverLink(by_id[number], link_between(workspace, by_id[number], view.kpi))
        for number in view.goal.drivers
        if number in by_id
    )
    return tuple(link for link in links if link.view.link is not None and link.view.link.clear)
