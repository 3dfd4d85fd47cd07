"""A KPI as the commands give it to programs: what tells it from others, under stable names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    from kpitui.core.comparison import Comparison
    from kpitui.core.model import Kpi
    from kpitui.core.series import Coverage
    from kpitui.services.json_documents.kpis import BesideJson, CoverageJson, KpiHeadJson, ToDateJson


def kpi_record(kpi: Kpi) -> KpiHeadJson:
    """Return what tells a KPI from others, for programs."""
    return {
        "key": kpi.key,
        "name": kpi.name,
        "kind": kpi.kind,
        "unit": kpi.unit,
        "direction": kpi.direction,
        "cadence": kpi.cadence,
    }


def coverage_record(coverage: Coverage) -> CoverageJson:
    """Return how much of what was expected is there, for programs, counted in expected entries."""
    return {
        "days_with_data": coverage.logged,
        "days_expected": coverage.expected,
        "counted_as_zero": coverage.zeros,
        "one_sided": coverage.one_sided,
        "paused": coverage.paused,
    }


def compared_record(beside: Comparison) -> BesideJson:
    """Return the earlier period of a comparison and how the later one differs from it, for programs."""
    before = beside.before
    return {
        "period": before.period.label,
        "start": before.period.start.isoformat(),
        "end": before.period.end.isoformat(),
        "value": before.value,
        "difference": beside.difference,
        "change": beside.change,
        "bound": beside.bound if beside.difference is not None else None,
    }


def to_date_record(beside: Comparison) -> ToDateJson:
    """Return a month, quarter or year up to a day beside that of a year earlier, for programs."""
    now = beside.now
    by: dict[str, Literal["month", "quarter", "year"]] = {"month": "month", "quarter": "quarter", "year": "year"}
    return {
        "by": by[now.period.by],
        "period": now.period.label,
        "start": now.period.start.isoformat(),
        "end": now.period.end.isoformat(),
        "value": now.value,
        "at_least": now.at_least,
        **coverage_record(now.coverage),
        "last_year": compared_record(beside),
    }
