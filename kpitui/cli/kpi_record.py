"""A KPI as the commands give it to programs: what tells it from others, under stable names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpitui.core.coverage import Coverage
    from kpitui.core.model import Kpi
    from kpitui.services.json_documents.kpis import CoverageJson, KpiHeadJson


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
