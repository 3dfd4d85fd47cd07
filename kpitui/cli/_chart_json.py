"""What a chart of `kpitui show` is drawn from, as its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli._kpi_output import kpi_record

if TYPE_CHECKING:
    from kpitui.charts.spec import ChartData
    from kpitui.core.model import Kpi
    from kpitui.services.json_documents.kpis import ChartJson, ChartPointJson, ProfileCellJson, ProfileJson


def chart_record(kpi: Kpi, chart: str, data: ChartData) -> ChartJson | ProfileJson:
    """Return what *chart* of *kpi* draws: of what is usual its cells, of all others their days, ascending."""
    if data.profile_of:
        return _profile(kpi, data)
    values, before = dict(data.total or data.points), dict(data.total_before)
    points: list[ChartPointJson] = [
        {"date": day.isoformat(), "value": values.get(day), "last_year": before.get(day)}
        for day in sorted(values.keys() | before.keys())
        if data.first <= day <= data.last
    ]
    document: ChartJson = {
        "kpi": kpi_record(kpi),
        "chart": chart,
        "start": data.first.isoformat(),
        "end": data.last.isoformat(),
        "target": data.total_pace[-1][1] if data.total_pace else data.target,
        "at_least": data.bounds[:1] == ("at least",),
        "points": points,
    }
    return document


def _profile(kpi: Kpi, data: ChartData) -> ProfileJson:
    cells: list[ProfileCellJson] = []
    for index, cell in enumerate(data.profile):
        weekday = None if data.profile_of == "hours" else index // 24 + 1 if data.profile_of == "heat" else index + 1
        hour = None if data.profile_of == "weekday" else index % 24
        cells.append(
            {"weekday": weekday, "hour": hour, "value": cell.value, "low": cell.low, "high": cell.high, "days": cell.n}
        )
    document: ProfileJson = {
        "kpi": kpi_record(kpi),
        "chart": data.profile_of,  # type: ignore[typeddict-item]
        "start": data.first.isoformat(),
        "end": data.last.isoformat(),
        "cells": cells,
    }
    return document
