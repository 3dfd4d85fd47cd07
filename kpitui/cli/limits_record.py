"""The natural limits of a KPI as `show --chart limits --json` gives them to programs: one documented object.

A limit that cannot be crossed is null, and so are centre and limits of a segment with too few values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli.kpi_record import kpi_record
from kpitui.services.insight import limits_of
from kpitui.services.insight.signals import proposal_of

if TYPE_CHECKING:
    from kpitui.core.insight.limits_chart import Segment, Signal
    from kpitui.core.model import Kpi
    from kpitui.services.insight import LimitsView
    from kpitui.services.json_documents.kpis import LimitSegmentJson, LimitSignalJson, LimitsJson
    from kpitui.services.workspace import Workspace


def limits_record(workspace: Workspace, kpi: Kpi) -> LimitsJson:
    """Return values, segments and signals of a KPI; days are ISO text, the last day of each period."""
    view = limits_of(workspace, kpi)
    proposed = proposal_of(workspace, kpi)
    values = zip(range(len(view.values)), view.values, view.series.values, strict=True)
    return {
        "kpi": kpi_record(kpi),
        "adjusted_for_weekday": view.season.length > 1,
        "points": [{"date": _day(view, index), "value": value, "raw": raw} for index, value, raw in values],
        "segments": [_segment(view, segment) for segment in view.chart.segments],
        "signals": [_signal(view, signal) for signal in view.chart.signals],
        "proposed_base": proposed.day.isoformat() if proposed else None,
        "proposed_trend": proposed is not None and proposed.trend_until is not None,
    }


def _segment(view: LimitsView, segment: Segment) -> LimitSegmentJson:
    limits = segment.limits
    return {
        "start": _day(view, segment.first),
        "end": _day(view, segment.last),
        "centre": limits.centre if limits else None,
        "lower": limits.lower if limits else None,
        "upper": limits.upper if limits else None,
        "range_limit": limits.range_limit if limits else None,
        "slope": limits.slope if limits else None,
        "provisional": limits is None or limits.provisional,
        "values": limits.values if limits else segment.last - segment.first + 1,
    }


def _signal(view: LimitsView, signal: Signal) -> LimitSignalJson:
    return {
        "rule": signal.rule,
        "points": [_day(view, point) for point in signal.points],
        "completed": _day(view, signal.completed),
        "above": signal.above,
    }


def _day(view: LimitsView, index: int) -> str:
    return view.series.slots.last_day(view.series.at[index]).isoformat()
